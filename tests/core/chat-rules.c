/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "chat-rules.h"

#include "chat-trace.h"

#define LEAK "<tool_call>{\"name\": \"look\", \"arguments\": {}}</tool_call>"

const GrammarRule chat_rules[] = {
  { TAP_RULE_CHAT_MISSING_ROLE,
    SAY ("x") SAY ("y") END, "chat-missing-role@1",
    SAY ("x") ROLE END, "" },
  { TAP_RULE_CHAT_MISSING_FINISH_REASON,
    ROLE SAY ("x") DONE, "chat-missing-finish-reason@end",
    ROLE CHOICES ({"index": 0, "delta": {"content": "x"}, "finish_reason": "stop"}) DONE, "" },
  { TAP_RULE_CHAT_MISSING_DONE,
    ROLE SAY ("x") END_AS ("stop"), "chat-missing-done@end",
    ROLE SAY ("x"), "chat-missing-finish-reason@end" },
  { TAP_RULE_CHAT_CONTENT_AFTER_FINISH,
    ROLE END_AS ("stop") SAY ("x") DONE, "chat-content-after-finish@3",
    ROLE END_AS ("stop") SAY ("") USAGE DONE, "" },
  { TAP_RULE_CHAT_EVENT_AFTER_DONE,
    ROLE END USAGE, "chat-event-after-done@4",
    ROLE END ": bye\n\n", "" },
  { TAP_RULE_CHAT_ERROR_IN_STREAM,
    ROLE ERROR, "chat-error-in-stream@2",
    ROLE DATA ({"error": null, "choices": []}) END, "" },
  { TAP_RULE_CHAT_TOOL_INDEX_GAP,
    ROLE LOOK (1, "t") END_AS ("tool_calls") DONE, "chat-tool-index-gap@2",
    ROLE LOOK (0, "t") LOOK (1, "u") ARGS (0, "") END_AS ("tool_calls") DONE, "" },
  { TAP_RULE_CHAT_TOOL_MISSING_ID,
    ROLE CALLS ({"index": 0, "function": {"name": "look", "arguments": "{}"}})
    END_AS ("tool_calls") DONE, "chat-tool-missing-id@2",
    ROLE CALL (0, "t", "look") CALLS ({"index": 0, "id": "", "function": {"arguments": "{}"}})
    END_AS ("tool_calls") DONE, "" },
  { TAP_RULE_CHAT_TOOL_MISSING_NAME,
    ROLE CALLS ({"index": 0, "id": "t", "function": {"name": "", "arguments": "{}"}})
    END_AS ("tool_calls") DONE, "chat-tool-missing-name@2",
    ROLE CALL (0, "t", "look")
    CALLS ({"index": 0, "function": {"name": "", "arguments": "{}"}}) END_AS ("tool_calls") DONE,
    "" },
  { TAP_RULE_CHAT_TOOL_ARGUMENTS_NOT_JSON,
    ROLE CALL (0, "t", "look") ARGS (0, "{\"a\": ") ARGS (0, "1") END_AS ("tool_calls") DONE,
    "chat-tool-arguments-not-json@5",
    ROLE CALL (0, "t", "look") ARGS (0, "{\"a\": ") ARGS (0, "1}") END_AS ("tool_calls") DONE, "" },
  { TAP_RULE_CHAT_TOOL_ARGUMENTS_TRUNCATED,
    ROLE CALL (0, "t", "look") ARGS (0, "{\"a\": ") END_AS ("length") DONE,
    "chat-tool-arguments-truncated@4",
    ROLE CALL (0, "t", "look") ARGS (0, "{\"a\": 1}") END_AS ("length") DONE, "" },
  { TAP_RULE_CHAT_FINISH_TOOL_CALLS_MISMATCH,
    ROLE SAY ("x") END_AS ("tool_calls") DONE, "chat-finish-tool-calls-mismatch@3",
    ROLE CHOICES ({"index": 0, "delta": {"tool_calls": [{"index": 0, "id": "t", "function":
                   {"name": "look", "arguments": "{}"}}]}, "finish_reason": "tool_calls"}) DONE,
    "" },
  { TAP_RULE_CHAT_ID_CHANGED,
    ROLE CHUNK_OF ("c-2", {"index": 0, "delta": {"content": "x"}}) SAY ("y")
    CHUNK_OF ("c-3", ) END, "chat-id-changed@2",
    ROLE CHUNK_OF ("", {"index": 0, "delta": {"content": "x"}}) END, "" },
  { TAP_RULE_CHAT_CHOICES_MISSING,
    ROLE DATA ({"id": "c-1", "usage": {}}) END, "chat-choices-missing@2",
    ROLE DATA ({"id": "c-1", "choices": []}) END, "" },
  { TAP_RULE_CHAT_USAGE_MISSING,
    ROLE END, "chat-usage-missing@end",
    ROLE END_AS ("stop") USAGE DONE, "", ASKED_USAGE, ASKED_USAGE },
  { TAP_RULE_CHAT_MULTIPLE_FINISH,
    ROLE END_AS ("stop") END, "chat-multiple-finish@3",
    ROLE END_CHOICE (0, "stop") CHOICE (1, {"role": "assistant"}) END_CHOICE (1, "stop") DONE,
    "" },
  /* Rules of other sections that this dialect shares. */
  { TAP_RULE_TOOL_CALL_AS_TEXT,
    ROLE SAY ("I look.\n<tool_") SAY ("call>\n{\"na") SAY ("me\": \"look\"}") END,
    "tool-call-as-text@3",
    ROLE SAY ("It is `<tool_call>{\"name\": \"look\"}</tool_call>` there.") END, "" },
  { TAP_RULE_DATA_NOT_JSON,
    ROLE "data: {\"choices\": [\n\n" END, "data-not-json@2",
    ROLE ": {\"choices\": [\n\n" END, "" },
  { TAP_RULE_UNKNOWN_STOP_REASON,
    ROLE END_AS ("eos_token") DONE, "unknown-stop-reason@2",
    ROLE END_AS ("content_filter") DONE, "" },
  { TAP_RULE_MODEL_MISMATCH, ROLE END, "model-mismatch@1", ROLE END, "", ASKED_OTHER_MODEL,
    ASKED_TOOLS },
  { TAP_RULE_EVENT_AFTER_ERROR,
    ERROR ROLE, "chat-error-in-stream@1 event-after-error@2",
    ERROR DONE, "chat-error-in-stream@1" },
  { TAP_RULE_EMPTY_STREAM,
    ": OPENROUTER PROCESSING\n\n" DONE, "empty-stream@end",
    DATA ({"choices": []}) DONE, "chat-missing-finish-reason@end" },
};

