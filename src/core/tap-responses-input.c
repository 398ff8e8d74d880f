/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-responses.h"

#include <glib/gi18n-lib.h>

/* A tool input that is no JSON; whether it was cut, the end tells. */
typedef struct
{
  guint event;
  gint64 at;
  char *detail;
} Held;

static void
held_clear (gpointer item)
{
  g_free (((Held *) item)->detail);
}

const TapGrammarRequest *
tap_responses_asked (const TapResponses *self)
{
  const TapGrammarRequest *request = self->request;

  /* Who asks for an answer that was begun before says again neither model nor tools. */
  return request != NULL && request->model == NULL && request->tools == NULL ? NULL : request;
}

void
tap_responses_add_input (const TapGrammarEvent *event, TapResponsesItem *item, guint32 node)
{
  if (item->too_large || !tap_json_is (event->json, node, TAP_JSON_STRING))
    return;

  if (item->input == NULL)
    item->input = g_string_sized_new (64);
  tap_json_append_string (event->json, node, item->input);

  if (item->input->len > TAP_SSE_MAX_BLOCK)
    {
      item->too_large = TRUE;
      g_string_free (item->input, TRUE);
      item->input = NULL;
      tap_grammar_report (event, TAP_RULE_OVERSIZE_EVENT,
                          _ ("The tool's input grew too large to be judged."));
    }
}

static void
hold (TapResponses *self, const TapGrammarEvent *event, char *detail)
{
  Held held = { event->block->number, event->block->last_at, detail };

  /* As many as are kept of one rule. */
  if (self->held != NULL && self->held->len >= TAP_FINDINGS_MAX_OF_RULE)
    tap_responses_settle (self, event->findings);
  if (self->held == NULL)
    {
      self->held = g_array_new (FALSE, FALSE, sizeof (Held));
      g_array_set_clear_func (self->held, held_clear);
    }
  g_array_append_val (self->held, held);
}

void
tap_responses_settle (TapResponses *self, TapFindings *findings)
{
  for (guint i = 0; self->held != NULL && i < self->held->len; i++)
    {
      const Held *held = &g_array_index (self->held, Held, i);

      tap_findings_add (findings,
                        self->cut ? TAP_RULE_TOOL_INPUT_TRUNCATED : TAP_RULE_TOOL_INPUT_NOT_JSON,
                        held->event, held->at, "%s", held->detail);
    }
  g_clear_pointer (&self->held, g_array_unref);
}

/* What the agent gets must be one JSON object. */
static void
judge_json (TapResponses *self, const TapGrammarEvent *event, TapResponsesItem *item,
            const GString *input)
{
  g_auto (TapJson) json = { 0 };
  TapJsonFault fault = { 0 };

  item->input_judged = TRUE;
  if (input->len == 0 || !item->type->is_json)
    return;

  if (!tap_json_parse (&json, input->str, input->len, &fault))
    {
      if (fault.too_deep)
        tap_grammar_report (event, TAP_RULE_JSON_TOO_DEEP, _ ("The input of %s is nested too deep."),
                            item->title);
      else
        hold (self, event,
              g_strdup_printf (_ ("The input of %s stops being JSON at byte %zu of %zu: %s."),
                               item->title, fault.offset, input->len, fault.reason));
    }
  else if (!tap_json_is (&json, 0, TAP_JSON_OBJECT))
    hold (self, event,
          g_strdup_printf (_ ("The input of %s is JSON, but no object."), item->title));
}

void
tap_responses_judge_input (TapResponses *self, const TapGrammarEvent *event,
                           TapResponsesItem *item, guint32 node)
{
  g_autoptr (GString) whole = NULL;

  if (item->type == NULL || !tap_json_is (event->json, node, TAP_JSON_STRING))
    return;

  whole = g_string_sized_new (event->json->nodes[node].length + 1);
  tap_json_append_string (event->json, node, whole);

  /* Without a single delta the whole is all there is; after a part that was not seen, too. */
  if (item->input != NULL && !item->adopted && !self->missed && !item->mismatch
      && !g_string_equal (item->input, whole))
    {
      item->mismatch = TRUE;
      tap_grammar_report (event, TAP_RULE_RESPONSES_ARGUMENTS_MISMATCH,
                          _ ("The deltas of %s make %zu bytes, the whole has %zu; they differ."),
                          item->title, item->input->len, whole->len);
    }
  if (!item->input_judged)
    judge_json (self, event, item, whole);
}
