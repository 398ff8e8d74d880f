/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-runs.h"

void
tap_event_runs_clear (TapEventRuns *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->opened, g_hash_table_unref);
  *self = (TapEventRuns){ NULL };
}

static gboolean
may_fold (const TapEvent *event)
{
  switch ((TapEventKind) event->kind)
    {
    case TAP_EVENT_TEXT:
    case TAP_EVENT_THINKING:
    case TAP_EVENT_TOOL:
    case TAP_EVENT_PING:
    case TAP_EVENT_COMMENT:
      return event->severity == 0;

    case TAP_EVENT_OTHER:
    case TAP_EVENT_START:
    case TAP_EVENT_STOP:
    case TAP_EVENT_ERROR:
    default:
      return FALSE;
    }
}

static gboolean
are_alike (const TapEvent *a, const TapEvent *b)
{
  return may_fold (a) && may_fold (b) && a->name == b->name && a->kind == b->kind;
}

static void
add (TapEventRuns *self, TapRunKind kind, guint first, guint last)
{
  TapRun row = { kind, first, last };

  g_array_append_val (self->rows, row);
}

static gboolean
is_same (const GArray *a, guint a_row, const GArray *b, guint b_row)
{
  const TapRun *one = &g_array_index (a, TapRun, a_row);
  const TapRun *other = &g_array_index (b, TapRun, b_row);

  return one->kind == other->kind && one->first == other->first && one->last == other->last;
}

static gboolean
is_open (const TapEventRuns *self, guint first)
{
  return self->all_open
         || (self->opened != NULL
             && g_hash_table_contains (self->opened, GUINT_TO_POINTER (first + 1)));
}

/* The blocks @first … @last, alike, without a silence between them; if they have a row each, those
 * before @from have theirs already. */
static void
add_alike (TapEventRuns *self, guint first, guint from, guint last)
{
  if (last - first + 1 >= TAP_RUN_MIN && !is_open (self, first))
    add (self, TAP_RUN_FOLDED, first, last);
  else
    for (guint i = from; i <= last; i++)
      add (self, TAP_RUN_EVENT, i, i);
}

/* The next silence that is to have a row: of pings alone only where no byte silence, which would
 * be listed right behind it, tells more. So those with a row lie one after another in time. */
static const TapSilence *
next_silence (TapExchange *exchange, guint *index)
{
  guint count = tap_exchange_count_silences (exchange);

  for (; *index < count; (*index)++)
    {
      const TapSilence *silence = tap_exchange_get_silence (exchange, *index);
      gboolean covered = FALSE;

      for (guint i = *index + 1; !silence->bytes && i < count && !covered; i++)
        {
          const TapSilence *inner = tap_exchange_get_silence (exchange, i);

          if (inner->from >= silence->to)
            break;
          covered = inner->bytes;
        }
      if (!covered)
        return silence;
    }
  return NULL;
}

/* The first silence that has no row before the tail. */
static guint
find_silence (const TapEventRuns *self, TapExchange *exchange)
{
  guint index = tap_exchange_count_silences (exchange);

  while (index > 0 && tap_exchange_get_silence (exchange, index - 1)->to > self->told_to)
    index--;
  return index;
}

/* The tail that goes on: with its rows if it has one a block, which stay; else without. */
static guint
keep_tail (TapEventRuns *self)
{
  if (self->blocks > self->tail_first && is_open (self, self->tail_first))
    {
      g_array_set_size (self->rows, self->tail_end);
      return self->blocks;
    }
  g_array_set_size (self->rows, self->tail_row);
  return self->tail_first;
}

/* Makes rows from the tail on. */
static void
build (TapEventRuns *self, TapExchange *exchange)
{
  guint count = tap_exchange_count_blocks (exchange);
  guint silence = find_silence (self, exchange);
  const TapSilence *next = next_silence (exchange, &silence);
  guint first = self->tail_first;
  guint from = keep_tail (self);

  for (guint i = self->blocks; i < count; i++)
    {
      const TapEvent *event = tap_exchange_get_block (exchange, i);
      gboolean silent = next != NULL && next->to <= event->last_at;

      if (!silent
          && (i == first || are_alike (tap_exchange_get_block (exchange, first), event)))
        continue;
      if (i > first)
        add_alike (self, first, from, i - 1);
      for (; next != NULL && next->to <= event->last_at;
           silence++, next = next_silence (exchange, &silence))
        {
          add (self, TAP_RUN_SILENCE, silence, silence);
          self->told_to = next->to;
        }
      first = from = i;
      self->tail_first = first;
      self->tail_row = self->rows->len;
    }
  if (count > first && count > from)
    add_alike (self, first, from, count - 1);
  self->tail_end = self->rows->len;
  for (; next != NULL; silence++, next = next_silence (exchange, &silence))
    add (self, TAP_RUN_SILENCE, silence, silence);
  self->blocks = count;
  self->silences = tap_exchange_count_silences (exchange);
  self->findings = tap_findings_count (tap_exchange_get_findings (exchange));
  self->ended = tap_exchange_get_state (exchange) == TAP_EXCHANGE_ENDED;
  if (self->ended)
    add (self, TAP_RUN_END, 0, 0);
}

