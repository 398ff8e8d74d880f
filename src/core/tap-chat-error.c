/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-chat.h"

#include "tap-utf8.h"

#include <glib/gi18n-lib.h>

#define QUOTED 200 /* bytes of a value that is quoted as it stands */

gboolean
tap_chat_is_truthy (const TapJson *json, guint32 node)
{
  gint64 number;

  if (node == TAP_JSON_NONE || tap_json_is (json, node, TAP_JSON_NULL)
      || tap_json_is (json, node, TAP_JSON_FALSE) || tap_json_equals (json, node, ""))
    return FALSE;

  return !tap_json_int64 (json, node, &number) || number != 0;
}

char *
tap_chat_quote_json (const TapJson *json, guint32 node)
{
  g_autofree char *text = g_strndup (json->text + json->nodes[node].start,
                                     MIN (json->nodes[node].length, QUOTED));

  return tap_json_is (json, node, TAP_JSON_STRING) ? tap_grammar_quote (json, node)
                                                   : tap_utf8_quote (text);
}

guint32
tap_chat_find_error (const TapGrammarEvent *event)
{
  const TapJson *json = event->json;
  guint32 error = tap_json_member (json, 0, "error");

  if (tap_chat_is_truthy (json, error))
    return error;
  if (tap_json_equals (json, tap_json_member (json, 0, "object"), "error")
      || g_strcmp0 (event->block->event, "error") == 0)
    return 0;

  return TAP_JSON_NONE;
}

guint32
tap_chat_find_choice_error (const TapGrammarEvent *event, guint32 choice)
{
  guint32 error = tap_json_member (event->json, choice, "error");
  guint32 reason = tap_json_member (event->json, choice, "finish_reason");

  if (tap_chat_is_truthy (event->json, error))
    return error;

  return tap_json_equals (event->json, reason, "error") ? reason : TAP_JSON_NONE;
}

void
tap_chat_report_error (const TapGrammarEvent *event, guint32 error)
{
  const TapJson *json = event->json;
  guint32 message = tap_json_member (json, error, "message");
  guint32 code = tap_json_member (json, error, "code");
  g_autofree char *quoted = NULL;
  g_autofree char *quoted_code = NULL;

  if (!tap_grammar_has_text (json, message))
    message = error;
  if (!tap_chat_is_truthy (json, code))
    code = tap_json_member (json, error, "type");

  quoted = tap_chat_quote_json (json, message);
  if (message != error && tap_chat_is_truthy (json, code))
    {
      quoted_code = tap_chat_quote_json (json, code);
      tap_grammar_report (event, TAP_RULE_CHAT_ERROR_IN_STREAM, "%s: %s", quoted_code, quoted);
    }
  else
    tap_grammar_report (event, TAP_RULE_CHAT_ERROR_IN_STREAM, _ ("The error says “%s”."),
                        quoted);
}
