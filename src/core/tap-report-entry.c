/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-report-private.h"

#include "tap-exchange-private.h"

#include <glib/gi18n-lib.h>

/* What is said of an exchange: of one that went well a line, of one that failed as the attempt before
 * it did another, of the rest what went wrong, and only then what else was found. */

/* --- What the evidence tells already. */

static gboolean
is_told_by (const TapEvidence *row, const TapFinding *finding)
{
  if (g_strcmp0 (row->rule, tap_rule_id (finding->rule)) != 0)
    return FALSE;
  /* A silence is shown where it began, and found at the event that ended it. */
  return row->event == finding->event
         || (finding->rule == TAP_RULE_IDLE_GAP
             && (finding->event == 0 || finding->event == row->event + 1));
}

static gboolean
is_told (const TapVerdict *verdict, const TapFinding *finding)
{
  for (guint i = 0; i < verdict->evidence->len; i++)
    {
      if (is_told_by (g_ptr_array_index (verdict->evidence, i), finding))
        return TRUE;
    }
  return FALSE;
}

/* One line a rule, with so many more of it. */
static void
append_rest_of_rule (GString *out, const TapFinding *finding, guint more, gint64 origin,
                     const TapReportStyle *style)
{
  g_autoptr (GString) text = g_string_new (tap_rule_id (finding->rule));

  if (finding->event > 0)
    {
      g_string_append_printf (text, _ (", event %u"), finding->event);
    }
  else if (finding->at > origin)
    {
      g_autofree char *time = tap_report_time (finding->at - origin, style);

      g_string_append_printf (text, _ (", after %s"), time);
    }
  g_string_append_printf (text, ": %s", finding->detail);
  if (more > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " (and %u more)", " (and %u more)", more),
                            more);
  tap_report_append_severity (out, finding->severity, style);
  tap_report_append_sentence (out, text->str, style);
}

static void
append_rest (GString *out, const TapVerdict *verdict, TapFindings *findings, gint64 origin,
             const TapReportStyle *style)
{
  guint more[TAP_N_RULES] = { 0 };
  const TapFinding *first[TAP_N_RULES] = { NULL };
  gboolean shown = verdict != NULL && verdict->tone != TAP_TONE_GOOD;

  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      if (shown && is_told (verdict, finding))
        continue;
      if (first[finding->rule] == NULL)
        first[finding->rule] = finding;
      else
        more[finding->rule]++;
    }
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      if (first[finding->rule] == finding)
        append_rest_of_rule (out, finding, more[finding->rule], origin, style);
    }
}

/* --- The same as before. */

/* The last error, which is that of the end. */
static TapRule
find_last_error (const TapExchange *exchange)
{
  TapFindings *findings = tap_exchange_get_findings (exchange);

  for (guint i = tap_findings_count (findings); i > 0; i--)
    {
      const TapFinding *finding = tap_findings_get (findings, i - 1);

      if (finding->severity == TAP_SEVERITY_ERROR)
        return finding->rule;
    }
  return TAP_N_RULES;
}

static gboolean
is_same_fault (const TapExchange *one, const TapExchange *other)
{
  return one->status == other->status && find_last_error (one) == find_last_error (other);
}

/* The earliest of the attempts just before it that failed as it did; NULL: the one before did not. */
static const TapExchange *
find_same (const TapTrace *trace, const TapExchange *exchange, const TapVerdict *verdict)
{
  const TapExchange *same = NULL;
  guint64 id = tap_exchange_get_attempt (exchange)->of;

  if (verdict->tone != TAP_TONE_ERROR)
    return NULL;
  for (guint i = 0; i < 16 && id != 0; i++)
    {
      const TapExchange *before = tap_trace_find (trace, id);
      TapTone tone;

      if (before == NULL || !is_same_fault (before, exchange)
          || tap_verdict_find_cause (trace, before, &tone) != verdict->cause)
        break;
      same = before;
      id = tap_exchange_get_attempt (before)->of;
    }
  return same;
}

/* That each time it ends at the same place tells that the answer's content is to blame. */
static char *
describe_same (const TapExchange *exchange, const TapExchange *same, const TapVerdict *verdict)
{
  const char *title = tap_cause_title (verdict->cause);
  guint64 number = tap_exchange_get_id (same);
  guint64 bytes = exchange->answer.body.payload;
  guint events = tap_exchange_count_events (exchange);

  if (bytes == 0 || exchange->status >= 400 || (events == 0 && exchange->ending == TAP_ENDING_COMPLETE))
    /* Translators: the title of a cause, and the number of an exchange. */
    return g_strdup_printf (_ ("%s, the same as #%ju"), title, number);
  if (bytes == same->answer.body.payload)
    return g_strdup_printf (_ ("%s, the same as #%ju: after the same event (%u) and byte (%ju)"), title, number,
                            events, bytes);
  if (events == tap_exchange_count_events (same))
    return g_strdup_printf (_ ("%s, the same as #%ju: after the same event (%u), but after byte %ju and not %ju"),
                            title, number, events, bytes, same->answer.body.payload);
  return g_strdup_printf (_ ("%s, the same as #%ju, but after event %u and not %u"), title, number, events,
                          tap_exchange_count_events (same));
}

/* --- All of it. */

static gboolean
is_line (const TapTrace *trace, const TapExchange *exchange, const TapVerdict *verdict,
         const TapReportStyle *style)
{
  return verdict->tone == TAP_TONE_GOOD && !style->verbose
         && (tap_exchange_get_attempt (exchange)->next == 0
             || tap_exchange_get_attempt (exchange)->of != 0);
}

gboolean
tap_report_append_entry (GString *out, const TapTrace *trace, const TapExchange *exchange,
                         const TapVerdict *verdict, const char *when, gboolean numbered,
                         const TapReportStyle *style)
{
  TapFindings *findings = tap_exchange_get_findings (exchange);
  gint64 origin = MAX (tap_exchange_get_began (exchange), 0);
  const TapExchange *same = style->verbose ? NULL : find_same (trace, exchange, verdict);

  if (numbered && is_line (trace, exchange, verdict, style))
    {
      tap_report_append_line (out, exchange, when, style);
      append_rest (out, verdict, findings, origin, style);
      return tap_findings_count (findings) > 0;
    }
  if (numbered && verdict->cause == TAP_CAUSE_COMPLETE && verdict->tone == TAP_TONE_WARNING
      && !style->verbose)
    {
      tap_report_append_line (out, exchange, when, style);
      tap_report_append_brief (out, verdict, verdict->sentence, style);
      append_rest (out, verdict, findings, origin, style);
      return TRUE;
    }
  if (numbered)
    tap_report_append_exchange (out, exchange, verdict->tone, when, style);
  if (same != NULL)
    {
      g_autofree char *says = describe_same (exchange, same, verdict);

      tap_report_append_brief (out, verdict, says, style);
      return TRUE;
    }
  tap_report_append_verdict (out, trace, exchange, verdict, style);
  if (style->verbose)
    tap_report_append_findings (out, findings, origin, style);
  else
    append_rest (out, verdict, findings, origin, style);
  return TRUE;
}
