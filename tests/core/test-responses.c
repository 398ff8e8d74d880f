/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "check-trace.h"
#include "responses-rules.h"

#include <string.h>

static GrammarSuite suite = {
  .grammar = "openai-responses",
  .rules = responses_rules,
  .cases = responses_cases,
};

static void
test_none_missing (void)
{
#define X(symbol, id, severity, meaning) TAP_RULE_##symbol,
  static const TapRule section[] = { TAP_RULES_RESPONSES (X) };
#undef X

  grammar_suite_check_none_missing (&suite, section, G_N_ELEMENTS (section), NULL, 0);
}

/* A stream may break off anywhere: it always says that the end is missing, and nothing else. */
static void
test_cut_anywhere (void)
{
  static const char trace[] = R_CREATED (0)
    R_ADDED (1, 0, {"type": "function_call", "id": "f", "call_id": "c", "name": "look"})
    R_ARGS (2, 0, "f", "{\"a\": \"He\u00e4llo\"}") R_ARGS_DONE (3, 0, "f", "{\"a\": \"He\u00e4llo\"}")
    R_ITEM_DONE (4, 0, {"type": "function_call", "id": "f", "call_id": "c", "name": "look",
                        "arguments": "{\"a\": \"He\u00e4llo\"}"}) R_DONE (5);
  gsize length = strlen (trace);

  for (gsize cut = 1; cut < length; cut++)
    {
      g_autofree char *got = check_trace (trace, cut, G_MAXSIZE,
                                          tap_grammar_by_name ("openai-responses"), NULL);
      gboolean any = strstr (trace, "\n\n") + 2 <= trace + cut;
      const char *missing = any ? "responses-missing-terminal@end" : "empty-stream@end";
      g_autofree char *rest = g_strconcat ("incomplete-final-event@end ", missing, NULL);

      g_assert_true (g_str_equal (got, missing) || g_str_equal (got, rest));
    }
}

/* Indexes are numbers of the wire: none costs more than its event. */
static void
test_extremes (void)
{
  g_autoptr (GString) far = g_string_new (R_CREATED (0)
    R_ADDED (1, 2147483646, {"type": "message", "id": "m"})
    R_ADDED (2, 99999999999, {"type": "message", "id": "n"}) R_DONE (3));
  g_autoptr (GString) many = g_string_new (R_CREATED (0) R_ADDED (1, 0, {"type": "message"}));
  g_autofree char *got = check_trace (far->str, far->len, G_MAXSIZE, NULL, NULL);

  g_assert_cmpstr (got, ==, "responses-output-index-gap@2 responses-output-index-gap@3 "
                            "responses-missing-done@4");
  g_clear_pointer (&got, g_free);

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (many, "event: response.content_part.added\ndata: {\"type\": "
                            "\"response.content_part.added\", \"output_index\": 0, "
                            "\"content_index\": %u, \"part\": {\"type\": \"output_text\"}}\n\n", i);
  got = check_trace (many->str, many->len, 65536, NULL, NULL);
  g_assert_cmpstr (got, ==, "responses-missing-terminal@end");
}

/* The last event of a message with many parts, again and again, costs no more each time. */
static void
test_repeats (void)
{
  static const char *const ends[] = {
    "event: response.output_item.done\ndata: {\"type\": \"response.output_item.done\", "
    "\"output_index\": 0, \"item\": {\"type\": \"message\", \"status\": \"incomplete\"}}\n\n",
    "event: error\ndata: {\"type\": \"error\", \"message\": \"Lost\"}\n\n",
  };

  for (guint k = 0; k < G_N_ELEMENTS (ends); k++)
    {
      g_autoptr (GString) trace = g_string_new (R_CREATED (0) R_ADDED (1, 0, {"type": "message"}));
      g_autofree char *got = NULL;

      for (guint i = 0; i < 40000; i++)
        g_string_append_printf (trace, "event: response.content_part.added\ndata: {\"type\": "
                                "\"response.content_part.added\", \"output_index\": 0, "
                                "\"content_index\": %u, \"part\": {\"type\": \"refusal\"}}\n\n", i);
      for (guint i = 0; i < 40000; i++)
        g_string_append (trace, ends[k]);
      got = check_trace (trace->str, trace->len, 65536, NULL, NULL);
      g_assert_true (g_str_has_prefix (got, k == 0 ? "responses-missing-terminal@end"
                                                   : "responses-error-event@40003 "));
    }
}

/* More inputs that are no JSON than are kept of one rule. */
static void
test_many_inputs (void)
{
  g_autoptr (GString) trace = g_string_new (R_CREATED (0));
  g_autofree char *got = NULL;

  for (guint i = 0; i < TAP_FINDINGS_MAX_OF_RULE + 2; i++)
    g_string_append_printf (
      trace,
      "event: response.output_item.added\ndata: {\"type\": \"response.output_item.added\", "
      "\"output_index\": %u, \"item\": {\"type\": \"function_call\"}}\n\n"
      "event: response.function_call_arguments.done\ndata: {\"type\": "
      "\"response.function_call_arguments.done\", \"output_index\": %u, \"arguments\": \"{\"}\n\n",
      i, i);
  got = check_trace (trace->str, trace->len, 65536, NULL, NULL);
  g_assert_true (g_str_has_prefix (got, "tool-input-not-json@3 tool-input-not-json@5 "));
}

static void
test_matches (void)
{
  static const struct
  {
    TapGrammarHint hint;
    gboolean matches;
  } hints[] = {
    { { .path = "/v1/responses" }, TRUE },
    { { .path = "/openai/responses" }, TRUE },
    { { .path = "/v1/responses/resp_1" }, TRUE },
    { { .path = "/v1/responses/resp_1/input_items" }, FALSE },
    { { .path = "/v1/responses/compact" }, FALSE },
    { { .path = "/v1/responses/" }, FALSE },
    { { .path = "/v1/chat/completions" }, FALSE },
    { { .path = "/v1/xresponses" }, FALSE },
    { { .path = "/" }, FALSE },
    { { .first_event = "response.created" }, TRUE },
    { { .first_data = "{\"type\": \"response.queued\"}" }, TRUE },
    { { .first_data = "{\"type\": \"response.created\", \"resp" }, TRUE },
    { { .first_data = "{\"type\": \"resp" }, FALSE },
    { { .first_data = "{\"type\": \"message_start\"}" }, FALSE },
    { { .first_data = "{\"type\": \"error\", \"sequence_number\": 0, \"message\": \"x\"}" }, TRUE },
    { { .first_data = "{\"type\": \"error\", \"message\": \"x\"}" }, FALSE },
    { { .first_data = "{\"response\": 1}" }, FALSE },
    { { .first_data = "[DONE]" }, FALSE },
    { { NULL }, FALSE },
  };
  const TapGrammar *responses = tap_grammar_by_name ("openai-responses");

  g_assert_nonnull (responses);
  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    g_assert_true ((tap_grammar_match (&hints[i].hint) == responses) == hints[i].matches);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  suite.n_rules = responses_n_rules;
  suite.n_cases = responses_n_cases;
  grammar_suite_add_tests (&suite, "responses");
  g_test_add_func ("/responses/none-missing", test_none_missing);
  g_test_add_func ("/responses/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/responses/extremes", test_extremes);
  g_test_add_func ("/responses/repeats", test_repeats);
  g_test_add_func ("/responses/many-inputs", test_many_inputs);
  g_test_add_func ("/responses/matches", test_matches);

  return g_test_run ();
}
