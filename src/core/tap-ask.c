/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-ask.h"

#include <string.h>

/* A scratch array that grew past this for one large request is not kept for the next. */
#define SCRATCH_NODES 65536

void
tap_ask_clear (TapAsk *self)
{
  tap_ask_drop (self);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->tools, g_strfreev);
}

void
tap_ask_drop (TapAsk *self)
{
  g_clear_pointer (&self->decoder, tap_decoder_free);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

static gboolean
may_be_json (const TapHead *head)
{
  g_autofree char *type = tap_head_dup_value (head, "Content-Type");
  g_autofree char *lower = type != NULL ? g_ascii_strdown (type, -1) : NULL;

  return lower == NULL || strstr (lower, "json") != NULL;
}

void
tap_ask_begin (TapAsk *self, const TapHead *head)
{
  guint64 length = 0;
  TapFraming framing = head != NULL ? tap_head_request_framing (head, &length) : TAP_FRAMING_NONE;

  tap_body_init (&self->body, framing, length, FALSE);
  self->complete = framing == TAP_FRAMING_NONE || (framing == TAP_FRAMING_LENGTH && length == 0);
  if (!self->complete && framing != TAP_FRAMING_TUNNEL && length <= TAP_ASK_MAX
      && may_be_json (head))
    {
      g_autofree char *codings = tap_head_dup_value (head, "Content-Encoding");

      self->decoder = tap_decoder_new (codings);
      if (self->decoder != NULL)
        self->bytes = g_byte_array_sized_new (MIN ((guint) length, 1024 * 1024));
    }
}

static char *
dup_tool_name (const TapJson *json, guint32 tool)
{
  char *name = tap_json_dup_string (json, tap_json_member (json, tool, "name"));
  guint32 function = tap_json_member (json, tool, "function");

  /* Chat has it one level further down. */
  if (name == NULL && tap_json_is (json, function, TAP_JSON_OBJECT))
    name = tap_json_dup_string (json, tap_json_member (json, function, "name"));
  return name;
}

static void
read_fields (TapAsk *self, TapJson *json)
{
  guint32 tools;

  if (!tap_json_parse (json, (const char *) self->bytes->data, self->bytes->len, NULL)
      || !tap_json_is (json, 0, TAP_JSON_OBJECT))
    return;

  self->known = TRUE;
  self->model = tap_json_dup_string (json, tap_json_member (json, 0, "model"));
  self->stream = tap_json_is (json, tap_json_member (json, 0, "stream"), TAP_JSON_TRUE);

  tools = tap_json_member (json, 0, "tools");
  if (tap_json_is (json, tools, TAP_JSON_ARRAY))
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

      for (guint32 tool = tap_json_first (json, tools); tool != TAP_JSON_NONE;
           tool = tap_json_next (json, tools, tool))
        {
          char *name = tap_json_is (json, tool, TAP_JSON_OBJECT) ? dup_tool_name (json, tool) : NULL;

          if (name != NULL)
            g_ptr_array_add (names, name);
        }
      g_ptr_array_add (names, NULL);
      self->tools = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
    }
}

static void
keep_decoded (const guint8 *bytes, gsize length, gpointer user_data)
{
  TapAsk *self = user_data;

  if (self->bytes == NULL)
    return;
  if (length > TAP_ASK_MAX - self->bytes->len)
    g_clear_pointer (&self->bytes, g_byte_array_unref);
  else
    g_byte_array_append (self->bytes, bytes, (guint) length);
}

static void
keep_coded (const guint8 *bytes, gsize length, gpointer user_data)
{
  TapAsk *self = user_data;

  if (self->bytes != NULL && !tap_decoder_push (self->decoder, bytes, length, keep_decoded, self))
    g_clear_pointer (&self->bytes, g_byte_array_unref);
}

gsize
tap_ask_push (TapAsk *self, const guint8 *bytes, gsize length, TapJson *json)
{
  TapBodyState state;
  gsize used = 0;

  if (self->complete)
    return 0;

  state = tap_body_scan (&self->body, bytes, length, &used, keep_coded, self);
  if (state == TAP_BODY_DONE)
    {
      self->complete = TRUE;
      if (self->bytes != NULL)
        read_fields (self, json);
      if (json->allocated > SCRATCH_NODES)
        tap_json_clear (json);
    }
  if (state != TAP_BODY_MORE)
    tap_ask_drop (self);
  return used;
}

gboolean
tap_ask_describe (const TapAsk *self, TapGrammarRequest *request)
{
  if (!self->known)
    return FALSE;
  *request = (TapGrammarRequest){
    .model = self->model,
    .tools = (const char *const *) self->tools,
    .stream = self->stream,
  };
  return TRUE;
}
