/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "detail-fixture.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

void
detail_write_answer (LogWriter *log, guint64 exchange, guint deltas)
{
  log_writer_begin (log, exchange, "a", NULL);
  log_writer_event (log, exchange, "message_start",
                    "{\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"model\":\"mo\","
                    "\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}");
  log_writer_event (log, exchange, "content_block_start",
                    "{\"type\":\"content_block_start\",\"index\":0,"
                    "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
  for (guint i = 0; i < deltas; i++)
    log_writer_event (log, exchange, "content_block_delta", DELTA ("word "));
}

void
detail_write_rest (LogWriter *log, guint64 exchange)
{
  log_writer_event (log, exchange, "content_block_stop",
                    "{\"type\":\"content_block_stop\",\"index\":0}");
  log_writer_event (log, exchange, "message_delta",
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                    "\"usage\":{\"output_tokens\":7}}");
  log_writer_event (log, exchange, "message_stop", "{\"type\":\"message_stop\"}");
  log_writer_end (log, exchange, "gateway", "complete");
}

static char *
dup_words (GtkWidget *widget)
{
  char *text = NULL;

  if (GTK_IS_LABEL (widget))
    return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_INSCRIPTION (widget))
    return g_strdup (gtk_inscription_get_text (GTK_INSCRIPTION (widget)));
  if (GTK_IS_TEXT_VIEW (widget))
    g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &text, NULL);
  return text;
}

GtkWidget *
detail_find_words (GtkWidget *widget, const char *part)
{
  g_autofree char *words = NULL;
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  words = dup_words (widget);
  if (words != NULL && strstr (words, part) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = detail_find_words (child, part);
  return found;
}

GtkWidget *
detail_find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = detail_find_type (child, type);
  return found;
}

static gboolean
is_said (gpointer user_data)
{
  DetailFixture *self = user_data;

  return detail_find_words (GTK_WIDGET (self->detail), self->wanted) != NULL;
}

void
detail_wait_for (DetailFixture *self, const char *words)
{
  self->wanted = words;
  g_test_message ("waits for: %s", words);
  log_writer_wait (is_said, self);
}

GListModel *
detail_get_rows (DetailFixture *self)
{
  GtkWidget *table = detail_find_type (GTK_WIDGET (self->detail), GTK_TYPE_COLUMN_VIEW);

  g_assert_nonnull (table);
  return G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)));
}

guint
detail_get_chosen (DetailFixture *self)
{
  return gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (detail_get_rows (self)));
}

void
detail_open_run (DetailFixture *self, guint position)
{
  g_signal_emit_by_name (detail_find_type (GTK_WIDGET (self->detail), GTK_TYPE_COLUMN_VIEW),
                         "activate", position);
}

static gboolean
has_exchange (gpointer user_data)
{
  DetailFixture *self = user_data;

  return tap_session_get_progress (self->session) == 1
         && tap_session_find (self->session, 1) != NULL;
}

void
detail_set_up (DetailFixture *self, gconstpointer data)
{
  log_writer_init (&self->log);
  self->selection = tap_selection_new ();
  self->detail = tap_detail_new (self->selection);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 600);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->detail));
  gtk_window_present (GTK_WINDOW (self->window));
}

void
detail_open_log (DetailFixture *self, gboolean live)
{
  g_autoptr (GError) error = NULL;

  self->session = tap_session_new (self->log.path, live, TAP_TRACE_GAP, &error);
  g_assert_no_error (error);
  tap_detail_set_session (self->detail, self->session);
  log_writer_wait (has_exchange, self);
}

void
detail_choose (DetailFixture *self, guint64 exchange, guint event)
{
  tap_selection_set (self->selection, tap_session_find (self->session, exchange), event);
}

void
detail_tear_down (DetailFixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  log_writer_clear (&self->log);
}
