/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-limits.h"

#include <glib/gi18n-lib.h>

#define S ((gint64) G_USEC_PER_SEC)
#define BIT(client) (1u << TAP_CLIENT_##client)

/* Limits fire late rather than early; a silence that was measured from the last byte is shorter by
 * what that byte was under way. */
#define PAST(limit) ((limit) / 20)
#define SHORT_OF(limit) ((limit) / 50)

/* Protocol D.4, and what clients did when they were run. Of equals the first is named. */
static const TapLimit limits[] = {
  { 60 * S, 60 * S, TAP_LIMIT_OF_GATEWAY, 0, N_ ("nginx and AWS load balancers") },
  { 90 * S, 90 * S, TAP_LIMIT_OF_AGENT, BIT (CLAUDE_CODE),
    N_ ("Claude Code up to 2.1.195, where its watchdog was switched on") },
  { 100 * S, 100 * S, TAP_LIMIT_OF_GATEWAY, 0, N_ ("Cloudflare, as it was until lately") },
  { 120 * S, 125 * S, TAP_LIMIT_OF_GATEWAY, 0, N_ ("Cloudflare and OpenRouter"), "openrouter.ai" },
  { 180 * S, 180 * S, TAP_LIMIT_OF_GATEWAY, 0, N_ ("z.ai"), "z.ai" },
  { 180 * S, 180 * S, TAP_LIMIT_OF_AGENT, BIT (CLAUDE_CODE),
    N_ ("Claude Code’s watchdog over bytes") },
  { 180 * S, 180 * S, TAP_LIMIT_OF_AGENT, 0, N_ ("hermes-agent") },
  { 300 * S, 300 * S, TAP_LIMIT_OF_AGENT, BIT (CLAUDE_CODE), N_ ("Claude Code") },
  { 300 * S, 300 * S, TAP_LIMIT_OF_AGENT, BIT (CODEX), N_ ("Codex") },
  { 300 * S, 300 * S, TAP_LIMIT_OF_AGENT, BIT (OPENCODE), N_ ("the Bun runtime") },
  { 300 * S, 300 * S, TAP_LIMIT_OF_ANY,
    BIT (ANTHROPIC_JS) | BIT (OPENAI_JS) | BIT (AI_SDK), N_ ("Node’s HTTP client (undici)") },
  { 600 * S, 600 * S, TAP_LIMIT_OF_ANY,
    BIT (ANTHROPIC_PYTHON) | BIT (OPENAI_PYTHON) | BIT (ANTHROPIC_JS) | BIT (OPENAI_JS)
      | BIT (CLAUDE_CODE),
    N_ ("Anthropic’s and OpenAI’s SDKs") },
};

const TapLimit *
tap_limit_get (guint index)
{
  return index < G_N_ELEMENTS (limits) ? &limits[index] : NULL;
}

gint64
tap_limit_distance (const TapLimit *self, gint64 gap)
{
  return gap < self->from ? gap - self->from : MAX (gap - self->to, 0);
}

/* Whether it may be that client's, the more the surer; 0: no. */
static guint
rank (const TapLimit *self, TapLimitSide side, TapClient client)
{
  if (client != TAP_CLIENT_UNKNOWN && (self->clients & (1u << client)) != 0)
    return 3;
  if ((self->side & side & TAP_LIMIT_OF_GATEWAY) != 0)
    return 2;
  if (client != TAP_CLIENT_UNKNOWN)
    return 0;
  return self->clients == 0 ? 2 : 1;
}

const TapLimit *
tap_limit_near (gint64 gap, TapLimitSide side, TapClient client)
{
  const TapLimit *best = NULL;
  gint64 best_off = G_MAXINT64;
  guint best_rank = 0;

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      const TapLimit *limit = &limits[i];
      gint64 distance = tap_limit_distance (limit, gap);
      gint64 off = ABS (distance);
      guint its_rank = rank (limit, side, client);

      if ((limit->side & side) == 0 || its_rank < MAX (best_rank, 1)
          || distance < -SHORT_OF (limit->from) || distance > PAST (limit->to))
        continue;
      if (its_rank > best_rank || off < best_off)
        {
          best = limit;
          best_off = off;
          best_rank = its_rank;
        }
    }
  return best;
}

const char *
tap_limit_who (const TapLimit *self)
{
  return _ (self->who);
}

static char *
name_limit (const TapLimit *self)
{
  int from = (int) (self->from / S);
  int to = (int) (self->to / S);

  if (from != to)
    return g_strdup_printf (_ ("the %d to %d s limit reported for %s"), from, to,
                            tap_limit_who (self));
  return g_strdup_printf (self->side == TAP_LIMIT_OF_GATEWAY ? _ ("the %d s limit reported for %s")
                                                             : _ ("the %d s limit of %s"),
                          to, tap_limit_who (self));
}

char *
tap_limit_describe (const TapLimit *self, gint64 gap)
{
  gint64 distance = tap_limit_distance (self, gap);
  double seconds = (double) ABS (distance) / S;
  g_autofree char *name = name_limit (self);

  if (ABS (distance) < S / 20)
    /* Translators: a silence that fits "the 60 s limit reported for nginx". */
    return g_strdup_printf (_ ("fits %s"), name);
  return g_strdup_printf (distance > 0 ? _ ("fits %s (%.1f s past it)")
                                       : _ ("fits %s (%.1f s short of it)"),
                          name, seconds);
}
