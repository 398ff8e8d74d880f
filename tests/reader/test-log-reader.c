/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-error.h"
#include "tap-log-reader.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define SESSION "{\"seq\":1,\"exchange\":0,\"at\":0,\"kind\":\"session\",\"format\":\"1.0\"}\n"

typedef struct
{
  char *path;
  int fd;
} File;

static void
file_set_up (File *file, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  file->fd = g_file_open_tmp ("tapline-log-XXXXXX", &file->path, &error);
  g_assert_no_error (error);
}

static void
file_tear_down (File *file, gconstpointer data)
{
  close (file->fd);
  g_unlink (file->path);
  g_free (file->path);
}

static void
append (File *file, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = write (file->fd, bytes, length);

      g_assert_cmpint (n, >, 0);
      bytes += n;
      length -= n;
    }
}

static void
append_text (File *file, const char *text)
{
  append (file, text, strlen (text));
}

static void
append_record (File *file, guint64 seq, gsize length)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree guint8 *bytes = g_malloc (length + 1);

  memset (bytes, 'x', length + 1);
  tap_record_append_line_raw (line, seq, 1, seq * 10, TAP_RECORD_IN, bytes, length, TRUE, NULL);
  append (file, line->str, line->len);
}

static TapLogReader *
open_reader (File *file)
{
  g_autoptr (GError) error = NULL;
  TapLogReader *reader = tap_log_reader_open (file->path, &error);

  g_assert_no_error (error);
  return reader;
}

static void
assert_next (TapLogReader *reader, guint64 seq)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TapRecord) record = tap_log_reader_next (reader, &error);

  g_assert_no_error (error);
  g_assert_nonnull (record);
  g_assert_cmpuint (tap_record_get_seq (record), ==, seq);
}

static void
assert_problem (TapLogReader *reader, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TapRecord) record = tap_log_reader_next (reader, &error);

  g_assert_null (record);
  g_assert_error (error, TAP_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
assert_no_more (TapLogReader *reader, gboolean rest)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tap_log_reader_next (reader, &error));
      g_assert_no_error (error);
      g_assert_cmpint (tap_log_reader_has_rest (reader), ==, rest);
    }
}

/* What a file begins with, and what becomes of it. 0: it opens. */
static const struct
{
  const char *text;
  int code;
  const char *words;
} beginnings[] = {
  { "", 0, NULL },
  { SESSION, 0, NULL },
  { "{", 0, NULL },
  { "{\"seq\":1,\"exch", 0, NULL },
  { "{\"seq\":1,\"at\":0,\"kind\":\"session\",\"format\":\"1.7\",\"new\":[{}]}\n", 0, NULL },
  { "{\"seq\":1,\"at\":0,\"kind\":\"session\",\"format\":\"2.0\",\"version\":\"9.9\"}\n", TAP_ERROR_NEWER,
    "9.9" },
  { "{\"seq\":1,\"at\":0,\"kind\":\"session\",\"format\":\"2.0\"}\n", TAP_ERROR_NEWER, "2.0" },
  { "{\"seq\":1,\"at\":0,\"kind\":\"session\",\"format\":\"0.9\"}\n", TAP_ERROR_FORMAT, "0.9" },
  { "{\"seq\":1,\"at\":0,\"kind\":\"session\",\"format\":\"x\"}\n", TAP_ERROR_FORMAT, "(x)" },
  { "{\"seq\":1,\"at\":0,\"kind\":\"session\"}\n", TAP_ERROR_FORMAT, "no Tapline trace" },
  { "{\"seq\":1,\"at\":0,\"kind\":\"note\"}\n", TAP_ERROR_FORMAT, "no Tapline trace" },
  { "{\"log\":{\"version\":\"1.2\"}}\n", TAP_ERROR_FORMAT, "no Tapline trace" },
  { "{\"log\":{", TAP_ERROR_FORMAT, "no Tapline trace" },
  { "{}\n", TAP_ERROR_FORMAT, "no Tapline trace" },
  { "\n" SESSION, TAP_ERROR_FORMAT, "no Tapline trace" },
  { "event: ping\n", TAP_ERROR_FORMAT, "no Tapline trace" },
  { "PK\003\004", TAP_ERROR_FORMAT, "no Tapline trace" },
  { "\xff\xfe", TAP_ERROR_FORMAT, "no Tapline trace" },
};

