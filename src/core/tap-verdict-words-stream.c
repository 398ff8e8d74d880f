/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Sentences about what a stream shows. */

/* One that a finding wrote, as a sentence of its own. */
void
tap_say_detail (GString *out, const TapFinding *finding)
{
  const char *detail = finding->detail;

  if (g_str_equal (detail, tap_rule_meaning (finding->rule)))
    return;
  tap_say (out, "%s%s", detail, g_str_has_suffix (detail, ".") ? "" : ".");
}

static void
say_place (GString *out, const TapFinding *finding)
{
  g_autofree char *detail = g_strdup (finding->detail);

  if (g_str_equal (detail, tap_rule_meaning (finding->rule)))
    {
      if (finding->event > 0)
        tap_say (out, _ ("That was at event %u."), finding->event);
      return;
    }
  if (finding->event > 0)
    /* Translators: the number of an event, and what was seen there. */
    tap_say (out, _ ("Event %u: %s%s"), finding->event, detail,
             g_str_has_suffix (detail, ".") ? "" : ".");
  else
    tap_say_detail (out, finding);
}

void
tap_say_running (const TapCase *c, GString *out)
{
  g_autofree char *length = tap_verdict_seconds (c->length);
  TapSilence silence;

  if (c->status == 0)
    tap_say (out, _ ("The agent has been waiting for an answer for %s."), length);
  else if (c->n_events > 0)
    tap_say (out, g_dngettext (GETTEXT_PACKAGE, "The answer is still coming: %u event in %s.",
                               "The answer is still coming: %u events in %s.", c->n_events),
             c->n_events, length);
  else
    tap_say (out, _ ("The answer is still coming, for %s so far."), length);
  if (c->status != 0
      && tap_exchange_get_open_silence (c->exchange, c->now, TRUE, &silence)
      && silence.to - silence.from >= 2 * G_USEC_PER_SEC)
    {
      g_autofree char *gap = tap_verdict_seconds (silence.to - silence.from);

      tap_say (out, _ ("Nothing has come for %s."), gap);
    }
}

static void
say_complete (const TapCase *c, GString *out)
{
  g_autofree char *length = tap_verdict_seconds (c->length);

  if (c->length < 0)
    tap_say (out, g_dngettext (GETTEXT_PACKAGE, "The answer is complete: %u event.",
                               "The answer is complete: %u events.", c->n_events),
             c->n_events);
  else if (c->n_events > 0)
    tap_say (out, g_dngettext (GETTEXT_PACKAGE, "The answer is complete: %u event in %s.",
                               "The answer is complete: %u events in %s.", c->n_events),
             c->n_events, length);
  else if (c->status != 0)
    tap_say (out, _ ("The answer is complete: status %u after %s."), c->status, length);
  else
    tap_say (out, _ ("The exchange came to its end after %s."), length);
}

void
tap_say_complete (const TapCase *c, GString *out)
{
  say_complete (c, out);
  if (c->progress->stop_reason != NULL)
    {
      g_autofree char *reason = tap_utf8_quote (c->progress->stop_reason);

      tap_say (out, _ ("Its stop reason is %s."), reason);
    }
}

void
tap_say_flaws (const TapCase *c, GString *out)
{
  say_complete (c, out);
  /* The evidence tells the rest. */
  if (tap_sign_of (c->flaw->rule) != TAP_SIGN_GAP)
    tap_say (out, "%s", tap_rule_meaning (c->flaw->rule));
  else
    tap_say_detail (out, c->flaw);
  if (c->n_flaws > 1)
    tap_say (out, g_dngettext (GETTEXT_PACKAGE, "There is %u more finding.",
                               "There are %u more findings.", c->n_flaws - 1),
             c->n_flaws - 1);
}

/* A whole answer to what was asked for before. */
void
tap_say_asked_again (const TapCase *c, GString *out)
{
  say_complete (c, out);
  switch (c->attempt->kind)
    {
    case TAP_ATTEMPT_FALLBACK:
      tap_say (out, _ ("It was asked for without streaming because the stream of #%ju had failed, so both "
                       "may be billed."),
               c->attempt->of);
      break;

    case TAP_ATTEMPT_RETRY:
      tap_say (out, _ ("It is attempt %u of its call, after #%ju had failed."), c->attempt->number,
               c->attempt->of);
      break;

    case TAP_ATTEMPT_REPEAT:
      tap_say (out, _ ("The same had been asked for in #%ju, so both may be billed."), c->attempt->of);
      break;

    case TAP_ATTEMPT_FIRST:
    default:
      break;
    }
  if (c->flaw->rule == TAP_RULE_RETRY_AFTER_NOT_KEPT)
    tap_say_detail (out, c->flaw);
}

