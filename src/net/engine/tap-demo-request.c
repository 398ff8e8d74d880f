/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-demo-request.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "tap-demo-scenes.h"

static const struct
{
  const char *name;
  const char *value;
} headers[] = {
  { "Accept", "application/json" },
  { "User-Agent", "claude-cli/2.1.329 (external, cli)" },
  { "X-Stainless-Arch", "x64" },
  { "X-Stainless-Lang", "js" },
  { "X-Stainless-OS", "Linux" },
  { "X-Stainless-Package-Version", "0.128.0" },
  { "X-Stainless-Retry-Count", "0" },
  { "X-Stainless-Runtime", "node" },
  { "X-Stainless-Runtime-Version", "v24.3.0" },
  { "X-Stainless-Timeout", "600" },
  { "anthropic-beta", "claude-code-20250219,interleaved-thinking-2025-05-14" },
  { "anthropic-dangerous-direct-browser-access", "true" },
  { "anthropic-version", "2023-06-01" },
  { "x-api-key", TAP_DEMO_KEY },
  { "x-app", "cli" },
  { "accept-language", "*" },
  { "accept-encoding", "gzip, deflate, br, zstd" },
};

static const struct
{
  const char *name;
  const char *description;
  const char *parameter;
} tools[] = {
  { "Bash", "Runs a command in the project's folder and returns what it prints.", "command" },
  { "Read", "Reads a file of the project.", "file_path" },
  { "Edit", "Replaces a text in a file of the project.", "file_path" },
};

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_tool (JsonBuilder *builder, const char *name, const char *description, const char *parameter)
{
  json_builder_begin_object (builder);
  add_string (builder, "name", name);
  add_string (builder, "description", description);
  json_builder_set_member_name (builder, "input_schema");
  json_builder_begin_object (builder);
  add_string (builder, "type", "object");
  json_builder_set_member_name (builder, "properties");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, parameter);
  json_builder_begin_object (builder);
  add_string (builder, "type", "string");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "required");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, parameter);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_text_turn (JsonBuilder *builder, const char *role, const char *text)
{
  json_builder_begin_object (builder);
  add_string (builder, "role", role);
  json_builder_set_member_name (builder, "content");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_string (builder, "type", "text");
  add_string (builder, "text", text);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static char *
build_body (const char *session_id, guint scene)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *user = g_strdup_printf ("{\"session_id\":\"%s\"}", session_id);

  json_builder_begin_object (builder);
  add_string (builder, "model", TAP_DEMO_MODEL);
  json_builder_set_member_name (builder, "max_tokens");
  json_builder_add_int_value (builder, 32000);
  json_builder_set_member_name (builder, "stream");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "metadata");
  json_builder_begin_object (builder);
  add_string (builder, "user_id", user);
  json_builder_end_object (builder);
  add_string (builder, "system", "You are a coding agent in a demonstration of Tapline.");
  json_builder_set_member_name (builder, "tools");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    add_tool (builder, tools[i].name, tools[i].description, tools[i].parameter);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < scene; i++)
    {
      add_text_turn (builder, "user", tap_demo_scenes[i].prompt);
      add_text_turn (builder, "assistant", "(an earlier answer)");
    }
  add_text_turn (builder, "user", tap_demo_scenes[scene].prompt);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

SoupMessage *
tap_demo_request_new (const char *base_url, const char *session_id, guint scene)
{
  g_autofree char *url = g_strconcat (base_url, "/v1/messages?beta=true", NULL);
  g_autofree char *body = build_body (session_id, scene);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  SoupMessage *message = soup_message_new ("POST", url);
  SoupMessageHeaders *request = soup_message_get_request_headers (message);

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    soup_message_headers_append (request, headers[i].name, headers[i].value);
  soup_message_headers_append (request, "X-Claude-Code-Session-Id", session_id);
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  return message;
}
