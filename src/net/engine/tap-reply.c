/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-reply.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

typedef void (*AnswerFunc) (JsonBuilder *builder, guint status, const char *cause,
                            const char *message);

static void
add (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
answer_anthropic (JsonBuilder *builder, guint status, const char *cause, const char *message)
{
  add (builder, "type", "error");
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  add (builder, "type", status == 403 ? "permission_error"
                        : status < 500 ? "invalid_request_error" : "api_error");
  add (builder, "message", message);
  json_builder_end_object (builder);
}

static void
answer_openai (JsonBuilder *builder, guint status, const char *cause, const char *message)
{
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  add (builder, "message", message);
  add (builder, "type", status < 500 ? "invalid_request_error" : "server_error");
  json_builder_set_member_name (builder, "param");
  json_builder_add_null_value (builder);
  add (builder, "code", cause);
  json_builder_end_object (builder);
}

static void
answer_gemini (JsonBuilder *builder, guint status, const char *cause, const char *message)
{
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_int_value (builder, status);
  add (builder, "message", message);
  add (builder, "status", status == 403 ? "PERMISSION_DENIED"
                          : status < 500 ? "INVALID_ARGUMENT" : "UNAVAILABLE");
  json_builder_end_object (builder);
}

/* The first part of a path that is found decides; whoever asks for something else is answered in
 * the shape that most clients understand. */
static const struct
{
  const char *part;
  AnswerFunc func;
} dialects[] = {
  { "/v1/messages", answer_anthropic },
  { "/chat/completions", answer_openai },
  { "/responses", answer_openai },
  { ":generateContent", answer_gemini },
  { ":streamGenerateContent", answer_gemini },
  { "", answer_anthropic },
};

static GString *
make_body (guint status, const char *path, gsize path_length, const char *cause,
           const char *message)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  GString *body = g_string_new (NULL);

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    if (dialects[i].part[0] == '\0'
        || (path != NULL
            && memmem (path, path_length, dialects[i].part, strlen (dialects[i].part)) != NULL))
      {
        dialects[i].func (builder, status, cause, message);
        break;
      }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  return json_generator_to_gstring (generator, body);
}

GBytes *
tap_reply_new (guint status, const char *path, gsize path_length, const char *cause,
                const char *message, gboolean head_only)
{
  g_autofree char *said = g_strdup_printf ("Tapline: %s", message);
  GString *body = make_body (status, path, path_length, cause, said);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out,
                          "HTTP/1.1 %u %s\r\n"
                          "Content-Type: application/json\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                          "X-Tapline-Cause: %s\r\n"
                          "Connection: close\r\n"
                          "\r\n",
                          status, soup_status_get_phrase (status), body->len, cause);
  if (!head_only)
    g_string_append_len (out, body->str, body->len);
  g_string_free (body, TRUE);
  return g_string_free_to_bytes (out);
}
