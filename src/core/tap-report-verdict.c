/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-report-private.h"

#include <glib/gi18n-lib.h>

#define MAX_NUMBERS 6 /* attempts that are told one by one */
#define MAX_OTHERS 3 /* clients besides the agent's own that are told of */

/* NULL: no colour. */
static const char *const colours[] = {
  [TAP_TONE_GOOD] = "\033[1;32m",
  [TAP_TONE_WARNING] = "\033[1;33m",
  [TAP_TONE_ERROR] = "\033[1;31m",
};

/* What it does to an answer that lacks its end, and to any other. */
static const char *const effects[] = {
  [TAP_EFFECT_STOPS] = N_ ("%s gives up on this stream"),
  [TAP_EFFECT_LOSES] = N_ ("%s goes on with part of the answer lost or wrong, without an error"),
  [TAP_EFFECT_TOLERATES] = N_ ("%s does not mind"),
};

static const char *const sources[] = {
  [TAP_SURE_RUN] = "",
  [TAP_SURE_SOURCE] = N_ (" (from its source, not tried)"),
  [TAP_SURE_ISSUE] = N_ (" (users report it)"),
  [TAP_SURE_DOC] = N_ (" (from its documentation, not tried)"),
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

void
tap_report_append_row (GString *out, const char **label, const char *text, const TapReportStyle *style)
{
  append_label (out, *label, "\033[2m", style);
  tap_report_append_sentence (out, text, style);
  *label = "";
}

void
tap_report_append_brief (GString *out, const TapVerdict *verdict, const char *text,
                         const TapReportStyle *style)
{
  const char *sequence = style->colour && verdict->tone < G_N_ELEMENTS (colours)
                           ? colours[verdict->tone]
                           : NULL;

  append_label (out, _ ("verdict"), sequence, style);
  tap_report_append_sentence (out, text, style);
}

static void
append_title (GString *out, const TapVerdict *verdict, const TapReportStyle *style)
{
  const char *title = tap_cause_title (verdict->cause);
  g_autoptr (GString) text = g_string_new (style->colour ? "\033[1m" : "");

  /* Translators: the name of a cause. */
  g_string_append_printf (text, verdict->is_guess ? _ ("%s (probably)") : "%s", title);
  if (style->colour)
    g_string_append (text, "\033[0m");
  append_label (out, _ ("verdict"),
                style->colour && verdict->tone < G_N_ELEMENTS (colours) ? colours[verdict->tone] : NULL,
                style);
  g_string_append_printf (out, "%s\n", text->str);
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
  if (row->at >= 0 && row->at <= began)
    return g_strdup_printf (_ ("%sat the request: "), other);
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
      g_autofree char *place = NULL;
      g_autofree char *text = NULL;

      /* The lines above say what was asked. */
      if (row->place == TAP_PLACE_REQUEST && row->rule == NULL && !style->verbose
          && row->exchange == verdict->exchange)
        continue;
      place = dup_place (trace, verdict, row, style);
      text = g_strconcat (place, row->text, NULL);
      tap_report_append_row (out, &label, text, style);
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
                                                 ? _ ("%s: %s (off unless you ask for it)")
                                                 /* Translators: another rule; it is not on either. */
                                                 : _ ("%s: %s (safe to switch on)"),
                                               cure->id, tap_cure_label (cure));

      tap_report_append_row (out, &label, text, style);
    }
}

/* What is lost, where that is known better than that something is. */
static const struct
{
  TapRule rule;
  const char *says;
} losses[] = {
#define HALF N_ ("%s takes the half answer for a whole one, without an error")
#define NOTHING N_ ("%s takes it for an empty answer, without an error")
  { TAP_RULE_MISSING_MESSAGE_STOP, HALF },
  { TAP_RULE_MISSING_MESSAGE_DELTA, HALF },
  { TAP_RULE_NULL_STOP_REASON, HALF },
  { TAP_RULE_CHAT_MISSING_FINISH_REASON, HALF },
  { TAP_RULE_INCOMPLETE_FINAL_EVENT, HALF },
  { TAP_RULE_EVENT_NAME_MISSING, NOTHING },
  { TAP_RULE_JSON_INSTEAD_OF_SSE, NOTHING },
  { TAP_RULE_ERROR_JSON_IN_200, NOTHING },
  { TAP_RULE_HTML_IN_STREAM, NOTHING },
  { TAP_RULE_EMPTY_STREAM, NOTHING },
#undef HALF
#undef NOTHING
};

