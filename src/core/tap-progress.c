/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-progress.h"

#include "tap-utf8.h"

#include <string.h>

#define WORD_MAX 200 /* bytes */

/* How far an answer came, in all dialects (protocol B.2, C.1, C.3, C.4). */

void
tap_progress_clear (TapProgress *self)
{
  g_clear_pointer (&self->tool, g_free);
  g_clear_pointer (&self->stop_reason, g_free);
}

/* A word that is kept for as long as the exchange: of one that nobody would choose the beginning. */
static void
take_string (char **to, const TapJson *json, guint32 node)
{
  char *text;

  if (!tap_json_is (json, node, TAP_JSON_STRING) || json->nodes[node].length == 0
      || (*to != NULL && tap_json_equals (json, node, *to)))
    return;
  text = tap_json_dup_string (json, node);
  if (strlen (text) > WORD_MAX)
    {
      g_autofree char *whole = text;

      text = g_strndup (whole, tap_utf8_valid_length (whole, WORD_MAX));
    }
  g_free (*to);
  *to = text;
}

static void
end_part (TapProgress *self)
{
  self->in_part = FALSE;
  g_clear_pointer (&self->tool, g_free);
}

static void
take_content (TapProgress *self, TapEventKind kind)
{
  self->kind = kind;
  self->in_part = TRUE;
  self->content_events++;
}

/* --- What a part is, by the words in its type. */

