/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "verdict-cases.h"

#include "chat-trace.h"

/* For each cause a trace that has it, and one that only just has not. */

#define STEPS(...) (const Step[]){ __VA_ARGS__, { STEP_OVER, 0, 0, NULL } }
#define CAUSE(cause) TAP_CAUSE_##cause

#define CC_OLD "claude-cli/2.0.77 (external, sdk-ts, agent-sdk/0.1.77)"
#define CC_NEW "claude-cli/2.1.329 (external, cli)"
#define CODEX "codex_exec/0.169.0"

#define FIVE TEXT (0, "a") TEXT (0, "b") TEXT (0, "c") TEXT (0, "d") TEXT (0, "e")
#define TOOL_BEGUN START BLOCK (0, "So:") OPEN_TOOL (1, "toolu_1") INPUT (1, "{\"a\"")
#define API_FAIL \
  EV ("error", {"type": "error", "error": {"type": "api_error", "message": "upstream went away"}})
#define ODD_FAIL \
  EV ("error", {"type": "error", "message": {"type": "api_error", "message": "no more"}})
#define WHOLE JSON ({"id": "msg_a", "type": "message", "role": "assistant", "content": []})
#define REFUSAL(type, message) JSON ({"type": "error", "error": {"type": type, "message": message}})
#define DONE_AT(at) END_BY (at, "gateway complete")

#define IN_STREAM(...) \
  STEPS (ANY_ASK, STREAM_AT (100), BODY (200, __VA_ARGS__), DONE_AT (300))
#define WITH_STATUS(head, body) \
  STEPS (ANY_ASK, ANSWER (100, head), BODY (110, body), DONE_AT (120))
#define UNREACHED(how) STEPS (ANY_ASK, END_BY (30, how))

