/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-verdict.h"

#include <glib/gi18n-lib.h>

/* What a finding is called, where the cause says no more than that there is one. Those that are not
 * in the table are called by their id, which says it as well ("usage missing"). */
static const struct
{
  TapRule rule;
  const char *text;
} rule_texts[] = {
  { TAP_RULE_DUPLICATE_MESSAGE_START, N_ ("order broken") },
  { TAP_RULE_SPLICED_MESSAGE_START, N_ ("two answers in one") },
  { TAP_RULE_SECOND_MESSAGE_AFTER_STOP, N_ ("two answers in one") },
  { TAP_RULE_MISSING_MESSAGE_START, N_ ("order broken") },
  { TAP_RULE_DELTA_WITHOUT_START, N_ ("order broken") },
  { TAP_RULE_DELTA_AFTER_STOP, N_ ("order broken") },
  { TAP_RULE_STOP_WITHOUT_START, N_ ("order broken") },
  { TAP_RULE_DUPLICATE_BLOCK_START, N_ ("order broken") },
  { TAP_RULE_BLOCK_INDEX_GAP, N_ ("order broken") },
  { TAP_RULE_NEGATIVE_OR_MISSING_INDEX, N_ ("order broken") },
  { TAP_RULE_INTERLEAVED_BLOCKS, N_ ("order broken") },
  { TAP_RULE_OPEN_BLOCK_AT_MESSAGE_DELTA, N_ ("order broken") },
  { TAP_RULE_MISSING_MESSAGE_DELTA, N_ ("no stop reason") },
  { TAP_RULE_NULL_STOP_REASON, N_ ("no stop reason") },
  { TAP_RULE_MISSING_MESSAGE_STOP, N_ ("ended early") },
  { TAP_RULE_DELTA_TYPE_MISMATCH, N_ ("wrong delta type") },
  { TAP_RULE_DELTA_SHAPE, N_ ("malformed event") },
  { TAP_RULE_TOOL_INPUT_NOT_JSON, N_ ("tool input broken") },
  { TAP_RULE_TOOL_INPUT_TRUNCATED, N_ ("tool input cut") },
  { TAP_RULE_STOP_REASON_TOOL_USE_WITHOUT_TOOL, N_ ("tool call missing") },
  { TAP_RULE_TOOL_USE_WITHOUT_STOP_REASON, N_ ("wrong stop reason") },
  { TAP_RULE_TOOL_USE_MISSING_ID, N_ ("tool call broken") },
  { TAP_RULE_TOOL_USE_MISSING_NAME, N_ ("tool call broken") },
  { TAP_RULE_TOOL_USE_DUPLICATE_ID, N_ ("tool call broken") },
  { TAP_RULE_EVENT_AFTER_MESSAGE_STOP, N_ ("events after the end") },
  { TAP_RULE_EVENT_AFTER_ERROR, N_ ("events after the end") },
  { TAP_RULE_THINKING_WITHOUT_SIGNATURE, N_ ("no signature") },
  { TAP_RULE_EVENT_NAME_MISMATCH, N_ ("wrong event names") },
  { TAP_RULE_LEADING_BOM, N_ ("leading BOM") },
  { TAP_RULE_LONE_CR, N_ ("lone CR line ends") },
  { TAP_RULE_INVALID_UTF8, N_ ("broken UTF-8") },
  { TAP_RULE_ERROR_EVENT, N_ ("error in stream") },
  { TAP_RULE_ERROR_EVENT_MALFORMED, N_ ("error in stream") },
  { TAP_RULE_ERROR_OBJECT_IN_DATA, N_ ("error in stream") },
  { TAP_RULE_EVENT_NAME_MISSING, N_ ("no event names") },
  { TAP_RULE_OPENAI_CHUNK_IN_ANTHROPIC, N_ ("wrong protocol") },
  { TAP_RULE_CHAT_MISSING_ROLE, N_ ("no role") },
  { TAP_RULE_CHAT_MISSING_FINISH_REASON, N_ ("ended early") },
  { TAP_RULE_CHAT_MISSING_DONE, N_ ("no [DONE]") },
  { TAP_RULE_CHAT_CONTENT_AFTER_FINISH, N_ ("events after the end") },
  { TAP_RULE_CHAT_EVENT_AFTER_DONE, N_ ("events after the end") },
  { TAP_RULE_CHAT_ERROR_IN_STREAM, N_ ("error in stream") },
  { TAP_RULE_CHAT_TOOL_INDEX_GAP, N_ ("order broken") },
  { TAP_RULE_CHAT_TOOL_MISSING_ID, N_ ("tool call broken") },
  { TAP_RULE_CHAT_TOOL_MISSING_NAME, N_ ("tool call broken") },
  { TAP_RULE_CHAT_TOOL_ARGUMENTS_NOT_JSON, N_ ("tool input broken") },
  { TAP_RULE_CHAT_TOOL_ARGUMENTS_TRUNCATED, N_ ("tool input cut") },
  { TAP_RULE_CHAT_FINISH_TOOL_CALLS_MISMATCH, N_ ("wrong finish reason") },
  { TAP_RULE_CHAT_ID_CHANGED, N_ ("two answers in one") },
  { TAP_RULE_CHAT_CHOICES_MISSING, N_ ("malformed event") },
  { TAP_RULE_RESPONSES_MISSING_CREATED, N_ ("order broken") },
  { TAP_RULE_RESPONSES_CREATED_AGAIN, N_ ("two answers in one") },
  { TAP_RULE_RESPONSES_SEQUENCE_GAP, N_ ("events missing") },
  { TAP_RULE_RESPONSES_SEQUENCE_DUPLICATE, N_ ("events repeated") },
  { TAP_RULE_RESPONSES_SEQUENCE_DECREASE, N_ ("order broken") },
  { TAP_RULE_RESPONSES_DELTA_WITHOUT_ITEM, N_ ("order broken") },
  { TAP_RULE_RESPONSES_PART_TYPE_MISMATCH, N_ ("wrong delta type") },
  { TAP_RULE_RESPONSES_MISSING_DONE, N_ ("item never done") },
  { TAP_RULE_RESPONSES_ITEM_ID_CHANGED, N_ ("ids change") },
  { TAP_RULE_RESPONSES_OUTPUT_INDEX_GAP, N_ ("order broken") },
  { TAP_RULE_RESPONSES_OUTPUT_INDEX_DUPLICATE, N_ ("order broken") },
  { TAP_RULE_RESPONSES_ARGUMENTS_MISMATCH, N_ ("tool input differs") },
  { TAP_RULE_RESPONSES_MISSING_TERMINAL, N_ ("ended early") },
  { TAP_RULE_RESPONSES_FAILED, N_ ("error in stream") },
  { TAP_RULE_RESPONSES_INCOMPLETE, N_ ("incomplete") },
  { TAP_RULE_RESPONSES_ERROR_EVENT, N_ ("error in stream") },
  { TAP_RULE_RESPONSES_EVENT_AFTER_TERMINAL, N_ ("events after the end") },
  { TAP_RULE_GEMINI_MISSING_FINISH_REASON, N_ ("ended early") },
  { TAP_RULE_GEMINI_ERROR_IN_STREAM, N_ ("error in stream") },
  { TAP_RULE_GEMINI_JSON_ARRAY_INSTEAD_OF_SSE, N_ ("array, not events") },
  { TAP_RULE_EVENT_STREAM_BROKEN, N_ ("broken frame") },
  { TAP_RULE_TOOL_CALL_AS_TEXT, N_ ("tool call as text") },
  { TAP_RULE_DATA_NOT_JSON, N_ ("broken JSON") },
  { TAP_RULE_INCOMPLETE_FINAL_EVENT, N_ ("last event cut") },
  { TAP_RULE_JSON_INSTEAD_OF_SSE, N_ ("not streamed") },
  { TAP_RULE_ERROR_JSON_IN_200, N_ ("error with a 200") },
  { TAP_RULE_HTML_IN_STREAM, N_ ("HTML page") },
  { TAP_RULE_EMPTY_STREAM, N_ ("empty answer") },
  { TAP_RULE_SSE_MISLABELLED, N_ ("wrong content type") },
  { TAP_RULE_TRUNCATED_BODY, N_ ("cut") },
  { TAP_RULE_IDLE_GAP, N_ ("long silence") },
  { TAP_RULE_BODY_NOT_DECODABLE, N_ ("coding broken") },
  { TAP_RULE_MALFORMED_RESPONSE, N_ ("malformed answer") },
  { TAP_RULE_UPSTREAM_UNREACHABLE, N_ ("no connection") },
  { TAP_RULE_NO_ANSWER, N_ ("no answer") },
  { TAP_RULE_AGENT_LEFT, N_ ("agent left") },
  { TAP_RULE_AGENT_NOT_READING, N_ ("agent not reading") },
  { TAP_RULE_REQUEST_REFUSED, N_ ("refused by Tapline") },
  { TAP_RULE_CAPTURE_ENDED, N_ ("capture ended") },
  { TAP_RULE_DONE_SENTINEL_IN_ANTHROPIC, N_ ("[DONE] at the end") },
  { TAP_RULE_RESPONSES_SEQUENCE_MISSING, N_ ("no sequence numbers") },
  { TAP_RULE_COUNT_TOKENS_UNSUPPORTED, N_ ("not served") },
  { TAP_RULE_MODELS_UNSUPPORTED, N_ ("not served") },
  { TAP_RULE_BETA_QUERY_REJECTED, N_ ("query refused") },
  { TAP_RULE_REQUEST_REJECTED, N_ ("refused") },
  { TAP_RULE_NONSTREAM_FALLBACK, N_ ("fallback") },
  { TAP_RULE_RETRY_AFTER_NOT_KEPT, N_ ("retried too soon") },
  { TAP_RULE_DUPLICATE_REQUEST, N_ ("asked twice") },
  { TAP_RULE_PING_MASKED_SILENCE, N_ ("pings only") },
};

