/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <glib/gi18n-lib.h>

/* What followed from the first cause: the attempts of one call, each as a step. */

/* More attempts than anybody reads are told as one step. */
#define MAX_STEPS 12

/* Nobody calls that a wait, in µs. */
#define AT_ONCE (G_USEC_PER_SEC / 10)

/* Longer than agents wait before they try again (protocol D.3), in µs. */
#define LONGEST_WAIT (60 * G_USEC_PER_SEC)

static const TapExchange *
find_first (const TapTrace *trace, const TapExchange *exchange)
{
  guint64 first = tap_exchange_get_attempt (exchange)->first;
  const TapExchange *found = first != 0 ? tap_trace_find (trace, first) : NULL;

  return found != NULL ? found : exchange;
}

static const TapExchange *
find_next (const TapTrace *trace, const TapExchange *exchange)
{
  guint64 next = tap_exchange_get_attempt (exchange)->next;

  /* Exchanges only follow later ones, so this comes to an end. */
  return next > tap_exchange_get_id (exchange) ? tap_trace_find (trace, next) : NULL;
}

/* One more of the same, which is not told at length. */
static gboolean
is_alike (const TapVerdict *verdict, const TapVerdict *before, const TapExchange *exchange)
{
  return verdict->cause == before->cause && verdict->tone == TAP_TONE_ERROR
         && tap_exchange_get_attempt (exchange)->kind != TAP_ATTEMPT_FALLBACK;
}

/* How it came to the next attempt, and, where that came to a good end, that too. */
static const struct
{
  TapAttemptKind kind;
  const char *at_once;
  const char *after;
  const char *well_at_once;
  const char *well_after;
} steps[] = {
  { TAP_ATTEMPT_FALLBACK, N_ ("Then the agent at once asked again without streaming."),
    N_ ("Then, after %s, the agent asked again without streaming."),
    N_ ("Then the agent at once asked again without streaming, and got a complete answer."),
    N_ ("Then, after %s, the agent asked again without streaming, and got a complete answer.") },
  { TAP_ATTEMPT_REPEAT, N_ ("Then the agent at once sent the same request once more."),
    N_ ("Then, after %s, the agent sent the same request once more."),
    N_ ("Then the agent at once sent the same request once more, and got another complete answer."),
    N_ ("Then, after %s, the agent sent the same request once more, and got another complete "
        "answer.") },
  { TAP_ATTEMPT_RETRY, N_ ("Then the agent tried again at once."),
    N_ ("Then, after %s, the agent tried again."),
    N_ ("Then the agent tried again at once, and got a complete answer."),
    N_ ("Then, after %s, the agent tried again, and got a complete answer.") },
};

static const char *
find_words (const TapExchange *exchange, gboolean well)
{
  const TapAttempt *attempt = tap_exchange_get_attempt (exchange);
  gboolean at_once = attempt->wait < AT_ONCE;
  guint i = 0;

  while (i < G_N_ELEMENTS (steps) - 1 && steps[i].kind != attempt->kind)
    i++;
  if (well)
    return at_once ? _ (steps[i].well_at_once) : _ (steps[i].well_after);
  return at_once ? _ (steps[i].at_once) : _ (steps[i].after);
}

/* Words with one "%s" in them or none, which is filled here because they come from a table. */
static void
say_words (GString *out, const char *words, const char *wait)
{
  g_auto (GStrv) parts = g_strsplit (words, "%s", 2);

  tap_say (out, "%s%s%s", parts[0], parts[1] != NULL ? wait : "",
           parts[1] != NULL ? parts[1] : "");
}

static char *
describe_step (const TapVerdict *verdict, const TapExchange *exchange, guint skipped)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *wait = tap_verdict_seconds (tap_exchange_get_attempt (exchange)->wait);
  gboolean well = verdict->cause == TAP_CAUSE_COMPLETE
                  || verdict->cause == TAP_CAUSE_COMPLETE_WITH_FLAWS;

  if (skipped > 0)
    tap_say (out, g_dngettext (GETTEXT_PACKAGE, "%u more attempt ended alike.",
                               "%u more attempts ended alike.", skipped),
             skipped);
  say_words (out, find_words (exchange, well), wait);
  if (!well)
    tap_say (out, "%s", verdict->sentence);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* An agent that has not come again for longer than any of them waits will not come any more. */
