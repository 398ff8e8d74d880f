/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What holds for a stream or a body of every dialect (protocol A.2, B.5, B.7, Z). */
#define TAP_RULES_STREAM(X)                                                                       \
  X (TOOL_CALL_AS_TEXT, "tool-call-as-text", TAP_SEVERITY_WARNING,                                \
     N_ ("A tool call was written as text, so the agent does not run it."))                       \
  X (DATA_NOT_JSON, "data-not-json", TAP_SEVERITY_ERROR,                                          \
     N_ ("The data of an event was not JSON."))                                                   \
  X (JSON_TOO_DEEP, "json-too-deep", TAP_SEVERITY_WARNING,                                        \
     N_ ("The JSON of an event was nested too deep to be judged; some clients refuse it."))       \
  X (OVERSIZE_EVENT, "oversize-event", TAP_SEVERITY_WARNING,                                      \
     N_ ("An event was too large to be judged; it was passed on."))                               \
  X (EVENT_WITHOUT_DATA, "event-without-data", TAP_SEVERITY_WARNING,                              \
     N_ ("An event had a name but no data: most clients drop it, some fail."))                    \
  X (INCOMPLETE_FINAL_EVENT, "incomplete-final-event", TAP_SEVERITY_ERROR,                        \
     N_ ("The last event lacked its blank line, so it is lost."))                                 \
  X (EVENT_STREAM_BROKEN, "event-stream-broken", TAP_SEVERITY_ERROR,                              \
     N_ ("A frame of a binary event stream was broken, so its event is lost."))                   \
  X (INVALID_UTF8, "invalid-utf8", TAP_SEVERITY_WARNING,                                          \
     N_ ("The bytes of an event were not UTF-8."))                                                \
  X (LEADING_BOM, "leading-bom", TAP_SEVERITY_WARNING,                                            \
     N_ ("The stream began with a byte order mark; some clients then lose its first "             \
         "event."))                                                                               \
  X (LONE_CR, "lone-cr", TAP_SEVERITY_WARNING,                                                    \
     N_ ("A line ended with CR alone, which some clients do not take as a line end."))            \
  X (RETRY_OR_ID_LINE, "retry-or-id-line", TAP_SEVERITY_WARNING,                                  \
     N_ ("A retry or id line came, at which some clients of OpenAI's dialects fail."))            \
  X (DONE_WITH_EXTRA_SPACE, "done-with-extra-space", TAP_SEVERITY_WARNING,                        \
     N_ ("More than one space stood before [DONE]; some clients then fail."))                     \
  X (JSON_INSTEAD_OF_SSE, "json-instead-of-sse", TAP_SEVERITY_ERROR,                              \
     N_ ("A stream was asked for, but one JSON text came."))                                      \
  X (ERROR_JSON_IN_200, "error-json-in-200", TAP_SEVERITY_ERROR,                                  \
     N_ ("The status was 200, but the body was an error."))                                       \
  X (HTML_IN_STREAM, "html-in-stream", TAP_SEVERITY_ERROR,                                        \
     N_ ("A page of HTML came instead of an answer."))                                            \
  X (EMPTY_STREAM, "empty-stream", TAP_SEVERITY_ERROR,                                            \
     N_ ("The status was 200, but no event came."))
