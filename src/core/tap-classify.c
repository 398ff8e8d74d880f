/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-classify.h"

#include <string.h>

/* Where the data says more than the name. */
enum
{
  LOOK_NOWHERE,
  LOOK_AT_BLOCK, /* content_block.type */
  LOOK_AT_DELTA, /* delta.type */
  LOOK_AT_ITEM,  /* item.type */
  LOOK_AT_CHAT,  /* a chunk of a chat completion: no name at all */
  LOOK_AT_CONVERSE, /* a member of delta or start */
};

static const struct
{
  const char *name;
  guint8 kind;
  guint8 look;
} known_names[] = {
  /* Anthropic Messages (protocol B.2) */
  { "message_start", TAP_EVENT_START, LOOK_NOWHERE },
  { "content_block_start", TAP_EVENT_START, LOOK_AT_BLOCK },
  { "content_block_delta", TAP_EVENT_OTHER, LOOK_AT_DELTA },
  { "content_block_stop", TAP_EVENT_STOP, LOOK_NOWHERE },
  { "message_delta", TAP_EVENT_STOP, LOOK_NOWHERE },
  { "message_stop", TAP_EVENT_STOP, LOOK_NOWHERE },
  { "ping", TAP_EVENT_PING, LOOK_NOWHERE },
  { "error", TAP_EVENT_ERROR, LOOK_NOWHERE },
  /* Responses (protocol C.3) */
  { "keepalive", TAP_EVENT_PING, LOOK_NOWHERE },
  { "response.created", TAP_EVENT_START, LOOK_NOWHERE },
  { "response.in_progress", TAP_EVENT_START, LOOK_NOWHERE },
  { "response.queued", TAP_EVENT_START, LOOK_NOWHERE },
  { "response.output_item.added", TAP_EVENT_START, LOOK_AT_ITEM },
  { "response.content_part.added", TAP_EVENT_START, LOOK_NOWHERE },
  { "response.reasoning_summary_part.added", TAP_EVENT_START, LOOK_NOWHERE },
  { "response.output_text.delta", TAP_EVENT_TEXT, LOOK_NOWHERE },
  { "response.output_text.annotation.added", TAP_EVENT_TEXT, LOOK_NOWHERE },
  { "response.refusal.delta", TAP_EVENT_TEXT, LOOK_NOWHERE },
  { "response.reasoning_text.delta", TAP_EVENT_THINKING, LOOK_NOWHERE },
  { "response.reasoning_summary_text.delta", TAP_EVENT_THINKING, LOOK_NOWHERE },
  { "response.function_call_arguments.delta", TAP_EVENT_TOOL, LOOK_NOWHERE },
  { "response.completed", TAP_EVENT_STOP, LOOK_NOWHERE },
  { "response.incomplete", TAP_EVENT_STOP, LOOK_NOWHERE },
  { "response.cancelled", TAP_EVENT_STOP, LOOK_NOWHERE },
  { "response.failed", TAP_EVENT_ERROR, LOOK_NOWHERE },
  /* Chat Completions (protocol C.1) has no names; its object stands for one. */
  { "chat.completion.chunk", TAP_EVENT_OTHER, LOOK_AT_CHAT },
  /* Bedrock's Converse (protocol C.5) */
  { "messageStart", TAP_EVENT_START, LOOK_NOWHERE },
  { "contentBlockStart", TAP_EVENT_START, LOOK_AT_CONVERSE },
  { "contentBlockDelta", TAP_EVENT_OTHER, LOOK_AT_CONVERSE },
  { "contentBlockStop", TAP_EVENT_STOP, LOOK_NOWHERE },
  { "messageStop", TAP_EVENT_STOP, LOOK_NOWHERE },
  { "metadata", TAP_EVENT_STOP, LOOK_NOWHERE },
};

/* The many events of Responses that go on the same way; the first that fits. */
static const struct
{
  const char *prefix;
  const char *part;   /* that it has after it, or NULL */
  const char *suffix;
  guint8 kind;
} name_patterns[] = {
  { "response.", NULL, ".done", TAP_EVENT_STOP },
  { "response.", "_call", "", TAP_EVENT_TOOL },
  { "response.mcp_list_tools.", NULL, "", TAP_EVENT_TOOL },
};

static const struct
{
  const char *type;
  guint8 kind;
} delta_types[] = {
  { "text_delta", TAP_EVENT_TEXT },
  { "citations_delta", TAP_EVENT_TEXT },
  { "compaction_delta", TAP_EVENT_TEXT },
  { "input_json_delta", TAP_EVENT_TOOL },
  { "thinking_delta", TAP_EVENT_THINKING },
  { "signature_delta", TAP_EVENT_THINKING },
};

static const char *const tool_blocks[] = { "tool_use", "server_tool_use", "mcp_tool_use" };

