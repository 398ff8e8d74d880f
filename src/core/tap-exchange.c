/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-private.h"

TapExchange *
tap_exchange_new (TapFold *fold, guint64 id)
{
  TapExchange *self = g_new0 (TapExchange, 1);

  self->id = id;
  self->fold = fold;
  self->grammar = fold->grammar;
  self->began = self->asked = self->answered = -1;
  self->first_byte = self->last_byte = self->ended = -1;
  self->lost_at = -1;
  self->identity.retry_count = -1;
  self->identity.timeout = -1;
  self->retry_wait = -1;
  tap_silences_init (&self->silences, fold->gap);
  return self;
}

void
tap_exchange_free (TapExchange *self)
{
  if (self == NULL)
    return;
  g_free (self->method);
  g_free (self->target);
  g_free (self->client);
  g_free (self->content_type);
  g_free (self->reason);
  g_free (self->retry_after);
  g_free (self->lost_why);
  g_clear_pointer (&self->request, tap_record_unref);
  g_clear_pointer (&self->response, tap_record_unref);
  g_clear_pointer (&self->end, tap_record_unref);
  tap_identity_clear (&self->identity);
  tap_provider_error_clear (&self->error);
  tap_progress_clear (&self->progress);
  tap_ask_clear (&self->ask);
  tap_answer_clear (&self->answer);
  tap_silences_clear (&self->silences);
  g_clear_pointer (&self->stalls, g_array_unref);
  tap_event_store_clear (&self->events);
  g_clear_pointer (&self->own, tap_findings_free);
  g_clear_pointer (&self->merged, tap_findings_free);
  g_free (self);
}

/* --- One function a kind of record. Each returns whether it changed the exchange. */

static gboolean
push_request (TapExchange *self, TapRecord *record, TapChange *change)
{
  if (self->request != NULL)
    return FALSE;
  tap_exchange_fold_request (self, record);
  *change = TAP_CHANGE_BEGAN;
  return TRUE;
}

static gboolean
push_up (TapExchange *self, TapRecord *record, TapChange *change)
{
  gsize length;
  const guint8 *bytes = tap_record_peek_bytes (record, &length);

  if (length == 0)
    return FALSE;
  self->bytes_up += length;
  tap_ask_push (&self->ask, bytes, length, &self->fold->json);
  if (self->asked < 0 && self->ask.complete)
    {
      self->asked = tap_record_get_at (record);
      tap_silences_begin (&self->silences, self->asked);
      if (self->state == TAP_EXCHANGE_REQUESTING)
        self->state = TAP_EXCHANGE_WAITING;
    }
  return TRUE;
}

static gboolean
push_response (TapExchange *self, TapRecord *record, TapChange *change)
{
  /* A head after the final one would be an answer nobody asked for. */
  if (self->answer.begun)
    return FALSE;
  tap_exchange_fold_response (self, record);
  *change = self->answer.begun ? TAP_CHANGE_HEAD : TAP_CHANGE_PROGRESS;
  return TRUE;
}

static gboolean
push_in (TapExchange *self, TapRecord *record, TapChange *change)
{
  gint64 at = tap_record_get_at (record);
  gsize length;
  const guint8 *bytes = tap_record_peek_bytes (record, &length);

  if (length == 0)
    return FALSE;
  self->bytes_in += length;
  if (self->first_byte < 0)
    self->first_byte = at;
  self->last_byte = at;
  if (!self->answer.complete)
    tap_silences_read (&self->silences, at, TRUE);
  if (self->answer.begun)
    tap_answer_push (&self->answer, bytes, length, at);
  tap_judge_progress (self, at);
  return TRUE;
}

static gboolean
push_note (TapExchange *self, TapRecord *record, TapChange *change)
{
  tap_judge_note (self, record);
  return TRUE;
}

/* After a send that fell short: the agent's socket has taken all. */
static gboolean
push_sent (TapExchange *self, TapRecord *record, TapChange *change)
{
  TapStall *stall = self->stalls != NULL
                      ? &g_array_index (self->stalls, TapStall, self->stalls->len - 1)
                      : NULL;

  if (stall == NULL || stall->to >= 0)
    return FALSE;
  stall->to = tap_record_get_at (record);
  tap_silences_taken (&self->silences, stall->to);
  return TRUE;
}

static gboolean
push_lost (TapExchange *self, TapRecord *record, TapChange *change)
{
  gint64 at = tap_record_get_at (record);
  guint64 bytes = (guint64) MAX (tap_record_get_int (record, "bytes"), 0);
  guint64 records = (guint64) MAX (tap_record_get_int (record, "records"), 0);

  self->bytes_lost += bytes;
  self->records_lost += records;
  if (self->lost_at < 0)
    {
      self->lost_at = at;
      self->lost_why = g_strdup (tap_record_get_string (record, "detail"));
    }
  tap_ask_drop (&self->ask);
  tap_answer_blind (&self->answer);
  tap_silences_skip (&self->silences, at);
  tap_judge_lost (self, at, bytes, records);
  return TRUE;
}

static gboolean
push_end (TapExchange *self, TapRecord *record, TapChange *change)
{
  self->ended = tap_record_get_at (record);
  self->end = tap_record_ref (record);
  self->end_by = tap_record_get_string (record, "by");
  self->end_how = tap_record_get_string (record, "how");
  self->end_pending = tap_record_get_string (record, "pending");
  self->end_detail = tap_record_get_string (record, "detail");
  tap_judge_end (self, self->ended);
  *change = TAP_CHANGE_ENDED;
  return TRUE;
}

typedef gboolean (*PushFunc) (TapExchange *self, TapRecord *record, TapChange *change);

/* What was sent where it differs is for the window. */
static const PushFunc push_functions[TAP_N_RECORD_KINDS] = {
  [TAP_RECORD_REQUEST] = push_request,
  [TAP_RECORD_RESPONSE] = push_response,
  [TAP_RECORD_UP] = push_up,
  [TAP_RECORD_IN] = push_in,
  [TAP_RECORD_SENT] = push_sent,
  [TAP_RECORD_NOTE] = push_note,
  [TAP_RECORD_LOST] = push_lost,
  [TAP_RECORD_END] = push_end,
};

gboolean
tap_exchange_push (TapExchange *self, TapRecord *record, TapChange *change)
{
  TapRecordKind kind = tap_record_get_kind (record);

  /* What was lost of it may be told after its end; nothing else can come then. */
  if (push_functions[kind] == NULL
      || (self->state == TAP_EXCHANGE_ENDED && kind != TAP_RECORD_LOST))
    return FALSE;
  *change = TAP_CHANGE_PROGRESS;
  return push_functions[kind](self, record, change);
}

gboolean
tap_exchange_finish (TapExchange *self, gint64 now)
{
  if (self->state == TAP_EXCHANGE_ENDED)
    return FALSE;
  /* An answer that was whole was over when it was. */
  self->ended = self->answer.complete ? MAX (self->answered, self->last_byte) : now;
  tap_judge_end (self, self->ended);
  return TRUE;
}
