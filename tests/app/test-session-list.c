/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of the saved captures. */

#include "config.h"

#include <glib/gstdio.h>

#include "tap-session-list.h"
#include "widget-fixture.h"

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WidgetFixture *fixture = user_data;

  g_free (fixture->opened);
  fixture->opened = g_variant_dup_string (parameter, NULL);
}

static void
wait_count (GtkWidget *list, guint n)
{
  while (tap_session_list_count (TAP_SESSION_LIST (list)) != n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_session_list (WidgetFixture *fixture, gconstpointer data)
{
  static const GActionEntry actions[] = { { "open-session", open_cb, "s" } };
  static const char *const names[] = { "2026-11-20T18-02-11.tapline.jsonl",
                                       "2026-11-21T08-29-08.tapline.jsonl" };
  g_autofree char *folder = g_dir_make_tmp ("tapline-list-XXXXXX", NULL);
  g_autofree char *live = g_build_filename (folder, names[1], NULL);
  g_autofree char *old = g_build_filename (folder, names[0], NULL);
  g_autofree char *empty = g_build_filename (folder, "2026-11-22T00-00-00.tapline.jsonl", NULL);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *list = tap_session_list_new (fixture->settings);
  GtkWidget *rows = widget_find (list, GTK_TYPE_LIST_BOX, "Saved Captures");
  GtkWidget *undo;

  g_settings_set_string (fixture->settings, "data-folder", folder);
  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, 1, fixture);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "win", G_ACTION_GROUP (group));
  for (guint i = 0; i < 2; i++)
    g_assert_true (g_file_set_contents (i == 0 ? old : live, "{\"kind\":\"request\"}", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "{\"kind\":\"session\"}", -1, NULL));
  tap_session_list_set_current (TAP_SESSION_LIST (list), NULL, live);
  widget_fixture_show (fixture, list);
  wait_count (list, 2);

  g_signal_emit_by_name (rows, "row-activated",
                         gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), 0));
  g_assert_cmpstr (fixture->opened, ==, live);
  /* What is being recorded has no button to delete it. */
  g_assert_cmpuint (widget_count (rows, GTK_TYPE_BUTTON), ==, 1);

  /* Deleted and taken back: still there. */
  g_signal_emit_by_name (widget_find (rows, GTK_TYPE_BUTTON, NULL), "clicked");
  wait_count (list, 1);
  g_assert_true (g_file_test (old, G_FILE_TEST_EXISTS));
  undo = widget_find (fixture->toasts, GTK_TYPE_BUTTON, NULL);
  for (undo = gtk_widget_get_first_child (fixture->toasts); undo != NULL;
       undo = gtk_widget_get_next_sibling (undo))
    if (undo != list)
      break;
  g_assert_nonnull (undo);
  g_signal_emit_by_name (widget_find (undo, GTK_TYPE_BUTTON, NULL), "clicked");
  wait_count (list, 2);
  g_assert_true (g_file_test (old, G_FILE_TEST_EXISTS));

  g_settings_reset (fixture->settings, "data-folder");
  g_assert_cmpint (g_unlink (old), ==, 0);
  g_assert_cmpint (g_unlink (live), ==, 0);
  g_assert_cmpint (g_unlink (empty), ==, 0);
  tap_session_list_refresh (TAP_SESSION_LIST (list));
  wait_count (list, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static gboolean
is_counted (GtkWidget *rows, const char *text)
{
  AdwActionRow *row = ADW_ACTION_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), 0));

  return g_str_has_prefix (adw_action_row_get_subtitle (row), text);
}

/* One that is too large to be counted by the way is counted while it is looked at. */
static void
test_large (WidgetFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("tapline-list-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "2026-11-20T18-02-11.tapline.jsonl", NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  GtkWidget *list = tap_session_list_new (fixture->settings);
  GtkWidget *rows = widget_find (list, GTK_TYPE_LIST_BOX, "Saved Captures");

  for (guint i = 0; i < 20000; i++)
    g_string_append (log, "{\"kind\":\"request\"}\n");
  g_assert_true (g_file_set_contents (path, log->str, log->len, NULL));
  g_settings_set_string (fixture->settings, "data-folder", folder);
  widget_fixture_show (fixture, list);
  wait_count (list, 1);
  while (!is_counted (rows, "20000 exchanges, "))
    g_main_context_iteration (NULL, TRUE);
  g_settings_reset (fixture->settings, "data-folder");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* What is deleted goes, also where there is no trash. */
static void
test_no_trash (WidgetFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_strdup ("/dev/shm/tapline-list-XXXXXX");
  g_autofree char *old = NULL;
  GtkWidget *list = tap_session_list_new (fixture->settings);
  GtkWidget *rows = widget_find (list, GTK_TYPE_LIST_BOX, "Saved Captures");

  if (g_mkdtemp (folder) == NULL)
    {
      g_object_unref (g_object_ref_sink (list));
      g_test_skip ("there is no /dev/shm");
      return;
    }
  old = g_build_filename (folder, "2026-11-20T18-02-11.tapline.jsonl", NULL);
  g_assert_true (g_file_set_contents (old, "{\"kind\":\"request\"}", -1, NULL));
  g_settings_set_string (fixture->settings, "data-folder", folder);
  gtk_window_set_child (fixture->window, list); /* nobody offers to take it back */
  gtk_window_present (fixture->window);
  wait_count (list, 1);
  g_signal_emit_by_name (widget_find (rows, GTK_TYPE_BUTTON, NULL), "clicked");
  while (g_file_test (old, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  g_settings_reset (fixture->settings, "data-folder");
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  static const WidgetTest tests[] = {
    { "/session-list/list", test_session_list },
    { "/session-list/large", test_large },
    { "/session-list/no-trash", test_no_trash },
  };

  return widget_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
