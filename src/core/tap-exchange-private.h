/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-answer.h"
#include "tap-ask.h"
#include "tap-bursts.h"
#include "tap-classify.h"
#include "tap-event-store.h"
#include "tap-silence.h"
#include "tap-trace.h"

G_BEGIN_DECLS

/* What all exchanges of a trace share. */
typedef struct
{
  TapTraceFlags flags;
  gint64 gap;
  const TapGrammar *grammar; /* (nullable) chosen by the user */
  TapNames names;
  TapProgressNames progress_names;
  TapJson json;              /* scratch */
  TapHead head;              /* scratch; of a record that may be gone */
} TapFold;

/* How an exchange ended, as far as judging goes: only a cut and a complete answer are the
 * gateway's own doing, so that the rules about the end of a stream hold for them alone. */
typedef enum
{
  TAP_ENDING_OPEN,
  TAP_ENDING_COMPLETE,
  TAP_ENDING_CUT,         /* by the gateway, too early */
  TAP_ENDING_LEFT,        /* by the agent, too early */
  TAP_ENDING_STOPPED,     /* the capture ended first */
  TAP_ENDING_UNREACHABLE, /* the gateway was never reached */
  TAP_ENDING_REFUSED,     /* Tapline refused the request */
} TapEnding;

struct _TapExchange
{
  guint64 id;
  TapFold *fold; /* borrowed */
  TapExchangeState state;
  TapEnding ending;

  char *method;
  char *target;
  char *client;
  char *content_type;
  char *reason;
  char *retry_after;
  gint64 retry_wait;    /* µs, what that says; -1: nothing */
  guint status;
  TapRecord *request;  /* NULL until it came; so the next two */
  TapRecord *response; /* not an interim one */
  TapRecord *end;
  const char *upstream; /* these lie in the records */
  const char *end_by;
  const char *end_how;
  const char *end_pending;
  const char *end_detail;
  const TapGrammar *grammar;
  gboolean head_read;   /* the answer's, well enough to be used */
  gboolean is_endpoint; /* the grammar is what the path says */

  gint64 began, asked, answered, first_byte, last_byte, ended;
  guint64 bytes_up, bytes_in, bytes_lost, records_lost;
  gint64 lost_at;       /* -1: nothing is lost */
  char *lost_why;       /* (nullable) in a sentence of the record's */
  guint n_events;
  guint n_blocks;

  TapIdentity identity;
  TapAttempt attempt;
  TapProviderError error;
  TapProgress progress;

  TapAsk ask;
  TapAnswer answer;
  TapSilences silences;
  TapBursts bursts;
  GArray *stalls; /* of TapStall; NULL: none */
  TapEventStore events;

  TapFindings *own;      /* of the rules about exchanges; NULL: none */
  TapFindings *merged;   /* all; see tap-judge.c */
  guint64 merged_from[4]; /* what it was made of */
  gboolean settled;      /* it will not be made again */
  guint n_before_end;    /* findings of the checker before it judged the end */
  gboolean terminal_missing;
};

TapExchange *tap_exchange_new (TapFold *fold, guint64 id);
void tap_exchange_free (TapExchange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapExchange, tap_exchange_free)

/* TRUE if the record changed it; @change: (out). */
gboolean tap_exchange_push (TapExchange *self, TapRecord *record, TapChange *change);

/* No more records will come, until @now. TRUE if that ended it. */
gboolean tap_exchange_finish (TapExchange *self, gint64 now);

/* tap-exchange-fold.c */
void tap_exchange_fold_request (TapExchange *self, TapRecord *record);
void tap_exchange_fold_response (TapExchange *self, TapRecord *record);

/* tap-judge.c: the rules about exchanges. */
TapFindings *tap_judge_own (TapExchange *self); /* to add to */
void tap_judge_note (TapExchange *self, TapRecord *record);
void tap_judge_progress (TapExchange *self, gint64 at);
void tap_judge_end (TapExchange *self, gint64 at);
gboolean tap_judge_has (TapFindings *findings, TapRule rule);

/* tap-judge-ending.c: how it ended, and what that means. */
TapEnding tap_judge_find_ending (TapExchange *self);
void tap_judge_ending (TapExchange *self, gint64 at);

/* tap-judge-body.c: what no stream of events says of itself. */
void tap_judge_body (TapExchange *self);

/* tap-judge-silence.c: what was to be waited for. */
void tap_judge_silences (TapExchange *self, TapFindings *to);
void tap_judge_bursts (TapExchange *self);

/* tap-judge-status.c */
void tap_judge_status (TapExchange *self);

/* tap-judge-merge.c */
TapFindings *tap_judge_findings (TapExchange *self);
/* Something was found of it by what came later, perhaps after its end. */
void tap_judge_tell (TapExchange *self, TapRule rule, TapSeverity severity, gint64 at,
                     const char *format, ...) G_GNUC_PRINTF (5, 6);
/* More was lost; after the end it is told on its own, because the list is settled then. */
void tap_judge_lost (TapExchange *self, gint64 at, guint64 bytes, guint64 records);

G_END_DECLS
