/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-identity-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Words of a User-Agent that name a client; its version follows. The first row that stands at the
 * beginning of a word is taken, so what is built upon what stands above it. */
static const struct
{
  const char *word;
  TapClient client;
} agents[] = {
  { "claude-cli/", TAP_CLIENT_CLAUDE_CODE },
  { "opencode/", TAP_CLIENT_OPENCODE },
  { "codex", TAP_CLIENT_CODEX }, /* codex_cli_rs/, codex_exec/, codex-tui/ */
  { "Anthropic/JS ", TAP_CLIENT_ANTHROPIC_JS },
  { "Anthropic/Python ", TAP_CLIENT_ANTHROPIC_PYTHON },
  { "AsyncAnthropic/Python ", TAP_CLIENT_ANTHROPIC_PYTHON },
  { "OpenAI/JS ", TAP_CLIENT_OPENAI_JS },
  { "OpenAI/Python ", TAP_CLIENT_OPENAI_PYTHON },
  { "AsyncOpenAI/Python ", TAP_CLIENT_OPENAI_PYTHON },
  { "ai-sdk/", TAP_CLIENT_AI_SDK }, /* ai-sdk/openai/2.0.1 */
};

static const char *const client_names[TAP_N_CLIENTS] = {
  [TAP_CLIENT_UNKNOWN] = N_ ("unknown client"),
  [TAP_CLIENT_CLAUDE_CODE] = "Claude Code",
  [TAP_CLIENT_ANTHROPIC_JS] = N_ ("Anthropic’s SDK for JavaScript"),
  [TAP_CLIENT_ANTHROPIC_PYTHON] = N_ ("Anthropic’s SDK for Python"),
  [TAP_CLIENT_OPENAI_JS] = N_ ("OpenAI’s SDK for JavaScript"),
  [TAP_CLIENT_OPENAI_PYTHON] = N_ ("OpenAI’s SDK for Python"),
  [TAP_CLIENT_CODEX] = "Codex",
  [TAP_CLIENT_OPENCODE] = "opencode",
  [TAP_CLIENT_AI_SDK] = "AI SDK",
};

const char *
tap_client_name (TapClient client)
{
  g_return_val_if_fail (client < TAP_N_CLIENTS, NULL);

  return _ (client_names[client]);
}

/* Digits and dots, perhaps behind a name and a slash. */
static char *
dup_version (const char *from)
{
  gsize word = strcspn (from, " (;");
  gsize start = 0;
  gsize length;

  for (gsize i = 0; i < word; i++)
    if (from[i] == '/')
      start = i + 1;
  if (!g_ascii_isdigit (from[start]))
    return NULL;
  length = strspn (from + start, "0123456789.abcdefghijklmnopqrstuvwxyz-+");
  return g_strndup (from + start, MIN (length, 40));
}

void
tap_identity_read_client (TapIdentity *self, const TapHead *head)
{
  g_autofree char *value = tap_head_dup_value (head, "User-Agent");

  for (guint i = 0; value != NULL && i < G_N_ELEMENTS (agents); i++)
    {
      const char *at = strstr (value, agents[i].word);

      if (at == NULL || (at != value && at[-1] != ' '))
        continue;
      self->client = agents[i].client;
      self->client_version = dup_version (at + strlen (agents[i].word));
      return;
    }
}
