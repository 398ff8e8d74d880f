/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar.h"

/* What is known of the request. */
typedef enum
{
  ASKED_NOTHING, /* no request is known */
  ASKED_TOOLS,
  ASKED_NO_TOOLS,
  ASKED_OTHER_MODEL,
  ASKED_NO_STREAM,
  ASKED_USAGE,
  ASKED_RESUMED,
} Asked;

/* Each rule from both sides: a trace that trips it, and one that is as near as can be and does
 * not. All findings of both are named, see check-trace.h. */
typedef struct
{
  TapRule rule;
  const char *trips;
  const char *expected;
  const char *misses;
  const char *near_expected;
  Asked asked;
  Asked near_asked;
} GrammarRule;

/* Points that have been settled, and what was met in the wild. */
typedef struct
{
  const char *title;
  const char *trace;
  const char *expected;
  Asked asked;
} GrammarCase;

/* All of one dialect. */
typedef struct
{
  const char *grammar; /* its name */
  const GrammarRule *rules;
  guint n_rules;
  const GrammarCase *cases;
  guint n_cases;
  gboolean general;    /* its rows for rules of every dialect know no grammar */
} GrammarSuite;

/* The tests that each dialect has: /NAME/trips, near-misses, cases, and splits (however the bytes come,
 * the findings are the same). @self must live until they have run. */
void grammar_suite_add_tests (const GrammarSuite *self, const char *name);
/* That each of these rules has its row, but those of @elsewhere. */
void grammar_suite_check_none_missing (const GrammarSuite *self, const TapRule *rules, guint n_rules,
                                       const TapRule *elsewhere, guint n_elsewhere);

/* One trace, with the grammar or with none given. */
void grammar_check (const char *title, const char *trace, const TapGrammar *grammar, Asked asked,
                    const char *expected);
gboolean grammar_has_rule (const char *found, const char *id);
