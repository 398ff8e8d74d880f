/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "detail-fixture.h"
#include "tap-message-text.h"
#include "tap-raw-cut.h"
#include "tap-raw-lines.h"

/* Of deltas that are too long to be read for a line, it says the beginning. */
static void
test_large_deltas (DetailFixture *self, gconstpointer data)
{
  g_autofree char *text = g_strnfill (20000, 'x');
  g_autofree char *delta = g_strdup_printf (DELTA ("start%s"), text);

  detail_write_answer (&self->log, 1, 0);
  for (guint i = 0; i < 6; i++)
    log_writer_event (&self->log, 1, "content_block_delta", delta);
  detail_write_rest (&self->log, 1);
  detail_open_log (self, FALSE);
  detail_choose (self, 1, 0);
  detail_wait_for (self, "content_block_delta ×6");
  detail_wait_for (self, "“startxxxx");
  detail_open_run (self, 2);
  g_assert_cmpuint (g_list_model_get_n_items (detail_get_rows (self)), ==, 12);
  detail_wait_for (self, "“startxxxx");
  g_assert_null (detail_find_words (GTK_WIDGET (self->detail), "text_delta"));
}

static char *
repeat (const char *unit, gsize length)
{
  GString *text = g_string_new (NULL);

  while (text->len < length)
    g_string_append (text, unit);
  return g_string_free (text, FALSE);
}

static void
write_delta (DetailFixture *self, const char *text)
{
  g_autofree char *delta = g_strdup_printf (DELTA ("%s"), text);

  log_writer_event (&self->log, 1, "content_block_delta", delta);
}

static GtkTextView *
get_message (DetailFixture *self)
{
  return GTK_TEXT_VIEW (detail_find_type (GTK_WIDGET (self->detail), TAP_TYPE_MESSAGE_TEXT));
}

static void
text_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
check_clipboard (DetailFixture *self, const char *wanted)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self->window), NULL, text_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (strlen (text), ==, strlen (wanted));
  g_assert_true (g_str_equal (text, wanted));
  g_free (text);
}

/* No line is longer than what can be laid out at once, and nevertheless what is copied is what
 * came. */
static void
test_word_without_end (DetailFixture *self, gconstpointer data)
{
  g_autofree char *text = repeat ("0123456789", 200000);
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;

  detail_write_answer (&self->log, 1, 0);
  write_delta (self, text);
  write_delta (self, "the end");
  detail_write_rest (&self->log, 1);
  detail_open_log (self, FALSE);
  tap_detail_show_page (self->detail, "message");
  detail_choose (self, 1, 0);
  detail_wait_for (self, "the end");
  buffer = gtk_text_view_get_buffer (get_message (self));
  for (int i = 0; i < gtk_text_buffer_get_line_count (buffer); i++)
    {
      gtk_text_buffer_get_iter_at_line (buffer, &start, i);
      g_assert_cmpint (gtk_text_iter_get_chars_in_line (&start), <=, 1100);
    }

  gtk_text_buffer_get_start_iter (buffer, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, "0123", 0, &start, NULL, NULL));
  end = start;
  gtk_text_iter_forward_chars (&end, 100000);
  gtk_text_buffer_select_range (buffer, &start, &end);
  g_signal_emit_by_name (get_message (self), "copy-clipboard");
  {
    g_autofree char *part = g_strndup (text, 100000 - 100000 / 1001);

    check_clipboard (self, part);
  }
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label, const char *icon)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget)
      && ((label != NULL && gtk_button_get_label (GTK_BUTTON (widget)) != NULL
           && strstr (gtk_button_get_label (GTK_BUTTON (widget)), label) != NULL)
          || g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), icon) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label, icon);
  return found;
}

static gboolean
is_cut (gpointer user_data)
{
  DetailFixture *self = user_data;

  return find_button (GTK_WIDGET (get_message (self)), "Show All (300.0 kB)", NULL) != NULL;
}

