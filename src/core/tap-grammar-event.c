/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-grammar-event.h"

#include "tap-utf8.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char *
tap_grammar_quote (const TapJson *json, guint32 node)
{
  g_autofree char *text = tap_json_dup_string (json, node);

  return tap_utf8_quote (text);
}

gboolean
tap_grammar_has_text (const TapJson *json, guint32 node)
{
  return tap_json_is (json, node, TAP_JSON_STRING) && !tap_json_equals (json, node, "");
}

const char *
tap_grammar_name (const TapSseBlock *block)
{
  return block->event != NULL && *block->event != '\0' ? block->event : NULL;
}

gboolean
tap_grammar_is_done (const TapSseBlock *block)
{
  gsize start = strspn (block->data, " ");

  return strncmp (block->data + start, "[DONE]", strlen ("[DONE]")) == 0;
}

gboolean
tap_grammar_has_error (const TapJson *json)
{
  guint32 error = tap_json_member (json, 0, "error");

  return error != TAP_JSON_NONE && !tap_json_is (json, error, TAP_JSON_NULL)
         && !tap_json_is (json, error, TAP_JSON_FALSE);
}

void
tap_grammar_judge_name (const TapGrammarEvent *event, guint32 type, TapSeverity severity,
                        gboolean *missing)
{
  const char *name = tap_grammar_name (event->block);

  if (name == NULL)
    {
      if (!*missing)
        tap_grammar_report_as (event, TAP_RULE_EVENT_NAME_MISSING, severity,
                               severity == TAP_SEVERITY_NOTE
                                 ? _ ("It is the first one; clients of this dialect go by the type "
                                      "in the data.")
                                 : _ ("It is the first event without an event line."));
      *missing = TRUE;
    }
  else if (type != TAP_JSON_NONE && !tap_json_equals (event->json, type, name))
    {
      g_autofree char *quoted = tap_grammar_quote (event->json, type);
      g_autofree char *quoted_name = tap_utf8_quote (name);

      tap_grammar_report (event, TAP_RULE_EVENT_NAME_MISMATCH,
                          _ ("Its name is “%s”, its type “%s”."), quoted_name, quoted);
    }
}

void
tap_grammar_judge_unread (const TapGrammarEvent *event, const char *type,
                          const TapJsonFault *fault)
{
  if (fault->too_deep || (event->block->flags & TAP_SSE_TRUNCATED) != 0)
    return;

  tap_grammar_report (event, TAP_RULE_DATA_NOT_JSON,
                      event->block->data_length == 0
                        ? _ ("The data of %s is empty.")
                        : _ ("The data of %s stops being JSON at byte %zu: %s."),
                      type != NULL ? type : _ ("an event"), fault->offset, fault->reason);
}

void
tap_grammar_compare_models (const TapGrammarEvent *event, const TapGrammarRequest *request,
                            guint32 model)
{
  g_autofree char *quoted = NULL;
  g_autofree char *asked = NULL;

  if (request == NULL || request->model == NULL || !tap_grammar_has_text (event->json, model)
      || tap_json_equals (event->json, model, request->model))
    return;

  quoted = tap_grammar_quote (event->json, model);
  asked = tap_utf8_quote (request->model);
  tap_grammar_report (event, TAP_RULE_MODEL_MISMATCH, _ ("Asked for %s, answered as %s; often an alias."), asked,
                      quoted);
}
