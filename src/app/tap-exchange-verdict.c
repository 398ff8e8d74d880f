/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-verdict.h"

#include <glib/gi18n-lib.h>

/* What a finding is called. Those that are not in the table are called by their id, which says it
 * as well ("usage missing"). */
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
  { TAP_RULE_AGENT_NOT_READING, N_ ("agent was slow") },
  { TAP_RULE_REQUEST_REFUSED, N_ ("refused by Tapline") },
  { TAP_RULE_CAPTURE_ENDED, N_ ("capture ended") },
};

/* How the connection ended says more than the rule alone, and so does a silence just before it. */
static const struct
{
  TapRule rule;
  const char *how;        /* NULL: any */
  gboolean after_silence;
  const char *text;
} special_texts[] = {
  { TAP_RULE_TRUNCATED_BODY, "rst", TRUE, N_ ("reset in silence") },
  { TAP_RULE_TRUNCATED_BODY, "rst", FALSE, N_ ("reset") },
  { TAP_RULE_TRUNCATED_BODY, "timeout", FALSE, N_ ("timed out") },
  { TAP_RULE_TRUNCATED_BODY, NULL, TRUE, N_ ("cut in silence") },
  { TAP_RULE_MISSING_MESSAGE_STOP, NULL, TRUE, N_ ("ended in silence") },
  { TAP_RULE_CHAT_MISSING_FINISH_REASON, NULL, TRUE, N_ ("ended in silence") },
  { TAP_RULE_RESPONSES_MISSING_TERMINAL, NULL, TRUE, N_ ("ended in silence") },
  { TAP_RULE_RESPONSES_ERROR_EVENT, NULL, TRUE, N_ ("error after silence") },
  { TAP_RULE_GEMINI_MISSING_FINISH_REASON, NULL, TRUE, N_ ("ended in silence") },
  { TAP_RULE_ERROR_OBJECT_IN_DATA, NULL, TRUE, N_ ("cut in silence") },
  { TAP_RULE_CHAT_ERROR_IN_STREAM, NULL, TRUE, N_ ("error after silence") },
  { TAP_RULE_GEMINI_ERROR_IN_STREAM, NULL, TRUE, N_ ("error after silence") },
  { TAP_RULE_ERROR_EVENT, NULL, TRUE, N_ ("error after silence") },
  { TAP_RULE_NO_ANSWER, NULL, TRUE, N_ ("silence, no answer") },
  { TAP_RULE_NO_ANSWER, "rst", FALSE, N_ ("reset, no answer") },
  { TAP_RULE_AGENT_LEFT, NULL, TRUE, N_ ("agent left in silence") },
  { TAP_RULE_UPSTREAM_UNREACHABLE, "no-such-name", FALSE, N_ ("no such host") },
  { TAP_RULE_UPSTREAM_UNREACHABLE, "bad-certificate", FALSE, N_ ("bad certificate") },
  { TAP_RULE_UPSTREAM_UNREACHABLE, "tls", FALSE, N_ ("TLS failed") },
};

static const TapRule causes[] = {
  TAP_RULE_TRUNCATED_BODY,
  TAP_RULE_MALFORMED_RESPONSE,
  TAP_RULE_BODY_NOT_DECODABLE,
};

static const char *const severity_styles[] = {
  [TAP_SEVERITY_NOTE] = "success",
  [TAP_SEVERITY_WARNING] = "warning",
  [TAP_SEVERITY_ERROR] = "error",
};

/* What is only another sight of what another rule says better: it waits until all else is told. */
static gboolean
is_secondary (TapRule rule)
{
  return rule == TAP_RULE_IDLE_GAP || rule == TAP_RULE_SSE_MISLABELLED
         || rule == TAP_RULE_LOG_INCOMPLETE || rule == TAP_RULE_INCOMPLETE_FINAL_EVENT;
}

static const TapFinding *
find_rule (const TapFindings *findings, TapRule rule)
{
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      if (tap_findings_get (findings, i)->rule == rule)
        return tap_findings_get (findings, i);
    }
  return NULL;
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
  /* What is missing at the end of a body has a cause below the protocol, if there is one. */
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      const TapFinding *cause = find_rule (findings, causes[i]);

      if (cause != NULL && found->severity == TAP_SEVERITY_ERROR && found->event == 0)
        return cause;
    }
  return found;
}

