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
  { "agent-left-after", "200 complete", "success" },
  { "agent-left-late", "200 complete", "success" },
  { "agent-left", "agent left", "warning" },
  { "bedrock", "200 complete", "success" },
  { "bedrock-broken", "broken frame", "error" },
  { "bedrock-exception", "error in stream", "error" },
  { "chunked-request", "200 complete", "success" },
  { "clean-but-early", "ended early", "error" },
  { "close-delimited-no-notify", "cut", "error" },
  { "close-delimited-reset", "reset", "error" },
  { "close-delimited", "200 complete", "success" },
  { "complete", "200 complete", "success" },
  { "cut-after-the-end", "cut", "error" },
  { "cut-fin", "cut", "error" },
  { "cut-inside-chunk", "cut", "error" },
  { "cut-rst", "reset", "error" },
  { "cut-short-length", "cut", "error" },
  { "cut-timeout", "timed out", "error" },
  { "duplicate-start", "order broken", "error" },
  { "early-answer", "413", "warning" },
  { "empty-stream", "empty answer", "error" },
  { "error-json-in-200", "error with a 200", "error" },
  { "gemini", "200 complete", "success" },
  { "gzip-broken-later", "coding broken", "error" },
  { "gzip-broken", "coding broken", "error" },
  { "gzip-cut", "coding broken", "error" },
  { "gzip-plain-text", "200 complete", "success" },
  { "gzip-request", "not streamed", "error" },
  { "gzip", "200 complete", "success" },
  { "head-method", "200 complete", "success" },
  { "html-in-stream", "HTML page", "error" },
  { "interim", "200 complete", "success" },
  { "json-as-asked", "200 complete", "success" },
  { "json-instead-of-sse", "not streamed", "error" },
  { "json-large-request", "200 complete", "success" },
  { "kinds-of-chat", "error in stream", "error" },
  { "kinds", "error in stream", "error" },
  { "lost-after-end", "log incomplete", "warning" },
  { "lost-beginning", "log incomplete", "warning" },
  { "lost-then-complete", "long silence", "warning" },
  { "lost-then-silence", "cut in silence", "error" },
  { "lost", "log incomplete", "warning" },
  { "malformed-chunk", "malformed answer", "error" },
  { "malformed-head", "malformed answer", "error" },
  { "many-events-in-a-read", "200 complete", "success" },
  { "mislabelled-unasked", "wrong content type", "warning" },
  { "mislabelled", "wrong content type", "warning" },
  { "models", "200 complete", "success" },
  { "no-answer", "reset, no answer", "error" },
  { "no-end-complete", "capture ended", "dim" },
  { "no-end", "capture ended", "dim" },
  { "no-head", "malformed answer", "error" },
  { "partial-request", "agent left", "warning" },
  { "plain-text", "200 complete", "success" },
  { "refused-request", "refused by Tapline", "error" },
  { "responses-not-resumed", "order broken", "error" },
  { "responses-resumed", "200 complete", "success" },
  { "silence-below", "200 complete", "success" },
  { "silence-both", "long silence", "warning" },
  { "silence-first-byte", "long silence", "warning" },
  { "silence-of-bytes", "long silence", "warning" },
  { "silence-of-events", "200 complete", "success" },
  { "silence-of-slow-agent", "agent was slow", "warning" },
  { "silence-then-agent-leaves", "agent left in silence", "error" },
  { "silence-then-cut", "cut in silence", "error" },
  { "silence-trickle", "200 complete", "success" },
  { "silence-whole-answer", "200 complete", "success" },
  { "status-204", "204 complete", "success" },
  { "status-304", "304 complete", "success" },
  { "status-404", "404", "warning" },
  { "status-501", "501", "warning" },
  { "status-502", "502", "error" },
  { "status-529", "529", "warning" },
  { "status-retry-after", "500", "warning" },
  { "stopped-in-silence", "long silence", "warning" },
  { "stopped", "capture ended", "dim" },
  { "tls-broken", "cut", "error" },
  { "tool-as-text-without-tools", "200 complete", "success" },
  { "tool-as-text", "tool call as text", "warning" },
  { "trailing-bytes", "trailing bytes", "warning" },
  { "tunnel", "101 complete", "success" },
  { "two-at-once", "reset", "error" },
  { "unknown-coding", "200 complete", "success" },
  { "unreachable-bad-certificate", "bad certificate", "error" },
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
  { "duplicate-start", "sending… waiting… answering… streaming… order broken" },
  { "silence-of-slow-agent",
    "sending… waiting… answering… streaming… silent… streaming… agent was slow" },
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
  g_autoptr (TapExchangeItem) item = tap_exchange_item_new (1, 0);

  if (n == 0)
    return NULL;
  tap_exchange_item_update (item, tap_trace_get (trace, n - 1), tap_trace_get_now (trace),
                            TAP_TRACE_GAP, FALSE);
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

