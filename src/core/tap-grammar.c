/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-grammar.h"

#include "tap-grammar-bedrock.h"
#include "tap-grammar-chat.h"
#include "tap-grammar-gemini.h"
#include "tap-grammar-messages.h"
#include "tap-grammar-responses.h"

#include <string.h>

static const TapGrammar *const grammars[] = {
  &tap_grammar_messages,
  &tap_grammar_chat,
  &tap_grammar_responses,
  &tap_grammar_gemini,
  &tap_grammar_bedrock,
  NULL,
};

const TapGrammar *const *
tap_grammar_all (void)
{
  return grammars;
}

const TapGrammar *
tap_grammar_by_name (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; grammars[i] != NULL; i++)
    {
      if (strcmp (grammars[i]->name, name) == 0)
        return grammars[i];
    }

  return NULL;
}

const TapGrammar *
tap_grammar_match_score (const TapGrammarHint *hint, int *score)
{
  const TapGrammar *best = NULL;
  int best_score = 0;

  for (guint i = 0; grammars[i] != NULL; i++)
    {
      int this_score = grammars[i]->matches (hint);

      if (this_score > best_score)
        {
          best = grammars[i];
          best_score = this_score;
        }
    }

  *score = best_score;

  return best;
}

const TapGrammar *
tap_grammar_match (const TapGrammarHint *hint)
{
  int score;

  return tap_grammar_match_score (hint, &score);
}
