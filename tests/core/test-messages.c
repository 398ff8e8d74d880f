/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "check-trace.h"

#include "messages-rules.h"

#include <string.h>

/* Rules that one body cannot show: the fold's tests have them. All that stand behind
 * TAP_RULE_TRUNCATED_BODY in the table are such. */
static gboolean
is_of_exchange (TapRule rule)
{
  return rule >= TAP_RULE_TRUNCATED_BODY || rule == TAP_RULE_SSE_MISLABELLED;
}

static const char *const asked_tools[] = { "look", "read", NULL };

static const TapGrammarRequest requests[] = {
  [ASKED_NOTHING] = { NULL, NULL, TRUE },
  [ASKED_TOOLS] = { "m-1", asked_tools, TRUE },
  [ASKED_NO_TOOLS] = { "m-1", NULL, TRUE },
  [ASKED_OTHER_MODEL] = { "m-2", NULL, TRUE },
  [ASKED_NO_STREAM] = { "m-1", NULL, FALSE },
};

static const TapGrammarRequest *
request_of (Asked asked)
{
  return asked == ASKED_NOTHING ? NULL : &requests[asked];
}

static gboolean
has_rule (const char *found, const char *id)
{
  g_auto (GStrv) words = g_strsplit (found, " ", -1);
  g_autofree char *start = g_strdup_printf ("%s@", id);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_str_has_prefix (words[i], start))
        return TRUE;
    }

  return FALSE;
}

static void
check (const char *title, const char *trace, const TapGrammar *grammar, Asked asked,
       const char *expected)
{
  g_autofree char *got = check_trace (trace, strlen (trace), G_MAXSIZE, grammar,
                                      request_of (asked));

  if (strcmp (got, expected) != 0)
    g_error ("%s: got \"%s\", expected \"%s\"", title, got, expected);
}

static const TapGrammar *
grammar_of (TapRule rule)
{
  /* Rules of every dialect need no grammar to be known. */
  return rule >= TAP_RULE_JSON_TOO_DEEP ? NULL : tap_grammar_by_name ("anthropic-messages");
}

static void
test_trips (void)
{
  for (guint i = 0; i < messages_n_rules; i++)
    {
      const MessagesRule *row = &messages_rules[i];

      g_assert_true (has_rule (row->expected, tap_rule_id (row->rule)));
      check (tap_rule_id (row->rule), row->trips, grammar_of (row->rule), row->asked,
             row->expected);
    }
}

static void
test_near_misses (void)
{
  for (guint i = 0; i < messages_n_rules; i++)
    {
      const MessagesRule *row = &messages_rules[i];

      g_assert_true (row->asked != row->near_asked || strcmp (row->trips, row->misses) != 0);
      g_assert_false (has_rule (row->near_expected, tap_rule_id (row->rule)));
      check (tap_rule_id (row->rule), row->misses, grammar_of (row->rule),
             row->near_asked, row->near_expected);
    }
}

static void
test_none_missing (void)
{
  gboolean seen[TAP_N_RULES] = { FALSE };

  for (guint i = 0; i < messages_n_rules; i++)
    {
      g_assert_false (is_of_exchange (messages_rules[i].rule));
      seen[messages_rules[i].rule] = TRUE;
    }

  /* This one's traces are too large for a table: test_extremes(). */
  seen[TAP_RULE_OVERSIZE_EVENT] = TRUE;

  for (guint i = 0; i < TAP_N_RULES; i++)
    {
      if (!seen[i] && !is_of_exchange (i))
        g_error ("no trace trips %s", tap_rule_id (i));
    }
}

static void
test_cases (void)
{
  const TapGrammar *grammar = tap_grammar_by_name ("anthropic-messages");

  for (guint i = 0; i < messages_n_cases; i++)
    check (messages_cases[i].title, messages_cases[i].trace, grammar, messages_cases[i].asked,
           messages_cases[i].expected);
}

/* Without a path the events tell the grammar, and the findings are the same. */
#define UNKNOWN EV ("hologram", {"type": "hologram"})

