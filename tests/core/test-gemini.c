/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "check-trace.h"
#include "grammar-suite.h"

#include <string.h>

#define DATA(...) "data: " #__VA_ARGS__ "\r\n\r\n"
#define CANDIDATE(...) DATA ({"candidates": [__VA_ARGS__], "modelVersion": "m-1"})
#define PARTS(...) CANDIDATE ({"content": {"parts": [__VA_ARGS__], "role": "model"}, "index": 0})
#define SAY(string) PARTS ({"text": string})
#define CALL PARTS ({"functionCall": {"name": "look", "args": {"a": 1}}, "thoughtSignature": "s"})
#define END_AS(reason) \
  CANDIDATE ({"content": {"parts": [{"text": ""}]}, "finishReason": reason, "index": 0})
#define ERROR DATA ({"error": {"code": 503, "message": "Overloaded.", "status": "UNAVAILABLE"}})
#define BLOCKED DATA ({"promptFeedback": {"blockReason": "SAFETY"}, "modelVersion": "m-1"})
#define LEAK "<tool_call>{\"name\": \"look\", \"arguments\": {}}</tool_call>"

static const GrammarRule rules[] = {
  { TAP_RULE_GEMINI_MISSING_FINISH_REASON,
    SAY ("x"), "gemini-missing-finish-reason@end",
    SAY ("x") END_AS ("MAX_TOKENS"), "" },
  { TAP_RULE_GEMINI_ERROR_IN_STREAM,
    SAY ("x") ERROR, "gemini-error-in-stream@2",
    SAY ("x") DATA ({"error": null, "usageMetadata": {}}) END_AS ("STOP"), "" },
  { TAP_RULE_GEMINI_JSON_ARRAY_INSTEAD_OF_SSE,
    "[{\"candidates\": [{\"finishReason\": \"STOP\"}]}\n,\r\n{\"candidates\": []}]",
    "gemini-json-array-instead-of-sse@end",
    "{\"candidates\": [{\"finishReason\": \"STOP\"}]}", "json-instead-of-sse@end" },
  { TAP_RULE_GEMINI_PROMPT_BLOCKED,
    BLOCKED, "gemini-prompt-blocked@1",
    DATA ({"promptFeedback": {"safetyRatings": []}}) SAY ("x") END_AS ("STOP"), "" },
  /* Rules of other sections that this dialect shares. */
  { TAP_RULE_UNKNOWN_STOP_REASON,
    END_AS ("BORED"), "unknown-stop-reason@1",
    END_AS ("MALFORMED_FUNCTION_CALL"), "" },
  { TAP_RULE_UNKNOWN_EVENT_TYPE,
    DATA ({"type": "message_start"}) END_AS ("STOP"), "unknown-event-type@1",
    DATA ({"usageMetadata": {}}) END_AS ("STOP"), "" },
  { TAP_RULE_TOOL_CALL_AS_TEXT,
    SAY ("<tool_call>{\"na") SAY ("me\": \"look\"}") END_AS ("STOP"), "tool-call-as-text@1",
    PARTS ({"text": LEAK, "thought": true}) END_AS ("STOP"), "" },
  { TAP_RULE_DATA_NOT_JSON,
    "data: {\"candidates\": [\r\n\r\n" END_AS ("STOP"), "data-not-json@1",
    ": {\"candidates\": [\r\n\r\n" END_AS ("STOP"), "" },
  { TAP_RULE_MODEL_MISMATCH, END_AS ("STOP"), "model-mismatch@1", END_AS ("STOP"), "",
    ASKED_OTHER_MODEL, ASKED_TOOLS },
  { TAP_RULE_EVENT_AFTER_ERROR,
    ERROR SAY ("x"), "gemini-error-in-stream@1 event-after-error@2",
    ERROR ": x\r\n\r\n", "gemini-error-in-stream@1" },
  { TAP_RULE_EMPTY_STREAM,
    ": x\r\n\r\n", "empty-stream@end",
    DATA ({"usageMetadata": {}}), "gemini-missing-finish-reason@end" },
};

