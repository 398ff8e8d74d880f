/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "messages-rules.h"

#include "check-trace.h"

#define THINKING(index, string) \
  DELTA (index, {"type": "thinking_delta", "thinking": string})
#define SIGNATURE(index) DELTA (index, {"type": "signature_delta", "signature": "c2ln"})
#define START_USAGE(...) \
  EV ("message_start", {"type": "message_start", "message": {"id": "msg_a", "content": [], \
      "stop_reason": null, "usage": __VA_ARGS__}})
#define TURN_USAGE(...) \
  EV ("message_delta", {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, \
      "usage": __VA_ARGS__})
#define SOME "data: {\"x\": 1}\n\n" /* of no dialect */
#define UNKNOWN EV ("hologram", {"type": "hologram"})
#define NAMELESS "data: {\"type\": \"ping\"}\n\n"
#define MESSAGE_JSON "{\"id\": \"msg_a\", \"type\": \"message\", \"content\": [], \"error\": null}"

#define DEEP_8 "[[[[[[[["
#define DEEP_64 DEEP_8 DEEP_8 DEEP_8 DEEP_8 DEEP_8 DEEP_8 DEEP_8 DEEP_8
#define DEEP_512 DEEP_64 DEEP_64 DEEP_64 DEEP_64 DEEP_64 DEEP_64 DEEP_64 DEEP_64
#define UP_8 "]]]]]]]]"
#define UP_64 UP_8 UP_8 UP_8 UP_8 UP_8 UP_8 UP_8 UP_8
#define UP_512 UP_64 UP_64 UP_64 UP_64 UP_64 UP_64 UP_64 UP_64
#define DEEP_INPUT \
  "event: content_block_delta\ndata: {\"type\": \"content_block_delta\", \"index\": 0, " \
  "\"delta\": {\"type\": \"input_json_delta\", \"partial_json\": \"{\\\"a\\\":" DEEP_512 UP_512 \
  "}\"}}\n\n"

