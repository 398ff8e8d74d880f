/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-identity-private.h"

#include <string.h>

#define KEY_MAX 200 /* bytes of a key that is kept */

void
tap_identity_clear (TapIdentity *self)
{
  g_clear_pointer (&self->client_version, g_free);
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->agent, g_free);
  g_clear_pointer (&self->parent_agent, g_free);
  g_clear_pointer (&self->agent_type, g_free);
  g_clear_pointer (&self->turn, g_free);
}

void
tap_identity_take_key (char **key, char *value)
{
  g_autofree char *own = value;

  if (own == NULL || *key != NULL)
    return;
  g_strstrip (own);
  /* What was masked before it came into the log is no key any more. */
  if (*own == '\0' || strlen (own) > KEY_MAX || strstr (own, "****") != NULL
      || !g_utf8_validate (own, -1, NULL))
    return;
  *key = g_steal_pointer (&own);
}

static void
take_session (TapIdentity *self, char *value, const char *from)
{
  if (self->session != NULL)
    {
      g_free (value);
      return;
    }
  tap_identity_take_key (&self->session, value);
  if (self->session != NULL)
    self->session_from = from;
}

/* --- Headers (protocol D.2). The first that says something is taken. */

static const char *const session_headers[] = {
  "X-Claude-Code-Session-Id", "session-id",         "session_id", "x-session-id",
  "x-session-affinity",       "thread-id",          "conversation_id",
};

static const struct
{
  const char *header;
  gsize field;
} key_headers[] = {
  { "x-claude-code-agent-id", G_STRUCT_OFFSET (TapIdentity, agent) },
  { "x-claude-code-parent-agent-id", G_STRUCT_OFFSET (TapIdentity, parent_agent) },
  { "x-claude-code-agent-type", G_STRUCT_OFFSET (TapIdentity, agent_type) },
  { "x-openai-subagent", G_STRUCT_OFFSET (TapIdentity, agent_type) },
  { "x-claude-code-prompt-id", G_STRUCT_OFFSET (TapIdentity, turn) },
};

/* The first says how long a JavaScript SDK waits for the head, the second how long a Python one
 * waits for each read. */
static const char *const timeout_headers[] = { "X-Stainless-Timeout", "x-stainless-read-timeout" };

/* Words that clients use for what a request is for. */
static const struct
{
  const char *word;
  TapAskClass ask_class;
} class_words[] = {
  { "main", TAP_ASK_MAIN },           { "subagent", TAP_ASK_SUBAGENT },
  { "workflow", TAP_ASK_SUBAGENT },   { "compaction", TAP_ASK_COMPACTION },
  { "auxiliary", TAP_ASK_SIDE },      { "side_reply", TAP_ASK_SIDE },
  { "turn", TAP_ASK_MAIN },           { "prewarm", TAP_ASK_WARMUP },
  { "compact", TAP_ASK_COMPACTION },  { "review", TAP_ASK_SUBAGENT },
};

static gboolean
is_of_conversation (const TapIdentity *self)
{
  return self->ask_class != TAP_ASK_COUNT_TOKENS && self->ask_class != TAP_ASK_MODELS
         && self->ask_class != TAP_ASK_PROBE;
}

static void
take_class (TapIdentity *self, const char *word)
{
  if (!is_of_conversation (self))
    return;
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (class_words); i++)
    if (g_ascii_strcasecmp (class_words[i].word, word) == 0)
      {
        self->ask_class = class_words[i].ask_class;
        return;
      }
}

static void
read_numbers (TapIdentity *self, const TapHead *head)
{
  g_autofree char *count = tap_head_dup_value (head, "X-Stainless-Retry-Count");
  guint64 number = 0;

  if (count != NULL && g_ascii_string_to_unsigned (count, 10, 0, 1000, &number, NULL))
    self->retry_count = (int) number;
  for (guint i = 0; i < G_N_ELEMENTS (timeout_headers) && self->timeout < 0; i++)
    {
      g_autofree char *value = tap_head_dup_value (head, timeout_headers[i]);
      char *end = value;
      double seconds = value != NULL ? g_ascii_strtod (value, &end) : 0;

      if (value != NULL && end != value && *end == '\0' && seconds > 0 && seconds < 1e6)
        self->timeout = (gint64) (seconds * G_USEC_PER_SEC);
    }
}

