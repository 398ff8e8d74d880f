/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "trace-rules.h"

#include "tap-finding.h"

#include <string.h>

#define X(symbol, id, severity, meaning) TAP_RULE_##symbol,
static const TapRule section[] = { TAP_RULES_EXCHANGE (X) };
#undef X

/* Each rule about exchanges is tripped by one of them. */
static void
test_every_rule (gconstpointer data)
{
  const GPtrArray *paths = data;
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      g_file_get_contents (g_ptr_array_index (paths, i), &text, NULL, &error);
      g_assert_no_error (error);
      g_string_append (all, strstr (text, BORDER));
    }
  for (guint i = 0; i < G_N_ELEMENTS (section); i++)
    {
      TapRule rule = section[i];
      g_autofree char *line = g_strdup_printf (" %s event ", tap_rule_id (rule));

      if (strstr (all->str, line) == NULL)
        g_test_message ("no transcript trips %s", tap_rule_id (rule));
      g_assert_nonnull (strstr (all->str, line));
    }
}

/* What comes near to breaking each rule about exchanges, and does not. */
static const struct
{
  const char *rule;
  const char *transcript;
} near_misses[] = {
  { "sse-mislabelled", "json-as-asked" },
  { "truncated-body", "clean-but-early" },
  { "idle-gap", "silence-below" },
  { "ping-masked-silence", "silence-trickle" },
  { "buffered-bursts", "bursts-not" },
  { "undeclared-coding", "undeclared-not" },
  { "body-not-decodable", "gzip" },
  { "malformed-response", "close-delimited" },
  { "log-incomplete", "no-end" },
  { "upstream-unreachable", "no-answer" },
  { "request-rejected", "status-429" },
  { "rate-limited", "status-529" },
  { "count-tokens-unsupported", "count-tokens-served" },
  { "models-unsupported", "models" },
  { "beta-query-rejected", "beta-query-model-404" },
  { "nonstream-fallback-after-stream-failure", "attempt-plain-first" },
  { "retry-storm", "attempt-no-storm" },
  { "retry-after-not-kept", "attempt-retry-kept" },
  { "duplicate-request", "attempt-retry-kept" },
  { "upstream-5xx", "status-404" },
  { "no-answer", "empty-stream" },
  { "agent-left", "stopped" },
  { "agent-not-reading", "silence-of-bytes" },
  { "trailing-bytes", "cut-after-the-end" },
  { "request-refused", "status-401" },
  { "capture-ended", "agent-left" },
};

static char *
read_outcome (const GPtrArray *paths, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".transcript", NULL);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *base = g_path_get_basename (g_ptr_array_index (paths, i));
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_str_equal (base, file))
        continue;
      g_file_get_contents (g_ptr_array_index (paths, i), &text, NULL, &error);
      g_assert_no_error (error);
      return g_strdup (strstr (text, BORDER));
    }
  return NULL;
}

static void
test_near_misses (gconstpointer data)
{
  const GPtrArray *paths = data;

  for (guint k = 0; k < G_N_ELEMENTS (section); k++)
    {
      TapRule rule = section[k];
      g_autofree char *line = g_strdup_printf (" %s event ", tap_rule_id (rule));
      gboolean found = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (near_misses); i++)
        {
          g_autofree char *outcome = NULL;

          if (!g_str_equal (near_misses[i].rule, tap_rule_id (rule)))
            continue;
          found = TRUE;
          outcome = read_outcome (paths, near_misses[i].transcript);
          if (outcome == NULL || strstr (outcome, line) != NULL)
            g_test_message ("%s is no near miss of %s", near_misses[i].transcript,
                            tap_rule_id (rule));
          g_assert_nonnull (outcome);
          g_assert_null (strstr (outcome, line));
        }
      if (!found)
        g_test_message ("%s has no near miss", tap_rule_id (rule));
      g_assert_true (found);
    }
}

void
trace_rules_add_tests (GPtrArray *paths)
{
  g_test_add_data_func ("/trace/every-rule", paths, test_every_rule);
  g_test_add_data_func ("/trace/near-misses", paths, test_near_misses);
}
