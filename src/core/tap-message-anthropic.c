/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-message-private.h"

/* Anthropic's Messages (protocol: B): blocks begin, grow by deltas, and end, each with an index. */

static const struct
{
  const char *type;
  TapPartKind kind;
} blocks[] = {
  { "text", TAP_PART_TEXT },
  { "thinking", TAP_PART_THINKING },
  { "redacted_thinking", TAP_PART_THINKING },
  { "tool_use", TAP_PART_TOOL_CALL },
  { "server_tool_use", TAP_PART_TOOL_CALL },
  { "mcp_tool_use", TAP_PART_TOOL_CALL },
  { "web_search_tool_result", TAP_PART_TOOL_RESULT },
  { "web_fetch_tool_result", TAP_PART_TOOL_RESULT },
  { "code_execution_tool_result", TAP_PART_TOOL_RESULT },
  { "mcp_tool_result", TAP_PART_TOOL_RESULT },
};

static TapPartKind
kind_of (const TapJson *json, guint32 type)
{
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      if (tap_json_equals (json, type, blocks[i].type))
        return blocks[i].kind;
    }
  return TAP_PART_OTHER;
}

/* A block as it begins in a stream, or as it is in a body. */
static TapPart *
add_block (TapMessage *self, guint32 block, guint number)
{
  const TapJson *json = &self->json;
  guint32 type = tap_json_member (json, block, "type");
  TapPart *part = tap_message_add_part (self, kind_of (json, type), number);
  guint32 input = tap_json_member (json, block, "input");

  tap_message_replace (&part->name, json, tap_json_member (json, block, "name"));
  tap_message_replace (&part->id, json, tap_json_member (json, block, "id"));
  switch (part->kind)
    {
    case TAP_PART_TEXT:
      tap_message_append (part, json, tap_json_member (json, block, "text"), number);
      break;

    case TAP_PART_THINKING:
      tap_message_append (part, json, tap_json_member (json, block, "thinking"), number);
      break;

    case TAP_PART_TOOL_CALL:
      /* In a stream it begins empty, and comes as text. */
      if (tap_json_count (json, input) > 0)
        tap_message_append_json (part, json, input);
      break;

    case TAP_PART_TOOL_RESULT:
    case TAP_PART_ERROR:
    case TAP_PART_OTHER:
    default:
      if (part->name == NULL)
        tap_message_replace (&part->name, json, type);
      tap_message_append_json (part, json, block);
      break;
    }
  return part;
}

static void
read_usage (TapMessage *self, guint32 usage)
{
  tap_message_read_count (self, usage, "input_tokens", &self->input_tokens);
  tap_message_read_count (self, usage, "cache_read_input_tokens", &self->cached_tokens);
  tap_message_read_count (self, usage, "output_tokens", &self->output_tokens);
}

static void
read_message (TapMessage *self, guint32 message)
{
  const TapJson *json = &self->json;

  tap_message_replace (&self->id, json, tap_json_member (json, message, "id"));
  tap_message_replace (&self->model, json, tap_json_member (json, message, "model"));
  tap_message_replace (&self->stop_reason, json, tap_json_member (json, message, "stop_reason"));
  read_usage (self, tap_json_member (json, message, "usage"));
}

static const struct
{
  const char *member;
  TapPartKind kind;
} deltas[] = {
  { "text", TAP_PART_TEXT },
  { "thinking", TAP_PART_THINKING },
  { "partial_json", TAP_PART_TOOL_CALL },
};

static void
add_delta (TapMessage *self, gint64 index, guint32 delta, guint number)
{
  const TapJson *json = &self->json;

  for (guint i = 0; i < G_N_ELEMENTS (deltas); i++)
    {
      guint32 text = tap_json_member (json, delta, deltas[i].member);

      /* A block is made for a delta that came without its start. */
      if (tap_json_is (json, text, TAP_JSON_STRING))
        tap_message_append (tap_message_open (self, (int) index, deltas[i].kind, number), json,
                            text, number);
    }
}

gboolean
tap_message_anthropic_event (TapMessage *self, guint number)
{
  const TapJson *json = &self->json;
  guint32 type = tap_json_member (json, 0, "type");
  guint32 error = tap_json_member (json, 0, "error");
  gint64 index = -1;

  if (!tap_json_is (json, 0, TAP_JSON_OBJECT))
    return FALSE;
  tap_json_int64 (json, tap_json_member (json, 0, "index"), &index);
  if (tap_json_is (json, error, TAP_JSON_OBJECT))
    tap_message_add_error (self, error, number);
  else if (tap_json_equals (json, type, "message_start"))
    {
      read_message (self, tap_json_member (json, 0, "message"));
      g_hash_table_remove_all (self->by_index);
    }
  else if (tap_json_equals (json, type, "content_block_start"))
    g_hash_table_insert (
        self->by_index, GINT_TO_POINTER ((int) index),
        add_block (self, tap_json_member (json, 0, "content_block"), number));
  else if (tap_json_equals (json, type, "content_block_delta"))
    add_delta (self, index, tap_json_member (json, 0, "delta"), number);
  else if (tap_json_equals (json, type, "content_block_stop"))
    tap_message_close (self, (int) index, number);
  else if (tap_json_equals (json, type, "message_delta"))
    {
      guint32 delta = tap_json_member (json, 0, "delta");

      tap_message_replace (&self->stop_reason, json, tap_json_member (json, delta, "stop_reason"));
      read_usage (self, tap_json_member (json, 0, "usage"));
    }
  else if (tap_json_equals (json, type, "message_stop"))
    self->complete = TRUE;
  else
    return tap_json_equals (json, type, "ping");
  return TRUE;
}

gboolean
tap_message_anthropic_body (TapMessage *self)
{
  const TapJson *json = &self->json;
  guint32 error = tap_json_member (json, 0, "error");
  guint32 content = tap_json_member (json, 0, "content");

  if (!tap_json_is (json, 0, TAP_JSON_OBJECT))
    return FALSE;
  if (tap_json_is (json, error, TAP_JSON_OBJECT))
    {
      tap_message_add_error (self, error, 0);
      return TRUE;
    }
  if (!tap_json_equals (json, tap_json_member (json, 0, "type"), "message"))
    return FALSE;
  read_message (self, 0);
  for (guint32 block = tap_json_first (json, content);
       tap_json_is (json, content, TAP_JSON_ARRAY) && block != TAP_JSON_NONE;
       block = tap_json_next (json, content, block))
    add_block (self, block, 0)->complete = TRUE;
  self->complete = TRUE;
  return TRUE;
}
