/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-scene.h"

#include <math.h>

/* A mean column holds half of what a full one does. */
#define FULL 2.0
#define GROUP 4u /* columns that have one height */

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
    .folds = g_array_new (FALSE, FALSE, sizeof (TapLaneFold)),
  };
}

void
tap_lane_scene_clear (TapLaneScene *self)
{
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->gaps, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->grid, g_array_unref);
  g_clear_pointer (&self->folds, g_array_unref);
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
get_share (double count, double full)
{
  double share = sqrt (MIN (count / full, 1)) * TAP_LANE_SHARES;

  return (guint8) CLAMP (ceil (share), 1, TAP_LANE_SHARES);
}

/* How dense the group is in which a column lies, where it holds anything at all. @end: (out) the
 * first column of the next group. */
static guint8
get_group_share (const GArray *bins, guint index, double full, guint *end)
{
  guint group = g_array_index (bins, TapColumn, index).column / GROUP;
  guint count = 0, n = 0;

  for (*end = index; *end < bins->len; (*end)++)
    {
      const TapColumn *bin = &g_array_index (bins, TapColumn, *end);

      if (bin->column / GROUP != group)
        break;
      count += bin->count;
      n++;
    }
  return get_share ((double) count / n, full);
}

static void
add_column (TapLaneScene *self, double x, TapEventKind kind, guint8 share)
{
  TapLaneColumn *last = self->columns->len > 0
                          ? &g_array_index (self->columns, TapLaneColumn, self->columns->len - 1)
                          : NULL;

  if (last != NULL && last->kind == kind && last->share == share && last->x + last->width == x)
    last->width += TAP_LANE_COLUMN;
  else
    g_array_append_val (self->columns, ((TapLaneColumn){ x, TAP_LANE_COLUMN, kind, share }));
}

/* The grid of the columns is fixed to the time and not to the lane, so that events stay in their
 * column while it is dragged. They lie on whole pixels, which are sharp and quickly filled; of one
 * height are all of a group, so that few rectangles are enough for a dense stream. */
static void
build_columns (TapLaneScene *self, const TapTrack *track, const TapLaneView *view)
{
  double step = TAP_LANE_COLUMN / view->scale;
  double base = floor (view->x0 + 0.5);
  double first = MAX (floor (-base / (TAP_LANE_COLUMN * GROUP)), 0) * GROUP;
  guint n_columns = (guint) (view->width / TAP_LANE_COLUMN) + 2 * GROUP;
  g_autoptr (GArray) bins = g_array_new (FALSE, FALSE, sizeof (TapColumn));
  guint group_end = 0;
  guint8 share = 0;
  double full;

  if (tap_bins_count (&track->bins) == 0)
    return;
  full = find_full (track, view);
  tap_bins_fill (&track->bins, view->t0 + (gint64) ceil (first * step), step, n_columns, bins);
  for (guint i = 0; i < bins->len; i++)
    {
      const TapColumn *bin = &g_array_index (bins, TapColumn, i);

      if (i == group_end)
        share = get_group_share (bins, i, full, &group_end);
      add_column (self, base + (first + bin->column) * TAP_LANE_COLUMN, bin->kind, share);
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
  g_array_set_size (self->folds, 0);
  self->width = view->width;
  self->height = height;
  self->chosen = self->now = NAN;
  self->end = track->end;
  self->status = track->status;
  self->faulty = track->faulty;
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