/* Codex: a JSON text in a header. */
static void
read_turn_metadata (TapIdentity *self, const TapHead *head)
{
  g_autofree char *text = tap_head_dup_value (head, "x-codex-turn-metadata");
  g_auto (TapJson) json = { 0 };
  g_autofree char *kind = NULL;

  if (text == NULL || !tap_json_parse (&json, text, strlen (text), NULL))
    return;
  take_session (self, tap_json_dup_string (&json, tap_json_member (&json, 0, "session_id")),
                "x-codex-turn-metadata");
  take_session (self, tap_json_dup_string (&json, tap_json_member (&json, 0, "thread_id")),
                "x-codex-turn-metadata");
  tap_identity_take_key (&self->turn,
                         tap_json_dup_string (&json, tap_json_member (&json, 0, "turn_id")));
  kind = tap_json_dup_string (&json, tap_json_member (&json, 0, "request_kind"));
  take_class (self, kind);
}

/* A thread beside the session's own is a sub-agent's. */
static void
read_thread (TapIdentity *self, const TapHead *head)
{
  g_autofree char *thread = tap_head_dup_value (head, "thread-id");

  if (thread != NULL && self->session != NULL && !g_str_equal (thread, self->session))
    tap_identity_take_key (&self->agent, g_steal_pointer (&thread));
}

static gboolean
is_helper (const TapHead *head)
{
  return tap_head_has_token (head, "x-stainless-helper-method", "stream")
         || tap_head_find (head, "x-stainless-stream-helper", NULL) != NULL;
}

void
tap_identity_read_head (TapIdentity *self, const TapHead *head)
{
  g_autofree char *class_word = tap_head_dup_value (head, "x-claude-code-request-class");

  self->retry_count = -1;
  self->timeout = -1;
  tap_identity_read_client (self, head);
  self->helper = is_helper (head);
  for (guint i = 0; i < G_N_ELEMENTS (session_headers); i++)
    take_session (self, tap_head_dup_value (head, session_headers[i]), session_headers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (key_headers); i++)
    tap_identity_take_key ((char **) G_STRUCT_MEMBER_P (self, key_headers[i].field),
                           tap_head_dup_value (head, key_headers[i].header));
  tap_identity_guess_of_head (self, head);
  read_turn_metadata (self, head);
  read_thread (self, head);
  read_numbers (self, head);

  if (is_of_conversation (self) && (self->agent != NULL || self->agent_type != NULL))
    self->ask_class = TAP_ASK_SUBAGENT;
  take_class (self, self->agent_type);
  take_class (self, class_word);
  self->path = tap_fingerprint_of_head (head);
}

/* --- The body. */

/* Claude Code: a JSON text in a string, or, older, words joined with underscores. */
static void
read_user_id (TapIdentity *self, const TapJson *json)
{
  guint32 metadata = tap_json_member (json, 0, "metadata");
  g_autofree char *text = NULL;
  g_auto (TapJson) inner = { 0 };
  const char *session;

  if (!tap_json_is (json, metadata, TAP_JSON_OBJECT))
    return;
  text = tap_json_dup_string (json, tap_json_member (json, metadata, "user_id"));
  if (text == NULL)
    return;
  if (tap_json_parse (&inner, text, strlen (text), NULL)
      && tap_json_is (&inner, 0, TAP_JSON_OBJECT))
    {
      take_session (self, tap_json_dup_string (&inner, tap_json_member (&inner, 0, "session_id")),
                    "metadata.user_id");
      return;
    }
  session = g_strrstr (text, "_session_");
  if (session != NULL)
    take_session (self, g_strdup (session + strlen ("_session_")), "metadata.user_id");
}

void
tap_identity_read_body (TapIdentity *self, const TapJson *json, gsize length)
{
  if (!tap_json_is (json, 0, TAP_JSON_OBJECT))
    return;
  read_user_id (self, json);
  take_session (self, tap_json_dup_string (json, tap_json_member (json, 0, "prompt_cache_key")),
                "prompt_cache_key");
  tap_identity_guess_of_body (self, json, length);
  self->fingerprint = tap_fingerprint_of_body (self->path, json);
}
