/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-agent-lines.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ANTHROPIC "api.anthropic.com"
#define OPENAI "api.openai.com"

const TapAgentLine tap_agent_lines[] = {
  { "Claude Code", "ANTHROPIC_BASE_URL=%s claude", N_ ("in a terminal"), ANTHROPIC,
    "https://" ANTHROPIC },
  { "Claude Agent SDK", "ANTHROPIC_BASE_URL=%s", N_ ("in its environment"), ANTHROPIC,
    "https://" ANTHROPIC },
  { "Codex",
    "codex -c model_provider=tapline -c model_providers.tapline.name=tapline "
    "-c model_providers.tapline.base_url=%s/v1 -c model_providers.tapline.env_key=OPENAI_API_KEY "
    "-c model_providers.tapline.wire_api=responses",
    N_ ("in a terminal"), OPENAI, "https://" OPENAI },
  { "opencode", "{\"provider\": {\"anthropic\": {\"options\": {\"baseURL\": \"%s/v1\"}}}}",
    N_ ("in opencode.json"), ANTHROPIC, "https://" ANTHROPIC },
  { "Anthropic SDKs", "ANTHROPIC_BASE_URL=%s", N_ ("in the program’s environment"), ANTHROPIC,
    "https://" ANTHROPIC },
  { "OpenAI SDKs", "OPENAI_BASE_URL=%s/v1", N_ ("in the program’s environment"), OPENAI,
    "https://" OPENAI },
};
const guint tap_n_agent_lines = G_N_ELEMENTS (tap_agent_lines);

char *
tap_agent_line_fill (const TapAgentLine *self, const char *url)
{
  g_auto (GStrv) parts = g_strsplit (self->line, "%s", -1);

  return g_strjoinv (url, parts);
}

gboolean
tap_agent_line_is_foreign (const TapAgentLine *self, const char *gateway)
{
  static const char *const vendors[] = { ANTHROPIC, OPENAI };
  g_autoptr (GUri) uri = gateway != NULL ? g_uri_parse (gateway, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  for (guint i = 0; host != NULL && i < G_N_ELEMENTS (vendors); i++)
    if (g_ascii_strcasecmp (host, vendors[i]) == 0)
      return !g_str_equal (vendors[i], self->vendor);
  return FALSE;
}
