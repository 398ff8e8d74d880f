/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-provider-error.h"

#include <string.h>

#define WORDS_MAX 400 /* characters of a message */
#define TYPE_MAX 80
#define LAYERS_MAX 3   /* of errors in errors */

void
tap_provider_error_clear (TapProviderError *self)
{
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->message, g_free);
  self->event = 0;
  self->at = 0;
  self->is_page = FALSE;
}

void
tap_provider_error_copy (TapProviderError *self, const TapProviderError *from)
{
  if (from == NULL)
    return;
  *self = *from;
  self->type = g_strdup (from->type);
  self->code = g_strdup (from->code);
  self->message = g_strdup (from->message);
}

/* One line of at most so many characters, with nothing in it that a terminal would obey. NULL: there
 * is nothing to see in it. */
static char *
tidy (const char *text, glong max)
{
  g_autoptr (GString) out = g_string_new (NULL);
  glong n = 0;

  for (const char *at = text; at != NULL && *at != '\0' && n < max; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c))
        {
          if (out->len == 0 || out->str[out->len - 1] == ' ')
            continue;
          c = ' ';
        }
      else if (!g_unichar_isprint (c))
        c = 0xFFFD;
      g_string_append_unichar (out, c);
      n++;
    }
  if (n == max)
    g_string_append (out, "…");
  g_strchomp (out->str);
  return *out->str != '\0' ? g_strdup (out->str) : NULL;
}

/* A string, or the text of a number. */
static char *
dup_word (const TapJson *json, guint32 node, glong max)
{
  g_autofree char *text = NULL;

  if (tap_json_is (json, node, TAP_JSON_NUMBER))
    text = g_strndup (json->text + json->nodes[node].start, json->nodes[node].length);
  else
    text = tap_json_dup_string (json, node);
  return tidy (text, max);
}

static char *
dup_member (const TapJson *json, guint32 object, const char *name, glong max)
{
  return tap_json_is (json, object, TAP_JSON_OBJECT)
           ? dup_word (json, tap_json_member (json, object, name), max)
           : NULL;
}

/* JSON as it is written, where nothing better is to be had. */
static char *
dup_raw (const TapJson *json, guint32 node)
{
  g_autofree char *text = g_strndup (json->text + json->nodes[node].start,
                                     MIN (json->nodes[node].length, WORDS_MAX * 4));
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return tidy (valid, WORDS_MAX);
}

static gboolean
is_something (const TapJson *json, guint32 node)
{
  switch (tap_json_type (json, node))
    {
    case TAP_JSON_OBJECT:
      return TRUE;
    case TAP_JSON_STRING:
      return json->nodes[node].length > 0;
    case TAP_JSON_ARRAY:
      return tap_json_count (json, node) > 0;
    case TAP_JSON_NULL:
    case TAP_JSON_FALSE:
    case TAP_JSON_TRUE:
    case TAP_JSON_NUMBER:
    default:
      return FALSE;
    }
}

/* --- The shapes. Each finds the node that holds type, code and message, or NONE. */

/* Anthropic, OpenAI, OpenRouter, Gemini, and CCR's with "message" in place of "error". */
static guint32
find_error (const TapJson *json, guint32 root, gboolean body)
{
  guint32 error = tap_json_member (json, root, "error");
  guint32 message = tap_json_member (json, root, "message");

  if (is_something (json, error))
    return error;
  return tap_json_equals (json, tap_json_member (json, root, "type"), "error")
             && tap_json_is (json, message, TAP_JSON_OBJECT)
           ? message
           : TAP_JSON_NONE;
}

/* Responses: an event that is the error itself, and vLLM's object. */
static guint32
find_flat (const TapJson *json, guint32 root, gboolean body)
{
  return tap_json_equals (json, tap_json_member (json, root, "type"), "error")
             || tap_json_equals (json, tap_json_member (json, root, "object"), "error")
           ? root
           : TAP_JSON_NONE;
}

/* Responses: response.failed, and a whole response that failed. */
static guint32
find_failed (const TapJson *json, guint32 root, gboolean body)
{
  guint32 response = tap_json_member (json, root, "response");
  guint32 error;

  if (!tap_json_is (json, response, TAP_JSON_OBJECT))
    return TAP_JSON_NONE;
  error = tap_json_member (json, response, "error");
  if (is_something (json, error))
    return error;
  return tap_json_equals (json, tap_json_member (json, root, "type"), "response.failed")
           ? response
           : TAP_JSON_NONE;
}

/* FastAPI. */
static guint32
find_detail (const TapJson *json, guint32 root, gboolean body)
{
  guint32 detail = tap_json_member (json, root, "detail");

  return is_something (json, detail) && (body || tap_json_count (json, root) == 1) ? detail
                                                                                   : TAP_JSON_NONE;
}

/* AWS and many small gateways: nothing but a message. */
static guint32
find_message (const TapJson *json, guint32 root, gboolean body)
{
  guint32 message = tap_json_member (json, root, "message");

  return body && tap_json_is (json, message, TAP_JSON_STRING) ? root : TAP_JSON_NONE;
}

static guint32 (*const shapes[]) (const TapJson *json, guint32 root, gboolean body) = {
  find_error, find_flat, find_failed, find_detail, find_message,
};

/* FastAPI's list of what was wrong with a request: where, and what. */
static char *
dup_first_fault (const TapJson *json, guint32 list)
{
  guint32 first = tap_json_first (json, list);

  if (tap_json_is (json, first, TAP_JSON_OBJECT))
    return dup_member (json, first, "msg", WORDS_MAX);
  return dup_word (json, first, WORDS_MAX);
}

