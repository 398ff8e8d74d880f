/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "detail-fixture.h"
#include "tap-head-box.h"

static void
test_nothing (DetailFixture *self, gconstpointer data)
{
  detail_wait_for (self, "No Exchange Selected");
  log_writer_begin (&self->log, 1, "a", NULL);
  detail_open_log (self, FALSE);
  detail_choose (self, 1, 0);
  g_assert_null (detail_find_words (GTK_WIDGET (self->detail), "No Exchange Selected"));
  tap_selection_set (self->selection, NULL, 0);
  detail_wait_for (self, "No Exchange Selected");
  gtk_widget_activate_action (GTK_WIDGET (self->detail), "detail.copy-curl", NULL);
}

static void
test_events (DetailFixture *self, gconstpointer data)
{
  detail_write_answer (&self->log, 1, 6);
  detail_write_rest (&self->log, 1);
  detail_open_log (self, FALSE);
  detail_choose (self, 1, 0);
  detail_wait_for (self, "content_block_delta ×6");
  detail_wait_for (self, "“word word word word word word ”");
  detail_wait_for (self, "3–8");
  detail_wait_for (self, "m1 · mo · input 3 tokens");
  detail_wait_for (self, "stop reason end_turn · output 7 tokens");
  g_assert_cmpuint (g_list_model_get_n_items (detail_get_rows (self)), ==, 7);

  /* Both ways. */
  detail_choose (self, 1, 5);
  g_assert_cmpuint (detail_get_chosen (self), ==, 2);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (detail_get_rows (self)), 4);
  g_assert_cmpuint (tap_selection_get_event (self->selection), ==, 10);

  /* What is chosen stays so, and is told to nobody, while rows come and go. */
  detail_choose (self, 1, 9);
  detail_open_run (self, 2);
  g_assert_cmpuint (g_list_model_get_n_items (detail_get_rows (self)), ==, 12);
  g_assert_cmpuint (detail_get_chosen (self), ==, 8);
  g_assert_cmpuint (tap_selection_get_event (self->selection), ==, 9);
  detail_open_run (self, 2);
  g_assert_cmpuint (g_list_model_get_n_items (detail_get_rows (self)), ==, 7);
  g_assert_cmpuint (detail_get_chosen (self), ==, 3);
}

static void
test_findings (DetailFixture *self, gconstpointer data)
{
  detail_write_answer (&self->log, 1, 2);
  self->log.at += 20 * G_USEC_PER_SEC;
  log_writer_event (&self->log, 1, "content_block_delta", DELTA ("late"));
  log_writer_event (&self->log, 1, "content_block_delta", "{\"nonsense");
  log_writer_end (&self->log, 1, "gateway", "fin");
  detail_open_log (self, FALSE);
  detail_choose (self, 1, 0);
  detail_wait_for (self, "of silence: no event, no ping, no byte");
  detail_wait_for (self, "idle-gap");
  detail_wait_for (self, "The gateway closed the connection early.");
  detail_wait_for (self, "{\"nonsense");
}

static GtkWidget *
find_button (GtkWidget *widget, const char *tooltip)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, tooltip);
  return found;
}

/* What has no event is told with the end, whose row carries it. */
static void
test_findings_without_event (DetailFixture *self, gconstpointer data)
{
  guint end;

  log_writer_add (&self->log, 1, TAP_RECORD_REQUEST,
                  "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", -1, NULL);
  log_writer_add (&self->log, 1, TAP_RECORD_RESPONSE,
                  "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\n", -1, NULL);
  self->log.at += 20 * G_USEC_PER_SEC;
  log_writer_end (&self->log, 1, "gateway", "fin");
  detail_open_log (self, FALSE);
  detail_choose (self, 1, 0);
  detail_wait_for (self, "3 findings");
  g_assert_cmpuint (detail_get_chosen (self), ==, GTK_INVALID_LIST_POSITION);
  g_signal_emit_by_name (find_button (GTK_WIDGET (self->detail), "Next Finding (F8)"), "clicked");
  detail_wait_for (self, "1 of 3");
  g_assert_cmpuint (tap_selection_get_event (self->selection), ==, TAP_SELECTION_END);
  end = g_list_model_get_n_items (detail_get_rows (self)) - 1;
  g_assert_cmpuint (detail_get_chosen (self), ==, end);
  g_signal_emit_by_name (find_button (GTK_WIDGET (self->detail), "Next Finding (F8)"), "clicked");
  detail_wait_for (self, "2 of 3");
  g_assert_true (tap_detail_step_finding (self->detail, 1));
  g_assert_false (tap_detail_step_finding (self->detail, 1));
  g_assert_true (tap_detail_step_finding (self->detail, -1));
  g_assert_true (tap_detail_step_finding (self->detail, -1));
  detail_wait_for (self, "1 of 3");
  g_assert_false (tap_detail_step_finding (self->detail, -1));

  /* The other way too. */
  g_assert_cmpuint (end, >, 0);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (detail_get_rows (self)), 0);
  g_assert_cmpuint (tap_selection_get_event (self->selection), ==, 0);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (detail_get_rows (self)), end);
  g_assert_cmpuint (tap_selection_get_event (self->selection), ==, TAP_SELECTION_END);
}

