/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-marks.h"

#include <math.h>

#define TOLD_PARTS 8 /* tenths */

double
tap_lane_view_to_x (const TapLaneView *self, gint64 at)
{
  return self->x0 + (double) (at - self->t0) * self->scale;
}

gint64
tap_lane_view_to_time (const TapLaneView *self, double x)
{
  return self->t0 + (gint64) floor ((x - self->x0) / self->scale + .5);
}

static const TapTrackMark *
get_mark (const TapTrack *track, guint index)
{
  return &g_array_index (track->marks, TapTrackMark, index);
}

static guint
find_mark (const TapTrack *track, gint64 at)
{
  guint low = 0, high = track->marks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_mark (track, middle)->at < at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
join (const TapTrack *track, const TapLaneView *view, guint begin, guint end, double distance,
      GArray *marks)
{
  g_array_set_size (marks, 0);
  for (guint i = begin; i < end; i++)
    {
      const TapTrackMark *found = get_mark (track, i);
      double x = tap_lane_view_to_x (view, found->at);
      TapLaneMark *last
        = marks->len > 0 ? &g_array_index (marks, TapLaneMark, marks->len - 1) : NULL;

      /* By where it begins, so that joining does not hang on what is worst in it. */
      if (last == NULL
          || x - tap_lane_view_to_x (view, get_mark (track, last->first)->at) >= distance)
        {
          g_array_append_val (marks, ((TapLaneMark){ x, found->severity, i, 1, i }));
          continue;
        }
      last->count++;
      if (found->severity > last->severity)
        {
          last->severity = found->severity;
          last->speaker = i;
          last->x = x;
        }
    }
}

void
tap_lane_marks_fill (const TapTrack *track, const TapLaneView *view, guint most, GArray *marks)
{
  double half = TAP_LANE_MARK / 2;
  guint begin, end;

  g_array_set_size (marks, 0);
  if (track->marks == NULL || most == 0)
    return;
  begin = find_mark (track, tap_lane_view_to_time (view, -half));
  end = find_mark (track, tap_lane_view_to_time (view, view->width + half) + 1);
  for (double distance = TAP_LANE_MARK; begin < end; distance *= 1.5)
    {
      join (track, view, begin, end, distance, marks);
      if (marks->len <= most)
        return;
    }
}

/* It would be drawn in the last pixel of the one before it: an answer that is silent all day has
 * thousands of them. */
static gboolean
is_covered (const GArray *gaps, const TapLaneGap *gap)
{
  const TapLaneGap *last
    = gaps->len > 0 ? &g_array_index (gaps, TapLaneGap, gaps->len - 1) : NULL;

  return last != NULL && !gap->open && last->silence.bytes == gap->silence.bytes
         && last->waiting == gap->waiting && gap->to < floor (last->to) + 1;
}

static void
add_gap (const TapTrack *track, const TapLaneView *view, const TapSilence *silence, gboolean open,
         GArray *gaps)
{
  TapLaneGap gap = {
    .from = tap_lane_view_to_x (view, silence->from),
    .to = tap_lane_view_to_x (view, silence->to),
    .silence = *silence,
    .open = open,
    .waiting = silence->after_event == 0
               && (track->answered < 0 || silence->from < track->answered),
    .young = open && silence->to - silence->from < view->gap,
  };

  if (gap.to <= 0 || gap.from >= view->width || is_covered (gaps, &gap))
    return;
  g_array_append_val (gaps, gap);
}

/* What lasts is listed by nobody yet. */
static void
add_open (const TapTrack *track, const TapLaneView *view, const TapSilence *silence, GArray *gaps)
{
  TapSilence lasting = *silence;

  lasting.to = view->now;
  if (silence->from < 0 || lasting.to - lasting.from < TAP_TRACK_LASTING)
    return;
  add_gap (track, view, &lasting, TRUE, gaps);
}

static const TapSilence *
get_silence (const TapTrack *track, guint index)
{
  return &g_array_index (track->silences, TapSilence, index);
}

static gboolean
is_most_of (const TapSilence *silence, const TapSilence *within)
{
  gint64 common = MIN (within->to, silence->to) - MAX (within->from, silence->from);

  return within->bytes && common > (silence->to - silence->from) * TOLD_PARTS / 10;
}

/* An event silence that is hardly more than one byte silence within it says nothing more. Those
 * stand behind it, in the order of their beginning. */
static gboolean
is_told (const TapTrack *track, guint index)
{
  const TapSilence *silence = get_silence (track, index);

  for (guint i = index + 1;
       i < track->silences->len && get_silence (track, i)->from < silence->to; i++)
    {
      if (is_most_of (silence, get_silence (track, i)))
        return TRUE;
    }
  return FALSE;
}

/* The same of the one that lasts, in which the newest of the others lie. */
static gboolean
is_open_told (const TapTrack *track, const TapSilence *lasting)
{
  for (guint i = track->silences->len; i > 0; i--)
    {
      if (get_silence (track, i - 1)->from < lasting->from)
        break;
      if (is_most_of (lasting, get_silence (track, i - 1)))
        return TRUE;
    }
  return track->silent.from >= 0
         && lasting->to - track->silent.from > (lasting->to - lasting->from) * TOLD_PARTS / 10;
}

void
tap_lane_gaps_fill (const TapTrack *track, const TapLaneView *view, GArray *gaps)
{
  g_array_set_size (gaps, 0);
  if (track->silences == NULL)
    return;
  for (guint i = 0; i < track->silences->len; i++)
    {
      const TapSilence *silence = get_silence (track, i);

      if (!silence->bytes && !is_told (track, i))
        add_gap (track, view, silence, FALSE, gaps);
    }
  if (track->end == TAP_TRACK_OPEN && track->waiting.from >= 0)
    {
      TapSilence lasting = track->waiting;

      lasting.to = view->now;
      if (!is_open_told (track, &lasting))
        add_open (track, view, &track->waiting, gaps);
    }

  /* Byte silence lies above the event silence that holds it. */
  for (guint i = 0; i < track->silences->len; i++)
    {
      const TapSilence *silence = get_silence (track, i);

      if (silence->bytes)
        add_gap (track, view, silence, FALSE, gaps);
    }
  if (track->end == TAP_TRACK_OPEN)
    add_open (track, view, &track->silent, gaps);
}
