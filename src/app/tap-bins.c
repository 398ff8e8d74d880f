/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-bins.h"

#include <math.h>

/* From what may be covered to what must be seen: borders are few and tell where things begin, what
 * the model says outweighs what only keeps the connection alive. */
static const TapEventKind kind_of_rank[] = {
  TAP_EVENT_COMMENT, TAP_EVENT_PING, TAP_EVENT_OTHER, TAP_EVENT_TEXT,  TAP_EVENT_THINKING,
  TAP_EVENT_TOOL,    TAP_EVENT_STOP, TAP_EVENT_START, TAP_EVENT_ERROR,
};

static guint8
rank_of (TapEventKind kind)
{
  static const guint8 ranks[] = {
    [TAP_EVENT_COMMENT] = 0, [TAP_EVENT_PING] = 1,     [TAP_EVENT_OTHER] = 2,
    [TAP_EVENT_TEXT] = 3,    [TAP_EVENT_THINKING] = 4, [TAP_EVENT_TOOL] = 5,
    [TAP_EVENT_STOP] = 6,    [TAP_EVENT_START] = 7,    [TAP_EVENT_ERROR] = 8,
  };

  return (guint) kind < G_N_ELEMENTS (ranks) ? ranks[kind] : ranks[TAP_EVENT_OTHER];
}

static GByteArray *
get_level (const TapBins *self, guint level)
{
  return g_ptr_array_index (self->levels, level);
}

void
tap_bins_clear (TapBins *self)
{
  g_clear_pointer (&self->times, g_array_unref);
  g_clear_pointer (&self->levels, g_ptr_array_unref);
  self->newest = 0;
}

/* Raises the last rank of each level, or begins one; a new level begins as the last one has two. */
void
tap_bins_add (TapBins *self, gint64 at, TapEventKind kind)
{
  guint8 rank = rank_of (kind);
  guint index;

  if (self->times == NULL)
    {
      self->times = g_array_new (FALSE, FALSE, sizeof (gint64));
      self->levels = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
      g_ptr_array_add (self->levels, g_byte_array_new ());
    }
  index = self->times->len;
  self->newest = index > 0 ? MAX (self->newest, at) : at;
  g_array_append_val (self->times, self->newest);

  for (guint k = 0; k < self->levels->len; k++)
    {
      GByteArray *level = get_level (self, k);

      if (index >> k >= level->len)
        g_byte_array_append (level, &rank, 1);
      else if (level->data[index >> k] < rank)
        level->data[index >> k] = rank;
      else if (k > 0)
        break;

      if (k + 1 == self->levels->len && level->len == 2)
        {
          GByteArray *next = g_byte_array_new ();
          guint8 both = MAX (level->data[0], level->data[1]);

          g_byte_array_append (next, &both, 1);
          g_ptr_array_add (self->levels, next);
          break;
        }
    }
}

guint
tap_bins_count (const TapBins *self)
{
  return self->times != NULL ? self->times->len : 0;
}

gint64
tap_bins_get_time (const TapBins *self, guint index)
{
  return g_array_index (self->times, gint64, index);
}

/* Bisects between two indexes. */
static guint
bisect (const gint64 *times, guint low, guint high, gint64 at)
{
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (times[middle] < at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
tap_bins_find (const TapBins *self, gint64 at)
{
  return self->times != NULL
           ? bisect ((const gint64 *) (gpointer) self->times->data, 0, self->times->len, at)
           : 0;
}

gboolean
tap_bins_nearest (const TapBins *self, gint64 at, guint *index)
{
  guint found = tap_bins_find (self, at);
  guint count = tap_bins_count (self);

  if (count == 0)
    return FALSE;
  if (found == count
      || (found > 0
          && at - tap_bins_get_time (self, found - 1) < tap_bins_get_time (self, found) - at))
    found--;
  *index = found;
  return TRUE;
}

TapEventKind
tap_bins_worst (const TapBins *self, guint index, guint n)
{
  guint end = index + n;
  guint8 worst = 0;

  while (index < end)
    {
      guint k = 0;

      while (k + 1 < self->levels->len && (index & ((2u << k) - 1)) == 0
             && index + (2u << k) <= end)
        k++;
      worst = MAX (worst, get_level (self, k)->data[index >> k]);
      index += 1u << k;
    }
  return kind_of_rank[worst];
}

/* The first event at or after @at, looked for in growing steps from @index on, because it is near. */
static guint
gallop (const gint64 *times, guint index, guint count, gint64 at)
{
  guint step = 1, low = index;

  while (index < count && times[index] < at)
    {
      low = index + 1;
      index = step < count - index ? index + step : count;
      step *= 2;
    }
  return bisect (times, low, MIN (index, count), at);
}

void
tap_bins_fill (const TapBins *self, gint64 from, double step, guint n_columns, GArray *columns)
{
  guint count = tap_bins_count (self);
  guint index = tap_bins_find (self, from);
  const gint64 *times;

  g_array_set_size (columns, 0);
  if (index >= count)
    return;
  times = (const gint64 *) (gpointer) self->times->data;
  while (index < count)
    {
      /* A guess, since the division may be off by one where the product is exact. */
      double guess = floor ((double) (times[index] - from) / step);
      guint column, next;

      if (guess >= n_columns + 1.0)
        break;
      column = (guint) MAX (guess, 0);
      while (from + (gint64) ceil ((column + 1.0) * step) <= times[index])
        column++;
      while (column > 0 && from + (gint64) ceil (column * step) > times[index])
        column--;
      if (column >= n_columns)
        break;
      next = gallop (times, index, count, from + (gint64) ceil ((column + 1.0) * step));
      g_array_append_val (columns, ((TapColumn){
                                     column,
                                     next - index,
                                     tap_bins_worst (self, index, next - index),
                                   }));
      index = next;
    }
}
