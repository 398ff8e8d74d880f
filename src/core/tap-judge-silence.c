/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-private.h"

#include "tap-limits.h"

#include <glib/gi18n-lib.h>

/* The rules about time: silences, and events that came in bursts (protocol D.4). */

/* A stream that is silent is a finding; whoever asked for a whole answer may well wait for it,
 * unless nothing ever came. */
static gboolean
is_waited_for (const TapExchange *self)
{
  return self->answer.is_sse || self->ask.stream || self->n_events > 0
         || (self->state == TAP_EXCHANGE_ENDED && self->ending != TAP_ENDING_COMPLETE);
}

/* What came just before a silence behind a loss is not known. */
static char *
describe_gap (const TapExchange *self, const TapSilence *silence)
{
  double seconds = (double) (silence->to - silence->from) / G_USEC_PER_SEC;

  if (self->lost_at >= 0 && silence->from >= self->lost_at && silence->after_event > 0)
    return g_strdup_printf (_ ("Nothing came for %.1f s, some time after event %u"), seconds,
                            silence->after_event);
  if (silence->after_event > 0)
    return g_strdup_printf (_ ("Nothing came for %.1f s after event %u"), seconds,
                            silence->after_event);
  return g_strdup_printf (_ ("Nothing came for %.1f s before the first event"), seconds);
}

/* Whether what followed it was an end that nobody wanted. */
static gboolean
is_followed_by_failure (const TapExchange *self)
{
  return self->state == TAP_EXCHANGE_ENDED && self->ending != TAP_ENDING_STOPPED
         && (self->terminal_missing || self->error.message != NULL || self->status >= 400);
}

/* A stream that goes on shows that nobody gave up; one that nearly took too long is worth a word. */
static const TapLimit *
find_limit (const TapExchange *self, const TapSilence *silence, gboolean is_last)
{
  gint64 length = silence->to - silence->from;
  gboolean by_agent = g_strcmp0 (self->end_by, "agent") == 0;
  const TapLimit *limit;

  if (is_last && is_followed_by_failure (self))
    return tap_limit_near (length, by_agent ? TAP_LIMIT_OF_AGENT : TAP_LIMIT_OF_GATEWAY,
                           self->identity.client);
  limit = tap_limit_near (length, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_UNKNOWN);
  return limit != NULL && tap_limit_distance (limit, length) < 0 ? limit : NULL;
}

static void
add_gap (TapExchange *self, const TapSilence *silence, gboolean is_last, TapFindings *to)
{
  /* What the gateway would have done, had the capture gone on, is not known. */
  gboolean fatal = is_last && self->state == TAP_EXCHANGE_ENDED && self->terminal_missing
                   && self->ending != TAP_ENDING_STOPPED;
  TapSeverity severity = fatal ? TAP_SEVERITY_ERROR : tap_rule_severity (TAP_RULE_IDLE_GAP);
  guint awaited = silence->after_event + 1;
  guint event = awaited <= self->n_events ? awaited : 0;
  const TapLimit *limit = find_limit (self, silence, is_last);
  g_autofree char *detail = describe_gap (self, silence);
  g_autofree char *fits = limit != NULL
                            ? tap_limit_describe (limit, silence->to - silence->from)
                            : NULL;

  /* It stands at the event that was waited for; at none if none came. */
  tap_findings_add_as (to, TAP_RULE_IDLE_GAP, severity, event, silence->to,
                       /* Translators: a silence, and "fits the 60 s limit of …". */
                       fits != NULL ? _ ("%s, which %s.") : "%s.", detail, fits);
}

static void
add_masked (const TapSilence *silence, TapFindings *to)
{
  double seconds = (double) (silence->to - silence->from) / G_USEC_PER_SEC;

  if (silence->after_event == 0)
    tap_findings_add (to, TAP_RULE_PING_MASKED_SILENCE, silence->before_event, silence->to,
                      g_dngettext (GETTEXT_PACKAGE,
                                   "For %.1f s before the first event nothing but %u ping or comment "
                                   "came.",
                                   "For %.1f s before the first event nothing but %u pings or "
                                   "comments came.",
                                   silence->masks),
                      seconds, silence->masks);
  else
    tap_findings_add (to, TAP_RULE_PING_MASKED_SILENCE, silence->before_event, silence->to,
                      g_dngettext (GETTEXT_PACKAGE,
                                   "For %.1f s after event %u nothing but %u ping or comment came.",
                                   "For %.1f s after event %u nothing but %u pings or comments came.",
                                   silence->masks),
                      seconds, silence->after_event, silence->masks);
}

void
tap_judge_silences (TapExchange *self, TapFindings *to)
{
  guint n = tap_exchange_count_silences (self);
  guint last = n;
  guint kept[2] = { 0 }; /* of masked ones, of others */

  if (n == 0 || !is_waited_for (self))
    return;
  while (last > 0 && !tap_exchange_get_silence (self, last - 1)->bytes)
    last--;

  for (guint i = 0; i < n; i++)
    {
      const TapSilence *silence = tap_exchange_get_silence (self, i);

      /* An agent that does not read makes the gateway wait, not the other way round. */
      if (silence->because == TAP_SILENCE_OF_AGENT || (!silence->bytes && silence->masks == 0))
        continue;
      /* More than are kept need no words; but the last one may be why it ended. */
      if (++kept[silence->bytes ? 1 : 0] >= TAP_FINDINGS_MAX_OF_RULE && i + 1 != last)
        tap_findings_add_dropped (to, tap_rule_severity (silence->bytes
                                                           ? TAP_RULE_IDLE_GAP
                                                           : TAP_RULE_PING_MASKED_SILENCE), 1);
      else if (silence->bytes)
        add_gap (self, silence, i + 1 == last, to);
      else
        add_masked (silence, to);
    }
}

void
tap_judge_bursts (TapExchange *self)
{
  TapBursts *bursts = &self->bursts;

  /* What waited for the agent comes at once too. */
  if (!tap_bursts_finish (bursts) || tap_exchange_count_stalls (self) > 0)
    return;
  tap_findings_add (tap_judge_own (self), TAP_RULE_BUFFERED_BURSTS, 0, self->last_byte,
                    _ ("%u of %u events with content came in %u bursts, up to %u at once, each after "
                       "%.1f s or more without anything."),
                    bursts->in_bursts, bursts->content, bursts->n_bursts, bursts->largest,
                    (double) bursts->shortest / G_USEC_PER_SEC);
}
