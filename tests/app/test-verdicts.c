/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pill says of every transcript that the fold is tested with. Arguments: their folders. */

#include "config.h"

#include <string.h>

#include "tap-exchange-item.h"
#include "tap-exchange-verdict.h"
#include "tap-record.h"
#include "tap-trace.h"

#define SUFFIX ".transcript"

static char **folders;

/* Of the last exchange, after its end. */
static const struct
{
  const char *name;
  const char *words;
  const char *style;
} verdicts[] = {
  { "agent-left", "agent left", "dim" },
  { "agent-left-after", "200 complete", "success" },
  { "agent-left-late", "200 complete", "success" },
  { "attempt-fallback", "fallback", "warning" },
  { "attempt-fallback-early", "fallback", "warning" },
  { "attempt-hasty", "retry storm", "error" },
  { "attempt-no-storm", "502 ×4 → 200", "success" },
  { "attempt-others", "500", "error" },
  { "attempt-plain-first", "503 ×1 → 200", "success" },
  { "attempt-retry-date", "retried too soon", "warning" },
  { "attempt-retry-kept", "429 ×1 → 200", "success" },
  { "attempt-retry-not-kept", "retried too soon", "warning" },
  { "attempt-storm", "502", "error" },
  { "attempt-twice", "200 complete", "success" },
  { "bedrock", "200 complete", "success" },
  { "bedrock-broken", "broken frame", "error" },
  { "bedrock-exception", "error in stream", "error" },
  { "beta-query-404", "404 not served", "error" },
  { "beta-query-model-404", "404 refused", "error" },
  { "beta-query-typed-404", "404 not served", "error" },
  { "chat-as-asked", "tool call as text", "error" },
  { "chunked-request", "200 complete", "success" },
  { "clean-but-early", "ended early", "error" },
  { "close-delimited", "200 complete", "success" },
  { "close-delimited-no-notify", "cut", "warning" },
  { "close-delimited-reset", "reset", "error" },
  { "complete", "200 complete", "success" },
  { "count-tokens-404", "404 not served", "warning" },
  { "count-tokens-served", "400 refused", "error" },
  { "cut-after-the-end", "cut", "warning" },
  { "cut-fin", "cut", "error" },
  { "cut-inside-chunk", "cut", "error" },
  { "cut-rst", "reset", "error" },
  { "cut-short-length", "cut", "warning" },
  { "cut-timeout", "cut", "error" },
  { "duplicate-start", "begun twice", "error" },
  { "early-answer", "413 refused", "error" },
  { "empty-stream", "empty answer", "error" },
  { "error-json-in-200", "error with a 200", "error" },
  { "gemini", "fallback", "warning" },
  { "gzip", "200 complete", "success" },
  { "gzip-broken", "coding broken", "error" },
  { "gzip-broken-later", "coding broken", "error" },
  { "gzip-cut", "ended early", "error" },
  { "gzip-plain-text", "200 complete", "success" },
  { "gzip-request", "not streamed", "error" },
  { "head-method", "200 complete", "success" },
  { "html-in-stream", "HTML page", "error" },
  { "interim", "200 complete", "success" },
  { "json-as-asked", "200 complete", "success" },
  { "json-instead-of-sse", "not streamed", "error" },
  { "json-large-request", "200 complete", "success" },
  { "kinds", "overloaded", "error" },
  { "kinds-of-chat", "error in stream", "error" },
  { "lost", "log incomplete", "warning" },
  { "lost-after-end", "log incomplete", "warning" },
  { "lost-beginning", "log incomplete", "warning" },
  { "lost-then-complete", "long silence", "warning" },
  { "lost-then-silence", "cut in silence", "error" },
  { "malformed-chunk", "malformed answer", "error" },
  { "malformed-head", "malformed answer", "error" },
  { "many-events-in-a-read", "200 complete", "success" },
  { "mislabelled", "wrong content type", "warning" },
  { "mislabelled-unasked", "wrong content type", "warning" },
  { "models", "200 complete", "success" },
  { "models-404", "404 not served", "warning" },
  { "no-answer", "reset", "error" },
  { "no-end", "capture ended", "dim" },
  { "no-end-complete", "capture ended", "dim" },
  { "no-head", "malformed answer", "error" },
  { "no-query-404", "404 not served", "error" },
  { "partial-request", "agent left", "dim" },
  { "plain-text", "200 complete", "success" },
  { "refused-request", "refused by Tapline", "error" },
  { "responses-not-resumed", "order broken", "error" },
  { "responses-resumed", "200 complete", "success" },
  { "silence-below", "200 complete", "success" },
  { "silence-both", "pings only", "warning" },
  { "silence-first-byte", "long silence", "warning" },
  { "silence-of-bytes", "long silence", "warning" },
  { "silence-of-events", "pings only", "warning" },
  { "silence-of-slow-agent", "agent not reading", "warning" },
  { "silence-then-agent-leaves", "agent left", "dim" },
  { "silence-then-cut", "cut in silence", "error" },
  { "silence-trickle", "200 complete", "success" },
  { "silence-whole-answer", "200 complete", "success" },
  { "status-204", "204 complete", "success" },
  { "status-304", "304 complete", "success" },
  { "status-400-html", "400 refused", "error" },
  { "status-401", "401 credentials", "error" },
  { "status-404", "404 not served", "error" },
  { "status-413-plain", "413 refused", "error" },
  { "status-429", "429 rate limit", "error" },
  { "status-501", "501 not served", "error" },
  { "status-502", "502", "error" },
  { "status-529", "529 overloaded", "error" },
  { "status-retry-after", "500", "error" },
  { "stopped", "capture ended", "dim" },
  { "stopped-in-silence", "long silence", "dim" },
  { "tls-broken", "cut", "error" },
  { "tool-as-text", "tool call as text", "error" },
  { "tool-as-text-without-tools", "200 complete", "success" },
  { "trailing-bytes", "trailing bytes", "warning" },
  { "tunnel", "101 complete", "success" },
  { "two-at-once", "reset", "error" },
  { "unknown-coding", "200 complete", "success" },
  { "unreachable-bad-certificate", "TLS failed", "error" },
  { "unreachable-named", "no connection", "error" },
  { "unreachable-no-such-name", "no such host", "error" },
  { "unreachable-refused", "no connection", "error" },
  { "unreachable-tls", "TLS failed", "error" },
  { "unreachable-unreachable", "no connection", "error" },
};