static void
test_beginnings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (TapLogReader) reader = NULL;
      g_autoptr (GError) error = NULL;
      File file;

      file_set_up (&file, NULL);
      append_text (&file, beginnings[i].text);
      reader = tap_log_reader_open (file.path, &error);
      if (beginnings[i].code == 0 && beginnings[i].words == NULL)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, TAP_ERROR, beginnings[i].code);
          g_assert_nonnull (strstr (error->message, beginnings[i].words));
          g_assert_nonnull (strstr (error->message, file.path));
        }
      g_assert_cmpint (reader != NULL, ==, error == NULL);
      file_tear_down (&file, NULL);
    }
}

static void
test_unreadable (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) folder = NULL;

  g_assert_null (tap_log_reader_open ("/nonexistent/file", &error));
  g_assert_error (error, TAP_ERROR, TAP_ERROR_IO);
  g_assert_null (tap_log_reader_open (g_get_tmp_dir (), &folder));
  g_assert_error (folder, TAP_ERROR, TAP_ERROR_IO);
}

/* A log is written byte by byte: each record is there once its line feed is. */
static void
test_growing (File *file, gconstpointer data)
{
  static const char text[] = SESSION "{\"seq\":2,\"exchange\":1,\"at\":5,\"kind\":\"note\",\"note\":\"\xc3\xa4\"}\n";
  g_autoptr (TapLogReader) reader = open_reader (file);
  guint64 seq = 0;

  for (gsize i = 0; i < strlen (text); i++)
    {
      append (file, text + i, 1);
      if (text[i] == '\n')
        {
          assert_next (reader, ++seq);
          g_assert_cmpuint (tap_log_reader_get_offset (reader), ==, seq == 1 ? 0 : strlen (SESSION));
        }
      assert_no_more (reader, text[i] != '\n');
      g_assert_cmpuint (tap_log_reader_get_size (reader), ==, i + 1);
    }
  g_assert_cmpuint (seq, ==, 2);
}

static void
test_growing_foreign (File *file, gconstpointer data)
{
  g_autoptr (TapLogReader) reader = open_reader (file);

  append_text (file, "something else\n");
  assert_problem (reader, TAP_ERROR_FORMAT, "no Tapline trace");
}

static void
test_truncated (File *file, gconstpointer data)
{
  g_autoptr (TapLogReader) reader = NULL;

  append_text (file, SESSION);
  append_record (file, 2, 10);
  append_text (file, "{\"seq\":3,\"exchange\":1,\"at\":9,\"kind\":\"in\",\"te");
  reader = open_reader (file);
  assert_next (reader, 1);
  assert_next (reader, 2);
  assert_no_more (reader, TRUE);
}

static void
test_broken (File *file, gconstpointer data)
{
  g_autoptr (TapLogReader) reader = NULL;

  append_text (file, SESSION);
  append_text (file, "{\"seq\":2,\n");
  append_record (file, 3, 10);
  append_text (file, "\n");
  append (file, "\0\0\0\n", 4);
  append_text (file, "{\"seq\":6,\"exchange\":1,\"at\":9,\"kind\":\"of-tomorrow\"}\n");
  append_record (file, 7, 10);
  append_text (file, "{\"seq\":8,\"exchange\":1,\"at\":9223372036854775807,\"kind\":\"end\"}\n");
  append_text (file, "{\"seq\":9,\"exchange\":1,\"at\":-9223372036854775808,\"kind\":\"end\"}\n");
  append_text (file, "{\"seq\":10,\"exchange\":1,\"at\":31536000000000,\"kind\":\"end\"}\n");

  reader = open_reader (file);
  assert_next (reader, 1);
  assert_problem (reader, TAP_ERROR_FORMAT, "line 2");
  assert_next (reader, 3);
  assert_problem (reader, TAP_ERROR_FORMAT, "line 4");
  assert_problem (reader, TAP_ERROR_FORMAT, "line 5");
  assert_problem (reader, TAP_ERROR_NEWER, "line 6");
  assert_next (reader, 7);
  assert_problem (reader, TAP_ERROR_FORMAT, "line 8");
  assert_problem (reader, TAP_ERROR_FORMAT, "line 9");
  assert_next (reader, 10);
  assert_no_more (reader, FALSE);
}