/* Of a very long part the rest comes when it is asked for; a copy is of all of it at once. */
static void
test_show_all (DetailFixture *self, gconstpointer data)
{
  g_autofree char *text = repeat ("some words ", 300000);
  g_autofree char *all = g_strconcat (text, "the end", NULL);
  GtkWidget *button;

  detail_write_answer (&self->log, 1, 0);
  write_delta (self, text);
  write_delta (self, "the end");
  detail_write_rest (&self->log, 1);
  detail_open_log (self, FALSE);
  tap_detail_show_page (self->detail, "message");
  detail_choose (self, 1, 0);
  log_writer_wait (is_cut, self);
  g_assert_null (detail_find_words (GTK_WIDGET (self->detail), "the end"));
  button = find_button (GTK_WIDGET (get_message (self)), NULL, "edit-copy-symbolic");
  g_signal_emit_by_name (button, "clicked");
  check_clipboard (self, all);

  button = find_button (GTK_WIDGET (get_message (self)), "Show All", NULL);
  g_signal_emit_by_name (button, "clicked");
  detail_wait_for (self, "the end");
  g_assert_null (find_button (GTK_WIDGET (get_message (self)), "Show All", NULL));
}

/* What is read or chosen stays as it is while the text grows. */
static void
test_growing (DetailFixture *self, gconstpointer data)
{
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;

  detail_write_answer (&self->log, 1, 0);
  write_delta (self, "first");
  detail_open_log (self, TRUE);
  tap_detail_show_page (self->detail, "message");
  detail_choose (self, 1, 0);
  detail_wait_for (self, "first\n… still coming");
  buffer = gtk_text_view_get_buffer (get_message (self));
  gtk_text_buffer_get_start_iter (buffer, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, "first", 0, &start, &end, NULL));
  gtk_text_buffer_select_range (buffer, &end, &start);
  for (guint i = 0; i < 50; i++)
    write_delta (self, i == 49 ? " last" : " more");
  detail_wait_for (self, "more last\n… still coming");
  detail_wait_for (self, "Text · events 2–53");
  g_signal_emit_by_name (get_message (self), "copy-clipboard");
  check_clipboard (self, "first");
  detail_write_rest (&self->log, 1);
  detail_wait_for (self, "stop reason end_turn");
}

static void
write_input (DetailFixture *self, const char *json)
{
  g_autofree char *delta
      = g_strdup_printf ("{\"type\":\"content_block_delta\",\"index\":1,\"delta\":"
                         "{\"type\":\"input_json_delta\",\"partial_json\":\"%s\"}}", json);

  log_writer_event (&self->log, 1, "content_block_delta", delta);
}

/* A tool's input is raw while it comes, and formatted once it is whole. */
static void
test_tool_input (DetailFixture *self, gconstpointer data)
{
  detail_write_answer (&self->log, 1, 0);
  log_writer_event (&self->log, 1, "content_block_start",
                    "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":"
                    "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"Bash\\n\",\"input\":{}}}");
  write_input (self, "[1,\\\"a");
  detail_open_log (self, TRUE);
  tap_detail_show_page (self->detail, "message");
  detail_choose (self, 1, 0);
  detail_wait_for (self, "Tool Call · Bash");
  detail_wait_for (self, "\n[1,\"a\n");
  write_input (self, "\\\"]");
  log_writer_event (&self->log, 1, "content_block_stop",
                    "{\"type\":\"content_block_stop\",\"index\":1}");
  detail_wait_for (self, "\n[\n  1,\n  \"a\"\n]\n");
}

/* Neither a buffer nor the clipboard takes it. */
static void
test_nul (DetailFixture *self, gconstpointer data)
{
  detail_write_answer (&self->log, 1, 0);
  write_delta (self, "a\\u0000b\\u0000");
  detail_write_rest (&self->log, 1);
  detail_open_log (self, FALSE);
  tap_detail_show_page (self->detail, "message");
  detail_choose (self, 1, 0);
  detail_wait_for (self, "\na␀b␀\n");
  g_signal_emit_by_name (
      find_button (GTK_WIDGET (get_message (self)), NULL, "edit-copy-symbolic"), "clicked");
  check_clipboard (self, "a␀b␀");
}

