/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <string.h>

/* What the rows of the table ask of a case. */

static gboolean
was_how (const TapCase *c, const char *how)
{
  return g_str_equal (c->how, how);
}

gboolean
tap_fits_blocked (const TapCase *c)
{
  return c->ending == TAP_ENDING_REFUSED;
}

gboolean
tap_fits_unreachable (const TapCase *c)
{
  return c->ending == TAP_ENDING_UNREACHABLE;
}

gboolean
tap_fits_nameless (const TapCase *c)
{
  return tap_fits_unreachable (c) && was_how (c, "no-such-name");
}

gboolean
tap_fits_not_listening (const TapCase *c)
{
  return tap_fits_unreachable (c) && was_how (c, "refused");
}

gboolean
tap_fits_without_tls (const TapCase *c)
{
  return tap_fits_unreachable (c) && (was_how (c, "tls") || was_how (c, "bad-certificate"));
}

/* Whoever does not even wait is worse than what he does not wait for; else what failed is the cause,
 * and that it was tried often follows from it. */
gboolean
tap_fits_storm (const TapCase *c)
{
  const TapFinding *storm = c->first[TAP_SIGN_STORM];

  return storm != NULL && storm->at == c->began && c->status < 400;
}

static gboolean
has_error_like (const TapCase *c, const char *const *words)
{
  for (guint i = 0; c->error != NULL && words[i] != NULL; i++)
    {
      if ((c->error->type != NULL && strstr (c->error->type, words[i]) != NULL)
          || (c->error->code != NULL && strstr (c->error->code, words[i]) != NULL))
        return TRUE;
    }
  return FALSE;
}

/* Types and codes of providers, none of them a sentence. */
static const char *const overloaded_words[] = { "overloaded", "529", "slow_down", "UNAVAILABLE",
                                                "capacity", NULL };
static const char *const limit_words[] = { "rate_limit", "429", "RESOURCE_EXHAUSTED",
                                           "too_many_requests", NULL };
static const char *const quota_words[] = { "insufficient_quota", "billing", "credit_balance",
                                           "insufficient_credits", "payment_required", NULL };
static const char *const missing_words[] = { "model_not_found", "not_found", "NOT_FOUND", NULL };

/* Of what came under a good status only an error that leads says so. */
static gboolean
may_blame_provider (const TapCase *c)
{
  return c->status >= 400 || (c->lead != NULL && c->lead_sign == TAP_SIGN_ERROR);
}

/* Comes as 429 too, but no waiting helps. */
gboolean
tap_fits_no_quota (const TapCase *c)
{
  return c->status == 402 || (may_blame_provider (c) && has_error_like (c, quota_words));
}

gboolean
tap_fits_rate_limited (const TapCase *c)
{
  return c->status == 429 || (may_blame_provider (c) && has_error_like (c, limit_words));
}

gboolean
tap_fits_overloaded (const TapCase *c)
{
  return c->status == 529 || (may_blame_provider (c) && has_error_like (c, overloaded_words));
}

gboolean
tap_fits_credentials (const TapCase *c)
{
  return c->status == 401 || c->status == 403 || c->status == 407;
}

gboolean
tap_fits_idle_status (const TapCase *c)
{
  return ((c->status == 504 || c->status == 524 || c->status == 408) && tap_case_is_idle_limit (c))
         || (c->status == 502 && c->has_gap && tap_case_gateway_limit (c) != NULL);
}

/* Who does not know a model says so in the shape of an error; who does not know the path mostly
 * does not name the model. */
static gboolean
is_about_model (const TapCase *c)
{
  const char *model = tap_exchange_get_model (c->exchange);

  return c->error != NULL
         && (g_strcmp0 (c->error->code, "model_not_found") == 0
             || (model != NULL && *model != '\0' && has_error_like (c, missing_words)
                 && strstr (c->error->message, model) != NULL));
}

gboolean
tap_fits_not_served (const TapCase *c)
{
  return c->status == 405 || c->status == 501 || (c->status == 404 && !is_about_model (c))
         || (c->status >= 300 && c->status < 400 && c->status != 304);
}

