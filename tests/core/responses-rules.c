/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "responses-rules.h"

#include "check-trace.h"

#define MESSAGE_ADDED(n, i, id) \
  R_ADDED (n, i, {"type": "message", "id": id, "content": []})
#define MESSAGE_DONE(n, i, id) \
  R_ITEM_DONE (n, i, {"type": "message", "id": id, "status": "completed"})
#define TEXT_PART(n, i, id) R_PART (n, i, id, {"type": "output_text", "text": ""})
#define TEXT_PART_DONE(n, i, id) R_PART_DONE (n, i, id, {"type": "output_text", "text": "Hi"})
#define CALL_ADDED(n, i, id) \
  R_ADDED (n, i, {"type": "function_call", "id": id, "call_id": "c1", "name": "look", \
                  "arguments": ""})
#define CALL_DONE_STATUS(n, i, id, call, args, is) \
  R_ITEM_DONE (n, i, {"type": "function_call", "id": id, "call_id": call, "name": "look", \
                      "arguments": args, "status": is})
#define CALL_DONE(n, i, id, args) CALL_DONE_STATUS (n, i, id, "c1", args, "completed")
#define INCOMPLETE(n) \
  R_EV ("response.incomplete", n, "response": {"incomplete_details": \
        {"reason": "max_output_tokens"}})
#define FAILED(n) \
  R_EV ("response.failed", n, "response": {"error": {"code": "server_error", \
        "message": "It broke"}})
#define FLAT_ERROR(n) \
  R_EV ("error", n, "code": "rate_limit_exceeded", "message": "Slow down", "param": null)

/* A message from event 3 to 8, or a call from 3 to 6. */
#define MESSAGE \
  MESSAGE_ADDED (2, 0, "msg_1") TEXT_PART (3, 0, "msg_1") R_TEXT (4, 0, "msg_1", "Hi") \
  R_TEXT_DONE (5, 0, "msg_1", "Hi") TEXT_PART_DONE (6, 0, "msg_1") MESSAGE_DONE (7, 0, "msg_1")
#define CALL \
  CALL_ADDED (2, 0, "fc_1") R_ARGS (3, 0, "fc_1", "{}") R_ARGS_DONE (4, 0, "fc_1", "{}") \
  CALL_DONE (5, 0, "fc_1", "{}")
#define BEGIN R_CREATED (0) R_BUSY (1)
#define GOOD_RESPONSE BEGIN MESSAGE R_DONE (8)