static GListModel *
get_raw (DetailFixture *self)
{
  GtkWidget *list = detail_find_type (GTK_WIDGET (self->detail), GTK_TYPE_LIST_VIEW);

  return list != NULL ? G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list))) : NULL;
}

/* All lines of the last read, joined. */
static char *
dup_raw (DetailFixture *self)
{
  GListModel *lines = get_raw (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; lines != NULL && i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (GtkStringObject) line = g_list_model_get_item (lines, i);

      if (tap_raw_lines_is_border (line))
        g_string_truncate (text, 0);
      else
        g_string_append (text, gtk_string_object_get_string (line));
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_all_there (gpointer user_data)
{
  DetailFixture *self = user_data;
  g_autofree char *raw = dup_raw (self);

  return g_str_equal (raw, self->wanted);
}

static GtkAdjustment *
get_raw_place (DetailFixture *self)
{
  return gtk_scrollable_get_vadjustment (
      GTK_SCROLLABLE (detail_find_type (GTK_WIDGET (self->detail), GTK_TYPE_LIST_VIEW)));
}

static guint
get_top (DetailFixture *self)
{
  GtkAdjustment *adjustment = get_raw_place (self);
  GListModel *lines = get_raw (self);
  guint line = (guint) (gtk_adjustment_get_value (adjustment)
                        / gtk_adjustment_get_upper (adjustment)
                        * g_list_model_get_n_items (lines));
  g_autoptr (GtkStringObject) top = g_list_model_get_item (lines, line);
  const char *mark = strchr (gtk_string_object_get_string (top), '<');

  return mark != NULL ? (guint) strtoul (mark + 1, NULL, 10) : 0;
}

static gboolean
is_there (DetailFixture *self)
{
  guint top = get_top (self);

  return top >= 9900 && top <= 10100;
}

static gboolean
is_in_the_middle (gpointer user_data)
{
  GtkAdjustment *place = get_raw_place (user_data);

  gtk_adjustment_set_value (place, gtk_adjustment_get_upper (place) / 2);
  return is_there (user_data);
}

static gboolean
is_narrow_and_there (gpointer user_data)
{
  DetailFixture *self = user_data;

  return g_list_model_get_n_items (get_raw (self)) > 2 * self->n
         && gtk_adjustment_get_upper (get_raw_place (self)) > 2 * self->upper && is_there (self);
}

/* As many letters a line as there is room for, none of which gets lost; and when that changes, the
 * reader's place stays. */
static void
test_raw (DetailFixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *wanted = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "<%05u ä漢\n\x01\xff>", i);
  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_add (&self->log, 1, TAP_RECORD_IN, text->str, (gssize) text->len, NULL);
  log_writer_end (&self->log, 1, "gateway", "fin");
  wanted = tap_raw_text ((const guint8 *) text->str, text->len);
  self->wanted = wanted;
  detail_open_log (self, FALSE);
  tap_detail_show_page (self->detail, "raw");
  detail_choose (self, 1, 0);
  log_writer_wait (is_all_there, self);
  detail_wait_for (self, "<00000 ");
  self->n = g_list_model_get_n_items (get_raw (self));

  log_writer_wait (is_in_the_middle, self);
  self->upper = gtk_adjustment_get_upper (get_raw_place (self));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 500);
  log_writer_wait (is_narrow_and_there, self);
  self->wanted = wanted;
  log_writer_wait (is_all_there, self);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (DetailFixture *self, gconstpointer data);
  } tests[] = {
    { "/detail-long/deltas", test_large_deltas },
    { "/detail-long/word-without-end", test_word_without_end },
    { "/detail-long/show-all", test_show_all },
    { "/detail-long/growing", test_growing },
    { "/detail-long/tool-input", test_tool_input },
    { "/detail-long/nul", test_nul },
    { "/detail-long/raw", test_raw },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, DetailFixture, NULL, detail_set_up, tests[i].run,
                detail_tear_down);
  return g_test_run ();
}