void
tap_say_wrong_body (const TapCase *c, GString *out)
{
  g_autofree char *message = c->error != NULL ? tap_utf8_quote (c->error->message) : NULL;

  tap_say (out, _ ("The gateway answered with status %u, but not with what was asked for."),
           c->status);
  tap_say (out, "%s", tap_rule_meaning (c->lead->rule));
  if (message != NULL)
    tap_say (out, c->error->is_page ? _ ("Its title is “%s”.") : _ ("It says: “%s”."), message);
}

void
tap_say_false_success (const TapCase *c, GString *out)
{
  g_autofree char *reason = tap_utf8_quote (c->progress->stop_reason);

  tap_say (out, _ ("An error came at event %u, but the gateway went on and ended the answer with "
                   "“%s”, as if it were whole."),
           c->lead->event, reason);
  if (c->error != NULL)
    {
      g_autofree char *message = tap_utf8_quote (c->error->message);

      tap_say (out, _ ("The error says: “%s”."), message);
    }
}

void
tap_say_empty_success (const TapCase *c, GString *out)
{
  g_autofree char *reason = tap_utf8_quote (c->progress->stop_reason);

  tap_say (out, _ ("The answer holds nothing, yet it ended with “%s”."), reason);
  tap_say (out, _ ("Some gateways pass a failure of the model on in that way, so this is probably one."));
}

void
tap_say_error (const TapCase *c, GString *out)
{
  g_autofree char *type = NULL;
  g_autofree char *message = NULL;

  if (c->lead->event > 0)
    tap_say (out, _ ("An error came in the stream, at event %u, and ended the answer."),
             c->lead->event);
  else
    tap_say (out, _ ("An error came in the stream and ended the answer."));
  if (c->error == NULL)
    {
      tap_say_detail (out, c->lead);
      return;
    }
  message = tap_utf8_quote (c->error->message);
  type = tap_utf8_quote (c->error->type != NULL ? c->error->type : c->error->code);
  if (c->error->type != NULL || c->error->code != NULL)
    tap_say (out, _ ("It says %s: “%s”."), type, message);
  else
    tap_say (out, _ ("It says: “%s”."), message);
  tap_say_wait_before (c, out);
}

/* What the first finding shows, by its kind; the finding's own words follow. */
static const struct
{
  TapSign sign;
  const char *says;
} faults[] = {
  { TAP_SIGN_DUPLICATE, N_ ("The gateway sent the beginning of the answer (message_start) twice.") },
  { TAP_SIGN_SPLICED, N_ ("The gateway began another answer inside this one.") },
  { TAP_SIGN_DELTA_TYPE, N_ ("The gateway sent a piece into a block of another type, so clients lose it "
                             "or stop.") },
  { TAP_SIGN_INDEX, N_ ("The gateway sent an event of a block that was not open or not in turn.") },
  { TAP_SIGN_ORDER, N_ ("The gateway sent an event out of order.") },
  { TAP_SIGN_NAMES, N_ ("The gateway sent events without their names (event: lines), so clients ignore "
                        "them.") },
  { TAP_SIGN_MALFORMED, N_ ("The gateway sent an event that clients cannot read.") },
};

/* What it does to the agent that was there. */
static void
say_effect (const TapCase *c, GString *out, TapRule rule)
{
  g_autoptr (GPtrArray) effects = tap_effects_for (rule, c->identity);
  const TapEffect *effect = effects->len > 0 ? g_ptr_array_index (effects, 0) : NULL;
  const char *name = tap_client_name (c->identity->client);
  g_autofree char *shows = NULL;

  if (effect == NULL || c->identity->client == TAP_CLIENT_UNKNOWN
      || effect->client != c->identity->client)
    return;
  shows = tap_effect_dup_shows (effect, tap_exchange_get_error (c->exchange));
  if (effect->effect == TAP_EFFECT_TOLERATES)
    tap_say (out, _ ("%s does not mind that."), name);
  else if (effect->effect == TAP_EFFECT_LOSES)
    tap_say (out, _ ("%s then goes on with part of the answer lost, without an error."), name);
  else if (shows != NULL)
    tap_say (out, _ ("%s gives up on this stream: “%s”."), name, shows);
  else
    tap_say (out, _ ("%s gives up on this stream."), name);
}

