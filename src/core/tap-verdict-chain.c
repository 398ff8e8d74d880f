/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <glib/gi18n-lib.h>

/* What followed from the first cause: the attempts of one call, each as a step. */

/* More attempts than anybody reads are told as one step. */
#define MAX_STEPS 12

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

static void
say_step (GString *out, const TapExchange *exchange, guint skipped)
{
  const TapAttempt *attempt = tap_exchange_get_attempt (exchange);
  g_autofree char *wait = tap_verdict_seconds (attempt->wait);

  if (skipped > 0)
    tap_say (out, g_dngettext (GETTEXT_PACKAGE, "%u more attempt ended alike.",
                               "%u more attempts ended alike.", skipped),
             skipped);
  if (attempt->kind == TAP_ATTEMPT_FALLBACK)
    tap_say (out, _ ("Then the agent asked again without streaming, after %s."), wait);
  else if (attempt->wait < 0)
    tap_say (out, _ ("The agent asked again before that had ended."));
  else if (attempt->kind == TAP_ATTEMPT_REPEAT)
    tap_say (out, _ ("Then the agent sent the same request once more, after %s."), wait);
  else
    tap_say (out, _ ("Then the agent tried again, after %s."), wait);
}

static void
take_step (GPtrArray *chain, TapVerdict *verdict, const TapExchange *exchange, guint skipped)
{
  g_autoptr (GString) sentence = g_string_new (NULL);

  if (chain->len > 0)
    {
      say_step (sentence, exchange, skipped);
      g_string_append_c (sentence, ' ');
      g_string_append (sentence, verdict->sentence);
      g_free (verdict->sentence);
      verdict->sentence = g_string_free (g_steal_pointer (&sentence), FALSE);
    }
  g_ptr_array_add (chain, verdict);
}

GPtrArray *
tap_verdict_chain (const TapTrace *trace, const TapExchange *exchange)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_verdict_free);
  const TapExchange *step = find_first (trace, exchange);
  guint skipped = 0;

  while (step != NULL)
    {
      const TapExchange *next = find_next (trace, step);
      TapVerdict *verdict = tap_verdict_new (trace, step);
      const TapVerdict *before = chain->len > 0 ? g_ptr_array_index (chain, chain->len - 1) : NULL;

      /* The last one is always told. */
      if (next != NULL && before != NULL
          && (before->cause == verdict->cause || chain->len >= MAX_STEPS))
        {
          tap_verdict_free (verdict);
          skipped++;
        }
      else
        {
          take_step (chain, verdict, step, skipped);
          skipped = 0;
        }
      step = next;
    }
  return chain;
}