/* OpenRouter hides the provider's own words behind "Provider returned error". */
static char *
add_raw (const TapJson *json, guint32 node, char *message)
{
  guint32 metadata = tap_json_member (json, node, "metadata");
  g_autofree char *raw = dup_member (json, metadata, "raw", WORDS_MAX);
  g_autofree char *own = message;

  if (raw == NULL || message == NULL)
    return g_steal_pointer (&own);
  return g_strdup_printf ("%s: %s", own, raw);
}

static void
read_object (TapProviderError *self, const TapJson *json, guint32 node)
{
  static const char *const messages[] = { "message", "msg", "detail", "error", "error_message" };

  self->type = dup_member (json, node, "type", TYPE_MAX);
  if (self->type == NULL || g_str_equal (self->type, "error")
      || g_str_has_prefix (self->type, "response."))
    {
      g_clear_pointer (&self->type, g_free);
      self->type = dup_member (json, node, "status", TYPE_MAX); /* Gemini */
    }
  self->code = dup_member (json, node, "code", TYPE_MAX);
  for (guint i = 0; i < G_N_ELEMENTS (messages) && self->message == NULL; i++)
    self->message = dup_member (json, node, messages[i], WORDS_MAX);
  self->message = add_raw (json, node, self->message);
}

static guint32
find_any (const TapJson *json, guint32 root, gboolean body)
{
  guint32 node = TAP_JSON_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (shapes) && node == TAP_JSON_NONE; i++)
    node = shapes[i](json, root, body);
  return node;
}

static void
replace (char **field, char *inner)
{
  if (inner == NULL)
    return;
  g_free (*field);
  *field = inner;
}

/* A gateway that puts the whole error of the one behind it, as JSON, into its own message
 * (claude-code-router, LiteLLM): the inner words are the provider's own. */
static gboolean
unwrap (TapProviderError *self)
{
  g_auto (TapJson) json = { 0 };
  gboolean unwrapped = FALSE;
  guint32 node;

  if (self->message == NULL || *self->message != '{'
      || !tap_json_parse (&json, self->message, strlen (self->message), NULL))
    return FALSE;
  node = find_any (&json, 0, TRUE);
  if (tap_json_is (&json, node, TAP_JSON_OBJECT))
    {
      TapProviderError inner = { 0 };

      read_object (&inner, &json, node);
      unwrapped = inner.message != NULL;
      if (unwrapped)
        {
          replace (&self->message, g_steal_pointer (&inner.message));
          replace (&self->type, g_steal_pointer (&inner.type));
          replace (&self->code, g_steal_pointer (&inner.code));
        }
      tap_provider_error_clear (&inner);
    }
  return unwrapped;
}

gboolean
tap_provider_error_read (TapProviderError *self, const TapJson *json, guint event, gint64 at)
{
  guint32 root = tap_json_is (json, 0, TAP_JSON_ARRAY) ? tap_json_first (json, 0) : 0;
  guint32 node;

  if (!tap_json_is (json, root, TAP_JSON_OBJECT))
    return FALSE;
  node = find_any (json, root, event == 0);
  if (node == TAP_JSON_NONE)
    return FALSE;

  tap_provider_error_clear (self);
  if (tap_json_is (json, node, TAP_JSON_OBJECT))
    read_object (self, json, node);
  else if (tap_json_is (json, node, TAP_JSON_ARRAY))
    self->message = dup_first_fault (json, node);
  else
    self->message = dup_word (json, node, WORDS_MAX);
  /* {"error": "…", "code": …}, and what stands beside Anthropic's. */
  if (node != root && self->code == NULL)
    self->code = dup_member (json, root, "code", TYPE_MAX);
  if (self->message == NULL)
    self->message = dup_raw (json, node);
  for (guint i = 0; i < LAYERS_MAX && unwrap (self); i++)
    continue;
  self->event = event;
  self->at = at;
  return TRUE;
}

/* --- Bodies that are no JSON. */

/* The text of the first element of that name, or NULL. */
static char *
dup_element (const char *text, const char *name)
{
  gsize length = strlen (name);

  for (const char *at = strchr (text, '<'); at != NULL; at = strchr (at + 1, '<'))
    {
      const char *from;

      if (g_ascii_strncasecmp (at + 1, name, length) != 0 || g_ascii_isalnum (at[1 + length]))
        continue;
      from = strchr (at, '>');
      if (from == NULL)
        return NULL;
      from++;
      return g_strndup (from, strcspn (from, "<"));
    }
  return NULL;
}

gboolean
tap_provider_error_read_text (TapProviderError *self, const char *text, gsize length, gint64 at)
{
  static const char *const elements[] = { "title", "h1", "body" };
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) MIN (length, 16 * 1024));
  gboolean is_page = FALSE;
  char *words = NULL;

  g_strchug (valid);
  is_page = *valid == '<';
  for (guint i = 0; is_page && i < G_N_ELEMENTS (elements) && words == NULL; i++)
    {
      g_autofree char *element = dup_element (valid, elements[i]);

      words = tidy (element, WORDS_MAX);
    }
  if (words == NULL && !is_page)
    words = tidy (valid, WORDS_MAX);
  if (words == NULL)
    return FALSE;

  tap_provider_error_clear (self);
  self->message = words;
  self->is_page = is_page;
  self->at = at;
  return TRUE;
}