static gboolean
has_given_up (const TapTrace *trace, const TapVerdict *verdict, const TapExchange *exchange)
{
  return verdict->tone == TAP_TONE_ERROR
         && tap_exchange_get_state (exchange) == TAP_EXCHANGE_ENDED
         && tap_trace_get_now (trace) - tap_exchange_get_ended (exchange) > LONGEST_WAIT;
}

/* The last of several that came to nothing in the same way. */
static char *
describe_rest (const TapExchange *exchange, const TapExchange *first, guint n)
{
  g_autofree char *span = tap_verdict_seconds (tap_exchange_get_ended (exchange)
                                               - tap_exchange_get_ended (first));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Then the agent tried %u more time in %s, and that ended alike.",
                                       "Then the agent tried %u more times in %s, and each ended alike.",
                                       n),
                          n, span);
}

static void
take_step (GPtrArray *chain, TapVerdict *verdict, const TapTrace *trace, const TapExchange *exchange,
           guint skipped)
{
  const TapVerdict *before = chain->len > 0 ? g_ptr_array_index (chain, chain->len - 1) : NULL;

  if (before != NULL)
    {
      char *sentence = is_alike (verdict, before, exchange)
                         ? describe_rest (exchange, tap_trace_find (trace, before->exchange),
                                          skipped + 1)
                         : describe_step (verdict, exchange, skipped);

      g_free (verdict->sentence);
      verdict->sentence = sentence;
    }
  g_ptr_array_add (chain, verdict);
}

static void
end_chain (GPtrArray *chain, const TapTrace *trace, const TapExchange *last)
{
  TapVerdict *verdict = g_ptr_array_index (chain, chain->len - 1);
  char *sentence;

  if (chain->len < 2 || !has_given_up (trace, verdict, last))
    return;
  sentence = g_strdup_printf ("%s %s", verdict->sentence, _ ("After that the agent gave up."));
  g_free (verdict->sentence);
  verdict->sentence = sentence;
}

GPtrArray *
tap_verdict_chain (const TapTrace *trace, const TapExchange *exchange)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_verdict_free);
  const TapExchange *step = find_first (trace, exchange);
  const TapExchange *last = step;
  guint skipped = 0;

  while (step != NULL)
    {
      const TapExchange *next = find_next (trace, step);
      TapVerdict *verdict = tap_verdict_new (trace, step);
      const TapVerdict *before = chain->len > 0 ? g_ptr_array_index (chain, chain->len - 1) : NULL;

      /* The last one is always told. */
      if (next != NULL && before != NULL
          && (is_alike (verdict, before, step) || chain->len >= MAX_STEPS))
        {
          tap_verdict_free (verdict);
          skipped++;
        }
      else
        {
          take_step (chain, verdict, trace, step, skipped);
          skipped = 0;
        }
      last = step;
      step = next;
    }
  end_chain (chain, trace, last);
  return chain;
}

static gboolean
is_same_session (const TapExchange *one, const TapExchange *other)
{
  const TapIdentity *a = tap_exchange_get_identity (one);
  const TapIdentity *b = tap_exchange_get_identity (other);

  if (a->session != NULL || b->session != NULL)
    return g_strcmp0 (a->session, b->session) == 0;
  return g_strcmp0 (tap_exchange_get_client (one), tap_exchange_get_client (other)) == 0
         && g_strcmp0 (tap_exchange_get_upstream (one), tap_exchange_get_upstream (other)) == 0;
}

/* Without a verdict it can be said of most that they went well. */
static gboolean
may_have_failed (const TapExchange *exchange)
{
  return tap_exchange_get_status (exchange) >= 400
         || tap_findings_count_severity (tap_exchange_get_findings (exchange), TAP_SEVERITY_ERROR) > 0
         || tap_findings_count_severity (tap_exchange_get_findings (exchange), TAP_SEVERITY_WARNING) > 0;
}

GPtrArray *
tap_verdict_session (const TapTrace *trace, const TapExchange *exchange)
{
  for (guint i = tap_trace_count (trace); i > 0; i--)
    {
      const TapExchange *other = tap_trace_get (trace, i - 1);
      g_autoptr (TapVerdict) verdict = NULL;

      if (!is_same_session (exchange, other) || !may_have_failed (other))
        continue;
      verdict = tap_verdict_new (trace, other);
      if (verdict->tone == TAP_TONE_ERROR)
        return tap_verdict_chain (trace, other);
    }
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tap_verdict_free);
}
