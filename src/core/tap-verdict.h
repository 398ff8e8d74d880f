/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-trace.h"

G_BEGIN_DECLS

/* What went wrong with an exchange: from evidence (findings, silences, who ended it, heads, limits
 * known by name) to a cause in one sentence, the evidence, who suffers from it, and what would cure
 * it. One table (tap-verdict.c). Pure; no row matches on the text of a scenario or a fixture. */

/* X-macro: X (SYMBOL, "cause-id", "Title, short, translatable"). Ids are an interface, like rules. */
#include "tap-causes.inc.h"

typedef enum
{
#define X(symbol, id, title) TAP_CAUSE_##symbol,
  TAP_CAUSES (X)
#undef X
  TAP_N_CAUSES
} TapCause;

const char *tap_cause_id (TapCause cause);
const char *tap_cause_title (TapCause cause); /* translated */

typedef enum
{
  TAP_TONE_OPEN,    /* nothing can be said yet */
  TAP_TONE_GOOD,
  TAP_TONE_NEUTRAL, /* nobody's fault: the agent cancelled, the capture ended */
  TAP_TONE_WARNING, /* it worked, but something is wrong */
  TAP_TONE_ERROR,
} TapTone;

/* What of an exchange a row of evidence is about. In the order of rows at the same time. */
typedef enum
{
  TAP_PLACE_REQUEST,
  TAP_PLACE_HEAD,    /* of the answer */
  TAP_PLACE_EVENT,   /* or the silence behind it */
  TAP_PLACE_END,
} TapPlace;

/* One row of evidence: where to look. */
typedef struct
{
  guint64 exchange;
  guint event;      /* 0: the exchange's end, or its head, or all of it */
  gint64 at;        /* µs since the session began; -1 unknown */
  char *text;       /* one sentence */
  TapPlace place;
  const char *rule; /* (nullable) the id of the rule whose finding it tells; static */
} TapEvidence;

/* A rewrite or a request rule by its name (protocol E.7). Static. */
typedef struct
{
  const char *id;    /* "keepalive-ping" */
  const char *label; /* what it does, an imperative phrase; translatable: use tap_cure_label() */
  gboolean opt_in;   /* it changes what the agent takes for the model's words, or bills twice */
} TapCure;

const TapCure *tap_cure_find (const char *id); /* NULL: there is none */
const char *tap_cure_label (const TapCure *cure); /* translated */

/* What a client makes of it (the columns of the protocol's tables). */
typedef enum
{
  TAP_EFFECT_STOPS,      /* shows an error, gives up the answer */
  TAP_EFFECT_LOSES,      /* goes on, with text or calls lost or wrong */
  TAP_EFFECT_TOLERATES,  /* does not care */
} TapEffectKind;

typedef enum
{
  TAP_SURE_RUN,     /* the real client was run */
  TAP_SURE_SOURCE,  /* read in its source */
  TAP_SURE_ISSUE,   /* a public issue says so */
  TAP_SURE_DOC,
  TAP_SURE_GUESS,
} TapSure;

typedef struct
{
  TapRule rule;
  TapClient client;
  const char *versions; /* (nullable) "up to 2.0" as text; NULL: all that are known */
  const char *since;    /* (nullable) the first of these versions */
  const char *before;   /* (nullable) the first that is none of them any more */
  gboolean helper;      /* where the stream is read with the SDK's helper */
  gboolean raw;         /* where it is read without */
  TapEffectKind effect;
  const char *shows;    /* (nullable) what its user sees, word for word; not translated */
  TapSure sure;
} TapEffect;

/* Rows about @rule, those of @first before the others; (transfer container) of const TapEffect. */
GPtrArray *tap_effects_of (TapRule rule, TapClient first);
/* The same for a client of which more is known: its own rows are those of its version and of its way
 * to read streams. */
GPtrArray *tap_effects_for (TapRule rule, const TapIdentity *identity);

/* What the user sees, with the provider's own words in their place. @error: (nullable).
 * (transfer full); NULL: not known. */
char *tap_effect_dup_shows (const TapEffect *effect, const TapProviderError *error);

typedef struct
{
  TapCause cause;
  TapTone tone;
  gboolean is_guess;   /* the sentence says so in words too */
  char *sentence;      /* what went wrong, with its numbers */
  GPtrArray *evidence; /* of TapEvidence, by time */
  GPtrArray *cures;    /* of const TapCure, best first */
  GPtrArray *effects;  /* of const TapEffect, of the findings that decided, the agent's own first */
  guint64 exchange;
  TapProviderError error; /* what the provider said; message NULL: nothing */
  GArray *attempts;    /* of guint64: the exchanges that a step of a chain tells of, the last one
                          @exchange; NULL: only that */
} TapVerdict;

/* Of an exchange as it stands, also while it runs. Never NULL. */
TapVerdict *tap_verdict_new (const TapTrace *trace, const TapExchange *exchange);
void tap_verdict_free (TapVerdict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapVerdict, tap_verdict_free)

/* Only the cause, without words and evidence, for who asks of each exchange. @tone: (out). */
TapCause tap_verdict_find_cause (const TapTrace *trace, const TapExchange *exchange,
                                 TapTone *tone);

/* What happened in the call that @exchange belongs to, in order: the first cause, then what followed
 * from it (a retry, a fallback, a success, giving up). (transfer full) of TapVerdict; their sentences
 * speak of the step. One element if there was one attempt only. */
GPtrArray *tap_verdict_chain (const TapTrace *trace, const TapExchange *exchange);

/* The same of the newest call that went wrong in the session to which @exchange belongs; empty if
 * none did. */
GPtrArray *tap_verdict_session (const TapTrace *trace, const TapExchange *exchange);

G_END_DECLS
