/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-fold-map.h"

#include <math.h>

#define FOLD_PARTS 48           /* a fold is about this part of the busy time */
#define MIN_FOLD 20000.0        /* µs on the axis */

void
tap_fold_map_clear (TapFoldMap *self)
{
  g_clear_pointer (&self->pieces, g_array_unref);
  self->length = 0;
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const TapSpan *first = a;
  const TapSpan *second = b;

  return (first->from > second->from) - (first->from < second->from);
}

/* Overlapping spans as one. (transfer full) */
static GArray *
merge (const TapSpan *spans, guint n_spans)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (TapSpan), n_spans);
  guint kept = 0;

  g_array_append_vals (sorted, spans, n_spans);
  g_array_sort (sorted, compare_spans);
  for (guint i = 1; i < sorted->len; i++)
    {
      TapSpan *last = &g_array_index (sorted, TapSpan, kept);
      TapSpan next = g_array_index (sorted, TapSpan, i);

      if (next.from <= last->to)
        last->to = MAX (last->to, next.to);
      else
        g_array_index (sorted, TapSpan, ++kept) = next;
    }
  if (sorted->len > 0)
    g_array_set_size (sorted, kept + 1);
  return sorted;
}

/* It grows with the session, in steps, so that the axis does not creep. */
static double
fold_length (const GArray *busy)
{
  double sum = 0;

  for (guint i = 0; i < busy->len; i++)
    {
      const TapSpan *span = &g_array_index (busy, TapSpan, i);

      sum += (double) (span->to - span->from);
    }
  return MAX (exp2 (floor (log2 (MAX (sum / FOLD_PARTS, 1)))), MIN_FOLD);
}

static void
add (TapFoldMap *self, gint64 from, gint64 to, double length, gboolean folded)
{
  TapFoldPiece piece = { from, to, self->length, length, folded };

  g_array_append_val (self->pieces, piece);
  self->length += length;
}

void
tap_fold_map_set (TapFoldMap *self, const TapSpan *spans, guint n_spans, gint64 now,
                  gboolean folding)
{
  g_autoptr (GArray) busy = merge (spans, n_spans);
  double fold = fold_length (busy);

  if (self->pieces == NULL)
    self->pieces = g_array_new (FALSE, FALSE, sizeof (TapFoldPiece));
  g_array_set_size (self->pieces, 0);
  self->length = 0;
  for (guint i = 0; i < busy->len; i++)
    {
      const TapSpan *span = &g_array_index (busy, TapSpan, i);

      if (i > 0)
        {
          gint64 before = g_array_index (busy, TapSpan, i - 1).to;
          double idle = (double) (span->from - before);
          gboolean folded = folding && idle > 2 * fold;

          add (self, before, span->from, folded ? fold : idle, folded);
        }
      add (self, span->from, span->to, (double) (span->to - span->from), FALSE);
    }
  if (busy->len > 0)
    {
      gint64 last = g_array_index (busy, TapSpan, busy->len - 1).to;

      if (now > last)
        {
          gboolean folded = folding && (double) (now - last) > 2 * fold;

          add (self, last, now, folded ? fold : (double) (now - last), folded);
        }
    }
}

double
tap_fold_map_to_axis (const TapFoldMap *self, gint64 at)
{
  const TapFoldPiece *pieces;
  guint low = 0;
  guint high;

  if (tap_fold_map_count (self) == 0)
    return (double) at;
  pieces = &g_array_index (self->pieces, TapFoldPiece, 0);
  high = self->pieces->len;
  if (at < pieces[0].from)
    return (double) (at - pieces[0].from);
  if (at >= pieces[high - 1].to)
    return self->length + (double) (at - pieces[high - 1].to);

  /* The last piece that begins at it or before. */
  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (pieces[middle].from <= at)
        low = middle;
      else
        high = middle;
    }
  if (pieces[low].to <= pieces[low].from)
    return pieces[low].position;
  return pieces[low].position
         + pieces[low].length * (double) (at - pieces[low].from)
               / (double) (pieces[low].to - pieces[low].from);
}

gint64
tap_fold_map_to_time (const TapFoldMap *self, double position)
{
  const TapFoldPiece *pieces;
  guint low = 0;
  guint high;

  if (tap_fold_map_count (self) == 0)
    return (gint64) position;
  pieces = &g_array_index (self->pieces, TapFoldPiece, 0);
  high = self->pieces->len;
  if (position < 0)
    return pieces[0].from + (gint64) floor (position);
  if (position >= self->length)
    return pieces[high - 1].to + (gint64) (position - self->length);

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (pieces[middle].position <= position)
        low = middle;
      else
        high = middle;
    }
  if (pieces[low].length <= 0)
    return pieces[low].from;
  return pieces[low].from
         + (gint64) ((position - pieces[low].position) / pieces[low].length
                     * (double) (pieces[low].to - pieces[low].from));
}

guint
tap_fold_map_count (const TapFoldMap *self)
{
  return self->pieces != NULL ? self->pieces->len : 0;
}

const TapFoldPiece *
tap_fold_map_get (const TapFoldMap *self, guint index)
{
  return &g_array_index (self->pieces, TapFoldPiece, index);
}