static gboolean
has_rows (gpointer user_data)
{
  return g_list_model_get_n_items (detail_get_rows (user_data)) == 7;
}

static void
test_live (DetailFixture *self, gconstpointer data)
{
  log_writer_begin (&self->log, 1, "a", NULL);
  detail_open_log (self, TRUE);
  detail_choose (self, 1, 0);
  tap_detail_show_page (self->detail, "message");
  detail_wait_for (self, "… still coming");
  tap_session_set_held (self->session, 5000, 0);
  detail_wait_for (self, "… not recorded from here");
  detail_wait_for (self, "not recorded just now");
  tap_session_set_held (self->session, -1, 0);
  detail_wait_for (self, "… still coming");

  /* The kind of the answer is known only now. */
  detail_write_answer (&self->log, 2, 0);
  log_writer_event (&self->log, 1, "message_start",
                    "{\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"model\":\"mo\"}}");
  log_writer_event (&self->log, 1, "content_block_start",
                    "{\"type\":\"content_block_start\",\"index\":0,"
                    "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
  for (guint i = 0; i < 5; i++)
    log_writer_event (&self->log, 1, "content_block_delta", DELTA ("word "));
  detail_wait_for (self, "word word word word word ");
  g_assert_null (detail_find_words (GTK_WIDGET (self->detail), "Event ·"));
  g_assert_null (detail_find_words (GTK_WIDGET (self->detail), "broke off"));
  detail_write_rest (&self->log, 1);
  detail_wait_for (self, "mo · stop reason end_turn");
  g_assert_null (detail_find_words (GTK_WIDGET (self->detail), "broke off"));

  tap_detail_show_page (self->detail, "events");
  self->wanted = NULL;
  log_writer_wait (has_rows, self);
}

static void
test_broken_off (DetailFixture *self, gconstpointer data)
{
  detail_write_answer (&self->log, 1, 3);
  log_writer_end (&self->log, 1, "gateway", "rst");
  detail_open_log (self, FALSE);
  tap_detail_show_page (self->detail, "message");
  detail_choose (self, 1, 0);
  detail_wait_for (self, "It broke off here");
  detail_wait_for (self, "Text · events 2–5 · not complete");
  detail_wait_for (self, "word word word ");
}

/* Many parts, the first of which is never ended, come to their end nevertheless. */
static void
test_many_parts (DetailFixture *self, gconstpointer data)
{
  detail_write_answer (&self->log, 1, 1);
  for (guint i = 1; i <= 600; i++)
    {
      g_autofree char *start
          = g_strdup_printf ("{\"type\":\"content_block_start\",\"index\":%u,\"content_block\":"
                             "{\"type\":\"text\",\"text\":\"block %u\"}}", i, i);

      log_writer_event (&self->log, 1, "content_block_start", start);
    }
  log_writer_end (&self->log, 1, "gateway", "fin");
  detail_open_log (self, FALSE);
  tap_detail_show_page (self->detail, "message");
  detail_choose (self, 1, 0);
  detail_wait_for (self, "block 499");
  detail_wait_for (self, "101 more parts are not shown here.");
  detail_wait_for (self, "It broke off here");
}

/* Of another protocol nobody knows whether it is whole. */
static void
test_unknown_protocol (DetailFixture *self, gconstpointer data)
{
  log_writer_add (&self->log, 1, TAP_RECORD_REQUEST, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n", -1,
                  NULL);
  log_writer_add (&self->log, 1, TAP_RECORD_RESPONSE,
                  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n", -1, NULL);
  log_writer_event (&self->log, 1, "x", "{\"strange\":[1]}");
  log_writer_end (&self->log, 1, "gateway", "complete");
  detail_open_log (self, FALSE);
  tap_detail_show_page (self->detail, "message");
  detail_choose (self, 1, 0);
  detail_wait_for (self, "Event · event 1");
  detail_wait_for (self, "\"strange\": [");
  g_assert_null (detail_find_words (GTK_WIDGET (self->detail), "broke off"));
}

static gboolean
has_body (gpointer user_data)
{
  DetailFixture *self = user_data;
  GtkWidget *view = detail_find_type (GTK_WIDGET (self->detail), GTK_SOURCE_TYPE_VIEW);
  g_autofree char *text = NULL;

  if (view != NULL)
    g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &text, NULL);
  return text != NULL && strstr (text, self->wanted) != NULL;
}

static gboolean
is_copied (gpointer user_data)
{
  DetailFixture *self = user_data;
  GdkContentProvider *content
      = gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (self->detail)));
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  return content != NULL && gdk_content_provider_get_value (content, &value, NULL)
         && g_strcmp0 (g_value_get_string (&value), self->wanted) == 0;
}

