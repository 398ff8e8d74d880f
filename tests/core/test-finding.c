/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-finding.h"

#include <string.h>

static gboolean
is_kebab (const char *id)
{
  if (!g_ascii_islower (id[0]) || g_str_has_suffix (id, "-") || strstr (id, "--") != NULL)
    return FALSE;

  return strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (id);
}

static void
test_table (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) meanings = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < TAP_N_RULES; i++)
    {
      const char *id = tap_rule_id (i);
      const char *meaning = tap_rule_meaning (i);
      TapRule found = TAP_N_RULES;

      g_assert_true (is_kebab (id));
      g_assert_true (g_str_has_suffix (meaning, "."));
      g_assert_true (g_hash_table_add (ids, (gpointer) id));
      g_assert_true (g_hash_table_add (meanings, (gpointer) meaning));
      g_assert_true (tap_rule_from_id (id, &found));
      g_assert_cmpint (found, ==, i);
    }

  g_assert_false (tap_rule_is_of_exchange (TAP_RULE_DUPLICATE_MESSAGE_START));
  g_assert_false (tap_rule_is_of_exchange (TAP_RULE_INCOMPLETE_FINAL_EVENT));
  g_assert_true (tap_rule_is_of_exchange (TAP_RULE_SSE_MISLABELLED));
  g_assert_true (tap_rule_is_of_exchange (TAP_RULE_CAPTURE_ENDED));
  g_assert_false (tap_rule_is_of_exchange (TAP_N_RULES));

  {
    TapRule found = TAP_N_RULES;

    g_assert_false (tap_rule_from_id ("no-such-rule", &found));
    g_assert_false (tap_rule_from_id ("", &found));
    g_assert_cmpint (found, ==, TAP_N_RULES);
  }
}

/* Ids and severities are an interface: a change must be made here too, on purpose. */
static const struct
{
  const char *id;
  const char *severity;
} promised[] = {
  { "duplicate-message-start", "error" },
  { "interleaved-blocks", "warning" },
  { "tool-input-not-json", "error" },
  { "tool-input-truncated", "warning" },
  { "tool-call-as-text", "warning" },
  { "usage-zero-input", "note" },
  { "chat-missing-role", "warning" },
  { "chat-missing-finish-reason", "error" },
  { "chat-missing-done", "warning" },
  { "chat-content-after-finish", "warning" },
  { "chat-event-after-done", "warning" },
  { "chat-error-in-stream", "error" },
  { "chat-tool-index-gap", "error" },
  { "chat-tool-missing-id", "warning" },
  { "chat-tool-missing-name", "warning" },
  { "chat-tool-arguments-not-json", "error" },
  { "chat-tool-arguments-truncated", "warning" },
  { "chat-finish-tool-calls-mismatch", "error" },
  { "chat-id-changed", "warning" },
  { "chat-choices-missing", "error" },
  { "chat-usage-missing", "note" },
  { "chat-multiple-finish", "note" },
  { "gemini-missing-finish-reason", "error" },
  { "gemini-error-in-stream", "error" },
  { "gemini-json-array-instead-of-sse", "error" },
  { "gemini-prompt-blocked", "note" },
  { "unknown-event-type", "note" },
  { "incomplete-final-event", "error" },
  { "truncated-body", "error" },
  { "empty-stream", "error" },
  { "idle-gap", "warning" },
  { "event-without-data", "warning" },
  { "model-mismatch", "note" },
};

static void
test_severities (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (promised); i++)
    {
      TapRule rule;

      g_assert_true (tap_rule_from_id (promised[i].id, &rule));
      g_assert_cmpstr (tap_severity_name (tap_rule_severity (rule)), ==, promised[i].severity);
    }
}

static void
test_order (void)
{
  static const guint events[] = { 0, 3, 1, 3, 2, 0, 1 };
  static const char *const expected[] = { "1c", "1g", "2e", "3b", "3d", "0a", "0f" };
  g_autoptr (TapFindings) findings = tap_findings_new ();

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    tap_findings_add (findings, TAP_RULE_DATA_NOT_JSON, events[i], i, "%u%c", events[i], 'a' + i);

  g_assert_cmpuint (tap_findings_count (findings), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      g_assert_cmpstr (finding->detail, ==, expected[i]);
      g_assert_cmpint (finding->at, ==, expected[i][1] - 'a');
      g_assert_cmpint (finding->rule, ==, TAP_RULE_DATA_NOT_JSON);
      g_assert_cmpint (finding->severity, ==, TAP_SEVERITY_ERROR);
    }
}

static void
test_counts (void)
{
  g_autoptr (TapFindings) findings = tap_findings_new ();

  g_assert_cmpuint (tap_findings_count (findings), ==, 0);
  tap_findings_add (findings, TAP_RULE_IDLE_GAP, 0, -1, "12 s");
  tap_findings_add_as (findings, TAP_RULE_IDLE_GAP, TAP_SEVERITY_ERROR, 4, 9, "125 s");
  tap_findings_add (findings, TAP_RULE_USAGE_ZERO_INPUT, 2, 7, "0");

  g_assert_cmpuint (tap_findings_count_severity (findings, TAP_SEVERITY_NOTE), ==, 1);
  g_assert_cmpuint (tap_findings_count_severity (findings, TAP_SEVERITY_WARNING), ==, 1);
  g_assert_cmpuint (tap_findings_count_severity (findings, TAP_SEVERITY_ERROR), ==, 1);
  g_assert_cmpint (tap_findings_get (findings, 1)->severity, ==, TAP_SEVERITY_ERROR);
  g_assert_cmpstr (tap_findings_get (findings, 2)->detail, ==, "12 s");
}

static void
test_bounded (void)
{
  g_autoptr (TapFindings) findings = tap_findings_new ();
  const guint more = 17;

  for (guint i = 1; i <= TAP_FINDINGS_MAX_OF_RULE + more; i++)
    tap_findings_add (findings, TAP_RULE_DELTA_AFTER_STOP, i, i, "again");
  tap_findings_add (findings, TAP_RULE_ERROR_EVENT, 3, 3, "once");

  g_assert_cmpuint (tap_findings_count (findings), ==, TAP_FINDINGS_MAX_OF_RULE + 1);
  g_assert_cmpuint (tap_findings_count_dropped (findings), ==, more);
  g_assert_cmpuint (tap_findings_count_severity (findings, TAP_SEVERITY_ERROR), ==,
                    TAP_FINDINGS_MAX_OF_RULE + more + 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/finding/table", test_table);
  g_test_add_func ("/finding/severities", test_severities);
  g_test_add_func ("/finding/order", test_order);
  g_test_add_func ("/finding/counts", test_counts);
  g_test_add_func ("/finding/bounded", test_bounded);

  return g_test_run ();
}
