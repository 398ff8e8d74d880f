/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-grammar-gemini.h"

#include "tap-gemini.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Gemini's streamGenerateContent (protocol C.4, Z.16): nameless chunks, each a whole response, and
 * nothing that ends them but a finish reason. */

/* What a response can have; any of them makes it one. */
static const struct
{
  const char *name;
  TapJsonType type;
  int surety;
} response_members[] = {
  { "candidates", TAP_JSON_ARRAY, 90 },
  { "promptFeedback", TAP_JSON_OBJECT, 80 },
  { "usageMetadata", TAP_JSON_OBJECT, 60 },
};

static int
surety_of (const TapJson *json, guint32 response)
{
  for (guint i = 0; i < G_N_ELEMENTS (response_members); i++)
    {
      if (tap_json_is (json, tap_json_member (json, response, response_members[i].name),
                       response_members[i].type))
        return response_members[i].surety;
    }

  return 0;
}

/* Code Assist, which Google's own agent speaks, wraps the response into another object. */
static guint32
find_response (const TapJson *json)
{
  guint32 inner = tap_json_member (json, 0, "response");

  return surety_of (json, 0) == 0 && surety_of (json, inner) > 0 ? inner : 0;
}

static int
matches (const TapGrammarHint *hint)
{
  g_auto (TapJson) json = { 0 };

  if (hint->path != NULL
      && (g_str_has_suffix (hint->path, ":streamGenerateContent")
          || g_str_has_suffix (hint->path, ":generateContent")))
    return 100;

  if (hint->first_data == NULL
      || !tap_json_parse (&json, hint->first_data, strlen (hint->first_data), NULL))
    return 0;

  return surety_of (&json, find_response (&json));
}

static void
init (gpointer state, const TapGrammarRequest *request)
{
  TapGemini *self = state;

  self->request = request;
}

static void
clear (gpointer state)
{
  tap_gemini_candidates_clear (state);
}

static void
take_error (TapGemini *self, const TapGrammarEvent *event)
{
  const TapJson *json = event->json;
  guint32 error = tap_json_member (json, 0, "error");
  guint32 message = tap_json_member (json, error, "message");
  g_autofree char *status = tap_grammar_quote (json, tap_json_member (json, error, "status"));
  g_autofree char *quoted
    = tap_grammar_quote (json, message != TAP_JSON_NONE ? message : error);

  if (*status != '\0')
    tap_grammar_report (event, TAP_RULE_GEMINI_ERROR_IN_STREAM, "%s: %s", status, quoted);
  else
    tap_grammar_report (event, TAP_RULE_GEMINI_ERROR_IN_STREAM, _ ("The error says “%s”."),
                        quoted);
  tap_gemini_end_texts (self, event->findings);
  self->failed = TRUE;
}

static void
judge_prompt (TapGemini *self, const TapGrammarEvent *event, guint32 response)
{
  guint32 feedback = tap_json_member (event->json, response, "promptFeedback");
  guint32 reason = tap_json_member (event->json, feedback, "blockReason");
  g_autofree char *quoted = NULL;

  if (self->blocked || !tap_grammar_has_text (event->json, reason))
    return;

  self->blocked = TRUE;
  quoted = tap_grammar_quote (event->json, reason);
  tap_grammar_report (event, TAP_RULE_GEMINI_PROMPT_BLOCKED, _ ("The reason is “%s”."), quoted);
}

static void
take_response (TapGemini *self, const TapGrammarEvent *event, guint32 response)
{
  const TapJson *json = event->json;
  guint32 model = tap_json_member (json, response, "modelVersion");
  guint32 candidates = tap_json_member (json, response, "candidates");

  self->has_chunk = TRUE;
  judge_prompt (self, event, response);
  if (!self->has_model && tap_grammar_has_text (json, model))
    {
      self->has_model = TRUE;
      tap_grammar_compare_models (event, self->request, model);
    }

  for (guint32 node = tap_json_is (json, candidates, TAP_JSON_ARRAY)
                        ? tap_json_first (json, candidates)
                        : TAP_JSON_NONE;
       node != TAP_JSON_NONE; node = tap_json_next (json, candidates, node))
    {
      if (tap_json_is (json, node, TAP_JSON_OBJECT))
        tap_gemini_take_candidate (self, event, node);
    }
}

static void
report_unknown (const TapGrammarEvent *event)
{
  guint32 type = tap_json_member (event->json, 0, "type");
  g_autofree char *quoted = tap_grammar_quote (event->json, type);

  if (*quoted != '\0')
    tap_grammar_report (event, TAP_RULE_UNKNOWN_EVENT_TYPE, _ ("The event's type is “%s”."),
                        quoted);
  else
    tap_grammar_report (event, TAP_RULE_UNKNOWN_EVENT_TYPE, _ ("It is no response of Gemini's."));
}

static void
feed (gpointer state, const TapSseBlock *block, const TapJson *json, const TapJsonFault *fault,
      TapFindings *findings)
{
  TapGemini *self = state;
  TapGrammarEvent event = { block, json, findings };
  guint32 response;

  /* Some gateways end any stream with OpenAI's last word, which harms nobody here. */
  if ((block->flags & TAP_SSE_EVENT) == 0 || (json == NULL && tap_grammar_is_done (block)))
    return;

  if (self->failed)
    {
      tap_grammar_report (&event, TAP_RULE_EVENT_AFTER_ERROR, _ ("Clients gave up at the error."));
      return;
    }

  if (json == NULL)
    {
      tap_grammar_judge_unread (&event, _ ("the response"), fault);
      self->has_chunk = TRUE;
      return;
    }

  response = find_response (json);
  if (tap_grammar_has_error (json))
    take_error (self, &event);
  else if (surety_of (json, response) > 0)
    take_response (self, &event, response);
  else
    report_unknown (&event);
}

static void
finish (gpointer state, TapBodyEnd end, gint64 at, TapFindings *findings)
{
  TapGemini *self = state;

  if (self->failed)
    return;

  tap_gemini_end_texts (self, findings);
  if (self->blocked)
    return;
  if (!self->has_chunk)
    {
      tap_findings_add (findings, TAP_RULE_EMPTY_STREAM, 0, at, _ ("No response came."));
      return;
    }

  for (guint i = 0; i < tap_gemini_n_candidates (self); i++)
    {
      const TapGeminiCandidate *candidate = g_ptr_array_index (self->candidates, i);

      if (!candidate->finished)
        tap_findings_add (findings, TAP_RULE_GEMINI_MISSING_FINISH_REASON, 0, at,
                          _ ("Candidate %d has no finishReason."), (int) candidate->index);
    }
  if (tap_gemini_n_candidates (self) == 0)
    tap_findings_add (findings, TAP_RULE_GEMINI_MISSING_FINISH_REASON, 0, at,
                      _ ("No candidate came at all."));
}

const TapGrammar tap_grammar_gemini = {
  .name = "google-gemini",
  .title = "Google Gemini",
  .state_size = sizeof (TapGemini),
  .json_array = TRUE,
  .matches = matches,
  .init = init,
  .feed = feed,
  .finish = finish,
  .clear = clear,
};
