/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "log-writer.h"
#include "tap-marks.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  LogWriter log;
  char *path;     /* of the marks */
  TapMarks *marks;
  TapExchangeItem *items[3];
  guint told;
  const char *wanted; /* what the file shall hold */
} Fixture;

static void
changed_cb (gpointer user_data)
{
  ((Fixture *) user_data)->told++;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  log_writer_init (&self->log);
  self->path = tap_marks_path (self->log.path);
  for (guint i = 0; i < G_N_ELEMENTS (self->items); i++)
    self->items[i] = tap_exchange_item_new (i + 1, i);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tap_marks_free (self->marks);
  for (guint i = 0; i < G_N_ELEMENTS (self->items); i++)
    g_object_unref (self->items[i]);
  g_chmod (self->log.folder, 0700);
  g_free (self->path);
  log_writer_clear (&self->log);
}

static void
write_marks (Fixture *self, const char *text)
{
  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
}

static gboolean
is_told (gpointer user_data)
{
  return ((Fixture *) user_data)->told > 0;
}

/* The file without its white space is as wanted. */
static gboolean
is_written (gpointer user_data)
{
  Fixture *self = user_data;
  g_autofree char *text = NULL;
  g_autoptr (GString) packed = g_string_new (NULL);

  if (!g_file_get_contents (self->path, &text, NULL, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    {
      if (!g_ascii_isspace (*at))
        g_string_append_c (packed, *at);
    }
  return g_str_equal (packed->str, self->wanted);
}

static void
test_paths (Fixture *self, gconstpointer data)
{
  static const char *const cases[][2] = {
    { "/x/a.tapline.jsonl", "/x/a.tapline.marks.json" },
    { "/x/a.jsonl", "/x/a.marks.json" },
    { "/x/a", "/x/a.marks.json" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = tap_marks_path (cases[i][0]);

      g_assert_cmpstr (path, ==, cases[i][1]);
    }
}

static void
test_kept (Fixture *self, gconstpointer data)
{
  struct stat status;

  self->marks = tap_marks_new (self->log.path, changed_cb, self);
  tap_marks_set (self->marks, self->items[1], TRUE, "“so”");
  tap_marks_set (self->marks, self->items[0], FALSE, "first");
  tap_marks_set (self->marks, self->items[2], TRUE, NULL);
  tap_marks_set (self->marks, self->items[2], FALSE, NULL);
  g_assert_true (tap_exchange_item_get_pinned (self->items[1]));
  g_assert_cmpstr (tap_exchange_item_get_comment (self->items[1]), ==, "“so”");
  self->wanted = "{\"marks\":[{\"exchange\":1,\"pinned\":false,\"comment\":\"first\"},"
                 "{\"exchange\":2,\"pinned\":true,\"comment\":\"“so”\"}]}";
  log_writer_wait (is_written, self);
  g_assert_cmpint (g_stat (self->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_null (tap_marks_get_problem (self->marks));

  /* Opened again, they are there. */
  g_clear_pointer (&self->marks, tap_marks_free);
  g_clear_object (&self->items[1]);
  self->items[1] = tap_exchange_item_new (2, 1);
  self->marks = tap_marks_new (self->log.path, changed_cb, self);
  log_writer_wait (is_told, self);
  g_assert_true (tap_marks_apply (self->marks, self->items[1]));
  g_assert_true (tap_exchange_item_get_pinned (self->items[1]));
  g_assert_cmpstr (tap_exchange_item_get_comment (self->items[1]), ==, "“so”");
  g_assert_false (tap_marks_apply (self->marks, self->items[1]));
  g_assert_false (tap_marks_apply (self->marks, self->items[2]));
}

/* A mark that is set before the file was read takes nothing away from it. */
static void
test_set_early (Fixture *self, gconstpointer data)
{
  write_marks (self, "{\"marks\":[{\"exchange\":1,\"pinned\":true},"
                     "{\"exchange\":2,\"pinned\":true,\"comment\":\"old\"}]}");
  self->marks = tap_marks_new (self->log.path, changed_cb, self);
  tap_marks_set (self->marks, self->items[1], FALSE, "new");
  self->wanted = "{\"marks\":[{\"exchange\":1,\"pinned\":true},"
                 "{\"exchange\":2,\"pinned\":false,\"comment\":\"new\"}]}";
  log_writer_wait (is_written, self);
}

/* However many come at once, the last one stays. */
static void
test_newest_wins (Fixture *self, gconstpointer data)
{
  self->marks = tap_marks_new (self->log.path, changed_cb, self);
  for (guint i = 0; i <= 200; i++)
    {
      g_autofree char *comment = g_strdup_printf ("%u", i);

      tap_marks_set (self->marks, self->items[0], FALSE, comment);
      if (i % 20 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  /* Nobody needs to wait for it. */
  g_clear_pointer (&self->marks, tap_marks_free);
  self->wanted = "{\"marks\":[{\"exchange\":1,\"pinned\":false,\"comment\":\"200\"}]}";
  log_writer_wait (is_written, self);
  g_assert_cmpuint (self->told, ==, 0);
}

/* What the user or another program made of the file is taken as far as it makes sense. */
static void
test_odd_files (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *text;
    gboolean pinned;
    const char *comment;
  } cases[] = {
    { "", FALSE, NULL },
    { "[]", FALSE, NULL },
    { "nonsense", FALSE, NULL },
    { "{\"marks\":{}}", FALSE, NULL },
    { "{\"marks\":[1,null,[],{}]}", FALSE, NULL },
    { "{\"marks\":[{\"exchange\":{},\"pinned\":true},{\"exchange\":1,\"comment\":\"x\"}]}",
      FALSE, "x" },
    { "{\"marks\":[{\"exchange\":1,\"pinned\":[],\"comment\":{}}]}", FALSE, NULL },
    { "{\"marks\":[{\"exchange\":1,\"pinned\":true,\"comment\":7,\"more\":0}]}", TRUE, NULL },
    { "{\"marks\":[{\"exchange\":-1,\"pinned\":true}]}", FALSE, NULL },
    { "{\"marks\":[{\"exchange\":1,\"pinned\":true},{\"exchange\":1,\"pinned\":false}]}", TRUE,
      NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TapMarks) marks = NULL;
      g_autoptr (TapExchangeItem) item = tap_exchange_item_new (1, 0);

      g_test_message ("%s", cases[i].text);
      write_marks (self, cases[i].text);
      self->told = 0;
      marks = tap_marks_new (self->log.path, changed_cb, self);
      log_writer_wait (is_told, self);
      tap_marks_apply (marks, item);
      g_assert_true (tap_exchange_item_get_pinned (item) == cases[i].pinned);
      g_assert_cmpstr (tap_exchange_item_get_comment (item), ==, cases[i].comment);
    }
}

/* What could not be read is not lost when a mark is set. */
static void
test_not_readable (Fixture *self, gconstpointer data)
{
  g_autofree char *backup = g_strconcat (self->path, "~", NULL);
  g_autofree char *text = NULL;

  write_marks (self, "{\"marks\":[{\"exchange\":2,\"comment\":\"two weeks of work\"},]}");
  self->marks = tap_marks_new (self->log.path, changed_cb, self);
  log_writer_wait (is_told, self);
  g_assert_nonnull (strstr (tap_marks_get_problem (self->marks), "could not be read"));
  tap_marks_set (self->marks, self->items[0], TRUE, NULL);
  self->wanted = "{\"marks\":[{\"exchange\":1,\"pinned\":true}]}";
  log_writer_wait (is_written, self);
  g_assert_true (g_file_get_contents (backup, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "two weeks of work"));
  g_assert_cmpint (g_unlink (backup), ==, 0);
}

static gboolean
is_not_written (gpointer user_data)
{
  const char *problem = tap_marks_get_problem (((Fixture *) user_data)->marks);

  return problem != NULL && strstr (problem, "could not be written") != NULL;
}

static void
test_not_writable (Fixture *self, gconstpointer data)
{
  /* Not even root replaces a folder by a file. */
  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  self->marks = tap_marks_new (self->log.path, changed_cb, self);
  tap_marks_set (self->marks, self->items[0], TRUE, NULL);
  log_writer_wait (is_not_written, self);
  g_assert_cmpuint (self->told, ==, 2); /* it could not be read either */
  g_assert_cmpint (g_rmdir (self->path), ==, 0);

  self->wanted = "{\"marks\":[{\"exchange\":1,\"pinned\":true,\"comment\":\"x\"}]}";
  tap_marks_set (self->marks, self->items[0], TRUE, "x");
  log_writer_wait (is_written, self);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/marks/paths", test_paths },
    { "/marks/kept", test_kept },
    { "/marks/set-early", test_set_early },
    { "/marks/newest-wins", test_newest_wins },
    { "/marks/odd-files", test_odd_files },
    { "/marks/not-readable", test_not_readable },
    { "/marks/not-writable", test_not_writable },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