const guint chat_n_rules = G_N_ELEMENTS (chat_rules);

const GrammarCase chat_cases[] = {
  { "a good answer", ROLE SAY ("Hello") END_AS ("stop") USAGE DONE, "", ASKED_USAGE },
  { "a good call", ROLE SAY ("x") LOOK (0, "t") LOOK (1, "u") END_AS ("tool_calls") DONE, "",
    ASKED_TOOLS },
  { "Azure's first chunk",
    DATA ({"choices": [], "id": "", "model": "", "object": "", "prompt_filter_results": []})
    ROLE SAY ("x") END, "" },
  { "Azure's filter after the end", ROLE END_AS ("stop")
    DATA ({"id": "", "choices": [{"index": 0, "finish_reason": null,
           "content_filter_offsets": {}}]}) DONE, "" },
  { "OpenRouter's comments", ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n" ROLE END,
    "" },
  { "reasoning", ROLE CHOICE (0, {"reasoning_content": "hm"})
    CHOICE (0, {"content": "", "reasoning": "hm", "reasoning_details": [{}]}) SAY ("x") END, "" },
  { "no tool call in reasoning", ROLE CHOICE (0, {"reasoning_content": LEAK}) END, "" },
  { "no tool call in arguments", ROLE CALL (0, "t", "look")
    ARGS (0, "{\"a\": \"<tool_call>{\\\"name\\\": \\\"look\\\"}\"}") END_AS ("tool_calls") DONE,
    "" },
  { "a function of the old way", ROLE
    CHOICE (0, {"function_call": {"name": "look", "arguments": "{}"}}) END_AS ("function_call")
    DONE, "" },
  { "a function that is missing", ROLE SAY ("x") END_AS ("function_call") DONE,
    "chat-finish-tool-calls-mismatch@3" },
  { "a function and stop", ROLE CHOICE (0, {"function_call": {"name": "look", "arguments": ""}})
    END, "chat-finish-tool-calls-mismatch@3:warning" },
  { "a forced tool", ROLE LOOK (0, "t") END, "chat-finish-tool-calls-mismatch@5:warning" },
  { "a custom tool", ROLE CALLS ({"index": 0, "id": "t", "type": "custom",
                                  "custom": {"name": "patch", "input": "*** Begin"}})
    END_AS ("tool_calls") DONE, "" },
  { "empty arguments", ROLE CALL (0, "t", "look") END_AS ("tool_calls") DONE,
    "chat-tool-arguments-not-json@3:note" },
  { "arguments that are no object", ROLE CALL (0, "t", "look") ARGS (0, "[]")
    END_AS ("tool_calls") DONE, "chat-tool-arguments-not-json@4" },
  { "arguments cut by a filter", ROLE CALL (0, "t", "look") ARGS (0, "{") END_AS ("content_filter")
    DONE, "chat-tool-arguments-not-json@4" },
  { "arguments that never end", ROLE CALL (0, "t", "look") ARGS (0, "{"),
    "chat-missing-finish-reason@end" },
  { "two calls with one index", ROLE LOOK (0, "t") LOOK (0, "u") END_AS ("tool_calls") DONE,
    "chat-tool-arguments-not-json@8" },
  { "one jump is one finding", ROLE LOOK (2, "t") LOOK (3, "u") LOOK (5, "v") END_AS ("tool_calls")
    DONE, "chat-tool-index-gap@2 chat-tool-index-gap@8" },
  { "calls without indexes", ROLE
    CALLS ({"id": "t", "function": {"name": "look", "arguments": "{}"}},
           {"id": "u", "function": {"name": "look", "arguments": "{\"a\":"}})
    CALLS ({"function": {"arguments": "1}"}}) END_AS ("tool_calls") DONE,
    "chat-tool-index-gap@2 chat-tool-index-gap@2" },
  { "pieces that are none", ROLE CALLS (7, null) CHOICES (7, null) END, "" },
  { "neither id nor name", ROLE ARGS (0, "{}") END_AS ("tool_calls") DONE,
    "chat-tool-missing-id@2 chat-tool-missing-name@2" },
  { "several choices", CHOICE (0, {"role": "assistant"}) CHOICE (1, {"role": "assistant"})
    CHOICE (1, {"content": "b"}) END_CHOICE (1, "stop") CHOICE (0, {"content": "a"})
    END_CHOICE (0, "length") DONE, "" },
  { "one of two choices without an end", ROLE CHOICE (1, {"content": "b"}) END,
    "chat-missing-role@2 chat-missing-finish-reason@end" },
  { "a tool call as text in the second choice", ROLE CHOICE (1, {"role": "assistant"})
    SAY ("<tool_call>") CHOICE (1, {"content": LEAK}) END_CHOICE (1, "stop") END,
    "tool-call-as-text@4" },
  { "a tool call as text in parts", ROLE CHOICE (0, {"content": [{"type": "text", "text": LEAK}]})
    END, "tool-call-as-text@2" },
  { "a tool call as text, cut", ROLE SAY ("<tool_call>{\"name\": \"lo") END,
    "tool-call-as-text@2" },
  { "a tool call as text, of a tool that was asked for", ROLE SAY (LEAK) END,
    "tool-call-as-text@2", ASKED_TOOLS },
  { "nothing but a call in JSON", ROLE SAY ("{\"name\": \"look\", ")
    SAY ("\"arguments\": {}}") SAY ("\n") END, "tool-call-as-text@3", ASKED_TOOLS },
  { "nothing but a call in JSON of another tool", ROLE
    SAY ("```json\n{\"name\": \"sing\", \"input\": {}}\n```") END, "tool-call-as-text@2:note",
    ASKED_TOOLS },
  { "nothing but a call in JSON, the tools not known", ROLE
    SAY ("{\"name\": \"look\", \"input\": {}}") END, "tool-call-as-text@2:note" },
  { "a call in a tag", ROLE SAY ("<tool>{\"name\": \"look\"}</tool>") END, "tool-call-as-text@2",
    ASKED_TOOLS },
  { "no tools were asked for", ROLE SAY (LEAK) END, "", ASKED_NO_TOOLS },
  { "an index that is not said", CHOICES ({"delta": {"role": "assistant"}})
    CHOICES ({"delta": {}, "finish_reason": "stop"}) DONE, "" },
  { "a finish reason that is none", ROLE END_AS ("") END, "" },
  { "a finish reason twice, once with text", ROLE END_AS ("stop")
    CHOICES ({"index": 0, "delta": {"content": "x"}, "finish_reason": "stop"}) DONE,
    "chat-content-after-finish@3" },
  { "a call after the end", ROLE END_AS ("stop") CALL (0, "t", "look") DONE,
    "chat-content-after-finish@3" },
  { "nothing counts after [DONE]", ROLE DONE END,
    "chat-event-after-done@3 chat-event-after-done@4 chat-missing-finish-reason@end" },
  { "[DONE] with spaces", ROLE END_AS ("stop") "data:   [DONE]\n\n", "done-with-extra-space@3" },
  { "an error ends it", ROLE CALL (0, "t", "look") ARGS (0, "{") ERROR DONE,
    "chat-error-in-stream@4" },
  { "an error hides no tool call as text", SAY ("<tool_call>{\"name\": \"lo") ERROR,
    "tool-call-as-text@1 chat-error-in-stream@2" },
  { "an error before anything", ERROR DONE, "chat-error-in-stream@1" },
  { "vLLM's error", ROLE DATA ({"object": "error", "message": "lost", "code": 500}) DONE,
    "chat-error-in-stream@2" },
  { "OpenRouter's error", ROLE DATA ({"id": "c-2", "object": "chat.completion.chunk",
                                      "error": {"code": "server_error", "message": "lost"},
                                      "choices": [{"index": 0, "delta": {"content": ""},
                                                   "finish_reason": "error"}]}),
    "chat-error-in-stream@2" },
  { "OpenRouter's error in a choice", ROLE
    CHOICES ({"index": 0, "delta": {}, "finish_reason": "error", "error": {"message": "lost"}}),
    "chat-error-in-stream@2" },
  { "a finish reason that is an error", ROLE END_AS ("error") DONE, "chat-error-in-stream@2" },
  { "Anthropic's error", ROLE "event: error\n"
    DATA ({"type": "error", "error": {"type": "api_error", "message": "lost"}}),
    "chat-error-in-stream@2" },
  { "an error by its name", ROLE "event: error\n" DATA ("lost"), "chat-error-in-stream@2" },
  { "an error that is a text", ROLE DATA ({"error": "lost"}), "chat-error-in-stream@2" },
  { "an error that is empty", ROLE DATA ({"error": "", "choices": []})
    DATA ({"error": 0, "choices": []}) DATA ({"error": false, "choices": []}) END, "" },
  { "choices of another type", ROLE DATA ({"choices": null}) DATA ({"choices": {}}) DATA (7) END,
    "chat-choices-missing@2 chat-choices-missing@3 chat-choices-missing@4" },
  { "a ping", ROLE "event: ping\n" DATA ({"type": "ping"}) END, "chat-choices-missing@2" },
  { "another dialect", "event: message_start\n" DATA ({"type": "message_start"})
    "event: message_stop\n" DATA ({"type": "message_stop"}), "chat-choices-missing@1" },
  { "empty data", ROLE "data:\n\n" END, "data-not-json@2" },
  { "a chunk that cannot be read may have held it", "data: {\n\n" SAY ("x") END_AS ("tool_calls")
    DONE, "data-not-json@1", ASKED_USAGE },
  { "only chunks that cannot be read", "data: {\n\n",
    "data-not-json@1 chat-missing-finish-reason@end" },
  { "a rest", ROLE END_AS ("stop") "data: {\"choices\"",
    "incomplete-final-event@end chat-missing-done@end" },
  { "a lone marker at the end", ROLE END_AS ("stop") "data: [DONE]", "chat-missing-done@end" },
  { "retry lines", "retry: 100\n\n" ROLE END, "retry-or-id-line@end" },
};

const guint chat_n_cases = G_N_ELEMENTS (chat_cases);
