/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-private.h"

/* What is asked of an exchange. */

guint64
tap_exchange_get_id (const TapExchange *self)
{
  return self->id;
}

TapExchangeState
tap_exchange_get_state (const TapExchange *self)
{
  return self->state;
}

const char *
tap_exchange_get_method (const TapExchange *self)
{
  return self->method;
}

const char *
tap_exchange_get_target (const TapExchange *self)
{
  return self->target;
}

const char *
tap_exchange_get_client (const TapExchange *self)
{
  return self->client;
}

const char *
tap_exchange_get_model (const TapExchange *self)
{
  return self->ask.model;
}

const char *
tap_exchange_get_upstream (const TapExchange *self)
{
  return self->upstream;
}

const char *
tap_exchange_get_content_type (const TapExchange *self)
{
  return self->content_type;
}

guint
tap_exchange_get_status (const TapExchange *self)
{
  return self->status;
}

const char *
tap_exchange_get_reason (const TapExchange *self)
{
  return self->reason;
}

const TapGrammar *
tap_exchange_get_grammar (const TapExchange *self)
{
  const TapGrammar *found = self->answer.checker != NULL
                              ? tap_checker_grammar (self->answer.checker)
                              : NULL;

  return found != NULL ? found : self->grammar;
}

GBytes *
tap_exchange_get_request_head (const TapExchange *self)
{
  return self->request != NULL ? tap_record_get_bytes (self->request) : NULL;
}

GBytes *
tap_exchange_get_response_head (const TapExchange *self)
{
  return self->response != NULL ? tap_record_get_bytes (self->response) : NULL;
}

gint64
tap_exchange_get_began (const TapExchange *self)
{
  return self->began;
}

gint64
tap_exchange_get_asked (const TapExchange *self)
{
  return self->asked;
}

gint64
tap_exchange_get_answered (const TapExchange *self)
{
  return self->answered;
}

gint64
tap_exchange_get_first_byte (const TapExchange *self)
{
  return self->first_byte;
}

gint64
tap_exchange_get_last_byte (const TapExchange *self)
{
  return self->last_byte;
}

gint64
tap_exchange_get_ended (const TapExchange *self)
{
  return self->ended;
}

const char *
tap_exchange_get_end_by (const TapExchange *self)
{
  return self->end_by;
}

const char *
tap_exchange_get_end_how (const TapExchange *self)
{
  return self->end_how;
}

const char *
tap_exchange_get_end_pending (const TapExchange *self)
{
  return self->end_pending;
}

const char *
tap_exchange_get_end_detail (const TapExchange *self)
{
  return self->end_detail;
}

guint64
tap_exchange_get_bytes_up (const TapExchange *self)
{
  return self->bytes_up;
}

guint64
tap_exchange_get_bytes_in (const TapExchange *self)
{
  return self->bytes_in;
}

guint64
tap_exchange_get_bytes_lost (const TapExchange *self)
{
  return self->bytes_lost;
}

guint
tap_exchange_count_events (const TapExchange *self)
{
  return self->n_events;
}

guint
tap_exchange_count_blocks (const TapExchange *self)
{
  return self->n_blocks;
}

const TapEvent *
tap_exchange_get_block (const TapExchange *self, guint index)
{
  return tap_event_store_get (&self->events, index);
}

guint
tap_exchange_count_silences (const TapExchange *self)
{
  return self->silences.list != NULL ? self->silences.list->len : 0;
}

const TapSilence *
tap_exchange_get_silence (const TapExchange *self, guint index)
{
  g_return_val_if_fail (index < tap_exchange_count_silences (self), NULL);

  return &g_array_index (self->silences.list, TapSilence, index);
}

guint
tap_exchange_count_stalls (const TapExchange *self)
{
  return self->stalls != NULL ? self->stalls->len : 0;
}

const TapStall *
tap_exchange_get_stall (const TapExchange *self, guint index)
{
  g_return_val_if_fail (index < tap_exchange_count_stalls (self), NULL);

  return &g_array_index (self->stalls, TapStall, index);
}

gint64
tap_exchange_get_taken (const TapExchange *self, gint64 came)
{
  for (guint i = 0; i < tap_exchange_count_stalls (self); i++)
    {
      const TapStall *stall = tap_exchange_get_stall (self, i);

      if (stall->from == came)
        return stall->to;
    }
  return came;
}

gboolean
tap_exchange_get_open_silence (const TapExchange *self, gint64 now, gboolean bytes,
                               TapSilence *silence)
{
  return self->state != TAP_EXCHANGE_ENDED && !self->answer.complete
         && tap_silences_open (&self->silences, now, bytes, silence);
}

gint64
tap_exchange_get_longest_gap (const TapExchange *self, gint64 now)
{
  TapSilence open;
  gint64 longest = self->silences.longest;

  if (tap_exchange_get_open_silence (self, now, TRUE, &open))
    longest = MAX (longest, open.to - open.from);
  return longest;
}

const TapIdentity *
tap_exchange_get_identity (const TapExchange *self)
{
  return &self->identity;
}

const TapAttempt *
tap_exchange_get_attempt (const TapExchange *self)
{
  return &self->attempt;
}

const TapProviderError *
tap_exchange_get_error (const TapExchange *self)
{
  return self->error.message != NULL ? &self->error : NULL;
}

const TapProgress *
tap_exchange_get_progress (const TapExchange *self)
{
  return &self->progress;
}

gboolean
tap_exchange_asked_stream (const TapExchange *self)
{
  return self->ask.known && self->ask.stream;
}

const char *
tap_exchange_get_retry_after (const TapExchange *self)
{
  return self->retry_after;
}

TapFindings *
tap_exchange_get_findings (const TapExchange *self)
{
  return tap_judge_findings ((TapExchange *) self);
}
