/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-timeline.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tap-lane-buttons.h"
#include "tap-lane-draw.h"
#include "tap-lane-hover.h"
#include "tap-lane-words.h"
#include "tap-tracks.h"

#define MIN_HEIGHT 28
#define HEIGHT 40
#define MIN_WIDTH 40
#define WIDTH 200
#define COMPACT_LEFT 6.0
#define COMPACT_RIGHT 20.0
#define COMPACT_STATUS 24.0      /* px that a status needs beside the end's shape */
#define COMPACT_MIN_SPAN 1000    /* µs */
#define OUT_OF_SIGHT 64.0f       /* px beyond the list's edge from which on nothing is drawn */
#define DESCRIBE_US 500000       /* between two descriptions of one that grows */

struct _TapLane
{
  GtkWidget parent_instance;

  TapAxis *axis;
  TapSelection *selection;
  TapSession *session;     /* (nullable) */
  TapTracks *tracks;       /* (nullable) of the session */
  TapExchangeItem *item;   /* (nullable) */
  gulong tracks_changed;
  GtkWidget *scroller;     /* (nullable) borrowed while rooted: what a list scrolls in */
  GtkAdjustment *scrolled; /* (nullable) */

  TapLaneStyle style;
  TapLaneScene scene;
  TapLaneView view;
  TapLaneButtons *buttons;
  guint serial;            /* of the track that is shown */
  gint64 chosen_at;        /* µs of the selected event; -1: none of this lane */
  gint64 described_at;     /* frame time */
  guint described;         /* serial */
  gboolean styled;
  gboolean compact;
  gboolean hidden;         /* out of sight: nothing is drawn until the list is scrolled */
};

G_DEFINE_FINAL_TYPE (TapLane, tap_lane, GTK_TYPE_WIDGET)

static const TapTrack *
get_track (TapLane *self)
{
  return self->item != NULL
           ? tap_tracks_get (self->tracks, tap_exchange_item_get_facts (self->item)->index)
           : NULL;
}

static void
refresh (TapLane *self)
{
  if (self->hidden)
    return;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A list keeps some two hundred rows, whatever it shows. */
static gboolean
is_in_sight (TapLane *self)
{
  graphene_rect_t bounds;

  if (self->scroller == NULL
      || !gtk_widget_compute_bounds (GTK_WIDGET (self), self->scroller, &bounds))
    return TRUE;
  return bounds.origin.y + bounds.size.height > -OUT_OF_SIGHT
         && bounds.origin.y < (float) gtk_widget_get_height (self->scroller) + OUT_OF_SIGHT;
}

static void
find_view (TapLane *self, const TapTrack *track, int width)
{
  TapLaneView *view = &self->view;

  view->t0 = track->began;
  view->now = MAX (tap_axis_get_end (self->axis), track->began);
  view->width = width;
  view->gap = tap_session_get_gap (self->session);
  view->x0 = tap_axis_to_x (self->axis, track->began);
  view->scale = tap_axis_get_scale (self->axis);
  if (self->compact)
    {
      gint64 end = track->end == TAP_TRACK_OPEN ? view->now : track->ended;
      double room = width - COMPACT_LEFT - COMPACT_RIGHT
                    - (track->status >= 400 ? COMPACT_STATUS : 0);

      view->x0 = COMPACT_LEFT;
      view->scale = MAX (room, 8) / (double) MAX (end - track->began, COMPACT_MIN_SPAN);
    }
}

/* Folds that touch are one: shaded one above the other they would be dark. */
static void
add_fold (GArray *folds, double x, double width)
{
  TapLaneFold *before = folds->len > 0 ? &g_array_index (folds, TapLaneFold, folds->len - 1) : NULL;

  if (before != NULL && x <= before->x + before->width + 1)
    before->width = MAX (before->width, x + width - before->x);
  else
    g_array_append_val (folds, ((TapLaneFold){ x, width }));
}

static void
add_surroundings (TapLane *self)
{
  const TapTick *ticks;
  guint n_ticks;

  if (self->compact)
    return;
  ticks = tap_axis_get_ticks (self->axis, &n_ticks);
  for (guint i = 0; i < n_ticks; i++)
    {
      if (ticks[i].folded == 0)
        g_array_append_val (self->scene.grid, ticks[i].x);
      else if (ticks[i].labelled)
        add_fold (self->scene.folds, ticks[i].x - ticks[i].width / 2, ticks[i].width);
    }
  if (tap_axis_get_open (self->axis) && tap_axis_get_following (self->axis))
    self->scene.now = tap_axis_to_x (self->axis, tap_axis_get_end (self->axis));
}

static void
describe (TapLane *self, const TapTrack *track)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gint64 time = clock != NULL ? gdk_frame_clock_get_frame_time (clock) : 0;
  g_autofree char *text = NULL;

  if (self->described == track->serial
      || (track->end == TAP_TRACK_OPEN && time - self->described_at < DESCRIBE_US))
    return;
  self->described = track->serial;
  self->described_at = time;
  text = tap_lane_words_track (track);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
tap_lane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TapLane *self = TAP_LANE (widget);
  const TapTrack *track = get_track (self);

  self->hidden = !is_in_sight (self);
  if (self->hidden)
    return;
  if (track == NULL || track->began < 0)
    {
      tap_lane_buttons_hide (self->buttons);
      return;
    }
  self->serial = track->serial;
  find_view (self, track, width);
  tap_lane_scene_build (&self->scene, track, &self->view, height);
  add_surroundings (self);
  if (self->chosen_at >= 0)
    self->scene.chosen = tap_lane_view_to_x (&self->view, self->chosen_at);
  tap_lane_buttons_place (self->buttons, &self->scene, track);
  describe (self, track);
}