/* One after the other, as the records come. */
static const struct
{
  const char *name;
  const char *words;
} courses[] = {
  { "complete", "sending… waiting… answering… streaming… 200 complete" },
  { "cut-fin", "sending… waiting… answering… streaming… cut" },
  { "duplicate-start", "sending… waiting… answering… streaming… begun twice" },
  { "silence-of-slow-agent",
    "sending… waiting… answering… streaming… silent… streaming… agent not reading" },
  { "malformed-head", "sending… waiting… malformed answer" },
  { "status-502", "sending… waiting… answering… 502" },
};

static GPtrArray *
read_records (const char *path)
{
  g_autoptr (GPtrArray) records
    = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_record_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && !g_str_has_prefix (lines[i], "----"); i++)
    if (*lines[i] == '{')
      {
        g_ptr_array_add (records, tap_record_parse_line (lines[i], strlen (lines[i]), &error));
        g_assert_no_error (error);
      }
  return g_steal_pointer (&records);
}

static char *
find_transcript (const char *name)
{
  g_autofree char *file = g_strconcat (name, SUFFIX, NULL);

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], file, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  g_error ("there is no transcript “%s”", name);
}

static char *
judge_last (TapTrace *trace, const char **style)
{
  guint n = tap_trace_count (trace);
  g_autoptr (TapExchangeItem) item = tap_exchange_item_new (1, MAX (n, 1) - 1);

  if (n == 0)
    return NULL;
  tap_exchange_item_update (item, trace, tap_trace_get_now (trace), TAP_TRACE_GAP, FALSE);
  return tap_exchange_item_dup_verdict (item, style);
}

static void
test_verdicts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autofree char *path = find_transcript (verdicts[i].name);
      g_autoptr (GPtrArray) records = read_records (path);
      g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
      g_autofree char *words = NULL;
      const char *style = NULL;

      g_test_message ("%s", verdicts[i].name);
      for (guint r = 0; r < records->len; r++)
        tap_trace_push (trace, g_ptr_array_index (records, r));
      tap_trace_finish (trace);
      words = judge_last (trace, &style);
      g_assert_cmpstr (words, ==, verdicts[i].words);
      g_assert_cmpstr (style, ==, verdicts[i].style);
    }
}

