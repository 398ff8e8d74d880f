/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-body-view.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "tap-body-filler.h"
#include "tap-body-gutter.h"
#include "tap-body-paint.h"

typedef struct
{
  TapBodyText *text;
  gunichar *wanted;
  gsize from;
  gboolean forward;
  gsize begin;
  gsize end;
} Search;

struct _TapBodyView
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  TapBodyGutter *gutter;
  TapBodyFiller *filler;
  TapBodyPaint *paint;
  char *wanted;            /* (nullable) */
  GCancellable *searching; /* (nullable) */
  Search *found;           /* (nullable) to be selected once it is in the buffer */
};

G_DEFINE_FINAL_TYPE (TapBodyView, tap_body_view, GTK_TYPE_WIDGET)

static void
search_free (gpointer data)
{
  Search *search = data;

  tap_body_text_unref (search->text);
  g_free (search->wanted);
  g_free (search);
}

/* Text lies behind the line break that continues a line, too: a match that ends there. */
static void
select_found (TapBodyView *self)
{
  GtkTextIter begin;
  GtkTextIter end;

  if (self->found == NULL || !tap_body_filler_get_iter (self->filler, self->found->begin, &begin)
      || !tap_body_filler_get_iter (self->filler, self->found->end, &end))
    return;
  g_clear_pointer (&self->found, search_free);
  gtk_text_buffer_select_range (self->buffer, &begin, &end);
  gtk_text_view_scroll_to_mark (self->view, gtk_text_buffer_get_insert (self->buffer), 0.1, FALSE,
                                0, 0);
}

static void
search_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;

  g_task_return_boolean (task,
                         tap_body_text_find (search->text, search->wanted, search->from,
                                             search->forward, &search->begin, &search->end));
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TapBodyView *self = TAP_BODY_VIEW (source);
  Search *search = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL) || self->scroller == NULL)
    return; /* none, or something else is searched for */
  g_clear_pointer (&self->found, search_free);
  self->found = g_memdup2 (search, sizeof *search);
  tap_body_text_ref (self->found->text);
  self->found->wanted = NULL;
  select_found (self);
}

static void
stop_searching (TapBodyView *self)
{
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_pointer (&self->found, search_free);
}

static void
find (TapBodyView *self, gboolean forward, gboolean here)
{
  TapBodyText *text = tap_body_filler_get_text (self->filler);
  g_autoptr (GTask) task = NULL;
  GtkTextIter begin;
  GtkTextIter end;
  Search *search;

  stop_searching (self);
  if (text == NULL || self->wanted == NULL)
    return;
  gtk_text_buffer_get_selection_bounds (self->buffer, &begin, &end);
  search = g_new0 (Search, 1);
  search->text = tap_body_text_ref (text);
  search->wanted = tap_body_text_fold (self->wanted);
  search->from = tap_body_filler_get_offset (self->filler, forward && !here ? &end : &begin);
  search->forward = forward;
  self->searching = g_cancellable_new ();
  task = g_task_new (self, self->searching, searched_cb, NULL);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_thread);
}

void
tap_body_view_search (TapBodyView *self, const char *wanted)
{
  g_return_if_fail (TAP_IS_BODY_VIEW (self));

  g_free (self->wanted);
  self->wanted = wanted[0] != '\0' ? g_strdup (wanted) : NULL;
  tap_body_paint_set_wanted (self->paint, self->wanted != NULL ? tap_body_text_fold (self->wanted)
                                                               : NULL);
  find (self, TRUE, TRUE);
}

void
tap_body_view_find_next (TapBodyView *self)
{
  g_return_if_fail (TAP_IS_BODY_VIEW (self));

  find (self, TRUE, FALSE);
}

void
tap_body_view_find_previous (TapBodyView *self)
{
  g_return_if_fail (TAP_IS_BODY_VIEW (self));

  find (self, FALSE, FALSE);
}

void
tap_body_view_set_text (TapBodyView *self, TapBodyText *text)
{
  g_return_if_fail (TAP_IS_BODY_VIEW (self));

  stop_searching (self);
  tap_body_paint_forget (self->paint);
  tap_body_gutter_set_text (self->gutter, text);
  tap_body_filler_set_text (self->filler, text);
  tap_body_paint_queue (self->paint);
}

static void
filled_cb (gpointer user_data)
{
  TapBodyView *self = user_data;

  select_found (self);
  tap_body_paint_queue (self->paint);
}

/* What the view would copy has the breaks of continued lines in it. */
static void
copy_cb (TapBodyView *self)
{
  TapBodyText *text = tap_body_filler_get_text (self->filler);
  g_autofree char *copy = NULL;
  GtkTextIter begin;
  GtkTextIter end;
  gsize from;
  gsize to;

  g_signal_stop_emission_by_name (self->view, "copy-clipboard");
  if (text == NULL || !gtk_text_buffer_get_selection_bounds (self->buffer, &begin, &end))
    return;
  from = tap_body_filler_get_offset (self->filler, &begin);
  to = tap_body_filler_get_offset (self->filler, &end);
  copy = g_strndup (tap_body_text_get (text, NULL) + from, to - from);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), copy);
}

static void
follow_style (TapBodyView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (
      gtk_source_style_scheme_manager_get_default (), dark ? "Adwaita-dark" : "Adwaita");

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (self->buffer), scheme);
}

static void
tap_body_view_dispose (GObject *object)
{
  TapBodyView *self = TAP_BODY_VIEW (object);

  stop_searching (self);
  if (self->scroller != NULL)
    g_signal_handlers_disconnect_by_data (
        gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)), self->paint);
  g_clear_pointer (&self->paint, tap_body_paint_free);
  g_clear_pointer (&self->filler, tap_body_filler_free);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->buffer);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (tap_body_view_parent_class)->dispose (object);
}

static void
tap_body_view_class_init (TapBodyViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_body_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tap_body_view_init (TapBodyView *self)
{
  GtkSourceBuffer *buffer = gtk_source_buffer_new (NULL);
  GtkSourceView *view = GTK_SOURCE_VIEW (gtk_source_view_new_with_buffer (buffer));
  GtkAdjustment *adjustment;

  self->buffer = GTK_TEXT_BUFFER (buffer);
  self->view = GTK_TEXT_VIEW (view);
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  gtk_source_buffer_set_highlight_syntax (buffer, FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (buffer, FALSE);
  gtk_text_view_set_editable (self->view, FALSE);
  gtk_text_view_set_monospace (self->view, TRUE);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  g_signal_connect_swapped (view, "copy-clipboard", G_CALLBACK (copy_cb), self);
  self->gutter = tap_body_gutter_new ();
  gtk_source_gutter_insert (gtk_source_view_get_gutter (view, GTK_TEXT_WINDOW_LEFT),
                            GTK_SOURCE_GUTTER_RENDERER (self->gutter), 0);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (view));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  self->filler = tap_body_filler_new (self->buffer, filled_cb, self);
  self->paint = tap_body_paint_new (self->view, self->filler);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (tap_body_paint_queue),
                            self->paint);
  g_signal_connect_swapped (adjustment, "changed", G_CALLBACK (tap_body_paint_queue),
                            self->paint);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_style), self, G_CONNECT_SWAPPED);
  follow_style (self);
}

GtkWidget *
tap_body_view_new (const char *name)
{
  TapBodyView *self = g_object_new (TAP_TYPE_BODY_VIEW, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  return GTK_WIDGET (self);
}
