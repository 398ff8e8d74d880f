/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-timeline.h"

#include <math.h>

#define WHEEL_ZOOM 1.2   /* a notch */
#define KEY_ZOOM 1.5
#define WHEEL_PAN 60.0   /* px a notch */
#define KEY_PAN 0.1      /* of the width */
#define THRESHOLD 6.0    /* px until a press is a drag */

typedef struct
{
  TapAxis *axis;
  int inset;
  double x;         /* of the pointer, from where the lanes begin */
  double dragged;   /* px of the drag that the axis already went */
  double pinched;   /* the scale that the axis already took */
} Gestures;

static void
gestures_free (gpointer data, GClosure *closure)
{
  Gestures *self = data;

  g_object_unref (self->axis);
  g_free (self);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, Gestures *self)
{
  self->x = x - self->inset;
}

/* The wheel alone is for the list. */
static gboolean
scroll_cb (GtkEventControllerScroll *scroll, double dx, double dy, Gestures *self)
{
  GdkModifierType state
    = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if ((state & GDK_CONTROL_MASK) != 0)
    {
      tap_axis_zoom (self->axis, pow (WHEEL_ZOOM, -dy),
                     CLAMP (self->x, 0, tap_axis_get_width (self->axis)));
      return GDK_EVENT_STOP;
    }
  if ((state & GDK_SHIFT_MASK) != 0 && dx == 0)
    dx = dy;
  else if (fabs (dx) <= fabs (dy))
    return GDK_EVENT_PROPAGATE;
  tap_axis_pan (self->axis, dx * WHEEL_PAN);
  return GDK_EVENT_STOP;
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, Gestures *self)
{
  self->dragged = 0;
  if (x < self->inset)
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
}

/* Up and down is for the list, on a screen that is touched. */
static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, Gestures *self)
{
  GdkEventSequence *sequence
    = gtk_gesture_single_get_current_sequence (GTK_GESTURE_SINGLE (drag));

  if (gtk_gesture_get_sequence_state (GTK_GESTURE (drag), sequence) != GTK_EVENT_SEQUENCE_CLAIMED)
    {
      if (fabs (dx) < THRESHOLD || fabs (dx) < fabs (dy))
        return;
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
    }
  tap_axis_pan (self->axis, self->dragged - dx);
  self->dragged = dx;
}

static void
pinch_begin_cb (GtkGesture *pinch, GdkEventSequence *sequence, Gestures *self)
{
  self->pinched = 1;
}

static void
pinch_cb (GtkGestureZoom *pinch, double scale, Gestures *self)
{
  double x = self->x, y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (pinch), &x, &y))
    x -= self->inset;
  if (scale <= 0)
    return;
  gtk_gesture_set_state (GTK_GESTURE (pinch), GTK_EVENT_SEQUENCE_CLAIMED);
  tap_axis_zoom (self->axis, scale / self->pinched, x);
  self->pinched = scale;
}

typedef enum
{
  KEY_ACTION_ZOOM,
  KEY_ACTION_PAN,
  KEY_ACTION_FIT,
} KeyAction;

static const struct
{
  guint key;
  KeyAction action;
  double value;
} key_actions[] = {
  { GDK_KEY_plus, KEY_ACTION_ZOOM, KEY_ZOOM },
  { GDK_KEY_equal, KEY_ACTION_ZOOM, KEY_ZOOM },
  { GDK_KEY_KP_Add, KEY_ACTION_ZOOM, KEY_ZOOM },
  { GDK_KEY_minus, KEY_ACTION_ZOOM, 1 / KEY_ZOOM },
  { GDK_KEY_KP_Subtract, KEY_ACTION_ZOOM, 1 / KEY_ZOOM },
  { GDK_KEY_0, KEY_ACTION_FIT, 0 },
  { GDK_KEY_KP_0, KEY_ACTION_FIT, 0 },
  { GDK_KEY_Left, KEY_ACTION_PAN, -KEY_PAN },
  { GDK_KEY_KP_Left, KEY_ACTION_PAN, -KEY_PAN },
  { GDK_KEY_Right, KEY_ACTION_PAN, KEY_PAN },
  { GDK_KEY_KP_Right, KEY_ACTION_PAN, KEY_PAN },
};

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, Gestures *self)
{
  double width = tap_axis_get_width (self->axis);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (key_actions); i++)
    {
      if (key_actions[i].key != key)
        continue;
      if (key_actions[i].action == KEY_ACTION_ZOOM)
        tap_axis_zoom (self->axis, key_actions[i].value, width / 2);
      else if (key_actions[i].action == KEY_ACTION_PAN)
        tap_axis_pan (self->axis, key_actions[i].value * width);
      else
        tap_axis_fit (self->axis);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

void
tap_timeline_attach_gestures (GtkWidget *widget, TapAxis *axis, int inset)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
    = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  Gestures *self = g_new0 (Gestures, 1);

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (TAP_IS_AXIS (axis));

  self->axis = g_object_ref (axis);
  self->inset = inset;
  self->x = tap_axis_get_width (axis) / 2;

  /* The motion controller lives as long as the others, which are all the widget's. */
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_data (motion, "motion", G_CALLBACK (motion_cb), self, gestures_free, 0);
  gtk_widget_add_controller (widget, motion);

  /* Before the list takes it. */
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (widget, keys);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (pinch), GTK_PHASE_CAPTURE);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
}
