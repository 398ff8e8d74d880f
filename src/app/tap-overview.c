/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-timeline.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "tap-activity.h"
#include "tap-lane-style.h"
#include "tap-lane-words.h"
#include "tap-tracks.h"

#define HEIGHT 34
#define WIDTH 200
#define COLUMN 5       /* px, with the space beside it */
#define SPACE 2
#define EDGE 8.0       /* px around an edge of the frame that mean it */
#define MIN_FRAME 10.0 /* px of the frame at least, so that it can be seen and gripped */
#define STEP 0.1       /* of the frame, for a key */
#define ZOOM 1.5
#define FRESH_US 250000 /* between two looks at a session that grows … */
#define FRESH_TRACK_US 10 /* … and so much more for each exchange: many times what it costs */

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
  TapTracks *tracks;    /* (nullable) */
  gulong tracks_changed;
  TapLaneStyle style;
  GArray *columns;      /* of TapActivity */
  gint64 begin, end;    /* the whole that the columns are of, µs */
  gint64 gap;           /* µs from which on a silence is one */
  gboolean folding;
  guint later;          /* source: they are looked at again */
  gint64 made_at;       /* frame time */
  gboolean styled;
  gboolean stale;       /* the columns are not of what is there now */

  Grip grip;
  double grip_from;     /* the frame as it was gripped, 0 … 1 */
  double grip_to;
};

G_DEFINE_FINAL_TYPE (TapOverview, tap_overview, GTK_TYPE_WIDGET)

static double
place_cb (gint64 at, gpointer user_data)
{
  TapOverview *self = user_data;

  return tap_axis_to_part (self->axis, at) * gtk_widget_get_width (GTK_WIDGET (self)) / COLUMN;
}

static gint64
get_frame_time (TapOverview *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  return clock != NULL ? gdk_frame_clock_get_frame_time (clock) : 0;
}

static gint64
get_fresh (TapOverview *self)
{
  return FRESH_US
         + (self->tracks != NULL ? tap_tracks_count (self->tracks) : 0) * (gint64) FRESH_TRACK_US;
}

static void
make_columns (TapOverview *self, guint n_columns)
{
  gint64 now = tap_axis_get_end (self->axis);

  self->stale = FALSE;
  self->made_at = get_frame_time (self);
  self->begin = tap_axis_get_begin (self->axis);
  self->end = tap_axis_get_end (self->axis);
  self->folding = tap_axis_get_folding (self->axis);
  g_array_set_size (self->columns, 0);
  g_array_set_size (self->columns, n_columns);
  for (guint i = 0; self->tracks != NULL && i < tap_tracks_count (self->tracks); i++)
    {
      const TapTrack *track = tap_tracks_get (self->tracks, i);

      if (track != NULL)
        tap_activity_add ((TapActivity *) (gpointer) self->columns->data, n_columns, track, now,
                          self->gap, place_cb, self);
    }
}

static double
find_most (TapOverview *self)
{
  double most = 1;

  for (guint i = 0; i < self->columns->len; i++)
    most = MAX (most, g_array_index (self->columns, TapActivity, i).events);
  return most;
}

static void
draw_columns (TapOverview *self, GtkSnapshot *snapshot, int height)
{
  double room = height - 8, most = find_most (self);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const TapActivity *column = &g_array_index (self->columns, TapActivity, i);
      GdkRGBA colour = self->style.kinds[TAP_EVENT_START];
      double tall = 0.12;

      if (!column->open)
        continue;
      colour.alpha *= 0.6f;
      if (column->events > 0)
        tall = 0.2 + 0.8 * log2 (1 + column->events) / log2 (1 + most);
      if (column->silent)
        {
          colour = self->style.doubtful;
          tall = MAX (tall, 0.35);
        }
      if (column->severity > 0)
        {
          colour = self->style.marks[column->severity - 1];
          tall = 1;
        }
      tall = MAX (floor (tall * room), 2);
      gtk_snapshot_append_color (snapshot, &colour,
                                 &GRAPHENE_RECT_INIT ((float) i * COLUMN,
                                                      (float) (height - 4 - tall),
                                                      COLUMN - SPACE, (float) tall));
    }
}