/* Members that tell the kind by being there, the first one that is. */
typedef struct
{
  const char *member;
  guint8 kind;
} Member;

static const Member chat_members[] = {
  { "tool_calls", TAP_EVENT_TOOL },
  { "function_call", TAP_EVENT_TOOL },
  { "reasoning_content", TAP_EVENT_THINKING },
  { "reasoning", TAP_EVENT_THINKING },
  { "content", TAP_EVENT_TEXT },
  { "refusal", TAP_EVENT_TEXT },
  { NULL, 0 },
};

static const Member converse_members[] = {
  { "toolUse", TAP_EVENT_TOOL },
  { "reasoningContent", TAP_EVENT_THINKING },
  { "text", TAP_EVENT_TEXT },
  { NULL, 0 },
};

static const Member gemini_members[] = {
  { "functionCall", TAP_EVENT_TOOL },
  { "executableCode", TAP_EVENT_TOOL },
  { "text", TAP_EVENT_TEXT },
  { NULL, 0 },
};

static gboolean
is_filled (const TapJson *json, guint32 node)
{
  if (node == TAP_JSON_NONE || tap_json_is (json, node, TAP_JSON_NULL))
    return FALSE;
  return !tap_json_is (json, node, TAP_JSON_STRING) || json->nodes[node].length > 0;
}

static TapEventKind
look_at_members (const TapJson *json, guint32 object, const Member *members, TapEventKind kind)
{
  if (!tap_json_is (json, object, TAP_JSON_OBJECT))
    return kind;
  for (; members->member != NULL; members++)
    {
      if (is_filled (json, tap_json_member (json, object, members->member)))
        return members->kind;
    }
  return kind;
}

/* A chunk of Gemini's has no name either (protocol C.4). */
static TapEventKind
look_at_gemini (const TapJson *json, guint32 candidates)
{
  guint32 candidate = tap_json_is (json, candidates, TAP_JSON_ARRAY)
                        ? tap_json_first (json, candidates)
                        : TAP_JSON_NONE;
  guint32 parts = tap_json_member (json, tap_json_member (json, candidate, "content"), "parts");
  guint32 part = tap_json_is (json, parts, TAP_JSON_ARRAY) ? tap_json_first (json, parts)
                                                           : TAP_JSON_NONE;
  TapEventKind kind = look_at_members (json, part, gemini_members, TAP_EVENT_OTHER);

  if (tap_json_is (json, tap_json_member (json, part, "thought"), TAP_JSON_TRUE))
    return TAP_EVENT_THINKING;
  if (kind != TAP_EVENT_OTHER)
    return kind;
  return is_filled (json, tap_json_member (json, candidate, "finishReason")) ? TAP_EVENT_STOP
                                                                            : TAP_EVENT_OTHER;
}

static TapEventKind
look_at_chat (const TapJson *json)
{
  guint32 choices = tap_json_member (json, 0, "choices");
  guint32 choice = tap_json_is (json, choices, TAP_JSON_ARRAY) ? tap_json_first (json, choices)
                                                               : TAP_JSON_NONE;
  TapEventKind kind;

  if (is_filled (json, tap_json_member (json, 0, "error")))
    return TAP_EVENT_ERROR;
  if (!tap_json_is (json, choice, TAP_JSON_OBJECT)) /* no choices: usage, or a filter's results */
    return is_filled (json, tap_json_member (json, 0, "prompt_filter_results")) ? TAP_EVENT_START
                                                                                : TAP_EVENT_STOP;
  kind = look_at_members (json, tap_json_member (json, choice, "delta"), chat_members,
                          TAP_EVENT_OTHER);
  if (kind != TAP_EVENT_OTHER)
    return kind;
  if (is_filled (json, tap_json_member (json, choice, "finish_reason")))
    return TAP_EVENT_STOP;
  return TAP_EVENT_START;
}

static TapEventKind
look (const TapName *name, const TapJson *json)
{
  guint32 type;

  switch (name->look)
    {
    case LOOK_AT_DELTA:
      type = tap_json_member (json, tap_json_member (json, 0, "delta"), "type");
      for (guint i = 0; i < G_N_ELEMENTS (delta_types); i++)
        {
          if (tap_json_equals (json, type, delta_types[i].type))
            return delta_types[i].kind;
        }
      break;

    case LOOK_AT_BLOCK:
      type = tap_json_member (json, tap_json_member (json, 0, "content_block"), "type");
      for (guint i = 0; i < G_N_ELEMENTS (tool_blocks); i++)
        {
          if (tap_json_equals (json, type, tool_blocks[i]))
            return TAP_EVENT_TOOL;
        }
      break;

    case LOOK_AT_ITEM:
      type = tap_json_member (json, tap_json_member (json, 0, "item"), "type");
      if (tap_json_is (json, type, TAP_JSON_STRING)
          && g_strstr_len (json->text + json->nodes[type].start, json->nodes[type].length, "_call"))
        return TAP_EVENT_TOOL;
      break;

    case LOOK_AT_CHAT:
      return look_at_chat (json);

    case LOOK_AT_CONVERSE:
      return look_at_members (json,
                              tap_json_member (json, 0, name->kind == TAP_EVENT_START ? "start"
                                                                                      : "delta"),
                              converse_members, name->kind);

    default:
      break;
    }
  return name->kind;
}

