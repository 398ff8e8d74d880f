/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-busy.h"

#include <stdlib.h>

#define SHARE 50 /* of the busy time: a hole that is folded is longer */

struct _TapBusy
{
  GArray *closed;      /* of TapSpan: merged, sorted */
  GArray *told;        /* of TapSpan: the same with what is open */
  GHashTable *open;    /* index → when it began: gint64 */
  gint64 open_since;   /* of all that are open; below 0: to be looked for */
  gint64 last;
};

#define CLOSED(self, index) (&g_array_index ((self)->closed, TapSpan, (index)))

TapBusy *
tap_busy_new (void)
{
  TapBusy *self = g_new0 (TapBusy, 1);

  self->closed = g_array_new (FALSE, FALSE, sizeof (TapSpan));
  self->told = g_array_new (FALSE, FALSE, sizeof (TapSpan));
  self->open = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->open_since = -1;
  return self;
}

void
tap_busy_free (TapBusy *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->closed);
  g_array_unref (self->told);
  g_hash_table_unref (self->open);
  g_free (self);
}

void
tap_busy_clear (TapBusy *self)
{
  g_array_set_size (self->closed, 0);
  g_hash_table_remove_all (self->open);
  self->open_since = -1;
  self->last = 0;
}

/* The first that does not end before @at. */
static guint
find (const TapBusy *self, gint64 at)
{
  guint low = 0, high = self->closed->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (CLOSED (self, middle)->to < at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  const gint64 *one = a, *other = b;

  return (*one > *other) - (*one < *other);
}

/* Half of the holes, the shortest ones, so that it is long until it is to be done again. */
static void
join_nearest (TapBusy *self)
{
  guint n_holes = self->closed->len - 1;
  g_autofree gint64 *lengths = g_new (gint64, n_holes);
  guint n_joined = n_holes / 2;
  guint kept = 0;
  gint64 limit;

  for (guint i = 0; i < n_holes; i++)
    lengths[i] = CLOSED (self, i + 1)->from - CLOSED (self, i)->to;
  qsort (lengths, n_holes, sizeof *lengths, compare_lengths);
  limit = lengths[n_joined];
  for (guint i = 1; i < self->closed->len; i++)
    {
      const TapSpan *span = CLOSED (self, i);

      if (n_joined > 0 && span->from - CLOSED (self, kept)->to <= limit)
        {
          CLOSED (self, kept)->to = span->to;
          n_joined--;
        }
      else
        {
          *CLOSED (self, ++kept) = *span;
        }
    }
  g_array_set_size (self->closed, kept + 1);
}

static void
close_span (TapBusy *self, gint64 from, gint64 to)
{
  TapSpan span = { from, MAX (from, to) };
  guint first = find (self, from);
  guint end = first;

  self->last = MAX (self->last, span.to);
  for (; end < self->closed->len && CLOSED (self, end)->from <= span.to; end++)
    {
      span.from = MIN (span.from, CLOSED (self, end)->from);
      span.to = MAX (span.to, CLOSED (self, end)->to);
    }
  if (end == first)
    {
      g_array_insert_val (self->closed, first, span);
    }
  else
    {
      *CLOSED (self, first) = span;
      g_array_remove_range (self->closed, first + 1, end - first - 1);
    }
  if (self->closed->len > TAP_BUSY_MAX)
    join_nearest (self);
}

void
tap_busy_update (TapBusy *self, guint index, gint64 began, gint64 ended)
{
  gpointer key = GUINT_TO_POINTER (index);
  const gint64 *known;

  if (began < 0)
    return;
  known = g_hash_table_lookup (self->open, key);
  if (ended >= 0)
    {
      if (known != NULL && *known == self->open_since)
        self->open_since = -1;
      g_hash_table_remove (self->open, key);
      close_span (self, began, ended);
    }
  else if (known == NULL)
    {
      if (g_hash_table_size (self->open) == 0)
        self->open_since = began;
      else if (self->open_since >= 0)
        self->open_since = MIN (self->open_since, began);
      g_hash_table_insert (self->open, key, g_memdup2 (&began, sizeof began));
    }
}

gboolean
tap_busy_get_open (const TapBusy *self)
{
  return g_hash_table_size (self->open) > 0;
}

gint64
tap_busy_get_last (const TapBusy *self)
{
  return self->last;
}

static void
find_open_since (TapBusy *self)
{
  GHashTableIter iter;
  gpointer began;

  self->open_since = G_MAXINT64;
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &began))
    self->open_since = MIN (self->open_since, *(const gint64 *) began);
}

const TapSpan *
tap_busy_get (TapBusy *self, gint64 until, guint *n_spans)
{
  TapSpan span;
  guint first, end;

  if (!tap_busy_get_open (self))
    {
      *n_spans = self->closed->len;
      return (const TapSpan *) (gpointer) self->closed->data;
    }
  if (self->open_since < 0)
    find_open_since (self);

  span = (TapSpan){ self->open_since, MAX (self->open_since, until) };
  first = end = find (self, span.from);
  for (; end < self->closed->len && CLOSED (self, end)->from <= span.to; end++)
    {
      span.from = MIN (span.from, CLOSED (self, end)->from);
      span.to = MAX (span.to, CLOSED (self, end)->to);
    }
  g_array_set_size (self->told, 0);
  if (first > 0)
    g_array_append_vals (self->told, CLOSED (self, 0), first);
  g_array_append_val (self->told, span);
  if (end < self->closed->len)
    g_array_append_vals (self->told, CLOSED (self, end), self->closed->len - end);
  *n_spans = self->told->len;
  return (const TapSpan *) (gpointer) self->told->data;
}

/* A power of two, so that it does not change, and holes with it, while a session grows a little. */
static gint64
get_shortest (gint64 busy)
{
  gint64 shortest = 1;

  while (shortest * 2 <= busy / SHARE)
    shortest *= 2;
  return shortest;
}

void
tap_busy_join_short (const TapSpan *spans, guint n_spans, gint64 now, GArray *joined)
{
  gint64 busy = 0;
  gint64 shortest;

  for (guint i = 0; i < n_spans; i++)
    busy += MAX ((spans[i].to == TAP_SPAN_OPEN ? now : spans[i].to) - spans[i].from, 0);
  shortest = get_shortest (busy);
  g_array_set_size (joined, 0);
  for (guint i = 0; i < n_spans; i++)
    {
      TapSpan *last = joined->len > 0 ? &g_array_index (joined, TapSpan, joined->len - 1) : NULL;

      if (last != NULL && spans[i].from - last->to < shortest)
        last->to = spans[i].to;
      else
        g_array_append_val (joined, spans[i]);
    }
}
