/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar.h"

/* Runs a body through a checker in steps of so many bytes, each from a buffer of its own size,
 * and gives the findings as words: "rule@event", "rule@end", with ":severity" where it is not the
 * rule's own. @grammar: (nullable). */
char *check_trace (const char *body, gsize length, gsize step, const TapGrammar *grammar,
                   const TapGrammarRequest *request);

/* What a trace is made of. */
#define EV(name, ...) "event: " name "\ndata: " #__VA_ARGS__ "\n\n"

#define START_ID(id) \
  EV ("message_start", {"type": "message_start", "message": {"id": id, "type": "message", \
      "role": "assistant", "model": "m-1", "content": [], "stop_reason": null, \
      "stop_sequence": null, "usage": {"input_tokens": 9, "output_tokens": 1}}})
#define START START_ID ("msg_a")
#define OPEN(index, ...) \
  EV ("content_block_start", {"type": "content_block_start", "index": index, \
      "content_block": __VA_ARGS__})
#define OPEN_TEXT(index) OPEN (index, {"type": "text", "text": ""})
#define OPEN_TOOL(index, id) \
  OPEN (index, {"type": "tool_use", "id": id, "name": "look", "input": {}})
#define DELTA(index, ...) \
  EV ("content_block_delta", {"type": "content_block_delta", "index": index, "delta": __VA_ARGS__})
#define TEXT(index, string) DELTA (index, {"type": "text_delta", "text": string})
#define INPUT(index, string) DELTA (index, {"type": "input_json_delta", "partial_json": string})
#define CLOSE(index) EV ("content_block_stop", {"type": "content_block_stop", "index": index})
#define TURN(reason) \
  EV ("message_delta", {"type": "message_delta", "delta": {"stop_reason": reason, \
      "stop_sequence": null}, "usage": {"output_tokens": 12}})
#define STOP EV ("message_stop", {"type": "message_stop"})
#define PING EV ("ping", {"type": "ping"})
#define FAIL EV ("error", {"type": "error", "error": {"type": "overloaded_error", \
                 "message": "Overloaded"}})

#define BLOCK(index, string) OPEN_TEXT (index) TEXT (index, string) CLOSE (index)
#define TOOL(index, id) OPEN_TOOL (index, id) INPUT (index, "") INPUT (index, "{\"a\": 1}") \
                        CLOSE (index)
#define FINISH TURN ("end_turn") STOP
#define GOOD START BLOCK (0, "Hello") FINISH
#define CHUNK "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[]}\n\n"