const VerdictCase verdict_cases[] = {
  { "running", CAUSE (RUNNING), CAUSE (COMPLETE), "still coming: 3 events", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, BEGUN)) },
  { "waiting", CAUSE (RUNNING), MISSES_NONE, "waiting for an answer", NULL, STEPS (ANY_ASK) },
  { "complete", CAUSE (COMPLETE), CAUSE (RUNNING), "6 events in 300 ms. Its stop reason is end_turn.", NULL,
    IN_STREAM (GOOD) },
  { "unknown event", CAUSE (COMPLETE), CAUSE (COMPLETE_WITH_FLAWS), "complete", NULL,
    IN_STREAM (START EV ("news", {"type": "news"}) BLOCK (0, "Hello") FINISH) },
  { "mislabelled", CAUSE (COMPLETE_WITH_FLAWS), CAUSE (WRONG_BODY), "content type",
    "relabel-content-type", WITH_STATUS (JSON_OF ("200 OK"), GOOD) },

  { "lone carriage return", CAUSE (COMPLETE_WITH_FLAWS), MISSES_NONE, "ended with CR alone",
    "normalise-line-ends", IN_STREAM (START ": kept\r" BLOCK (0, "Hello") FINISH) },

  /* Silence, and who could not wait. */
  { "silence in a tool call", CAUSE (GATEWAY_IDLE_LIMIT), CAUSE (ERROR_EVENT),
    "Nothing came for 125.1 s while a tool call (look) was being written; then the gateway sent an error "
    "(“upstream went away”) and ended the stream. The silence fits the 120 to 125 s limit reported for Cloudflare and OpenRouter",
    "inject-request-header",
    STEPS (ANY_ASK, STREAM_AT (100), BODY (2900, TOOL_BEGUN), BODY (128000, API_FAIL), DONE_AT (128300)) },
  { "silence of a chat", CAUSE (GATEWAY_IDLE_LIMIT), CAUSE (ERROR_EVENT), "limit reported for Cloudflare and OpenRouter",
    "set-max-tokens",
    STEPS (CHAT_ASK ("OpenAI/JS 7.55.0"), STREAM_AT (100), BODY (3000, ROLE SAY ("I’ll write")),
           BODY (128000, ERROR), DONE_AT (128300)) },
  { "silence in a tool call of another's model", CAUSE (GATEWAY_IDLE_LIMIT), MISSES_NONE, "(look)",
    "!inject-request-header",
    STEPS (ASK (POST ("/v1/messages", "test/1.0",
                      JSON ({"model": "openai/gpt-5", "stream": true, "tools": [{"name": "look"}]}))),
           STREAM_AT (100), BODY (2900, TOOL_BEGUN), BODY (128000, API_FAIL), DONE_AT (128300)) },
  { "silence, then cut", CAUSE (GATEWAY_IDLE_LIMIT), CAUSE (GATEWAY_DROPPED), "nginx",
    "seal-truncated-stream",
    STEPS (ANY_ASK, STREAM_AT (100), BODY (1000, BEGUN), END_BY (61000, "gateway fin")) },
  { "silence without a known limit", CAUSE (GATEWAY_IDLE_LIMIT), MISSES_NONE, "Probably a time limit",
    NULL, STEPS (ANY_ASK, STREAM_AT (100), BODY (1000, BEGUN), END_BY (48500, "gateway fin")) },
  { "silence, then 504", CAUSE (GATEWAY_IDLE_LIMIT), CAUSE (SERVER_ERROR),
    "did not answer for 60.0 s; then the gateway answered with status 504.", NULL,
    STEPS (ANY_ASK, ANSWER (60000, HTML_OF ("504 Gateway Timeout")), BODY (60000, "<html>"),
           DONE_AT (60100)) },
  { "504 at once", CAUSE (SERVER_ERROR), CAUSE (GATEWAY_IDLE_LIMIT), "504", "retry-upstream",
    WITH_STATUS (HTML_OF ("504 Gateway Timeout"), "<html>") },
  { "short silence, then error", CAUSE (ERROR_EVENT), CAUSE (GATEWAY_IDLE_LIMIT), "upstream went away",
    NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (1000, BEGUN), BODY (13000, API_FAIL), DONE_AT (13100)) },
  { "Codex without an event", CAUSE (AGENT_IDLE_LIMIT), CAUSE (AGENT_CANCELLED), "came but pings or comments, which it does not count. It then closed its connection. The silence "
    "fits the 300 s limit of Codex",
    "keepalive-ping",
    STEPS (RESPONSES_ASK (CODEX), STREAM_AT (100), BODY (1000, ": x\n\n"), BODY (150000, ": x\n\n"),
           END_BY (300100, "agent fin")) },
  { "round wait", CAUSE (AGENT_IDLE_LIMIT), CAUSE (AGENT_CANCELLED), "probably a limit", "keepalive-ping",
    STEPS (ANY_ASK, STREAM_AT (100), BODY (1000, BEGUN), END_BY (41000, "agent fin")) },
  { "round wait for a chat", CAUSE (AGENT_IDLE_LIMIT), MISSES_NONE, "probably a limit",
    "keepalive-comment",
    STEPS (CHAT_ASK ("test/1.0"), STREAM_AT (100), BODY (3000, ROLE SAY ("Hel")),
           END_BY (48050, "agent fin")) },
  { "odd wait", CAUSE (AGENT_CANCELLED), CAUSE (AGENT_IDLE_LIMIT), "Either somebody cancelled it", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (1000, BEGUN), END_BY (48500, "agent fin")) },
  { "cancelled", CAUSE (AGENT_CANCELLED), CAUSE (GATEWAY_DROPPED), "Probably it was cancelled", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (1000, BEGUN), END_BY (1500, "agent fin")) },
  { "agent leaves after all", CAUSE (COMPLETE), CAUSE (AGENT_CANCELLED), "complete", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, GOOD), END_BY (210, "agent fin")) },
  { "not reading", CAUSE (AGENT_NOT_READING), CAUSE (GATEWAY_RESET), "did not read", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, BEGUN), NOTE (400, "agent-not-reading"),
           END_BY (60400, "gateway rst")) },

  /* Connections. */
  { "dropped", CAUSE (GATEWAY_DROPPED), CAUSE (AGENT_NOT_READING), "3 events had come",
    "seal-truncated-stream",
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, BEGUN), END_BY (900, "gateway fin")) },
  { "reset", CAUSE (GATEWAY_RESET), CAUSE (GATEWAY_DROPPED), "reset the connection after 900 ms",
    "seal-truncated-stream",
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, TOOL_BEGUN), END_BY (900, "gateway rst")) },
  { "reset before an answer", CAUSE (GATEWAY_RESET), MISSES_NONE, "without an answer",
    "!seal-truncated-stream", UNREACHED ("gateway rst") },
  { "ended early", CAUSE (GATEWAY_ENDED_EARLY), CAUSE (GATEWAY_RESET), "as if it were complete",
    "synthesize-tail", IN_STREAM (BEGUN) },
  { "ended early in a tool call", CAUSE (GATEWAY_ENDED_EARLY), MISSES_NONE, "(look)", "!synthesize-tail",
    IN_STREAM (TOOL_BEGUN) },
  { "chat ended early", CAUSE (GATEWAY_ENDED_EARLY), MISSES_NONE,
    "2 events had come. Text was being written, and no finish_reason came.", NULL,
    STEPS (CHAT_ASK ("OpenAI/JS 7.55.0"), STREAM_AT (100), BODY (200, ROLE SAY ("Hel")), DONE_AT (300)) },
  { "chat without [DONE]", CAUSE (COMPLETE_WITH_FLAWS), CAUSE (GATEWAY_ENDED_EARLY), "without [DONE]", NULL,
    STEPS (CHAT_ASK ("OpenAI/JS 7.55.0"), STREAM_AT (100), BODY (200, ROLE SAY ("Hel") END_AS ("stop")),
           DONE_AT (300)) },
  { "empty", CAUSE (GATEWAY_ENDED_EARLY), CAUSE (COMPLETE), "without a single event", "retry-upstream",
    STEPS (ANY_ASK, STREAM_AT (100), DONE_AT (300)) },
  { "nothing but pings", CAUSE (GATEWAY_ENDED_EARLY), MISSES_NONE, "nothing in it but 2 pings", NULL,
    IN_STREAM (PING PING) },
  { "whole", CAUSE (COMPLETE), CAUSE (GATEWAY_ENDED_EARLY), "complete", NULL, IN_STREAM (GOOD) },
  { "no such name", CAUSE (NO_CONNECTION_NAME), CAUSE (NO_CONNECTION_REFUSED), "No address is known",
    NULL, UNREACHED ("gateway no-such-name: gateway.example") },
  { "refused", CAUSE (NO_CONNECTION_REFUSED), CAUSE (NO_CONNECTION), "The connection was refused", "retry-upstream",
    UNREACHED ("gateway refused") },
  { "certificate", CAUSE (NO_CONNECTION_TLS), CAUSE (NO_CONNECTION_NAME), "certificate was not accepted",
    NULL, UNREACHED ("gateway bad-certificate") },
  { "unreachable", CAUSE (NO_CONNECTION), CAUSE (NO_CONNECTION_TLS), "no way to the gateway", NULL,
    UNREACHED ("gateway unreachable") },
  { "blocked", CAUSE (REQUEST_BLOCKED), CAUSE (REQUEST_REFUSED), "Tapline refused", NULL,
    UNREACHED ("tapline bad-request: A line ended with LF alone.") },
  { "no chunk", CAUSE (NOT_HTTP), CAUSE (GATEWAY_DROPPED), "not proper HTTP", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, BEGUN), RAW (300, "oh no\r\n"),
           END_BY (400, "gateway fin")) },
  { "cut in a chunk", CAUSE (GATEWAY_DROPPED), CAUSE (NOT_HTTP), "dropped", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, BEGUN), RAW (300, "1f\r\nev"),
           END_BY (400, "gateway fin")) },

  /* The order of a stream. */
  { "duplicate", CAUSE (ORDER_DUPLICATE), CAUSE (ORDER_SPLICED),
    "twice. Event 2: Message “msg_a” began again while it was still open. message_stop came in the end",
    "dedupe-message-start", IN_STREAM (START GOOD) },
  { "duplicate without an end", CAUSE (ORDER_DUPLICATE), MISSES_NONE, "message_stop never came either",
    "dedupe-message-start", IN_STREAM (START BEGUN) },
  { "spliced", CAUSE (ORDER_SPLICED), CAUSE (ORDER_DUPLICATE), "another answer inside", NULL,
    IN_STREAM (START_ID ("msg_0") GOOD) },
  { "delta type", CAUSE (ORDER_DELTA_TYPE), CAUSE (ORDER_INDEX), "another type", "retype-blocks",
    IN_STREAM (START OPEN_TEXT (0) INPUT (0, "{}") CLOSE (0) FINISH) },
  { "unknown delta", CAUSE (COMPLETE), CAUSE (ORDER_DELTA_TYPE), "complete", NULL,
    IN_STREAM (START OPEN_TEXT (0) DELTA (0, {"type": "odd_delta"}) TEXT (0, "x") CLOSE (0) FINISH) },
  { "index", CAUSE (ORDER_INDEX), CAUSE (ORDER_BROKEN), "not in turn", "renumber-indexes",
    IN_STREAM (START BLOCK (1, "Hello") FINISH) },
  { "indexes in turn", CAUSE (COMPLETE), CAUSE (ORDER_INDEX), "complete", NULL,
    IN_STREAM (START BLOCK (0, "Hello") BLOCK (1, "again") FINISH) },
  { "no start", CAUSE (ORDER_BROKEN), MISSES_NONE, "out of order", NULL,
    IN_STREAM (BLOCK (0, "Hello") FINISH) },
  { "ping before the start", CAUSE (COMPLETE), CAUSE (ORDER_BROKEN), "complete", NULL,
    IN_STREAM (PING GOOD) },
  { "no names", CAUSE (EVENT_NAMES_LOST), CAUSE (EVENTS_MALFORMED), "without their names",
    "restore-event-names",
    IN_STREAM ("data: {\"type\": \"message_start\", \"message\": {\"id\": \"a\", \"usage\": {}}}\n\n") },
  { "another name", CAUSE (COMPLETE_WITH_FLAWS), CAUSE (EVENT_NAMES_LOST), "name", NULL,
    IN_STREAM (START EV ("pong", {"type": "ping"}) BLOCK (0, "Hello") FINISH) },
  { "not JSON", CAUSE (EVENTS_MALFORMED), CAUSE (GATEWAY_ENDED_EARLY), "cannot read", NULL,
    IN_STREAM (START "event: ping\ndata: {oh\n\n" BLOCK (0, "Hello") FINISH) },
  { "padded JSON", CAUSE (COMPLETE), CAUSE (EVENTS_MALFORMED), "complete", NULL,
    IN_STREAM (START "event: ping\ndata: {\"type\" : \"ping\"}   \n\n" BLOCK (0, "Hello") FINISH) },

  /* Errors, in the open and hidden. */
  { "error event", CAUSE (ERROR_EVENT), CAUSE (OVERLOADED), "api_error: “upstream went away”", NULL,
    IN_STREAM (BEGUN API_FAIL) },
  { "overloaded event", CAUSE (OVERLOADED), CAUSE (ERROR_EVENT), "Overloaded", NULL,
    IN_STREAM (BEGUN FAIL) },
  { "overloaded", CAUSE (OVERLOADED), CAUSE (SERVER_ERROR), "529", "retry-upstream",
    WITH_STATUS (JSON_OF ("529 Overloaded"), REFUSAL ("overloaded_error", "Overloaded")) },
  { "busy", CAUSE (SERVER_ERROR), CAUSE (OVERLOADED), "503", "retry-upstream",
    WITH_STATUS (JSON_OF ("503 Service Unavailable"), REFUSAL ("api_error", "no worker")) },
  { "error dressed up", CAUSE (FALSE_SUCCESS), CAUSE (ERROR_EVENT),
    "ended the answer with “end_turn”, as if it were whole", "normalise-error",
    IN_STREAM (BEGUN ODD_FAIL CLOSE (0) FINISH) },
  { "error dressed up from the start", CAUSE (FALSE_SUCCESS), MISSES_NONE, "An error came at event 1",
    "normalise-error", IN_STREAM (ODD_FAIL FINISH) },
  { "error not dressed up", CAUSE (ERROR_EVENT), CAUSE (FALSE_SUCCESS), "no more", "normalise-error",
    IN_STREAM (BEGUN ODD_FAIL) },
  { "cut dressed up", CAUSE (FALSE_SUCCESS), CAUSE (ORDER_BROKEN), "Probably it broke off", NULL,
    IN_STREAM (BEGUN FINISH) },
  { "a fault that the agent minds", CAUSE (ORDER_DUPLICATE), MISSES_NONE,
    "Claude Code gives up on this stream: “Unexpected event order", "dedupe-message-start",
    STEPS (MESSAGES_ASK (CC_OLD), STREAM_AT (100), BODY (200, START BEGUN), END_BY (900, "gateway rst")) },
  { "a fault that the agent does not mind, then a cut", CAUSE (GATEWAY_RESET), CAUSE (ORDER_DUPLICATE),
    "reset", "seal-truncated-stream",
    STEPS (MESSAGES_ASK (CC_NEW), STREAM_AT (100), BODY (200, START BEGUN), END_BY (900, "gateway rst")) },
  { "a fault that the agent does not mind", CAUSE (ORDER_DUPLICATE), MISSES_NONE,
    "Claude Code does not mind that.", "dedupe-message-start",
    STEPS (MESSAGES_ASK (CC_NEW), STREAM_AT (100), BODY (200, START GOOD), DONE_AT (300)) },
  { "nothing at all", CAUSE (FALSE_SUCCESS), CAUSE (COMPLETE), "holds nothing", NULL,
    IN_STREAM (START FINISH) },
  { "page", CAUSE (WRONG_BODY), CAUSE (SERVER_ERROR), "HTML", "!json-to-sse",
    WITH_STATUS (HTML_OF ("200 OK"), "<html><title>Sign in</title>") },
  { "page with 502", CAUSE (SERVER_ERROR), CAUSE (WRONG_BODY), "502", NULL,
    WITH_STATUS (HTML_OF ("502 Bad Gateway"), "<html><title>Bad Gateway</title>") },
  { "whole JSON", CAUSE (WRONG_BODY), MISSES_NONE, "one JSON text", "json-to-sse",
    WITH_STATUS (JSON_OF ("200 OK"), WHOLE) },

  /* Statuses. */
  { "credentials", CAUSE (CREDENTIALS_REFUSED), CAUSE (REQUEST_REFUSED), "bad key", NULL,
    WITH_STATUS (JSON_OF ("401 Unauthorized"), REFUSAL ("authentication_error", "bad key")) },
  { "billing", CAUSE (REQUEST_REFUSED), CAUSE (CREDENTIALS_REFUSED), "waiting does not help", NULL,
    WITH_STATUS (JSON_OF ("402 Payment Required"), REFUSAL ("billing_error", "no money")) },
  { "rate limit", CAUSE (RATE_LIMITED), CAUSE (OVERLOADED), "come again after 3",
    "retry-upstream",
    WITH_STATUS (JSON_OF ("429 Too Many Requests") "Retry-After: 3\r\n",
                 REFUSAL ("rate_limit_error", "slow down")) },
  { "quota", CAUSE (REQUEST_REFUSED), CAUSE (RATE_LIMITED), "waiting does not help", "!retry-upstream",
    WITH_STATUS (JSON_OF ("429 Too Many Requests"), REFUSAL ("insufficient_quota", "no quota left")) },
  { "too large", CAUSE (REQUEST_REFUSED), CAUSE (RATE_LIMITED), "413", NULL,
    WITH_STATUS (JSON_OF ("413 Content Too Large"), REFUSAL ("request_too_large", "too large")) },
  { "endpoint", CAUSE (ENDPOINT_NOT_SERVED), CAUSE (REQUEST_REFUSED), "does not serve that", NULL,
    WITH_STATUS (JSON_OF ("404 Not Found"), REFUSAL ("not_found_error", "no route")) },
  { "model", CAUSE (REQUEST_REFUSED), CAUSE (ENDPOINT_NOT_SERVED), "does not know the model m-1", NULL,
    WITH_STATUS (JSON_OF ("404 Not Found"), REFUSAL ("not_found_error", "model: m-1")) },
  { "request blocked by nobody", CAUSE (REQUEST_REFUSED), CAUSE (REQUEST_BLOCKED), "400", NULL,
    WITH_STATUS (JSON_OF ("400 Bad Request"), REFUSAL ("invalid_request_error", "no such field")) },

  /* Again and again. */
  { "two retries", CAUSE (SERVER_ERROR), MISSES_NONE, "502", "retry-upstream",
    STEPS (BAD_OF (1, 0), BAD_OF (2, 500)) },
  { "three retries", CAUSE (SERVER_ERROR), MISSES_NONE, "502", "!retry-upstream",
    STEPS (BAD_OF (1, 0), BAD_OF (2, 500), BAD_OF (3, 1500)) },
  { "fallback", CAUSE (COMPLETE), CAUSE (COMPLETE_WITH_FLAWS),
    "without streaming because the stream of #1 had failed, so both may be billed.", NULL,
    STEPS (CUT_OF (1, 0), STEP_OF (ASK, 2, 110, POST ("/v1/messages", AGENT, UNSTREAMED)),
           STEP_OF (ANSWER, 2, 200, JSON_OF ("200 OK")), STEP_OF (BODY, 2, 200, WHOLE),
           STEP_OF (END, 2, 210, "gateway complete")) },
  { "the same again", CAUSE (COMPLETE), MISSES_NONE, "The same had been asked for in #1", NULL,
    STEPS (GOOD_OF (1, 0), GOOD_OF (2, 110)) },
  { "the same again with a flaw", CAUSE (COMPLETE_WITH_FLAWS), CAUSE (COMPLETE), "complete", NULL,
    STEPS (GOOD_OF (1, 0), ASK_OF (2, 110), STEP_OF (ANSWER, 2, 120, JSON_OF ("200 OK")),
           STEP_OF (BODY, 2, 130, GOOD), STEP_OF (END, 2, 200, "gateway complete")) },
  { "storm", CAUSE (RETRY_STORM), CAUSE (GATEWAY_ENDED_EARLY),
    "attempt 5 of one call within 40 ms; the last 4 came without a pause. What came of this attempt: "
    "Gateway ended the answer early.",
    "!retry-upstream",
    STEPS (EMPTY_OF (1, 0), EMPTY_OF (2, 10), EMPTY_OF (3, 20), EMPTY_OF (4, 30), EMPTY_OF (5, 40)) },
  { "patient retries", CAUSE (SERVER_ERROR), CAUSE (RETRY_STORM), "failed attempt 5 of one call",
    "!retry-upstream",
    STEPS (BAD_OF (1, 0), BAD_OF (2, 500), BAD_OF (3, 1500), BAD_OF (4, 3500), BAD_OF (5, 7500)) },

  { "dropped before content", CAUSE (GATEWAY_DROPPED), MISSES_NONE, "1 event had come", "buffer-until-content",
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, START), END_BY (300, "gateway fin")) },
  { "beta refused", CAUSE (REQUEST_REFUSED), MISSES_NONE, "beta", "drop-beta",
    STEPS (ASK (POST ("/v1/messages", "test/1.0\r\nanthropic-beta: next-2026-01-01", STREAMED)),
           ANSWER (100, JSON_OF ("400 Bad Request")),
           BODY (110, REFUSAL ("invalid_request_error", "unknown beta next-2026-01-01")),
           DONE_AT (120)) },

  /* Tools and limits. */
  { "tool as text", CAUSE (TOOL_CALL_AS_TEXT), CAUSE (TOOL_INPUT_BROKEN), "a tool call as text",
    "promote-tool-text",
    IN_STREAM (START BLOCK (0, "<tool_call>{\"name\": \"look\", \"arguments\": {}}</tool_call>")
                 FINISH) },
  { "talk of tools", CAUSE (COMPLETE), CAUSE (TOOL_CALL_AS_TEXT), "complete", NULL,
    IN_STREAM (START BLOCK (0, "`<tool_call>` begins a call.") FINISH) },
  { "tool input", CAUSE (TOOL_INPUT_BROKEN), CAUSE (MAX_TOKENS), "not a JSON object", NULL,
    IN_STREAM (START OPEN_TOOL (0, "t") INPUT (0, "{oh") CLOSE (0) TURN ("tool_use") STOP) },
  { "tool that nobody stopped for", CAUSE (TOOL_INPUT_BROKEN), MISSES_NONE, "end_turn", "fix-stop-reason",
    IN_STREAM (START TOOL (0, "t") FINISH) },
  { "tool cut", CAUSE (MAX_TOKENS), CAUSE (TOOL_INPUT_BROKEN), "token limit", "set-max-tokens",
    IN_STREAM (START OPEN_TOOL (0, "t") INPUT (0, "{oh") CLOSE (0) TURN ("max_tokens") STOP) },
  { "chat at its limit", CAUSE (MAX_TOKENS), MISSES_NONE, "length", "set-max-tokens",
    STEPS (CHAT_ASK ("OpenAI/JS 7.55.0"), STREAM_AT (100), BODY (200, ROLE SAY ("Hel")),
           BODY (300, END_AS ("length") DONE), DONE_AT (300)) },
  { "own end", CAUSE (COMPLETE), CAUSE (MAX_TOKENS), "complete", NULL,
    IN_STREAM (START BLOCK (0, "Hello") TURN ("stop_sequence") STOP) },

  /* What holds events back. */
  { "bursts", CAUSE (BUFFERING_HOP), CAUSE (COMPLETE_WITH_FLAWS), "bursts", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (1500, START OPEN_TEXT (0) FIVE), BODY (4000, FIVE FIVE),
           BODY (6000, FIVE), BODY (8000, FIVE FIVE CLOSE (0) FINISH), DONE_AT (8100)) },
  { "two bursts", CAUSE (COMPLETE), CAUSE (BUFFERING_HOP), "complete", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, START OPEN_TEXT (0) FIVE), BODY (4000, FIVE FIVE),
           BODY (8000, FIVE CLOSE (0) FINISH), DONE_AT (8100)) },

  /* The capture. */
  { "capture over", CAUSE (CAPTURE_INCOMPLETE), CAUSE (RUNNING), "capture ended", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, BEGUN), AT_LAST (900)) },
  { "capture over behind the end", CAUSE (COMPLETE), CAUSE (CAPTURE_INCOMPLETE), "complete", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, GOOD), DONE_AT (300), AT_LAST (900)) },
  { "lost", CAUSE (CAPTURE_INCOMPLETE), CAUSE (GATEWAY_ENDED_EARLY), "could not be written", NULL,
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, BEGUN), LOSE (300, "400"),
           END_BY (400, "gateway complete")) },
};

const guint n_verdict_cases = G_N_ELEMENTS (verdict_cases);
