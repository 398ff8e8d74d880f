/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-bins.h"

void
tap_bins_clear (TapBins *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->levels); i++)
    g_clear_pointer (&self->levels[i], g_array_unref);
}

void
tap_bins_free (TapBins *self)
{
  tap_bins_clear (self);
  g_free (self);
}

static guint16
look (const TapExchange *exchange, guint from, guint to)
{
  guint16 kinds = 0;

  for (guint i = from; i < to; i++)
    kinds |= (guint16) (1 << tap_exchange_get_block (exchange, i)->kind);
  return kinds;
}

static guint16
join (const GArray *level, guint from, guint to)
{
  guint16 kinds = 0;

  for (guint i = from; i < to; i++)
    kinds |= g_array_index (level, guint16, i);
  return kinds;
}

void
tap_bins_update (TapBins *self, const TapExchange *exchange)
{
  guint count = tap_exchange_count_blocks (exchange);

  for (guint i = 0; i < G_N_ELEMENTS (self->levels); i++)
    {
      if (self->levels[i] == NULL)
        self->levels[i] = g_array_new (FALSE, FALSE, sizeof (guint16));
    }
  while ((self->levels[0]->len + 1) * TAP_BINS_BLOCK <= count)
    {
      guint from = self->levels[0]->len * TAP_BINS_BLOCK;
      guint16 kinds = look (exchange, from, from + TAP_BINS_BLOCK);

      g_array_append_val (self->levels[0], kinds);
    }
  while ((self->levels[1]->len + 1) * TAP_BINS_BLOCK <= self->levels[0]->len)
    {
      guint from = self->levels[1]->len * TAP_BINS_BLOCK;
      guint16 kinds = join (self->levels[0], from, from + TAP_BINS_BLOCK);

      g_array_append_val (self->levels[1], kinds);
    }
}

/* As much as possible of a range in whole blocks of a level; the ends one level below. */
static guint16
query (const TapBins *self, const TapExchange *exchange, int level, guint from, guint to)
{
  guint size = TAP_BINS_BLOCK;
  guint first;
  guint last;
  const GArray *blocks;

  if (level < 0)
    return look (exchange, from, to);
  for (int i = 0; i < level; i++)
    size *= TAP_BINS_BLOCK;
  blocks = self->levels[level];
  first = (from + size - 1) / size;
  last = MIN (to / size, blocks != NULL ? blocks->len : 0);
  if (first >= last)
    return query (self, exchange, level - 1, from, to);
  return query (self, exchange, level - 1, from, first * size) | join (blocks, first, last)
         | query (self, exchange, level - 1, last * size, to);
}

guint16
tap_bins_kinds (const TapBins *self, const TapExchange *exchange, guint from, guint to)
{
  return query (self, exchange, (int) G_N_ELEMENTS (self->levels) - 1, from, to);
}

TapEventKind
tap_bins_foremost (guint16 kinds)
{
  static const TapEventKind order[] = {
    TAP_EVENT_ERROR, TAP_EVENT_TOOL, TAP_EVENT_THINKING, TAP_EVENT_TEXT, TAP_EVENT_START,
    TAP_EVENT_STOP,  TAP_EVENT_OTHER, TAP_EVENT_PING,    TAP_EVENT_COMMENT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      if ((kinds & (1 << order[i])) != 0)
        return order[i];
    }
  return TAP_EVENT_OTHER;
}

guint
tap_bins_find (const TapExchange *exchange, guint from, gint64 at)
{
  guint count = tap_exchange_count_blocks (exchange);
  guint step = 1;
  guint low = from;
  guint high;

  /* Mostly it is near: gallop, then halve. */
  while (low + step < count && tap_exchange_get_block (exchange, low + step)->last_at < at)
    {
      low += step;
      step *= 2;
    }
  high = MIN (low + step + 1, count);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (tap_exchange_get_block (exchange, middle)->last_at < at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