static TapEventKind
kind_of_part (const TapJson *json, guint32 type)
{
  static const struct
  {
    const char *word;
    TapEventKind kind;
  } words[] = {
    { "text", TAP_EVENT_TEXT },          { "message", TAP_EVENT_TEXT },
    { "thinking", TAP_EVENT_THINKING },  { "redacted_thinking", TAP_EVENT_THINKING },
    { "reasoning", TAP_EVENT_THINKING }, { "tool_use", TAP_EVENT_TOOL },
    { "server_tool_use", TAP_EVENT_TOOL }, { "mcp_tool_use", TAP_EVENT_TOOL },
    { "function_call", TAP_EVENT_TOOL }, { "custom_tool_call", TAP_EVENT_TOOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (tap_json_equals (json, type, words[i].word))
      return words[i].kind;
  return TAP_EVENT_OTHER;
}

static void
begin_part (TapProgress *self, const TapJson *json, guint32 part)
{
  TapEventKind kind = kind_of_part (json, tap_json_member (json, part, "type"));

  end_part (self);
  self->in_part = TRUE;
  if (kind != TAP_EVENT_OTHER)
    self->kind = kind;
  if (kind == TAP_EVENT_TOOL)
    take_string (&self->tool, json, tap_json_member (json, part, "name"));
}

/* --- One function a name. */

static void
see_message_start (TapProgress *self, const TapJson *json)
{
  guint32 message = tap_json_member (json, 0, "message");

  take_string (&self->stop_reason, json, tap_json_member (json, message, "stop_reason"));
}

static void
see_block_start (TapProgress *self, const TapJson *json)
{
  begin_part (self, json, tap_json_member (json, 0, "content_block"));
}

static void
see_part_end (TapProgress *self, const TapJson *json)
{
  end_part (self);
}

static void
see_message_delta (TapProgress *self, const TapJson *json)
{
  guint32 delta = tap_json_member (json, 0, "delta");

  take_string (&self->stop_reason, json, tap_json_member (json, delta, "stop_reason"));
}

static void
see_item_added (TapProgress *self, const TapJson *json)
{
  begin_part (self, json, tap_json_member (json, 0, "item"));
}

static void
see_completed (TapProgress *self, const TapJson *json)
{
  guint32 response = tap_json_member (json, 0, "response");
  guint32 details = tap_json_member (json, response, "incomplete_details");

  end_part (self);
  take_string (&self->stop_reason, json, tap_json_member (json, response, "status"));
  take_string (&self->stop_reason, json, tap_json_member (json, details, "reason"));
}

static const struct
{
  const char *name;
  void (*see) (TapProgress *self, const TapJson *json);
} known[] = {
  { "message_start", see_message_start },
  { "content_block_start", see_block_start },
  { "content_block_stop", see_part_end },
  { "message_delta", see_message_delta },
  { "message_stop", see_part_end },
  { "response.output_item.added", see_item_added },
  { "response.output_item.done", see_part_end },
  { "response.completed", see_completed },
  { "response.incomplete", see_completed },
  { "response.failed", see_completed },
};

G_STATIC_ASSERT (G_N_ELEMENTS (known) == TAP_PROGRESS_N_NAMES);

void
tap_progress_names_init (TapProgressNames *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    self->names[i] = g_quark_from_static_string (known[i].name);
  self->delta = g_quark_from_static_string ("content_block_delta");
}

/* --- Chat and Gemini: no names, and a chunk may hold content and the stop reason at once. */

static guint32
first_of (const TapJson *json, const char *list)
{
  guint32 node = tap_json_member (json, 0, list);

  return tap_json_is (json, node, TAP_JSON_ARRAY) ? tap_json_first (json, node) : TAP_JSON_NONE;
}

static void
see_chat_tool (TapProgress *self, const TapJson *json, guint32 delta)
{
  guint32 calls = tap_json_member (json, delta, "tool_calls");
  guint32 function;

  if (tap_json_is (json, calls, TAP_JSON_ARRAY))
    function = tap_json_member (json, tap_json_first (json, calls), "function");
  else
    function = tap_json_member (json, delta, "function_call");
  take_string (&self->tool, json, tap_json_member (json, function, "name"));
}

static void
see_choice (TapProgress *self, TapEventKind kind, const TapJson *json)
{
  guint32 choice = first_of (json, "choices");
  guint32 reason;

  if (choice == TAP_JSON_NONE)
    return;
  if (kind == TAP_EVENT_TOOL)
    see_chat_tool (self, json, tap_json_member (json, choice, "delta"));
  else if (tap_progress_is_content (kind))
    g_clear_pointer (&self->tool, g_free);
  if (kind == TAP_EVENT_START)
    self->in_part = TRUE;

  reason = tap_json_member (json, choice, "finish_reason");
  if (tap_json_is (json, reason, TAP_JSON_STRING))
    {
      take_string (&self->stop_reason, json, reason);
      end_part (self);
    }
}

static void
see_candidate (TapProgress *self, TapEventKind kind, const TapJson *json)
{
  guint32 reason = tap_json_member (json, first_of (json, "candidates"), "finishReason");

  /* A call comes whole, so none is ever being written. */
  if (tap_json_is (json, reason, TAP_JSON_STRING))
    {
      take_string (&self->stop_reason, json, reason);
      end_part (self);
    }
}

void
tap_progress_see (TapProgress *self, const TapProgressNames *names, TapEventKind kind, guint32 name,
                  const TapJson *json)
{
  if (kind == TAP_EVENT_PING || kind == TAP_EVENT_COMMENT)
    return;
  if (kind == TAP_EVENT_START && self->kind == TAP_EVENT_OTHER)
    self->kind = TAP_EVENT_START;

  for (guint i = 0; json != NULL && name != 0 && i < TAP_PROGRESS_N_NAMES; i++)
    {
      if (names->names[i] != name)
        continue;
      known[i].see (self, json);
      return;
    }
  if (tap_progress_is_content (kind))
    take_content (self, kind);
  if (json == NULL || (name != 0 && name == names->delta))
    return;
  if (tap_json_member (json, 0, "choices") != TAP_JSON_NONE)
    see_choice (self, kind, json);
  else if (tap_json_member (json, 0, "candidates") != TAP_JSON_NONE)
    see_candidate (self, kind, json);
}

void
tap_progress_read_body (TapProgress *self, const TapJson *json)
{
  guint32 details;

  if (!tap_json_is (json, 0, TAP_JSON_OBJECT))
    return;
  details = tap_json_member (json, 0, "incomplete_details");
  take_string (&self->stop_reason, json, tap_json_member (json, 0, "stop_reason"));
  take_string (&self->stop_reason, json,
               tap_json_member (json, first_of (json, "choices"), "finish_reason"));
  take_string (&self->stop_reason, json,
               tap_json_member (json, first_of (json, "candidates"), "finishReason"));
  if (tap_json_equals (json, tap_json_member (json, 0, "object"), "response"))
    take_string (&self->stop_reason, json, tap_json_member (json, 0, "status"));
  take_string (&self->stop_reason, json, tap_json_member (json, details, "reason"));
}
