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
is_open (const TapEventRuns *self, guint first)
{
  return self->all_open
         || (self->opened != NULL
             && g_hash_table_contains (self->opened, GUINT_TO_POINTER (first + 1)));
}

/* The blocks @first … @last, alike, without a silence between them. */
static void
add_alike (TapEventRuns *self, guint first, guint last)
{
  if (last - first + 1 >= TAP_RUN_MIN && !is_open (self, first))
    add (self, TAP_RUN_FOLDED, first, last);
  else
    for (guint i = first; i <= last; i++)
      add (self, TAP_RUN_EVENT, i, i);
}

/* The next silence that is to have a row: of pings alone only where no byte silence tells more. */
static const TapSilence *
next_silence (TapExchange *exchange, guint *index)
{
  guint count = tap_exchange_count_silences (exchange);

  for (; *index < count; (*index)++)
    {
      const TapSilence *silence = tap_exchange_get_silence (exchange, *index);
      gboolean covered = FALSE;

      for (guint i = 0; !silence->bytes && i < count && !covered; i++)
        {
          const TapSilence *other = tap_exchange_get_silence (exchange, i);

          covered = other->bytes && other->from < silence->to && other->to > silence->from;
        }
      if (!covered)
        return silence;
    }
  return NULL;
}

/* Makes rows from the block @from on, and the silences from @silence on. */
static void
build (TapEventRuns *self, TapExchange *exchange, guint from, guint silence)
{
  guint count = tap_exchange_count_blocks (exchange);
  const TapSilence *next = next_silence (exchange, &silence);
  guint first = from;

  for (guint i = from; i < count; i++)
    {
      const TapEvent *event = tap_exchange_get_block (exchange, i);

      if (next != NULL && next->to <= event->last_at)
        {
          if (i > first)
            add_alike (self, first, i - 1);
          first = i;
          for (; next != NULL && next->to <= event->last_at;
               silence++, next = next_silence (exchange, &silence))
            add (self, TAP_RUN_SILENCE, silence, silence);
        }
      else if (i > first && !are_alike (tap_exchange_get_block (exchange, first), event))
        {
          add_alike (self, first, i - 1);
          first = i;
        }
    }
  if (count > first)
    add_alike (self, first, count - 1);
  for (; next != NULL; silence++, next = next_silence (exchange, &silence))
    add (self, TAP_RUN_SILENCE, silence, silence);
  self->blocks = count;
  self->silences = tap_exchange_count_silences (exchange);
  self->findings = tap_findings_count (tap_exchange_get_findings (exchange));
  self->ended = tap_exchange_get_state (exchange) == TAP_EXCHANGE_ENDED;
  if (self->ended)
    add (self, TAP_RUN_END, 0, 0);
}

static void
rebuild (TapEventRuns *self, TapExchange *exchange, TapRunChange *change)
{
  guint before = self->rows->len;

  g_array_set_size (self->rows, 0);
  build (self, exchange, 0, 0);
  *change = (TapRunChange){ 0, before, self->rows->len };
}

gboolean
tap_event_runs_update (TapEventRuns *self, TapExchange *exchange, TapRunChange *change)
{
  guint silences = tap_exchange_count_silences (exchange);
  guint findings = tap_findings_count (tap_exchange_get_findings (exchange));
  gboolean ended = tap_exchange_get_state (exchange) == TAP_EXCHANGE_ENDED;
  guint keep;
  guint from = self->blocks;
  guint before;

  if (self->rows == NULL)
    self->rows = g_array_new (FALSE, FALSE, sizeof (TapRun));
  if (tap_exchange_count_blocks (exchange) == self->blocks && silences == self->silences
      && findings == self->findings && ended == self->ended)
    return FALSE;
  /* A finding may be about an event long past; a silence lies between events; a run that was
   * opened is known by its first block. */
  if (findings != self->findings || silences != self->silences || self->ended
      || (self->opened != NULL && g_hash_table_size (self->opened) > 0))
    {
      rebuild (self, exchange, change);
      return TRUE;
    }

  /* What is behind the last row that cannot grow any more is made anew. */
  before = keep = self->rows->len;
  while (keep > 0)
    {
      const TapRun *row = &g_array_index (self->rows, TapRun, keep - 1);

      if (row->kind == TAP_RUN_SILENCE)
        break;
      if (row->kind == TAP_RUN_FOLDED || before - keep + 1 >= TAP_RUN_MIN)
        {
          from = row->first;
          keep--;
          break;
        }
      from = row->first;
      keep--;
    }
  g_array_set_size (self->rows, keep);
  build (self, exchange, from, silences);
  *change = (TapRunChange){ keep, before - keep, self->rows->len - keep };
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

/* Blocks lie in the rows in order; silences and the end lie between them. */
gboolean
tap_event_runs_find (const TapEventRuns *self, TapExchange *exchange, guint number, guint *row)
{
  guint low = 0;
  guint high = self->rows != NULL ? self->rows->len : 0;

  if (number == 0)
    {
      /* The end, where there is one. */
      *row = high > 0 ? high - 1 : 0;
      return high > 0 && g_array_index (self->rows, TapRun, high - 1).kind == TAP_RUN_END;
    }
  while (low < high)
    {
      guint middle = (low + high) / 2;
      guint probe = middle;
      const TapRun *found;

      while (probe < high && g_array_index (self->rows, TapRun, probe).kind >= TAP_RUN_SILENCE)
        probe++;
      if (probe == high)
        {
          high = middle;
          continue;
        }
      found = &g_array_index (self->rows, TapRun, probe);
      /* A comment has no number; the next event that has one tells. */
      {
        guint last = found->last;
        guint count = tap_exchange_count_blocks (exchange);
        guint last_number;

        while (last < count && tap_exchange_get_block (exchange, last)->number == 0)
          last++;
        last_number = last < count ? tap_exchange_get_block (exchange, last)->number : G_MAXUINT;
        if (number > last_number || (last > found->last && number == last_number))
          {
            low = probe + 1;
            continue;
          }
        {
          guint first_number = 0;

          for (guint i = found->first; i <= found->last && first_number == 0; i++)
            first_number = tap_exchange_get_block (exchange, i)->number;
          if (first_number != 0 && number >= first_number)
            {
              *row = probe;
              return TRUE;
            }
        }
        high = middle;
      }
    }
  return FALSE;
}
