/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "log-writer.h"
#include "tap-body-view.h"

typedef struct
{
  GtkWidget *window;
  TapBodyView *body;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  const char *wanted;
  char *copied;
  int line;
} Fixture;

static GtkTextView *
find_view (GtkWidget *widget)
{
  GtkTextView *found = GTK_IS_TEXT_VIEW (widget) ? GTK_TEXT_VIEW (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_view (child);
  return found;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->body = TAP_BODY_VIEW (tap_body_view_new ("Body"));
  self->view = find_view (GTK_WIDGET (self->body));
  self->buffer = gtk_text_view_get_buffer (self->view);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->body));
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_free (self->copied);
}

static void
show (Fixture *self, const char *text)
{
  g_autoptr (TapBodyText) body = tap_body_text_new (text, strlen (text), FALSE);

  tap_body_view_set_text (self->body, body);
}

/* Lines of words, some of them long. */
static GString *
make_text (guint lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines; i++)
    {
      g_string_append_printf (text, "line %u", i);
      for (guint n = 0; i % 10 == 3 && n < 300; n++)
        g_string_append (text, " words");
      g_string_append_c (text, '\n');
    }
  return text;
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  self->copied = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_copied (gpointer user_data)
{
  return ((Fixture *) user_data)->copied != NULL;
}

/* What Ctrl+C gives. */
static const char *
copy (Fixture *self)
{
  g_clear_pointer (&self->copied, g_free);
  g_signal_emit_by_name (self->view, "copy-clipboard");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self->view)), NULL,
                                 copied_cb, self);
  log_writer_wait (is_copied, self);
  return self->copied;
}

static gboolean
is_filled (gpointer user_data)
{
  Fixture *self = user_data;
  GtkTextIter begin;
  GtkTextIter end;
  g_autofree char *tail = NULL;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  begin = end;
  gtk_text_iter_backward_chars (&begin, (int) strlen (self->wanted));
  tail = gtk_text_buffer_get_text (self->buffer, &begin, &end, TRUE);
  return g_str_equal (tail, self->wanted);
}

static void
wait_until_filled (Fixture *self, const char *tail)
{
  self->wanted = tail;
  log_writer_wait (is_filled, self);
}

static void
select_all (Fixture *self)
{
  GtkTextIter begin;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &begin, &end);
  gtk_text_buffer_select_range (self->buffer, &begin, &end);
}

static void
test_whole (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = make_text (20000);

  show (self, text->str);
  wait_until_filled (self, "line 19999\n");
  g_assert_cmpint (gtk_text_buffer_get_line_count (self->buffer), ==, 20001 + 2000 * 3);
  select_all (self);
  g_assert_cmpstr (copy (self), ==, text->str);

  /* Another, shorter one while it is still filled. */
  show (self, "x");
  show (self, text->str);
  show (self, "{\"a\":\"b\"}");
  wait_until_filled (self, "}");
  select_all (self);
  g_assert_cmpstr (copy (self), ==, "{\n  \"a\": \"b\"\n}");
  tap_body_view_set_text (self->body, NULL);
  g_assert_cmpint (gtk_text_buffer_get_char_count (self->buffer), ==, 0);
}

/* No line that the view has to lay out is long, and a part of one is copied as it is. */
static void
test_long_line (Fixture *self, gconstpointer data)
{
  g_autofree char *line = g_strnfill (300000, 'x');
  g_autofree char *text = g_strdup_printf ("{\"k\":\"%s\"}", line);
  GtkTextIter begin;
  GtkTextIter end;

  show (self, text);
  wait_until_filled (self, "}");
  for (gboolean more = TRUE, first = TRUE; more; first = FALSE)
    {
      if (first)
        gtk_text_buffer_get_start_iter (self->buffer, &begin);
      g_assert_cmpint (gtk_text_iter_get_bytes_in_line (&begin), <=, TAP_BODY_TEXT_LINE + 1);
      more = gtk_text_iter_forward_line (&begin);
    }
  gtk_text_buffer_get_iter_at_line_offset (self->buffer, &begin, 10, 0);
  gtk_text_buffer_get_iter_at_line_offset (self->buffer, &end, 14, 0);
  gtk_text_buffer_select_range (self->buffer, &begin, &end);
  line[4 * TAP_BODY_TEXT_LINE] = '\0';
  g_assert_cmpstr (copy (self), ==, line);
}

static gboolean
is_selected (gpointer user_data)
{
  return g_str_equal (copy (user_data), ((Fixture *) user_data)->wanted);
}

static gboolean
has_selection (gpointer user_data)
{
  return gtk_text_buffer_get_has_selection (((Fixture *) user_data)->buffer);
}

static int
get_cursor (Fixture *self)
{
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  return gtk_text_iter_get_line (&cursor);
}

static gboolean
is_there (gpointer user_data)
{
  return get_cursor (user_data) == ((Fixture *) user_data)->line;
}

