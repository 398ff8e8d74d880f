/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-message-private.h"

/* OpenAI's Chat Completions (protocol: C.1, C.2): choices grow by nameless deltas, and end with a
 * finish reason. */

/* What a choice's open parts are; a tool call has SLOT_TOOLS and its index. */
enum
{
  SLOT_THINKING,
  SLOT_TEXT,
  SLOT_REFUSAL,
  SLOT_FUNCTION,
  SLOT_CHOICE, /* no part: says that the choice began and has no end yet */
  SLOT_TOOLS,
};

static const struct
{
  const char *member;
  guint slot;
  TapPartKind kind;
} texts[] = {
  { "reasoning_content", SLOT_THINKING, TAP_PART_THINKING },
  { "reasoning", SLOT_THINKING, TAP_PART_THINKING },
  { "content", SLOT_TEXT, TAP_PART_TEXT },
  { "refusal", SLOT_REFUSAL, TAP_PART_TEXT },
};

static gboolean
has_text (const TapJson *json, guint32 node)
{
  return tap_json_is (json, node, TAP_JSON_STRING) && json->nodes[node].length > 0;
}

/* What stands before it in the choice is at its end. */
static void
close_before (TapMessage *self, gint64 choice, guint slot, guint number)
{
  for (guint i = SLOT_THINKING; i < MIN (slot, SLOT_FUNCTION); i++)
    tap_message_close (self, tap_message_slot (choice, i), number);
}

static void
add_text (TapMessage *self, gint64 choice, guint i, guint32 text, guint number)
{
  TapPart *part;

  if (!has_text (&self->json, text))
    return;
  close_before (self, choice, texts[i].slot, number);
  part = tap_message_open (self, tap_message_slot (choice, texts[i].slot), texts[i].kind, number);
  if (texts[i].slot == SLOT_REFUSAL && part->name == NULL)
    part->name = g_strdup (texts[i].member);
  tap_message_name_choice (part, choice);
  tap_message_append (part, &self->json, text, number);
}

/* Some providers' content is a list of parts with texts. */
static void
add_texts (TapMessage *self, gint64 choice, guint32 delta, guint number)
{
  const TapJson *json = &self->json;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      guint32 text = tap_json_member (json, delta, texts[i].member);

      add_text (self, choice, i, text, number);
      for (guint32 part = tap_json_is (json, text, TAP_JSON_ARRAY) ? tap_json_first (json, text)
                                                                   : TAP_JSON_NONE;
           part != TAP_JSON_NONE; part = tap_json_next (json, text, part))
        add_text (self, choice, i, tap_json_member (json, part, "text"), number);
    }
}

/* A piece of a call, or all of one. */
static void
add_call (TapMessage *self, gint64 choice, guint slot, guint32 call, guint32 function, guint number)
{
  const TapJson *json = &self->json;
  TapPart *part;

  close_before (self, choice, slot, number);
  part = tap_message_open (self, tap_message_slot (choice, slot), TAP_PART_TOOL_CALL, number);
  if (has_text (json, tap_json_member (json, function, "name")))
    tap_message_replace (&part->name, json, tap_json_member (json, function, "name"));
  if (has_text (json, tap_json_member (json, call, "id")))
    tap_message_replace (&part->id, json, tap_json_member (json, call, "id"));
  tap_message_append (part, json, tap_json_member (json, function, "arguments"), number);
  tap_message_append (part, json, tap_json_member (json, function, "input"), number);
}

static void
add_calls (TapMessage *self, gint64 choice, guint32 delta, guint number)
{
  const TapJson *json = &self->json;
  guint32 calls = tap_json_member (json, delta, "tool_calls");
  guint32 function = tap_json_member (json, delta, "function_call");
  gint64 position = 0;

  if (tap_json_is (json, function, TAP_JSON_OBJECT))
    add_call (self, choice, SLOT_FUNCTION, TAP_JSON_NONE, function, number);

  for (guint32 call = tap_json_is (json, calls, TAP_JSON_ARRAY) ? tap_json_first (json, calls)
                                                                : TAP_JSON_NONE;
       call != TAP_JSON_NONE; call = tap_json_next (json, calls, call), position++)
    {
      gint64 index = position;

      tap_message_read_count (self, call, "index", &index);
      function = tap_json_member (json, call, "function");
      if (!tap_json_is (json, function, TAP_JSON_OBJECT))
        function = tap_json_member (json, call, "custom");
      add_call (self, choice, SLOT_TOOLS + (guint) CLAMP (index, 0, TAP_MESSAGE_SLOTS), call,
                function, number);
    }
}

