/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What a stream of Gemini can show (protocol C.4, Z.16). */
#define TAP_RULES_GEMINI(X)                                                                       \
  X (GEMINI_MISSING_FINISH_REASON, "gemini-missing-finish-reason", TAP_SEVERITY_ERROR,            \
     N_ ("The stream ended before a candidate had its finish reason."))                           \
  X (GEMINI_ERROR_IN_STREAM, "gemini-error-in-stream", TAP_SEVERITY_ERROR,                        \
     N_ ("An error came in the stream instead of the rest of the answer."))                       \
  X (GEMINI_JSON_ARRAY_INSTEAD_OF_SSE, "gemini-json-array-instead-of-sse", TAP_SEVERITY_ERROR,    \
     N_ ("A stream of events was asked for, but its chunks came as one JSON array."))             \
  X (GEMINI_PROMPT_BLOCKED, "gemini-prompt-blocked", TAP_SEVERITY_NOTE,                           \
     N_ ("The prompt was blocked, so there is no answer."))
