/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-trace.h"

#include "tap-calls.h"

#define MAX_STARTED ((gint64) G_USEC_PER_SEC * 24 * 3600 * 366 * 7000) /* µs since 1970 */

struct _TapTrace
{
  TapFold fold;
  GPtrArray *exchanges;   /* in order of beginning */
  GHashTable *by_id;
  TapCalls *calls;
  TapExchange *newest;    /* the one of the last record, which is mostly the next one's too */
  TapTraceFunc func;
  gpointer user_data;
  char *version;
  gint64 started;
  gint64 clock;
  gint64 now;
  guint64 last_forgotten; /* ids only grow: what comes late for one of these is dropped */
};

TapTrace *
tap_trace_new (TapTraceFlags flags, gint64 gap)
{
  TapTrace *self = g_new0 (TapTrace, 1);

  self->fold.flags = flags;
  self->fold.gap = gap;
  tap_progress_names_init (&self->fold.progress_names);
  self->exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_exchange_free);
  self->calls = tap_calls_new ();
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

void
tap_trace_free (TapTrace *self)
{
  if (self == NULL)
    return;
  tap_calls_free (self->calls);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->exchanges);
  tap_json_clear (&self->fold.json);
  tap_head_clear (&self->fold.head);
  g_free (self->version);
  g_free (self);
}

void
tap_trace_set_grammar (TapTrace *self, const TapGrammar *grammar)
{
  self->fold.grammar = grammar;
}

void
tap_trace_set_func (TapTrace *self, TapTraceFunc func, gpointer user_data)
{
  self->func = func;
  self->user_data = user_data;
}

TapExchange *
tap_trace_find (const TapTrace *self, guint64 exchange)
{
  return g_hash_table_lookup (self->by_id, &exchange);
}

/* Of an exchange whose beginning was lost there still is the rest. */
static gboolean
may_begin (TapRecordKind kind)
{
  switch (kind)
    {
    case TAP_RECORD_REQUEST:
    case TAP_RECORD_RESPONSE:
    case TAP_RECORD_UP:
    case TAP_RECORD_IN:
    case TAP_RECORD_LOST:
    case TAP_RECORD_END:
      return TRUE;

    default:
      return FALSE;
    }
}

static TapExchange *
find_or_begin (TapTrace *self, TapRecord *record)
{
  guint64 id = tap_record_get_exchange (record);
  TapExchange *exchange = self->newest;

  if (id == 0)
    return NULL;
  if (exchange != NULL && exchange->id == id)
    return exchange;

  exchange = tap_trace_find (self, id);
  if (exchange == NULL && id > self->last_forgotten && may_begin (tap_record_get_kind (record)))
    {
      exchange = tap_exchange_new (&self->fold, id);
      g_ptr_array_add (self->exchanges, exchange);
      g_hash_table_insert (self->by_id, &exchange->id, exchange);
    }
  self->newest = exchange;
  return exchange;
}

/* A beginning that no calendar has is unknown. */
static void
read_session (TapTrace *self, TapRecord *record)
{
  self->started = tap_record_get_int (record, "started");
  if (self->started < 0 || self->started > MAX_STARTED)
    self->started = 0;
  self->clock = tap_record_get_int (record, "monotonic");
  g_free (self->version);
  self->version = g_strdup (tap_record_get_string (record, "version"));
}

static TapExchange *
find_cb (gpointer trace, guint64 id)
{
  return tap_trace_find (trace, id);
}

/* The function may forget the exchange that it is told about, so that one comes last. */
static void
tell (TapTrace *self, TapExchange *exchange, TapChange change)
{
  TapExchange *other = tap_calls_follow (self->calls, exchange, find_cb, self);

  if (self->func == NULL)
    return;
  if (other != NULL)
    self->func (self, other, TAP_CHANGE_PROGRESS, self->user_data);
  self->func (self, exchange, change, self->user_data);
}

void
tap_trace_push (TapTrace *self, TapRecord *record)
{
  TapExchange *exchange;
  TapChange change;

  g_return_if_fail (record != NULL);

  self->now = MAX (self->now, tap_record_get_at (record));
  if (tap_record_get_kind (record) == TAP_RECORD_SESSION)
    {
      read_session (self, record);
      return;
    }

  exchange = find_or_begin (self, record);
  if (exchange != NULL && tap_exchange_push (exchange, record, &change))
    tell (self, exchange, change);
}

void
tap_trace_finish (TapTrace *self)
{
  /* The function may forget the exchange that it is told about. */
  for (guint i = 0; i < self->exchanges->len;)
    {
      TapExchange *exchange = g_ptr_array_index (self->exchanges, i);

      if (tap_exchange_finish (exchange, self->now))
        tell (self, exchange, TAP_CHANGE_ENDED);
      if (i < self->exchanges->len && g_ptr_array_index (self->exchanges, i) == exchange)
        i++;
    }
}

void
tap_trace_went_on (TapTrace *self, gint64 until)
{
  self->now = MAX (self->now, until);
}

guint
tap_trace_count (const TapTrace *self)
{
  return self->exchanges->len;
}

TapExchange *
tap_trace_get (const TapTrace *self, guint index)
{
  g_return_val_if_fail (index < self->exchanges->len, NULL);

  return g_ptr_array_index (self->exchanges, index);
}

void
tap_trace_forget (TapTrace *self, guint64 exchange)
{
  TapExchange *found = tap_trace_find (self, exchange);

  if (found == NULL || found->state != TAP_EXCHANGE_ENDED)
    return;
  self->last_forgotten = MAX (self->last_forgotten, exchange);
  if (self->newest == found)
    self->newest = NULL;
  g_hash_table_remove (self->by_id, &exchange);
  g_ptr_array_remove (self->exchanges, found);
}

gint64
tap_trace_get_started (const TapTrace *self)
{
  return self->started;
}

gint64
tap_trace_get_clock (const TapTrace *self)
{
  return self->clock;
}

gint64
tap_trace_get_now (const TapTrace *self)
{
  return self->now;
}

const char *
tap_trace_get_version (const TapTrace *self)
{
  return self->version;
}
