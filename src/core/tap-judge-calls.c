/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-calls.h"

#include <glib/gi18n-lib.h>

/* The rules that need more than one exchange; what they find stands with the later one. */

#define STORM_FAILURES 5 /* attempts of one call that failed */
#define STORM_HASTY 3    /* retries in a row without a pause that deserves the name */

/* Clocks and timers of clients are not that exact. */
#define KEPT_SLACK(wait) ((wait) / 20 + G_USEC_PER_SEC / 20)

static char *
dup_time (gint64 time)
{
  if (time < G_USEC_PER_SEC)
    return g_strdup_printf (_ ("%d ms"), (int) (MAX (time, 0) / 1000));
  return g_strdup_printf (_ ("%.1f s"), (double) time / G_USEC_PER_SEC);
}

static void
judge_fallback (TapExchange *self, const TapCall *call, const TapCall *before)
{
  g_autofree char *wait = dup_time (call->attempt.wait);

  if (call->attempt.kind == TAP_ATTEMPT_FALLBACK)
    tap_judge_tell (self, TAP_RULE_NONSTREAM_FALLBACK,
                    tap_rule_severity (TAP_RULE_NONSTREAM_FALLBACK), call->began,
                    _ ("It asks for the same without streaming, %s after the stream of exchange "
                       "%ju had failed; both may be billed."),
                    wait, before->id);
}

static void
judge_retry_after (TapExchange *self, const TapCall *call, const TapCall *before)
{
  g_autofree char *wanted = dup_time (before->retry_wait);
  g_autofree char *wait = dup_time (call->attempt.wait);

  if (before->retry_wait > 0 && call->attempt.kind != TAP_ATTEMPT_REPEAT
      && call->attempt.wait + KEPT_SLACK (before->retry_wait) < before->retry_wait)
    tap_judge_tell (self, TAP_RULE_RETRY_AFTER_NOT_KEPT,
                    tap_rule_severity (TAP_RULE_RETRY_AFTER_NOT_KEPT), call->began,
                    _ ("Exchange %ju was told to come again after %s; this "
                       "came after %s."),
                    before->id, wanted, wait);
}

static void
judge_haste (TapExchange *self, const TapCall *call)
{
  g_autofree char *span = dup_time (call->began - call->call_began);

  if (call->hasty >= STORM_HASTY)
    tap_judge_tell (self, TAP_RULE_RETRY_STORM, tap_rule_severity (TAP_RULE_RETRY_STORM),
                    call->began,
                    _ ("It is attempt %u of one call within %s; the last %u came without a "
                       "pause."),
                    call->attempt.number, span, call->hasty);
}

void
tap_judge_after (TapExchange *self, const TapCall *call, const TapCall *before)
{
  judge_fallback (self, call, before);
  judge_retry_after (self, call, before);
  judge_haste (self, call);
}

void
tap_judge_storm (TapExchange *self, const TapCall *call)
{
  g_autofree char *span = dup_time (call->ended - call->call_began);

  if (call->failed && call->failures + 1 >= STORM_FAILURES && call->hasty < STORM_HASTY)
    tap_judge_tell (self, TAP_RULE_RETRY_STORM, tap_rule_severity (TAP_RULE_RETRY_STORM),
                    call->ended, _ ("It is the failed attempt %u of one call within %s."),
                    call->failures + 1, span);
}

/* Without a session it may well be two people who ask the same. */
void
tap_judge_twice (TapExchange *self, const TapCall *call, const TapCall *before)
{
  TapAskClass ask_class = self->identity.ask_class;

  if (call->attempt.kind != TAP_ATTEMPT_REPEAT || !call->whole || !before->whole
      || ask_class == TAP_ASK_COUNT_TOKENS || ask_class == TAP_ASK_MODELS)
    return;
  tap_judge_tell (self, TAP_RULE_DUPLICATE_REQUEST,
                  call->has_session ? tap_rule_severity (TAP_RULE_DUPLICATE_REQUEST)
                                    : TAP_SEVERITY_NOTE,
                  call->began,
                  _ ("It is the same request as exchange %ju, which was answered "
                     "too, so both are probably billed."),
                  before->id);
}
