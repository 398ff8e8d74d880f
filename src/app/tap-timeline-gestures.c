/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-timeline.h"

#include <math.h>

#define WHEEL_ZOOM 1.25  /* a step of the wheel */
#define WHEEL_PAN 60.0   /* px a step */

/* What the gestures on a widget share; it goes with the widget. */
typedef struct
{
  TapAxis *axis;
  int inset;
  double pointer;   /* the newest x within the lanes */
  double dragged;   /* what of the drag is done */
  double pinched;
} Gestures;

static void
gestures_free (gpointer data)
{
  Gestures *self = data;

  g_object_unref (self->axis);
  g_free (self);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, Gestures *self)
{
  self->pointer = x - self->inset;
}

static gboolean
scroll_cb (GtkEventControllerScroll *scroll, double dx, double dy, Gestures *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if ((state & GDK_CONTROL_MASK) != 0)
    {
      tap_axis_zoom (self->axis, pow (WHEEL_ZOOM, -dy), MAX (self->pointer, 0));
      return TRUE;
    }
  if ((state & GDK_SHIFT_MASK) != 0)
    dx += dy;
  else if (fabs (dx) <= fabs (dy))
    return FALSE; /* the rows scroll */
  tap_axis_pan (self->axis, dx * WHEEL_PAN);
  return TRUE;
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, Gestures *self)
{
  self->dragged = 0;
  if (x < self->inset)
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (GtkGestureDrag *drag, double x, double y, Gestures *self)
{
  if (self->dragged == 0)
    {
      GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (drag));

      if (!gtk_drag_check_threshold (widget, 0, 0, (int) x, 0))
        return;
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
    }
  tap_axis_pan (self->axis, self->dragged - x);
  self->dragged = x;
}

static void
pinch_begin_cb (GtkGesture *pinch, GdkEventSequence *sequence, Gestures *self)
{
  self->pinched = 1;
}

static void
pinch_cb (GtkGestureZoom *pinch, double scale, Gestures *self)
{
  double x = 0;
  double y = 0;

  if (scale <= 0 || !gtk_gesture_get_bounding_box_center (GTK_GESTURE (pinch), &x, &y))
    return;
  tap_axis_zoom (self->axis, scale / self->pinched, MAX (x - self->inset, 0));
  self->pinched = scale;
}

void
tap_timeline_attach_gestures (GtkWidget *widget, TapAxis *axis, int inset)
{
  Gestures *self = g_new0 (Gestures, 1);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  self->axis = g_object_ref (axis);
  self->inset = inset;
  g_object_set_data_full (G_OBJECT (widget), "tap-gestures", self, gestures_free);

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (widget, motion);
  /* Before the list sees it, so that zooming does not scroll the rows. */
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
}
