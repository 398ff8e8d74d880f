/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What a trace of Chat Completions is made of. */
#define DATA(...) "data: " #__VA_ARGS__ "\n\n"
#define CHUNK_OF(id, ...) \
  DATA ({"id": id, "object": "chat.completion.chunk", "created": 1, "model": "m-1", \
         "choices": [__VA_ARGS__]})
#define CHOICES(...) CHUNK_OF ("c-1", __VA_ARGS__)
#define CHOICE(index_, ...) \
  CHOICES ({"index": index_, "delta": __VA_ARGS__, "finish_reason": null})
#define ROLE CHOICE (0, {"role": "assistant", "content": ""})
#define SAY(text) CHOICE (0, {"content": text})
#define CALLS(...) CHOICE (0, {"tool_calls": [__VA_ARGS__]})
#define CALL(number, id_, name_) \
  CALLS ({"index": number, "id": id_, "type": "function", \
          "function": {"name": name_, "arguments": ""}})
#define ARGS(number, text) CALLS ({"index": number, "function": {"arguments": text}})
#define END_CHOICE(index_, reason) \
  CHOICES ({"index": index_, "delta": {}, "finish_reason": reason})
#define END_AS(reason) END_CHOICE (0, reason)
#define USAGE \
  DATA ({"id": "c-1", "object": "chat.completion.chunk", "choices": [], \
         "usage": {"prompt_tokens": 9, "completion_tokens": 2}})
#define DONE "data: [DONE]\n\n"
#define END END_AS ("stop") DONE
#define ERROR DATA ({"error": {"message": "lost", "code": 502}})
#define LOOK(number, id_) CALL (number, id_, "look") ARGS (number, "{\"a\": ") ARGS (number, "1}")