const GrammarRule responses_rules[] = {
  { TAP_RULE_RESPONSES_MISSING_CREATED,
    R_BUSY (0) MESSAGE_ADDED (1, 0, "m") MESSAGE_DONE (2, 0, "m") R_DONE (3),
    "responses-missing-created@1",
    R_BARE ("keepalive", 0) R_CREATED (1) R_BUSY (2) R_DONE (3), "" },
  { TAP_RULE_RESPONSES_CREATED_AGAIN,
    R_CREATED (0) R_CREATED_ID (1, "resp_b") R_DONE (2), "responses-created-again@2",
    R_CREATED (0) R_BUSY (1) R_DONE (2), "" },
  { TAP_RULE_RESPONSES_SEQUENCE_GAP,
    R_CREATED (0) R_BUSY (2) R_DONE (3), "responses-sequence-gap@2",
    R_CREATED (4) R_BUSY (5) R_DONE (6), "" },
  { TAP_RULE_RESPONSES_SEQUENCE_DUPLICATE,
    R_CREATED (0) R_BUSY (1) R_DONE (1), "responses-sequence-duplicate@3",
    R_CREATED (0) R_BUSY (1) R_DONE (2), "" },
  { TAP_RULE_RESPONSES_SEQUENCE_DECREASE,
    R_CREATED (5) R_BUSY (6) R_DONE (2), "responses-sequence-decrease@3",
    R_CREATED (5) R_BUSY (6) R_DONE (7), "" },
  { TAP_RULE_RESPONSES_SEQUENCE_MISSING,
    EV ("response.created", {"type": "response.created"})
    EV ("response.completed", {"type": "response.completed"}), "responses-sequence-missing@end",
    EV ("response.created", {"type": "response.created"}) R_DONE (1), "" },
  { TAP_RULE_RESPONSES_DELTA_WITHOUT_ITEM,
    BEGIN MESSAGE_ADDED (2, 0, "m") R_TEXT (3, 0, "m", "Hi") MESSAGE_DONE (4, 0, "m") R_DONE (5),
    "responses-delta-without-item@4",
    GOOD_RESPONSE, "" },
  { TAP_RULE_RESPONSES_PART_TYPE_MISMATCH,
    BEGIN MESSAGE_ADDED (2, 0, "m") R_PART (3, 0, "m", {"type": "refusal"}) R_TEXT (4, 0, "m", "Hi")
    R_PART_DONE (5, 0, "m", {"type": "refusal"}) MESSAGE_DONE (6, 0, "m") R_DONE (7),
    "responses-part-type-mismatch@5",
    BEGIN MESSAGE_ADDED (2, 0, "m") R_PART (3, 0, "m", {"type": "hologram"})
    R_TEXT (4, 0, "m", "Hi") R_PART_DONE (5, 0, "m", {"type": "hologram"}) MESSAGE_DONE (6, 0, "m")
    R_DONE (7), "unknown-block-type@4" },
  { TAP_RULE_RESPONSES_MISSING_DONE,
    BEGIN CALL_ADDED (2, 0, "fc_1") R_ARGS (3, 0, "fc_1", "{}") R_DONE (4),
    "responses-missing-done@5",
    BEGIN CALL_ADDED (2, 0, "fc_1") R_ARGS (3, 0, "fc_1", "{}") INCOMPLETE (4),
    "responses-incomplete@5" },
  { TAP_RULE_RESPONSES_ITEM_ID_CHANGED,
    BEGIN MESSAGE_ADDED (2, 0, "m") TEXT_PART (3, 0, "n") R_TEXT (4, 0, "o", "Hi")
    TEXT_PART_DONE (5, 0, "p") MESSAGE_DONE (6, 0, "q") R_DONE (7), "responses-item-id-changed@4",
    BEGIN MESSAGE_ADDED (2, 0, "m") TEXT_PART (3, 0, "") R_TEXT (4, 0, null, "Hi")
    TEXT_PART_DONE (5, 0, "m") MESSAGE_DONE (6, 0, "m") R_DONE (7), "" },
  { TAP_RULE_RESPONSES_OUTPUT_INDEX_GAP,
    BEGIN MESSAGE_ADDED (2, 1, "m") MESSAGE_DONE (3, 1, "m") MESSAGE_ADDED (4, 2, "n")
    MESSAGE_DONE (5, 2, "n") R_DONE (6), "responses-output-index-gap@3",
    BEGIN MESSAGE_ADDED (2, 0, "m") MESSAGE_ADDED (3, 1, "n") MESSAGE_DONE (4, 1, "n")
    MESSAGE_DONE (5, 0, "m") R_DONE (6), "" },
  { TAP_RULE_RESPONSES_OUTPUT_INDEX_DUPLICATE,
    BEGIN MESSAGE_ADDED (2, 0, "m") MESSAGE_DONE (3, 0, "m") MESSAGE_ADDED (4, 0, "n")
    MESSAGE_DONE (5, 0, "n") R_DONE (6), "responses-output-index-duplicate@5",
    BEGIN MESSAGE_ADDED (2, 0, "m") MESSAGE_DONE (3, 0, "m") MESSAGE_ADDED (4, 1, "n")
    MESSAGE_DONE (5, 1, "n") R_DONE (6), "" },
  { TAP_RULE_RESPONSES_ARGUMENTS_MISMATCH,
    BEGIN CALL_ADDED (2, 0, "f") R_ARGS (3, 0, "f", "{}") R_ARGS_DONE (4, 0, "f", "{\"a\": 1}")
    CALL_DONE (5, 0, "f", "{\"a\": 1}") R_DONE (6), "responses-arguments-mismatch@5",
    BEGIN CALL_ADDED (2, 0, "f") R_ARGS_DONE (3, 0, "f", "{\"a\": 1}")
    CALL_DONE (4, 0, "f", "{\"a\": 1}") R_DONE (5), "" },
  { TAP_RULE_RESPONSES_MISSING_TERMINAL,
    BEGIN MESSAGE, "responses-missing-terminal@end",
    BEGIN MESSAGE FLAT_ERROR (8), "responses-error-event@9" },
  { TAP_RULE_RESPONSES_FAILED,
    BEGIN MESSAGE_ADDED (2, 0, "m") FAILED (3), "responses-failed@4",
    GOOD_RESPONSE, "" },
  { TAP_RULE_RESPONSES_INCOMPLETE,
    BEGIN INCOMPLETE (2), "responses-incomplete@3",
    BEGIN R_EV ("response.completed", 2, "response": {"incomplete_details": null}), "" },
  { TAP_RULE_RESPONSES_ERROR_EVENT,
    BEGIN FLAT_ERROR (2), "responses-error-event@3",
    BEGIN R_EV ("response.completed", 2, "error": null), "" },
  { TAP_RULE_RESPONSES_EVENT_AFTER_TERMINAL,
    GOOD_RESPONSE R_BUSY (9) R_TEXT (10, 0, "msg_1", "x"), "responses-event-after-terminal@10",
    GOOD_RESPONSE R_BARE ("keepalive", 9) "data: [DONE]\n\n", "" },
};
const unsigned responses_n_rules = G_N_ELEMENTS (responses_rules);

