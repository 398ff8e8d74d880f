/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "log-writer.h"
#include "tap-detail.h"

/* The detail of one exchange whose log is still being written. */
typedef struct
{
  LogWriter log;
  TapSession *session;
  TapSelection *selection;
  TapDetail *detail;
  GtkWidget *window;
  const char *wanted; /* what a label or a cell is to say */
  guint n_rows;
} Fixture;

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

static GtkSingleSelection *
get_rows (Fixture *self)
{
  GtkWidget *table = find_type (GTK_WIDGET (self->detail), GTK_TYPE_COLUMN_VIEW);

  return GTK_SINGLE_SELECTION (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)));
}

static gboolean
has_rows (gpointer user_data)
{
  Fixture *self = user_data;

  return g_list_model_get_n_items (G_LIST_MODEL (get_rows (self))) == self->n_rows;
}

static void
wait_rows (Fixture *self, guint n_rows)
{
  self->n_rows = n_rows;
  g_test_message ("waits for %u rows", n_rows);
  log_writer_wait (has_rows, self);
}

static gboolean
says (GtkWidget *widget, const char *part)
{
  const char *words = GTK_IS_LABEL (widget)         ? gtk_label_get_text (GTK_LABEL (widget))
                      : GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (GTK_INSCRIPTION (widget))
                                                    : NULL;

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (words != NULL && strstr (words, part) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (says (child, part))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_said (gpointer user_data)
{
  Fixture *self = user_data;

  return says (GTK_WIDGET (self->detail), self->wanted);
}

static void
wait_for (Fixture *self, const char *words)
{
  self->wanted = words;
  g_test_message ("waits for: %s", words);
  log_writer_wait (is_said, self);
}

static gboolean
has_exchange (gpointer user_data)
{
  return tap_session_find (((Fixture *) user_data)->session, 1) != NULL;
}

static void
open_log (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->session = tap_session_new (self->log.path, TRUE, TAP_TRACE_GAP, &error);
  g_assert_no_error (error);
  tap_detail_set_session (self->detail, self->session);
  log_writer_wait (has_exchange, self);
  tap_selection_set (self->selection, tap_session_find (self->session, 1), 0);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  log_writer_init (&self->log);
  self->selection = tap_selection_new ();
  self->detail = tap_detail_new (self->selection);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1000, 500);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->detail));
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  log_writer_clear (&self->log);
}

/* What has no number stays chosen too while rows come. */
static void
test_chosen_stays (Fixture *self, gconstpointer data)
{
  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_add (&self->log, 1, TAP_RECORD_IN, "5\r\n: x\n\n\r\n", -1, NULL);
  self->log.at += 20 * G_USEC_PER_SEC;
  log_writer_event (&self->log, 1, "x", "{}");
  open_log (self);
  wait_rows (self, 3);

  /* A comment, and then a silence. */
  gtk_single_selection_set_selected (get_rows (self), 0);
  g_assert_cmpuint (tap_selection_get_event (self->selection), ==, 0);
  for (guint i = 0; i < 3; i++)
    log_writer_event (&self->log, 1, i == 1 ? "z" : "y", "{}");
  wait_rows (self, 6);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_rows (self)), ==, 0);
  gtk_single_selection_set_selected (get_rows (self), 1);
  log_writer_event (&self->log, 1, "x", "{}");
  wait_rows (self, 7);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_rows (self)), ==, 1);
}

/* The trace may be ahead of what the session says of the exchange. */
static void
test_end_ahead (Fixture *self, gconstpointer data)
{
  TapExchangeItem *item;
  gboolean ended = FALSE;

  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_event (&self->log, 1, "x", "{}");
  open_log (self);
  item = tap_session_find (self->session, 1);
  wait_rows (self, 1);
  log_writer_end (&self->log, 1, "gateway", "complete");
  while (!ended)
    {
      TapTrace *trace = tap_session_lock (self->session);

      ended = tap_exchange_get_state (tap_trace_find (trace, 1)) == TAP_EXCHANGE_ENDED;
      tap_session_unlock (self->session);
      g_thread_yield ();
    }
  g_assert_cmpint (tap_exchange_item_get_facts (item)->state, !=, TAP_EXCHANGE_ENDED);
  tap_exchange_item_tell_changed (item);
  wait_rows (self, 2);
  wait_for (self, "The HTTP response ended properly.");
  wait_for (self, "4 ms");
}

static void
text_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static char *
copy_curl (Fixture *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (self->window);
  char *text = NULL;

  gdk_clipboard_set_text (clipboard, "nothing");
  gtk_widget_activate_action (GTK_WIDGET (self->detail), "detail.copy-curl", NULL);
  gdk_clipboard_read_text_async (clipboard, NULL, text_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  return text;
}

/* Without its body the command would be another one; the key is in none. */
static void
test_curl (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  log_writer_add (&self->log, 1, TAP_RECORD_REQUEST,
                  "POST /x HTTP/1.1\r\nHost: a\r\nx-api-key: ****************\r\n"
                  "Content-Length: 4\r\n\r\n", -1, "\"upstream\":\"http://127.0.0.1:9\"");
  log_writer_add (&self->log, 1, TAP_RECORD_UP, "body", -1, NULL);
  log_writer_end (&self->log, 1, "gateway", "fin");
  open_log (self);
  before = copy_curl (self);
  if (!g_str_equal (before, "nothing"))
    g_assert_nonnull (strstr (before, "--data-raw 'body'"));
  tap_detail_show_page (self->detail, "raw");
  wait_for (self, "4 bytes");
  after = copy_curl (self);
  g_assert_nonnull (strstr (after, "--data-raw 'body'"));
  g_assert_nonnull (strstr (after, "\"$API_KEY\""));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/detail-live/chosen-stays", test_chosen_stays },
    { "/detail-live/end-ahead", test_end_ahead },
    { "/detail-live/curl", test_curl },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
