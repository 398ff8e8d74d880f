/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-timeline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "tap-fold-map.h"
#include "tap-lane-draw.h"

#define HEIGHT 34
#define EDGE 7.0      /* px around an edge of the frame that drag it alone */
#define STEP 0.05     /* of the whole, for a key */
#define COLUMN 3      /* px */
#define MIN_FRAME 0.002

typedef enum
{
  GRIP_NONE,
  GRIP_FRAME,
  GRIP_FROM,
  GRIP_TO,
} Grip;

struct _TapOverview
{
  GtkWidget parent_instance;

  TapAxis *axis;
  TapSession *session; /* (nullable) */
  gulong changed;
  TapLaneColours colours;
  gboolean coloured;
  gboolean stale;      /* the columns are not of the session as it is */
  GArray *columns;     /* of guint: flags by column */
  Grip grip;
  double grip_from;    /* the frame as it was gripped */
  double grip_to;
  double grip_x;
};

/* What lies in a column. */
enum
{
  HAS_EXCHANGE = 1 << 0,
  HAS_SILENCE = 1 << 1,
  HAS_WARNING = 1 << 2,
  HAS_ERROR = 1 << 3,
};

G_DEFINE_FINAL_TYPE (TapOverview, tap_overview, GTK_TYPE_WIDGET)

static void
mark (TapOverview *self, double length, gint64 from, gint64 to, guint flag)
{
  const TapFoldMap *map = tap_axis_get_map (self->axis);
  double scale = self->columns->len / length;
  int first = (int) floor (tap_fold_map_to_axis (map, from) * scale);
  int last = (int) floor (tap_fold_map_to_axis (map, to) * scale);

  for (int i = MAX (first, 0); i <= last && i < (int) self->columns->len; i++)
    g_array_index (self->columns, guint, i) |= flag;
}

static void
mark_exchange (TapOverview *self, double length, TapExchange *exchange, gint64 now)
{
  TapFindings *findings = tap_exchange_get_findings (exchange);
  gint64 began = tap_exchange_get_began (exchange);
  gint64 ended = tap_exchange_get_ended (exchange);

  if (began < 0)
    return;
  mark (self, length, began, ended >= 0 ? ended : now, HAS_EXCHANGE);
  for (guint i = 0; i < tap_exchange_count_silences (exchange); i++)
    {
      const TapSilence *silence = tap_exchange_get_silence (exchange, i);

      mark (self, length, silence->from, silence->to, HAS_SILENCE);
    }
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);
      gint64 at = finding->at >= 0 ? finding->at : MAX (ended, began);

      if (finding->severity > TAP_SEVERITY_NOTE)
        mark (self, length, at, at,
              finding->severity == TAP_SEVERITY_ERROR ? HAS_ERROR : HAS_WARNING);
    }
}

static void
rebuild (TapOverview *self, int width)
{
  double length = tap_axis_get_length (self->axis);
  TapTrace *trace;
  gint64 now;

  self->stale = FALSE;
  g_array_set_size (self->columns, 0);
  g_array_set_size (self->columns, (guint) MAX (width / COLUMN, 1));
  if (self->session == NULL || length <= 0)
    return;
  trace = tap_session_lock (self->session);
  now = tap_trace_get_now (trace);
  for (guint i = 0; i < tap_trace_count (trace); i++)
    mark_exchange (self, length, tap_trace_get (trace, i), now);
  tap_session_unlock (self->session);
}

static void
draw_column (TapOverview *self, GtkSnapshot *snapshot, guint i, guint flags, int height)
{
  GdkRGBA colour = self->colours.kinds[TAP_EVENT_START];
  double tall = 0.45;

  if ((flags & HAS_ERROR) != 0)
    {
      colour = self->colours.bad;
      tall = 0.8;
    }
  else if ((flags & HAS_WARNING) != 0)
    {
      colour = self->colours.severities[TAP_SEVERITY_WARNING];
      tall = 0.65;
    }
  else if ((flags & HAS_SILENCE) != 0)
    {
      colour = self->colours.silence;
      tall = 0.3;
    }
  colour.alpha *= 0.7f;
  gtk_snapshot_append_color (
      snapshot, &colour,
      &GRAPHENE_RECT_INIT ((float) i * COLUMN, (float) floor (height * (1 - tall) - 4),
                           COLUMN - 1, (float) ceil (height * tall)));
}

static void
tap_overview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TapOverview *self = TAP_OVERVIEW (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double from;
  double to;
  GskRoundedRect frame;
  GdkRGBA shade;

  if (!self->coloured)
    {
      tap_lane_colours_load (&self->colours, widget);
      self->coloured = TRUE;
    }
  if (self->stale || self->columns->len != (guint) MAX (width / COLUMN, 1))
    rebuild (self, width);
  for (guint i = 0; i < self->columns->len; i++)
    {
      guint flags = g_array_index (self->columns, guint, i);

      if (flags != 0)
        draw_column (self, snapshot, i, flags, height);
    }

  tap_axis_get_window (self->axis, &from, &to);
  shade = self->colours.chosen;
  shade.alpha = 0.1f;
  gsk_rounded_rect_init_from_rect (
      &frame,
      &GRAPHENE_RECT_INIT ((float) (from * width) + 1, 3, (float) ((to - from) * width) - 2,
                           (float) height - 6),
      5);
  gtk_snapshot_push_rounded_clip (snapshot, &frame);
  gtk_snapshot_append_color (snapshot, &shade, &frame.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &frame, (float[]){ 2, 2, 2, 2 },
                              (GdkRGBA[]){ self->colours.chosen, self->colours.chosen,
                                           self->colours.chosen, self->colours.chosen });
}

