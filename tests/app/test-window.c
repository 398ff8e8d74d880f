/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "log-writer.h"
#include "tap-engine-process-private.h"
#include "tap-exchange-row.h"
#include "tap-settings.h"
#include "tap-window-private.h"

/* The whole window, with an engine that is only said to be there. */
typedef struct
{
  GSettings *settings;
  TapEngineProcess *engine;
  TapWindow *window;
  LogWriter log;
} Fixture;

static AdwApplication *app; /* of all tests: there can be but one in a process */

static void
set_up (Fixture *self, gconstpointer data)
{
  log_writer_init (&self->log);
  self->settings = tap_settings_new ();
  g_assert_nonnull (self->settings);
  self->engine = tap_engine_process_new (self->settings);
  self->window = tap_window_new (app, self->engine, self->settings);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  log_writer_clear (&self->log);
}

static gboolean
says (GtkWidget *widget, const char *part)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
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
says_no_trace (gpointer user_data)
{
  return says (GTK_WIDGET (((Fixture *) user_data)->window), "a & <b>.jsonl is no Tapline trace");
}

/* What is no markup is not read as such. */
static void
test_odd_name (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->log.folder, "a & <b>.jsonl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, "nonsense\n", -1, NULL));
  tap_window_open_file (self->window, file);
  log_writer_wait (says_no_trace, self);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static TapSession *
get_session (Fixture *self)
{
  return tap_session_view_get_session (self->window->view);
}

static gboolean
has_exchange (gpointer user_data)
{
  TapSession *session = get_session (user_data);

  return g_list_model_get_n_items (tap_session_get_items (session)) > 0
         && tap_session_get_progress (session) >= 1;
}

static void
open_log (Fixture *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->log.path);

  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_end (&self->log, 1, "gateway", "rst");
  tap_window_open_file (self->window, file);
  g_assert_nonnull (get_session (self));
  log_writer_wait (has_exchange, self);
}

/* The button of a notice does what it says, whatever is shown below it. */
static void
test_start_again (Fixture *self, gconstpointer data)
{
  open_log (self);
  tap_engine_process_set_state (self->engine, TAP_ENGINE_LOST, "It is gone.");
  g_assert_true (says (GTK_WIDGET (self->window->notice), "It is gone."));
  g_signal_emit_by_name (self->window->notice, "activated");
  g_assert_cmpint (tap_engine_process_get_state (self->engine), ==, TAP_ENGINE_STARTING);
  g_assert_nonnull (get_session (self));
}

/* Nothing keeps a window, its session, or a session that is shown no more. */
static void
test_gone (Fixture *self, gconstpointer data)
{
  TapSession *first, *second;
  TapSessionView *view = self->window->view;

  open_log (self);
  tap_selection_set (tap_session_view_get_selection (view), tap_session_find (get_session (self), 1),
                     0);
  for (guint i = 0; i < 6; i++)
    {
      static const char *const pages[]
          = { "events", "message", "request", "response", "raw", "connection" };

      tap_session_view_show_page (view, pages[i]);
      for (guint n = 0; n < 20; n++)
        g_main_context_iteration (NULL, FALSE);
    }

  first = get_session (self);
  g_object_add_weak_pointer (G_OBJECT (first), (gpointer *) &first);
  {
    g_autoptr (GFile) file = g_file_new_for_path (self->log.path);

    tap_window_open_file (self->window, file);
  }
  log_writer_wait (has_exchange, self);
  g_assert_null (first);

  second = get_session (self);
  g_object_add_weak_pointer (G_OBJECT (second), (gpointer *) &second);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (second);
  g_assert_null (view);
  g_assert_null (self->window);
}

static const char *
get_subtitle (GtkWidget *widget)
{
  const char *found = NULL;

  if (GTK_IS_INSCRIPTION (widget) && gtk_widget_has_css_class (widget, "subtitle"))
    return gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = get_subtitle (child);
  return found;
}

typedef struct
{
  TapSession *session;
  guint events;
} Waiting;

static gboolean
has_events (gpointer user_data)
{
  Waiting *self = user_data;
  TapExchangeItem *item = tap_session_find (self->session, 1);

  return item != NULL && tap_exchange_item_get_facts (item)->events == self->events;
}

/* What an open exchange has taken does not fall back when something comes. */
static void
test_time (Fixture *self, gconstpointer data)
{
  g_autoptr (TapAxis) axis = tap_axis_new ();
  g_autoptr (TapSelection) selection = tap_selection_new ();
  TapRowContext context = { NULL, axis, selection, FALSE };
  GtkWidget *row = g_object_ref_sink (tap_exchange_row_new (&context));
  g_autoptr (TapSession) session = NULL;
  g_autoptr (TapRows) rows = NULL;
  g_autoptr (TapRow) item = NULL;
  Waiting waiting = { NULL, 1 };

  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_event (&self->log, 1, "ping", "{}");
  context.session = session = waiting.session
      = tap_session_new (self->log.path, TRUE, TAP_TRACE_GAP, NULL);
  log_writer_wait (has_events, &waiting);
  rows = tap_rows_new (session);
  item = g_list_model_get_item (G_LIST_MODEL (rows), 1);
  tap_exchange_row_set_row (TAP_EXCHANGE_ROW (row), item);

  tap_session_get_now (session, 1 * G_USEC_PER_SEC);
  tap_exchange_row_set_now (TAP_EXCHANGE_ROW (row),
                            tap_session_get_now (session, 8 * G_USEC_PER_SEC));
  g_assert_nonnull (strstr (get_subtitle (row), "7.00 s"));
  waiting.events = 2;
  log_writer_event (&self->log, 1, "ping", "{}");
  log_writer_wait (has_events, &waiting);
  g_assert_nonnull (strstr (get_subtitle (row), "2 events"));
  g_assert_nonnull (strstr (get_subtitle (row), "7.00 s"));
  tap_exchange_row_set_row (TAP_EXCHANGE_ROW (row), NULL);
  g_object_unref (row);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/window/odd-name", test_odd_name },
    { "/window/start-again", test_start_again },
    { "/window/gone", test_gone },
    { "/window/time", test_time },
  };

  int status;

  /* Whoever starts an engine finds none. */
  g_setenv ("TAPLINE_CLI", "/nonexistent/tapline-cli", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  app = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  status = g_test_run ();
  g_object_unref (app);
  return status;
}
