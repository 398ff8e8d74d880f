/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-message.h"

#include "tap-message-private.h"
#include "tap-utf8.h"

#include <string.h>

#define MAX_OTHER 2000            /* parts of a protocol that is not known */
#define MAX_OTHER_TEXT (16 * 1024) /* bytes of such a part */

static const TapMessageKind kinds[] = {
  { "anthropic-messages", tap_message_anthropic_event, tap_message_anthropic_body },
  { "openai-chat", tap_message_chat_event, tap_message_chat_body },
  { "google-gemini", tap_message_gemini_event, tap_message_gemini_body },
  { "openai-responses", tap_message_responses_event, tap_message_responses_body },
};

static void
part_free (gpointer data)
{
  TapPart *part = data;

  g_free (part->name);
  g_free (part->id);
  g_string_free (part->text, TRUE);
  g_free (part);
}

TapMessage *
tap_message_new (const TapGrammar *grammar)
{
  TapMessage *self = g_new0 (TapMessage, 1);

  for (guint i = 0; grammar != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].grammar, grammar->name))
        self->kind = &kinds[i];
    }
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->by_index = g_hash_table_new (NULL, NULL);
  self->input_tokens = self->cached_tokens = self->output_tokens = -1;
  return self;
}

void
tap_message_free (TapMessage *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_index);
  g_ptr_array_unref (self->parts);
  tap_json_clear (&self->json);
  g_free (self->id);
  g_free (self->model);
  g_free (self->stop_reason);
  g_free (self);
}

TapPart *
tap_message_add_part (TapMessage *self, TapPartKind kind, guint number)
{
  TapPart *part = g_new0 (TapPart, 1);

  part->kind = kind;
  part->first_event = part->last_event = number;
  part->text = g_string_new (NULL);
  g_ptr_array_add (self->parts, part);
  return part;
}

void
tap_message_replace (char **field, const TapJson *json, guint32 node)
{
  if (!tap_json_is (json, node, TAP_JSON_STRING))
    return;
  g_free (*field);
  *field = tap_json_dup_string (json, node);
}

void
tap_message_append (TapPart *part, const TapJson *json, guint32 node, guint number)
{
  if (tap_json_is (json, node, TAP_JSON_STRING))
    tap_json_append_string (json, node, part->text);
  part->last_event = number;
}

void
tap_message_append_json (TapPart *part, const TapJson *json, guint32 node)
{
  if (node != TAP_JSON_NONE)
    tap_utf8_append_repaired (part->text, json->text + json->nodes[node].start,
                              json->nodes[node].length);
}

TapPart *
tap_message_open (TapMessage *self, int index, TapPartKind kind, guint number)
{
  TapPart *part = g_hash_table_lookup (self->by_index, GINT_TO_POINTER (index));

  if (part == NULL)
    {
      part = tap_message_add_part (self, kind, number);
      g_hash_table_insert (self->by_index, GINT_TO_POINTER (index), part);
    }
  return part;
}

void
tap_message_close (TapMessage *self, int index, guint number)
{
  TapPart *part = g_hash_table_lookup (self->by_index, GINT_TO_POINTER (index));

  if (part == NULL)
    return;
  part->complete = TRUE;
  part->last_event = number;
  g_hash_table_remove (self->by_index, GINT_TO_POINTER (index));
}

void
tap_message_add_error (TapMessage *self, guint32 error, guint number)
{
  static const char *const names[] = { "type", "status", "code" };
  const TapJson *json = &self->json;
  TapPart *part = tap_message_add_part (self, TAP_PART_ERROR, number);

  part->complete = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names) && part->name == NULL; i++)
    tap_message_replace (&part->name, json, tap_json_member (json, error, names[i]));
  tap_message_append (part, json, tap_json_is (json, error, TAP_JSON_STRING)
                                    ? error
                                    : tap_json_member (json, error, "message"),
                      number);
  if (part->text->len == 0)
    tap_message_append_json (part, json, error);
}

