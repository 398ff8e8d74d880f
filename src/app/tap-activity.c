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

static gboolean
find_range (const Adder *self, gint64 from, gint64 to, guint *first, guint *last)
{
  double begin = floor (self->place (from, self->user_data));
  double end = floor (self->place (to, self->user_data));

  if (end < 0 || begin >= self->n_columns || to < from)
    return FALSE;
  *first = (guint) MAX (begin, 0);
  *last = (guint) MIN (end, self->n_columns - 1.0);
  return TRUE;
}

/* An exchange lies on one scale, so that its columns are steps of its time. */
static void
add_events (const Adder *self, const TapTrack *track, gint64 end)
{
  double begin_x = self->place (track->began, self->user_data);
  double end_x = self->place (end, self->user_data);
  double step;
  g_autoptr (GArray) bins = NULL;
  guint first, last;

  if (tap_bins_count (&track->bins) == 0
      || !find_range (self, track->began, end, &first, &last))
    return;
  if (end_x - begin_x < 1e-6)
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
                  TapActivityFunc place, gpointer user_data)
{
  Adder self = { columns, n_columns, place, user_data };
  gint64 end = track->end == TAP_TRACK_OPEN ? now : track->ended;
  guint first, last;

  end = MAX (end, track->began);
  if (track->began < 0 || !find_range (&self, track->began, end, &first, &last))
    return;
  for (guint i = first; i <= last; i++)
    columns[i].open = TRUE;
  add_events (&self, track, end);

  for (guint i = 0; i < track->silences->len; i++)
    {
      const TapSilence *silence = &g_array_index (track->silences, TapSilence, i);

      if (!silence->bytes || !find_range (&self, silence->from, silence->to, &first, &last))
        continue;
      for (guint k = first; k <= last; k++)
        columns[k].silent = TRUE;
    }
  if (track->end == TAP_TRACK_OPEN && track->silent.from >= 0
      && now - track->silent.from >= TAP_TRACK_LASTING
      && find_range (&self, track->silent.from, now, &first, &last))
    {
      for (guint k = first; k <= last; k++)
        columns[k].silent = TRUE;
    }
  for (guint i = 0; i < track->marks->len; i++)
    {
      const TapTrackMark *mark = &g_array_index (track->marks, TapTrackMark, i);

      if (mark->severity > TAP_SEVERITY_NOTE
          && find_range (&self, mark->at, mark->at, &first, &last))
        columns[first].severity = MAX (columns[first].severity, (guint8) mark->severity + 1);
    }
}
