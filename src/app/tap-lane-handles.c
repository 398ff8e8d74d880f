/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-handles.h"

#include <math.h>

#include "tap-lane-words.h"

#define NO_BUTTON 5.0 /* px: silences that are narrower have none */
#define EDGE 7.0      /* px: as near to the border a mark is drawn */

/* What a button stands for, so that it is only named anew when that changed. */
typedef struct
{
  GtkWidget *button;
  gboolean is_gap;
  guint event;
  gint64 at;
  guint count;
} Handle;

static void
clicked_cb (GtkButton *button, gpointer user_data)
{
  TapLaneHandles *self = user_data;

  for (guint i = 0; i < self->n_used; i++)
    {
      const Handle *handle = &g_array_index (self->buttons, Handle, i);

      if (handle->button == GTK_WIDGET (button))
        {
          self->pressed (handle->event, self->user_data);
          return;
        }
    }
}

/* A child cannot be added within an allocation. */
static gboolean
make_cb (gpointer user_data)
{
  TapLaneHandles *self = user_data;

  self->make = 0;
  while (self->buttons->len < self->n_wanted)
    {
      Handle handle = { gtk_button_new (), FALSE, 0, -1, 0 };

      gtk_widget_add_css_class (handle.button, "handle");
      gtk_widget_set_child_visible (handle.button, FALSE);
      g_signal_connect (handle.button, "clicked", G_CALLBACK (clicked_cb), self);
      gtk_widget_set_parent (handle.button, self->lane);
      g_array_append_val (self->buttons, handle);
    }
  gtk_widget_queue_allocate (self->lane);
  return G_SOURCE_REMOVE;
}

/* NULL: there is none as yet. */
static Handle *
next_handle (TapLaneHandles *self)
{
  Handle *handle;

  self->n_wanted++;
  if (self->n_used == self->buttons->len)
    {
      if (self->make == 0)
        self->make = g_idle_add_full (G_PRIORITY_HIGH_IDLE, make_cb, self, NULL);
      return NULL;
    }
  handle = &g_array_index (self->buttons, Handle, self->n_used++);
  gtk_widget_set_child_visible (handle->button, TRUE);
  return handle;
}

static void
place (Handle *handle, double x, double width, int height)
{
  int least;

  gtk_widget_measure (handle->button, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_size_allocate (
      handle->button,
      &(GtkAllocation){ (int) x, 2, MAX ((int) ceil (width), least), MAX (height - 4, 1) }, -1);
}

static gboolean
is_named (const Handle *handle, gboolean is_gap, guint event, gint64 at, guint count)
{
  return handle->is_gap == is_gap && handle->event == event && handle->at == at
         && handle->count == count;
}

static void
set_name (Handle *handle, Handle meaning, const char *text)
{
  meaning.button = handle->button;
  *handle = meaning;
  gtk_widget_set_tooltip_text (handle->button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (handle->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
}

static void
place_gap (TapLaneHandles *self, const TapLaneScene *scene, const TapLaneGap *gap, int height)
{
  double from = MAX (gap->from, 0);
  double to = MIN (gap->to, scene->width);
  guint seconds = (guint) ((gap->silence.to - gap->silence.from) / G_USEC_PER_SEC);
  Handle *handle = to - from >= NO_BUTTON ? next_handle (self) : NULL;

  if (handle == NULL)
    return;
  if (!is_named (handle, TRUE, gap->silence.after_event, gap->silence.from, seconds))
    {
      g_autofree char *text = tap_lane_gap_words (gap);

      set_name (handle,
                (Handle){ NULL, TRUE, gap->silence.after_event, gap->silence.from, seconds }, text);
    }
  place (handle, from, to - from, height);
}

static void
place_mark (TapLaneHandles *self, const TapLaneScene *scene, const TapLaneMark *mark,
            gint64 origin, int height)
{
  double x = CLAMP (mark->x, EDGE, MAX (scene->width - EDGE, EDGE));
  Handle *handle = next_handle (self);

  if (handle == NULL)
    return;
  if (!is_named (handle, FALSE, mark->event, mark->at, mark->count))
    {
      g_autofree char *text = tap_lane_mark_words (mark, origin);

      set_name (handle, (Handle){ NULL, FALSE, mark->event, mark->at, mark->count }, text);
    }
  place (handle, x - TAP_LANE_MARK / 2, TAP_LANE_MARK, height);
}

void
tap_lane_handles_place (TapLaneHandles *self, const TapLaneScene *scene, gint64 origin, int height)
{
  self->n_used = 0;
  self->n_wanted = 0;
  for (guint i = 0; scene != NULL && scene->gaps != NULL && i < scene->gaps->len; i++)
    {
      if (self->n_wanted < TAP_LANE_MAX_MARKS)
        place_gap (self, scene, &g_array_index (scene->gaps, TapLaneGap, i), height);
    }
  for (guint i = 0; scene != NULL && scene->marks != NULL && i < scene->marks->len; i++)
    {
      if (self->n_wanted < TAP_LANE_MAX_MARKS)
        place_mark (self, scene, &g_array_index (scene->marks, TapLaneMark, i), origin, height);
    }
  for (guint i = self->n_used; i < self->buttons->len; i++)
    gtk_widget_set_child_visible (g_array_index (self->buttons, Handle, i).button, FALSE);
}

void
tap_lane_handles_snapshot (TapLaneHandles *self, GtkSnapshot *snapshot)
{
  for (guint i = 0; i < self->n_used; i++)
    gtk_widget_snapshot_child (self->lane, g_array_index (self->buttons, Handle, i).button,
                               snapshot);
}

void
tap_lane_handles_init (TapLaneHandles *self, GtkWidget *lane, TapLaneHandleFunc pressed,
                       gpointer user_data)
{
  self->lane = lane;
  self->pressed = pressed;
  self->user_data = user_data;
  self->buttons = g_array_new (FALSE, FALSE, sizeof (Handle));
}

void
tap_lane_handles_clear (TapLaneHandles *self)
{
  g_clear_handle_id (&self->make, g_source_remove);
  for (guint i = 0; self->buttons != NULL && i < self->buttons->len; i++)
    gtk_widget_unparent (g_array_index (self->buttons, Handle, i).button);
  self->n_used = 0;
  g_clear_pointer (&self->buttons, g_array_unref);
}
