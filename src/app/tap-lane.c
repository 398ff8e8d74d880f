/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-timeline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "tap-fold-map.h"
#include "tap-lane-draw.h"
#include "tap-lane-handles.h"
#include "tap-lane-words.h"
#include "tap-ticks.h"

#define HEIGHT 40         /* px, natural */
#define NEAR 8.0          /* px: as far an event is still meant by a click */
#define INSET 8.0         /* px beside a compact lane */
#define TICK_SPACING 90.0 /* as the ruler's */

struct _TapLane
{
  GtkWidget parent_instance;

  TapAxis *axis;
  TapSelection *selection;
  TapSession *session;   /* (nullable) */
  TapExchangeItem *item; /* (nullable) */
  gulong item_changed;
  gboolean compact;
  gboolean stale;        /* the scene is not what is to be seen */
  gboolean coloured;
  TapLaneColours colours;
  TapLaneScene scene;
  TapLaneView view;
  PangoLayout *layout;
  TapLaneHandles handles;
};

G_DEFINE_FINAL_TYPE (TapLane, tap_lane, GTK_TYPE_WIDGET)

/* Bins belong to the exchange, not to the row that shows it for a moment. */
static TapBins *
get_bins (TapExchangeItem *item)
{
  static GQuark quark;
  TapBins *bins;

  if (quark == 0)
    quark = g_quark_from_static_string ("tap-bins");
  bins = g_object_get_qdata (G_OBJECT (item), quark);
  if (bins == NULL)
    {
      bins = g_new0 (TapBins, 1);
      g_object_set_qdata_full (G_OBJECT (item), quark, bins, (GDestroyNotify) tap_bins_free);
    }
  return bins;
}

static void
find_view (TapLane *self, double width)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self->item);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gint64 now = tap_session_get_now (self->session,
                                    clock != NULL ? gdk_frame_clock_get_frame_time (clock) : 0);

  self->view.width = width;
  self->view.now = now;
  self->view.t0 = facts->began;
  if (self->compact)
    {
      gint64 end = facts->ended >= 0 ? facts->ended : now;

      self->view.x0 = INSET;
      self->view.scale = MAX (width - 3 * INSET, 1) / (double) MAX (end - facts->began, 1000);
    }
  else
    {
      self->view.x0 = tap_axis_to_x (self->axis, facts->began);
      self->view.scale = tap_axis_get_scale (self->axis);
    }
}

static void
rebuild (TapLane *self, double width)
{
  TapTrace *trace;
  TapExchange *exchange;

  self->stale = FALSE;
  find_view (self, width);
  trace = tap_session_lock (self->session);
  exchange = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  if (exchange != NULL)
    tap_lane_scene_build (&self->scene, &self->view, exchange, get_bins (self->item));
  tap_session_unlock (self->session);
}

static void
handle_cb (guint event, gpointer user_data)
{
  TapLane *self = user_data;

  if (self->item != NULL)
    tap_selection_set (self->selection, self->item, event);
}

static void
tap_lane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TapLane *self = TAP_LANE (widget);

  if (self->item != NULL)
    rebuild (self, width);
  tap_lane_handles_place (&self->handles, self->item != NULL ? &self->scene : NULL,
                          self->view.t0, height);
}

static void
tap_lane_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 40;
  else
    *minimum = *natural = TAP_LANE (widget)->compact ? HEIGHT - 8 : HEIGHT;
}

static GArray *
make_grid (TapLane *self)
{
  const TapFoldMap *map = tap_axis_get_map (self->axis);
  GArray *grid = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) ticks = NULL;

  if (tap_fold_map_count (map) == 0)
    return grid;
  ticks = tap_ticks_make (self->axis, tap_fold_map_get (map, 0)->from, TICK_SPACING);
  for (guint i = 0; i < ticks->len; i++)
    {
      const TapTick *tick = &g_array_index (ticks, TapTick, i);

      if (tick->folded == 0)
        g_array_append_val (grid, tick->x);
    }
  return grid;
}

static double
find_chosen (TapLane *self)
{
  guint event = tap_selection_get_event (self->selection);
  double x = -1;

  if (event == 0 || tap_selection_get_item (self->selection) != self->item)
    return -1;
  {
    TapTrace *trace = tap_session_lock (self->session);
    TapExchange *exchange
        = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
    const TapEvent *found = exchange != NULL ? tap_lane_find_number (exchange, event) : NULL;

    if (found != NULL)
      x = self->view.x0 + (double) (found->last_at - self->view.t0) * self->view.scale;
    tap_session_unlock (self->session);
  }
  return x;
}

