/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-effects.h"
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

      script_push (trace, one->steps);
      verdict = tap_verdict_new (trace, tap_trace_get (trace, tap_trace_count (trace) - 1));
      g_test_message ("%s", verdict->sentence);
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
      gboolean tripped = cause == TAP_CAUSE_BUFFERING_HOP || cause == TAP_CAUSE_RETRY_STORM;
      gboolean missed = tripped; /* no rule tells these as yet */

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/causes", test_causes);
  g_test_add_func ("/verdict/cures", test_cures);
  g_test_add_func ("/verdict/effects", test_effects);
  g_test_add_func ("/verdict/none-missing", test_none_missing);
  for (guint i = 0; i < n_verdict_cases; i++)
    {
      g_autofree char *name = g_strconcat ("/verdict/case/", verdict_cases[i].name, NULL);

      g_test_add_data_func (g_strdelimit (name, " ", '-'), &verdict_cases[i], test_case);
    }
  return g_test_run ();
}
