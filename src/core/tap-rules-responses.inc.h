/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What a stream of OpenAI Responses can show (protocol C.3, Z.12). */
#define TAP_RULES_RESPONSES(X)                                                                    \
  X (RESPONSES_MISSING_CREATED, "responses-missing-created", TAP_SEVERITY_ERROR,                  \
     N_ ("The first event was not response.created."))                                            \
  X (RESPONSES_CREATED_AGAIN, "responses-created-again", TAP_SEVERITY_ERROR,                      \
     N_ ("A second response.created came in the same body."))                                     \
  X (RESPONSES_SEQUENCE_GAP, "responses-sequence-gap", TAP_SEVERITY_ERROR,                        \
     N_ ("A sequence number was left out, so an event may be missing."))                          \
  X (RESPONSES_SEQUENCE_DUPLICATE, "responses-sequence-duplicate", TAP_SEVERITY_ERROR,            \
     N_ ("Two events had the same sequence number."))                                             \
  X (RESPONSES_SEQUENCE_DECREASE, "responses-sequence-decrease", TAP_SEVERITY_ERROR,              \
     N_ ("A sequence number was lower than the one before it."))                                  \
  X (RESPONSES_SEQUENCE_MISSING, "responses-sequence-missing", TAP_SEVERITY_NOTE,                 \
     N_ ("No event had a sequence number."))                                                      \
  X (RESPONSES_DELTA_WITHOUT_ITEM, "responses-delta-without-item", TAP_SEVERITY_ERROR,            \
     N_ ("An event named an item or a part that was not open."))                                  \
  X (RESPONSES_PART_TYPE_MISMATCH, "responses-part-type-mismatch", TAP_SEVERITY_ERROR,            \
     N_ ("An event was of a type that its item or part cannot take."))                            \
  X (RESPONSES_MISSING_DONE, "responses-missing-done", TAP_SEVERITY_WARNING,                      \
     N_ ("An item or a part was never done, although the response ended."))                       \
  X (RESPONSES_ITEM_ID_CHANGED, "responses-item-id-changed", TAP_SEVERITY_WARNING,                \
     N_ ("The id of an item changed from event to event."))                                       \
  X (RESPONSES_OUTPUT_INDEX_GAP, "responses-output-index-gap", TAP_SEVERITY_ERROR,                \
     N_ ("The output index of an item did not follow the one before it."))                        \
  X (RESPONSES_OUTPUT_INDEX_DUPLICATE, "responses-output-index-duplicate", TAP_SEVERITY_ERROR,    \
     N_ ("Two items had the same output index."))                                                 \
  X (RESPONSES_ARGUMENTS_MISMATCH, "responses-arguments-mismatch", TAP_SEVERITY_WARNING,          \
     N_ ("The deltas of a tool's input, put together, were not what its end says."))              \
  X (RESPONSES_MISSING_TERMINAL, "responses-missing-terminal", TAP_SEVERITY_ERROR,                \
     N_ ("The stream ended before response.completed."))                                          \
  X (RESPONSES_FAILED, "responses-failed", TAP_SEVERITY_ERROR,                                    \
     N_ ("The gateway or the model said that the response failed."))                              \
  X (RESPONSES_INCOMPLETE, "responses-incomplete", TAP_SEVERITY_WARNING,                          \
     N_ ("The response was ended before it was complete."))                                       \
  X (RESPONSES_ERROR_EVENT, "responses-error-event", TAP_SEVERITY_ERROR,                          \
     N_ ("An error event came: the gateway or the model gave up on the response."))               \
  X (RESPONSES_EVENT_AFTER_TERMINAL, "responses-event-after-terminal", TAP_SEVERITY_WARNING,      \
     N_ ("An event of the response came after its end."))