static void
test_pages (DetailFixture *self, gconstpointer data)
{
  const char *body = "{\"model\":\"mo\",\"max_tokens\":7}";
  g_autofree char *head
      = g_strdup_printf ("POST /v1/messages HTTP/1.1\r\nHost: a\r\nX-Mark: seen\r\n"
                         "Content-Length: %zu\r\n\r\n", strlen (body));

  log_writer_add (&self->log, 1, TAP_RECORD_REQUEST, head, -1, NULL);
  log_writer_add (&self->log, 1, TAP_RECORD_UP, body, -1, NULL);
  log_writer_add (&self->log, 1, TAP_RECORD_RESPONSE,
                  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n",
                  -1, NULL);
  log_writer_add (&self->log, 1, TAP_RECORD_IN, "{\"a\":1}", -1, NULL);
  log_writer_end (&self->log, 1, "gateway", "complete");
  detail_open_log (self, FALSE);
  detail_choose (self, 1, 0);

  tap_detail_show_page (self->detail, "request");
  detail_wait_for (self, "X-Mark: seen");
  self->wanted = "{\n  \"model\": \"mo\",\n  \"max_tokens\": 7\n}";
  log_writer_wait (has_body, self);
  /* As it was sent. */
  g_signal_emit_by_name (find_button (GTK_WIDGET (self->detail), "Copy Body"), "clicked");
  self->wanted = body;
  log_writer_wait (is_copied, self);
  gtk_widget_activate_action (find_button (GTK_WIDGET (self->detail), "Copy Body"), "body.find",
                              NULL);
  g_assert_true (gtk_widget_is_ancestor (
      gtk_root_get_focus (GTK_ROOT (self->window)),
      detail_find_type (GTK_WIDGET (self->detail), GTK_TYPE_SEARCH_ENTRY)));
  tap_detail_show_page (self->detail, "response");
  detail_wait_for (self, "HTTP/1.1 200 OK");
  self->wanted = "{\n  \"a\": 1\n}";
  log_writer_wait (has_body, self);
  tap_detail_show_page (self->detail, "raw");
  detail_wait_for (self, "from the gateway");
  detail_wait_for (self, "{\"a\":1}");
  tap_detail_show_page (self->detail, "connection");
  detail_wait_for (self, "The HTTP response ended properly.");
}

/* Where a head has more lines than there is room for, the last one is cut in its middle. */
static void
test_long_head (DetailFixture *self, gconstpointer data)
{
  g_autoptr (GString) head = g_string_new ("POST /v1/messages HTTP/1.1\r\nHost: a\r\n");
  g_autoptr (PangoLayout) layout = NULL;
  GtkWidget *label;
  int height;
  double lines;

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (head, "X-Mark-%u: seen\r\n", i);
  g_string_append (head, "\r\n");
  log_writer_add (&self->log, 1, TAP_RECORD_REQUEST, head->str, -1, NULL);
  detail_open_log (self, FALSE);
  detail_choose (self, 1, 0);
  tap_detail_show_page (self->detail, "request");
  detail_wait_for (self, "X-Mark-19: seen");
  label = detail_find_words (GTK_WIDGET (self->detail), "X-Mark-19: seen");
  while (gtk_widget_get_height (label) == 0)
    g_main_context_iteration (NULL, TRUE);
  layout = gtk_widget_create_pango_layout (label, "X");
  pango_layout_get_size (layout, NULL, &height);
  lines = gtk_widget_get_height (gtk_widget_get_ancestor (label, TAP_TYPE_HEAD_BOX))
          / ((double) height / PANGO_SCALE);
  g_assert_cmpfloat_with_epsilon (lines, TAP_HEAD_BOX_LINES, 0.2);
}