/* Whether to drop what was too much would have been enough. */
static void
say_remainder (const TapCase *c, GString *out)
{
  if (c->dialect != TAP_DIALECT_MESSAGES || c->lead_sign != TAP_SIGN_DUPLICATE || !c->ended)
    return;
  if (c->terminal_missing)
    tap_say (out, _ ("message_stop never came either, so without the repeat the answer would still "
                     "not be whole."));
  else if (tap_findings_count_severity (c->findings, TAP_SEVERITY_ERROR) == c->count[TAP_SIGN_DUPLICATE])
    tap_say (out, _ ("message_stop came in the end, so without the repeat the answer is whole."));
}

static void
say_aftermath (const TapCase *c, GString *out)
{
  say_remainder (c, out);
  say_effect (c, out, c->lead->rule);
  if (c->ending == TAP_ENDING_LEFT && c->terminal_missing)
    tap_say (out, _ ("The agent then closed its connection."));
}

void
tap_say_lead (const TapCase *c, GString *out)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (faults) && faults[i].sign != c->lead_sign)
    i++;
  tap_say (out, "%s",
           i < G_N_ELEMENTS (faults) ? _ (faults[i].says) : tap_rule_meaning (c->lead->rule));
  say_place (out, c->lead);
  say_aftermath (c, out);
}

void
tap_say_cut_success (const TapCase *c, GString *out)
{
  g_autofree char *reason = tap_utf8_quote (c->progress->stop_reason);

  tap_say (out, _ ("The answer ended with “%s” while a block was still open (event %u)."), reason,
           c->lead->event);
  tap_say (out, _ ("Probably it broke off, and the gateway made it look finished."));
  say_aftermath (c, out);
}

void
tap_say_tool_input (const TapCase *c, GString *out)
{
  const TapFinding *finding = c->first[TAP_SIGN_TOOL_INPUT];

  tap_say (out, "%s", tap_rule_meaning (finding->rule));
  say_place (out, finding);
}

void
tap_say_tool_text (const TapCase *c, GString *out)
{
  const TapFinding *finding = c->first[TAP_SIGN_TOOL_TEXT];

  tap_say (out, _ ("The model wrote a tool call as text (event %u), and nothing on the way made a call "
                   "of it, so the agent shows it and runs nothing."),
           finding->event);
  tap_say (out, _ ("Probably the gateway’s tool parser for this model is off, or does not know this format."));
}

void
tap_say_max_tokens (const TapCase *c, GString *out)
{
  g_autofree char *tool = tap_utf8_quote (c->progress->tool);

  if (c->first[TAP_SIGN_CUT_TOOL] != NULL && c->progress->tool != NULL)
    tap_say (out, _ ("The answer reached its token limit while a tool call (%s) was being written, so "
                     "the call cannot be run."),
             tool);
  else if (c->first[TAP_SIGN_CUT_TOOL] != NULL)
    tap_say (out, _ ("The answer reached its token limit inside a tool call, so the call cannot be run."));
  else
    tap_say (out, _ ("The answer reached its token limit, so it is not whole."));
  if (c->progress->stop_reason != NULL)
    {
      g_autofree char *reason = tap_utf8_quote (c->progress->stop_reason);

      tap_say (out, _ ("Its stop reason is %s."), reason);
    }
}

void
tap_say_bursts (const TapCase *c, GString *out)
{
  say_complete (c, out);
  tap_say (out, _ ("Its events came in bursts, so something on the way probably collects them: look for "
                   "a proxy that buffers answers (nginx: proxy_buffering off)."));
  tap_say_detail (out, c->first[TAP_SIGN_BURSTS]);
}

void
tap_say_storm (const TapCase *c, GString *out)
{
  TapCause cause = tap_verdict_find_row_but (c, TAP_CAUSE_RETRY_STORM)->cause;

  tap_say (out, _ ("The agent sends the same request again and again."));
  tap_say_detail (out, c->first[TAP_SIGN_STORM]);
  if (cause != TAP_CAUSE_COMPLETE && cause != TAP_CAUSE_RUNNING)
    /* Translators: the title of a cause, such as: Gateway ended the answer early. */
    tap_say (out, _ ("What came of this attempt: %s."), tap_cause_title (cause));
}

void
tap_say_often (const TapCase *c, TapCause cause, GString *out)
{
  if (c->first[TAP_SIGN_STORM] != NULL && cause != TAP_CAUSE_RETRY_STORM)
    tap_say_detail (out, c->first[TAP_SIGN_STORM]);
}