static void
tap_lane_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TapLane *self = TAP_LANE (widget);

  if (self->hidden || self->serial == 0)
    return;
  if (!self->styled)
    {
      tap_lane_style_load (&self->style, widget);
      self->styled = TRUE;
    }
  tap_lane_draw (snapshot, &self->scene, &self->style);
  tap_lane_buttons_snapshot (self->buttons, snapshot);
}

static void
tap_lane_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean compact = TAP_LANE (widget)->compact;

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : compact ? MIN_HEIGHT : HEIGHT;
}

static void
style_changed_cb (TapLane *self)
{
  self->styled = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tap_lane_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tap_lane_parent_class)->css_changed (widget, change);
  style_changed_cb (TAP_LANE (widget));
}

/* The list is scrolled: what was out of sight may come in. */
static void
scrolled_cb (TapLane *self)
{
  if (!self->hidden)
    return;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tap_lane_root (GtkWidget *widget)
{
  TapLane *self = TAP_LANE (widget);

  GTK_WIDGET_CLASS (tap_lane_parent_class)->root (widget);
  self->scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  if (self->scroller == NULL)
    return;
  g_set_object (&self->scrolled, gtk_scrolled_window_get_vadjustment (
                                   GTK_SCROLLED_WINDOW (self->scroller)));
  g_signal_connect_swapped (self->scrolled, "value-changed", G_CALLBACK (scrolled_cb), self);
  g_signal_connect_swapped (self->scrolled, "changed", G_CALLBACK (scrolled_cb), self);
}

static void
tap_lane_unroot (GtkWidget *widget)
{
  TapLane *self = TAP_LANE (widget);

  if (self->scrolled != NULL)
    g_signal_handlers_disconnect_by_data (self->scrolled, self);
  g_clear_object (&self->scrolled);
  self->scroller = NULL;
  self->hidden = FALSE;
  GTK_WIDGET_CLASS (tap_lane_parent_class)->unroot (widget);
}

/* As many buttons as may be needed, before sizes are allocated. */
static void
track_changed (TapLane *self)
{
  const TapTrack *track = get_track (self);

  if (track == NULL || track->serial == self->serial)
    return;
  tap_lane_buttons_reserve (self->buttons,
                            track->marks->len + track->silences->len
                              + (track->end == TAP_TRACK_OPEN ? 2 : 0));
  refresh (self);
}

static void
tracks_changed_cb (TapTracks *tracks, gpointer user_data)
{
  track_changed (user_data);
}

static void
axis_changed_cb (TapLane *self)
{
  const TapTrack *track = self->compact ? get_track (self) : NULL;

  if (!self->compact || (track != NULL && track->end == TAP_TRACK_OPEN))
    refresh (self);
}

/* Where the selected event is, if it is one of this exchange. */
static void
selection_changed_cb (TapLane *self)
{
  gboolean mine = self->item != NULL && tap_selection_get_item (self->selection) == self->item;
  guint number = mine ? tap_selection_get_event (self->selection) : 0;
  gint64 at = -1;

  if (number > 0)
    at = tap_lane_hover_find_time (self->session, self->item, number);
  if (at == self->chosen_at)
    return;
  self->chosen_at = at;
  if (at >= 0 && !self->compact)
    tap_axis_reveal (self->axis, at);
  refresh (self);
}

static void
clear_item (TapLane *self)
{
  if (self->buttons != NULL)
    tap_lane_buttons_hide (self->buttons);
  if (self->tracks != NULL)
    g_clear_signal_handler (&self->tracks_changed, self->tracks);
  g_clear_object (&self->tracks);
  g_clear_object (&self->session);
  g_clear_object (&self->item);
  self->serial = self->described = 0;
  self->described_at = 0;
  self->chosen_at = -1;
}

void
tap_lane_set_item (TapLane *self, TapSession *session, TapExchangeItem *item)
{
  g_return_if_fail (TAP_IS_LANE (self));

  if (self->item == item && (item == NULL || self->session == session))
    return;
  clear_item (self);
  if (session != NULL && item != NULL)
    {
      self->session = g_object_ref (session);
      self->item = g_object_ref (item);
      self->tracks = tap_tracks_of (session);
      self->tracks_changed
        = g_signal_connect (self->tracks, "changed", G_CALLBACK (tracks_changed_cb), self);
      if (tap_selection_get_item (self->selection) == item)
        self->chosen_at = tap_lane_hover_find_time (session, item,
                                                    tap_selection_get_event (self->selection));
    }
  self->hidden = FALSE;
  track_changed (self);
  refresh (self);
}

void
tap_lane_set_compact (TapLane *self, gboolean compact)
{
  g_return_if_fail (TAP_IS_LANE (self));

  if (self->compact == !!compact)
    return;
  self->compact = !!compact;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  refresh (self);
}

static void
button_clicked (GtkWidget *lane, guint event)
{
  TapLane *self = TAP_LANE (lane);

  if (self->item != NULL)
    tap_selection_set (self->selection, self->item, event);
}

/* Once selects, twice shows all of the exchange. The row must not take it for a click of its own,
 * which would deselect the event. */
static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  TapLane *self = user_data;
  const TapTrack *track = get_track (self);

  if (track == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  tap_selection_set (self->selection, self->item,
                     tap_lane_hover_find_event (self->session, self->item, track, &self->view, x));
  if (n_press == 2 && !self->compact)
    tap_axis_show (self->axis, track->began,
                   track->end == TAP_TRACK_OPEN ? self->view.now : track->ended);
}

static gboolean
tap_lane_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TapLane *self = TAP_LANE (widget);
  const TapTrack *track = get_track (self);
  g_autofree char *text = NULL;

  if (track == NULL || keyboard || self->serial == 0)
    return FALSE;
  text = tap_lane_hover_words (self->session, self->item, track, &self->view, &self->scene, x);
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
tap_lane_dispose (GObject *object)
{
  TapLane *self = TAP_LANE (object);

  clear_item (self);
  g_clear_pointer (&self->buttons, tap_lane_buttons_free);
  g_clear_object (&self->axis);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (tap_lane_parent_class)->dispose (object);
}

static void
tap_lane_finalize (GObject *object)
{
  TapLane *self = TAP_LANE (object);

  tap_lane_scene_clear (&self->scene);
  tap_lane_style_clear (&self->style);
  G_OBJECT_CLASS (tap_lane_parent_class)->finalize (object);
}

static void
tap_lane_class_init (TapLaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_lane_dispose;
  object_class->finalize = tap_lane_finalize;
  widget_class->css_changed = tap_lane_css_changed;
  widget_class->measure = tap_lane_measure;
  widget_class->query_tooltip = tap_lane_query_tooltip;
  widget_class->root = tap_lane_root;
  widget_class->size_allocate = tap_lane_size_allocate;
  widget_class->snapshot = tap_lane_snapshot;
  widget_class->unroot = tap_lane_unroot;
  gtk_widget_class_set_css_name (widget_class, "lane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tap_lane_init (TapLane *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *click = gtk_gesture_click_new ();

  self->chosen_at = -1;
  self->buttons = tap_lane_buttons_new (widget, button_clicked);
  tap_lane_scene_init (&self->scene);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Timeline of the exchange"), -1);
}

TapLane *
tap_lane_new (TapAxis *axis, TapSelection *selection)
{
  TapLane *self = g_object_new (TAP_TYPE_LANE, NULL);
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->axis = g_object_ref (axis);
  self->selection = g_object_ref (selection);
  g_signal_connect_object (axis, "changed", G_CALLBACK (axis_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "notify", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
