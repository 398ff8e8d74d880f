/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-effects.h"

/* OpenAI Chat Completions and Responses (protocol C.1, C.3). */

#define E TAP_EFFECT_ROW

#define BEFORE_COMPLETED \
  "stream disconnected before completion: stream closed before response.completed"

const TapEffect tap_effects_openai[] = {
  E (CHAT_MISSING_ROLE, OPENAI_JS, HELPER, STOPS, RUN, "missing role for choice 0"),
  E (CHAT_MISSING_ROLE, OPENAI_JS, RAW, TOLERATES, RUN, NULL),
  E (CHAT_MISSING_FINISH_REASON, OPENAI_JS, HELPER, STOPS, RUN, "missing finish_reason for choice 0"),
  E (CHAT_MISSING_FINISH_REASON, OPENCODE, ANY, LOSES, ISSUE, NULL),
  E (CHAT_MISSING_DONE, OPENAI_JS, ANY, TOLERATES, RUN, NULL),
  E (CHAT_EVENT_AFTER_DONE, OPENAI_JS, ANY, TOLERATES, RUN, NULL),
  E (CHAT_ERROR_IN_STREAM, OPENAI_JS, ANY, STOPS, RUN, "APIError: <message>"),
  E (CHAT_ERROR_IN_STREAM, OPENAI_PYTHON, ANY, STOPS, SOURCE, "An error occurred during streaming"),
  E (CHAT_TOOL_INDEX_GAP, OPENAI_JS, HELPER, STOPS, RUN,
     "Cannot read properties of undefined (reading 'type')"),
  E (CHAT_TOOL_MISSING_ID, OPENAI_JS, HELPER, TOLERATES, RUN, NULL),
  E (CHAT_CHOICES_MISSING, OPENAI_JS, HELPER, STOPS, RUN, "chunk.choices is not iterable"),

  E (RESPONSES_MISSING_CREATED, OPENAI_JS, HELPER, STOPS, SOURCE,
     "When snapshot hasn't been set yet, expected 'response.created' event, got X"),
  E (RESPONSES_DELTA_WITHOUT_ITEM, OPENAI_JS, HELPER, STOPS, SOURCE, "missing output at index N"),
  E (RESPONSES_PART_TYPE_MISMATCH, OPENAI_JS, HELPER, STOPS, SOURCE,
     "expected content to be 'output_text', got X"),
  E (RESPONSES_MISSING_DONE, CODEX, ANY, LOSES, ISSUE, NULL),
  E (RESPONSES_MISSING_TERMINAL, CODEX, ANY, STOPS, RUN, BEFORE_COMPLETED),
  E (RESPONSES_FAILED, CODEX, ANY, STOPS, RUN, NULL),
  E (RESPONSES_ERROR_EVENT, CODEX, ANY, STOPS, RUN, BEFORE_COMPLETED),
  TAP_EFFECT_END
};
