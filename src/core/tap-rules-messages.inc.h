/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What a stream of Anthropic Messages can show (protocol B.5). */
#define TAP_RULES_MESSAGES(X)                                                                     \
  X (DUPLICATE_MESSAGE_START, "duplicate-message-start", TAP_SEVERITY_ERROR,                      \
     N_ ("A second message_start with the same id came while that message was still "             \
         "open."))                                                                                \
  X (SPLICED_MESSAGE_START, "spliced-message-start", TAP_SEVERITY_ERROR,                          \
     N_ ("A message_start with another id came while a message was still open: two "              \
         "generations were glued together."))                                                     \
  X (SECOND_MESSAGE_AFTER_STOP, "second-message-after-stop", TAP_SEVERITY_ERROR,                  \
     N_ ("Another message began after message_stop in the same body."))                           \
  X (MISSING_MESSAGE_START, "missing-message-start", TAP_SEVERITY_ERROR,                          \
     N_ ("An event of the message came before its message_start."))                               \
  X (DELTA_WITHOUT_START, "delta-without-start", TAP_SEVERITY_ERROR,                              \
     N_ ("A content_block_delta named a block that was never started."))                          \
  X (DELTA_AFTER_STOP, "delta-after-stop", TAP_SEVERITY_ERROR,                                    \
     N_ ("A content_block_delta named a block that was already closed."))                         \
  X (STOP_WITHOUT_START, "stop-without-start", TAP_SEVERITY_ERROR,                                \
     N_ ("A content_block_stop named a block that was not open."))                                \
  X (DUPLICATE_BLOCK_START, "duplicate-block-start", TAP_SEVERITY_ERROR,                          \
     N_ ("A content_block_start named a block that had been started before."))                    \
  X (BLOCK_INDEX_GAP, "block-index-gap", TAP_SEVERITY_ERROR,                                      \
     N_ ("A block's index did not follow the one before it."))                                    \
  X (NEGATIVE_OR_MISSING_INDEX, "negative-or-missing-index", TAP_SEVERITY_ERROR,                  \
     N_ ("A block event had no index, or one that is no number from 0."))                         \
  X (INTERLEAVED_BLOCKS, "interleaved-blocks", TAP_SEVERITY_WARNING,                              \
     N_ ("A block started while another one was still open."))                                    \
  X (DELTA_TYPE_MISMATCH, "delta-type-mismatch", TAP_SEVERITY_ERROR,                              \
     N_ ("A delta was of a type that its block cannot take, so clients drop it."))                \
  X (DELTA_SHAPE, "delta-shape", TAP_SEVERITY_ERROR,                                              \
     N_ ("A block or delta lacked a part that it must have, or had it in another type."))         \
  X (TOOL_INPUT_NOT_JSON, "tool-input-not-json", TAP_SEVERITY_ERROR,                              \
     N_ ("The input of a tool call, put together, was not a JSON object."))                       \
  X (TOOL_INPUT_TRUNCATED, "tool-input-truncated", TAP_SEVERITY_WARNING,                          \
     N_ ("The input of a tool call was cut off because the token limit was reached."))            \
  X (TOOL_USE_MISSING_ID, "tool-use-missing-id", TAP_SEVERITY_ERROR,                              \
     N_ ("A tool call had no id, so its result cannot be matched to it."))                        \
  X (TOOL_USE_MISSING_NAME, "tool-use-missing-name", TAP_SEVERITY_ERROR,                          \
     N_ ("A tool call did not name its tool."))                                                   \
  X (TOOL_USE_DUPLICATE_ID, "tool-use-duplicate-id", TAP_SEVERITY_ERROR,                          \
     N_ ("Two tool calls of one message had the same id."))                                       \
  X (STOP_REASON_TOOL_USE_WITHOUT_TOOL, "stop-reason-tool-use-without-tool", TAP_SEVERITY_ERROR,  \
     N_ ("The stop reason was tool_use, but the message held no tool call."))                     \
  X (TOOL_USE_WITHOUT_STOP_REASON, "tool-use-without-stop-reason", TAP_SEVERITY_WARNING,          \
     N_ ("The message held a tool call, but its stop reason was not tool_use."))                  \
  X (USAGE_DECREASED, "usage-decreased", TAP_SEVERITY_WARNING,                                    \
     N_ ("A cumulative count of tokens was lower than before."))                                  \
  X (USAGE_MISSING, "usage-missing", TAP_SEVERITY_ERROR,                                          \
     N_ ("The usage was absent from message_start or message_delta."))                            \
  X (USAGE_ZERO_INPUT, "usage-zero-input", TAP_SEVERITY_NOTE,                                     \
     N_ ("The count of input tokens was 0 from start to end."))                                   \
  X (MISSING_MESSAGE_DELTA, "missing-message-delta", TAP_SEVERITY_WARNING,                        \
     N_ ("The message ended without a message_delta, so it has no stop reason."))                 \
  X (NULL_STOP_REASON, "null-stop-reason", TAP_SEVERITY_WARNING,                                  \
     N_ ("The last message_delta had no stop reason."))                                           \
  X (OPEN_BLOCK_AT_MESSAGE_DELTA, "open-block-at-message-delta", TAP_SEVERITY_ERROR,              \
     N_ ("A block was still open when message_delta came."))                                      \
  X (MISSING_MESSAGE_STOP, "missing-message-stop", TAP_SEVERITY_ERROR,                            \
     N_ ("The stream ended before message_stop."))                                                \
  X (EVENT_AFTER_MESSAGE_STOP, "event-after-message-stop", TAP_SEVERITY_WARNING,                  \
     N_ ("An event of the message came after its message_stop."))                                 \
  X (EVENT_AFTER_ERROR, "event-after-error", TAP_SEVERITY_WARNING,                                \
     N_ ("The stream went on after an error event."))                                             \
  X (ERROR_EVENT, "error-event", TAP_SEVERITY_ERROR,                                              \
     N_ ("The gateway or the model reported an error in the stream."))                            \
  X (ERROR_EVENT_MALFORMED, "error-event-malformed", TAP_SEVERITY_ERROR,                          \
     N_ ("An error event did not have the shape of one, so clients cannot tell its type."))       \
  X (ERROR_OBJECT_IN_DATA, "error-object-in-data", TAP_SEVERITY_ERROR,                            \
     N_ ("An error came in an event that is not named error, so clients ignore it."))             \
  X (EVENT_NAME_MISSING, "event-name-missing", TAP_SEVERITY_ERROR,                                \
     N_ ("Events came without their event line, by which most clients know them."))               \
  X (EVENT_NAME_MISMATCH, "event-name-mismatch", TAP_SEVERITY_WARNING,                            \
     N_ ("An event's name and the type in its data differed."))                                   \
  X (UNKNOWN_EVENT_TYPE, "unknown-event-type", TAP_SEVERITY_NOTE,                                 \
     N_ ("An event of an unknown type."))                                                         \
  X (UNKNOWN_DELTA_TYPE, "unknown-delta-type", TAP_SEVERITY_NOTE,                                 \
     N_ ("A delta of an unknown type."))                                                          \
  X (UNKNOWN_BLOCK_TYPE, "unknown-block-type", TAP_SEVERITY_NOTE,                                 \
     N_ ("A block of an unknown type."))                                                          \
  X (UNKNOWN_STOP_REASON, "unknown-stop-reason", TAP_SEVERITY_NOTE,                               \
     N_ ("An unknown stop reason."))                                                              \
  X (DONE_SENTINEL_IN_ANTHROPIC, "done-sentinel-in-anthropic", TAP_SEVERITY_NOTE,                 \
     N_ ("[DONE] came in an Anthropic stream: a gateway speaks OpenAI's dialect."))               \
  X (OPENAI_CHUNK_IN_ANTHROPIC, "openai-chunk-in-anthropic", TAP_SEVERITY_ERROR,                  \
     N_ ("A chunk of OpenAI's dialect came in an Anthropic stream."))                             \
  X (EMPTY_TEXT_BLOCK, "empty-text-block", TAP_SEVERITY_NOTE,                                     \
     N_ ("A text block without any text."))                                                       \
  X (THINKING_WITHOUT_SIGNATURE, "thinking-without-signature", TAP_SEVERITY_WARNING,              \
     N_ ("A thinking block closed without its signature, so the next turn may be "                \
         "rejected."))                                                                            \
  X (MODEL_MISMATCH, "model-mismatch", TAP_SEVERITY_NOTE,                                         \
     N_ ("The answer came from another model than the one asked for."))
