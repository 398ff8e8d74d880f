/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-effects.h"

/* What holds for every dialect (protocol A.2, B.5, E.2). */

#define E TAP_EFFECT_ROW

#define NO_CHUNKS "request ended without sending any chunks"
#define EMPTY_200 "API Error: API returned an empty or malformed response (HTTP 200)"
#define SYNTAX "SyntaxError: Unexpected end of JSON input"

const TapEffect tap_effects_other[] = {
  E (DATA_NOT_JSON, ANTHROPIC_JS, ANY, STOPS, RUN, "Unexpected end of JSON input"),

  E (EVENT_WITHOUT_DATA, OPENAI_JS, ANY, STOPS, RUN, SYNTAX),
  E (EVENT_WITHOUT_DATA, ANTHROPIC_JS, ANY, TOLERATES, SOURCE, NULL),
  E (EVENT_WITHOUT_DATA, AI_SDK, ANY, TOLERATES, SOURCE, NULL),

  E (INCOMPLETE_FINAL_EVENT, ANTHROPIC_JS, HELPER, STOPS, RUN,
     "stream ended without producing a Message with role=assistant"),
  E (INCOMPLETE_FINAL_EVENT, ANTHROPIC_PYTHON, ANY, LOSES, RUN, NULL),

  E (LEADING_BOM, ANTHROPIC_PYTHON, ANY, LOSES, RUN, NULL),
  E (LEADING_BOM, OPENAI_PYTHON, ANY, LOSES, RUN, NULL),
  E (LEADING_BOM, CODEX, ANY, STOPS, RUN, "stream closed before response.completed"),
  E (LEADING_BOM, ANTHROPIC_JS, ANY, TOLERATES, RUN, NULL),
  E (LEADING_BOM, OPENAI_JS, ANY, TOLERATES, SOURCE, NULL),
  E (LEADING_BOM, AI_SDK, ANY, TOLERATES, SOURCE, NULL),

  E (LONE_CR, CODEX, ANY, STOPS, RUN, "stream closed before response.completed"),
  E (LONE_CR, OPENCODE, ANY, STOPS, RUN, NULL),
  E (LONE_CR, ANTHROPIC_JS, ANY, TOLERATES, RUN, NULL),
  E (LONE_CR, ANTHROPIC_PYTHON, ANY, TOLERATES, RUN, NULL),

  E (RETRY_OR_ID_LINE, OPENAI_PYTHON, ANY, STOPS, GUESS, "JSONDecodeError"),
  E (RETRY_OR_ID_LINE, ANTHROPIC_PYTHON, ANY, TOLERATES, RUN, NULL),
  E (RETRY_OR_ID_LINE, OPENAI_JS, ANY, TOLERATES, RUN, NULL),

  E (DONE_WITH_EXTRA_SPACE, OPENAI_JS, ANY, STOPS, RUN, NULL),

  E (JSON_INSTEAD_OF_SSE, CLAUDE_CODE, ANY, STOPS, SOURCE,
     "Stream ended without receiving any events"),
  E (JSON_INSTEAD_OF_SSE, ANTHROPIC_JS, HELPER, STOPS, RUN, NO_CHUNKS),
  E (JSON_INSTEAD_OF_SSE, ANTHROPIC_JS, RAW, LOSES, RUN, NULL),
  E (ERROR_JSON_IN_200, CLAUDE_CODE, CC_NEW, STOPS, RUN, EMPTY_200),
  E (ERROR_JSON_IN_200, ANTHROPIC_JS, HELPER, STOPS, RUN, NO_CHUNKS),
  E (ERROR_JSON_IN_200, ANTHROPIC_JS, RAW, LOSES, RUN, NULL),
  E (ERROR_JSON_IN_200, OPENAI_JS, HELPER, STOPS, RUN, NO_CHUNKS),
  E (ERROR_JSON_IN_200, OPENAI_JS, RAW, LOSES, RUN, NULL),
  E (HTML_IN_STREAM, CLAUDE_CODE, CC_NEW, STOPS, RUN, EMPTY_200),
  E (HTML_IN_STREAM, ANTHROPIC_JS, HELPER, STOPS, RUN, NO_CHUNKS),
  E (HTML_IN_STREAM, ANTHROPIC_JS, RAW, LOSES, RUN, NULL),
  E (HTML_IN_STREAM, OPENAI_JS, HELPER, STOPS, RUN, NO_CHUNKS),
  E (HTML_IN_STREAM, OPENAI_JS, RAW, LOSES, RUN, NULL),
  E (EMPTY_STREAM, CLAUDE_CODE, ANY, STOPS, RUN, "Stream ended without receiving any events"),
  E (EMPTY_STREAM, ANTHROPIC_JS, HELPER, STOPS, RUN, NO_CHUNKS),
  E (EMPTY_STREAM, ANTHROPIC_JS, RAW, LOSES, RUN, NULL),
  E (EMPTY_STREAM, OPENAI_JS, HELPER, STOPS, RUN, NO_CHUNKS),
  E (EMPTY_STREAM, OPENAI_JS, RAW, LOSES, RUN, NULL),
  E (EMPTY_STREAM, AI_SDK, ANY, LOSES, SOURCE, NULL),

  E (TRUNCATED_BODY, CLAUDE_CODE, CC_NEW, STOPS, SOURCE,
     "API Error: Connection lost mid-response. The response above may be incomplete."),
  E (TRUNCATED_BODY, ANTHROPIC_JS, HELPER, STOPS, RUN, "AnthropicError: terminated"),
  E (TRUNCATED_BODY, ANTHROPIC_JS, RAW, STOPS, RUN, "TypeError: terminated"),
  E (TRUNCATED_BODY, ANTHROPIC_PYTHON, ANY, STOPS, SOURCE,
     "httpx.RemoteProtocolError: peer closed connection without sending complete message body "
     "(incomplete chunked read)"),
  E (TRUNCATED_BODY, OPENAI_JS, HELPER, STOPS, RUN, "OpenAIError: terminated"),
  E (TRUNCATED_BODY, OPENAI_JS, RAW, STOPS, RUN, "TypeError: terminated"),

  E (UPSTREAM_UNREACHABLE, CLAUDE_CODE, CC_HELPER, STOPS, RUN, "API Error: Connection error."),
  E (UPSTREAM_UNREACHABLE, ANTHROPIC_JS, ANY, STOPS, RUN, "APIConnectionError: Connection error."),
  E (UPSTREAM_UNREACHABLE, OPENAI_JS, ANY, STOPS, RUN, "APIConnectionError: Connection error."),
  E (NO_ANSWER, CLAUDE_CODE, CC_HELPER, STOPS, RUN, "API Error: Connection error."),
  E (NO_ANSWER, CLAUDE_CODE, CC_NEW, STOPS, RUN,
     "API Error: Connection dropped (ECONNRESET). Check the gateway set in ANTHROPIC_BASE_URL, then try "
     "again."),
  E (NO_ANSWER, ANTHROPIC_JS, ANY, STOPS, RUN, "APIConnectionError: Connection error."),
  E (NO_ANSWER, OPENAI_JS, ANY, STOPS, RUN, "APIConnectionError: Connection error."),
  TAP_EFFECT_END
};