static void
draw_frame (TapOverview *self, GtkSnapshot *snapshot, int width, int height)
{
  GdkRGBA shade = self->style.surface;
  GdkRGBA edge = self->style.accent;
  double from, to;
  GskRoundedRect frame;

  tap_axis_get_window (self->axis, &from, &to);
  from = floor (from * width);
  to = MAX (ceil (to * width), from + MIN_FRAME);
  shade.alpha = 0.6f;
  gtk_snapshot_append_color (snapshot, &shade,
                             &GRAPHENE_RECT_INIT (0, 0, (float) from, (float) height));
  gtk_snapshot_append_color (snapshot, &shade,
                             &GRAPHENE_RECT_INIT ((float) to, 0, (float) MAX (width - to, 0),
                                                  (float) height));
  gsk_rounded_rect_init_from_rect (&frame,
                                   &GRAPHENE_RECT_INIT ((float) from, 1, (float) (to - from),
                                                        (float) height - 2),
                                   5);
  gtk_snapshot_append_border (snapshot, &frame, (float[]){ 2, 2, 2, 2 },
                              (GdkRGBA[]){ edge, edge, edge, edge });
}

static void
tap_overview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TapOverview *self = TAP_OVERVIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  guint n_columns = (guint) MAX (width / COLUMN, 1);

  if (!self->styled)
    {
      tap_lane_style_load (&self->style, widget);
      self->styled = TRUE;
    }
  if (self->stale || self->columns->len != n_columns)
    make_columns (self, n_columns);
  draw_columns (self, snapshot, height);
  draw_frame (self, snapshot, width, height);
}

static void
tap_overview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 40 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static gboolean
later_cb (gpointer user_data)
{
  TapOverview *self = user_data;

  self->later = 0;
  self->stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* What grows is looked at again a few times a second: of a whole session one cannot see more. */
static void
tracks_changed_cb (TapTracks *tracks, gpointer user_data)
{
  TapOverview *self = user_data;

  if (self->later == 0)
    self->later = g_timeout_add ((guint) (get_fresh (self) / 1000), later_cb, self);
}

/* A session that is being loaded has another end with each slice. */
static gboolean
is_just_made (TapOverview *self)
{
  return self->made_at > 0 && get_frame_time (self) - self->made_at < get_fresh (self);
}

static void
axis_changed_cb (TapOverview *self)
{
  double from, to;
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  g_autofree char *text = NULL;
  gint64 origin = tap_axis_get_begin (self->axis);
  gboolean is_longer = self->begin != origin || self->end != tap_axis_get_end (self->axis);

  tap_axis_get_window (self->axis, &from, &to);
  begin = tap_lane_words_length (MAX (tap_axis_get_from (self->axis) - origin, 0));
  end = tap_lane_words_length (MAX (tap_axis_get_to (self->axis) - origin, 0));
  /* Translators: the visible part of the time axis: "1.2 s to 4.5 s" */
  text = g_strdup_printf (_ ("%s to %s"), begin, end);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, from * 100,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  if (self->folding != tap_axis_get_folding (self->axis))
    self->stale = TRUE;
  else if (tap_axis_get_open (self->axis) || (is_longer && is_just_made (self)))
    tracks_changed_cb (NULL, self);
  else if (is_longer)
    self->stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
style_changed_cb (TapOverview *self)
{
  self->styled = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tap_overview_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tap_overview_parent_class)->css_changed (widget, change);
  style_changed_cb (TAP_OVERVIEW (widget));
}

void
tap_overview_set_session (TapOverview *self, TapSession *session)
{
  g_return_if_fail (TAP_IS_OVERVIEW (self));

  if (self->tracks != NULL)
    g_clear_signal_handler (&self->tracks_changed, self->tracks);
  g_clear_object (&self->tracks);
  if (session != NULL)
    {
      self->tracks = tap_tracks_of (session);
      self->gap = tap_session_get_gap (session);
      self->tracks_changed
        = g_signal_connect (self->tracks, "changed", G_CALLBACK (tracks_changed_cb), self);
    }
  self->stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- What is done with it. */

static Grip
find_grip (TapOverview *self, double x)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double from, to;

  tap_axis_get_window (self->axis, &from, &to);
  from *= width;
  to = MAX (to * width, from + MIN_FRAME);
  /* Of a narrow frame the middle must be left to be dragged. */
  if (fabs (x - from) <= MIN (EDGE, (to - from) / 3) || (x < from && from - x <= EDGE))
    return GRIP_FROM;
  if (fabs (x - to) <= MIN (EDGE, (to - from) / 3) || (x > to && x - to <= EDGE))
    return GRIP_TO;
  return x > from && x < to ? GRIP_FRAME : GRIP_NONE;
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, gpointer user_data)
{
  TapOverview *self = user_data;
  double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  double from, to;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->grip = find_grip (self, x);
  tap_axis_get_window (self->axis, &from, &to);
  if (self->grip == GRIP_NONE)
    {
      tap_axis_move_window (self->axis, x / width - (to - from) / 2);
      self->grip = GRIP_FRAME;
    }
  tap_axis_get_window (self->axis, &self->grip_from, &self->grip_to);
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, gpointer user_data)
{
  TapOverview *self = user_data;
  double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  double by = dx / width, least = MIN_FRAME / width;

  if (self->grip == GRIP_FRAME)
    tap_axis_move_window (self->axis, self->grip_from + by);
  else if (self->grip == GRIP_FROM)
    tap_axis_set_window (self->axis, CLAMP (self->grip_from + by, 0, self->grip_to - least),
                         self->grip_to);
  else if (self->grip == GRIP_TO)
    tap_axis_set_window (self->axis, self->grip_from,
                         CLAMP (self->grip_to + by, self->grip_from + least, 1));
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, gpointer user_data)
{
  static const char *const cursors[] = {
    [GRIP_NONE] = NULL,
    [GRIP_FRAME] = "grab",
    [GRIP_FROM] = "ew-resize",
    [GRIP_TO] = "ew-resize",
  };
  TapOverview *self = user_data;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursors[find_grip (self, x)]);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        gpointer user_data)
{
  TapOverview *self = user_data;
  double width = tap_axis_get_width (self->axis);

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      tap_axis_pan (self->axis, -STEP * width);
      return TRUE;

    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      tap_axis_pan (self->axis, STEP * width);
      return TRUE;

    case GDK_KEY_Page_Up:
      tap_axis_pan (self->axis, -width);
      return TRUE;

    case GDK_KEY_Page_Down:
      tap_axis_pan (self->axis, width);
      return TRUE;

    case GDK_KEY_Home:
      tap_axis_move_window (self->axis, 0);
      return TRUE;

    case GDK_KEY_End:
      tap_axis_move_window (self->axis, 1);
      return TRUE;

    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      tap_axis_zoom (self->axis, ZOOM, width / 2);
      return TRUE;

    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      tap_axis_zoom (self->axis, 1 / ZOOM, width / 2);
      return TRUE;

    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      tap_axis_fit (self->axis);
      return TRUE;

    default:
      return FALSE;
    }
}