static void
test_undecided (void)
{
  static const struct
  {
    const char *title;
    const char *trace;
    const char *expected;
  } undecided[] = {
    { "messages", GOOD, "" },
    { "messages, broken", START START BLOCK (0, "x") FINISH, "duplicate-message-start@2" },
    { "pings first", PING PING START START FINISH, "duplicate-message-start@4" },
    { "only pings", PING ": x\n\n" PING, "empty-stream@end" },
    { "an error first", FAIL, "error-event@1" },
    { "without names", "data: {\"type\":\"message_start\"}\n\n",
      "event-name-missing@1 usage-missing@1 missing-message-stop@end" },
    { "chat", CHUNK CHUNK "data: [DONE]\n\n", "" },
    { "chat with an error", CHUNK "data: {\"error\":{\"message\":\"lost\"}}\n\n", "" },
    { "chat with a rest", CHUNK "data: {\"x\":1}", "incomplete-final-event@end" },
    { "chat that ends with a lone marker", CHUNK "data: [DONE]", "" },
    { "responses", EV ("response.created", {"type": "response.created"})
                   EV ("response.completed", {"type": "response.completed"}), "" },
    { "responses with an error", EV ("response.created", {"type": "response.created"}) FAIL, "" },
    { "something new first", UNKNOWN START START FINISH, "duplicate-message-start@3" },
    { "gemini", "data: {\"candidates\":[]}\r\n\r\n", "" },
    { "text", "data: hello\n\ndata: {\n\n", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (undecided); i++)
    check (undecided[i].title, undecided[i].trace, NULL, ASKED_NOTHING, undecided[i].expected);
}

static void
check_splits (const char *trace, const TapGrammar *grammar, const TapGrammarRequest *request)
{
  gsize length = strlen (trace);
  g_autofree char *whole = check_trace (trace, length, G_MAXSIZE, grammar, request);

  for (gsize step = 1; step < MIN (length, 90); step++)
    {
      g_autofree char *got = check_trace (trace, length, step, grammar, request);

      g_assert_cmpstr (got, ==, whole);
    }
}

/* However the bytes come, the findings are the same. */
static void
test_splits (void)
{
  for (guint i = 0; i < messages_n_rules; i++)
    {
      const MessagesRule *row = &messages_rules[i];

      check_splits (row->trips, grammar_of (row->rule), request_of (row->asked));
      check_splits (row->misses, NULL, request_of (row->near_asked));
    }
  for (guint i = 0; i < messages_n_cases; i++)
    check_splits (messages_cases[i].trace, NULL, request_of (messages_cases[i].asked));
}

/* A stream may break off anywhere: the grammar recovers, and always says that the end is missing. */
static void
test_cut_anywhere (void)
{
  static const char trace[] = START PING OPEN_TEXT (0) TEXT (0, "He\u00e4\"llo") CLOSE (0)
    TOOL (1, "t1") TURN ("tool_use") STOP;
  gsize length = strlen (trace);

  for (gsize cut = 1; cut < length; cut++)
    {
      g_autofree char *got = check_trace (trace, cut, G_MAXSIZE,
                                          tap_grammar_by_name ("anthropic-messages"), NULL);
      gboolean any = strstr (trace, "\n\n") + 2 <= trace + cut;

      g_assert_true (has_rule (got, any ? "missing-message-stop" : "empty-stream"));
    }
}

static void
test_matches (void)
{
  static const struct
  {
    TapGrammarHint hint;
    gboolean matches;
  } hints[] = {
    { { .path = "/v1/messages" }, TRUE },
    { { .path = "/api/v1/messages" }, TRUE },
    { { .path = "/v1/projects/p/models/m:streamRawPredict" }, TRUE },
    { { .path = "/v1/messages/count_tokens" }, FALSE },
    { { .path = "/v1/chat/completions" }, FALSE },
    { { .path = "/" }, FALSE },
    { { .first_event = "message_start" }, TRUE },
    { { .first_data = "{\"type\": \"content_block_stop\"}" }, TRUE },
    { { .first_data = "{\"type\": \"response.created\"}" }, FALSE },
    { { .first_data = "{\"error\": {\"message\": \"x\"}}", .first_event = "error" }, FALSE },
    { { .first_data = "[DONE]" }, FALSE },
    { { NULL }, FALSE },
  };
  const TapGrammar *messages = tap_grammar_by_name ("anthropic-messages");

  g_assert_nonnull (messages);
  g_assert_null (tap_grammar_by_name ("no-such-grammar"));
  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    g_assert_true (tap_grammar_match (&hints[i].hint) == (hints[i].matches ? messages : NULL));
}

static void
note_block (const TapSseBlock *block, const TapJson *json, gpointer user_data)
{
  GString *seen = user_data;

  g_string_append_printf (seen, "%u%s ", block->number, json != NULL ? "j" : "");
}

static void
test_observer (void)
{
  static const char trace[] = PING ": c\n\n" "data: no\n\n" PING "rest";
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (TapChecker) checker = tap_checker_new (NULL, NULL, note_block, seen);

  tap_checker_push (checker, (const guint8 *) trace, strlen (trace), 5);
  g_assert_cmpuint (tap_checker_events (checker), ==, 3);
  tap_checker_finish (checker, TAP_BODY_TRUNCATED, 9);
  g_assert_cmpstr (seen->str, ==, "1j 0 2 3j 0 ");
}

static void
test_times (void)
{
  g_autoptr (TapChecker) checker = tap_checker_new (NULL, NULL, NULL, NULL);
  TapFindings *findings = tap_checker_findings (checker);

  tap_checker_push (checker, (const guint8 *) START, strlen (START), 10);
  tap_checker_push (checker, (const guint8 *) START, 5, 20);
  tap_checker_push (checker, (const guint8 *) START + 5, strlen (START) - 5, 30);
  g_assert_cmpuint (tap_findings_count (findings), ==, 1);
  tap_checker_finish (checker, TAP_BODY_COMPLETE, 99);

  g_assert_cmpuint (tap_findings_count (findings), ==, 2);
  g_assert_cmpint (tap_findings_get (findings, 0)->at, ==, 30);
  g_assert_cmpint (tap_findings_get (findings, 1)->at, ==, 99);
}

/* Deep, large and many: a finding, and no more than that. */
static void
test_extremes (void)
{
  g_autoptr (GString) deep = g_string_new (START "event: content_block_start\ndata: ");
  g_autoptr (GString) large = g_string_new (START "event: ping\ndata: ");
  g_autoptr (GString) many = g_string_new (START);
  g_autofree char *got = NULL;

  for (guint i = 0; i < 60000; i++)
    g_string_append (deep, i % 2 ? "[" : "{\"a\":");
  g_string_append (deep, "\n\n");
  got = check_trace (deep->str, deep->len, 65536, NULL, NULL);
  g_assert_cmpstr (got, ==, "json-too-deep@2 missing-message-stop@end");
  g_clear_pointer (&got, g_free);

  while (large->len < 17 * 1024 * 1024)
    g_string_append (large, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  g_string_append (large, "\n\n" PING);
  got = check_trace (large->str, large->len, 65536, NULL, NULL);
  g_assert_cmpstr (got, ==, "oversize-event@2 missing-message-stop@end");
  g_clear_pointer (&got, g_free);

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (many, EV ("content_block_start", {"index": %u,
                                      "content_block": {"type": "tool_use", "id": "t%u",
                                                        "name": "n"}}), 20000 - i, i);
  g_string_append (many, FINISH);
  got = check_trace (many->str, many->len, 65536, NULL, NULL);
  g_assert_true (has_rule (got, "interleaved-blocks"));
  g_assert_true (g_str_has_suffix (got, "tool-use-without-stop-reason@20002"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/messages/trips", test_trips);
  g_test_add_func ("/messages/near-misses", test_near_misses);
  g_test_add_func ("/messages/none-missing", test_none_missing);
  g_test_add_func ("/messages/cases", test_cases);
  g_test_add_func ("/messages/undecided", test_undecided);
  g_test_add_func ("/messages/splits", test_splits);
  g_test_add_func ("/messages/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/messages/matches", test_matches);
  g_test_add_func ("/messages/observer", test_observer);
  g_test_add_func ("/messages/times", test_times);
  g_test_add_func ("/messages/extremes", test_extremes);

  return g_test_run ();
}
