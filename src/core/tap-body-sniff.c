/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-body-sniff.h"

#include "tap-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A larger JSON text is told as one, but not read. */
#define KEPT_JSON (4 * 1024 * 1024)

static const guint8 bom[] = { 0xEF, 0xBB, 0xBF };

void
tap_body_sniff_clear (TapBodySniff *self)
{
  if (self->json != NULL)
    g_string_free (self->json, TRUE);
  self->json = NULL;
}

static TapBodyLooks
look (guint8 first)
{
  switch (first)
    {
    case '<':
      return TAP_BODY_LOOKS_HTML;
    case '{':
    case '[':
      return TAP_BODY_LOOKS_JSON;
    default:
      return TAP_BODY_LOOKS_EVENTS;
    }
}

void
tap_body_sniff_push (TapBodySniff *self, const guint8 *bytes, gsize length)
{
  gsize pos = 0;

  for (; pos < length && self->looks == TAP_BODY_LOOKS_EMPTY; pos++)
    {
      if (self->length + pos == self->bom && self->bom < sizeof bom && bytes[pos] == bom[self->bom])
        self->bom++;
      else if (!g_ascii_isspace (bytes[pos]))
        {
          self->looks = look (bytes[pos]);
          break;
        }
    }

  self->length += length;

  if (self->looks != TAP_BODY_LOOKS_JSON)
    return;
  if (self->json == NULL)
    self->json = g_string_new (NULL);
  g_string_append_len (self->json, (const char *) bytes + pos,
                       MIN (length - pos, KEPT_JSON - self->json->len));
}

/* Anthropic's and OpenAI's {"error": ...}, vLLM's {"object": "error"}, FastAPI's {"detail": ...};
 * Gemini may put the first into an array. */
static gboolean
is_error (const TapJson *json)
{
  guint32 root = tap_json_is (json, 0, TAP_JSON_ARRAY) ? tap_json_first (json, 0) : 0;
  guint32 error = tap_json_member (json, root, "error");

  if (tap_json_is (json, error, TAP_JSON_OBJECT) || tap_json_is (json, error, TAP_JSON_STRING))
    return TRUE;
  if (tap_json_equals (json, tap_json_member (json, root, "type"), "error")
      || tap_json_equals (json, tap_json_member (json, root, "object"), "error"))
    return TRUE;

  return tap_json_count (json, root) == 1
         && tap_json_member (json, root, "detail") != TAP_JSON_NONE;
}

/* Gemini's responses in an array, which is how they stream where no events were asked for. */
static gboolean
is_array_of_responses (const TapJson *json)
{
  guint32 first = tap_json_is (json, 0, TAP_JSON_ARRAY) ? tap_json_first (json, 0) : TAP_JSON_NONE;

  return tap_json_member (json, first, "candidates") != TAP_JSON_NONE
         || tap_json_member (json, first, "promptFeedback") != TAP_JSON_NONE;
}

static void
judge_array (const TapBodySniff *self, const TapJson *json, gboolean stream, gint64 at,
             TapFindings *findings)
{
  guint count = 0;

  if (stream)
    tap_findings_add (findings, TAP_RULE_GEMINI_JSON_ARRAY_INSTEAD_OF_SSE, 0, at,
                      _ ("The body is one JSON array of %ju bytes."),
                      self->length);

  for (guint32 node = tap_json_first (json, 0); node != TAP_JSON_NONE;
       node = tap_json_next (json, 0, node))
    {
      count++;
      if (tap_json_is (json, tap_json_member (json, node, "error"), TAP_JSON_OBJECT))
        tap_findings_add (findings, TAP_RULE_GEMINI_ERROR_IN_STREAM, 0, at,
                          _ ("Element %u of the array is an error."), count);
    }
}

static void
judge_json (const TapBodySniff *self, gboolean stream, gboolean gemini, gint64 at,
            TapFindings *findings)
{
  g_auto (TapJson) json = { 0 };
  TapJsonFault fault = { 0 };

  if (tap_json_parse (&json, self->json->str, self->json->len, &fault))
    {
      gboolean array = gemini && tap_json_is (&json, 0, TAP_JSON_ARRAY) && !is_error (&json);

      if (array || is_array_of_responses (&json))
        judge_array (self, &json, stream, at, findings);
      else if (is_error (&json))
        tap_findings_add (findings, TAP_RULE_ERROR_JSON_IN_200, 0, at,
                          _ ("The body is an error in JSON, of %ju bytes."),
                          self->length);
      else if (stream)
        tap_findings_add (findings, TAP_RULE_JSON_INSTEAD_OF_SSE, 0, at,
                          _ ("The body is one JSON text of %ju bytes."),
                          self->length);
    }
  else if (fault.too_deep)
    tap_findings_add (findings, TAP_RULE_JSON_TOO_DEEP, 0, at,
                      _ ("The body is a JSON text, nested too deep at byte %zu."),
                      fault.offset);
  else if (stream)
    tap_findings_add (findings,
                      gemini && *self->json->str == '[' ? TAP_RULE_GEMINI_JSON_ARRAY_INSTEAD_OF_SSE
                                                        : TAP_RULE_JSON_INSTEAD_OF_SSE,
                      0, at,
                      _ ("The body begins as JSON, up to byte %zu of %ju."),
                      fault.offset, self->length);
}

void
tap_body_sniff_judge (const TapBodySniff *self, gboolean stream, gboolean gemini, gint64 at,
                      TapFindings *findings)
{
  switch (self->looks)
    {
    case TAP_BODY_LOOKS_HTML:
      tap_findings_add (findings, TAP_RULE_HTML_IN_STREAM, 0, at,
                        _ ("The body begins with “<”."));
      break;

    case TAP_BODY_LOOKS_JSON:
      judge_json (self, stream, gemini, at, findings);
      break;

    case TAP_BODY_LOOKS_EMPTY:
    case TAP_BODY_LOOKS_EVENTS:
    default:
      if (stream)
        tap_findings_add (findings, TAP_RULE_EMPTY_STREAM, 0, at,
                          _ ("The body has %ju bytes, but no event."),
                          self->length);
      break;
    }
}
