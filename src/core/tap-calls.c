/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-calls.h"

#define CALLS_MAX 4096 /* attempts that are remembered */

/* How long after the end of an attempt the same request still is the same call. Clients wait at most
 * some 40 s of their own accord, longer where a gateway tells them to. */
#define AFTER_FAILURE ((gint64) 10 * 60 * G_USEC_PER_SEC)
#define AFTER_SUCCESS ((gint64) 60 * G_USEC_PER_SEC)

/* Who gives up an answer asks again at once, and the end of the old one may be seen a little later. */
#define OVERLAP ((gint64) G_USEC_PER_SEC)

/* No client that is known waits less of its own accord (protocol D.3; 0.2 s less a quarter). */
#define HASTY ((gint64) 150 * 1000)

struct _TapCalls
{
  GHashTable *by_id;  /* owns; of TapCall */
  GHashTable *by_key; /* the newest of each call */
  GQueue order;       /* of TapCall, oldest first */
};

TapCalls *
tap_calls_new (void)
{
  TapCalls *self = g_new0 (TapCalls, 1);

  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->by_key = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_queue_init (&self->order);
  return self;
}

void
tap_calls_free (TapCalls *self)
{
  if (self == NULL)
    return;
  g_queue_clear (&self->order);
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->by_id);
  g_free (self);
}

static void
drop_oldest (TapCalls *self)
{
  TapCall *call = g_queue_pop_head (&self->order);

  if (g_hash_table_lookup (self->by_key, &call->key) == call)
    g_hash_table_remove (self->by_key, &call->key);
  g_hash_table_remove (self->by_id, &call->id);
}

static void
remember (TapCalls *self, TapCall *call)
{
  if (g_queue_get_length (&self->order) == CALLS_MAX)
    drop_oldest (self);
  g_queue_push_tail (&self->order, call);
  g_hash_table_insert (self->by_id, &call->id, call);
  g_hash_table_replace (self->by_key, &call->key, call);
}

static guint64
mix_string (guint64 hash, const char *text)
{
  for (; text != NULL && *text != '\0'; text++)
    hash = (hash ^ (guchar) *text) * G_GUINT64_CONSTANT (1099511628211);
  return hash ^ 0xFF;
}

static guint64
find_key (const TapExchange *exchange)
{
  const TapIdentity *identity = &exchange->identity;
  guint64 hash = identity->fingerprint;

  if (identity->session != NULL)
    return mix_string (mix_string (hash, identity->session), identity->agent);
  return mix_string (mix_string (hash, exchange->client), exchange->upstream);
}

/* Of what a body breaks, even a warning is a reason to ask again; of what belongs to the exchange,
 * only errors. */