gboolean
tap_fits_side_not_served (const TapCase *c)
{
  return tap_fits_not_served (c)
         && (!c->is_call || c->identity->ask_class == TAP_ASK_COUNT_TOKENS
             || c->identity->ask_class == TAP_ASK_MODELS
             || c->identity->ask_class == TAP_ASK_PROBE);
}

gboolean
tap_fits_server_error (const TapCase *c)
{
  return c->status >= 500;
}

gboolean
tap_fits_refused (const TapCase *c)
{
  return c->status >= 400;
}

static gboolean
is_lead (const TapCase *c, TapSign sign)
{
  return c->lead != NULL && c->lead_sign == sign;
}

gboolean
tap_fits_not_http (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_NOT_HTTP);
}

gboolean
tap_fits_wrong_body (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_WRONG_BODY);
}

gboolean
tap_fits_empty (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_EMPTY) && c->ending == TAP_ENDING_COMPLETE;
}

static const char *const good_ends[] = { "end_turn", "stop",      "tool_use", "stop_sequence",
                                         "tool_calls", "completed", "STOP",     NULL };

static gboolean
ended_as_if_good (const TapCase *c)
{
  return c->progress->stop_reason != NULL
         && g_strv_contains (good_ends, c->progress->stop_reason);
}

/* More came behind an error than the mark of an end. */
static gboolean
went_on_after_error (const TapCase *c)
{
  return c->first[TAP_SIGN_AFTER_ERROR] != NULL || c->n_events >= c->lead->event + 2
         || (c->dialect == TAP_DIALECT_RESPONSES && c->n_events > c->lead->event);
}

gboolean
tap_fits_false_success (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_ERROR) && c->lead->event > 0 && ended_as_if_good (c)
         && went_on_after_error (c) && c->ending == TAP_ENDING_COMPLETE;
}

/* An error after a silence that somebody ended tells of the end, not of its cause. */
gboolean
tap_fits_idle_error (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_ERROR) && tap_case_is_idle_limit (c);
}

gboolean
tap_fits_error (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_ERROR);
}

gboolean
tap_fits_duplicate (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_DUPLICATE);
}

gboolean
tap_fits_spliced (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_SPLICED);
}

gboolean
tap_fits_delta_type (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_DELTA_TYPE);
}

gboolean
tap_fits_index (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_INDEX);
}

/* A block left open, and then a good end: what was being written is not whole. */
gboolean
tap_fits_cut_success (const TapCase *c)
{
  return c->lead != NULL && c->lead->rule == TAP_RULE_OPEN_BLOCK_AT_MESSAGE_DELTA
         && ended_as_if_good (c) && c->ending == TAP_ENDING_COMPLETE;
}

gboolean
tap_fits_order (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_ORDER);
}

gboolean
tap_fits_nameless_events (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_NAMES);
}

gboolean
tap_fits_malformed (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_MALFORMED) || is_lead (c, TAP_SIGN_CODING);
}

gboolean
tap_fits_tool_input (const TapCase *c)
{
  return is_lead (c, TAP_SIGN_TOOL_INPUT);
}

gboolean
tap_fits_left (const TapCase *c)
{
  return c->ending == TAP_ENDING_LEFT && c->terminal_missing;
}

gboolean
tap_fits_stopped_reading (const TapCase *c)
{
  return c->first[TAP_SIGN_NOT_READING] != NULL
         && (tap_fits_left (c) || c->ending == TAP_ENDING_CUT || c->ending == TAP_ENDING_STOPPED);
}

gboolean
tap_fits_not_reading (const TapCase *c)
{
  return c->first[TAP_SIGN_NOT_READING] != NULL;
}

gboolean
tap_fits_agent_limit (const TapCase *c)
{
  return tap_fits_left (c) && (tap_case_agent_limit (c) != NULL || tap_case_is_said_limit (c)
                           || tap_case_is_round_wait (c));
}

gboolean
tap_fits_cut (const TapCase *c)
{
  return c->ending == TAP_ENDING_CUT;
}