static void
test_courses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (courses); i++)
    {
      g_autofree char *path = find_transcript (courses[i].name);
      g_autoptr (GPtrArray) records = read_records (path);
      g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
      g_autoptr (GString) course = g_string_new (NULL);

      for (guint r = 0; r < records->len; r++)
        {
          const char *style;
          g_autofree char *words = NULL;

          tap_trace_push (trace, g_ptr_array_index (records, r));
          words = judge_last (trace, &style);
          if (words != NULL && !g_str_has_suffix (course->str, words))
            g_string_append_printf (course, "%s%s", course->len > 0 ? " " : "", words);
        }
      g_assert_cmpstr (course->str, ==, courses[i].words);
    }
}

/* Those that are not in the table, too. */
static void
test_all (void)
{
  for (guint f = 0; folders[f] != NULL; f++)
    {
      g_autoptr (GDir) folder = g_dir_open (folders[f], 0, NULL);
      const char *file;

      g_assert_nonnull (folder);
      while ((file = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *path = g_build_filename (folders[f], file, NULL);
          g_autoptr (GPtrArray) records = read_records (path);
          g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
          g_autofree char *words = NULL;
          const char *style = NULL;

          for (guint r = 0; r < records->len; r++)
            tap_trace_push (trace, g_ptr_array_index (records, r));
          tap_trace_finish (trace);
          words = judge_last (trace, &style);
          g_test_message ("%s: %s", file, words);
          g_assert_nonnull (style);
          g_assert_cmpint (g_utf8_strlen (words, -1), >, 0);
          g_assert_cmpint (g_utf8_strlen (words, -1), <=, 22);
        }
    }
}

/* A pill is short, whatever was found. */
static void
test_every_rule (void)
{
  const TapExchangeFacts facts = { .state = TAP_EXCHANGE_ENDED, .status = 200, .events = 1 };

  for (TapRule rule = 0; rule < TAP_N_RULES; rule++)
    {
      g_autoptr (TapFindings) findings = tap_findings_new ();
      g_autofree char *words = NULL;
      const char *style;

      tap_findings_add (findings, rule, 1, 0, "%s", "");
      words = tap_exchange_verdict_dup (&facts, findings, TAP_CAUSE_COMPLETE_WITH_FLAWS,
                                        TAP_TONE_WARNING, &style);
      g_test_message ("%s: %s", tap_rule_id (rule), words);
      g_assert_cmpint (g_utf8_strlen (words, -1), >, 0);
      g_assert_cmpint (g_utf8_strlen (words, -1), <=, 22);
      g_assert_cmpstr (style, ==, "warning");
      g_assert_cmpstr (words, !=, "200 complete");
    }
}

/* The same of the causes; each says something, with a status and without. */
static void
test_every_cause (void)
{
  for (TapCause cause = 0; cause < TAP_N_CAUSES; cause++)
    {
      static const guint statuses[] = { 0, 200, 529 };

      for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
        {
          const TapExchangeFacts facts = { .state = TAP_EXCHANGE_ENDED, .status = statuses[i] };
          g_autoptr (TapFindings) findings = tap_findings_new ();
          g_autofree char *words = NULL;
          const char *style;

          words = tap_exchange_verdict_dup (&facts, findings, cause, TAP_TONE_ERROR, &style);
          g_test_message ("%s: %s", tap_cause_id (cause), words);
          g_assert_cmpint (g_utf8_strlen (words, -1), >, 0);
          g_assert_cmpint (g_utf8_strlen (words, -1), <=, 20);
          g_assert_true ((statuses[i] == 529) == g_str_has_prefix (words, "529"));
          g_assert_cmpstr (style, ==, "error");
        }
    }
}

static void
test_words (void)
{
  static const struct
  {
    TapCause cause;
    TapTone tone;
    guint status;
    guint failed_before;
    const char *words, *style;
  } cases[] = {
    { TAP_CAUSE_COMPLETE, TAP_TONE_GOOD, 200, 0, "200 complete", "success" },
    { TAP_CAUSE_COMPLETE, TAP_TONE_GOOD, 200, 2, "502 ×2 → 200", "success" },
    { TAP_CAUSE_GATEWAY_IDLE_LIMIT, TAP_TONE_ERROR, 200, 0, "cut in silence", "error" },
    { TAP_CAUSE_GATEWAY_IDLE_LIMIT, TAP_TONE_ERROR, 504, 0, "504 timed out", "error" },
    { TAP_CAUSE_SERVER_ERROR, TAP_TONE_ERROR, 502, 1, "502", "error" },
    { TAP_CAUSE_RATE_LIMITED, TAP_TONE_ERROR, 429, 0, "429 rate limit", "error" },
    { TAP_CAUSE_ENDPOINT_NOT_SERVED, TAP_TONE_WARNING, 404, 0, "404 not served", "warning" },
    { TAP_CAUSE_AGENT_CANCELLED, TAP_TONE_NEUTRAL, 200, 0, "agent left", "dim" },
    { TAP_CAUSE_CAPTURE_INCOMPLETE, TAP_TONE_NEUTRAL, 200, 0, "broken JSON", "dim" },
    { TAP_CAUSE_COMPLETE_WITH_FLAWS, TAP_TONE_WARNING, 200, 0, "broken JSON", "warning" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TapExchangeFacts facts = { .state = TAP_EXCHANGE_ENDED, .status = cases[i].status,
                                       .failed_before = cases[i].failed_before,
                                       .failed_status = 502 };
      g_autoptr (TapFindings) findings = tap_findings_new ();
      g_autofree char *words = NULL;
      const char *style;

      /* The worst, of those the first, and not what only follows from others. */
      tap_findings_add_as (findings, TAP_RULE_LEADING_BOM, TAP_SEVERITY_NOTE, 1, 1, "%s", "");
      tap_findings_add_as (findings, TAP_RULE_IDLE_GAP, TAP_SEVERITY_WARNING, 2, 1, "%s", "");
      tap_findings_add_as (findings, TAP_RULE_DATA_NOT_JSON, TAP_SEVERITY_WARNING, 3, 1, "%s", "");
      tap_findings_add_as (findings, TAP_RULE_LONE_CR, TAP_SEVERITY_WARNING, 4, 1, "%s", "");
      words = tap_exchange_verdict_dup (&facts, findings, cases[i].cause, cases[i].tone, &style);
      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpstr (style, ==, cases[i].style);
    }
}

/* While it is open. */
static void
test_open (void)
{
  static const struct
  {
    TapExchangeState state;
    guint events;
    int worst;
    gboolean silent, unrecorded;
    const char *words, *style;
  } cases[] = {
    { TAP_EXCHANGE_REQUESTING, 0, -1, FALSE, FALSE, "sending…", "accent" },
    { TAP_EXCHANGE_WAITING, 0, -1, FALSE, FALSE, "waiting…", "accent" },
    { TAP_EXCHANGE_WAITING, 0, -1, TRUE, FALSE, "waiting…", "warning" },
    { TAP_EXCHANGE_ANSWERING, 0, -1, FALSE, FALSE, "answering…", "accent" },
    { TAP_EXCHANGE_ANSWERING, 3, TAP_SEVERITY_NOTE, FALSE, FALSE, "streaming…", "accent" },
    { TAP_EXCHANGE_ANSWERING, 3, TAP_SEVERITY_WARNING, FALSE, FALSE, "streaming…", "warning" },
    { TAP_EXCHANGE_ANSWERING, 3, -1, TRUE, FALSE, "silent…", "warning" },
    { TAP_EXCHANGE_ANSWERING, 3, -1, TRUE, TRUE, "not recorded from here", "dim" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TapExchangeFacts facts = { .state = cases[i].state, .events = cases[i].events,
                                       .worst = cases[i].worst,
                                       .unrecorded = cases[i].unrecorded };
      const char *style;
      g_autofree char *words = tap_exchange_verdict_dup_open (&facts, cases[i].silent, &style);

      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpstr (style, ==, cases[i].style);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folders = argv + 1;
  g_test_add_func ("/verdicts/each", test_verdicts);
  g_test_add_func ("/verdicts/courses", test_courses);
  g_test_add_func ("/verdicts/all", test_all);
  g_test_add_func ("/verdicts/every-rule", test_every_rule);
  g_test_add_func ("/verdicts/every-cause", test_every_cause);
  g_test_add_func ("/verdicts/words", test_words);
  g_test_add_func ("/verdicts/open", test_open);
  return g_test_run ();
}
