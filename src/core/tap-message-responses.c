/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-message-responses-item.h"

#include <string.h>

/* OpenAI's Responses (protocol C.3): items begin, hold parts that grow by deltas, and end. A part
 * of a message, a summary of a reasoning, and a tool call each is a part here. */

/* Events that add to a part, or end it with all its text. */
static const struct
{
  const char *type;
  TapPartKind kind;
  TapResponsePlace place;
  const char *name;
  const char *whole; /* NULL: it is a delta */
} growth[] = {
  { "response.output_text.delta", TAP_PART_TEXT, TAP_RESPONSE_CONTENT, NULL, NULL },
  { "response.output_text.done", TAP_PART_TEXT, TAP_RESPONSE_CONTENT, NULL, "text" },
  { "response.refusal.delta", TAP_PART_TEXT, TAP_RESPONSE_CONTENT, "refusal", NULL },
  { "response.refusal.done", TAP_PART_TEXT, TAP_RESPONSE_CONTENT, "refusal", "refusal" },
  { "response.reasoning_text.delta", TAP_PART_THINKING, TAP_RESPONSE_CONTENT, NULL, NULL },
  { "response.reasoning_text.done", TAP_PART_THINKING, TAP_RESPONSE_CONTENT, NULL, "text" },
  { "response.reasoning_summary_text.delta", TAP_PART_THINKING, TAP_RESPONSE_SUMMARY, NULL, NULL },
  { "response.reasoning_summary_text.done", TAP_PART_THINKING, TAP_RESPONSE_SUMMARY, NULL, "text" },
  { "response.function_call_arguments.delta", TAP_PART_TOOL_CALL, TAP_RESPONSE_ITEM, NULL, NULL },
  { "response.function_call_arguments.done", TAP_PART_TOOL_CALL, TAP_RESPONSE_ITEM, NULL, "arguments" },
  { "response.custom_tool_call_input.delta", TAP_PART_TOOL_CALL, TAP_RESPONSE_ITEM, NULL, NULL },
  { "response.custom_tool_call_input.done", TAP_PART_TOOL_CALL, TAP_RESPONSE_ITEM, NULL, "input" },
  { "response.mcp_call_arguments.delta", TAP_PART_TOOL_CALL, TAP_RESPONSE_ITEM, NULL, NULL },
  { "response.mcp_call_arguments.done", TAP_PART_TOOL_CALL, TAP_RESPONSE_ITEM, NULL, "arguments" },
  { "response.code_interpreter_call_code.delta", TAP_PART_TOOL_CALL, TAP_RESPONSE_ITEM, NULL, NULL },
  { "response.code_interpreter_call_code.done", TAP_PART_TOOL_CALL, TAP_RESPONSE_ITEM, NULL, "code" },
};

/* Events that begin and end them. */
static const struct
{
  const char *type;
  TapResponsePlace place;
  gboolean complete;
} frames[] = {
  { "response.output_item.added", TAP_RESPONSE_ITEM, FALSE },
  { "response.output_item.done", TAP_RESPONSE_ITEM, TRUE },
  { "response.content_part.added", TAP_RESPONSE_CONTENT, FALSE },
  { "response.content_part.done", TAP_RESPONSE_CONTENT, TRUE },
  { "response.reasoning_summary_part.added", TAP_RESPONSE_SUMMARY, FALSE },
  { "response.reasoning_summary_part.done", TAP_RESPONSE_SUMMARY, TRUE },
};

static gint64
read_index (const TapJson *json, const char *member)
{
  gint64 index = 0;

  tap_json_int64 (json, tap_json_member (json, 0, member), &index);
  return index;
}

static gpointer
key_of_event (const TapJson *json, TapResponsePlace place)
{
  return tap_response_key (read_index (json, "output_index"), place,
                 place == TAP_RESPONSE_ITEM ? 0
                                  : read_index (json, place == TAP_RESPONSE_SUMMARY ? "summary_index"
                                                                          : "content_index"));
}

static void
read_usage (TapMessage *self, guint32 usage)
{
  guint32 details = tap_json_member (&self->json, usage, "input_tokens_details");
  gint64 input = -1;
  gint64 cached = -1;

  tap_message_read_count (self, usage, "input_tokens", &input);
  tap_message_read_count (self, details, "cached_tokens", &cached);
  tap_message_read_count (self, usage, "output_tokens", &self->output_tokens);
  tap_message_set_prompt (self, input, cached);
}

/* The code says more than the type, which may be no more than that it is an error. */
static void
add_error (TapMessage *self, guint32 error, guint number)
{
  TapPart *part;

  tap_message_add_error (self, error, number);
  part = g_ptr_array_index (self->parts, self->parts->len - 1);
  tap_message_replace (&part->name, &self->json, tap_json_member (&self->json, error, "code"));
}

