/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-text.h"

#include <glib/gi18n-lib.h>

#include "tap-report.h"

static const TapReportStyle plain = { .utf8 = TRUE };

static const char *const effect_words[] = {
  [TAP_EFFECT_STOPS] = N_ ("gives up on this stream"),
  /* Translators: text or tool calls of the answer */
  [TAP_EFFECT_LOSES] = N_ ("loses text"),
  [TAP_EFFECT_TOLERATES] = N_ ("does not mind"),
};

static const char *const effect_words_showing[] = {
  /* Translators: %s: what the program shows, word for word */
  [TAP_EFFECT_STOPS] = N_ ("gives up on this stream, showing “%s”"),
  [TAP_EFFECT_LOSES] = N_ ("loses text, showing “%s”"),
  [TAP_EFFECT_TOLERATES] = N_ ("does not mind, showing “%s”"),
};

static const char *const sure_words[] = {
  [TAP_SURE_RUN] = N_ ("seen in a run"),
  [TAP_SURE_SOURCE] = N_ ("read in its source"),
  [TAP_SURE_ISSUE] = N_ ("from a public issue"),
  [TAP_SURE_DOC] = N_ ("from its documentation"),
  [TAP_SURE_GUESS] = N_ ("a guess"),
};

static const TapExchangeFacts *
find_facts (TapSession *session, guint64 exchange)
{
  TapExchangeItem *item = session != NULL ? tap_session_find (session, exchange) : NULL;

  return item != NULL ? tap_exchange_item_get_facts (item) : NULL;
}

static void
append_part (GString *out, const char *part)
{
  if (out->len > 0)
    g_string_append (out, " · ");
  g_string_append (out, part);
}

char *
tap_verdict_text_place (TapSession *session, const TapVerdict *verdict,
                        const TapEvidence *evidence)
{
  const TapExchangeFacts *facts = find_facts (session, evidence->exchange);
  GString *out = g_string_new (NULL);

  if (evidence->exchange != verdict->exchange)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, evidence->exchange);
      g_autofree char *other = g_strdup_printf (_ ("exchange %s"), number);

      append_part (out, other);
    }
  if (evidence->event > 0)
    {
      g_autofree char *event = g_strdup_printf (_ ("event %u"), evidence->event);

      append_part (out, event);
    }
  if (evidence->at >= 0)
    {
      gint64 began = facts != NULL ? MAX (facts->began, 0) : 0;
      g_autofree char *time = tap_report_time (MAX (evidence->at - began, 0), &plain);

      append_part (out, time);
    }
  return g_string_free (out, FALSE);
}

/* A format that a translator wrote is not trusted to hold its one %s. */
static char *
fill_in (const char *format, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  return g_strjoinv (text, parts);
}

char *
tap_verdict_text_effect (const TapVerdict *verdict, const TapEffect *effect)
{
  g_autofree char *shows = tap_effect_dup_shows (effect, &verdict->error);

  if (shows == NULL)
    return g_strdup (_ (effect_words[effect->effect]));
  return fill_in (_ (effect_words_showing[effect->effect]), shows);
}

char *
tap_verdict_text_client (const TapEffect *effect)
{
  const char *name = tap_client_name (effect->client);

  return effect->versions != NULL ? g_strdup_printf ("%s %s", name, effect->versions)
                                  : g_strdup (name);
}

const char *
tap_verdict_text_sure (TapSure sure)
{
  return _ (sure_words[sure]);
}

char *
tap_verdict_text_attempt (const TapExchangeFacts *facts)
{
  g_autofree char *wait = NULL;

  if (facts->attempt.number < 2)
    return NULL;
  if (facts->attempt.wait >= 0)
    wait = tap_report_time (facts->attempt.wait, &plain);
  switch (facts->attempt.kind)
    {
    case TAP_ATTEMPT_FALLBACK:
      return g_strdup (_ ("↳ fallback, not streamed"));

    case TAP_ATTEMPT_REPEAT:
      return g_strdup (wait != NULL ? _ ("↳ the same again") : _ ("↳ the same again, meanwhile"));

    case TAP_ATTEMPT_FIRST:
    case TAP_ATTEMPT_RETRY:
    default:
      if (wait == NULL)
        return g_strdup_printf (_ ("↳ retry %u"), facts->attempt.number - 1);
      /* Translators: of a call's attempts; the time that passed since the one before */
      return g_strdup_printf (_ ("↳ retry %u · after %s"), facts->attempt.number - 1, wait);
    }
}

static void
append_exchange (GString *out, const TapExchangeFacts *facts, guint64 id)
{
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, id);

  g_string_append_printf (out, _ ("Exchange %s"), number);
  if (facts != NULL)
    {
      const char *const parts[] = { facts->client_name, facts->model, facts->upstream };

      g_string_append_printf (out, ": %s %s", facts->method != NULL ? facts->method : "?",
                              facts->path != NULL ? facts->path : "?");
      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          if (parts[i] != NULL)
            g_string_append_printf (out, " · %s", parts[i]);
        }
      if (facts->status > 0)
        g_string_append_printf (out, _ (" · status %u"), facts->status);
    }
  g_string_append_c (out, '\n');
}

static void
append_evidence (GString *out, TapSession *session, const TapVerdict *verdict)
{
  if (verdict->evidence->len > 0)
    g_string_append_printf (out, "\n%s\n", _ ("Evidence:"));
  for (guint i = 0; i < verdict->evidence->len; i++)
    {
      const TapEvidence *evidence = g_ptr_array_index (verdict->evidence, i);
      g_autofree char *place = tap_verdict_text_place (session, verdict, evidence);

      g_string_append_printf (out, *place != '\0' ? "- %s (%s)\n" : "- %s%s\n", evidence->text,
                              place);
    }
}

static void
append_effects (GString *out, const TapVerdict *verdict)
{
  if (verdict->effects->len > 0)
    g_string_append_printf (out, "\n%s\n", _ ("Who breaks on it:"));
  for (guint i = 0; i < verdict->effects->len; i++)
    {
      const TapEffect *effect = g_ptr_array_index (verdict->effects, i);
      g_autofree char *client = tap_verdict_text_client (effect);
      g_autofree char *words = tap_verdict_text_effect (verdict, effect);

      g_string_append_printf (out, "- %s %s (%s; %s)\n", client, words,
                              tap_verdict_text_sure (effect->sure), tap_rule_id (effect->rule));
    }
}

char *
tap_verdict_text_report (TapSession *session, const TapVerdict *verdict)
{
  const TapExchangeFacts *facts = find_facts (session, verdict->exchange);
  g_autofree char *attempt = facts != NULL ? tap_verdict_text_attempt (facts) : NULL;
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%s (%s)\n", tap_cause_title (verdict->cause),
                          tap_cause_id (verdict->cause));
  append_exchange (out, facts, verdict->exchange);
  if (attempt != NULL)
    g_string_append_printf (out, "%s\n", attempt);
  g_string_append_printf (out, "\n%s\n", verdict->sentence);
  append_evidence (out, session, verdict);
  append_effects (out, verdict);
  if (verdict->cures->len > 0)
    g_string_append_printf (out, "\n%s\n", _ ("What would cure it:"));
  for (guint i = 0; i < verdict->cures->len; i++)
    {
      const TapCure *cure = g_ptr_array_index (verdict->cures, i);

      g_string_append_printf (out, "- %s (%s)\n", tap_cure_label (cure), cure->id);
    }
  return g_string_free (out, FALSE);
}