static void
tap_overview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 40;
}

static void
tap_overview_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tap_overview_parent_class)->css_changed (widget, change);
  TAP_OVERVIEW (widget)->coloured = FALSE;
  gtk_widget_queue_draw (widget);
}

static void
refresh (TapOverview *self)
{
  double from;
  double to;

  self->stale = TRUE;
  tap_axis_get_window (self->axis, &from, &to);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, from * 100, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tap_overview_set_session (TapOverview *self, TapSession *session)
{
  g_return_if_fail (TAP_IS_OVERVIEW (self));

  if (self->session == session)
    return;
  if (self->session != NULL)
    g_clear_signal_handler (&self->changed, self->session);
  g_set_object (&self->session, session);
  if (session != NULL)
    self->changed = g_signal_connect_swapped (session, "changed", G_CALLBACK (refresh), self);
  refresh (self);
}

static void
move_to (TapOverview *self, double from, double to)
{
  double length = to - from;

  from = CLAMP (from, 0, MAX (1 - length, 0));
  tap_axis_set_window (self->axis, from, MIN (from + length, 1));
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, TapOverview *self)
{
  double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  tap_axis_get_window (self->axis, &self->grip_from, &self->grip_to);
  self->grip_x = x;
  if (fabs (x - self->grip_from * width) <= EDGE)
    self->grip = GRIP_FROM;
  else if (fabs (x - self->grip_to * width) <= EDGE)
    self->grip = GRIP_TO;
  else if (x > self->grip_from * width && x < self->grip_to * width)
    self->grip = GRIP_FRAME;
  else
    {
      /* A click beside the frame brings it there. */
      double half = (self->grip_to - self->grip_from) / 2;

      self->grip = GRIP_FRAME;
      move_to (self, x / width - half, x / width + half);
      tap_axis_get_window (self->axis, &self->grip_from, &self->grip_to);
    }
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, TapOverview *self)
{
  double by = dx / MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);

  switch (self->grip)
    {
    case GRIP_FRAME:
      move_to (self, self->grip_from + by, self->grip_to + by);
      break;

    case GRIP_FROM:
      tap_axis_set_window (self->axis,
                           CLAMP (self->grip_from + by, 0, self->grip_to - MIN_FRAME),
                           self->grip_to);
      break;

    case GRIP_TO:
      tap_axis_set_window (self->axis, self->grip_from,
                           CLAMP (self->grip_to + by, self->grip_from + MIN_FRAME, 1));
      break;

    case GRIP_NONE:
    default:
      break;
    }
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        TapOverview *self)
{
  double from;
  double to;
  double length;

  tap_axis_get_window (self->axis, &from, &to);
  length = to - from;
  switch (key)
    {
    case GDK_KEY_Left:
      move_to (self, from - STEP * length, to - STEP * length);
      return TRUE;

    case GDK_KEY_Right:
      move_to (self, from + STEP * length, to + STEP * length);
      return TRUE;

    case GDK_KEY_Home:
      move_to (self, 0, length);
      return TRUE;

    case GDK_KEY_End:
      move_to (self, 1 - length, 1);
      return TRUE;

    default:
      return FALSE;
    }
}

static void
tap_overview_dispose (GObject *object)
{
  TapOverview *self = TAP_OVERVIEW (object);

  if (self->session != NULL)
    g_clear_signal_handler (&self->changed, self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->axis);
  G_OBJECT_CLASS (tap_overview_parent_class)->dispose (object);
}

static void
tap_overview_finalize (GObject *object)
{
  g_array_unref (TAP_OVERVIEW (object)->columns);
  G_OBJECT_CLASS (tap_overview_parent_class)->finalize (object);
}

static void
tap_overview_class_init (TapOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_overview_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_overview_finalize;
  widget_class->css_changed = tap_overview_css_changed;
  widget_class->measure = tap_overview_measure;
  widget_class->snapshot = tap_overview_snapshot;
  gtk_widget_class_set_css_name (widget_class, "overview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SCROLLBAR);
}

static void
tap_overview_init (TapOverview *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->columns = g_array_new (FALSE, TRUE, sizeof (guint));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _ ("Drag the frame to move in time"));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Visible part of the session"), -1);
}

TapOverview *
tap_overview_new (TapAxis *axis)
{
  TapOverview *self = g_object_new (TAP_TYPE_OVERVIEW, NULL);

  self->axis = g_object_ref (axis);
  g_signal_connect_object (axis, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  return self;
}
