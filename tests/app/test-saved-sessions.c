/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tap-error.h"
#include "tap-listen-address.h"
#include "tap-log-count.h"
#include "tap-saved-sessions.h"

static void
test_name (void)
{
  static const struct
  {
    const char *name;
    const char *started; /* NULL: it tells none */
  } cases[] = {
    { "2026-11-21T08-29-08.tapline.jsonl", "2026-11-21 08:29:08" },
    { "2026-11-21T08-29-08-2.tapline.jsonl", "2026-11-21 08:29:08" },
    { "2026-11-21T08-29.tapline.jsonl", NULL },
    { "2026-1-1T8-9-8.tapline.jsonl", NULL },
    { "2026-13-41T08-29-08.tapline.jsonl", NULL },
    { "demo.tapline.jsonl", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) started = tap_saved_sessions_parse_name (cases[i].name);
      g_autofree char *text = started != NULL ? g_date_time_format (started, "%F %T") : NULL;

      g_assert_cmpstr (text, ==, cases[i].started);
    }
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GPtrArray *
list (const char *folder, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tap_saved_sessions_list_async (folder, NULL, answered_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return tap_saved_sessions_list_finish (result, error);
}

static void
test_list (void)
{
  static const char *const names[] = { "2026-11-20T18-02-11.tapline.jsonl",
                                       "2026-11-21T08-29-08.tapline.jsonl",
                                       "2026-11-20T18-02-11-10.tapline.jsonl",
                                       "2026-11-20T18-02-11-2.tapline.jsonl",
                                       "2026-11-22T00-00-00.txt",
                                       "2026-11-22T00-00-00.tapline.marks.json",
                                       "old.tapline.jsonl" };
  static const guint order[] = { 1, 2, 3, 0 };
  g_autofree char *folder = g_dir_make_tmp ("tapline-saved-XXXXXX", NULL);
  g_autofree char *sub = g_build_filename (folder, "2026-11-23T00-00-00.tapline.jsonl", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (GPtrArray) none = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_true (g_file_set_contents (path, "seven b", i, NULL));
    }
  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);

  sessions = list (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 5);
  /* The one without a time in its name is where it was written: anywhere. */
  for (guint i = 0, known = 0; i < sessions->len; i++)
    {
      const TapSavedSession *session = g_ptr_array_index (sessions, i);
      g_autofree char *name = g_path_get_basename (session->path);

      g_assert_nonnull (session->started);
      g_assert_cmpint (session->exchanges, ==, 0);
      if (g_str_equal (name, "old.tapline.jsonl"))
        {
          g_assert_cmpuint (session->size, ==, 6);
          continue;
        }
      g_assert_cmpstr (name, ==, names[order[known]]);
      g_assert_cmpuint (session->size, ==, order[known]);
      known++;
    }

  none = list (missing, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_null (list ("/dev/null", &error));
  g_assert_nonnull (error);
  g_rmdir (sub);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_count (void)
{
  static const char request[] = "{\"seq\":1,\"kind\":\"request\",\"text\":\"\\\"kind\\\":\\\"request\\\"\"}\n"
                                "{\"kind\":\"requests\"}\n{\"kind\":\"in\"}\n";
  g_autofree char *folder = g_dir_make_tmp ("tapline-saved-XXXXXX", NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (tap_log_count ("", 0), ==, 0);
  g_assert_cmpuint (tap_log_count (request, strlen (request)), ==, 1);
  g_assert_cmpuint (tap_log_count (request, 20), ==, 0);
  for (int large = 0; large < 2; large++)
    {
      g_autofree char *path = g_build_filename (folder, "x.tapline.jsonl", NULL);
      g_autoptr (GPtrArray) sessions = NULL;

      for (guint i = 0; i < (large ? 10000 : 3); i++)
        g_string_append (log, request);
      g_assert_true (g_file_set_contents (path, log->str, log->len, NULL));
      sessions = list (folder, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (sessions->len, ==, 1);
      g_assert_cmpint (((TapSavedSession *) g_ptr_array_index (sessions, 0))->exchanges, ==,
                       large ? -1 : 3);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static int
count_later (const char *path, guint64 size, GCancellable *cancellable, gboolean *more)
{
  g_autoptr (GAsyncResult) result = NULL;

  tap_saved_sessions_count_async (path, size, cancellable, answered_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return tap_saved_sessions_count_finish (result, more);
}

/* Of several pieces, with what is counted across their borders, and without an end of the line. */
static void
test_count_later (void)
{
  static const char kind[] = "{\"kind\":\"request\"}";
  g_autofree char *folder = g_dir_make_tmp ("tapline-saved-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.tapline.jsonl", NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  gboolean more = TRUE;

  for (guint i = 0; i < 200000; i++)
    {
      g_string_append (log, kind);
      g_string_append_c (log, "\nx"[i % 2]);
    }
  g_string_append (log, "{\"kind\":\"requ");
  g_assert_true (g_file_set_contents (path, log->str, log->len, NULL));
  g_cancellable_cancel (cancelled);
  g_assert_cmpint (count_later (path, log->len, cancelled, &more), ==, -1);
  g_assert_cmpint (count_later (path, log->len, NULL, &more), ==, 200000);
  g_assert_false (more);

  /* Known while it is as large; looked at again when it has grown. */
  g_assert_true (g_file_set_contents (path, log->str, log->len - 30, NULL));
  g_assert_cmpint (count_later (path, log->len, NULL, &more), ==, 200000);
  g_assert_cmpint (count_later (path, log->len - 30, NULL, &more), ==, 199999);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (count_later (path, 1, NULL, &more), ==, -1);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_address (void)
{
  static const struct
  {
    const char *text;
    const char *address; /* NULL: none */
  } cases[] = {
    { "127.0.0.1:4747", "127.0.0.1:4747" },
    { " 127.0.0.1:4747 ", "127.0.0.1:4747" },
    { "4748", "127.0.0.1:4748" },
    { "0", "127.0.0.1:0" },
    { "127.8.8.8:1", "127.8.8.8:1" },
    { "localhost:80", "localhost:80" },
    { "[::1]:4747", "[::1]:4747" },
    { "::1:4747", NULL },
    { "0.0.0.0:4747", NULL },
    { "192.168.0.1:4747", NULL },
    { "example.test:4747", NULL },
    { "127.0.0.1:", NULL },
    { "127.0.0.1:99999", NULL },
    { "127.0.0.1:-1", NULL },
    { ":4747", NULL },
    { "", NULL },
    { "nonsense", NULL },
    { "[:4747", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = tap_listen_address_normalize (cases[i].text, &error);

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpstr (address, ==, cases[i].address);
      if (address == NULL)
        g_assert_error (error, TAP_ERROR, TAP_ERROR_USAGE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/saved-sessions/name", test_name);
  g_test_add_func ("/saved-sessions/list", test_list);
  g_test_add_func ("/saved-sessions/count", test_count);
  g_test_add_func ("/saved-sessions/count-later", test_count_later);
  g_test_add_func ("/saved-sessions/address", test_address);
  return g_test_run ();
}