static void
test_none_is_missing (void)
{
  for (guint f = 0; folders[f] != NULL; f++)
    {
      g_autoptr (GDir) folder = g_dir_open (folders[f], 0, NULL);
      const char *file;

      g_assert_nonnull (folder);
      while ((file = g_dir_read_name (folder)) != NULL)
        {
          gboolean found = FALSE;

          for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
            {
              g_autofree char *name = g_strconcat (verdicts[i].name, SUFFIX, NULL);

              found = found || g_str_equal (name, file);
            }
          if (!found)
            g_error ("%s has no verdict here", file);
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
      static const char *const styles[] = { "success", "warning", "error" };
      g_autoptr (TapFindings) findings = tap_findings_new ();
      g_autofree char *words = NULL;
      const char *style;

      tap_findings_add (findings, rule, 1, 0, "%s", "");
      words = tap_exchange_verdict_dup (&facts, findings, FALSE, &style);
      g_test_message ("%s: %s", tap_rule_id (rule), words);
      g_assert_cmpint (g_utf8_strlen (words, -1), >, 0);
      g_assert_cmpint (g_utf8_strlen (words, -1), <=, 22);
      if (rule == TAP_RULE_CAPTURE_ENDED)
        g_assert_cmpstr (style, ==, "dim");
      else
        g_assert_cmpstr (style, ==, styles[tap_rule_severity (rule)]);
      g_assert_true (g_str_equal (words, "200 complete")
                     == (tap_rule_severity (rule) == TAP_SEVERITY_NOTE
                         && rule != TAP_RULE_CAPTURE_ENDED));
    }
}

/* What follows from something is not told in its place. */
static void
test_precedence (void)
{
  typedef struct
  {
    TapRule rule;
    TapSeverity severity;
    guint event;
    gint64 at;
  } Found;
  static const struct
  {
    Found found[3];
    guint n_found;
    guint status;
    const char *by, *how;
    const char *words;
  } cases[] = {
    /* The agent leaves because of the order. */
    { { { TAP_RULE_DUPLICATE_MESSAGE_START, TAP_SEVERITY_ERROR, 9, 5 },
        { TAP_RULE_AGENT_LEFT, TAP_SEVERITY_WARNING, 0, 6 } },
      2, 200, "agent", "fin", "order broken" },
    /* What broke first counts. */
    { { { TAP_RULE_DELTA_WITHOUT_START, TAP_SEVERITY_ERROR, 2, 5 },
        { TAP_RULE_ERROR_EVENT, TAP_SEVERITY_ERROR, 3, 6 } },
      2, 200, "gateway", "complete", "order broken" },
    /* An error that ends a silence, and one long after it. */
    { { { TAP_RULE_IDLE_GAP, TAP_SEVERITY_WARNING, 7, 5 },
        { TAP_RULE_ERROR_OBJECT_IN_DATA, TAP_SEVERITY_ERROR, 7, 5 } },
      2, 200, "gateway", "complete", "cut in silence" },
    { { { TAP_RULE_IDLE_GAP, TAP_SEVERITY_WARNING, 6, 4 },
        { TAP_RULE_ERROR_OBJECT_IN_DATA, TAP_SEVERITY_ERROR, 7, 5 } },
      2, 200, "gateway", "complete", "error in stream" },
    /* The end of a stream, in silence and not. */
    { { { TAP_RULE_MISSING_MESSAGE_STOP, TAP_SEVERITY_ERROR, 0, 9 },
        { TAP_RULE_TRUNCATED_BODY, TAP_SEVERITY_ERROR, 0, 9 },
        { TAP_RULE_IDLE_GAP, TAP_SEVERITY_ERROR, 0, 9 } },
      3, 200, "gateway", "rst", "reset in silence" },
    { { { TAP_RULE_MISSING_MESSAGE_STOP, TAP_SEVERITY_ERROR, 0, 9 },
        { TAP_RULE_IDLE_GAP, TAP_SEVERITY_ERROR, 0, 9 } },
      2, 200, "gateway", "complete", "ended in silence" },
    /* The agent had its end before it left; or went while it waited. */
    { { { TAP_RULE_AGENT_LEFT, TAP_SEVERITY_NOTE, 0, 9 } }, 1, 200, "agent", "fin", "200 complete" },
    { { { TAP_RULE_IDLE_GAP, TAP_SEVERITY_WARNING, 3, 4 },
        { TAP_RULE_AGENT_LEFT, TAP_SEVERITY_NOTE, 0, 9 } },
      2, 200, "agent", "fin", "long silence" },
    { { { TAP_RULE_IDLE_GAP, TAP_SEVERITY_ERROR, 0, 9 },
        { TAP_RULE_AGENT_LEFT, TAP_SEVERITY_WARNING, 0, 9 } },
      2, 200, "agent", "fin", "agent left in silence" },
    /* The status says more than what its body lacks. */
    { { { TAP_RULE_UPSTREAM_5XX, TAP_SEVERITY_ERROR, 0, 3 },
        { TAP_RULE_TRUNCATED_BODY, TAP_SEVERITY_ERROR, 0, 4 } },
      2, 502, "gateway", "fin", "502" },
    { { { TAP_RULE_UPSTREAM_UNREACHABLE, TAP_SEVERITY_ERROR, 0, 3 } },
      1, 0, "gateway", "no-such-name", "no such host" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TapExchangeFacts facts = { .state = TAP_EXCHANGE_ENDED, .status = cases[i].status, .events = 9,
                                 .end_by = (char *) cases[i].by, .end_how = (char *) cases[i].how };
      g_autoptr (TapFindings) findings = tap_findings_new ();
      g_autofree char *words = NULL;
      const char *style;

      for (guint f = 0; f < cases[i].n_found; f++)
        tap_findings_add_as (findings, cases[i].found[f].rule, cases[i].found[f].severity,
                             cases[i].found[f].event, cases[i].found[f].at, "%s", "");
      words = tap_exchange_verdict_dup (&facts, findings, FALSE, &style);
      g_test_message ("%u", i);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folders = argv + 1;
  g_test_add_func ("/verdicts/each", test_verdicts);
  g_test_add_func ("/verdicts/courses", test_courses);
  g_test_add_func ("/verdicts/none-is-missing", test_none_is_missing);
  g_test_add_func ("/verdicts/every-rule", test_every_rule);
  g_test_add_func ("/verdicts/precedence", test_precedence);
  return g_test_run ();
}