const GrammarRule messages_rules[] = {
  { TAP_RULE_DUPLICATE_MESSAGE_START,
    START START BLOCK (0, "x") FINISH, "duplicate-message-start@2",
    START START_ID ("msg_b") BLOCK (0, "x") FINISH, "spliced-message-start@2" },
  { TAP_RULE_SPLICED_MESSAGE_START,
    START BLOCK (0, "x") START_ID ("msg_b") BLOCK (0, "y") FINISH, "spliced-message-start@5",
    START BLOCK (0, "x") START BLOCK (1, "y") FINISH, "duplicate-message-start@5" },
  { TAP_RULE_SECOND_MESSAGE_AFTER_STOP,
    GOOD START_ID ("msg_b") BLOCK (0, "y") FINISH, "second-message-after-stop@7",
    GOOD PING, "" },
  { TAP_RULE_MISSING_MESSAGE_START,
    BLOCK (0, "x") FINISH, "missing-message-start@1",
    PING UNKNOWN GOOD, "unknown-event-type@2" },
  { TAP_RULE_DELTA_WITHOUT_START,
    START TEXT (0, "x") FINISH, "delta-without-start@2",
    START OPEN_TEXT (0) PING TEXT (0, "x") CLOSE (0) FINISH, "" },
  { TAP_RULE_DELTA_AFTER_STOP,
    START BLOCK (0, "x") TEXT (0, "y") FINISH, "delta-after-stop@5",
    START BLOCK (0, "x") BLOCK (1, "y") FINISH, "" },
  { TAP_RULE_STOP_WITHOUT_START,
    START BLOCK (0, "x") CLOSE (0) FINISH, "stop-without-start@5",
    START OPEN_TEXT (0) TEXT (0, "x") OPEN_TEXT (1) TEXT (1, "y") CLOSE (1) CLOSE (0) FINISH,
    "interleaved-blocks@4" },
  { TAP_RULE_DUPLICATE_BLOCK_START,
    START BLOCK (0, "x") BLOCK (0, "y") FINISH, "duplicate-block-start@5",
    START BLOCK (0, "x") BLOCK (1, "y") FINISH, "" },
  { TAP_RULE_BLOCK_INDEX_GAP,
    START BLOCK (0, "x") BLOCK (2, "y") BLOCK (3, "z") FINISH, "block-index-gap@5",
    EV ("message_start", {"type": "message_start", "message": {"id": "m", "content":
        [{"type": "text", "text": "before"}], "stop_reason": null, "usage": {}}})
    BLOCK (1, "y") BLOCK (2, "z") FINISH, "" },
  { TAP_RULE_NEGATIVE_OR_MISSING_INDEX,
    START OPEN_TEXT (-1) FINISH, "negative-or-missing-index@2",
    START BLOCK (0, "x") FINISH, "" },
  { TAP_RULE_INTERLEAVED_BLOCKS,
    START OPEN_TEXT (0) TEXT (0, "x") BLOCK (1, "y") CLOSE (0) FINISH, "interleaved-blocks@4",
    START OPEN_TEXT (0) TEXT (0, "x") CLOSE (0) BLOCK (1, "y") FINISH, "" },
  { TAP_RULE_DELTA_TYPE_MISMATCH,
    START OPEN_TEXT (0) THINKING (0, "x") TEXT (0, "y") CLOSE (0) FINISH, "delta-type-mismatch@3",
    START OPEN (0, {"type": "hologram"}) THINKING (0, "x") CLOSE (0) FINISH,
    "unknown-block-type@2" },
  { TAP_RULE_DELTA_SHAPE,
    START OPEN_TEXT (0) TEXT (0, 7) TEXT (0, "y") CLOSE (0) FINISH, "delta-shape@3",
    START OPEN_TEXT (0) TEXT (0, "") CLOSE (0) FINISH, "" },
  { TAP_RULE_TOOL_INPUT_NOT_JSON,
    START OPEN_TOOL (0, "t") INPUT (0, "{\"a\"") INPUT (0, ": ") CLOSE (0) TURN ("tool_use") STOP,
    "tool-input-not-json@5",
    START OPEN_TOOL (0, "t") INPUT (0, "{\"a\"") INPUT (0, ": {}}") CLOSE (0) TURN ("tool_use")
    STOP, "" },
  { TAP_RULE_TOOL_INPUT_TRUNCATED,
    START OPEN_TOOL (0, "t") INPUT (0, "{\"a\": ") CLOSE (0) TURN ("max_tokens") STOP,
    "tool-input-truncated@4",
    START OPEN_TOOL (0, "t") INPUT (0, "{\"a\": ") CLOSE (0) TURN ("tool_use") STOP,
    "tool-input-not-json@4" },
  { TAP_RULE_TOOL_USE_MISSING_ID,
    START OPEN (0, {"type": "tool_use", "id": "", "name": "look", "input": {}}) CLOSE (0)
    TURN ("tool_use") STOP, "tool-use-missing-id@2",
    START OPEN (0, {"type": "tool_use", "id": "t", "name": "look", "input": {}}) CLOSE (0)
    TURN ("tool_use") STOP, "" },
  { TAP_RULE_TOOL_USE_MISSING_NAME,
    START OPEN (0, {"type": "tool_use", "id": "t", "input": {}}) CLOSE (0) TURN ("tool_use") STOP,
    "tool-use-missing-name@2",
    START OPEN (0, {"type": "tool_use", "id": "t", "name": "n"}) CLOSE (0) TURN ("tool_use") STOP,
    "" },
  { TAP_RULE_TOOL_USE_DUPLICATE_ID,
    START TOOL (0, "t") TOOL (1, "t") TURN ("tool_use") STOP, "tool-use-duplicate-id@6",
    START TOOL (0, "t") TOOL (1, "u") TURN ("tool_use") STOP, "" },
  { TAP_RULE_STOP_REASON_TOOL_USE_WITHOUT_TOOL,
    START BLOCK (0, "x") TURN ("tool_use") STOP, "stop-reason-tool-use-without-tool@5",
    START TOOL (0, "t") TURN ("tool_use") STOP, "" },
  { TAP_RULE_TOOL_USE_WITHOUT_STOP_REASON,
    START TOOL (0, "t") FINISH, "tool-use-without-stop-reason@6",
    START TOOL (0, "t") TURN ("pause_turn") STOP, "" },
  { TAP_RULE_USAGE_DECREASED,
    START BLOCK (0, "x") TURN_USAGE ({"output_tokens": 0}) STOP, "usage-decreased@5",
    START BLOCK (0, "x") TURN_USAGE ({"output_tokens": null}) STOP, "" },
  { TAP_RULE_USAGE_MISSING,
    START BLOCK (0, "x") TURN_USAGE (null) STOP, "usage-missing@5",
    START BLOCK (0, "x") TURN_USAGE ({}) STOP, "" },
  { TAP_RULE_USAGE_ZERO_INPUT,
    START_USAGE ({"input_tokens": 0}) BLOCK (0, "x") TURN_USAGE ({"input_tokens": 0}) STOP,
    "usage-zero-input@5",
    START_USAGE ({"input_tokens": 0}) BLOCK (0, "x") TURN_USAGE ({"input_tokens": 43}) STOP, "" },
  { TAP_RULE_MISSING_MESSAGE_DELTA,
    START BLOCK (0, "x") STOP, "missing-message-delta@5",
    EV ("message_start", {"type": "message_start", "message": {"id": "m", "content": [],
        "stop_reason": "end_turn", "usage": {}}}) STOP, "" },
  { TAP_RULE_NULL_STOP_REASON,
    START BLOCK (0, "x") TURN ("end_turn") TURN (null) STOP, "null-stop-reason@6",
    START BLOCK (0, "x") TURN (null) TURN ("end_turn") STOP, "" },
  { TAP_RULE_OPEN_BLOCK_AT_MESSAGE_DELTA,
    START OPEN_TEXT (0) TEXT (0, "x") FINISH, "open-block-at-message-delta@4",
    START OPEN_TEXT (0) TEXT (0, "x") CLOSE (0) FINISH, "" },
  { TAP_RULE_MISSING_MESSAGE_STOP,
    START BLOCK (0, "x") TURN ("end_turn"), "missing-message-stop@end",
    START BLOCK (0, "x") FAIL, "error-event@5" },
  { TAP_RULE_EVENT_AFTER_MESSAGE_STOP,
    GOOD TEXT (0, "x"), "event-after-message-stop@7",
    GOOD PING UNKNOWN, "unknown-event-type@8" },
  { TAP_RULE_EVENT_AFTER_ERROR,
    START FAIL PING, "error-event@2 event-after-error@3",
    START FAIL ": bye\n\n", "error-event@2" },
  { TAP_RULE_ERROR_EVENT,
    START FAIL, "error-event@2",
    START EV ("error", {"type": "error", "message": {"type": "api_error", "message": "x"}}),
    "error-event-malformed@2" },
  { TAP_RULE_ERROR_EVENT_MALFORMED,
    EV ("error", {"error": {"message": "x"}}), "error-event-malformed@1",
    EV ("error", {"error": {"message": "x", "type": "api_error"}}), "error-event@1" },
  { TAP_RULE_ERROR_OBJECT_IN_DATA,
    START "data: {\"error\": {\"message\": \"lost\"}}\n\n", "error-object-in-data@2",
    START EV ("ping", {"type": "ping", "error": null}) FINISH, "" },
  { TAP_RULE_EVENT_NAME_MISSING,
    START NAMELESS NAMELESS FINISH, "event-name-missing@2",
    START FINISH "data: [DONE]\n\n", "done-sentinel-in-anthropic@4" },
  { TAP_RULE_EVENT_NAME_MISMATCH,
    START EV ("message", {"type": "ping"}) FINISH, "event-name-mismatch@2",
    START EV ("ping", {}) FINISH, "" },
  { TAP_RULE_UNKNOWN_EVENT_TYPE,
    START UNKNOWN FINISH, "unknown-event-type@2",
    START ": hologram\n\n" FINISH, "" },
  { TAP_RULE_UNKNOWN_DELTA_TYPE,
    START OPEN_TEXT (0) DELTA (0, {"type": "smell_delta"}) TEXT (0, "x") CLOSE (0) FINISH,
    "unknown-delta-type@3",
    START OPEN_TEXT (0) DELTA (0, {"type": "citations_delta", "citation": {}}) TEXT (0, "x")
    CLOSE (0) FINISH, "" },
  { TAP_RULE_UNKNOWN_BLOCK_TYPE,
    START OPEN (0, {"type": "hologram"}) DELTA (0, {"type": "smell_delta"}) CLOSE (0) FINISH,
    "unknown-block-type@2 unknown-delta-type@3",
    START OPEN (0, {"type": "fallback"}) CLOSE (0) FINISH, "" },
  { TAP_RULE_UNKNOWN_STOP_REASON,
    START BLOCK (0, "x") TURN ("bored") STOP, "unknown-stop-reason@5",
    START BLOCK (0, "x") TURN ("compaction") STOP, "" },
  { TAP_RULE_DONE_SENTINEL_IN_ANTHROPIC,
    GOOD "data: [DONE]\n\n", "done-sentinel-in-anthropic@7",
    START BLOCK (0, "[DONE]") FINISH, "" },
  { TAP_RULE_OPENAI_CHUNK_IN_ANTHROPIC,
    START CHUNK BLOCK (0, "x") FINISH, "openai-chunk-in-anthropic@2",
    START EV ("ping", {"type": "ping", "choices": []}) BLOCK (0, "x") FINISH, "" },
  { TAP_RULE_EMPTY_TEXT_BLOCK,
    START OPEN_TEXT (0) CLOSE (0) FINISH, "empty-text-block@3",
    START OPEN (0, {"type": "text", "text": "all at once"}) CLOSE (0) FINISH, "" },
  { TAP_RULE_THINKING_WITHOUT_SIGNATURE,
    START OPEN (0, {"type": "thinking", "thinking": ""}) THINKING (0, "x") CLOSE (0) FINISH,
    "thinking-without-signature@4",
    START OPEN (0, {"type": "thinking", "thinking": ""}) THINKING (0, "x") SIGNATURE (0) CLOSE (0)
    FINISH, "" },
  { TAP_RULE_MODEL_MISMATCH, GOOD, "model-mismatch@1", GOOD, "", ASKED_OTHER_MODEL,
    ASKED_TOOLS },
  { TAP_RULE_TOOL_CALL_AS_TEXT,
    START OPEN_TEXT (0) TEXT (0, "I look.\n<tool_") TEXT (0, "call>\n{\"na")
    TEXT (0, "me\": \"look\"}") CLOSE (0) FINISH, "tool-call-as-text@4",
    START BLOCK (0, "I would write `<tool_call>{\"name\": \"look\"}</tool_call>` here.") FINISH,
    "" },
  { TAP_RULE_DATA_NOT_JSON,
    START "event: ping\ndata: NaN\n\n" FINISH, "data-not-json@2",
    START "event: hologram\ndata: NaN\n\n" FINISH, "unknown-event-type@2" },
  { TAP_RULE_JSON_TOO_DEEP,
    "data: " DEEP_512 "[]" UP_512 "\n\n", "json-too-deep@1",
    "data: " DEEP_512 UP_512 "\n\n", "" },
  { TAP_RULE_EVENT_WITHOUT_DATA,
    SOME "event: ping\n\n" SOME, "event-without-data@1",
    SOME ": ping\n\n" SOME, "" },
  { TAP_RULE_INCOMPLETE_FINAL_EVENT,
    START BLOCK (0, "x") TURN ("end_turn") "event: message_stop\ndata: {}\n",
    "incomplete-final-event@end missing-message-stop@end",
    GOOD "event: ping\n: bye", "" },
  { TAP_RULE_INVALID_UTF8,
    "data: \"\xFF\"\n\n", "invalid-utf8@1",
    "data: \"\xC3\xBF\"\n\n", "" },
  { TAP_RULE_LEADING_BOM,
    "\xEF\xBB\xBF" SOME, "leading-bom@1",
    "data: \"\xEF\xBB\xBF\"\n\n", "" },
  { TAP_RULE_LONE_CR,
    SOME "data: 1\rdata: 2\n\ndata: 1\r\r", "lone-cr@2",
    SOME "data: 1\r\n\r\n", "" },
  { TAP_RULE_RETRY_OR_ID_LINE,
    CHUNK "retry: 3000\n\n" CHUNK "id: 4\n" CHUNK, "retry-or-id-line@1 chat-missing-finish-reason@end",
    "retry: 3000\n\nid: 4\n" GOOD, "" },
  { TAP_RULE_DONE_WITH_EXTRA_SPACE,
    SOME "data:  [DONE]\n\n", "done-with-extra-space@2",
    SOME "data: [DONE] \n\n", "" },
  { TAP_RULE_JSON_INSTEAD_OF_SSE,
    "\xEF\xBB\xBF \r\n" MESSAGE_JSON, "leading-bom@end json-instead-of-sse@end",
    MESSAGE_JSON, "", ASKED_NOTHING, ASKED_NO_STREAM },
  { TAP_RULE_ERROR_JSON_IN_200,
    "{\"type\": \"error\", \"error\": {\"type\": \"api_error\", \"message\": \"x\"}}",
    "error-json-in-200@end",
    MESSAGE_JSON, "json-instead-of-sse@end", ASKED_NO_STREAM, ASKED_TOOLS },
  { TAP_RULE_HTML_IN_STREAM,
    "\r\n <!doctype html>\n<title>502</title>\n", "html-in-stream@end",
    ": <html>\n\n" SOME, "" },
  { TAP_RULE_EMPTY_STREAM,
    ": OPENROUTER PROCESSING\n\n", "empty-stream@end",
    "", "", ASKED_NOTHING, ASKED_NO_STREAM },
};

