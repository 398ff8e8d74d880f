/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-gemini.h"

#include <glib/gi18n-lib.h>

static const char *const finish_reasons[] = {
  "BLOCKLIST",
  "FINISH_REASON_UNSPECIFIED",
  "IMAGE_OTHER",
  "IMAGE_PROHIBITED_CONTENT",
  "IMAGE_RECITATION",
  "IMAGE_SAFETY",
  "LANGUAGE",
  "MALFORMED_FUNCTION_CALL",
  "MALFORMED_RESPONSE",
  "MAX_TOKENS",
  "MISSING_THOUGHT_SIGNATURE",
  "NO_IMAGE",
  "OTHER",
  "PROHIBITED_CONTENT",
  "RECITATION",
  "SAFETY",
  "SPII",
  "STOP",
  "TOO_MANY_TOOL_CALLS",
  "UNEXPECTED_TOOL_CALL",
};

static void
candidate_free (gpointer item)
{
  TapGeminiCandidate *self = item;

  tap_tool_text_clear (&self->text);
  g_free (self);
}

void
tap_gemini_candidates_clear (TapGemini *self)
{
  g_clear_pointer (&self->by_index, g_hash_table_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  self->newest = NULL;
}

void
tap_gemini_end_texts (const TapGemini *self, TapFindings *findings)
{
  for (guint i = 0; i < tap_gemini_n_candidates (self); i++)
    {
      TapGeminiCandidate *candidate = g_ptr_array_index (self->candidates, i);

      tap_grammar_end_text (findings, self->request, &candidate->text, _ ("Text of candidate"),
                            candidate->index);
    }
}

/* An index that is 0 is left out. */
static TapGeminiCandidate *
find_candidate (TapGemini *self, const TapJson *json, guint32 node)
{
  TapGeminiCandidate *candidate;
  gint64 index;

  if (!tap_json_int64 (json, tap_json_member (json, node, "index"), &index))
    index = 0;
  if (self->newest != NULL && self->newest->index == index)
    return self->newest;

  if (self->candidates == NULL)
    {
      self->candidates = g_ptr_array_new_with_free_func (candidate_free);
      self->by_index = g_hash_table_new (g_int64_hash, g_int64_equal);
    }

  candidate = g_hash_table_lookup (self->by_index, &index);
  if (candidate == NULL)
    {
      candidate = g_new0 (TapGeminiCandidate, 1);
      candidate->index = index;
      g_ptr_array_add (self->candidates, candidate);
      g_hash_table_insert (self->by_index, &candidate->index, candidate);
    }
  self->newest = candidate;

  return candidate;
}

static void
judge_finish (const TapGrammarEvent *event, guint32 reason)
{
  g_autofree char *quoted = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (finish_reasons); i++)
    {
      if (tap_json_equals (event->json, reason, finish_reasons[i]))
        return;
    }

  quoted = tap_grammar_quote (event->json, reason);
  tap_grammar_report (event, TAP_RULE_UNKNOWN_STOP_REASON, _ ("The finish reason is “%s”."),
                      quoted);
}

void
tap_gemini_take_candidate (TapGemini *self, const TapGrammarEvent *event, guint32 node)
{
  const TapJson *json = event->json;
  TapGeminiCandidate *candidate = find_candidate (self, json, node);
  guint32 parts = tap_json_member (json, tap_json_member (json, node, "content"), "parts");
  guint32 reason = tap_json_member (json, node, "finishReason");

  for (guint32 part = tap_json_is (json, parts, TAP_JSON_ARRAY) ? tap_json_first (json, parts)
                                                                : TAP_JSON_NONE;
       part != TAP_JSON_NONE; part = tap_json_next (json, parts, part))
    {
      if (!tap_json_is (json, tap_json_member (json, part, "thought"), TAP_JSON_TRUE))
        tap_grammar_scan_text (event, self->request, &candidate->text,
                               tap_json_member (json, part, "text"), _ ("Text of candidate"),
                               candidate->index);
    }

  if (!tap_grammar_has_text (json, reason))
    return;
  candidate->finished = TRUE;
  judge_finish (event, reason);
}
