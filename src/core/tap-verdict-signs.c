/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

/* What each rule is a sign of. Rules that are not listed are flaws where they are warnings or
 * errors, so that a new one is never overlooked. */
static const struct
{
  const char *rule;
  TapSign sign;
} signs[] = {
  { "duplicate-message-start", TAP_SIGN_DUPLICATE },
  { "spliced-message-start", TAP_SIGN_SPLICED },
  { "second-message-after-stop", TAP_SIGN_SPLICED },
  { "chat-id-changed", TAP_SIGN_SPLICED },

  { "delta-type-mismatch", TAP_SIGN_DELTA_TYPE },
  { "responses-part-type-mismatch", TAP_SIGN_DELTA_TYPE },

  { "delta-without-start", TAP_SIGN_INDEX },
  { "delta-after-stop", TAP_SIGN_INDEX },
  { "stop-without-start", TAP_SIGN_INDEX },
  { "duplicate-block-start", TAP_SIGN_INDEX },
  { "block-index-gap", TAP_SIGN_INDEX },
  { "negative-or-missing-index", TAP_SIGN_INDEX },
  { "interleaved-blocks", TAP_SIGN_INDEX },
  { "chat-tool-index-gap", TAP_SIGN_INDEX },
  { "responses-delta-without-item", TAP_SIGN_INDEX },
  { "responses-output-index-gap", TAP_SIGN_INDEX },
  { "responses-output-index-duplicate", TAP_SIGN_INDEX },

  { "missing-message-start", TAP_SIGN_ORDER },
  { "open-block-at-message-delta", TAP_SIGN_ORDER },
  { "event-after-message-stop", TAP_SIGN_ORDER },
  { "responses-missing-created", TAP_SIGN_ORDER },
  { "responses-created-again", TAP_SIGN_SPLICED },
  { "responses-sequence-gap", TAP_SIGN_ORDER },
  { "responses-sequence-duplicate", TAP_SIGN_ORDER },
  { "responses-sequence-decrease", TAP_SIGN_ORDER },
  { "responses-event-after-terminal", TAP_SIGN_ORDER },
  { "chat-content-after-finish", TAP_SIGN_ORDER },
  { "chat-event-after-done", TAP_SIGN_ORDER },

  { "event-name-missing", TAP_SIGN_NAMES },

  { "data-not-json", TAP_SIGN_MALFORMED },
  { "event-stream-broken", TAP_SIGN_MALFORMED },
  { "delta-shape", TAP_SIGN_MALFORMED },
  { "usage-missing", TAP_SIGN_MALFORMED },
  { "chat-choices-missing", TAP_SIGN_MALFORMED },
  { "openai-chunk-in-anthropic", TAP_SIGN_MALFORMED },
  { "body-not-decodable", TAP_SIGN_CODING },
  { "undeclared-coding", TAP_SIGN_CODING },

  { "error-event", TAP_SIGN_ERROR },
  { "error-event-malformed", TAP_SIGN_ERROR },
  { "error-object-in-data", TAP_SIGN_ERROR },
  { "chat-error-in-stream", TAP_SIGN_ERROR },
  { "responses-error-event", TAP_SIGN_ERROR },
  { "responses-failed", TAP_SIGN_ERROR },
  { "gemini-error-in-stream", TAP_SIGN_ERROR },
  { "event-after-error", TAP_SIGN_AFTER_ERROR },

  { "error-json-in-200", TAP_SIGN_WRONG_BODY },
  { "json-instead-of-sse", TAP_SIGN_WRONG_BODY },
  { "html-in-stream", TAP_SIGN_WRONG_BODY },
  { "gemini-json-array-instead-of-sse", TAP_SIGN_WRONG_BODY },
  { "empty-stream", TAP_SIGN_EMPTY },

  { "tool-input-not-json", TAP_SIGN_TOOL_INPUT },
  { "tool-use-missing-id", TAP_SIGN_TOOL_INPUT },
  { "tool-use-missing-name", TAP_SIGN_TOOL_INPUT },
  { "tool-use-duplicate-id", TAP_SIGN_TOOL_INPUT },
  { "stop-reason-tool-use-without-tool", TAP_SIGN_TOOL_INPUT },
  { "tool-use-without-stop-reason", TAP_SIGN_TOOL_INPUT },
  { "chat-tool-arguments-not-json", TAP_SIGN_TOOL_INPUT },
  { "chat-tool-missing-id", TAP_SIGN_TOOL_INPUT },
  { "chat-tool-missing-name", TAP_SIGN_TOOL_INPUT },
  { "chat-finish-tool-calls-mismatch", TAP_SIGN_TOOL_INPUT },
  { "responses-arguments-mismatch", TAP_SIGN_TOOL_INPUT },
  { "tool-input-truncated", TAP_SIGN_CUT_TOOL },
  { "chat-tool-arguments-truncated", TAP_SIGN_CUT_TOOL },
  { "tool-call-as-text", TAP_SIGN_TOOL_TEXT },

  { "missing-message-stop", TAP_SIGN_ENDED },
  { "missing-message-delta", TAP_SIGN_ENDED },
  { "null-stop-reason", TAP_SIGN_ENDED },
  { "incomplete-final-event", TAP_SIGN_ENDED },
  { "chat-missing-finish-reason", TAP_SIGN_ENDED },
  { "chat-missing-done", TAP_SIGN_ENDED },
  { "responses-missing-terminal", TAP_SIGN_ENDED },
  { "responses-missing-done", TAP_SIGN_ENDED },
  { "gemini-missing-finish-reason", TAP_SIGN_ENDED },
  { "truncated-body", TAP_SIGN_TRUNCATED },
  { "no-answer", TAP_SIGN_TRUNCATED },

  { "idle-gap", TAP_SIGN_GAP },
  { "ping-masked-silence", TAP_SIGN_GAP },
  { "buffered-bursts", TAP_SIGN_BURSTS },
  { "sse-mislabelled", TAP_SIGN_LABEL },
  { "retry-storm", TAP_SIGN_STORM },
  { "nonstream-fallback-after-stream-failure", TAP_SIGN_FALLBACK },
  { "retry-after-not-kept", TAP_SIGN_FALLBACK },
  { "duplicate-request", TAP_SIGN_FALLBACK },
  { "malformed-response", TAP_SIGN_NOT_HTTP },
  { "trailing-bytes", TAP_SIGN_NOT_HTTP },
  { "agent-not-reading", TAP_SIGN_NOT_READING },
  { "log-incomplete", TAP_SIGN_LOST },

  { "upstream-unreachable", TAP_SIGN_END },
  { "upstream-5xx", TAP_SIGN_END },
  { "request-rejected", TAP_SIGN_END },
  { "rate-limited", TAP_SIGN_END },
  { "count-tokens-unsupported", TAP_SIGN_END },
  { "models-unsupported", TAP_SIGN_END },
  { "beta-query-rejected", TAP_SIGN_END },
  { "agent-left", TAP_SIGN_END },
  { "request-refused", TAP_SIGN_END },
  { "capture-ended", TAP_SIGN_END },
};

const char *
tap_sign_nth_rule (guint index)
{
  return index < G_N_ELEMENTS (signs) ? signs[index].rule : NULL;
}

TapSign
tap_sign_of (TapRule rule)
{
  static guint8 by_rule[TAP_N_RULES];
  static gsize ready;

  g_return_val_if_fail (rule < TAP_N_RULES, TAP_SIGN_NONE);

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < TAP_N_RULES; i++)
        by_rule[i] = TAP_SIGN_FLAW;
      for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
        {
          TapRule found;

          if (tap_rule_from_id (signs[i].rule, &found))
            by_rule[found] = (guint8) signs[i].sign;
        }
      g_once_init_leave (&ready, 1);
    }
  return by_rule[rule];
}