const guint messages_n_rules = G_N_ELEMENTS (messages_rules);

const GrammarCase messages_cases[] = {
  { "a good answer", GOOD, "" },
  { "a good call", START BLOCK (0, "x") TOOL (1, "t") TURN ("tool_use") STOP, "", ASKED_TOOLS },
  { "pings anywhere", PING START PING OPEN_TEXT (0) PING TEXT (0, "x") CLOSE (0) PING FINISH PING,
    "" },
  { "a turn that started complete",
    EV ("message_start", {"type": "message_start", "message": {"id": "m", "content":
        [{"type": "tool_use", "id": "t", "name": "n"}], "stop_reason": "tool_use", "usage": {}}})
    STOP, "" },
  { "many duplicates", START START START BLOCK (0, "x") START FINISH,
    "duplicate-message-start@2 duplicate-message-start@3 duplicate-message-start@7" },
  { "nothing is reset by a duplicate", START OPEN_TEXT (0) START TEXT (0, "x") CLOSE (0) FINISH,
    "duplicate-message-start@3" },
  { "a splice resets", START TOOL (0, "t") START_ID ("b") TOOL (0, "t") TURN ("tool_use") STOP,
    "spliced-message-start@6" },
  { "a second message resets", START TOOL (0, "t") TURN ("tool_use") STOP START BLOCK (0, "x")
    FINISH, "second-message-after-stop@8" },
  { "a start without an id", EV ("message_start", {"type": "message_start", "message":
                                 {"usage": {}}}) START FINISH, "spliced-message-start@2" },
  { "a late start", BLOCK (0, "x") START BLOCK (1, "y") FINISH, "missing-message-start@1" },
  { "a late start, twice", BLOCK (0, "x") START START FINISH,
    "missing-message-start@1 duplicate-message-start@5" },
  { "missing-message-start is said once", TEXT (0, "x") TEXT (0, "y"),
    "missing-message-start@1 delta-without-start@1 delta-without-start@2 "
    "missing-message-stop@end" },
  { "one jump is one finding", START BLOCK (3, "x") BLOCK (4, "y") BLOCK (6, "z") FINISH,
    "block-index-gap@2 block-index-gap@8" },
  { "indexes that are none", START EV ("content_block_stop", {"type": "content_block_stop"})
    EV ("content_block_stop", {"type": "content_block_stop", "index": "0"}) CLOSE (1.5) CLOSE (null)
    CLOSE (99999999999) FINISH,
    "negative-or-missing-index@2 negative-or-missing-index@3 negative-or-missing-index@4 "
    "negative-or-missing-index@5 negative-or-missing-index@6" },
  { "shapes", START
    EV ("content_block_start", {"type": "content_block_start", "index": 0})
    EV ("content_block_delta", {"type": "content_block_delta", "index": 0})
    DELTA (0, {"text": "x"}) CLOSE (0)
    OPEN (1, {"text": ""}) CLOSE (1)
    EV ("message_delta", {"type": "message_delta", "usage": {}}) STOP,
    "delta-shape@2 delta-shape@3 delta-shape@4 delta-shape@6 delta-shape@8 null-stop-reason@8" },
  { "thinking that is not shown", START OPEN (0, {"type": "thinking", "thinking": ""})
    DELTA (0, {"type": "thinking_delta", "estimated_tokens": 40}) SIGNATURE (0) CLOSE (0) FINISH,
    "" },
  { "thinking in redacted thinking", START OPEN (0, {"type": "redacted_thinking", "data": "x"})
    THINKING (0, "x") CLOSE (0) FINISH, "delta-type-mismatch@3:warning" },
  { "text in a tool", START OPEN_TOOL (0, "t") TEXT (0, "x") CLOSE (0) TURN ("tool_use") STOP,
    "delta-type-mismatch@3" },
  { "an input that is no object", START OPEN_TOOL (0, "t") INPUT (0, "[1]") CLOSE (0)
    TURN ("tool_use") STOP, "tool-input-not-json@4" },
  { "no input at all", START OPEN_TOOL (0, "t") INPUT (0, "") CLOSE (0) TURN ("tool_use") STOP,
    "" },
  { "an input in a server's tool", START OPEN (0, {"type": "server_tool_use", "id": "s", "name":
    "web_search"}) INPUT (0, "{") CLOSE (0) FINISH, "tool-input-not-json@4" },
  { "an input that never closes", START OPEN_TOOL (0, "t") INPUT (0, "{\"a\""),
    "missing-message-stop@end" },
  { "an input cut by the limit", START OPEN_TOOL (0, "t") INPUT (0, "{\"a\"") TURN ("max_tokens")
    STOP, "open-block-at-message-delta@4:warning" },
  { "an input too deep", START OPEN_TOOL (0, "t") DEEP_INPUT CLOSE (0) TURN ("tool_use")
    STOP, "json-too-deep@4" },
  { "a broken input before an error", START OPEN_TOOL (0, "t") INPUT (0, "{") CLOSE (0) FAIL,
    "tool-input-not-json@4 error-event@5" },
  { "the last stop reason decides", START TOOL (0, "t") TURN ("end_turn") TURN ("tool_use") STOP,
    "" },
  { "a decision at the end without message_stop", START TOOL (0, "t") TURN ("end_turn"),
    "tool-use-without-stop-reason@6 missing-message-stop@end" },
  { "a server's tool needs no stop reason", START OPEN (0, {"type": "server_tool_use", "id": "s",
    "name": "web_search"}) CLOSE (0) FINISH, "" },
  { "zero input that stays unsaid", START_USAGE ({"input_tokens": 0, "output_tokens": 0})
    TURN_USAGE ({"output_tokens": 5}) STOP, "usage-zero-input@2" },
  { "zero input only later", START TURN_USAGE ({"input_tokens": 0, "output_tokens": 5}) STOP, "" },
  { "counters of the cache", START_USAGE ({"cache_read_input_tokens": 5,
    "cache_creation_input_tokens": 7}) TURN_USAGE ({"cache_read_input_tokens": 4,
    "cache_creation_input_tokens": 7}) STOP, "usage-decreased@2" },
  { "an error replaces the end", START OPEN_TEXT (0) TEXT (0, "x") FAIL, "error-event@4" },
  { "an error after the end", GOOD FAIL, "error-event@7" },
  { "what follows an error is not judged", START FAIL TEXT (7, "x") STOP START
    "data: [DONE]\n\n", "error-event@2 event-after-error@3 event-after-error@4 "
    "event-after-error@5 done-sentinel-in-anthropic@6" },
  { "an error by its type only", START EV ("message", {"type": "error"}),
    "event-name-mismatch@2 error-event-malformed@2" },
  { "an error in another event", START EV ("ping", {"type": "ping", "error": "x"}),
    "error-object-in-data@2" },
  { "an error that is not JSON", START "event: error\ndata: upstream broke\n\n",
    "data-not-json@2 error-event-malformed@2" },
  { "no names at all", "data: {\"type\":\"message_start\",\"message\":{\"usage\":{}}}\n\n"
    "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{}}\n\n"
    "data: {\"type\":\"message_stop\"}\n\n", "event-name-missing@1" },
  { "the type drives", START EV ("message_stop", {"type": "ping"}) BLOCK (0, "x") FINISH,
    "event-name-mismatch@2" },
  { "the name drives where there is no type", START OPEN_TEXT (0)
    EV ("content_block_delta", {"index": 0, "delta": {"type": "text_delta", "text": "x"}})
    CLOSE (0) FINISH, "" },
  { "empty data", START "event: ping\ndata:\n\n" FINISH, "data-not-json@2" },
  { "a stop that is not JSON", START BLOCK (0, "x") TURN ("end_turn")
    "event: message_stop\ndata: {\n\n", "data-not-json@6" },
  { "a block that cannot be read", START "event: content_block_start\ndata: {'a'}\n\n"
    TEXT (0, "x") CLOSE (0) TURN ("tool_use") STOP, "data-not-json@2" },
  { "JSON that is no object", START EV ("ping", 7) FINISH, "" },
  { "lone surrogates are JSON", START BLOCK (0, "\ud83d") FINISH, "" },
  { "done with an extra space", GOOD "data:  [DONE]\n\n",
    "done-with-extra-space@7 done-sentinel-in-anthropic@7" },
  { "only chunks of another dialect", CHUNK, "openai-chunk-in-anthropic@1" },
  { "only pings", PING PING, "empty-stream@end" },
  { "a rest that is the end of another dialect", GOOD "data: [DONE]", "" },
  { "a call in a call's input", START OPEN_TOOL (0, "t")
    INPUT (0, "{\"a\": \"<tool_call>{\\\"name\\\": \\\"look\\\"}\"}") CLOSE (0)
    TURN ("tool_use") STOP, "" },
  { "a call in thinking", START OPEN (0, {"type": "thinking", "thinking": ""})
    THINKING (0, "<tool_call>{\"name\": \"look\"}") SIGNATURE (0) CLOSE (0) FINISH, "" },
  { "a call without tools", START BLOCK (0, "<tool_call>{\"name\": \"look\"}") FINISH, "",
    ASKED_NO_TOOLS },
  { "a call with tools", START BLOCK (0, "<tool_call>{\"name\": \"look\"}") FINISH,
    "tool-call-as-text@3", ASKED_TOOLS },
  { "a call, whole in its start", START OPEN (0, {"type": "text", "text":
    "<tool_call>{\"name\": \"look\"}"}) CLOSE (0) FINISH, "tool-call-as-text@2" },
  { "a call that is cut off", START OPEN_TEXT (0) TEXT (0, "<tool_call>{\"name\": \"lo"),
    "tool-call-as-text@3 missing-message-stop@end" },
  { "a second block begins a new text", START BLOCK (0, "<tool_") BLOCK (1, "call>{\"name\": \"x\"")
    FINISH, "" },
};

const guint messages_n_cases = G_N_ELEMENTS (messages_cases);
