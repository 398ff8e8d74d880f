/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange-private.h"

G_BEGIN_DECLS

/* Joins the exchanges of a trace into calls: the same request again, by the same session (or, as a
 * guess, by a client of the same name to the same gateway), soon enough after the one before. What
 * it keeps of an exchange is small, bounded in number, and stays when that is forgotten. */
typedef struct _TapCalls TapCalls;

/* One attempt as it is remembered. */
typedef struct
{
  guint64 key;          /* of the call: session and fingerprint */
  guint64 id;           /* of the exchange */
  guint64 next;         /* 0: none yet */
  TapAttempt attempt;
  gint64 began;         /* µs; so the next ones */
  gint64 ended;         /* -1: it runs */
  gint64 call_began;    /* the first attempt of them all */
  gint64 retry_wait;    /* µs after its answer that the gateway asked to wait; -1: it did not */
  guint status;
  guint failures;       /* attempts before it that failed */
  guint hasty;          /* retries up to it, in a row, that hardly waited */
  gboolean streamed;    /* a stream was asked for */
  gboolean failed;      /* once it ended, or early */
  gboolean failed_early; /* it had failed when the next one began, although it had not ended */
  gboolean whole;       /* a good answer came to its end */
  gboolean has_session;
} TapCall;

TapCalls *tap_calls_new (void);
void tap_calls_free (TapCalls *self);

/* After a record changed @exchange. Returns another exchange that has become different by it, to be
 * told too, or NULL. @find: how to find an exchange that may have been forgotten. */
typedef TapExchange *(*TapCallsFind) (gpointer trace, guint64 id);

TapExchange *tap_calls_follow (TapCalls *self, TapExchange *exchange, TapCallsFind find,
                               gpointer trace);

/* tap-judge-calls.c: what an attempt shows together with the one before it. */
void tap_judge_after (TapExchange *self, const TapCall *call, const TapCall *before);
/* Both ended. */
void tap_judge_twice (TapExchange *self, const TapCall *call, const TapCall *before);
/* It ended. */
void tap_judge_storm (TapExchange *self, const TapCall *call);

G_END_DECLS