/* Its index among the known names, or their count. */
static guint
find_known (const char *name, gsize length)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (known_names)
         && (strlen (known_names[i].name) != length
             || memcmp (known_names[i].name, name, length) != 0))
    i++;

  return i;
}

static void
look_up (TapName *slot, guint known)
{
  if (known < G_N_ELEMENTS (known_names))
    {
      slot->kind = known_names[known].kind;
      slot->look = known_names[known].look;
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (name_patterns); i++)
    {
      if (g_str_has_prefix (slot->name, name_patterns[i].prefix)
          && (name_patterns[i].part == NULL || strstr (slot->name, name_patterns[i].part) != NULL)
          && g_str_has_suffix (slot->name, name_patterns[i].suffix))
        {
          slot->kind = name_patterns[i].kind;
          return;
        }
    }
}

/* For the known names there always is room. */
G_STATIC_ASSERT (TAP_NAMES_MAX + G_N_ELEMENTS (known_names) < TAP_NAMES_SLOTS * 3 / 4);

/* NULL once there are too many, or for a name nobody would choose. */
static const TapName *
find_name (TapNames *self, const char *name, gsize length)
{
  guint32 hash = 2166136261u;
  g_autofree char *copy = NULL;
  TapName *slot;
  guint known;

  if (length == 0 || length > TAP_NAME_MAX_LENGTH)
    return NULL;
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) name[i]) * 16777619u;
  for (slot = &self->slots[hash % TAP_NAMES_SLOTS]; slot->name != NULL;
       slot = &self->slots[(gsize) (slot + 1 - self->slots) % TAP_NAMES_SLOTS])
    {
      if (slot->length == length && memcmp (slot->name, name, length) == 0)
        return slot;
    }

  known = find_known (name, length);
  if (known == G_N_ELEMENTS (known_names)
      && (self->count >= TAP_NAMES_MAX || !g_utf8_validate_len (name, length, NULL)))
    return NULL;
  self->count++;
  copy = g_strndup (name, length);
  slot->quark = g_quark_from_string (copy);
  slot->name = g_quark_to_string (slot->quark);
  slot->length = (guint32) length;
  slot->kind = TAP_EVENT_OTHER;
  look_up (slot, known);
  return slot;
}

/* A member of the data that serves as a name: a plain string without escapes. */
static const TapName *
find_member (TapNames *self, const TapJson *json, const char *member)
{
  guint32 node = tap_json_member (json, 0, member);

  if (!tap_json_is (json, node, TAP_JSON_STRING) || json->nodes[node].escaped)
    return NULL;
  return find_name (self, json->text + json->nodes[node].start, json->nodes[node].length);
}

TapEventKind
tap_event_classify (TapNames *names, const TapSseBlock *block, const TapJson *json, guint32 *name)
{
  const TapName *found = NULL;
  gboolean is_object = json != NULL && tap_json_is (json, 0, TAP_JSON_OBJECT);

  *name = 0;
  if ((block->flags & TAP_SSE_EVENT) == 0)
    return block->flags & TAP_SSE_COMMENT ? TAP_EVENT_COMMENT : TAP_EVENT_OTHER;

  /* Protocol Z.2: the data's type, else the event's name. */
  if (is_object)
    found = find_member (names, json, "type");
  if (found == NULL && block->event != NULL)
    found = find_name (names, block->event, strlen (block->event));
  if (found == NULL && is_object)
    found = find_member (names, json, "object");

  if (found != NULL)
    {
      *name = found->quark;
      return is_object && found->look != LOOK_NOWHERE ? look (found, json) : found->kind;
    }
  if (is_object && is_filled (json, tap_json_member (json, 0, "error")))
    return TAP_EVENT_ERROR;
  if (is_object)
    {
      guint32 candidates = tap_json_member (json, 0, "candidates");

      if (candidates != TAP_JSON_NONE)
        return look_at_gemini (json, candidates);
      if (tap_json_member (json, 0, "promptFeedback") != TAP_JSON_NONE
          || tap_json_member (json, 0, "usageMetadata") != TAP_JSON_NONE)
        return TAP_EVENT_STOP;
      if (tap_json_is (json, tap_json_member (json, 0, "choices"), TAP_JSON_ARRAY))
        return look_at_chat (json);
    }
  if (block->data_length == strlen ("[DONE]") && memcmp (block->data, "[DONE]", 6) == 0)
    return TAP_EVENT_STOP;
  return TAP_EVENT_OTHER;
}
