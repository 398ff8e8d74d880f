/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange-private.h"
#include "tap-limits.h"
#include "tap-utf8.h"
#include "tap-verdict.h"

G_BEGIN_DECLS

/* What a rule is a sign of. One finding is one sign; the table is in tap-verdict-signs.c. */
typedef enum
{
  TAP_SIGN_NONE,       /* says nothing about a cause */
  TAP_SIGN_FLAW,       /* broken, but not of any kind below */
  TAP_SIGN_DUPLICATE,
  TAP_SIGN_SPLICED,
  TAP_SIGN_DELTA_TYPE,
  TAP_SIGN_INDEX,
  TAP_SIGN_ORDER,
  TAP_SIGN_NAMES,
  TAP_SIGN_MALFORMED,
  TAP_SIGN_CODING,     /* the content coding */
  TAP_SIGN_ERROR,      /* an error in the stream */
  TAP_SIGN_WRONG_BODY,
  TAP_SIGN_EMPTY,
  TAP_SIGN_TOOL_INPUT,
  TAP_SIGN_NOT_HTTP,
  TAP_SIGN_LAST_DEVIATION = TAP_SIGN_NOT_HTTP, /* up to here they can lead */
  TAP_SIGN_STORM,
  TAP_SIGN_CUT_TOOL,   /* at the token limit */
  TAP_SIGN_TOOL_TEXT,
  TAP_SIGN_AFTER_ERROR,
  TAP_SIGN_ENDED,      /* the end of the stream is missing */
  TAP_SIGN_TRUNCATED,  /* the end of the body is */
  TAP_SIGN_GAP,
  TAP_SIGN_BURSTS,
  TAP_SIGN_LABEL,      /* the content type */
  TAP_SIGN_FALLBACK,   /* how the request belongs to others */
  TAP_SIGN_NOT_READING,
  TAP_SIGN_END,        /* told from the ending as well */
  TAP_SIGN_LOST,
  TAP_N_SIGNS
} TapSign;

TapSign tap_sign_of (TapRule rule);

/* For tests: each id of the table, or NULL. */
const char *tap_sign_nth_rule (guint index);

typedef enum
{
  TAP_DIALECT_OTHER,
  TAP_DIALECT_MESSAGES,
  TAP_DIALECT_CHAT,
  TAP_DIALECT_RESPONSES,
  TAP_DIALECT_GEMINI,
  TAP_N_DIALECTS
} TapDialect;

/* The facts about an exchange that rows ask for, gathered once. Borrows from the exchange. */
typedef struct
{
  const TapExchange *exchange;
  gint64 now;
  TapDialect dialect;
  gboolean ended;
  gboolean is_call;              /* a model was asked, as far as can be seen */
  gboolean is_2xx;
  guint status;
  TapEnding ending;
  const char *how;               /* never NULL */
  gboolean terminal_missing;
  gint64 began, over;            /* over: its end, or now */
  gint64 length;                 /* -1: not known, for there is no request */

  const TapIdentity *identity;
  const TapAttempt *attempt;
  const TapProviderError *error; /* NULL: none */
  const TapProgress *progress;
  guint n_events;
  guint n_alike;                 /* attempts of its call that failed as this one did, with it */

  TapFindings *findings;
  const TapFinding *first[TAP_N_SIGNS]; /* the first of each sign; NULL: none */
  guint count[TAP_N_SIGNS];
  const TapFinding *lead;        /* the first error that can be a cause by itself; NULL: none */
  TapSign lead_sign;
  const TapFinding *flaw;        /* the first warning or error at all */
  guint n_flaws;

  gboolean has_gap;              /* a byte silence lasted until what went wrong */
  TapSilence gap;
  gint64 gap_length;
  gint64 event_gap;              /* µs without an event, pings aside, until the end; 0: not known */
} TapCase;

void tap_case_gather (TapCase *self, const TapTrace *trace, const TapExchange *exchange);

/* A silence that somebody between agent and model most likely ended by a limit of its own. */
gboolean tap_case_is_idle_limit (const TapCase *self);
/* A known limit that fits that silence; NULL: none is near. */
const TapLimit *tap_case_gateway_limit (const TapCase *self);

/* The silence of bytes that lasted until the end, however short, in µs; and what the agent waited
 * for in vain, which for some are events. */
gint64 tap_case_last_wait (const TapCase *self);
gint64 tap_case_agent_wait (const TapCase *self);
/* A limit of this agent's own that fits it, NULL if there is none; the one that its request names;
 * or at least a round time, as people set limits. */
const TapLimit *tap_case_agent_limit (const TapCase *self);
gboolean tap_case_is_said_limit (const TapCase *self);
gboolean tap_case_is_round_wait (const TapCase *self);