static gboolean
has_fault (TapExchange *exchange)
{
  TapFindings *findings = tap_judge_findings (exchange);

  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      if (finding->severity == TAP_SEVERITY_ERROR
          || (finding->severity == TAP_SEVERITY_WARNING
              && !tap_rule_is_of_exchange (finding->rule)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_failed (TapExchange *exchange)
{
  switch (exchange->ending)
    {
    case TAP_ENDING_CUT:
    case TAP_ENDING_UNREACHABLE:
    case TAP_ENDING_REFUSED:
      return TRUE;

    case TAP_ENDING_LEFT:
      if (exchange->terminal_missing)
        return TRUE;
      break;

    case TAP_ENDING_STOPPED:
      return exchange->error.message != NULL;

    case TAP_ENDING_OPEN:
    case TAP_ENDING_COMPLETE:
    default:
      break;
    }
  return exchange->status < 200 || exchange->status > 299 || exchange->error.message != NULL
         || has_fault (exchange);
}

static void
note_end (TapCall *call, TapExchange *exchange)
{
  call->ended = exchange->ended;
  call->status = exchange->status;
  call->retry_wait = exchange->retry_wait;
  call->failed = call->failed_early || is_failed (exchange);
  call->whole = !call->failed && exchange->ending != TAP_ENDING_STOPPED;
}

/* --- Joining. */

/* Without a session, who asks the same after a good answer may well be somebody else. */
static gboolean
is_same_call (const TapCall *before, const TapCall *call)
{
  gint64 window = before->failed ? AFTER_FAILURE : call->has_session ? AFTER_SUCCESS : -1;

  if (before->retry_wait >= 0)
    window = MAX (window, before->retry_wait + OVERLAP);
  return before->ended < 0 || call->began - before->ended <= window;
}

/* @call: began after @before; its kind once that has ended, or as it stands. */
static void
settle (TapCall *call, const TapCall *before)
{
  TapAttempt *attempt = &call->attempt;
  gboolean in_time = before->failed_early
                     || (before->ended >= 0 && before->ended - call->began <= OVERLAP);

  attempt->wait = before->ended >= 0 ? call->began - before->ended : -1;
  if (!before->failed || !in_time)
    attempt->kind = TAP_ATTEMPT_REPEAT;
  else if (before->streamed && !call->streamed)
    attempt->kind = TAP_ATTEMPT_FALLBACK;
  else
    attempt->kind = TAP_ATTEMPT_RETRY;
  call->failures = before->failures + (before->failed ? 1 : 0);
  call->hasty = attempt->kind == TAP_ATTEMPT_RETRY && attempt->wait < HASTY ? before->hasty + 1 : 0;
}

static TapCall *
new_call (const TapExchange *exchange)
{
  TapCall *call = g_new0 (TapCall, 1);

  call->key = find_key (exchange);
  call->id = exchange->id;
  call->began = call->call_began = exchange->began;
  call->ended = -1;
  call->retry_wait = -1;
  call->streamed = exchange->ask.stream;
  call->has_session = exchange->identity.session != NULL;
  call->attempt.number = 1;
  call->attempt.first = exchange->id;
  return call;
}

/* An attempt that failed already, although its connection is still open. */
static void
note_failure_so_far (TapCall *call, TapExchange *exchange)
{
  if (call->ended < 0 && exchange != NULL && exchange->state == TAP_EXCHANGE_ANSWERING
      && (exchange->error.message != NULL || has_fault (exchange)))
    call->failed = call->failed_early = TRUE;
}

static TapExchange *
join (TapCalls *self, TapExchange *exchange, TapCallsFind find, gpointer trace)
{
  TapCall *call = new_call (exchange);
  TapCall *before = g_hash_table_lookup (self->by_key, &call->key);
  TapExchange *earlier = NULL;

  if (before != NULL && is_same_call (before, call))
    {
      earlier = find (trace, before->id);
      note_failure_so_far (before, earlier);
      call->call_began = before->call_began;
      call->attempt.number = before->attempt.number + 1;
      call->attempt.of = before->id;
      call->attempt.first = before->attempt.first;
      call->attempt.is_guess = !call->has_session;
      settle (call, before);
      before->next = call->id;
      if (earlier != NULL)
        earlier->attempt.next = call->id;
    }
  exchange->attempt = call->attempt;
  if (call->attempt.of != 0 && before->ended >= 0)
    tap_judge_after (exchange, call, before);
  remember (self, call);
  return earlier;
}

static TapExchange *
end (TapCalls *self, TapCall *call, TapExchange *exchange, TapCallsFind find, gpointer trace)
{
  TapCall *next = call->next != 0 ? g_hash_table_lookup (self->by_id, &call->next) : NULL;
  TapCall *before = call->attempt.of != 0 ? g_hash_table_lookup (self->by_id, &call->attempt.of)
                                          : NULL;
  TapExchange *later = NULL;

  note_end (call, exchange);
  tap_judge_storm (exchange, call);
  if (before != NULL && before->ended >= 0)
    tap_judge_twice (exchange, call, before);
  if (next == NULL)
    return NULL;

  settle (next, call);
  later = find (trace, next->id);
  if (later == NULL)
    return NULL;
  next->attempt.next = later->attempt.next;
  later->attempt = next->attempt;
  tap_judge_after (later, next, call);
  if (next->ended >= 0)
    tap_judge_twice (later, next, call);
  return later;
}

TapExchange *
tap_calls_follow (TapCalls *self, TapExchange *exchange, TapCallsFind find, gpointer trace)
{
  TapExchange *other = NULL;
  TapCall *call;

  if (exchange->attempt.number == 0 && exchange->identity.fingerprint != 0)
    other = join (self, exchange, find, trace);
  if (exchange->state != TAP_EXCHANGE_ENDED || exchange->attempt.number == 0)
    return other;
  call = g_hash_table_lookup (self->by_id, &exchange->id);
  return call != NULL && call->ended < 0 ? end (self, call, exchange, find, trace) : other;
}
