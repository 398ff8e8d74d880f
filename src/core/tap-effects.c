/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-effects.h"

#include "tap-verdict-private.h"

#include <string.h>

/* The rows lie in a file a dialect; this is what asks them. */

static const TapEffect *const *
tables (void)
{
  static const TapEffect *const all[] = { tap_effects_messages, tap_effects_openai, tap_effects_other, NULL };

  return all;
}

/* Dotted numbers, compared one after the other: below 0, 0 or above, like strcmp(). */
static int
compare_versions (const char *one, const char *other)
{
  while (*one != '\0' || *other != '\0')
    {
      char *end_one;
      char *end_other;
      guint64 a = g_ascii_strtoull (one, &end_one, 10);
      guint64 b = g_ascii_strtoull (other, &end_other, 10);

      if (a != b)
        return a < b ? -1 : 1;
      if (end_one == one && end_other == other)
        return 0;
      one = *end_one == '.' ? end_one + 1 : "";
      other = *end_other == '.' ? end_other + 1 : "";
    }
  return 0;
}

/* @identity: (nullable): then any will do. */
static gboolean
fits (const TapEffect *effect, const TapIdentity *identity)
{
  const char *version = identity != NULL ? identity->client_version : NULL;

  if (identity != NULL && (identity->helper ? effect->raw : effect->helper))
    return FALSE;
  return version == NULL
         || ((effect->since == NULL || compare_versions (version, effect->since) >= 0)
             && (effect->before == NULL || compare_versions (version, effect->before) < 0));
}

/* The one behind @effect, in the order of all; from NULL the first. NULL: no more. */
static const TapEffect *
next_effect (const TapEffect *effect, guint *table)
{
  if (effect == NULL)
    effect = tables ()[*table = 0];
  else
    effect++;
  while (effect->client == TAP_CLIENT_UNKNOWN)
    {
      effect = tables ()[++*table];
      if (effect == NULL)
        return NULL;
    }
  return effect;
}

const TapEffect *
tap_effects_nth (guint index)
{
  const TapEffect *effect = NULL;
  guint table = 0;

  do
    effect = next_effect (effect, &table);
  while (effect != NULL && index-- > 0);
  return effect;
}

static void
collect (GPtrArray *list, TapRule rule, TapClient client, const TapIdentity *identity, gboolean others)
{
  const TapEffect *effect = NULL;
  guint table = 0;

  while ((effect = next_effect (effect, &table)) != NULL)
    {
      if (effect->rule == rule && (effect->client == client) != others
          && (others || fits (effect, identity)))
        g_ptr_array_add (list, (gpointer) effect);
    }
}

static GPtrArray *
find_effects (TapRule rule, TapClient client, const TapIdentity *identity)
{
  GPtrArray *list = g_ptr_array_new ();

  collect (list, rule, client, identity, FALSE);
  collect (list, rule, client, NULL, TRUE);
  return list;
}

GPtrArray *
tap_effects_of (TapRule rule, TapClient first)
{
  return find_effects (rule, first, NULL);
}

GPtrArray *
tap_effects_for (TapRule rule, const TapIdentity *identity)
{
  return find_effects (rule, identity->client, identity);
}

gboolean
tap_effects_are_tolerated (TapRule rule, const TapIdentity *identity)
{
  const TapEffect *effect = NULL;
  gboolean known = FALSE;
  guint table = 0;

  while ((effect = next_effect (effect, &table)) != NULL)
    {
      if (effect->rule != rule || effect->client != identity->client
          || !fits (effect, identity))
        continue;
      if (effect->effect != TAP_EFFECT_TOLERATES)
        return FALSE;
      known = TRUE;
    }
  return known;
}

#define MESSAGES (1u << TAP_DIALECT_MESSAGES)
#define CHAT (1u << TAP_DIALECT_CHAT)
#define RESPONSES (1u << TAP_DIALECT_RESPONSES)
#define ALL G_MAXUINT

/* What each client speaks. */
static const guint speaks[TAP_N_CLIENTS] = {
  [TAP_CLIENT_UNKNOWN] = ALL,
  [TAP_CLIENT_CLAUDE_CODE] = MESSAGES,
  [TAP_CLIENT_ANTHROPIC_JS] = MESSAGES,
  [TAP_CLIENT_ANTHROPIC_PYTHON] = MESSAGES,
  [TAP_CLIENT_OPENAI_JS] = CHAT | RESPONSES,
  [TAP_CLIENT_OPENAI_PYTHON] = CHAT | RESPONSES,
  [TAP_CLIENT_CODEX] = RESPONSES,
  [TAP_CLIENT_OPENCODE] = ALL,
  [TAP_CLIENT_AI_SDK] = ALL,
};

char *
tap_effect_dup_shows (const TapEffect *effect, const TapProviderError *error)
{
  static const char place[] = "<message>";
  g_autofree char *message = NULL;
  g_auto (GStrv) parts = NULL;

  if (effect->shows == NULL || error == NULL || error->message == NULL
      || strstr (effect->shows, place) == NULL)
    return g_strdup (effect->shows);
  message = tap_utf8_quote (error->message);
  parts = g_strsplit (effect->shows, place, 2);
  return g_strjoinv (message, parts);
}

static void
affect (GPtrArray *effects, const TapCase *c, TapRule rule, gboolean own)
{
  g_autoptr (GPtrArray) found = tap_effects_for (rule, c->identity);

  for (guint i = 0; i < found->len; i++)
    {
      const TapEffect *effect = g_ptr_array_index (found, i);

      /* Who does not speak this protocol never gets such an answer. */
      if (!own && c->dialect != TAP_DIALECT_OTHER
          && (speaks[effect->client] & (1u << c->dialect)) == 0)
        continue;
      if ((effect->client == c->identity->client) == own)
        g_ptr_array_add (effects, (gpointer) effect);
    }
}

/* Of the finding that decided, and of the first of each other kind that is as bad. */
void
tap_verdict_affect (GPtrArray *effects, const TapCase *c, TapSign sign)
{
  const TapFinding *deciding[3] = { NULL };
  guint n = 0;

  if (c->lead != NULL)
    deciding[n++] = c->lead;
  if (sign != TAP_SIGN_NONE && c->first[sign] != NULL && c->first[sign] != c->lead)
    deciding[n++] = c->first[sign];
  if (n == 0 && c->flaw != NULL)
    deciding[n++] = c->flaw;
  for (guint own = 0; own < 2; own++)
    {
      for (guint i = 0; i < n; i++)
        affect (effects, c, deciding[i]->rule, own == 0);
    }
}
