/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-report-private.h"

#include <glib/gi18n-lib.h>

#define MAX_OTHERS 5 /* clients besides the agent's own that are told of */

/* NULL: no colour. */
static const char *const colours[] = {
  [TAP_TONE_GOOD] = "\033[1;32m",
  [TAP_TONE_WARNING] = "\033[1;33m",
  [TAP_TONE_ERROR] = "\033[1;31m",
};

static const struct
{
  const char *says;  /* %s: the client */
  const char *shows; /* then what its user sees */
} effects[] = {
  [TAP_EFFECT_STOPS] = { N_ ("%s stops"), N_ ("%s stops: “%s”") },
  [TAP_EFFECT_LOSES] = { N_ ("%s loses part of it"), N_ ("%s loses part of it: “%s”") },
  [TAP_EFFECT_TOLERATES] = { N_ ("%s does not care"), N_ ("%s does not care: “%s”") },
};

static const char *const sources[] = {
  [TAP_SURE_RUN] = "",
  [TAP_SURE_SOURCE] = N_ (" (so its source says)"),
  [TAP_SURE_ISSUE] = N_ (" (so users report)"),
  [TAP_SURE_DOC] = N_ (" (so its documentation says)"),
  [TAP_SURE_GUESS] = N_ (" (a guess)"),
};

GPtrArray *
tap_report_chain (const TapTrace *trace, const TapExchange *exchange)
{
  const TapAttempt *attempt = tap_exchange_get_attempt (exchange);
  gboolean begins = attempt->of == 0 && attempt->next != 0;

  return begins ? tap_verdict_chain (trace, exchange)
                : g_ptr_array_new_with_free_func ((GDestroyNotify) tap_verdict_free);
}

/* What stands on the left of a text; the next ones of its kind have none. */
static void
append_label (GString *out, const char *label, const char *sequence, const TapReportStyle *style)
{
  int columns = (int) g_utf8_strlen (label, -1);
  gboolean colour = style->colour && sequence != NULL;

  g_string_append_printf (out, TAP_REPORT_INDENT "%s%s%s%*s", colour ? sequence : "", label,
                          colour ? "\033[0m" : "", MAX (TAP_REPORT_LABEL - columns, 1), "");
}

static void
append_row (GString *out, const char **label, const char *text, const TapReportStyle *style)
{
  append_label (out, *label, "\033[2m", style);
  tap_report_append_sentence (out, text, style);
  *label = "";
}

static void
append_title (GString *out, const TapVerdict *verdict, const TapReportStyle *style)
{
  const char *sequence = style->colour && verdict->tone < G_N_ELEMENTS (colours)
                           ? colours[verdict->tone]
                           : NULL;
  const char *title = tap_cause_title (verdict->cause);

  append_label (out, _ ("verdict"), sequence, style);
  g_string_append (out, style->colour ? "\033[1m" : "");
  /* Translators: the name of a cause. */
  g_string_append_printf (out, verdict->is_guess ? _ ("%s (probably)") : "%s", title);
  g_string_append (out, style->colour ? "\033[0m\n" : "\n");
  append_label (out, "", NULL, style);
  tap_report_append_sentence (out, verdict->sentence, style);
}

/* Times are told from the beginning of the exchange that the row is about. */
static char *
dup_place (const TapTrace *trace, const TapVerdict *verdict, const TapEvidence *row,
           const TapReportStyle *style)
{
  const TapExchange *about = tap_trace_find (trace, row->exchange);
  gint64 began = about != NULL ? MAX (tap_exchange_get_began (about), 0) : 0;
  g_autofree char *time = row->at >= 0 ? tap_report_time (MAX (row->at - began, 0), style) : NULL;
  g_autofree char *other = row->exchange != verdict->exchange
                             ? g_strdup_printf ("#%" G_GUINT64_FORMAT " ", row->exchange)
                             : g_strdup ("");

  if (row->event > 0 && time != NULL)
    return g_strdup_printf (_ ("%sat event %u, after %s: "), other, row->event, time);
  if (row->event > 0)
    return g_strdup_printf (_ ("%sat event %u: "), other, row->event);
  if (time != NULL)
    return g_strdup_printf (_ ("%safter %s: "), other, time);
  return g_strdup (other);
}