static const GrammarCase cases[] = {
  { "a good answer", SAY ("Hel") SAY ("lo") END_AS ("STOP"), "", ASKED_TOOLS },
  { "a good call", CALL END_AS ("STOP"), "", ASKED_TOOLS },
  { "[DONE]", SAY ("x") END_AS ("STOP") "data: [DONE]\r\n\r\n", "" },
  { "several candidates", SAY ("a")
    CANDIDATE ({"content": {"parts": [{"text": "b"}]}, "index": 1, "finishReason": "STOP"})
    END_AS ("STOP"), "" },
  { "one of two candidates without an end", SAY ("a") CANDIDATE ({"index": 1}) END_AS ("STOP"),
    "gemini-missing-finish-reason@end" },
  { "an index that is not said", CANDIDATE ({"content": {}}) END_AS ("STOP"), "" },
  { "no candidate", CANDIDATE (), "gemini-missing-finish-reason@end" },
  { "candidates that are none", CANDIDATE (7, null) END_AS ("STOP"), "" },
  { "a finish reason that is none", END_AS (""), "gemini-missing-finish-reason@end" },
  { "blocked halfway", SAY ("x") BLOCKED BLOCKED, "gemini-prompt-blocked@2" },
  { "an error before anything", ERROR, "gemini-error-in-stream@1" },
  { "an error of another shape", DATA ({"error": "lost"}), "gemini-error-in-stream@1" },
  { "an error hides no tool call as text", SAY ("<tool_call>{\"name\": \"lo") ERROR,
    "tool-call-as-text@1 gemini-error-in-stream@2" },
  { "no tools were asked for", SAY (LEAK) END_AS ("STOP"), "", ASKED_NO_TOOLS },
  { "Code Assist",
    DATA ({"response": {"candidates": [{"content": {"parts": [{"text": "x"}]}}]}})
    DATA ({"response": {"candidates": [{"finishReason": "STOP"}]}, "traceId": "t"}), "" },
  { "another dialect", DATA ({"type": "message_start"}), "unknown-event-type@1 empty-stream@end" },
  { "an array where none was asked for", "[{\"candidates\": []}]", "", ASKED_NO_STREAM },
  { "an array with an error at its end",
    "[{\"candidates\": []},\n{\"error\": {\"code\": 500, \"message\": \"x\"}}]",
    "gemini-json-array-instead-of-sse@end gemini-error-in-stream@end" },
  { "an array with nothing but an error", "[{\"error\": {\"code\": 500, \"message\": \"x\"}}]",
    "error-json-in-200@end" },
  { "a rest", SAY ("x") "data: {\"candidates\"",
    "incomplete-final-event@end gemini-missing-finish-reason@end" },
  { "retry lines", "retry: 100\n\n" SAY ("x") END_AS ("STOP"), "" },
};

static const GrammarSuite suite = {
  .grammar = "google-gemini",
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .cases = cases,
  .n_cases = G_N_ELEMENTS (cases),
};

static void
test_none_missing (void)
{
#define X(symbol, id, severity, meaning) TAP_RULE_##symbol,
  static const TapRule section[] = { TAP_RULES_GEMINI (X) };
#undef X

  grammar_suite_check_none_missing (&suite, section, G_N_ELEMENTS (section), NULL, 0);
}

static void
test_cut_anywhere (void)
{
  static const char trace[] = SAY ("He\u00e4\"llo") CALL SAY ("x") END_AS ("STOP");
  gsize length = strlen (trace);

  for (gsize cut = 1; cut < length - 1; cut++)
    {
      g_autofree char *got = check_trace (trace, cut, G_MAXSIZE,
                                          tap_grammar_by_name ("google-gemini"), NULL);
      /* The blank line is one with its CR already. */
      gboolean any = strstr (trace, "\r\n\r") + 3 <= trace + cut;

      g_assert_true (grammar_has_rule (got, any ? "gemini-missing-finish-reason" : "empty-stream"));
    }
}

/* An array that was cut is known by the path alone. */
static void
test_cut_array (void)
{
  static const char body[] = " [{\"candidates\": [";

  grammar_check ("path", body, tap_grammar_by_name ("google-gemini"), ASKED_NOTHING,
                 "gemini-json-array-instead-of-sse@end");
  grammar_check ("no path", body, NULL, ASKED_NOTHING, "json-instead-of-sse@end");
  grammar_check ("empty", "[]", tap_grammar_by_name ("google-gemini"), ASKED_NOTHING,
                 "gemini-json-array-instead-of-sse@end");
}

static void
test_matches (void)
{
  static const struct
  {
    TapGrammarHint hint;
    gboolean matches;
  } hints[] = {
    { { .path = "/v1beta/models/m:streamGenerateContent" }, TRUE },
    { { .path = "/v1/models/m:generateContent" }, TRUE },
    { { .path = "/v1/projects/p/locations/l/publishers/google/models/m:streamGenerateContent" },
      TRUE },
    { { .path = "/v1internal:streamGenerateContent" }, TRUE },
    { { .path = "/v1beta/models/m:countTokens" }, FALSE },
    { { .path = "/v1/projects/p/models/m:streamRawPredict" }, FALSE },
    { { .first_data = "{\"candidates\": []}" }, TRUE },
    { { .first_data = "{\"promptFeedback\": {}}" }, TRUE },
    { { .first_data = "{\"response\": {\"candidates\": []}}" }, TRUE },
    { { .first_data = "{\"candidates\": 7}" }, FALSE },
    { { .first_data = "{\"choices\": []}" }, FALSE },
    { { .first_data = "{\"error\": {\"code\": 500}}" }, FALSE },
    { { NULL }, FALSE },
  };
  const TapGrammar *gemini = tap_grammar_by_name ("google-gemini");

  g_assert_nonnull (gemini);
  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    g_assert_true ((tap_grammar_match (&hints[i].hint) == gemini) == hints[i].matches);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  grammar_suite_add_tests (&suite, "gemini");
  g_test_add_func ("/gemini/none-missing", test_none_missing);
  g_test_add_func ("/gemini/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/gemini/cut-array", test_cut_array);
  g_test_add_func ("/gemini/matches", test_matches);

  return g_test_run ();
}