static void
read_response (TapMessage *self, guint32 response, guint number)
{
  const TapJson *json = &self->json;
  guint32 error = tap_json_member (json, response, "error");
  guint32 details = tap_json_member (json, response, "incomplete_details");
  guint32 status = tap_json_member (json, response, "status");

  tap_message_replace (&self->id, json, tap_json_member (json, response, "id"));
  tap_message_replace (&self->model, json, tap_json_member (json, response, "model"));
  if (!tap_json_equals (json, status, "in_progress") && !tap_json_equals (json, status, "queued"))
    tap_message_replace (&self->stop_reason, json, status);
  tap_message_replace (&self->stop_reason, json, tap_json_member (json, details, "reason"));
  read_usage (self, tap_json_member (json, response, "usage"));
  if (tap_json_is (json, error, TAP_JSON_OBJECT))
    add_error (self, error, number);
}

static gboolean
grow (TapMessage *self, guint32 type, guint number)
{
  const TapJson *json = &self->json;

  for (guint i = 0; i < G_N_ELEMENTS (growth); i++)
    {
      TapPart *part;

      if (!tap_json_equals (json, type, growth[i].type))
        continue;
      part = tap_response_part (self, key_of_event (json, growth[i].place), growth[i].kind, growth[i].name,
                       number);
      if (growth[i].whole == NULL)
        tap_message_append (part, json, tap_json_member (json, 0, "delta"), number);
      else
        {
          tap_response_set_text (part, json, tap_json_member (json, 0, growth[i].whole), number);
          part->last_event = number;
          part->complete = part->complete || part->kind != TAP_PART_TOOL_CALL;
        }
      return TRUE;
    }
  return FALSE;
}

static gboolean
frame (TapMessage *self, guint32 type, guint number)
{
  const TapJson *json = &self->json;

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      if (!tap_json_equals (json, type, frames[i].type))
        continue;
      if (frames[i].place == TAP_RESPONSE_ITEM)
        tap_response_take_item (self, read_index (json, "output_index"),
                                tap_json_member (json, 0, "item"), frames[i].complete, number);
      else
        tap_response_take_part (self, key_of_event (json, frames[i].place),
                                tap_json_member (json, 0, "part"), frames[i].complete, number);
      return TRUE;
    }
  return FALSE;
}

static gboolean
has_prefix (const TapJson *json, guint32 node, const char *prefix)
{
  return tap_json_is (json, node, TAP_JSON_STRING)
         && strncmp (json->text + json->nodes[node].start, prefix, strlen (prefix)) == 0;
}

static void
take_ending (TapMessage *self, guint32 type)
{
  static const char *const endings[] = {
    "response.completed", "response.incomplete", "response.failed", "response.cancelled",
  };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (tap_json_equals (&self->json, type, endings[i]))
        self->complete = TRUE;
    }
}

gboolean
tap_message_responses_event (TapMessage *self, guint number)
{
  const TapJson *json = &self->json;
  guint32 type = tap_json_member (json, 0, "type");
  guint32 error = tap_json_member (json, 0, "error");

  if (tap_json_is (json, error, TAP_JSON_OBJECT))
    add_error (self, error, number);
  else if (tap_json_equals (json, type, "error"))
    add_error (self, 0, number);
  else if (grow (self, type, number) || frame (self, type, number))
    return TRUE;
  else if (tap_json_member (json, 0, "response") != TAP_JSON_NONE)
    {
      /* Another response in the same body has items of its own. */
      if (tap_json_equals (json, type, "response.created"))
        g_hash_table_remove_all (self->by_index);
      read_response (self, tap_json_member (json, 0, "response"), number);
      take_ending (self, type);
    }
  else
    return has_prefix (json, type, "response.") || tap_json_equals (json, type, "keepalive")
           || tap_json_equals (json, type, "ping");
  return TRUE;
}

gboolean
tap_message_responses_body (TapMessage *self)
{
  const TapJson *json = &self->json;
  guint32 output = tap_json_member (json, 0, "output");
  gint64 index = 0;

  if (tap_json_is (json, 0, TAP_JSON_OBJECT)
      && tap_json_is (json, tap_json_member (json, 0, "error"), TAP_JSON_OBJECT)
      && output == TAP_JSON_NONE)
    {
      add_error (self, tap_json_member (json, 0, "error"), 0);
      return TRUE;
    }
  if (!tap_json_is (json, output, TAP_JSON_ARRAY))
    return FALSE;
  for (guint32 item = tap_json_first (json, output); item != TAP_JSON_NONE;
       item = tap_json_next (json, output, item))
    tap_response_take_item (self, index++, item, TRUE, 0);
  read_response (self, 0, 0);
  self->complete = !tap_json_equals (json, tap_json_member (json, 0, "status"), "in_progress");
  return TRUE;
}