static void
test_search (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("Needle\n");
  gsize i;

  /* The second is on a border of lines, the third is not yet in the buffer at first. */
  for (i = 0; i < TAP_BODY_TEXT_LINE - 3; i++)
    g_string_append_c (text, 'x');
  g_string_append (text, "needle");
  for (i = 0; i < 40000; i++)
    g_string_append (text, "\nline");
  g_string_append (text, "\nneedle");
  show (self, text->str);
  tap_body_view_search (self->body, "nEEdle");
  log_writer_wait (has_selection, self);
  g_assert_cmpstr (copy (self), ==, "Needle");
  g_assert_cmpint (get_cursor (self), ==, 0);
  tap_body_view_find_next (self->body);
  self->line = 1;
  log_writer_wait (is_there, self);
  g_assert_cmpstr (copy (self), ==, "needle");
  tap_body_view_find_next (self->body);
  self->line = 40003;
  log_writer_wait (is_there, self);
  g_assert_cmpstr (copy (self), ==, "needle");
  tap_body_view_find_next (self->body);
  self->line = 0;
  log_writer_wait (is_there, self);
  tap_body_view_find_previous (self->body);
  self->line = 40003;
  log_writer_wait (is_there, self);

  /* What is searched for grows and shrinks at its place. */
  tap_body_view_search (self->body, "need");
  self->wanted = "need";
  log_writer_wait (is_selected, self);
  g_assert_cmpint (get_cursor (self), ==, 40003);
  tap_body_view_search (self->body, "nowhere");
  tap_body_view_search (self->body, "");
  g_assert_cmpstr (copy (self), ==, "need");
}

static int
get_top (Fixture *self)
{
  GdkRectangle seen;
  GtkTextIter iter;

  gtk_text_view_get_visible_rect (self->view, &seen);
  gtk_text_view_get_line_at_y (self->view, &iter, seen.y, NULL);
  return gtk_text_iter_get_line (&iter);
}

static gboolean
is_on_top (gpointer user_data)
{
  Fixture *self = user_data;

  return get_top (self) == self->line;
}

static void
test_growing (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = make_text (3000);
  GtkTextIter iter;
  int cursor;

  show (self, text->str);
  wait_until_filled (self, "line 2999\n");

  /* The cursor at the end, the reader somewhere else. */
  gtk_text_buffer_get_end_iter (self->buffer, &iter);
  gtk_text_buffer_place_cursor (self->buffer, &iter);
  cursor = gtk_text_iter_get_offset (&iter);
  gtk_text_buffer_get_iter_at_line (self->buffer, &iter, 1000);
  gtk_text_view_scroll_to_iter (self->view, &iter, 0, TRUE, 0, 0);
  self->line = 1000;
  log_writer_wait (is_on_top, self);
  g_string_append (text, "unfinished");
  show (self, text->str);
  wait_until_filled (self, "unfinished");
  g_string_append_printf (text, " no more\n");
  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "more lines\n");
  g_string_append (text, "the end");
  show (self, text->str);
  wait_until_filled (self, "the end");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (get_top (self), ==, 1000);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter,
                                    gtk_text_buffer_get_insert (self->buffer));
  g_assert_cmpint (gtk_text_iter_get_offset (&iter), ==, cursor);
  select_all (self);
  g_assert_cmpstr (copy (self), ==, text->str);
}

/* The colours at a place, as many as there are. */
static guint
count_tags (Fixture *self, int line, int index)
{
  GtkTextIter iter;
  GSList *tags;
  guint n;

  gtk_text_buffer_get_iter_at_line_index (self->buffer, &iter, line, index);
  tags = gtk_text_iter_get_tags (&iter);
  n = g_slist_length (tags);
  g_slist_free (tags);
  return n;
}

static gboolean
is_coloured (gpointer user_data)
{
  return count_tags (user_data, 1, 4) == 2;
}

static void
test_colours (Fixture *self, gconstpointer data)
{
  show (self, "{\"key\":\"value\",\"n\":-1.5e3,\"t\":[true]}");
  tap_body_view_search (self->body, "e");
  log_writer_wait (is_coloured, self);
  g_assert_cmpuint (count_tags (self, 0, 0), ==, 0);
  g_assert_cmpuint (count_tags (self, 1, 2), ==, 1);
  g_assert_cmpuint (count_tags (self, 1, 7), ==, 0);
  g_assert_cmpuint (count_tags (self, 1, 9), ==, 1);
  g_assert_cmpuint (count_tags (self, 1, 14), ==, 2);
  g_assert_cmpuint (count_tags (self, 2, 7), ==, 1);
  g_assert_cmpuint (count_tags (self, 4, 4), ==, 1);
  tap_body_view_search (self->body, "");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_tags (self, 1, 4), ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/body-view/whole", test_whole },
    { "/body-view/long-line", test_long_line },
    { "/body-view/search", test_search },
    { "/body-view/growing", test_growing },
    { "/body-view/colours", test_colours },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