static void
tap_overview_dispose (GObject *object)
{
  TapOverview *self = TAP_OVERVIEW (object);

  g_clear_handle_id (&self->later, g_source_remove);
  if (self->tracks != NULL)
    g_clear_signal_handler (&self->tracks_changed, self->tracks);
  g_clear_object (&self->tracks);
  g_clear_object (&self->axis);
  G_OBJECT_CLASS (tap_overview_parent_class)->dispose (object);
}

static void
tap_overview_finalize (GObject *object)
{
  TapOverview *self = TAP_OVERVIEW (object);

  g_array_unref (self->columns);
  tap_lane_style_clear (&self->style);
  G_OBJECT_CLASS (tap_overview_parent_class)->finalize (object);
}

static void
tap_overview_class_init (TapOverviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_overview_dispose;
  object_class->finalize = tap_overview_finalize;
  widget_class->css_changed = tap_overview_css_changed;
  widget_class->measure = tap_overview_measure;
  widget_class->snapshot = tap_overview_snapshot;
  gtk_widget_class_set_css_name (widget_class, "overview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
tap_overview_init (TapOverview *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->columns = g_array_new (FALSE, TRUE, sizeof (TapActivity));
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (widget, keys);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Visible part of the session"),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.0, -1);
}

TapOverview *
tap_overview_new (TapAxis *axis)
{
  TapOverview *self = g_object_new (TAP_TYPE_OVERVIEW, NULL);

  self->axis = g_object_ref (axis);
  g_signal_connect_object (axis, "changed", G_CALLBACK (axis_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify",
                           G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
