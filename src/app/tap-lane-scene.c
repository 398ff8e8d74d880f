/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-scene.h"

#include <math.h>

/* A mean column holds half of what a full one does. */
#define FULL 2.0

void
tap_lane_scene_init (TapLaneScene *self)
{
  *self = (TapLaneScene){
    .began = NAN,
    .asked = NAN,
    .answered = NAN,
    .ended = NAN,
    .chosen = NAN,
    .now = NAN,
    .columns = g_array_new (FALSE, FALSE, sizeof (TapLaneColumn)),
    .gaps = g_array_new (FALSE, FALSE, sizeof (TapLaneGap)),
    .marks = g_array_new (FALSE, FALSE, sizeof (TapLaneMark)),
    .grid = g_array_new (FALSE, FALSE, sizeof (double)),
  };
}

void
tap_lane_scene_clear (TapLaneScene *self)
{
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->gaps, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->grid, g_array_unref);
}

/* The count from which on a column is full: of the mean, and not of what is just visible, so that
 * no column changes its height while the lane is dragged. */
static double
find_full (const TapTrack *track, const TapLaneView *view)
{
  guint count = tap_bins_count (&track->bins);
  gint64 span = tap_bins_get_time (&track->bins, count - 1) - tap_bins_get_time (&track->bins, 0);

  for (guint i = 0; i < track->silences->len; i++)
    {
      const TapSilence *silence = &g_array_index (track->silences, TapSilence, i);

      if (silence->bytes && silence->from >= tap_bins_get_time (&track->bins, 0))
        span -= silence->to - silence->from;
    }
  return MAX (FULL * count * TAP_LANE_COLUMN / MAX ((double) span * view->scale, 1), 1);
}

static guint8
get_share (guint count, double full)
{
  double share = sqrt (MIN (count / full, 1)) * TAP_LANE_SHARES;

  return (guint8) CLAMP (ceil (share), 1, TAP_LANE_SHARES);
}

/* The grid of the columns is fixed to the time and not to the lane, so that events stay in their
 * column while it is dragged. */
static void
build_columns (TapLaneScene *self, const TapTrack *track, const TapLaneView *view)
{
  double step = TAP_LANE_COLUMN / view->scale;
  double first = floor (-view->x0 / TAP_LANE_COLUMN);
  guint n_columns = (guint) (view->width / TAP_LANE_COLUMN) + 2;
  g_autoptr (GArray) bins = g_array_new (FALSE, FALSE, sizeof (TapColumn));
  double full;

  if (tap_bins_count (&track->bins) == 0)
    return;
  full = find_full (track, view);
  first = MAX (first, 0);
  tap_bins_fill (&track->bins, view->t0 + (gint64) ceil (first * step), step, n_columns, bins);
  for (guint i = 0; i < bins->len; i++)
    {
      const TapColumn *bin = &g_array_index (bins, TapColumn, i);
      TapLaneColumn column = {
        .x = view->x0 + (first + bin->column) * TAP_LANE_COLUMN,
        .width = TAP_LANE_COLUMN,
        .kind = bin->kind,
        .share = get_share (bin->count, full),
      };
      TapLaneColumn *last = self->columns->len > 0
                              ? &g_array_index (self->columns, TapLaneColumn,
                                                self->columns->len - 1)
                              : NULL;

      if (column.x > view->width)
        break;
      if (last != NULL && last->kind == column.kind && last->share == column.share
          && last->x + last->width >= column.x - 0.01)
        last->width = column.x + column.width - last->x;
      else
        g_array_append_val (self->columns, column);
    }
}

static double
to_x (const TapLaneView *view, gint64 at)
{
  return at >= 0 ? tap_lane_view_to_x (view, at) : NAN;
}

/* Gaps and marks share the buttons that a lane may have; the gaps come first. */
static guint
count_gap_buttons (const TapLaneScene *self)
{
  guint count = 0;

  for (guint i = 0; i < self->gaps->len; i++)
    {
      const TapLaneGap *gap = &g_array_index (self->gaps, TapLaneGap, i);

      if (gap->to - gap->from >= TAP_LANE_MIN_GAP)
        count++;
    }
  return MIN (count, TAP_LANE_MAX_BUTTONS / 2);
}

void
tap_lane_scene_build (TapLaneScene *self, const TapTrack *track, const TapLaneView *view,
                      double height)
{
  gint64 answered = track->answered >= 0 ? track->answered : track->ended;
  gboolean wait_shown = FALSE;

  g_array_set_size (self->columns, 0);
  g_array_set_size (self->grid, 0);
  self->width = view->width;
  self->height = height;
  self->chosen = self->now = NAN;
  self->end = track->end;
  self->status = track->status;
  self->began = to_x (view, track->began);
  self->asked = to_x (view, track->asked);
  self->answered = to_x (view, track->answered);
  self->ended = to_x (view, track->end == TAP_TRACK_OPEN ? MAX (view->now, track->began)
                            : track->ended >= 0          ? track->ended
                                                         : MAX (track->answered, track->began));
  tap_lane_gaps_fill (track, view, self->gaps);
  for (guint i = 0; i < self->gaps->len; i++)
    wait_shown = wait_shown || g_array_index (self->gaps, TapLaneGap, i).waiting;
  self->waited = track->asked >= 0 && !wait_shown
                   ? (answered >= 0 ? answered : view->now) - track->asked
                   : 0;
  tap_lane_marks_fill (track, view, TAP_LANE_MAX_BUTTONS - count_gap_buttons (self), self->marks);
  build_columns (self, track, view);
}
