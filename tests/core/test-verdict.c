/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-effects.h"
#include "tap-verdict.h"

#include <string.h>

static gboolean
is_kebab (const char *id)
{
  return strspn (id, "abcdefghijklmnopqrstuvwxyz-") == strlen (id) && g_ascii_islower (id[0]);
}

static void
test_causes (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint cause = 0; cause < TAP_N_CAUSES; cause++)
    {
      g_assert_true (is_kebab (tap_cause_id (cause)));
      g_assert_true (g_hash_table_add (ids, (gpointer) tap_cause_id (cause)));
      g_assert_cmpuint (strlen (tap_cause_title (cause)), >, 0);
      g_assert_false (g_str_has_suffix (tap_cause_title (cause), "."));
    }
}

/* The rewrites and request rules of protocol E.7. */
static const char *const cures[] = {
  "keepalive-ping",        "keepalive-comment",  "dedupe-message-start", "restore-event-names",
  "relabel-content-type",  "normalise-line-ends", "retype-blocks",       "renumber-indexes",
  "close-open-blocks",     "seal-truncated-stream", "retry-upstream",    "buffer-until-content",
  "normalise-error",       "fix-stop-reason",    "promote-tool-text",    "synthesize-tail",
  "json-to-sse",           "inject-request-header", "set-max-tokens",    "drop-beta",
};

static void
test_cures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cures); i++)
    {
      const TapCure *cure = tap_cure_find (cures[i]);

      g_assert_nonnull (cure);
      g_assert_cmpstr (cure->id, ==, cures[i]);
      g_assert_cmpuint (strlen (tap_cure_label (cure)), >, 0);
    }
  g_assert_null (tap_cure_find ("no-such-cure"));
}

static void
test_effects (void)
{
  g_autoptr (GPtrArray) found = NULL;
  const TapEffect *effect;
  guint n = 0;

  while ((effect = tap_effects_nth (n)) != NULL)
    {
      g_assert_cmpuint (effect->rule, <, TAP_N_RULES);
      g_assert_cmpuint (effect->client, <, TAP_N_CLIENTS);
      n++;
    }
  g_assert_cmpuint (n, >, 0);

  found = tap_effects_of (TAP_RULE_DUPLICATE_MESSAGE_START, TAP_CLIENT_ANTHROPIC_PYTHON);
  g_assert_cmpuint (found->len, >, 1);
  effect = g_ptr_array_index (found, 0);
  g_assert_cmpint (effect->client, ==, TAP_CLIENT_ANTHROPIC_PYTHON);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/causes", test_causes);
  g_test_add_func ("/verdict/cures", test_cures);
  g_test_add_func ("/verdict/effects", test_effects);
  return g_test_run ();
}
