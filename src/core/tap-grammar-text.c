/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-grammar-text.h"

#include "tap-utf8.h"

#include <glib/gi18n-lib.h>

/* "Qwen, Hermes" */
static char *
dup_families (const char *list)
{
  g_auto (GStrv) names = g_strsplit (list, ", ", 2);

  /* Translators: two families of models. */
  return names[1] != NULL ? g_strdup_printf (_ ("%s and %s"), names[0], names[1])
                          : g_strdup (names[0]);
}

static void
report_tool_text (TapFindings *findings, const TapGrammarRequest *request,
                  const TapToolTextHit *hit, const char *place, gint64 index)
{
  const char *const *tools = request != NULL ? request->tools : NULL;
  g_autofree char *name = tap_utf8_quote (hit->name != NULL ? hit->name : "?");
  g_autofree char *family = hit->family != NULL ? dup_families (hit->family) : NULL;
  gboolean declared = tools != NULL && hit->name != NULL && g_strv_contains (tools, hit->name);
  const char *verdict = "";

  if (tools != NULL)
    verdict = declared ? _ (", which the request offered") : _ (", which the request did not offer");

  if (hit->family != NULL)
    tap_findings_add (findings, TAP_RULE_TOOL_CALL_AS_TEXT, hit->event, hit->at,
                      /* Translators: "Text of block", 0, whose way it is, the marker, the tool, and
                       * ", which the request offered" or nothing. */
                      _ ("%s %d holds a tool call in the way of %s (%s) for the tool “%s”%s."), place,
                      (int) index, family, hit->marker, name, verdict);
  else
    tap_findings_add_as (findings, TAP_RULE_TOOL_CALL_AS_TEXT,
                         declared ? TAP_SEVERITY_WARNING : TAP_SEVERITY_NOTE, hit->event, hit->at,
                         _ ("%s %d holds what may be a tool call in JSON (%s) for the tool “%s”%s."),
                         place, (int) index, hit->marker, name, verdict);
}

/* The text of a string node without a copy where it holds no escape. */
static const char *
peek_string (const TapJson *json, guint32 node, GString **scratch, gsize *length)
{
  const TapJsonNode *string = &json->nodes[node];

  if (!string->escaped)
    {
      *length = string->length;
      return json->text + string->start;
    }

  *scratch = g_string_sized_new (string->length + 1);
  tap_json_append_string (json, node, *scratch);
  *length = (*scratch)->len;

  return (*scratch)->str;
}

void
tap_grammar_scan_text (const TapGrammarEvent *event, const TapGrammarRequest *request,
                       TapToolText *text, guint32 node, const char *place, gint64 index)
{
  g_auto (TapToolTextHit) hit = { 0 };
  GString *scratch = NULL;
  const char *bytes;
  gsize length;

  if (!tap_json_is (event->json, node, TAP_JSON_STRING)
      || (request != NULL && (request->tools == NULL || request->tools[0] == NULL)))
    return;

  bytes = peek_string (event->json, node, &scratch, &length);
  if (tap_tool_text_push (text, bytes, length, event->block->number, event->block->last_at, &hit))
    report_tool_text (event->findings, request, &hit, place, index);
  if (scratch != NULL)
    g_string_free (scratch, TRUE);
}

void
tap_grammar_end_text (TapFindings *findings, const TapGrammarRequest *request, TapToolText *text,
                      const char *place, gint64 index)
{
  g_auto (TapToolTextHit) hit = { 0 };

  if (tap_tool_text_end (text, &hit))
    report_tool_text (findings, request, &hit, place, index);
}
