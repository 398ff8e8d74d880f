/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "grammar-suite.h"

extern const GrammarRule responses_rules[];
extern const unsigned responses_n_rules;
extern const GrammarCase responses_cases[];
extern const unsigned responses_n_cases;

/* Events of a stream of OpenAI Responses; n: its sequence_number. */
#define R_EV(name, n, ...) \
  "event: " name "\ndata: {\"type\": \"" name "\", \"sequence_number\": " #n ", " #__VA_ARGS__ "}\n\n"
#define R_BARE(name, n) \
  "event: " name "\ndata: {\"type\": \"" name "\", \"sequence_number\": " #n "}\n\n"
#define R_CREATED_ID(n, id) R_EV ("response.created", n, "response": {"id": id, "output": []})
#define R_CREATED(n) R_CREATED_ID (n, "resp_a")
#define R_BUSY(n) R_EV ("response.in_progress", n, "response": {"id": "resp_a"})
#define R_DONE(n) R_EV ("response.completed", n, "response": {"id": "resp_a", "status": "completed"})
#define R_ADDED(n, i, ...) R_EV ("response.output_item.added", n, "output_index": i, "item": __VA_ARGS__)
#define R_ITEM_DONE(n, i, ...) \
  R_EV ("response.output_item.done", n, "output_index": i, "item": __VA_ARGS__)
#define R_PART(n, i, id, ...) \
  R_EV ("response.content_part.added", n, "output_index": i, "item_id": id, "content_index": 0, \
        "part": __VA_ARGS__)
#define R_PART_DONE(n, i, id, ...) \
  R_EV ("response.content_part.done", n, "output_index": i, "item_id": id, "content_index": 0, \
        "part": __VA_ARGS__)
#define R_TEXT(n, i, id, string) \
  R_EV ("response.output_text.delta", n, "output_index": i, "item_id": id, "content_index": 0, \
        "delta": string)
#define R_TEXT_DONE(n, i, id, string) \
  R_EV ("response.output_text.done", n, "output_index": i, "item_id": id, "content_index": 0, \
        "text": string)
#define R_ARGS(n, i, id, string) \
  R_EV ("response.function_call_arguments.delta", n, "output_index": i, "item_id": id, \
        "delta": string)
#define R_ARGS_DONE(n, i, id, string) \
  R_EV ("response.function_call_arguments.done", n, "output_index": i, "item_id": id, \
        "arguments": string)
