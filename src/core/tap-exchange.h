/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-event.h"
#include "tap-attempt.h"
#include "tap-finding.h"
#include "tap-grammar.h"
#include "tap-identity.h"
#include "tap-progress.h"
#include "tap-provider-error.h"
#include "tap-record.h"

G_BEGIN_DECLS

/* One request and its answer, folded from its records. Pure: the same records give the same
 * exchange, live or loaded. */
typedef struct _TapExchange TapExchange;

typedef enum
{
  TAP_EXCHANGE_REQUESTING, /* the request is on its way */
  TAP_EXCHANGE_WAITING,    /* no answer yet */
  TAP_EXCHANGE_ANSWERING,
  TAP_EXCHANGE_ENDED,
} TapExchangeState;

/* Who made it so. */
typedef enum
{
  TAP_SILENCE_OF_GATEWAY,
  TAP_SILENCE_OF_AGENT, /* it did not read what was there for it */
  TAP_SILENCE_HELD,     /* by a rule of Tapline's */
} TapSilenceCause;

/* Silence is derived, never recorded. Byte silence: nothing at all came; event silence: nothing
 * but pings and comments. Both in µs. */
typedef struct
{
  gint64 from;
  gint64 to;
  gboolean bytes;      /* byte silence; else event silence only */
  guint after_event;   /* the event before it; 0: before the first */
  guint8 during;       /* TapEventKind of what the answer was at; TAP_EVENT_OTHER: not known */
  guint8 because;      /* TapSilenceCause: whose the larger part of it is */
  guint before_event;  /* event silence: the one that ended it; 0: none did */
  guint masks;         /* event silence: so many pings and comments came in it */
} TapSilence;

/* What the gateway sent and the agent's socket did not take for a while: the last of it came at
 * @from, and at @to all of it was taken; -1: it never was. Both in µs. What is taken within a tenth
 * of a second is not told. */
typedef struct
{
  gint64 from;
  gint64 to;
} TapStall;

guint64 tap_exchange_get_id (const TapExchange *self);
TapExchangeState tap_exchange_get_state (const TapExchange *self);

/* Strings that are not known yet are NULL. (transfer none) */
const char *tap_exchange_get_method (const TapExchange *self);
const char *tap_exchange_get_target (const TapExchange *self);     /* path and query, masked */
const char *tap_exchange_get_client (const TapExchange *self);     /* the User-Agent */
const char *tap_exchange_get_model (const TapExchange *self);      /* the request's */
const char *tap_exchange_get_upstream (const TapExchange *self);
const char *tap_exchange_get_content_type (const TapExchange *self); /* of the answer */
guint tap_exchange_get_status (const TapExchange *self);           /* 0: none yet */
const char *tap_exchange_get_reason (const TapExchange *self);
const TapGrammar *tap_exchange_get_grammar (const TapExchange *self);
GBytes *tap_exchange_get_request_head (const TapExchange *self);
GBytes *tap_exchange_get_response_head (const TapExchange *self);

/* Times in µs since the session began; -1 where there was none. */
gint64 tap_exchange_get_began (const TapExchange *self);       /* the request's head */
gint64 tap_exchange_get_asked (const TapExchange *self);       /* the last byte of the request */
gint64 tap_exchange_get_answered (const TapExchange *self);    /* the response's head */
gint64 tap_exchange_get_first_byte (const TapExchange *self);  /* of the response's body */
gint64 tap_exchange_get_last_byte (const TapExchange *self);
/* Without an end record: when the capture ended, as far as is known. */
gint64 tap_exchange_get_ended (const TapExchange *self);

/* How it ended, as the end record says: by "agent", "gateway", "tapline", "user"; how "complete",
 * "fin", "cut" (TLS without its end), "rst", "refused", "fault", ... NULL while it is open. */
const char *tap_exchange_get_end_by (const TapExchange *self);
const char *tap_exchange_get_end_how (const TapExchange *self);
const char *tap_exchange_get_end_pending (const TapExchange *self); /* "head", "body", "request" */
const char *tap_exchange_get_end_detail (const TapExchange *self);

guint64 tap_exchange_get_bytes_up (const TapExchange *self);
guint64 tap_exchange_get_bytes_in (const TapExchange *self);   /* with framing */
guint64 tap_exchange_get_bytes_lost (const TapExchange *self);

/* Events in order; valid until the next push. Without TAP_TRACE_KEEP_EVENTS only the counts. */
guint tap_exchange_count_events (const TapExchange *self);     /* dispatched ones */
guint tap_exchange_count_blocks (const TapExchange *self);     /* with comments and rests */
const TapEvent *tap_exchange_get_block (const TapExchange *self, guint index);

/* Silences at least as long as the trace's threshold, oldest first. */
guint tap_exchange_count_silences (const TapExchange *self);
const TapSilence *tap_exchange_get_silence (const TapExchange *self, guint index);
gint64 tap_exchange_get_longest_gap (const TapExchange *self, gint64 now); /* µs of byte silence */

guint tap_exchange_count_stalls (const TapExchange *self);
const TapStall *tap_exchange_get_stall (const TapExchange *self, guint index);
/* When the agent's socket had taken what came from the gateway at @came, as far as it was told: the
 * same moment, but in a stall. -1: it never did. */
gint64 tap_exchange_get_taken (const TapExchange *self, gint64 came);

/* The silence that lasts at @now, however short. FALSE while nothing is waited for. */
gboolean tap_exchange_get_open_silence (const TapExchange *self, gint64 now, gboolean bytes,
                                        TapSilence *silence);

/* Who asked, how it belongs to others, what the provider said was wrong, and how far the answer
 * came. (transfer none), never NULL but for the error. */
const TapIdentity *tap_exchange_get_identity (const TapExchange *self);
const TapAttempt *tap_exchange_get_attempt (const TapExchange *self);
const TapProviderError *tap_exchange_get_error (const TapExchange *self); /* NULL: there was none */
const TapProgress *tap_exchange_get_progress (const TapExchange *self);
gboolean tap_exchange_asked_stream (const TapExchange *self); /* FALSE also while it is not known */
const char *tap_exchange_get_retry_after (const TapExchange *self); /* the header; NULL: none */

/* All that was found so far, of the body and of the exchange; valid until the next push. */
TapFindings *tap_exchange_get_findings (const TapExchange *self); /* (transfer none) */

G_END_DECLS