/* Another exchange, and another session, at any time. */
static void
test_switching (DetailFixture *self, gconstpointer data)
{
  static const char *const pages[] = {
    "events", "message", "request", "response", "raw", "connection",
  };

  for (guint i = 1; i <= 3; i++)
    {
      detail_write_answer (&self->log, i, 50 * i);
      detail_write_rest (&self->log, i);
    }
  detail_open_log (self, FALSE);
  for (guint i = 0; i < 60; i++)
    {
      detail_choose (self, 1 + i % 3, i % 7);
      tap_detail_show_page (self->detail, pages[i % G_N_ELEMENTS (pages)]);
      for (guint n = 0; n < i % 5; n++)
        g_main_context_iteration (NULL, FALSE);
    }
  tap_detail_set_session (self->detail, NULL);
  detail_wait_for (self, "No Exchange Selected");
  tap_selection_set (self->selection, NULL, 0);
  tap_detail_set_session (self->detail, self->session);
  detail_choose (self, 2, 0);
  tap_detail_show_page (self->detail, "events");
  detail_wait_for (self, "content_block_delta ×100");
}

/* However narrow, nothing asks for more room. */
static void
test_narrow (DetailFixture *self, gconstpointer data)
{
  static const char *const pages[] = {
    "events", "message", "request", "response", "raw", "connection",
  };
  int minimum;

  detail_write_answer (&self->log, 1, 9);
  detail_write_rest (&self->log, 1);
  detail_open_log (self, FALSE);
  detail_choose (self, 1, 0);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      tap_detail_show_page (self->detail, pages[i]);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      gtk_widget_measure (GTK_WIDGET (self->detail), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                          NULL, NULL, NULL);
      g_test_message ("%s: %d px", pages[i], minimum);
      g_assert_cmpint (minimum, <=, 360);
    }
}

/* In a narrow window, the page that is shown has its tab in sight. */
static gboolean
is_tab_seen (gpointer user_data)
{
  DetailFixture *self = user_data;
  GtkWidget *label = detail_find_words (GTK_WIDGET (self->detail), self->wanted);
  GtkWidget *scroller = gtk_widget_get_ancestor (label, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return gtk_widget_get_width (label) > 0 && gtk_widget_get_width (scroller) <= 360
         && gtk_widget_compute_bounds (label, scroller, &bounds) && bounds.origin.x >= 0
         && bounds.origin.x + bounds.size.width <= gtk_widget_get_width (scroller);
}

static void
test_tabs (DetailFixture *self, gconstpointer data)
{
  static const char *const tabs[][2] = {
    { "connection", "Connection" },
    { "raw", "Raw Bytes" },
    { "events", "Events" },
    { "response", "Response" },
  };

  detail_write_answer (&self->log, 1, 1);
  detail_write_rest (&self->log, 1);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 500);
  detail_open_log (self, FALSE);
  detail_choose (self, 1, 0);
  detail_wait_for (self, "Events");
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      tap_detail_show_page (self->detail, tabs[i][0]);
      self->wanted = tabs[i][1];
      g_test_message ("waits for the tab %s", tabs[i][1]);
      log_writer_wait (is_tab_seen, self);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (DetailFixture *self, gconstpointer data);
  } tests[] = {
    { "/detail/nothing", test_nothing },
    { "/detail/events", test_events },
    { "/detail/tabs", test_tabs },
    { "/detail/findings", test_findings },
    { "/detail/findings-without-event", test_findings_without_event },
    { "/detail/live", test_live },
    { "/detail/broken-off", test_broken_off },
    { "/detail/many-parts", test_many_parts },
    { "/detail/unknown-protocol", test_unknown_protocol },
    { "/detail/pages", test_pages },
    { "/detail/long-head", test_long_head },
    { "/detail/switching", test_switching },
    { "/detail/narrow", test_narrow },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, DetailFixture, NULL, detail_set_up, tests[i].run, detail_tear_down);
  return g_test_run ();
}
