/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "chat-rules.h"
#include "chat-trace.h"
#include "check-trace.h"

#include <string.h>

static GrammarSuite suite = {
  .grammar = "openai-chat",
  .rules = chat_rules,
  .cases = chat_cases,
};

static void
test_none_missing (void)
{
#define X(symbol, id, severity, meaning) TAP_RULE_##symbol,
  static const TapRule section[] = { TAP_RULES_CHAT (X) };
#undef X

  grammar_suite_check_none_missing (&suite, section, G_N_ELEMENTS (section), NULL, 0);
}

/* A stream may break off anywhere: until its finish reason that is what is missing, then [DONE]. */
static void
test_cut_anywhere (void)
{
  static const char trace[] = ROLE SAY ("He\u00e4\"llo") LOOK (0, "t") END_AS ("tool_calls") DONE;
  const TapGrammar *grammar = tap_grammar_by_name ("openai-chat");
  gsize length = strlen (trace);
  gsize finished = length - strlen (DONE);

  for (gsize cut = 1; cut < length; cut++)
    {
      g_autofree char *got = check_trace (trace, cut, G_MAXSIZE, grammar, NULL);
      gboolean any = strstr (trace, "\n\n") + 2 <= trace + cut;

      g_assert_true (grammar_has_rule (got, !any             ? "empty-stream"
                                            : cut < finished ? "chat-missing-finish-reason"
                                                             : "chat-missing-done"));
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
    { { .path = "/v1/chat/completions" }, TRUE },
    { { .path = "/openai/deployments/d/chat/completions" }, TRUE },
    { { .path = "/v1/completions" }, FALSE },
    { { .path = "/v1/messages" }, FALSE },
    { { .path = "/" }, FALSE },
    { { .first_data = "{\"object\": \"chat.completion.chunk\"}" }, TRUE },
    { { .first_data = "{\"choices\": []}" }, TRUE },
    { { .first_data = "{\"object\": \"text_completion\", \"choices\": []}" }, FALSE },
    { { .first_data = "{\"choices\": 7}" }, FALSE },
    { { .first_data = "{\"type\": \"x\", \"choices\": []}" }, FALSE },
    { { .first_data = "{\"type\": \"message_start\"}" }, FALSE },
    { { .first_data = "{\"error\": {\"message\": \"x\"}}" }, FALSE },
    { { .first_data = "[DONE]" }, FALSE },
    { { NULL }, FALSE },
  };
  const TapGrammar *chat = tap_grammar_by_name ("openai-chat");

  g_assert_nonnull (chat);
  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    g_assert_true ((tap_grammar_match (&hints[i].hint) == chat) == hints[i].matches);
}

/* Many choices and calls, deep and large arguments: findings, and no more than that. */
static void
test_extremes (void)
{
  const TapGrammar *grammar = tap_grammar_by_name ("openai-chat");
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GString) large = g_string_new (ROLE CALL (0, "t", "look"));
  g_autofree char *filler = g_strnfill (1024 * 1024, '7');
  g_autofree char *deep = g_strnfill (5000, '[');
  g_autofree char *got = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (many, "data: {\"choices\":[{\"index\":%u,\"delta\":{\"role\":\"a\","
                                  "\"tool_calls\":[{\"index\":%u}]},\"finish_reason\":\"length\"}]}"
                                  "\n\n",
                            20000 - i, i);
  got = check_trace (many->str, many->len, 65536, grammar, NULL);
  g_assert_true (grammar_has_rule (got, "chat-tool-missing-id"));
  g_clear_pointer (&got, g_free);

  for (guint i = 0; i < 17; i++)
    g_string_append_printf (large, ARGS (0, "%s"), filler);
  g_string_append (large, END_AS ("tool_calls") DONE);
  got = check_trace (large->str, large->len, 65536, grammar, NULL);
  g_assert_cmpstr (got, ==, "oversize-event@19");
  g_clear_pointer (&got, g_free);

  g_string_assign (large, ROLE CALL (0, "t", "look"));
  g_string_append_printf (large, ARGS (0, "%s"), deep);
  g_string_append (large, END_AS ("tool_calls") DONE);
  got = check_trace (large->str, large->len, 65536, grammar, NULL);
  g_assert_cmpstr (got, ==, "json-too-deep@4");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  suite.n_rules = chat_n_rules;
  suite.n_cases = chat_n_cases;
  grammar_suite_add_tests (&suite, "chat");
  g_test_add_func ("/chat/none-missing", test_none_missing);
  g_test_add_func ("/chat/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/chat/matches", test_matches);
  g_test_add_func ("/chat/extremes", test_extremes);

  return g_test_run ();
}