/* Sentences. */
typedef void (*TapSay) (const TapCase *c, GString *out);

/* Appends a sentence after a space. */
void tap_say (GString *out, const char *format, ...) G_GNUC_PRINTF (2, 3);
void tap_say_detail (GString *out, const TapFinding *finding); /* its own sentence, if it has one */
void tap_say_what_came (const TapCase *c, GString *out);       /* how many events */
void tap_say_open_part (const TapCase *c, GString *out);       /* what is missing of it */
void tap_say_wait_before (const TapCase *c, GString *out);     /* a silence that is no cause */
char *tap_verdict_seconds (gint64 us); /* "125.1 s", "41 ms" */

/* Which evidence a row shows. */
typedef enum
{
  TAP_SHOW_HEAD = 1 << 0,     /* the status */
  TAP_SHOW_LEAD = 1 << 1,     /* the finding that leads */
  TAP_SHOW_ERRORS = 1 << 2,   /* other findings that are errors */
  TAP_SHOW_FLAWS = 1 << 3,    /* and those that are warnings */
  TAP_SHOW_GAP = 1 << 4,
  TAP_SHOW_PROVIDER = 1 << 5, /* the provider's own words */
  TAP_SHOW_END = 1 << 6,
  TAP_SHOW_REQUEST = 1 << 7,
} TapShow;

void tap_verdict_show (GPtrArray *evidence, const TapCase *c, guint show, TapSign sign);

/* Appends those of the @ids (up to a NULL) that apply. */
void tap_verdict_cure (GPtrArray *cures, const TapCase *c, const char *const *ids);

/* All that is known of that client and version is that it does not mind. */
gboolean tap_effects_are_tolerated (TapRule rule, const TapIdentity *identity);

void tap_verdict_affect (GPtrArray *effects, const TapCase *c, TapSign sign);

/* That it was tried often, where that is not the cause itself. */
void tap_say_often (const TapCase *c, TapCause cause, GString *out);

#define TAP_ROW_MAX_CURES 6

typedef struct
{
  TapCause cause;
  TapTone tone;
  gboolean (*fits) (const TapCase *c);
  TapSay say;
  guint show; /* TapShow */
  TapSign sign; /* the findings that it is about; TAP_SIGN_NONE: the one that leads */
  gboolean (*is_guess) (const TapCase *c); /* NULL: it is none */
  const char *cures[TAP_ROW_MAX_CURES + 1];
} TapVerdictRow;

const TapVerdictRow *tap_verdict_find_row (const TapCase *c); /* never NULL */
/* The first that fits and has not that cause. */
const TapVerdictRow *tap_verdict_find_row_but (const TapCase *c, TapCause cause);

/* tap-verdict-fits.c */
#define TAP_FITTERS(X)                                                                            \
  X (blocked) X (nameless) X (not_listening) X (without_tls) X (unreachable) X (storm)            \
  X (storm_of_whole)                                                                              \
  X (credentials) X (rate_limited) X (overloaded) X (idle_status) X (no_gateway_limit)            \
  X (side_not_served) X (not_served) X (server_error) X (refused) X (wrong_body)                  \
  X (false_success) X (idle_error) X (error) X (duplicate) X (spliced) X (delta_type) X (index)   \
  X (nameless_events) X (order) X (tool_input) X (malformed) X (stopped_reading)                  \
  X (agent_limit) X (no_agent_limit) X (left) X (anything) X (idle_cut) X (empty)                 \
  X (asked_again) X (no_quota) X (cut_after_end) X (reset_after_end) X (cut_success) X (reset) X (cut) X (not_http) X (ended_early) X (other_error) X (stopped)    \
  X (tool_text) X (max_tokens) X (tool_flaw) X (empty_success) X (not_reading) X (bursts)         \
  X (lost) X (running) X (flawed)
#define X(name) gboolean tap_fits_##name (const TapCase *c);
TAP_FITTERS (X)
#undef X

/* tap-verdict-words*.c */
#define TAP_SAYERS(X)                                                                             \
  X (running) X (complete) X (flaws) X (blocked) X (no_connection) X (storm) X (credentials)      \
  X (rate_limited) X (overloaded) X (idle_limit) X (endpoint) X (server_error) X (refused)        \
  X (not_http) X (wrong_body) X (empty) X (false_success) X (empty_success) X (cut_success)   \
  X (error) X (lead)                                                                              \
  X (not_reading) X (agent_limit) X (cancelled) X (dropped) X (dropped_after_end) X (ended_early) \
  X (asked_again) X (no_quota) X (capture) X (lost) X (tool_text) X (tool_input) X (max_tokens) X (bursts)
#define X(name) void tap_say_##name (const TapCase *c, GString *out);
TAP_SAYERS (X)
#undef X

G_END_DECLS