static const char *
find_words (const TapEffect *effect)
{
  for (guint i = 0; effect->effect == TAP_EFFECT_LOSES && i < G_N_ELEMENTS (losses); i++)
    {
      if (effect->rule == losses[i].rule)
        return _ (losses[i].says);
    }
  if (effect->effect == TAP_EFFECT_LOSES && effect->shows != NULL)
    return _ ("%s passes over it and shows something else instead");
  return _ (effects[effect->effect]);
}

/* @version: (nullable) of the agent that was there. */
static char *
dup_client (const TapEffect *effect, const char *version)
{
  const char *name = tap_client_name (effect->client);

  if (version != NULL)
    /* Translators: a client and its version. */
    return g_strdup_printf (_ ("%s %s (this agent)"), name, version);
  if (effect->helper || effect->raw)
    return g_strdup_printf (effect->helper ? _ ("%s, stream helper:") : _ ("%s, raw events:"), name);
  return effect->versions != NULL ? g_strdup_printf ("%s %s", name, effect->versions)
                                  : g_strdup (name);
}

static char *
dup_effect (const TapExchange *exchange, const TapEffect *effect, const char *version)
{
  g_autofree char *client = dup_client (effect, version);
  g_autofree char *shows = tap_effect_dup_shows (effect, tap_exchange_get_error (exchange));
  g_autofree char *quoted = shows != NULL ? g_strdup_printf (_ (": “%s”"), shows) : g_strdup ("");
  g_autofree char *says = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  says = g_strdup_printf (find_words (effect), client);
#pragma GCC diagnostic pop
  return g_strconcat (says, quoted, *sources[effect->sure] != '\0' ? _ (sources[effect->sure]) : "", NULL);
}

/* Who is there comes first; of others only whoever fares otherwise is worth a line, and of each client
 * what becomes of it is said once. */
static gboolean
differs (const GPtrArray *list, guint index, TapClient own)
{
  const TapEffect *effect = g_ptr_array_index (list, index);

  for (guint i = 0; i < index; i++)
    {
      const TapEffect *other = g_ptr_array_index (list, i);

      if (other->effect == effect->effect && (other->client == own || other->client == effect->client))
        return FALSE;
    }
  return TRUE;
}

static void
append_effects (GString *out, const TapExchange *exchange, const TapVerdict *verdict,
                const TapReportStyle *style)
{
  const TapIdentity *identity = tap_exchange_get_identity (exchange);
  TapClient own = identity->client == TAP_CLIENT_UNKNOWN ? TAP_N_CLIENTS : identity->client;
  const char *label = _ ("clients");
  guint n_others = 0;
  guint n_own = 0;

  for (guint i = 0; i < verdict->effects->len; i++)
    {
      const TapEffect *effect = g_ptr_array_index (verdict->effects, i);
      g_autofree char *text = NULL;

      if (!style->verbose && (!differs (verdict->effects, i, own)
                              || (effect->client == own ? n_own++ : n_others++) >= MAX_OTHERS))
        continue;
      text = dup_effect (exchange, effect,
                         effect->client == own ? identity->client_version : NULL);
      tap_report_append_row (out, &label, text, style);
    }
}

/* "#5, #6", and of many the first and the last. */
static char *
dup_numbers (const TapVerdict *step)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = step->attempts != NULL ? step->attempts->len : 0;

  if (n == 0)
    return g_strdup_printf ("#%" G_GUINT64_FORMAT, step->exchange);
  if (n > MAX_NUMBERS)
    return g_strdup_printf (_ ("#%ju to #%ju"), g_array_index (step->attempts, guint64, 0),
                            step->exchange);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s#%" G_GUINT64_FORMAT, i > 0 ? ", " : "",
                            g_array_index (step->attempts, guint64, i));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
append_steps (GString *out, GPtrArray *chain, const TapReportStyle *style)
{
  const char *label = _ ("then");

  for (guint i = 1; i < chain->len; i++)
    {
      const TapVerdict *step = g_ptr_array_index (chain, i);
      g_autofree char *numbers = dup_numbers (step);
      g_autofree char *text = g_strdup_printf ("%s: %s", numbers, step->sentence);

      tap_report_append_row (out, &label, text, style);
    }
}

void
tap_report_append_verdict (GString *out, const TapTrace *trace, const TapExchange *exchange,
                           const TapVerdict *verdict, const TapReportStyle *style)
{
  g_autoptr (GPtrArray) chain = tap_report_chain (trace, exchange);

  append_title (out, verdict, style);
  if (verdict->tone != TAP_TONE_GOOD)
    append_evidence (out, trace, verdict, style);
  append_steps (out, chain, style);
  if (verdict->tone == TAP_TONE_GOOD)
    return;
  append_cures (out, verdict, style);
  append_effects (out, exchange, verdict, style);
}
