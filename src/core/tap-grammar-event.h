/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar.h"

G_BEGIN_DECLS

/* What the grammars of all dialects need to judge one event. */

/* One event on its way through a grammar. */
typedef struct
{
  const TapSseBlock *block;
  const TapJson *json; /* NULL: it could not be read */
  TapFindings *findings;
} TapGrammarEvent;

#define tap_grammar_report(event, rule, ...) \
  tap_findings_add ((event)->findings, (rule), (event)->block->number, (event)->block->last_at, \
                    __VA_ARGS__)
#define tap_grammar_report_as(event, rule, severity, ...) \
  tap_findings_add_as ((event)->findings, (rule), (severity), (event)->block->number, \
                       (event)->block->last_at, __VA_ARGS__)

/* What is there of a string, short and without control characters, to be quoted as evidence;
 * empty if it is none. Free with g_free(). */
char *tap_grammar_quote (const TapJson *json, guint32 node);
gboolean tap_grammar_has_text (const TapJson *json, guint32 node); /* a string, not empty */

/* The event's name; NULL where it has none, or an empty one. */
const char *tap_grammar_name (const TapSseBlock *block);

/* Whether the data is OpenAI's last word, however many spaces stand before it. */
gboolean tap_grammar_is_done (const TapSseBlock *block);

/* Whether there is an error in the data's top level: null and false are none. */
gboolean tap_grammar_has_error (const TapJson *json);

/* Z.2: an event of a dialect with names must have one, which must be its type. @type: the type in
 * the data, or TAP_JSON_NONE. @missing: whether a missing name was told before; it is told once, as
 * that @severity. */
void tap_grammar_judge_name (const TapGrammarEvent *event, guint32 type, TapSeverity severity,
                             gboolean *missing);

/* Z.8: the data of @type, which the dialect knows, is not JSON. What is too deep or too large was
 * told as that. @type: (nullable) */
void tap_grammar_judge_unread (const TapGrammarEvent *event, const char *type,
                               const TapJsonFault *fault);

/* model-mismatch, if @model is a string other than what the request asked for. */
void tap_grammar_compare_models (const TapGrammarEvent *event, const TapGrammarRequest *request,
                                 guint32 model);

G_END_DECLS