/* Lines around the size of a block, and far beyond it. */
static void
test_sizes (File *file, gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, 4095, 262143, 262144, 262145, 524288, 3000000, 1, 700000, 2 };
  g_autoptr (TapLogReader) reader = NULL;

  append_text (file, SESSION);
  for (guint i = 0; i < 3 * G_N_ELEMENTS (sizes); i++)
    append_record (file, i + 2, sizes[i % G_N_ELEMENTS (sizes)] + i);
  reader = open_reader (file);
  assert_next (reader, 1);
  for (guint i = 0; i < 3 * G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (TapRecord) record = tap_log_reader_next (reader, NULL);

      g_assert_nonnull (record);
      g_assert_cmpuint (tap_record_get_seq (record), ==, i + 2);
      g_assert_cmpuint (g_bytes_get_size (tap_record_get_bytes (record)), ==,
                        sizes[i % G_N_ELEMENTS (sizes)] + i);
    }
  assert_no_more (reader, FALSE);
}

/* A hole in the file: a line that no memory shall hold. */
static void
test_too_long (File *file, gconstpointer data)
{
  g_autoptr (TapLogReader) reader = NULL;
  const guint64 hole = 3 * (guint64) TAP_LOG_READER_MAX_LINE;

  append_text (file, SESSION);
  g_assert_cmpint (ftruncate (file->fd, strlen (SESSION) + hole), ==, 0);
  reader = open_reader (file);
  assert_next (reader, 1);
  assert_no_more (reader, TRUE);

  g_assert_cmpint (lseek (file->fd, 0, SEEK_END), ==, strlen (SESSION) + hole);
  append_text (file, "\n");
  append_record (file, 3, 10);
  assert_problem (reader, TAP_ERROR_FORMAT, "too long");
  assert_next (reader, 3);
  g_assert_cmpuint (tap_log_reader_get_offset (reader), ==, strlen (SESSION) + hole + 1);
  assert_no_more (reader, FALSE);
}

typedef struct
{
  TapLogReader *reader;
  guint calls;
} Watched;

static gboolean
grown_cb (gpointer user_data)
{
  Watched *watched = user_data;

  watched->calls++;
  while (TRUE)
    {
      g_autoptr (TapRecord) record = tap_log_reader_next (watched->reader, NULL);

      if (record == NULL)
        break;
    }
  return G_SOURCE_CONTINUE;
}

static void
test_watch (File *file, gconstpointer data)
{
  g_autoptr (TapLogReader) reader = open_reader (file);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) source = tap_log_reader_watch (reader, 1);
  Watched watched = { reader, 0 };

  g_source_set_callback (source, grown_cb, &watched, NULL);
  g_source_attach (source, context);
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (watched.calls, ==, 0);

  append_text (file, SESSION);
  while (watched.calls == 0)
    g_main_context_iteration (context, TRUE);
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (watched.calls, ==, 1);
  g_source_destroy (source);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-reader/beginnings", test_beginnings);
  g_test_add_func ("/log-reader/unreadable", test_unreadable);
#define ADD(path, func) g_test_add (path, File, NULL, file_set_up, func, file_tear_down)
  ADD ("/log-reader/growing", test_growing);
  ADD ("/log-reader/growing-foreign", test_growing_foreign);
  ADD ("/log-reader/truncated", test_truncated);
  ADD ("/log-reader/broken", test_broken);
  ADD ("/log-reader/sizes", test_sizes);
  ADD ("/log-reader/too-long", test_too_long);
  ADD ("/log-reader/watch", test_watch);
  return g_test_run ();
}
