/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-grammar-bedrock.h"

#include "tap-grammar-event.h"

#include <string.h>

static const char *const converse_events[] = {
  "messageStart", "contentBlockStart", "contentBlockDelta",
  "contentBlockStop", "messageStop",   "metadata",
};

static int
matches (const TapGrammarHint *hint)
{
  if (hint->path != NULL
      && (g_str_has_suffix (hint->path, "/converse-stream")
          || g_str_has_suffix (hint->path, "/converse")))
    return 100;
  if (!hint->is_frame || hint->first_event == NULL)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (converse_events); i++)
    {
      if (g_str_equal (hint->first_event, converse_events[i]))
        return 80;
    }

  /* Another model's own event. */
  return g_str_equal (hint->first_event, "chunk") ? TAP_GRAMMAR_SURE : 0;
}

static void
init (gpointer state, const TapGrammarRequest *request)
{
}

static void
feed (gpointer state, const TapSseBlock *block, const TapJson *json, const TapJsonFault *fault,
      TapFindings *findings)
{
  TapGrammarEvent event = { block, json, findings };
  g_autofree char *type = NULL;
  g_autofree char *message = NULL;
  guint32 error;

  if (json == NULL || g_strcmp0 (tap_grammar_name (block), "error") != 0)
    return;

  error = tap_json_member (json, 0, "error");
  type = tap_grammar_quote (json, tap_json_member (json, error, "type"));
  message = tap_grammar_quote (json, tap_json_member (json, error, "message"));
  tap_grammar_report (&event, TAP_RULE_ERROR_EVENT, "%s: %s", type, message);
}

static void
finish (gpointer state, TapBodyEnd end, gint64 at, TapFindings *findings)
{
}

static void
clear (gpointer state)
{
}

const TapGrammar tap_grammar_bedrock = {
  .name = "bedrock-converse",
  .title = "Amazon Bedrock",
  .state_size = 1,
  .matches = matches,
  .init = init,
  .feed = feed,
  .finish = finish,
  .clear = clear,
};
