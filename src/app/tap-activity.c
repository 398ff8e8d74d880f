/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-activity.h"

#include <math.h>

typedef struct
{
  TapActivity *columns;
  guint n_columns;
  TapActivityFunc place;
  gpointer user_data;
} Adder;

/* Columns from the one of @begin to that of @end, in columns. */
static gboolean
find_columns (const Adder *self, double begin, double end, guint *first, guint *last)
{
  begin = floor (begin);
  end = floor (end);
  if (end < 0 || begin >= self->n_columns || end < begin)
    return FALSE;
  *first = (guint) MAX (begin, 0);
  *last = (guint) MIN (end, self->n_columns - 1.0);
  return TRUE;
}

static gboolean
find_range (const Adder *self, gint64 from, gint64 to, guint *first, guint *last)
{
  return to >= from
         && find_columns (self, self->place (from, self->user_data),
                          self->place (to, self->user_data), first, last);
}

/* An exchange lies on one scale, so that its columns are steps of its time. */
static void
add_events (const Adder *self, const TapTrack *track, gint64 end, double begin_x, double end_x,
            guint first, guint last)
{
  double step;
  g_autoptr (GArray) bins = NULL;

  if (tap_bins_count (&track->bins) == 0)
    return;
  /* Most of a long session are no longer than a column. */
  if (floor (begin_x) == floor (end_x) || end_x - begin_x < 1e-6)
    {
      self->columns[first].events += tap_bins_count (&track->bins);
      return;
    }
  step = (double) (end - track->began) / (end_x - begin_x);
  bins = g_array_new (FALSE, FALSE, sizeof (TapColumn));
  tap_bins_fill (&track->bins, track->began + (gint64) ceil (((double) first - begin_x) * step),
                 step, last - first + 1, bins);
  for (guint i = 0; i < bins->len; i++)
    {
      const TapColumn *bin = &g_array_index (bins, TapColumn, i);

      self->columns[first + bin->column].events += bin->count;
    }
}

void
tap_activity_add (TapActivity *columns, guint n_columns, const TapTrack *track, gint64 now,
                  gint64 gap, TapActivityFunc place, gpointer user_data)
{
  Adder self = { columns, n_columns, place, user_data };
  gint64 end = track->end == TAP_TRACK_OPEN ? now : track->ended;
  double begin_x, end_x;
  guint first, last;

  end = MAX (end, track->began);
  if (track->began < 0)
    return;
  begin_x = place (track->began, user_data);
  end_x = place (end, user_data);
  if (!find_columns (&self, begin_x, end_x, &first, &last))
    return;
  for (guint i = first; i <= last; i++)
    columns[i].open = TRUE;
  add_events (&self, track, end, begin_x, end_x, first, last);

  for (guint i = 0; i < track->silences->len; i++)
    {
      const TapSilence *silence = &g_array_index (track->silences, TapSilence, i);

      if (!silence->bytes || !find_range (&self, silence->from, silence->to, &first, &last))
        continue;
      for (guint k = first; k <= last; k++)
        columns[k].silent = TRUE;
    }
  if (track->end == TAP_TRACK_OPEN && track->silent.from >= 0
      && now - track->silent.from >= gap
      && find_range (&self, track->silent.from, now, &first, &last))
    {
      for (guint k = first; k <= last; k++)
        columns[k].silent = TRUE;
    }
  for (guint i = 0; i < track->marks->len; i++)
    {
      const TapTrackMark *mark = &g_array_index (track->marks, TapTrackMark, i);

      double x;

      if (mark->severity <= TAP_SEVERITY_NOTE)
        continue;
      x = place (mark->at, user_data);
      if (find_columns (&self, x, x, &first, &last))
        columns[first].severity = MAX (columns[first].severity, (guint8) mark->severity + 1);
    }
}
