/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-ask.h"

#include <string.h>

/* A scratch array that grew past this for one large request is not kept for the next. */
#define SCRATCH_NODES 65536

#define MODEL_MAX 1000 /* bytes of a name that is kept */

#define FIRST_BYTES (1024 * 1024) /* that are made room for on a length's word */

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
  self->wanted = FALSE;
}

static gboolean
names_json (const char *value, gsize length)
{
  for (gsize i = 0; i + 4 <= length; i++)
    if (g_ascii_strncasecmp (value + i, "json", 4) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
may_be_json (const TapHead *head)
{
  const TapHeadField *field = tap_head_find (head, "Content-Type", NULL);
  gboolean absent = field == NULL;

  for (; field != NULL; field = tap_head_find (head, "Content-Type", field))
    if (names_json (head->bytes + field->value, field->value_length))
      return TRUE;
  return absent;
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

      if (codings != NULL)
        self->decoder = tap_decoder_new (codings);
      self->wanted = codings == NULL || self->decoder != NULL;
    }
}

static void
add_tool_name (const TapJson *json, guint32 tool, GPtrArray *names)
{
  char *name = tap_json_dup_string (json, tap_json_member (json, tool, "name"));

  if (name != NULL)
    g_ptr_array_add (names, name);
}

/* Chat has the name one level further down, Gemini has lists of them there. */
static void
add_tool_names (const TapJson *json, guint32 tool, GPtrArray *names)
{
  static const char *const lists[] = { "functionDeclarations", "function_declarations" };

  if (tap_json_is (json, tap_json_member (json, tool, "name"), TAP_JSON_STRING))
    add_tool_name (json, tool, names);
  else
    add_tool_name (json, tap_json_member (json, tool, "function"), names);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      guint32 list = tap_json_member (json, tool, lists[i]);

      for (guint32 node = tap_json_is (json, list, TAP_JSON_ARRAY) ? tap_json_first (json, list)
                                                                   : TAP_JSON_NONE;
           node != TAP_JSON_NONE; node = tap_json_next (json, list, node))
        add_tool_name (json, node, names);
    }
}

static void
read_fields (TapAsk *self, const guint8 *bytes, gsize length, TapJson *json)
{
  guint32 model, tools;

  if (!tap_json_parse (json, (const char *) bytes, length, NULL)
      || !tap_json_is (json, 0, TAP_JSON_OBJECT))
    return;

  self->known = TRUE;
  model = tap_json_member (json, 0, "model");
  if (tap_json_is (json, model, TAP_JSON_STRING) && json->nodes[model].length <= MODEL_MAX)
    {
      g_free (self->model);
      self->model = tap_json_dup_string (json, model);
    }
  self->stream = self->path_stream
                 || tap_json_is (json, tap_json_member (json, 0, "stream"), TAP_JSON_TRUE);

  self->include_usage = tap_json_is (
    json, tap_json_member (json, tap_json_member (json, 0, "stream_options"), "include_usage"),
    TAP_JSON_TRUE);

  if (self->identity != NULL)
    tap_identity_read_body (self->identity, json, length);

  /* Code Assist wraps Gemini's request. */
  tools = tap_json_member (json, 0, "tools");
  if (tools == TAP_JSON_NONE)
    tools = tap_json_member (json, tap_json_member (json, 0, "request"), "tools");
  if (tap_json_is (json, tools, TAP_JSON_ARRAY))
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

      for (guint32 tool = tap_json_first (json, tools); tool != TAP_JSON_NONE;
           tool = tap_json_next (json, tools, tool))
        add_tool_names (json, tool, names);
      g_ptr_array_add (names, NULL);
      self->tools = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
    }
}

/* Bytes on their way through the framing. */
typedef struct
{
  TapAsk *ask;
  TapJson *json;
} Push;

static void
give_up (TapAsk *self)
{
  self->wanted = FALSE;
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

static void
keep_decoded (const guint8 *bytes, gsize length, gpointer user_data)
{
  TapAsk *self = user_data;

  if (!self->wanted)
    return;
  if (self->bytes == NULL)
    self->bytes = g_byte_array_sized_new ((guint) MIN (self->body.left + length, FIRST_BYTES));
  if (length > TAP_ASK_MAX - self->bytes->len)
    give_up (self);
  else
    g_byte_array_append (self->bytes, bytes, (guint) length);
}

static void
keep_coded (const guint8 *bytes, gsize length, gpointer user_data)
{
  Push *push = user_data;
  TapAsk *self = push->ask;

  if (!self->wanted)
    return;
  if (self->decoder != NULL)
    {
      if (!tap_decoder_push (self->decoder, bytes, length, keep_decoded, self))
        give_up (self);
    }
  else if (self->bytes == NULL && self->body.framing == TAP_FRAMING_LENGTH && self->body.left == 0)
    {
      /* All of it came at once and can be read where it lies. */
      read_fields (self, bytes, length, push->json);
      self->wanted = FALSE;
    }
  else
    keep_decoded (bytes, length, self);
}

gsize
tap_ask_push (TapAsk *self, const guint8 *bytes, gsize length, TapJson *json)
{
  Push push = { self, json };
  TapBodyState state;
  gsize used = 0;

  if (self->complete)
    return 0;

  state = tap_body_scan (&self->body, bytes, length, &used, keep_coded, &push);
  if (state == TAP_BODY_DONE)
    {
      self->complete = TRUE;
      if (self->wanted && self->bytes != NULL)
        read_fields (self, self->bytes->data, self->bytes->len, json);
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
    .resumed = self->resumed,
    .include_usage = self->include_usage,
  };
  return TRUE;
}
