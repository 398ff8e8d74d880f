/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-identity-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A request beside the conversation has no tools and is small. */
#define SIDE_MAX (16 * 1024)

static const char *const class_names[] = {
  [TAP_ASK_UNKNOWN] = N_ ("request"),
  [TAP_ASK_MAIN] = N_ ("conversation"),
  [TAP_ASK_SUBAGENT] = N_ ("sub-agent"),
  [TAP_ASK_SIDE] = N_ ("side request"),
  [TAP_ASK_COMPACTION] = N_ ("compaction"),
  [TAP_ASK_WARMUP] = N_ ("warm-up"),
  [TAP_ASK_PROBE] = N_ ("probe"),
  [TAP_ASK_COUNT_TOKENS] = N_ ("token count"),
  [TAP_ASK_MODELS] = N_ ("list of models"),
};

const char *
tap_ask_class_name (TapAskClass ask_class)
{
  g_return_val_if_fail (ask_class < G_N_ELEMENTS (class_names), NULL);

  return _ (class_names[ask_class]);
}

/* --- Method and path, which leave no doubt. */

/* @end: what the path ends with. */
static const struct
{
  const char *method;
  const char *end;
  TapAskClass ask_class;
} places[] = {
  { "POST", "/count_tokens", TAP_ASK_COUNT_TOKENS },
  { "POST", ":countTokens", TAP_ASK_COUNT_TOKENS },
  { "GET", "/models", TAP_ASK_MODELS },
};

static char *
dup_path (const TapHead *head)
{
  g_autofree char *target = g_strndup (head->bytes + head->target, head->target_length);
  const char *path = target;
  const char *scheme = strstr (target, "://");

  if (*target != '/' && scheme != NULL)
    path = strchr (scheme + 3, '/');
  return path != NULL ? g_strndup (path, strcspn (path, "?#")) : g_strdup ("/");
}

void
tap_identity_guess_of_head (TapIdentity *self, const TapHead *head)
{
  g_autofree char *method = g_strndup (head->bytes, head->method_length);
  g_autofree char *path = dup_path (head);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_str_equal (places[i].method, method) && g_str_has_suffix (path, places[i].end))
      self->ask_class = places[i].ask_class;
  /* One model alone: GET /v1/models/NAME. */
  if (g_str_equal (method, "GET") && strstr (path, "/models/") != NULL)
    self->ask_class = TAP_ASK_MODELS;
  if (g_str_equal (method, "HEAD") || (g_str_equal (method, "GET") && g_str_equal (path, "/")))
    self->ask_class = TAP_ASK_PROBE;
}

/* --- The shape of the body, which gives a guess. */

/* The list that holds the conversation, or NONE. */
static guint32
find_turns (const TapJson *json)
{
  static const char *const lists[] = { "messages", "input", "contents" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      guint32 list = tap_json_member (json, 0, lists[i]);

      if (list != TAP_JSON_NONE)
        return list;
    }
  return TAP_JSON_NONE;
}

static guint32
last_of (const TapJson *json, guint32 list)
{
  guint32 last = TAP_JSON_NONE;

  for (guint32 item = tap_json_first (json, list); item != TAP_JSON_NONE;
       item = tap_json_next (json, list, item))
    last = item;
  return last;
}

/* The last text of the last turn. */
static gboolean
says (const TapJson *json, guint32 turns, const char *text)
{
  guint32 turn, content;

  if (!tap_json_is (json, turns, TAP_JSON_ARRAY))
    return FALSE;
  turn = last_of (json, turns);
  content = tap_json_member (json, turn, "content");
  if (tap_json_is (json, content, TAP_JSON_ARRAY))
    content = tap_json_member (json, last_of (json, content), "text");
  return tap_json_equals (json, content, text);
}

static gboolean
wants_one_token (const TapJson *json)
{
  static const char *const limits[] = {
    "max_tokens", "max_completion_tokens", "max_output_tokens",
  };
  gint64 limit;

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (tap_json_int64 (json, tap_json_member (json, 0, limits[i]), &limit))
      return limit <= 1;
  return FALSE;
}

/* Agents, which always bring tools to a conversation. */
static gboolean
is_agent (TapClient client)
{
  return client == TAP_CLIENT_CLAUDE_CODE || client == TAP_CLIENT_CODEX
         || client == TAP_CLIENT_OPENCODE;
}

static TapAskClass
guess (const TapIdentity *self, const TapJson *json, gsize length)
{
  guint32 turns = find_turns (json);
  guint32 tools = tap_json_member (json, 0, "tools");

  if (turns == TAP_JSON_NONE)
    return TAP_ASK_UNKNOWN;
  if (says (json, turns, "Warmup"))
    return TAP_ASK_WARMUP;
  if (wants_one_token (json) && tap_json_count (json, turns) <= 1)
    return TAP_ASK_PROBE;
  if (is_agent (self->client) && length <= SIDE_MAX
      && (!tap_json_is (json, tools, TAP_JSON_ARRAY) || tap_json_count (json, tools) == 0))
    return TAP_ASK_SIDE;
  return TAP_ASK_MAIN;
}

void
tap_identity_guess_of_body (TapIdentity *self, const TapJson *json, gsize length)
{
  /* Sub-agents warm up too. */
  if (self->ask_class == TAP_ASK_SUBAGENT && says (json, find_turns (json), "Warmup"))
    self->ask_class = TAP_ASK_UNKNOWN;
  if (self->ask_class != TAP_ASK_UNKNOWN)
    return;
  self->ask_class = guess (self, json, length);
  self->class_is_guess = TRUE;
}