static void
append_evidence (GString *out, const TapTrace *trace, const TapVerdict *verdict,
                 const TapReportStyle *style)
{
  const char *label = _ ("seen");

  for (guint i = 0; i < verdict->evidence->len; i++)
    {
      const TapEvidence *row = g_ptr_array_index (verdict->evidence, i);
      g_autofree char *place = dup_place (trace, verdict, row, style);
      g_autofree char *text = g_strconcat (place, row->text, NULL);

      append_row (out, &label, text, style);
    }
}

static void
append_cures (GString *out, const TapVerdict *verdict, const TapReportStyle *style)
{
  const char *label = _ ("cure");

  for (guint i = 0; i < verdict->cures->len; i++)
    {
      const TapCure *cure = g_ptr_array_index (verdict->cures, i);
      g_autofree char *text = g_strdup_printf (cure->opt_in
                                                 /* Translators: the name of a rule and what it does;
                                                  * it does so only for who asks for it by name. */
                                                 ? _ ("%s: %s (not without being asked to)")
                                                 : "%s: %s",
                                               cure->id, tap_cure_label (cure));

      append_row (out, &label, text, style);
    }
}

static char *
dup_effect (const TapEffect *effect)
{
  g_autofree char *client = effect->versions != NULL
                              ? g_strdup_printf ("%s %s", tap_client_name (effect->client),
                                                 effect->versions)
                              : g_strdup (tap_client_name (effect->client));
  g_autofree char *says = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  says = effect->shows != NULL
           ? g_strdup_printf (_ (effects[effect->effect].shows), client, effect->shows)
           : g_strdup_printf (_ (effects[effect->effect].says), client);
#pragma GCC diagnostic pop
  return g_strconcat (says, *sources[effect->sure] != '\0' ? _ (sources[effect->sure]) : "", NULL);
}

/* Of the agent's own client all that is known, of others who is hit. */
static void
append_effects (GString *out, const TapExchange *exchange, const TapVerdict *verdict,
                const TapReportStyle *style)
{
  TapClient own = tap_exchange_get_identity (exchange)->client;
  const char *label = _ ("breaks");
  g_autoptr (GString) more = g_string_new (NULL);
  guint n_others = 0;
  guint n_left = 0;

  for (guint i = 0; i < verdict->effects->len; i++)
    {
      const TapEffect *effect = g_ptr_array_index (verdict->effects, i);
      g_autofree char *text = dup_effect (effect);

      if (effect->client != own && effect->effect == TAP_EFFECT_TOLERATES)
        continue;
      if (effect->client != own && n_others++ >= MAX_OTHERS)
        n_left++;
      else
        append_row (out, &label, text, style);
    }
  if (n_left == 0)
    return;
  g_string_append_printf (more, g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", n_left),
                          n_left);
  append_row (out, &label, more->str, style);
}

static void
append_steps (GString *out, GPtrArray *chain, const TapReportStyle *style)
{
  const char *label = _ ("then");

  for (guint i = 1; i < chain->len; i++)
    {
      const TapVerdict *step = g_ptr_array_index (chain, i);
      g_autofree char *text = g_strdup_printf ("#%" G_GUINT64_FORMAT ": %s", step->exchange,
                                               step->sentence);

      append_row (out, &label, text, style);
    }
}

void
tap_report_append_verdict (GString *out, const TapTrace *trace, const TapExchange *exchange,
                           const TapReportStyle *style)
{
  g_autoptr (TapVerdict) verdict = tap_verdict_new (trace, exchange);
  g_autoptr (GPtrArray) chain = tap_report_chain (trace, exchange);

  append_title (out, verdict, style);
  if (verdict->tone != TAP_TONE_GOOD)
    {
      append_evidence (out, trace, verdict, style);
      append_cures (out, verdict, style);
      append_effects (out, exchange, verdict, style);
    }
  append_steps (out, chain, style);
}
