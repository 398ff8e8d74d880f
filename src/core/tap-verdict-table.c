/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

/* From evidence to cause: one table, and the first row that fits. Its order says two things: what
 * came first in time is the cause of what followed, and what an agent's user has to hear comes
 * before notes. */

#define SHOW_STREAM (TAP_SHOW_LEAD | TAP_SHOW_ERRORS | TAP_SHOW_END)
#define SHOW_IDLE (TAP_SHOW_GAP | TAP_SHOW_ERRORS | TAP_SHOW_PROVIDER | TAP_SHOW_END)
#define SHOW_STATUS (TAP_SHOW_REQUEST | TAP_SHOW_HEAD | TAP_SHOW_PROVIDER)

static const TapVerdictRow rows[] = {
  { TAP_CAUSE_REQUEST_BLOCKED, TAP_TONE_ERROR, tap_fits_blocked, tap_say_blocked,
    TAP_SHOW_REQUEST | TAP_SHOW_ERRORS },
  { TAP_CAUSE_NO_CONNECTION_NAME, TAP_TONE_ERROR, tap_fits_nameless, tap_say_no_connection,
    TAP_SHOW_REQUEST | TAP_SHOW_ERRORS },
  { TAP_CAUSE_NO_CONNECTION_REFUSED, TAP_TONE_ERROR, tap_fits_not_listening, tap_say_no_connection,
    TAP_SHOW_REQUEST | TAP_SHOW_ERRORS, .cures = { "retry-upstream" } },
  { TAP_CAUSE_NO_CONNECTION_TLS, TAP_TONE_ERROR, tap_fits_without_tls, tap_say_no_connection,
    TAP_SHOW_REQUEST | TAP_SHOW_ERRORS },
  { TAP_CAUSE_NO_CONNECTION, TAP_TONE_ERROR, tap_fits_unreachable, tap_say_no_connection,
    TAP_SHOW_REQUEST | TAP_SHOW_ERRORS, .cures = { "retry-upstream" } },
  { TAP_CAUSE_RETRY_STORM, TAP_TONE_ERROR, tap_fits_storm, tap_say_storm,
    TAP_SHOW_REQUEST | TAP_SHOW_FLAWS | TAP_SHOW_END, TAP_SIGN_STORM },

  /* The status says it. */
  { TAP_CAUSE_CREDENTIALS_REFUSED, TAP_TONE_ERROR, tap_fits_credentials, tap_say_credentials, SHOW_STATUS },
  { TAP_CAUSE_REQUEST_REFUSED, TAP_TONE_ERROR, tap_fits_no_quota, tap_say_no_quota,
    SHOW_STATUS | TAP_SHOW_LEAD },
  { TAP_CAUSE_RATE_LIMITED, TAP_TONE_ERROR, tap_fits_rate_limited, tap_say_rate_limited,
    SHOW_STATUS | TAP_SHOW_LEAD, .cures = { "retry-upstream" } },
  { TAP_CAUSE_OVERLOADED, TAP_TONE_ERROR, tap_fits_overloaded, tap_say_overloaded,
    SHOW_STATUS | TAP_SHOW_LEAD, .cures = { "retry-upstream", "buffer-until-content" } },
  { TAP_CAUSE_GATEWAY_IDLE_LIMIT, TAP_TONE_ERROR, tap_fits_idle_status, tap_say_idle_limit,
    SHOW_IDLE | TAP_SHOW_HEAD, TAP_SIGN_GAP, tap_fits_no_gateway_limit,
    { "set-max-tokens", "retry-upstream" } },
  { TAP_CAUSE_ENDPOINT_NOT_SERVED, TAP_TONE_WARNING, tap_fits_side_not_served, tap_say_endpoint, SHOW_STATUS },
  { TAP_CAUSE_ENDPOINT_NOT_SERVED, TAP_TONE_ERROR, tap_fits_not_served, tap_say_endpoint, SHOW_STATUS },
  { TAP_CAUSE_SERVER_ERROR, TAP_TONE_ERROR, tap_fits_server_error, tap_say_server_error, SHOW_STATUS,
    .cures = { "retry-upstream" } },
  { TAP_CAUSE_REQUEST_REFUSED, TAP_TONE_ERROR, tap_fits_refused, tap_say_refused, SHOW_STATUS,
    .cures = { "drop-beta" } },

  /* The first thing that was broken in the body. */
  { TAP_CAUSE_WRONG_BODY, TAP_TONE_ERROR, tap_fits_wrong_body, tap_say_wrong_body,
    TAP_SHOW_HEAD | TAP_SHOW_LEAD | TAP_SHOW_PROVIDER,
    .cures = { "json-to-sse", "retry-upstream" } },
  { TAP_CAUSE_FALSE_SUCCESS, TAP_TONE_ERROR, tap_fits_false_success, tap_say_false_success,
    SHOW_STREAM | TAP_SHOW_FLAWS | TAP_SHOW_PROVIDER, .cures = { "normalise-error" } },
  { TAP_CAUSE_GATEWAY_IDLE_LIMIT, TAP_TONE_ERROR, tap_fits_idle_error, tap_say_idle_limit, SHOW_IDLE,
    TAP_SIGN_ERROR, tap_fits_no_gateway_limit,
    { "inject-request-header", "set-max-tokens", "normalise-error", "retry-upstream" } },
  { TAP_CAUSE_ERROR_EVENT, TAP_TONE_ERROR, tap_fits_error, tap_say_error, SHOW_STREAM | TAP_SHOW_PROVIDER,
    .cures = { "normalise-error", "close-after-terminal", "retry-upstream", "buffer-until-content" } },
  { TAP_CAUSE_ORDER_DUPLICATE, TAP_TONE_ERROR, tap_fits_duplicate, tap_say_lead, SHOW_STREAM,
    .cures = { "dedupe-message-start" } },
  { TAP_CAUSE_ORDER_SPLICED, TAP_TONE_ERROR, tap_fits_spliced, tap_say_lead, SHOW_STREAM,
    .cures = { "dedupe-message-start" } },
  { TAP_CAUSE_ORDER_DELTA_TYPE, TAP_TONE_ERROR, tap_fits_delta_type, tap_say_lead, SHOW_STREAM,
    .cures = { "retype-blocks" } },
  { TAP_CAUSE_ORDER_INDEX, TAP_TONE_ERROR, tap_fits_index, tap_say_lead, SHOW_STREAM,
    .cures = { "renumber-indexes", "retype-blocks" } },
  { TAP_CAUSE_EVENT_NAMES_LOST, TAP_TONE_ERROR, tap_fits_nameless_events, tap_say_lead, SHOW_STREAM,
    .cures = { "restore-event-names" } },
  { TAP_CAUSE_FALSE_SUCCESS, TAP_TONE_ERROR, tap_fits_cut_success, tap_say_cut_success, SHOW_STREAM,
    .is_guess = tap_fits_anything, .cures = { "close-open-blocks" } },
  { TAP_CAUSE_ORDER_BROKEN, TAP_TONE_ERROR, tap_fits_order, tap_say_lead, SHOW_STREAM,
    .cures = { "close-open-blocks" } },
  { TAP_CAUSE_TOOL_INPUT_BROKEN, TAP_TONE_ERROR, tap_fits_tool_input, tap_say_tool_input, SHOW_STREAM,
    .cures = { "fix-stop-reason" } },
  { TAP_CAUSE_EVENTS_MALFORMED, TAP_TONE_ERROR, tap_fits_malformed, tap_say_lead, SHOW_STREAM },

  { TAP_CAUSE_NOT_HTTP, TAP_TONE_ERROR, tap_fits_not_http, tap_say_not_http,
    TAP_SHOW_ERRORS | TAP_SHOW_END },

  /* Who ended it. */
  { TAP_CAUSE_AGENT_NOT_READING, TAP_TONE_ERROR, tap_fits_stopped_reading, tap_say_not_reading,
    TAP_SHOW_FLAWS | TAP_SHOW_END, TAP_SIGN_NOT_READING },
  { TAP_CAUSE_AGENT_IDLE_LIMIT, TAP_TONE_ERROR, tap_fits_agent_limit, tap_say_agent_limit,
    TAP_SHOW_GAP | TAP_SHOW_FLAWS | TAP_SHOW_END, TAP_SIGN_GAP, tap_fits_no_agent_limit,
    { "keepalive-ping", "keepalive-comment",
               "restore-event-names" } },
  { TAP_CAUSE_AGENT_CANCELLED, TAP_TONE_NEUTRAL, tap_fits_left, tap_say_cancelled,
    TAP_SHOW_GAP | TAP_SHOW_END, TAP_SIGN_END, tap_fits_anything },
  { TAP_CAUSE_GATEWAY_IDLE_LIMIT, TAP_TONE_ERROR, tap_fits_idle_cut, tap_say_idle_limit, SHOW_IDLE,
    TAP_SIGN_TRUNCATED, tap_fits_no_gateway_limit,
    { "inject-request-header", "set-max-tokens", "seal-truncated-stream", "retry-upstream" } },
  { TAP_CAUSE_GATEWAY_ENDED_EARLY, TAP_TONE_ERROR, tap_fits_empty, tap_say_empty,
    TAP_SHOW_HEAD | TAP_SHOW_LEAD | TAP_SHOW_END, .cures = { "retry-upstream" } },
  { TAP_CAUSE_GATEWAY_RESET, TAP_TONE_WARNING, tap_fits_reset_after_end, tap_say_dropped_after_end,
    TAP_SHOW_ERRORS | TAP_SHOW_END, TAP_SIGN_TRUNCATED },
  { TAP_CAUSE_GATEWAY_DROPPED, TAP_TONE_WARNING, tap_fits_cut_after_end, tap_say_dropped_after_end,
    TAP_SHOW_ERRORS | TAP_SHOW_END, TAP_SIGN_TRUNCATED },
  { TAP_CAUSE_GATEWAY_RESET, TAP_TONE_ERROR, tap_fits_reset, tap_say_dropped,
    TAP_SHOW_GAP | TAP_SHOW_ERRORS | TAP_SHOW_END, TAP_SIGN_TRUNCATED,
    .cures = { "seal-truncated-stream", "retry-upstream", "buffer-until-content" } },
  { TAP_CAUSE_GATEWAY_DROPPED, TAP_TONE_ERROR, tap_fits_cut, tap_say_dropped,
    TAP_SHOW_GAP | TAP_SHOW_ERRORS | TAP_SHOW_END, TAP_SIGN_TRUNCATED,
    .cures = { "seal-truncated-stream", "retry-upstream", "buffer-until-content" } },
  { TAP_CAUSE_GATEWAY_ENDED_EARLY, TAP_TONE_ERROR, tap_fits_ended_early, tap_say_ended_early,
    TAP_SHOW_ERRORS | TAP_SHOW_END, TAP_SIGN_ENDED,
    .cures = { "seal-truncated-stream", "synthesize-tail" } },
  { TAP_CAUSE_EVENTS_MALFORMED, TAP_TONE_ERROR, tap_fits_other_error, tap_say_lead, SHOW_STREAM },
  { TAP_CAUSE_CAPTURE_INCOMPLETE, TAP_TONE_NEUTRAL, tap_fits_stopped, tap_say_capture,
    TAP_SHOW_FLAWS | TAP_SHOW_END, TAP_SIGN_END },

  /* It came to its end, and still. */
  { TAP_CAUSE_TOOL_CALL_AS_TEXT, TAP_TONE_ERROR, tap_fits_tool_text, tap_say_tool_text,
    TAP_SHOW_LEAD | TAP_SHOW_FLAWS, TAP_SIGN_TOOL_TEXT, .cures = { "promote-tool-text" } },
  { TAP_CAUSE_MAX_TOKENS, TAP_TONE_WARNING, tap_fits_max_tokens, tap_say_max_tokens,
    TAP_SHOW_FLAWS | TAP_SHOW_END, TAP_SIGN_CUT_TOOL, .cures = { "set-max-tokens" } },
  { TAP_CAUSE_TOOL_INPUT_BROKEN, TAP_TONE_WARNING, tap_fits_tool_flaw, tap_say_tool_input,
    TAP_SHOW_LEAD | TAP_SHOW_FLAWS, TAP_SIGN_TOOL_INPUT, .cures = { "fix-stop-reason" } },
  { TAP_CAUSE_FALSE_SUCCESS, TAP_TONE_WARNING, tap_fits_empty_success, tap_say_empty_success,
    TAP_SHOW_HEAD | TAP_SHOW_FLAWS | TAP_SHOW_END, .is_guess = tap_fits_anything },
  { TAP_CAUSE_AGENT_NOT_READING, TAP_TONE_WARNING, tap_fits_not_reading, tap_say_not_reading,
    TAP_SHOW_FLAWS | TAP_SHOW_END, TAP_SIGN_NOT_READING },
  { TAP_CAUSE_RETRY_STORM, TAP_TONE_WARNING, tap_fits_storm_of_whole, tap_say_storm,
    TAP_SHOW_REQUEST | TAP_SHOW_FLAWS | TAP_SHOW_END, TAP_SIGN_STORM },
  { TAP_CAUSE_BUFFERING_HOP, TAP_TONE_WARNING, tap_fits_bursts, tap_say_bursts, TAP_SHOW_FLAWS,
    TAP_SIGN_BURSTS, tap_fits_anything },
  { TAP_CAUSE_CAPTURE_INCOMPLETE, TAP_TONE_WARNING, tap_fits_lost, tap_say_lost,
    TAP_SHOW_FLAWS | TAP_SHOW_END, TAP_SIGN_LOST },
  { TAP_CAUSE_RUNNING, TAP_TONE_OPEN, tap_fits_running, tap_say_running, TAP_SHOW_REQUEST | TAP_SHOW_FLAWS },
  { TAP_CAUSE_COMPLETE, TAP_TONE_WARNING, tap_fits_asked_again, tap_say_asked_again,
    TAP_SHOW_FLAWS | TAP_SHOW_END },
  { TAP_CAUSE_COMPLETE_WITH_FLAWS, TAP_TONE_WARNING, tap_fits_flawed, tap_say_flaws,
    TAP_SHOW_FLAWS | TAP_SHOW_END,
    .cures = { "relabel-content-type", "normalise-line-ends", "keepalive-ping", "keepalive-comment",
               "restore-event-names" } },
  { TAP_CAUSE_COMPLETE, TAP_TONE_GOOD, tap_fits_anything, tap_say_complete, TAP_SHOW_HEAD | TAP_SHOW_END },
};

const TapVerdictRow *
tap_verdict_find_row_but (const TapCase *c, TapCause cause)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (rows) - 1 && (rows[i].cause == cause || !rows[i].fits (c)))
    i++;
  return &rows[i];
}

const TapVerdictRow *
tap_verdict_find_row (const TapCase *c)
{
  return tap_verdict_find_row_but (c, TAP_N_CAUSES);
}
