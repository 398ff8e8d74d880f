/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-message-responses-item.h"

#define MAX_INDEX (1 << 20)
#define MAX_PARTS 1000

/* Items that are a part of their own. The others hold parts, or are shown as what they are. */
static const struct
{
  const char *type;
  TapPartKind kind;
  const char *input; /* (nullable) the member with the call's input */
} items[] = {
  { "function_call", TAP_PART_TOOL_CALL, "arguments" },
  { "custom_tool_call", TAP_PART_TOOL_CALL, "input" },
  { "mcp_call", TAP_PART_TOOL_CALL, "arguments" },
  { "code_interpreter_call", TAP_PART_TOOL_CALL, "code" },
  { "web_search_call", TAP_PART_TOOL_CALL, "action" },
  { "file_search_call", TAP_PART_TOOL_CALL, "queries" },
  { "image_generation_call", TAP_PART_TOOL_CALL, NULL },
  { "computer_call", TAP_PART_TOOL_CALL, "action" },
  { "local_shell_call", TAP_PART_TOOL_CALL, "action" },
  { "shell_call", TAP_PART_TOOL_CALL, "action" },
  { "apply_patch_call", TAP_PART_TOOL_CALL, "operation" },
  { "tool_search_call", TAP_PART_TOOL_CALL, "arguments" },
  { "program", TAP_PART_TOOL_CALL, "code" },
  { "shell_call_output", TAP_PART_TOOL_RESULT, NULL },
  { "apply_patch_call_output", TAP_PART_TOOL_RESULT, NULL },
  { "tool_search_output", TAP_PART_TOOL_RESULT, NULL },
  { "program_output", TAP_PART_TOOL_RESULT, NULL },
  { "mcp_list_tools", TAP_PART_TOOL_RESULT, NULL },
};

/* What holds parts, and which member of it does. */
static const struct
{
  const char *type;
  const char *member;
  TapResponsePlace place;
} holders[] = {
  { "message", "content", TAP_RESPONSE_CONTENT },
  { "reasoning", "summary", TAP_RESPONSE_SUMMARY },
  { "reasoning", "content", TAP_RESPONSE_CONTENT },
};

static const struct
{
  const char *type;
  TapPartKind kind;
  const char *text;
} parts[] = {
  { "output_text", TAP_PART_TEXT, "text" },
  { "refusal", TAP_PART_TEXT, "refusal" },
  { "reasoning_text", TAP_PART_THINKING, "text" },
  { "summary_text", TAP_PART_THINKING, "text" },
};

gpointer
tap_response_key (gint64 item, TapResponsePlace place, gint64 index)
{
  return GSIZE_TO_POINTER (
    ((gsize) CLAMP (item, 0, MAX_INDEX) * TAP_RESPONSE_N_PLACES + place) * MAX_PARTS
    + (gsize) CLAMP (index, 0, MAX_PARTS - 1) + 1);
}

/* A string as its text, anything else as its JSON. */
void
tap_response_set_text (TapPart *part, const TapJson *json, guint32 node, guint number)
{
  if (node == TAP_JSON_NONE || tap_json_is (json, node, TAP_JSON_NULL)
      || tap_json_equals (json, node, ""))
    return;
  g_string_truncate (part->text, 0);
  if (tap_json_is (json, node, TAP_JSON_STRING))
    tap_json_append_string (json, node, part->text);
  else
    tap_message_append_json (part, json, node);
  part->last_event = number;
}

TapPart *
tap_response_part (TapMessage *self, gpointer key, TapPartKind kind, const char *name, guint number)
{
  TapPart *part = g_hash_table_lookup (self->by_index, key);

  if (part == NULL)
    {
      part = tap_message_add_part (self, kind, number);
      part->name = g_strdup (name);
      g_hash_table_insert (self->by_index, key, part);
    }
  return part;
}

/* A content or a summary, as it begins, ends, or is in a body. */
void
tap_response_take_part (TapMessage *self, gpointer key, guint32 node, gboolean complete, guint number)
{
  const TapJson *json = &self->json;
  guint32 type = tap_json_member (json, node, "type");

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (tap_json_equals (json, type, parts[i].type))
        {
          TapPart *part = tap_response_part (self, key, parts[i].kind,
                                    g_str_equal (parts[i].type, "refusal") ? "refusal" : NULL,
                                    number);

          tap_response_set_text (part, json, tap_json_member (json, node, parts[i].text), number);
          part->last_event = number;
          part->complete = part->complete || complete;
          return;
        }
    }
  if (complete)
    {
      TapPart *part = tap_response_part (self, key, TAP_PART_OTHER, NULL, number);

      tap_message_replace (&part->name, json, type);
      tap_response_set_text (part, json, node, number);
      part->complete = TRUE;
    }
}

static void
take_held (TapMessage *self, gint64 index, guint32 node, gboolean complete, guint number)
{
  const TapJson *json = &self->json;
  guint32 type = tap_json_member (json, node, "type");

  for (guint i = 0; i < G_N_ELEMENTS (holders); i++)
    {
      guint32 list = tap_json_member (json, node, holders[i].member);
      gint64 at = 0;

      if (!tap_json_equals (json, type, holders[i].type)
          || !tap_json_is (json, list, TAP_JSON_ARRAY))
        continue;
      for (guint32 part = tap_json_first (json, list); part != TAP_JSON_NONE;
           part = tap_json_next (json, list, part))
        tap_response_take_part (self, tap_response_key (index, holders[i].place, at++), part, complete, number);
    }
}

/* An item as it begins, ends, or is in a body. */
void
tap_response_take_item (TapMessage *self, gint64 index, guint32 node, gboolean complete, guint number)
{
  const TapJson *json = &self->json;
  guint32 type = tap_json_member (json, node, "type");
  TapPartKind kind = TAP_PART_OTHER;
  const char *input = NULL;
  TapPart *part;

  if (tap_json_equals (json, type, "message") || tap_json_equals (json, type, "reasoning"))
    {
      take_held (self, index, node, complete, number);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      if (tap_json_equals (json, type, items[i].type))
        {
          kind = items[i].kind;
          input = items[i].input;
        }
    }
  part = tap_response_part (self, tap_response_key (index, TAP_RESPONSE_ITEM, 0), kind, NULL, number);
  tap_message_replace (&part->name, json, type);
  tap_message_replace (&part->name, json, tap_json_member (json, node, "name"));
  tap_message_replace (&part->id, json, tap_json_member (json, node, "id"));
  tap_message_replace (&part->id, json, tap_json_member (json, node, "call_id"));
  if (kind == TAP_PART_TOOL_CALL && input != NULL)
    tap_response_set_text (part, json, tap_json_member (json, node, input), number);
  else if (kind != TAP_PART_TOOL_CALL)
    tap_response_set_text (part, json, node, number);
  part->last_event = number;
  part->complete = part->complete || complete;
}