static void
tap_lane_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TapLane *self = TAP_LANE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  g_autoptr (GArray) grid = NULL;

  if (self->item == NULL)
    return;
  if (!self->coloured)
    {
      tap_lane_colours_load (&self->colours, widget);
      self->coloured = TRUE;
    }
  if (self->layout == NULL)
    {
      PangoAttrList *small = pango_attr_list_new ();

      self->layout = gtk_widget_create_pango_layout (widget, NULL);
      pango_attr_list_insert (small, pango_attr_scale_new (0.82));
      pango_layout_set_attributes (self->layout, small);
      pango_attr_list_unref (small);
    }
  if (self->stale)
    rebuild (self, width);
  grid = self->compact ? NULL : make_grid (self);
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  tap_lane_draw (snapshot, &self->scene, &self->colours, self->layout, height,
                 find_chosen (self), grid);
  tap_lane_handles_snapshot (&self->handles, snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
tap_lane_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  TapLane *self = TAP_LANE (widget);

  GTK_WIDGET_CLASS (tap_lane_parent_class)->css_changed (widget, change);
  self->coloured = FALSE;
  g_clear_object (&self->layout);
  gtk_widget_queue_draw (widget);
}

static void
refresh (TapLane *self)
{
  self->stale = TRUE;
  if (self->item == NULL)
    return;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
axis_changed_cb (TapLane *self)
{
  if (!self->compact)
    refresh (self);
}

static void
item_changed_cb (TapLane *self)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self->item);
  g_autofree char *text = tap_lane_item_words (facts);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  refresh (self);
}

void
tap_lane_set_item (TapLane *self, TapSession *session, TapExchangeItem *item)
{
  g_return_if_fail (TAP_IS_LANE (self));

  if (self->item == item && self->session == session)
    return;
  if (self->item != NULL)
    g_clear_signal_handler (&self->item_changed, self->item);
  g_set_object (&self->session, session);
  if (session == NULL)
    item = NULL;
  g_set_object (&self->item, item);
  tap_lane_scene_clear (&self->scene);
  if (self->item != NULL)
    {
      self->item_changed = g_signal_connect_swapped (self->item, "changed",
                                                     G_CALLBACK (item_changed_cb), self);
      item_changed_cb (self);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tap_lane_set_compact (TapLane *self, gboolean compact)
{
  g_return_if_fail (TAP_IS_LANE (self));

  self->compact = compact;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  refresh (self);
}

/* The event nearest to a place, if one is near enough. 0: none. */
static guint
find_near (TapLane *self, double x)
{
  guint number = 0;
  gint64 at;
  TapTrace *trace;
  TapExchange *exchange;

  if (self->item == NULL || self->view.scale <= 0)
    return 0;
  at = self->view.t0 + (gint64) ((x - self->view.x0) / self->view.scale);
  trace = tap_session_lock (self->session);
  exchange = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  if (exchange != NULL)
    {
      const TapEvent *found = tap_lane_find_nearest (exchange, at);

      if (found != NULL && fabs ((double) (found->last_at - at)) * self->view.scale <= NEAR)
        number = found->number;
    }
  tap_session_unlock (self->session);
  return number;
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  TapLane *self = user_data;

  if (self->item != NULL)
    tap_selection_set (self->selection, self->item, find_near (self, x));
}

static gboolean
tap_lane_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TapLane *self = TAP_LANE (widget);
  g_autofree char *text = NULL;
  TapTrace *trace;
  TapExchange *exchange;

  if (self->item == NULL || keyboard || self->view.scale <= 0)
    return FALSE;
  trace = tap_session_lock (self->session);
  exchange = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  if (exchange != NULL)
    text = tap_lane_place_words (exchange,
                                 self->view.t0
                                     + (gint64) ((x - self->view.x0) / self->view.scale),
                                 (gint64) (NEAR / self->view.scale));
  tap_session_unlock (self->session);
  if (text != NULL)
    gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
tap_lane_dispose (GObject *object)
{
  TapLane *self = TAP_LANE (object);

  if (self->axis != NULL)
    tap_lane_set_item (self, NULL, NULL);
  tap_lane_handles_clear (&self->handles);
  g_clear_object (&self->layout);
  g_clear_object (&self->axis);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (tap_lane_parent_class)->dispose (object);
}

static void
tap_lane_finalize (GObject *object)
{
  TapLane *self = TAP_LANE (object);

  tap_lane_scene_clear (&self->scene);
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
  widget_class->size_allocate = tap_lane_size_allocate;
  widget_class->snapshot = tap_lane_snapshot;
  gtk_widget_class_set_css_name (widget_class, "lane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tap_lane_init (TapLane *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  tap_lane_handles_init (&self->handles, GTK_WIDGET (self), handle_cb, self);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Timeline"), -1);
}

TapLane *
tap_lane_new (TapAxis *axis, TapSelection *selection)
{
  TapLane *self = g_object_new (TAP_TYPE_LANE, NULL);

  self->axis = g_object_ref (axis);
  self->selection = g_object_ref (selection);
  g_signal_connect_object (axis, "changed", G_CALLBACK (axis_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "notify", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  return self;
}
