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

static gboolean
is_well (const TapVerdict *verdict)
{
  return verdict->cause == TAP_CAUSE_COMPLETE || verdict->cause == TAP_CAUSE_COMPLETE_WITH_FLAWS;
}

static char *
describe_step (const TapVerdict *verdict, const TapExchange *exchange)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *wait = tap_verdict_seconds (tap_exchange_get_attempt (exchange)->wait);
  gboolean well = is_well (verdict);

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
tell (TapVerdict *verdict, char *sentence)
{
  g_free (verdict->sentence);
  verdict->sentence = sentence;
}

/* Attempts that are told together, in the words of the last. */
typedef struct
{
  TapVerdict *last; /* NULL: there are none */
  const TapExchange *exchange;
  GArray *ids;
  gboolean differs; /* they did not all end as the one before them */
} Rest;

static void
rest_add (Rest *self, TapVerdict *verdict, const TapExchange *exchange, gboolean alike)
{
  tap_verdict_free (self->last);
  self->last = verdict;
  self->exchange = exchange;
  self->differs = self->differs || !alike;
  if (self->ids == NULL)
    self->ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_array_append_val (self->ids, verdict->exchange);
}

static void
rest_tell (Rest *self, GPtrArray *chain, const TapTrace *trace)
{
  const TapVerdict *before = chain->len > 0 ? g_ptr_array_index (chain, chain->len - 1) : NULL;

  if (self->last == NULL || before == NULL)
    return;
  tell (self->last,
        self->differs
          ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Then %u more attempt followed. %s",
                                          "Then %u more attempts followed, the last of them so: %s",
                                          self->ids->len),
                             self->ids->len, self->last->sentence)
          : describe_rest (self->exchange, tap_trace_find (trace, before->exchange), self->ids->len));
  self->last->attempts = g_steal_pointer (&self->ids);
  g_ptr_array_add (chain, g_steal_pointer (&self->last));
  self->differs = FALSE;
}

static void
add_sentence (TapVerdict *verdict, const char *sentence)
{
  tell (verdict, g_strdup_printf ("%s %s", verdict->sentence, sentence));
}

static void
end_chain (GPtrArray *chain, const TapTrace *trace, const TapExchange *last)
{
  TapVerdict *verdict = g_ptr_array_index (chain, chain->len - 1);
  const TapVerdict *first = g_ptr_array_index (chain, 0);
  TapClient client = tap_exchange_get_identity (last)->client;

  if (chain->len < 2)
    return;
  if (has_given_up (trace, verdict, last))
    {
      add_sentence (verdict, _ ("After that the agent gave up."));
    }
  else if (is_well (verdict) && first->tone == TAP_TONE_ERROR && client != TAP_CLIENT_UNKNOWN)
    {
      g_autofree char *recovered
        = g_strdup_printf (_ ("So %s recovered by itself."), tap_client_name (client));

      add_sentence (verdict, recovered);
    }
  else if (is_well (verdict) && first->tone == TAP_TONE_ERROR)
    {
      add_sentence (verdict, _ ("So the agent recovered by itself."));
    }
}

GPtrArray *
tap_verdict_chain (const TapTrace *trace, const TapExchange *exchange)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_verdict_free);
  const TapExchange *step = find_first (trace, exchange);
  const TapExchange *last = step;
  Rest rest = { NULL };

  while (step != NULL)
    {
      TapVerdict *verdict = tap_verdict_new (trace, step);
      const TapVerdict *before = chain->len > 0 ? g_ptr_array_index (chain, chain->len - 1) : NULL;
      gboolean alike = before != NULL && is_alike (verdict, before, step);

      if (alike || chain->len >= MAX_STEPS)
        {
          rest_add (&rest, verdict, step, alike);
        }
      else
        {
          rest_tell (&rest, chain, trace);
          if (chain->len > 0)
            tell (verdict, describe_step (verdict, step));
          g_ptr_array_add (chain, verdict);
        }
      last = step;
      step = find_next (trace, step);
    }
  rest_tell (&rest, chain, trace);
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
