/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-fold-map.h"

#include <math.h>

/* At each one that is needed another fold is met, which mostly are few. */
#define FIT_STEPS 200

typedef struct
{
  gint64 from;
  gint64 to;
  double x;
  double slope; /* pixels a µs */
  gboolean idle;
} Piece;

struct _TapFoldMap
{
  GArray *busy;    /* of TapSpan: merged, sorted; the last one may be open */
  GArray *pieces;  /* of Piece */
  gint64 now;
  double scale;
  double fold;
  double length;
};

#define PIECE(self, index) (&g_array_index ((self)->pieces, Piece, (index)))
#define BUSY(self, index) (&g_array_index ((self)->busy, TapSpan, (index)))

TapFoldMap *
tap_fold_map_new (void)
{
  TapFoldMap *self = g_new0 (TapFoldMap, 1);

  self->busy = g_array_new (FALSE, FALSE, sizeof (TapSpan));
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->scale = 1e-4;
  self->fold = -1;
  return self;
}

void
tap_fold_map_free (TapFoldMap *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->busy);
  g_array_unref (self->pieces);
  g_free (self);
}

static void
add_piece (TapFoldMap *self, gint64 from, gint64 to, gboolean idle)
{
  double length = (double) (to - from);
  double slope = self->scale;

  if (to <= from)
    return;
  if (idle && self->fold >= 0 && length * slope > self->fold)
    slope = self->fold / length;
  g_array_append_val (self->pieces, ((Piece){ from, to, self->length, slope, idle }));
  self->length += length * slope;
}

static void
lay_out (TapFoldMap *self)
{
  gint64 at = self->busy->len > 0 ? BUSY (self, 0)->from : 0;

  g_array_set_size (self->pieces, 0);
  self->length = 0;
  for (guint i = 0; i < self->busy->len; i++)
    {
      const TapSpan *span = BUSY (self, i);
      gint64 to = span->to == TAP_SPAN_OPEN ? MAX (self->now, span->from) : span->to;

      add_piece (self, at, span->from, TRUE);
      add_piece (self, span->from, to, FALSE);
      at = MAX (at, to);
    }
  if (self->busy->len > 0)
    add_piece (self, at, self->now, TRUE);
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const TapSpan *one = a, *other = b;

  return (one->from > other->from) - (one->from < other->from);
}

static gboolean
are_sorted (const TapSpan *spans, guint n_spans)
{
  for (guint i = 1; i < n_spans; i++)
    {
      if (spans[i].from < spans[i - 1].from)
        return FALSE;
    }
  return TRUE;
}

static GArray *
merge (const TapSpan *spans, guint n_spans)
{
  GArray *merged = g_array_new (FALSE, FALSE, sizeof (TapSpan));
  g_autofree TapSpan *sorted = NULL;

  if (!are_sorted (spans, n_spans))
    {
      sorted = g_memdup2 (spans, n_spans * sizeof (TapSpan));
      qsort (sorted, n_spans, sizeof (TapSpan), compare_spans);
      spans = sorted;
    }
  for (guint i = 0; i < n_spans; i++)
    {
      TapSpan *last = merged->len > 0 ? &g_array_index (merged, TapSpan, merged->len - 1) : NULL;
      gint64 to = MAX (spans[i].to, spans[i].from);

      if (last != NULL && spans[i].from <= last->to)
        last->to = MAX (last->to, to);
      else
        g_array_append_val (merged, ((TapSpan){ spans[i].from, to }));
    }
  return merged;
}

gboolean
tap_fold_map_set_spans (TapFoldMap *self, const TapSpan *spans, guint n_spans, gint64 now)
{
  g_autoptr (GArray) merged = merge (spans, n_spans);
  gboolean same = merged->len == self->busy->len;

  for (guint i = 0; same && i < merged->len; i++)
    {
      const TapSpan *span = &g_array_index (merged, TapSpan, i);

      same = span->from == BUSY (self, i)->from && span->to == BUSY (self, i)->to;
    }
  if (same && now == self->now)
    return FALSE;
  g_array_unref (self->busy);
  self->busy = g_steal_pointer (&merged);
  self->now = now;
  lay_out (self);
  return !same;
}

gint64
tap_fold_map_get_from (const TapFoldMap *self)
{
  return self->busy->len > 0 ? BUSY (self, 0)->from : 0;
}

gint64
tap_fold_map_get_to (const TapFoldMap *self)
{
  return self->pieces->len > 0 ? PIECE (self, self->pieces->len - 1)->to
                               : tap_fold_map_get_from (self);
}