/* What a cause is called; where the worst finding says more, it has no words of its own here. With an
 * error's status before it: the status is what is looked for. */
static const struct
{
  const char *text;
  const char *with_status; /* NULL: the status alone */
} cause_texts[TAP_N_CAUSES] = {
  [TAP_CAUSE_GATEWAY_IDLE_LIMIT] = { N_ ("cut in silence"), N_ ("timed out") },
  [TAP_CAUSE_GATEWAY_DROPPED] = { N_ ("cut"), NULL },
  [TAP_CAUSE_GATEWAY_RESET] = { N_ ("reset"), NULL },
  [TAP_CAUSE_ORDER_DUPLICATE] = { N_ ("begun twice"), NULL },
  [TAP_CAUSE_ORDER_SPLICED] = { N_ ("two answers in one"), NULL },
  [TAP_CAUSE_ORDER_DELTA_TYPE] = { N_ ("wrong delta type"), NULL },
  [TAP_CAUSE_ORDER_INDEX] = { N_ ("order broken"), NULL },
  [TAP_CAUSE_ORDER_BROKEN] = { N_ ("order broken"), NULL },
  [TAP_CAUSE_EVENT_NAMES_LOST] = { N_ ("no event names"), NULL },
  [TAP_CAUSE_ERROR_EVENT] = { N_ ("error in stream"), NULL },
  [TAP_CAUSE_FALSE_SUCCESS] = { N_ ("false success"), NULL },
  [TAP_CAUSE_BUFFERING_HOP] = { N_ ("held back"), NULL },
  [TAP_CAUSE_OVERLOADED] = { N_ ("overloaded"), N_ ("overloaded") },
  [TAP_CAUSE_RATE_LIMITED] = { N_ ("rate limit"), N_ ("rate limit") },
  [TAP_CAUSE_ENDPOINT_NOT_SERVED] = { N_ ("not served"), N_ ("not served") },
  [TAP_CAUSE_CREDENTIALS_REFUSED] = { N_ ("credentials"), N_ ("credentials") },
  [TAP_CAUSE_REQUEST_REFUSED] = { NULL, N_ ("refused") },
  [TAP_CAUSE_TOOL_CALL_AS_TEXT] = { N_ ("tool call as text"), NULL },
  [TAP_CAUSE_TOOL_INPUT_BROKEN] = { N_ ("tool input broken"), NULL },
  [TAP_CAUSE_MAX_TOKENS] = { N_ ("token limit"), NULL },
  [TAP_CAUSE_AGENT_IDLE_LIMIT] = { N_ ("agent gave up"), NULL },
  [TAP_CAUSE_AGENT_CANCELLED] = { N_ ("agent left"), NULL },
  [TAP_CAUSE_AGENT_NOT_READING] = { N_ ("agent not reading"), NULL },
  [TAP_CAUSE_NO_CONNECTION_NAME] = { N_ ("no such host"), NULL },
  [TAP_CAUSE_NO_CONNECTION_REFUSED] = { N_ ("no connection"), NULL },
  [TAP_CAUSE_NO_CONNECTION_TLS] = { N_ ("TLS failed"), NULL },
  [TAP_CAUSE_NO_CONNECTION] = { N_ ("no connection"), NULL },
  [TAP_CAUSE_NOT_HTTP] = { N_ ("malformed answer"), N_ ("malformed") },
  [TAP_CAUSE_RETRY_STORM] = { N_ ("retry storm"), N_ ("retry storm") },
};