/* Makes all rows anew, and tells only of those that are others than before. */
static void
rebuild (TapEventRuns *self, TapExchange *exchange, TapRunChange *change)
{
  g_autoptr (GArray) before = g_steal_pointer (&self->rows);
  guint head = 0;
  guint tail = 0;
  guint shorter;

  self->rows = g_array_new (FALSE, FALSE, sizeof (TapRun));
  self->blocks = self->tail_first = self->tail_row = self->tail_end = 0;
  self->told_to = -1;
  build (self, exchange);
  shorter = MIN (before->len, self->rows->len);
  while (head < shorter && is_same (before, head, self->rows, head))
    head++;
  while (tail < shorter - head
         && is_same (before, before->len - 1 - tail, self->rows, self->rows->len - 1 - tail))
    tail++;
  *change = (TapRunChange){ head, before->len - head - tail, self->rows->len - head - tail };
}

gboolean
tap_event_runs_is_current (const TapEventRuns *self, TapExchange *exchange)
{
  return self->rows != NULL && tap_exchange_count_blocks (exchange) == self->blocks
         && tap_exchange_count_silences (exchange) == self->silences
         && tap_findings_count (tap_exchange_get_findings (exchange)) == self->findings
         && (tap_exchange_get_state (exchange) == TAP_EXCHANGE_ENDED) == self->ended;
}

gboolean
tap_event_runs_update (TapEventRuns *self, TapExchange *exchange, TapRunChange *change)
{
  gboolean ended = tap_exchange_get_state (exchange) == TAP_EXCHANGE_ENDED;
  guint findings = tap_findings_count (tap_exchange_get_findings (exchange));
  guint before;
  guint kept;

  if (self->rows == NULL)
    {
      self->rows = g_array_new (FALSE, FALSE, sizeof (TapRun));
      self->told_to = -1;
    }
  if (tap_event_runs_is_current (self, exchange))
    return FALSE;
  if (findings != self->findings || ended != self->ended)
    {
      rebuild (self, exchange, change);
      return TRUE;
    }

  before = self->rows->len;
  kept = self->blocks > self->tail_first && is_open (self, self->tail_first) ? self->tail_end
                                                                             : self->tail_row;
  build (self, exchange);
  *change = (TapRunChange){ kept, before - kept, self->rows->len - kept };
  return TRUE;
}

void
tap_event_runs_toggle (TapEventRuns *self, TapExchange *exchange, guint first,
                       TapRunChange *change)
{
  gpointer key = GUINT_TO_POINTER (first + 1);

  if (self->opened == NULL)
    self->opened = g_hash_table_new (NULL, NULL);
  if (!g_hash_table_remove (self->opened, key))
    g_hash_table_add (self->opened, key);
  rebuild (self, exchange, change);
}

void
tap_event_runs_open_all (TapEventRuns *self, TapExchange *exchange, gboolean open,
                         TapRunChange *change)
{
  self->all_open = open;
  if (!open)
    g_clear_pointer (&self->opened, g_hash_table_unref);
  rebuild (self, exchange, change);
}

/* Numbers rise, but comments have none; without comments, an event is the block of its number. */
static gboolean
find_block (TapExchange *exchange, guint number, guint *block)
{
  guint high = tap_exchange_count_blocks (exchange);
  guint low = number - 1;

  while (low < high)
    {
      guint middle = low == number - 1 ? low : low + (high - low) / 2;
      guint probe = middle;
      guint found;

      while (probe < high && tap_exchange_get_block (exchange, probe)->number == 0)
        probe++;
      found = probe < high ? tap_exchange_get_block (exchange, probe)->number : G_MAXUINT;
      if (found == number)
        {
          *block = probe;
          return TRUE;
        }
      if (found < number)
        low = probe + 1;
      else
        high = middle;
    }
  return FALSE;
}

/* Blocks lie in the rows in order; silences and the end lie between them. */
gboolean
tap_event_runs_find (const TapEventRuns *self, TapExchange *exchange, guint number, guint *row)
{
  guint low = 0;
  guint high = self->rows != NULL ? self->rows->len : 0;
  guint block;

  if (number == 0)
    {
      /* The end, where there is one. */
      *row = high > 0 ? high - 1 : 0;
      return high > 0 && g_array_index (self->rows, TapRun, high - 1).kind == TAP_RUN_END;
    }
  if (!find_block (exchange, number, &block))
    return FALSE;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      guint probe = middle;
      const TapRun *found;

      while (probe < high && g_array_index (self->rows, TapRun, probe).kind >= TAP_RUN_SILENCE)
        probe++;
      found = &g_array_index (self->rows, TapRun, probe);
      if (probe == high || block < found->first)
        {
          high = middle;
        }
      else if (block > found->last)
        {
          low = probe + 1;
        }
      else
        {
          *row = probe;
          return TRUE;
        }
    }
  return FALSE;
}