gboolean
tap_fold_map_get_open (const TapFoldMap *self)
{
  return self->busy->len > 0 && BUSY (self, self->busy->len - 1)->to == TAP_SPAN_OPEN;
}

void
tap_fold_map_set_scale (TapFoldMap *self, double scale, double fold)
{
  g_return_if_fail (scale > 0);

  if (self->scale == scale && self->fold == fold)
    return;
  self->scale = scale;
  self->fold = fold;
  lay_out (self);
}

double
tap_fold_map_get_scale (const TapFoldMap *self)
{
  return self->scale;
}

double
tap_fold_map_get_length (const TapFoldMap *self)
{
  return self->length;
}

/* The pixels from @from to @to, were the scale another one. @growth: (out) by how much more they
 * become with each more of the scale: the µs that are not folded. */
static double
measure (const TapFoldMap *self, gint64 from, gint64 to, double scale, double fold, double *growth)
{
  double length = 0, plain = 0;

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = PIECE (self, i);
      double share = (double) (MIN (to, piece->to) - MAX (from, piece->from));
      double whole = (double) (piece->to - piece->from);

      if (share <= 0)
        continue;
      if (piece->idle && fold >= 0 && whole * scale > fold)
        length += fold * share / whole;
      else
        plain += share;
    }
  plain += (double) MAX (tap_fold_map_get_from (self) - from, 0);
  plain += (double) MAX (to - tap_fold_map_get_to (self), 0);
  *growth = plain;
  return length + plain * scale;
}

/* The length grows with the scale, and ever less so as more is folded: each tangent meets the
 * width before the length does, and the last one where the length does. */
double
tap_fold_map_fit (const TapFoldMap *self, gint64 from, gint64 to, double width, double fold)
{
  double scale, length, growth;

  if (to <= from || width <= 0)
    return 0;
  scale = width / (double) (to - from);
  for (guint i = 0; i < FIT_STEPS; i++)
    {
      length = measure (self, from, to, scale, fold, &growth);
      if (width - length <= width * 1e-12)
        break;
      if (growth <= 0) /* nothing but folds */
        return 0;
      scale += (width - length) / growth;
    }
  return scale;
}

/* The last piece that begins at or before it: by time, or by pixels. */
static const Piece *
find_piece (const TapFoldMap *self, gboolean by_time, gint64 at, double x)
{
  guint low = 0, high = self->pieces->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;
      const Piece *piece = PIECE (self, middle);

      if (by_time ? piece->from <= at : piece->x <= x)
        low = middle;
      else
        high = middle;
    }
  return PIECE (self, low);
}

double
tap_fold_map_to_x (const TapFoldMap *self, gint64 at)
{
  gint64 from = tap_fold_map_get_from (self), to = tap_fold_map_get_to (self);
  const Piece *piece;

  if (at <= from || self->pieces->len == 0)
    return (double) (at - from) * self->scale;
  if (at >= to)
    return self->length + (double) (at - to) * self->scale;
  piece = find_piece (self, TRUE, at, 0);
  return piece->x + (double) (at - piece->from) * piece->slope;
}

gint64
tap_fold_map_to_time (const TapFoldMap *self, double x)
{
  const Piece *piece;
  gint64 at;

  if (x <= 0 || self->pieces->len == 0)
    return tap_fold_map_get_from (self) + (gint64) floor (x / self->scale + .5);
  if (x >= self->length)
    return tap_fold_map_get_to (self) + (gint64) floor ((x - self->length) / self->scale + .5);
  piece = find_piece (self, FALSE, 0, x);
  if (piece->slope <= 0)
    return piece->from;
  at = piece->from + (gint64) floor ((x - piece->x) / piece->slope + .5);
  return MIN (at, piece->to);
}

guint
tap_fold_map_count (const TapFoldMap *self)
{
  return self->pieces->len;
}

guint
tap_fold_map_count_idle (const TapFoldMap *self)
{
  guint count = 0;

  for (guint i = 0; i < self->pieces->len; i++)
    count += PIECE (self, i)->idle ? 1 : 0;
  return count;
}

void
tap_fold_map_get (const TapFoldMap *self, guint index, TapStretch *stretch)
{
  const Piece *piece = PIECE (self, index);

  *stretch = (TapStretch){
    .from = piece->from,
    .to = piece->to,
    .x = piece->x,
    .width = (double) (piece->to - piece->from) * piece->slope,
    .idle = piece->idle,
    .folded = piece->slope < self->scale,
  };
}

guint
tap_fold_map_find (const TapFoldMap *self, double x)
{
  return self->pieces->len > 0 ? (guint) (find_piece (self, FALSE, 0, x) - PIECE (self, 0)) : 0;
}
