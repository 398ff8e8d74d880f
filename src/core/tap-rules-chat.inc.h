/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What a stream of OpenAI Chat Completions can show (protocol C.1, C.2, Z.11). */
#define TAP_RULES_CHAT(X)                                                                         \
  X (CHAT_MISSING_ROLE, "chat-missing-role", TAP_SEVERITY_WARNING,                                \
     N_ ("No chunk of a choice named its role."))                                                 \
  X (CHAT_MISSING_FINISH_REASON, "chat-missing-finish-reason", TAP_SEVERITY_ERROR,                \
     N_ ("The stream ended before a choice had its finish reason."))                              \
  X (CHAT_MISSING_DONE, "chat-missing-done", TAP_SEVERITY_WARNING,                                \
     N_ ("The answer was finished, but the stream ended without [DONE]."))                        \
  X (CHAT_CONTENT_AFTER_FINISH, "chat-content-after-finish", TAP_SEVERITY_WARNING,                \
     N_ ("A choice went on after its finish reason."))                                            \
  X (CHAT_EVENT_AFTER_DONE, "chat-event-after-done", TAP_SEVERITY_WARNING,                        \
     N_ ("The stream went on after [DONE], where clients stop reading."))                         \
  X (CHAT_ERROR_IN_STREAM, "chat-error-in-stream", TAP_SEVERITY_ERROR,                            \
     N_ ("A chunk carried an error of the gateway or the model, which ends the answer."))         \
  X (CHAT_TOOL_INDEX_GAP, "chat-tool-index-gap", TAP_SEVERITY_ERROR,                              \
     N_ ("The index of a tool call did not follow the one before it, or was missing."))           \
  X (CHAT_TOOL_MISSING_ID, "chat-tool-missing-id", TAP_SEVERITY_WARNING,                          \
     N_ ("A tool call began without an id, so its result cannot be matched to it."))              \
  X (CHAT_TOOL_MISSING_NAME, "chat-tool-missing-name", TAP_SEVERITY_WARNING,                      \
     N_ ("A tool call began without the name of its tool."))                                      \
  X (CHAT_TOOL_ARGUMENTS_NOT_JSON, "chat-tool-arguments-not-json", TAP_SEVERITY_ERROR,            \
     N_ ("The arguments of a tool call, put together, were not a JSON object."))                  \
  X (CHAT_TOOL_ARGUMENTS_TRUNCATED, "chat-tool-arguments-truncated", TAP_SEVERITY_WARNING,        \
     N_ ("The arguments of a tool call were cut off because the token limit was reached."))       \
  X (CHAT_FINISH_TOOL_CALLS_MISMATCH, "chat-finish-tool-calls-mismatch", TAP_SEVERITY_ERROR,      \
     N_ ("The finish reason and the tool calls of a choice did not fit each other."))             \
  X (CHAT_ID_CHANGED, "chat-id-changed", TAP_SEVERITY_WARNING,                                    \
     N_ ("The id of the chunks changed: two generations may have been merged."))                  \
  X (CHAT_CHOICES_MISSING, "chat-choices-missing", TAP_SEVERITY_ERROR,                            \
     N_ ("A chunk had no list of choices, at which some clients fail."))                          \
  X (CHAT_USAGE_MISSING, "chat-usage-missing", TAP_SEVERITY_NOTE,                                 \
     N_ ("Usage was asked for, but none was sent."))                                              \
  X (CHAT_MULTIPLE_FINISH, "chat-multiple-finish", TAP_SEVERITY_NOTE,                             \
     N_ ("A choice had its finish reason more than once."))
