/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "check-trace.h"

#include "messages-rules.h"

#include <string.h>

static GrammarSuite suite = {
  .grammar = "anthropic-messages",
  .rules = messages_rules,
  .cases = messages_cases,
  .general = TRUE,
};

/* The rules of other dialects have tests of their own; those about exchanges the fold's. */
static void
test_none_missing (void)
{
#define X(symbol, id, severity, meaning) TAP_RULE_##symbol,
  static const TapRule section[] = { TAP_RULES_MESSAGES (X) TAP_RULES_STREAM (X) };
#undef X
  /* The first one's traces are too large for a table: test_extremes(); the second's have NUL. */
  static const TapRule elsewhere[] = { TAP_RULE_OVERSIZE_EVENT, TAP_RULE_EVENT_STREAM_BROKEN };
  grammar_suite_check_none_missing (&suite, section, G_N_ELEMENTS (section), elsewhere,
                                    G_N_ELEMENTS (elsewhere));
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
    { "responses", EV ("response.created", {"type": "response.created"})
                   EV ("response.completed", {"type": "response.completed"}),
      "responses-sequence-missing@end" },
    { "responses with an error", EV ("response.created", {"type": "response.created"}) FAIL,
      "responses-error-event@2" },
    { "something new first", UNKNOWN START START FINISH, "duplicate-message-start@3" },
    { "text", "data: hello\n\ndata: {\n\n", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (undecided); i++)
    grammar_check (undecided[i].title, undecided[i].trace, NULL, ASKED_NOTHING, undecided[i].expected);
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

      g_assert_true (grammar_has_rule (got, any ? "missing-message-stop" : "empty-stream"));
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
    g_assert_true ((tap_grammar_match (&hints[i].hint) == messages) == hints[i].matches);
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
  g_assert_true (grammar_has_rule (got, "interleaved-blocks"));
  g_assert_true (g_str_has_suffix (got, "tool-use-without-stop-reason@20002"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  suite.n_rules = messages_n_rules;
  suite.n_cases = messages_n_cases;
  grammar_suite_add_tests (&suite, "messages");
  g_test_add_func ("/messages/none-missing", test_none_missing);
  g_test_add_func ("/messages/undecided", test_undecided);
  g_test_add_func ("/messages/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/messages/matches", test_matches);
  g_test_add_func ("/messages/observer", test_observer);
  g_test_add_func ("/messages/times", test_times);
  g_test_add_func ("/messages/extremes", test_extremes);

  return g_test_run ();
}