static const char *const tone_styles[] = {
  [TAP_TONE_OPEN] = "accent",     [TAP_TONE_GOOD] = "success", [TAP_TONE_NEUTRAL] = "dim",
  [TAP_TONE_WARNING] = "warning", [TAP_TONE_ERROR] = "error",
};

/* What is only another sight of what another rule says better: it waits until all else is told. */
static gboolean
is_secondary (TapRule rule)
{
  return rule == TAP_RULE_IDLE_GAP || rule == TAP_RULE_SSE_MISLABELLED
         || rule == TAP_RULE_LOG_INCOMPLETE || rule == TAP_RULE_INCOMPLETE_FINAL_EVENT;
}

static const TapFinding *
find_worst (const TapFindings *findings)
{
  const TapFinding *found = NULL;

  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      if (found == NULL || finding->severity > found->severity
          || (finding->severity == found->severity && is_secondary (found->rule)
              && !is_secondary (finding->rule)))
        found = finding;
    }
  return found;
}

static char *
dup_rule_text (TapRule rule)
{
  char *text;

  for (guint i = 0; i < G_N_ELEMENTS (rule_texts); i++)
    {
      if (rule_texts[i].rule == rule)
        return g_strdup (_ (rule_texts[i].text));
    }
  text = g_strdup (tap_rule_id (rule));
  return g_strdelimit (text, "-", ' ');
}

