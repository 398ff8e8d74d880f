/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-identity-private.h"

#include <string.h>

/* A hash to find equals among requests of one session, not to withstand anybody. */
#define PRIME G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)

static guint64
mix (guint64 hash, guint64 word)
{
  hash = (hash ^ word) * PRIME;
  return hash ^ (hash >> 32);
}

static guint64
mix_bytes (guint64 hash, const char *bytes, gsize length)
{
  guint64 word;

  hash = mix (hash, length);
  for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word)
    {
      memcpy (&word, bytes, sizeof word);
      hash = mix (hash, GUINT64_FROM_LE (word));
    }
  word = 0;
  memcpy (&word, bytes, length);
  return length > 0 ? mix (hash, GUINT64_FROM_LE (word)) : hash;
}

static guint64
mix_node (guint64 hash, const TapJson *json, guint32 node)
{
  return mix_bytes (mix (hash, json->nodes[node].type), json->text + json->nodes[node].start,
                    json->nodes[node].length);
}

/* Paths that differ only by whether the answer is streamed. */
static const struct
{
  const char *streamed;
  const char *plain;
} path_ends[] = {
  { ":streamGenerateContent", ":generateContent" },
  { "/invoke-with-response-stream", "/invoke" },
  { "/converse-stream", "/converse" },
  { ":streamRawPredict", ":rawPredict" },
};

guint64
tap_fingerprint_of_head (const TapHead *head)
{
  const char *target = head->bytes + head->target;
  gsize length = 0;
  guint64 hash;

  while (length < head->target_length && target[length] != '?' && target[length] != '#')
    length++;
  for (guint i = 0; i < G_N_ELEMENTS (path_ends); i++)
    {
      gsize n = strlen (path_ends[i].streamed);

      if (length >= n && memcmp (target + length - n, path_ends[i].streamed, n) == 0)
        {
          hash = mix_bytes (PRIME, target, length - n);
          hash = mix_bytes (hash, path_ends[i].plain, strlen (path_ends[i].plain));
          return hash | 1;
        }
      n = strlen (path_ends[i].plain);
      if (length >= n && memcmp (target + length - n, path_ends[i].plain, n) == 0)
        {
          hash = mix_bytes (PRIME, target, length - n);
          hash = mix_bytes (hash, path_ends[i].plain, n);
          return hash | 1;
        }
    }
  return mix_bytes (PRIME, target, length) | 1;
}

/* What a client changes when it asks again: Claude Code asks for fewer tokens, and to think less,
 * when it does not stream. */
static const char *const changing[] = {
  "stream",   "stream_options",  "max_tokens", "max_completion_tokens", "max_output_tokens",
  "metadata", "client_metadata", "thinking",
};

static gboolean
is_changing (const TapJson *json, guint32 key)
{
  gint64 value;

  for (guint i = 0; i < G_N_ELEMENTS (changing); i++)
    if (tap_json_equals (json, key, changing[i]))
      return TRUE;
  /* Claude Code 2.0 writes out what holds anyway once it does not stream. */
  return tap_json_equals (json, key, "temperature") && tap_json_int64 (json, key + 1, &value)
         && value == 1;
}

/* Claude Code writes its version and a checksum into the first block of the system's text. */
static gboolean
is_billing (const TapJson *json, guint32 text)
{
  static const char line[] = "x-anthropic-billing-header";

  return tap_json_is (json, text, TAP_JSON_STRING)
         && json->nodes[text].length >= strlen (line)
         && g_ascii_strncasecmp (json->text + json->nodes[text].start, line, strlen (line)) == 0;
}

static guint64
mix_system (guint64 hash, const TapJson *json, guint32 system)
{
  const TapJsonNode *node = &json->nodes[system];

  if (is_billing (json, system))
    {
      const char *text = json->text + node->start;
      const char *rest = g_strstr_len (text, node->length, "\\n");
      gsize used = rest != NULL ? (gsize) (rest - text) : node->length;

      return mix_bytes (hash, text + used, node->length - used);
    }
  if (!tap_json_is (json, system, TAP_JSON_ARRAY))
    return mix_node (hash, json, system);
  for (guint32 block = tap_json_first (json, system); block != TAP_JSON_NONE;
       block = tap_json_next (json, system, block))
    if (!is_billing (json, tap_json_member (json, block, "text")))
      hash = mix_node (hash, json, block);
  return hash;
}

/* The order of the members does not count: each is hashed by itself. */
guint64
tap_fingerprint_of_body (guint64 of_head, const TapJson *json)
{
  guint64 sum = of_head;

  for (guint32 key = tap_json_first (json, 0); key != TAP_JSON_NONE;
       key = tap_json_next (json, 0, key))
    {
      guint64 hash;

      if (is_changing (json, key))
        continue;
      hash = mix_node (PRIME, json, key);
      hash = tap_json_equals (json, key, "system") ? mix_system (hash, json, key + 1)
                                                   : mix_node (hash, json, key + 1);
      sum += hash;
    }
  return mix (of_head, sum) | 1;
}
