/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar-text.h"

G_BEGIN_DECLS

/* The insides of the grammar of Gemini's streamGenerateContent (protocol C.4, Z.16), shared by its
 * files: tap-grammar-gemini.c has the responses and the end, tap-gemini-candidate.c what one
 * candidate says. */

typedef struct
{
  gint64 index;
  gboolean finished;
  TapToolText text;
} TapGeminiCandidate;

typedef struct
{
  const TapGrammarRequest *request; /* (nullable) */
  guint has_chunk : 1;
  guint has_model : 1;
  guint failed : 1;       /* an error ended it */
  guint blocked : 1;      /* its prompt was, which ends it too */
  GPtrArray *candidates;  /* (nullable) of TapGeminiCandidate, in the order in which they came */
  GHashTable *by_index;
  TapGeminiCandidate *newest;      /* (nullable) looked up last */
} TapGemini;

static inline guint
tap_gemini_n_candidates (const TapGemini *self)
{
  return self->candidates != NULL ? self->candidates->len : 0;
}

void tap_gemini_take_candidate (TapGemini *self, const TapGrammarEvent *event, guint32 node);
void tap_gemini_end_texts (const TapGemini *self, TapFindings *findings);
void tap_gemini_candidates_clear (TapGemini *self);

G_END_DECLS
