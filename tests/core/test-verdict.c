/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-effects.h"
#include "tap-verdict-private.h"
#include "verdict-cases.h"

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

/* Each rule that is said to be a sign exists, and once. */
static void
test_signs (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *id;

  for (guint i = 0; (id = tap_sign_nth_rule (i)) != NULL; i++)
    {
      TapRule rule;

      g_test_message ("%s", id);
      g_assert_true (tap_rule_from_id (id, &rule));
      g_assert_true (g_hash_table_add (seen, (gpointer) id));
    }
  /* What is an error is a sign of something. */
  for (guint rule = 0; rule < TAP_N_RULES; rule++)
    {
      if (tap_rule_severity (rule) != TAP_SEVERITY_ERROR)
        continue;
      g_test_message ("%s", tap_rule_id (rule));
      g_assert_true (g_hash_table_contains (seen, tap_rule_id (rule)));
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

/* --- The cases. */

static void
check_words (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_null (strstr (text, "(null)"));
  g_assert_null (strstr (text, ".."));
  g_assert_null (strstr (text, "  "));
}

/* What holds for each verdict, whatever it is about. */
static void
check_verdict (const TapVerdict *verdict, const TapTrace *trace)
{
  gint64 before = -1;

  check_words (verdict->sentence);
  g_assert_cmpuint (verdict->evidence->len, >, 0);
  for (guint i = 0; i < verdict->evidence->len; i++)
    {
      const TapEvidence *row = g_ptr_array_index (verdict->evidence, i);
      const TapExchange *exchange = tap_trace_find (trace, row->exchange);

      g_assert_nonnull (exchange);
      g_assert_cmpuint (row->event, <=, tap_exchange_count_events (exchange));
      g_assert_cmpint (row->at, >=, 0);
      g_assert_cmpint (row->at, >=, before);
      before = row->at;
      check_words (row->text);
    }
  for (guint i = 0; i < verdict->cures->len; i++)
    {
      const TapCure *cure = g_ptr_array_index (verdict->cures, i);

      g_assert_true (tap_cure_find (cure->id) == cure);
    }
}

static gboolean
has_cure (const TapVerdict *verdict, const char *id)
{
  for (guint i = 0; i < verdict->cures->len; i++)
    {
      const TapCure *cure = g_ptr_array_index (verdict->cures, i);

      if (g_str_equal (cure->id, id))
        return TRUE;
    }
  return FALSE;
}

static void
test_case (gconstpointer data)
{
  const VerdictCase *one = data;

  /* With events and without, as the window and the command line do. */
  for (guint flags = 0; flags <= TAP_TRACE_KEEP_EVENTS; flags++)
    {
      g_autoptr (TapTrace) trace = tap_trace_new (flags, TAP_TRACE_GAP);
      g_autoptr (TapVerdict) verdict = NULL;
      const TapExchange *exchange;
      TapTone tone;

      script_push (trace, one->steps);
      exchange = tap_trace_get (trace, tap_trace_count (trace) - 1);
      verdict = tap_verdict_new (trace, exchange);
      g_test_message ("%s", verdict->sentence);
      g_assert_cmpint (tap_verdict_find_cause (trace, exchange, &tone), ==, verdict->cause);
      g_assert_cmpint (tone, ==, verdict->tone);
      g_assert_cmpstr (tap_cause_id (verdict->cause), ==, tap_cause_id (one->cause));
      if (strstr (verdict->sentence, one->says) == NULL)
        g_assert_cmpstr (verdict->sentence, ==, one->says);
      if (one->cure != NULL && *one->cure == '!')
        g_assert_false (has_cure (verdict, one->cure + 1));
      else if (one->cure != NULL)
        g_assert_true (has_cure (verdict, one->cure));
      check_verdict (verdict, trace);
    }
}

static void
test_none_missing (void)
{
  for (guint cause = 0; cause < TAP_N_CAUSES; cause++)
    {
      gboolean tripped = FALSE;
      gboolean missed = FALSE;

      for (guint i = 0; i < n_verdict_cases; i++)
        {
          tripped = tripped || verdict_cases[i].cause == cause;
          missed = missed || verdict_cases[i].misses == cause;
          g_assert_cmpint (verdict_cases[i].cause, !=, verdict_cases[i].misses);
        }
      if (!tripped || !missed)
        g_test_message ("%s: %s", tap_cause_id (cause), tripped ? "no near-miss" : "no case");
      g_assert_true (tripped && missed);
    }
}

/* Each cure is offered for something. */
static void
test_cures_offered (void)
{
  g_autoptr (GHashTable) offered = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n_verdict_cases; i++)
    {
      g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
      g_autoptr (TapVerdict) verdict = NULL;

      script_push (trace, verdict_cases[i].steps);
      verdict = tap_verdict_new (trace, tap_trace_get (trace, tap_trace_count (trace) - 1));
      for (guint k = 0; k < verdict->cures->len; k++)
        {
          const TapCure *cure = g_ptr_array_index (verdict->cures, k);

          g_hash_table_add (offered, (gpointer) cure->id);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (cures); i++)
    {
      if (!g_hash_table_contains (offered, cures[i]))
        g_test_message ("%s is offered for nothing", cures[i]);
      g_assert_true (g_hash_table_contains (offered, cures[i]));
    }
}

/* --- Several exchanges. */

typedef struct
{
  const char *name;
  guint64 exchange;
  const Step *steps;
  const char *causes;   /* of the chain */
  const char *last;     /* what its last sentence begins with */
} ChainCase;

static const ChainCase chains[] = {
  { "alone", 1, (const Step[]){ GOOD_OF (1, 0), { STEP_OVER } }, "complete", "The answer is complete" },
  { "retried well", 1, (const Step[]){ CUT_OF (1, 0), GOOD_OF (2, 600), { STEP_OVER } },
    "gateway-reset complete",
    "Then, after 500 ms, the agent tried again, and got a complete answer. So Claude Code recovered by "
    "itself." },
  { "from the last", 2, (const Step[]){ CUT_OF (1, 0), GOOD_OF (2, 600), { STEP_OVER } },
    "gateway-reset complete", "Then, after 500 ms" },
  { "fallback, then 502", 1,
    (const Step[]){ CUT_OF (1, 0), STEP_OF (ASK, 2, 110, POST ("/v1/messages", AGENT, UNSTREAMED)),
                    STEP_OF (ANSWER, 2, 200, JSON_OF ("502 Bad Gateway")),
                    STEP_OF (BODY, 2, 200, "{}"), STEP_OF (END, 2, 210, "gateway complete"),
                    AT_LAST (90000), { STEP_OVER } },
    "gateway-reset server-error",
    "Then the agent at once asked again without streaming. The gateway answered 502 Bad Gateway" },
  { "given up", 1,
    (const Step[]){ REFUSED_OF (1, 0), REFUSED_OF (2, 600), REFUSED_OF (3, 1700), REFUSED_OF (4, 4000),
                    AT_LAST (90000), { STEP_OVER } },
    "no-connection-refused no-connection-refused",
    "Then the agent tried 3 more times in 4.0 s, and each ended alike. After that the agent gave up." },
  { "not given up yet", 1,
    (const Step[]){ REFUSED_OF (1, 0), REFUSED_OF (2, 600), AT_LAST (9000), { STEP_OVER } },
    "no-connection-refused no-connection-refused",
    "Then the agent tried 1 more time in 600 ms, and that ended alike." },
};

static char *
dup_causes (GPtrArray *chain)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < chain->len; i++)
    {
      const TapVerdict *verdict = g_ptr_array_index (chain, i);

      g_string_append_printf (out, "%s%s", i > 0 ? " " : "", tap_cause_id (verdict->cause));
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_chain (gconstpointer data)
{
  const ChainCase *one = data;
  g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (GPtrArray) session = NULL;
  g_autofree char *causes = NULL;
  const TapVerdict *last;

  script_push (trace, one->steps);
  chain = tap_verdict_chain (trace, tap_trace_find (trace, one->exchange));
  causes = dup_causes (chain);
  g_assert_cmpstr (causes, ==, one->causes);
  for (guint i = 0; i < chain->len; i++)
    check_verdict (g_ptr_array_index (chain, i), trace);
  last = g_ptr_array_index (chain, chain->len - 1);
  if (!g_str_has_prefix (last->sentence, one->last))
    g_assert_cmpstr (last->sentence, ==, one->last);
  if (g_str_has_suffix (one->last, "."))
    g_assert_cmpstr (last->sentence, ==, one->last);

  session = tap_verdict_session (trace, tap_trace_get (trace, 0));
  g_assert_cmpuint (session->len, ==, g_str_equal (one->causes, "complete") ? 0 : chain->len);
}

/* Hundreds of attempts are not hundreds of steps. */
static void
test_long_chain (void)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
  g_autoptr (GPtrArray) chain = NULL;

  for (guint i = 1; i <= 300; i++)
    {
      const Step steps[] = { REFUSED_OF (i, i * 400), { STEP_OVER } };

      script_push (trace, steps);
    }
  chain = tap_verdict_chain (trace, tap_trace_find (trace, 300));
  g_assert_cmpuint (chain->len, >, 1);
  g_assert_cmpuint (chain->len, <, 16);
}

/* A version narrows what is told of the agent that was there, and of no other. */
static void
test_versions (void)
{
  static const struct
  {
    const char *version;
    TapEffectKind effect;
  } versions[] = {
    { "2.0.77", TAP_EFFECT_STOPS },
    { "2.1.100", TAP_EFFECT_TOLERATES },
    { "2.1.329", TAP_EFFECT_TOLERATES },
    { "10.0", TAP_EFFECT_TOLERATES },
  };

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      TapIdentity identity = { .client = TAP_CLIENT_CLAUDE_CODE,
                               .client_version = (char *) versions[i].version };
      g_autoptr (GPtrArray) found = tap_effects_for (TAP_RULE_DUPLICATE_MESSAGE_START, &identity);
      const TapEffect *first = g_ptr_array_index (found, 0);
      const TapEffect *second = g_ptr_array_index (found, 1);

      g_assert_cmpint (first->client, ==, TAP_CLIENT_CLAUDE_CODE);
      g_assert_cmpint (first->effect, ==, versions[i].effect);
      g_assert_cmpint (second->client, !=, TAP_CLIENT_CLAUDE_CODE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/causes", test_causes);
  g_test_add_func ("/verdict/cures", test_cures);
  g_test_add_func ("/verdict/signs", test_signs);
  g_test_add_func ("/verdict/effects", test_effects);
  g_test_add_func ("/verdict/effects/versions", test_versions);
  g_test_add_func ("/verdict/none-missing", test_none_missing);
  g_test_add_func ("/verdict/cures/offered", test_cures_offered);
  g_test_add_func ("/verdict/chain/long", test_long_chain);
  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    {
      g_autofree char *name = g_strconcat ("/verdict/chain/", chains[i].name, NULL);

      g_test_add_data_func (g_strdelimit (name, " ,", '-'), &chains[i], test_chain);
    }
  for (guint i = 0; i < n_verdict_cases; i++)
    {
      g_autofree char *name = g_strconcat ("/verdict/case/", verdict_cases[i].name, NULL);

      g_test_add_data_func (g_strdelimit (name, " ", '-'), &verdict_cases[i], test_case);
    }
  return g_test_run ();
}