gboolean
tap_fits_idle_cut (const TapCase *c)
{
  return (tap_fits_cut (c) || (c->ending == TAP_ENDING_COMPLETE && c->terminal_missing))
         && c->lead == NULL && tap_case_is_idle_limit (c);
}

gboolean
tap_fits_cut_after_end (const TapCase *c)
{
  return tap_fits_cut (c) && c->status != 0 && !c->terminal_missing;
}

gboolean
tap_fits_reset_after_end (const TapCase *c)
{
  return tap_fits_cut_after_end (c) && was_how (c, "rst");
}

gboolean
tap_fits_reset (const TapCase *c)
{
  return tap_fits_cut (c) && was_how (c, "rst");
}

gboolean
tap_fits_ended_early (const TapCase *c)
{
  return c->ending == TAP_ENDING_COMPLETE
         && (c->terminal_missing
             || (c->first[TAP_SIGN_ENDED] != NULL
                 && c->first[TAP_SIGN_ENDED]->severity == TAP_SEVERITY_ERROR));
}

gboolean
tap_fits_stopped (const TapCase *c)
{
  return c->ending == TAP_ENDING_STOPPED;
}

gboolean
tap_fits_lost (const TapCase *c)
{
  return c->ended && c->first[TAP_SIGN_LOST] != NULL;
}

gboolean
tap_fits_other_error (const TapCase *c)
{
  return c->lead != NULL;
}

gboolean
tap_fits_tool_text (const TapCase *c)
{
  return c->first[TAP_SIGN_TOOL_TEXT] != NULL
         && c->first[TAP_SIGN_TOOL_TEXT]->severity > TAP_SEVERITY_NOTE;
}

gboolean
tap_fits_tool_flaw (const TapCase *c)
{
  return c->first[TAP_SIGN_TOOL_INPUT] != NULL
         && c->first[TAP_SIGN_TOOL_INPUT]->severity == TAP_SEVERITY_WARNING;
}

static const char *const length_ends[] = { "max_tokens",        "length",     "MAX_TOKENS",
                                           "max_output_tokens", "model_context_window_exceeded",
                                           NULL };

gboolean
tap_fits_max_tokens (const TapCase *c)
{
  return c->first[TAP_SIGN_CUT_TOOL] != NULL
         || (c->progress->stop_reason != NULL
             && g_strv_contains (length_ends, c->progress->stop_reason));
}

/* An answer with nothing in it that ended as if all were well: how some gateways pass a failure on.
 * Only Messages says in the open what an answer holds, and when a part of it begins. */
gboolean
tap_fits_empty_success (const TapCase *c)
{
  return c->ending == TAP_ENDING_COMPLETE && c->dialect == TAP_DIALECT_MESSAGES && c->is_call
         && c->is_2xx && g_strcmp0 (c->progress->stop_reason, "end_turn") == 0 && c->n_events > 0
         && c->progress->content_events == 0 && c->progress->kind <= TAP_EVENT_START;
}

gboolean
tap_fits_storm_of_whole (const TapCase *c)
{
  return c->first[TAP_SIGN_STORM] != NULL;
}

gboolean
tap_fits_bursts (const TapCase *c)
{
  return c->first[TAP_SIGN_BURSTS] != NULL;
}

gboolean
tap_fits_running (const TapCase *c)
{
  return !c->ended;
}

gboolean
tap_fits_flawed (const TapCase *c)
{
  return c->n_flaws > 0;
}

/* Nothing is wrong with it but that it was asked for before. */
gboolean
tap_fits_asked_again (const TapCase *c)
{
  return c->n_flaws > 0 && c->n_flaws == c->count[TAP_SIGN_FALLBACK] && c->attempt->of != 0;
}

gboolean
tap_fits_anything (const TapCase *c)
{
  return TRUE;
}

gboolean
tap_fits_no_gateway_limit (const TapCase *c)
{
  return tap_case_gateway_limit (c) == NULL;
}

gboolean
tap_fits_no_agent_limit (const TapCase *c)
{
  return tap_case_agent_limit (c) == NULL && !tap_case_is_said_limit (c);
}