/* Whether the silence ended with what was found: it stands at the same event, or it is the fatal
 * one before the end. */
static gboolean
is_after_silence (const TapFindings *findings, const TapFinding *finding)
{
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *gap = tap_findings_get (findings, i);

      if (gap->rule == TAP_RULE_IDLE_GAP
          && (gap->event > 0 && finding->event > 0 ? gap->event == finding->event
                                                   : gap->at == finding->at))
        return TRUE;
    }
  return FALSE;
}

static char *
dup_rule_text (const TapFindings *findings, const TapFinding *finding, const char *how)
{
  gboolean after_silence = is_after_silence (findings, finding);
  char *text;

  for (guint i = 0; i < G_N_ELEMENTS (special_texts); i++)
    {
      if (special_texts[i].rule == finding->rule && special_texts[i].after_silence <= after_silence
          && (special_texts[i].how == NULL || g_strcmp0 (special_texts[i].how, how) == 0))
        return g_strdup (_ (special_texts[i].text));
    }
  for (guint i = 0; i < G_N_ELEMENTS (rule_texts); i++)
    {
      if (rule_texts[i].rule == finding->rule)
        return g_strdup (_ (rule_texts[i].text));
    }
  text = g_strdup (tap_rule_id (finding->rule));
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

/* Of an answer with an error's status the status is what counts; where it was never reached, or
 * cut off, is told by the findings of the others. */
static gboolean
is_status_telling (const TapExchangeFacts *facts, const TapFindings *findings)
{
  return facts->status >= 400 && find_rule (findings, TAP_RULE_REQUEST_REFUSED) == NULL
         && find_rule (findings, TAP_RULE_UPSTREAM_UNREACHABLE) == NULL;
}

char *
tap_exchange_verdict_dup (const TapExchangeFacts *facts, const TapFindings *findings,
                          gboolean silent, const char **style)
{
  const TapFinding *worst = find_worst (findings);
  const TapFinding *left = find_rule (findings, TAP_RULE_AGENT_LEFT);
  const TapFinding *stopped = find_rule (findings, TAP_RULE_CAPTURE_ENDED);
  gboolean open = facts->state != TAP_EXCHANGE_ENDED;

  if (open && (worst == NULL || worst->severity < TAP_SEVERITY_ERROR))
    {
      if (facts->unrecorded)
        {
          *style = "dim";
          return g_strdup (_ ("not recorded from here"));
        }
      *style = silent || worst != NULL ? "warning" : "accent";
      return g_strdup (open_text (facts, silent));
    }

  *style = worst != NULL ? severity_styles[worst->severity] : "success";
  if (is_status_telling (facts, findings))
    {
      if (worst == NULL || worst->severity < TAP_SEVERITY_WARNING)
        *style = "warning";
      return g_strdup_printf ("%u", facts->status);
    }
  /* Who leaves in a silence leaves because of it. */
  if (left != NULL && left->severity >= TAP_SEVERITY_WARNING && worst->rule == TAP_RULE_IDLE_GAP)
    return dup_rule_text (findings, left, facts->end_how);
  if (worst != NULL && worst->severity == TAP_SEVERITY_ERROR)
    return dup_rule_text (findings, worst, facts->end_how);
  if (left != NULL && left->severity >= TAP_SEVERITY_WARNING)
    return dup_rule_text (findings, left, facts->end_how);
  /* That it was silent until then says more. */
  if (stopped != NULL && !is_after_silence (findings, stopped))
    {
      *style = "dim";
      return g_strdup (_ ("capture ended"));
    }
  if (worst != NULL && worst->severity == TAP_SEVERITY_WARNING)
    return dup_rule_text (findings, worst, facts->end_how);
  if (facts->status == 0)
    {
      *style = "dim";
      return g_strdup (_ ("no answer"));
    }
  /* Translators: %u: the status of an answer that came to its own end */
  return g_strdup_printf (_ ("%u complete"), facts->status);
}
