/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-finding.h"
#include "tap-json.h"
#include "tap-sse.h"

G_BEGIN_DECLS

#define TAP_GRAMMAR_SURE 50

/* A protocol as a const table of functions over a small state. It is fed blocks, adds findings,
 * and always recovers. No protocol registers itself: tap-grammar.c holds one const array. */

/* What is known of an exchange before its body; every member may be NULL or unknown. A bare file
 * has only the first bytes of its body. */
typedef struct
{
  const char *path;          /* of the request, without its query */
  const char *content_type;  /* of the response */
  const char *first_data;    /* the first event's data, for a body that came without a request */
  const char *first_event;   /* its event name */
  gboolean is_frame;         /* and it was a binary frame */
} TapGrammarHint;

/* What the request says that a rule needs. NULL as a whole where the request is not known. */
typedef struct
{
  const char *model;               /* (nullable) */
  const char *const *tools;        /* (nullable) names, NULL-terminated */
  gboolean stream;
  gboolean include_usage;          /* Chat: stream_options.include_usage */
  gboolean resumed;                /* Responses: starting_after, so it may begin anywhere */
} TapGrammarRequest;

typedef enum
{
  TAP_BODY_COMPLETE,   /* as its framing says */
  TAP_BODY_TRUNCATED,  /* cut, reset, short */
} TapBodyEnd;

typedef struct
{
  const char *name;   /* "anthropic-messages" */
  const char *title;  /* "Anthropic Messages" */
  gsize state_size;   /* zero-filled before init */
  gboolean json_array; /* its streams may come as one JSON array of what the events would be */
  gboolean openai;    /* its clients are OpenAI's: some fail at retry and id lines (Z.17) */

  /* How sure it is that it is its protocol: 0 not at all .. 100 the path says so. Below
   * TAP_GRAMMAR_SURE it is a guess that a later event may correct. */
  int (*matches) (const TapGrammarHint *hint);
  /* @request: (nullable) lives as long as the state. */
  void (*init) (gpointer state, const TapGrammarRequest *request);
  /* @json: the block's data parsed, or NULL if it is none (@fault says why) or not an event.
   * Comments and rests come too. */
  void (*feed) (gpointer state, const TapSseBlock *block, const TapJson *json,
                const TapJsonFault *fault, TapFindings *findings);
  /* @at: µs of the end, or -1. */
  void (*finish) (gpointer state, TapBodyEnd end, gint64 at, TapFindings *findings);
  void (*clear) (gpointer state);
} TapGrammar;

const TapGrammar *tap_grammar_by_name (const char *name);
/* The surest one, or NULL; @score: (out). */
const TapGrammar *tap_grammar_match (const TapGrammarHint *hint);
const TapGrammar *tap_grammar_match_score (const TapGrammarHint *hint, int *score);
const TapGrammar *const *tap_grammar_all (void); /* NULL-terminated */

/* One body under one grammar: splitter, scanner, grammar and the rules that hold for every
 * dialect (A.2, Z.9, Z.14, Z.17). Decoded bytes in, findings out; any split gives the same. The
 * body is that of a good answer (2xx); with no request known a stream is taken to be asked for.
 * As long as no grammar is known, only the rules of every dialect are applied. */
typedef struct _TapChecker TapChecker;

/* @grammar: NULL to let the first event decide. @observer: (nullable) is called for each block
 * after it was judged. @request: (nullable), copied. */
typedef void (*TapCheckerFunc) (const TapSseBlock *block, const TapJson *json, gpointer user_data);

TapChecker *tap_checker_new (const TapGrammar *grammar, const TapGrammarRequest *request,
                             TapCheckerFunc observer, gpointer user_data);
void tap_checker_free (TapChecker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapChecker, tap_checker_free)

/* Before the first byte: the content type says that the stream is one of binary frames. Without it
 * the first bytes tell. */
void tap_checker_expect_frames (TapChecker *self);
void tap_checker_push (TapChecker *self, const guint8 *bytes, gsize length, gint64 at);
void tap_checker_finish (TapChecker *self, TapBodyEnd end, gint64 at);
TapFindings *tap_checker_findings (TapChecker *self); /* (transfer none), sorted */
const TapGrammar *tap_checker_grammar (TapChecker *self); /* NULL as long as it is not known */
guint tap_checker_events (TapChecker *self);

G_END_DECLS
