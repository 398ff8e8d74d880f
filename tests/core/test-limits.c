/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-limits.h"

#include <string.h>

#define S ((gint64) G_USEC_PER_SEC)

/* A silence and the limit it fits; NULL: none. */
static const struct
{
  gint64 gap;
  TapLimitSide side;
  TapClient client;
  const char *says;
} cases[] = {
  { 60 * S + 200000, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_UNKNOWN,
    "fits the 60 s limit reported for nginx and AWS load balancers (0.2 s past it)" },
  { 60 * S, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_UNKNOWN,
    "fits the 60 s limit reported for nginx and AWS load balancers" },
  { 59 * S, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_UNKNOWN,
    "fits the 60 s limit reported for nginx and AWS load balancers (1.0 s short of it)" },
  { 58 * S, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_UNKNOWN, NULL },
  { 64 * S, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_UNKNOWN, NULL },
  { 60 * S, TAP_LIMIT_OF_AGENT, TAP_CLIENT_UNKNOWN, NULL },
  { 120 * S + 100000, TAP_LIMIT_OF_ANY, TAP_CLIENT_UNKNOWN, "fits the 120 to 125 s limit reported for Cloudflare and OpenRouter" },
  { 125 * S, TAP_LIMIT_OF_ANY, TAP_CLIENT_UNKNOWN, "fits the 120 to 125 s limit reported for Cloudflare and OpenRouter" },
  { 125 * S + 300000, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_UNKNOWN,
    "fits the 120 to 125 s limit reported for Cloudflare and OpenRouter (0.3 s past it)" },
  { 119 * S, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_UNKNOWN,
    "fits the 120 to 125 s limit reported for Cloudflare and OpenRouter (1.0 s short of it)" },
  { 110 * S, TAP_LIMIT_OF_ANY, TAP_CLIENT_UNKNOWN, NULL },
  { 140 * S, TAP_LIMIT_OF_ANY, TAP_CLIENT_CLAUDE_CODE, NULL },
  { 180 * S, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_UNKNOWN, "fits the 180 s limit reported for z.ai" },
  { 180 * S, TAP_LIMIT_OF_AGENT, TAP_CLIENT_CLAUDE_CODE,
    "fits the 180 s limit of Claude Code’s watchdog over bytes" },
  { 90 * S, TAP_LIMIT_OF_AGENT, TAP_CLIENT_CLAUDE_CODE,
    "fits the 90 s limit of Claude Code up to 2.1.195, where its watchdog was switched on" },
  { 100 * S, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_CODEX,
    "fits the 100 s limit reported for Cloudflare, as it was until lately" },
  { 180 * S, TAP_LIMIT_OF_AGENT, TAP_CLIENT_CODEX, NULL },
  { 180 * S, TAP_LIMIT_OF_AGENT, TAP_CLIENT_UNKNOWN, "fits the 180 s limit of hermes-agent" },
  { 300 * S, TAP_LIMIT_OF_AGENT, TAP_CLIENT_CODEX, "fits the 300 s limit of Codex" },
  { 300 * S, TAP_LIMIT_OF_AGENT, TAP_CLIENT_CLAUDE_CODE, "fits the 300 s limit of Claude Code" },
  { 300 * S, TAP_LIMIT_OF_AGENT, TAP_CLIENT_OPENCODE, "fits the 300 s limit of the Bun runtime" },
  { 301 * S, TAP_LIMIT_OF_AGENT, TAP_CLIENT_OPENAI_JS,
    "fits the 300 s limit of Node’s HTTP client (undici) (1.0 s past it)" },
  { 300 * S, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_CODEX,
    "fits the 300 s limit of Node’s HTTP client (undici)" },
  { 600 * S, TAP_LIMIT_OF_AGENT, TAP_CLIENT_ANTHROPIC_PYTHON,
    "fits the 600 s limit of Anthropic’s and OpenAI’s SDKs" },
  { 5 * S, TAP_LIMIT_OF_ANY, TAP_CLIENT_UNKNOWN, NULL },
  { 3600 * S, TAP_LIMIT_OF_ANY, TAP_CLIENT_UNKNOWN, NULL },
  { 0, TAP_LIMIT_OF_ANY, TAP_CLIENT_UNKNOWN, NULL },
};

static void
test_near (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TapLimit *limit = tap_limit_near (cases[i].gap, cases[i].side, cases[i].client);
      g_autofree char *says = limit != NULL ? tap_limit_describe (limit, cases[i].gap) : NULL;

      g_assert_cmpstr (says, ==, cases[i].says);
    }
}

/* Each is met by a case, so that none lies hidden behind another. */
static void
test_none_missing (void)
{
  const TapLimit *limit;

  for (guint i = 0; (limit = tap_limit_get (i)) != NULL; i++)
    {
      gboolean met = FALSE;

      for (guint k = 0; k < G_N_ELEMENTS (cases) && !met; k++)
        met = tap_limit_near (cases[k].gap, cases[k].side, cases[k].client) == limit;
      if (!met)
        g_test_message ("no case fits the limit of %s", tap_limit_who (limit));
      g_assert_true (met);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limits/near", test_near);
  g_test_add_func ("/limits/none-missing", test_none_missing);
  return g_test_run ();
}