#define SUMMARY(n, what, ...) \
  R_EV ("response.reasoning_summary_" what, n, "item_id": "rs_1", "output_index": 0, \
        "summary_index": 0, __VA_ARGS__)
#define LEAK "<tool_call>{\"name\": \"look\", \"arguments\": {}}</tool_call>"
#define CUSTOM(n, id) \
  R_ADDED (n, 0, {"type": "custom_tool_call", "id": id, "call_id": "c1", "name": "sql", "input": ""})

const GrammarCase responses_cases[] = {
  { "a message", GOOD_RESPONSE, "" },
  { "a call", BEGIN CALL R_DONE (6), "" },
  { "reasoning, then a message",
    BEGIN R_ADDED (2, 0, {"type": "reasoning", "id": "rs_1", "summary": []})
    SUMMARY (3, "part.added", "part": {"type": "summary_text", "text": ""})
    SUMMARY (4, "text.delta", "delta": "Hm") SUMMARY (5, "text.done", "text": "Hm")
    SUMMARY (6, "part.done", "part": {"type": "summary_text", "text": "Hm"})
    R_ITEM_DONE (7, 0, {"type": "reasoning", "id": "rs_1"})
    MESSAGE_ADDED (8, 1, "m") TEXT_PART (9, 1, "m") R_TEXT (10, 1, "m", "Hi")
    TEXT_PART_DONE (11, 1, "m") MESSAGE_DONE (12, 1, "m") R_DONE (13), "" },
  { "reasoning text without its part",
    BEGIN R_ADDED (2, 0, {"type": "reasoning", "id": "r"})
    R_EV ("response.reasoning_text.delta", 3, "output_index": 0, "item_id": "r",
          "content_index": 0, "delta": "Hm") R_ITEM_DONE (4, 0, {"type": "reasoning", "id": "r"})
    R_DONE (5), "" },
  { "a custom tool's input need not be JSON",
    BEGIN CUSTOM (2, "ct") R_EV ("response.custom_tool_call_input.delta", 3, "output_index": 0,
                                 "item_id": "ct", "delta": "SELECT *")
    R_ITEM_DONE (4, 0, {"type": "custom_tool_call", "id": "ct", "call_id": "c1", "name": "sql",
                        "input": "SELECT *"}) R_DONE (5), "" },
  { "a built-in tool",
    BEGIN R_ADDED (2, 0, {"type": "web_search_call", "id": "ws"})
    R_EV ("response.web_search_call.searching", 3, "output_index": 0, "item_id": "ws")
    R_EV ("response.web_search_call.completed", 4, "output_index": 0, "item_id": "ws")
    R_ITEM_DONE (5, 0, {"type": "web_search_call", "id": "ws"}) R_DONE (6), "" },
  { "what is new is a note",
    BEGIN R_BARE ("response.hologram.delta", 2) R_ADDED (3, 0, {"type": "hologram", "id": "h"})
    R_ITEM_DONE (4, 0, {"type": "hologram", "id": "h"}) R_DONE (5),
    "unknown-event-type@3 unknown-block-type@4" },
  { "neither name nor type", BEGIN "data: {\"x\": 1}\n\n" R_DONE (2),
    "event-name-missing@3:note unknown-event-type@3" },
  { "without event lines",
    "data: {\"type\": \"response.created\", \"sequence_number\": 0}\n\n"
    "data: {\"type\": \"response.completed\", \"sequence_number\": 1}\n\n",
    "event-name-missing@1:note" },
  { "another name", "event: message\ndata: {\"type\": \"response.created\", \"sequence_number\": 0}"
    "\n\n" R_DONE (1), "event-name-mismatch@1" },
  { "the marker of another dialect", GOOD_RESPONSE "data: [DONE]\n\n", "" },
  { "only keepalives", R_BARE ("keepalive", 0) R_BARE ("keepalive", 1), "empty-stream@end" },

  { "created twice", R_CREATED (0) R_CREATED (1) MESSAGE R_DONE (8),
    "responses-created-again@2:warning" },
  { "two responses back to back", GOOD_RESPONSE GOOD_RESPONSE,
    "responses-created-again@10" },
  { "two responses glued together",
    BEGIN MESSAGE_ADDED (2, 0, "m") R_CREATED_ID (3, "resp_b") MESSAGE_ADDED (4, 0, "n")
    MESSAGE_DONE (5, 0, "n") R_DONE (6), "responses-created-again@4" },

  { "a resumed stream", MESSAGE R_DONE (8), "", ASKED_RESUMED },
  { "resumed within an item",
    R_TEXT (4, 3, "m", "i") R_TEXT_DONE (5, 3, "m", "Hi") TEXT_PART_DONE (6, 3, "m")
    MESSAGE_DONE (7, 3, "m") MESSAGE_ADDED (8, 4, "n") MESSAGE_DONE (9, 4, "n") R_DONE (10), "",
    ASKED_RESUMED },
  { "resumed within a call's input",
    R_ARGS (4, 0, "f", "\"a\": 1}") R_ARGS_DONE (5, 0, "f", "{\"a\": 1}")
    CALL_DONE (6, 0, "f", "{\"a\": 1}") R_DONE (7), "", ASKED_RESUMED },
  { "probably resumed", MESSAGE R_DONE (8), "responses-missing-created@1:warning" },
  { "not resumed, so the beginning is lost", MESSAGE R_DONE (8), "responses-missing-created@1",
    ASKED_TOOLS },
  { "resumed, with a gap", R_BUSY (3) R_DONE (7), "responses-sequence-gap@2", ASKED_RESUMED },
  { "resumed, with a delta of an item that cannot have begun before",
    MESSAGE_ADDED (3, 1, "m") R_TEXT (4, 2, "n", "x") MESSAGE_DONE (5, 1, "m") R_DONE (6),
    "responses-delta-without-item@2", ASKED_RESUMED },

  { "error, then failed", BEGIN FLAT_ERROR (2) FAILED (3),
    "responses-error-event@3 responses-failed@4" },
  { "error within an object", BEGIN R_EV ("error", 2, "error": {"message": "No"}),
    "responses-error-event@3" },
  { "error in data alone", BEGIN "data: {\"error\": {\"message\": \"Lost\"}}\n\n",
    "responses-error-event@3" },
  { "error that is a text", BEGIN "data: {\"error\": \"Lost\"}\n\n", "responses-error-event@3" },
  { "events after an error", BEGIN FLAT_ERROR (2) R_BUSY (3) R_BUSY (4),
    "responses-error-event@3 responses-event-after-terminal@4" },
  { "an error first", FLAT_ERROR (0), "responses-error-event@1" },
  { "an error that is empty", BEGIN "event: error\ndata: {}\n\n", "responses-error-event@3" },

  { "data that is no JSON", BEGIN "event: response.in_progress\ndata: {\"type\n\n" R_DONE (3),
    "data-not-json@3" },
  { "data of an unknown event that is no JSON", BEGIN "event: hm\ndata: {\n\n" R_DONE (3),
    "data-not-json@3" },
  { "the first and the last are no JSON",
    "event: message\ndata: {\"type\": \"response.created\", \n\n" CALL
    "event: message\ndata: {\"type\": \"response.completed\", \n\n",
    "data-not-json@1 data-not-json@6" },
  { "the last is no JSON, and has no type", BEGIN "data: {\n\n",
    "event-name-missing@3:note data-not-json@3" },
  { "the last is no JSON, and none of the dialect", BEGIN "event: x\ndata: {\n\n",
    "data-not-json@3 responses-missing-terminal@end" },
  { "an item's beginning is no JSON",
    BEGIN "event: response.output_item.added\ndata: {\n\n" TEXT_PART (3, 0, "msg_1")
    R_TEXT (4, 0, "msg_1", "Hi") TEXT_PART_DONE (5, 0, "msg_1") MESSAGE_DONE (6, 0, "msg_1")
    R_DONE (7), "data-not-json@3" },

  { "a call's input is no JSON",
    BEGIN CALL_ADDED (2, 0, "f") R_ARGS (3, 0, "f", "{\"a") R_ARGS_DONE (4, 0, "f", "{\"a")
    CALL_DONE (5, 0, "f", "{\"a") R_DONE (6), "tool-input-not-json@5" },
  { "a call's input is cut",
    BEGIN CALL_ADDED (2, 0, "f") R_ARGS (3, 0, "f", "{\"a")
    CALL_DONE_STATUS (4, 0, "f", "c1", "{\"a", "incomplete") INCOMPLETE (5),
    "tool-input-truncated@5 responses-incomplete@6" },
  { "a call's input is no object",
    BEGIN CALL_ADDED (2, 0, "f") CALL_DONE (3, 0, "f", "7") R_DONE (4), "tool-input-not-json@4" },
  { "a call without input", BEGIN CALL_ADDED (2, 0, "f") CALL_DONE (3, 0, "f", "") R_DONE (4), "" },
  { "a call without id and name",
    BEGIN CALL_ADDED (2, 0, "f")
    R_ITEM_DONE (3, 0, {"type": "function_call", "id": "f", "arguments": "{}"}) R_DONE (4),
    "tool-use-missing-name@4 tool-use-missing-id@4" },
  { "two calls of one id",
    BEGIN CALL R_ADDED (6, 1, {"type": "function_call", "id": "g"}) CALL_DONE (7, 1, "g", "{}")
    R_DONE (8), "tool-use-duplicate-id@8" },
  { "arguments for a message",
    BEGIN MESSAGE_ADDED (2, 0, "m") R_ARGS (3, 0, "m", "{}") MESSAGE_DONE (4, 0, "m") R_DONE (5),
    "responses-part-type-mismatch@4" },
  { "a part that is never done",
    BEGIN MESSAGE_ADDED (2, 0, "m") TEXT_PART (3, 0, "m") R_TEXT (4, 0, "m", "Hi")
    MESSAGE_DONE (5, 0, "m") R_DONE (6), "responses-missing-done@6" },
  { "deltas after an item's end",
    BEGIN MESSAGE R_TEXT (8, 0, "msg_1", "x") R_DONE (9), "responses-delta-without-item@9" },
  { "an item that was never added",
    BEGIN R_TEXT (2, 0, "m", "x") MESSAGE_DONE (3, 0, "m") R_DONE (4),
    "responses-delta-without-item@3" },
  { "an item without an index",
    BEGIN R_EV ("response.output_item.added", 2, "item": {"type": "message"}) R_DONE (3),
    "responses-output-index-gap@3" },

  { "a call as text",
    BEGIN MESSAGE_ADDED (2, 0, "m") TEXT_PART (3, 0, "m") R_TEXT (4, 0, "m", LEAK)
    TEXT_PART_DONE (5, 0, "m") MESSAGE_DONE (6, 0, "m") R_DONE (7), "tool-call-as-text@5",
    ASKED_TOOLS },
  { "a call as text, of a request without tools",
    BEGIN MESSAGE_ADDED (2, 0, "m") TEXT_PART (3, 0, "m") R_TEXT (4, 0, "m", LEAK)
    TEXT_PART_DONE (5, 0, "m") MESSAGE_DONE (6, 0, "m") R_DONE (7), "", ASKED_NO_TOOLS },
  { "an id line", "id: 1\n" GOOD_RESPONSE, "retry-or-id-line@1" },
};
const unsigned responses_n_cases = G_N_ELEMENTS (responses_cases);