static const char *
open_text (const TapExchangeFacts *facts, gboolean silent)
{
  switch (facts->state)
    {
    case TAP_EXCHANGE_REQUESTING:
      return _ ("sending…");

    case TAP_EXCHANGE_WAITING:
      return _ ("waiting…");

    case TAP_EXCHANGE_ANSWERING:
    case TAP_EXCHANGE_ENDED:
    default:
      if (silent)
        return _ ("silent…");
      return facts->events > 0 ? _ ("streaming…") : _ ("answering…");
    }
}

/* "502", "529 overloaded", "502 ×1 → 200" */
static char *
dup_status_text (const TapExchangeFacts *facts, TapCause cause)
{
  const char *more = cause_texts[cause].with_status;

  return more != NULL ? g_strdup_printf ("%u %s", facts->status, _ (more))
                      : g_strdup_printf ("%u", facts->status);
}

static char *
dup_complete_text (const TapExchangeFacts *facts)
{
  if (facts->failed_before > 0 && facts->status > 0)
    return g_strdup_printf ("%u ×%u → %u", facts->failed_status, facts->failed_before,
                            facts->status);
  /* Translators: %u: the status of an answer that came to its own end */
  return facts->status > 0 ? g_strdup_printf (_ ("%u complete"), facts->status)
                           : g_strdup (_ ("no answer"));
}

char *
tap_exchange_verdict_dup_open (const TapExchangeFacts *facts, gboolean silent, const char **style)
{
  if (facts->unrecorded)
    {
      *style = "dim";
      return g_strdup (_ ("not recorded from here"));
    }
  *style = silent || facts->worst >= TAP_SEVERITY_WARNING ? "warning" : "accent";
  return g_strdup (open_text (facts, silent));
}

char *
tap_exchange_verdict_dup (const TapExchangeFacts *facts, const TapFindings *findings,
                          TapCause cause, TapTone tone, const char **style)
{
  const TapFinding *worst = find_worst (findings);

  *style = tone_styles[tone];
  if (facts->status >= 400 && tone != TAP_TONE_GOOD)
    return dup_status_text (facts, cause);
  if (cause_texts[cause].text != NULL)
    return g_strdup (_ (cause_texts[cause].text));
  if (tone == TAP_TONE_GOOD || worst == NULL)
    return facts->status >= 400 ? dup_status_text (facts, cause) : dup_complete_text (facts);
  return dup_rule_text (worst->rule);
}