void
tap_message_read_count (const TapMessage *self, guint32 object, const char *name, gint64 *value)
{
  gint64 read;

  if (tap_json_int64 (&self->json, tap_json_member (&self->json, object, name), &read))
    *value = read;
}

void
tap_message_set_prompt (TapMessage *self, gint64 prompt, gint64 cached)
{
  if (prompt < 0)
    return;
  self->input_tokens = prompt;
  if (cached < 0 || cached > prompt)
    return;
  self->cached_tokens = cached;
  self->input_tokens -= cached;
}

int
tap_message_slot (gint64 choice, guint slot)
{
  return (int) ((choice & 0x3ff) * TAP_MESSAGE_SLOTS + MIN (slot, TAP_MESSAGE_SLOTS - 1));
}

void
tap_message_name_choice (TapPart *part, gint64 choice)
{
  if (choice != 0 && part->name == NULL)
    part->name = g_strdup_printf ("choice %" G_GINT64_FORMAT, choice);
}

void
tap_message_begin_choice (TapMessage *self, int index)
{
  if (g_hash_table_contains (self->by_index, GINT_TO_POINTER (index)))
    return;
  g_hash_table_insert (self->by_index, GINT_TO_POINTER (index), self);
  self->n_open++;
  self->complete = FALSE;
}

void
tap_message_end_choice (TapMessage *self, int index)
{
  if (g_hash_table_lookup (self->by_index, GINT_TO_POINTER (index)) != self)
    return;
  g_hash_table_insert (self->by_index, GINT_TO_POINTER (index), NULL);
  self->n_open--;
  self->complete = self->n_open == 0;
}

static gboolean
is_done (const char *data, gsize length)
{
  while (length > 0 && *data == ' ')
    data++, length--;
  return length >= strlen ("[DONE]") && memcmp (data, "[DONE]", strlen ("[DONE]")) == 0;
}

static void
add_other (TapMessage *self, guint number, const char *text, gsize length)
{
  TapPart *part;

  if (self->parts->len >= MAX_OTHER)
    return;
  part = tap_message_add_part (self, TAP_PART_OTHER, number);
  part->complete = TRUE;
  tap_utf8_append_repaired (part->text, text, MIN (length, MAX_OTHER_TEXT));
}

void
tap_message_feed (TapMessage *self, guint number, const char *data, gsize length)
{
  if (self->kind != NULL && is_done (data, length))
    return;
  if (self->kind != NULL && tap_json_parse (&self->json, data, length, NULL)
      && self->kind->event (self, number))
    return;
  add_other (self, number, data, length);
}

void
tap_message_feed_body (TapMessage *self, const char *body, gsize length)
{
  if (self->kind != NULL && tap_json_parse (&self->json, body, length, NULL)
      && self->kind->body (self))
    return;
  add_other (self, 0, body, length);
}

guint
tap_message_count (const TapMessage *self)
{
  return self->parts->len;
}

const TapPart *
tap_message_get (const TapMessage *self, guint index)
{
  g_return_val_if_fail (index < self->parts->len, NULL);

  return g_ptr_array_index (self->parts, index);
}

const char *
tap_message_get_id (const TapMessage *self)
{
  return self->id;
}

const char *
tap_message_get_model (const TapMessage *self)
{
  return self->model;
}

const char *
tap_message_get_stop_reason (const TapMessage *self)
{
  return self->stop_reason;
}

gint64
tap_message_get_input_tokens (const TapMessage *self)
{
  return self->input_tokens;
}

gint64
tap_message_get_cached_tokens (const TapMessage *self)
{
  return self->cached_tokens;
}

gint64
tap_message_get_output_tokens (const TapMessage *self)
{
  return self->output_tokens;
}

gboolean
tap_message_is_complete (const TapMessage *self)
{
  return self->complete;
}