static gboolean
close_of_choice (gpointer key, gpointer value, gpointer user_data)
{
  int choice = *(const int *) user_data;
  int index = GPOINTER_TO_INT (key);

  if (index / TAP_MESSAGE_SLOTS != choice || index % TAP_MESSAGE_SLOTS == SLOT_CHOICE)
    return FALSE;
  ((TapPart *) value)->complete = TRUE;
  return TRUE;
}

static void
end_choice (TapMessage *self, gint64 choice, guint32 reason)
{
  int number = tap_message_slot (choice, 0) / TAP_MESSAGE_SLOTS;

  g_hash_table_foreach_remove (self->by_index, close_of_choice, &number);
  tap_message_end_choice (self, tap_message_slot (choice, SLOT_CHOICE));
  if (choice == 0 || self->stop_reason == NULL)
    tap_message_replace (&self->stop_reason, &self->json, reason);
}

static void
add_choice (TapMessage *self, guint32 node, gint64 choice, const char *member, guint number)
{
  const TapJson *json = &self->json;
  guint32 delta = tap_json_member (json, node, member);
  guint32 reason = tap_json_member (json, node, "finish_reason");

  tap_message_read_count (self, node, "index", &choice);
  tap_message_begin_choice (self, tap_message_slot (choice, SLOT_CHOICE));
  add_texts (self, choice, delta, number);
  add_calls (self, choice, delta, number);
  if (has_text (json, reason))
    end_choice (self, choice, reason);
}

static void
read_usage (TapMessage *self, guint32 usage)
{
  guint32 details = tap_json_member (&self->json, usage, "prompt_tokens_details");
  gint64 prompt = -1, cached = -1;

  tap_message_read_count (self, usage, "completion_tokens", &self->output_tokens);
  tap_message_read_count (self, usage, "prompt_tokens", &prompt);
  tap_message_read_count (self, details, "cached_tokens", &cached);
  tap_message_set_prompt (self, prompt, cached);
}

static gboolean
read_chunk (TapMessage *self, const char *member, guint number)
{
  const TapJson *json = &self->json;
  guint32 error = tap_json_member (json, 0, "error");
  guint32 choices = tap_json_member (json, 0, "choices");
  gint64 position = 0;

  if (tap_json_equals (json, tap_json_member (json, 0, "object"), "error"))
    error = 0;
  if (!tap_json_is (json, error, TAP_JSON_OBJECT) && !has_text (json, error))
    error = TAP_JSON_NONE;
  if (error == TAP_JSON_NONE && !tap_json_is (json, choices, TAP_JSON_ARRAY))
    return FALSE;

  if (self->id == NULL && has_text (json, tap_json_member (json, 0, "id")))
    tap_message_replace (&self->id, json, tap_json_member (json, 0, "id"));
  if (self->model == NULL && has_text (json, tap_json_member (json, 0, "model")))
    tap_message_replace (&self->model, json, tap_json_member (json, 0, "model"));
  read_usage (self, tap_json_member (json, 0, "usage"));

  for (guint32 node = tap_json_is (json, choices, TAP_JSON_ARRAY) ? tap_json_first (json, choices)
                                                                  : TAP_JSON_NONE;
       node != TAP_JSON_NONE; node = tap_json_next (json, choices, node))
    add_choice (self, node, position++, member, number);
  if (error != TAP_JSON_NONE)
    {
      tap_message_add_error (self, error, number);
      self->complete = FALSE;
    }
  return TRUE;
}

gboolean
tap_message_chat_event (TapMessage *self, guint number)
{
  return read_chunk (self, "delta", number);
}

gboolean
tap_message_chat_body (TapMessage *self)
{
  return read_chunk (self, "message", 0);
}
