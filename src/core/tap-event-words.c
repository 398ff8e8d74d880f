/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-utf8.h"

#define MAX_NAME 32 /* bytes of a member's name in the tables here */

/* The member, or where the name is a number the element, of a value. */
static guint32
enter (const TapJson *json, guint32 node, const char *name)
{
  guint32 child;

  if (!g_ascii_isdigit (*name))
    return tap_json_is (json, node, TAP_JSON_OBJECT) ? tap_json_member (json, node, name)
                                                     : TAP_JSON_NONE;
  child = tap_json_is (json, node, TAP_JSON_ARRAY) ? tap_json_first (json, node) : TAP_JSON_NONE;
  for (guint i = (guint) g_ascii_strtoull (name, NULL, 10); i > 0 && child != TAP_JSON_NONE; i--)
    child = tap_json_next (json, node, child);
  return child;
}

/* Follows names from the root. It allocates nothing: a table asks for many in each frame. */
static guint32
find (const TapJson *json, const char *path)
{
  guint32 node = 0;

  while (*path != '\0' && node != TAP_JSON_NONE)
    {
      char name[MAX_NAME];
      gsize length = strcspn (path, ".");

      g_return_val_if_fail (length < MAX_NAME, TAP_JSON_NONE);
      memcpy (name, path, length);
      name[length] = '\0';
      node = enter (json, node, name);
      path += length + (path[length] == '.' ? 1 : 0);
    }
  return node;
}

static gboolean
append_string (const TapJson *json, const char *path, GString *out)
{
  guint32 node = find (json, path);

  if (!tap_json_is (json, node, TAP_JSON_STRING))
    return FALSE;
  tap_json_append_string (json, node, out);
  return TRUE;
}

/* Where deltas carry their text. */
static const char *const delta_paths[] = {
  "delta.text",
  "delta.thinking",
  "delta.partial_json",
  "choices.0.delta.content",
  "choices.0.delta.reasoning_content",
  "choices.0.delta.reasoning",
  "choices.0.delta.tool_calls.0.function.arguments",
  "candidates.0.content.parts.0.text",
  "delta.toolUse.input",
  "delta.reasoningContent.text",
};

gboolean
tap_event_delta_append (const TapJson *json, GString *out)
{
  if (json->n_nodes == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (delta_paths); i++)
    {
      if (append_string (json, delta_paths[i], out))
        return TRUE;
    }
  /* OpenAI's Responses: the delta is the text. */
  return append_string (json, "delta", out);
}

/* What is told of an event beside a delta's text, in this order, each where it is there. */
static const struct
{
  const char *path;
  const char *format; /* of the value; translatable */
} parts[] = {
  { "index", "[%s]" },
  { "output_index", "[%s]" },
  { "contentBlockIndex", "[%s]" },
  { "message.id", "%s" },
  { "message.model", "%s" },
  { "message.usage.input_tokens", N_ ("input %s tokens") },
  { "content_block.type", "%s" },
  { "content_block.name", "%s" },
  { "choices.0.delta.role", "%s" },
  { "choices.0.delta.tool_calls.0.function.name", "%s" },
  { "candidates.0.content.parts.0.functionCall.name", "%s" },
  { "start.toolUse.name", "%s" },
  { "delta.stop_reason", N_ ("stop reason %s") },
  { "stopReason", N_ ("stop reason %s") },
  { "choices.0.finish_reason", N_ ("finish reason %s") },
  { "candidates.0.finishReason", N_ ("finish reason %s") },
  { "promptFeedback.blockReason", N_ ("blocked: %s") },
  { "usage.prompt_tokens", N_ ("input %s tokens") },
  { "usage.inputTokens", N_ ("input %s tokens") },
  { "usage.outputTokens", N_ ("output %s tokens") },
  { "usageMetadata.promptTokenCount", N_ ("input %s tokens") },
  { "usageMetadata.candidatesTokenCount", N_ ("output %s tokens") },
  { "usage.output_tokens", N_ ("output %s tokens") },
  { "usage.completion_tokens", N_ ("output %s tokens") },
  { "error.type", "%s" },
  { "error.code", "%s" },
  { "error.message", "“%s”" },
  { "code", "%s" },
  { "message", "“%s”" },
  { "item.type", "%s" },
  { "item.name", "%s" },
  { "part.type", "%s" },
  { "text", "“%s”" },
  { "arguments", "“%s”" },
  { "response.id", "%s" },
  { "response.model", "%s" },
  { "response.status", "%s" },
  { "response.incomplete_details.reason", N_ ("reason %s") },
  { "response.error.code", "%s" },
  { "response.error.message", "“%s”" },
  { "response.usage.input_tokens", N_ ("input %s tokens") },
  { "response.usage.output_tokens", N_ ("output %s tokens") },
};

static void
append_value (const TapJson *json, guint32 node, GString *out)
{
  if (tap_json_is (json, node, TAP_JSON_STRING))
    tap_json_append_string (json, node, out);
  else
    g_string_append_len (out, json->text + json->nodes[node].start,
                         (gssize) json->nodes[node].length);
}

static void
append_parts (const TapJson *json, GString *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      guint32 node = find (json, parts[i].path);
      g_autoptr (GString) value = NULL;
      const char *format;
      const char *place;

      if (node == TAP_JSON_NONE || tap_json_is (json, node, TAP_JSON_NULL)
          || tap_json_is (json, node, TAP_JSON_OBJECT) || tap_json_is (json, node, TAP_JSON_ARRAY))
        continue;
      format = _ (parts[i].format);
      place = strstr (format, "%s");
      if (place == NULL)
        continue;
      value = g_string_new (NULL);
      append_value (json, node, value);
      if (out->len > 0)
        g_string_append (out, out->str[out->len - 1] == ']' ? " " : " · ");
      g_string_append_len (out, format, place - format);
      g_string_append (out, value->str);
      g_string_append (out, place + 2);
    }
}

/* One line, no control characters, not too long. */
static char *
tidy (const char *text, gsize length)
{
  g_autoptr (GString) valid = g_string_new (NULL);
  GString *out = g_string_new (NULL);
  guint count = 0;

  tap_utf8_append_repaired (valid, text, MIN (length, TAP_EVENT_WORDS_MAX * 6));
  for (const char *c = valid->str; c < valid->str + valid->len && count < TAP_EVENT_WORDS_MAX;
       c = g_utf8_next_char (c), count++)
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter == '\n')
        g_string_append (out, "⏎");
      else if (tap_utf8_is_control (letter))
        g_string_append_c (out, ' ');
      else
        g_string_append_unichar (out, letter);
    }
  if (count == TAP_EVENT_WORDS_MAX)
    g_string_append (out, "…");
  return g_string_free (out, FALSE);
}

char *
tap_event_words (const TapJson *json, const char *data, gsize length)
{
  g_autoptr (GString) delta = g_string_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  if (json->n_nodes == 0)
    return tidy (data, length);
  if (tap_event_delta_append (json, delta) && delta->len > 0)
    {
      g_string_printf (out, "“%s”", delta->str);
      return tidy (out->str, out->len);
    }
  append_parts (json, out);
  if (out->len > 0)
    return tidy (out->str, out->len);
  /* A type alone, as of a ping or the last event, says no more than the event's name. */
  if (tap_json_count (json, 0) == 1 && find (json, "type") != TAP_JSON_NONE)
    return g_strdup ("");
  return tidy (data, length);
}
