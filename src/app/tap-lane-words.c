/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-words.h"

#include <glib/gi18n-lib.h>

#include "tap-lane-draw.h"
#include "tap-report.h"

static const TapReportStyle plain = { .utf8 = TRUE };

char *
tap_lane_gap_words (const TapLaneGap *gap)
{
  g_autofree char *text = tap_lane_gap_text (gap);

  if (gap->silence.after_event == 0)
    return g_strdup_printf (_ ("%s before the first event"), text);
  return g_strdup_printf (_ ("%s after event %u"), text, gap->silence.after_event);
}

static const char *
severity_word (TapSeverity severity)
{
  switch (severity)
    {
    case TAP_SEVERITY_ERROR:
      return _ ("Error");

    case TAP_SEVERITY_WARNING:
      return _ ("Warning");

    case TAP_SEVERITY_NOTE:
    default:
      return _ ("Note");
    }
}

char *
tap_lane_mark_words (const TapLaneMark *mark, gint64 origin)
{
  g_autofree char *time = tap_report_time (MAX (mark->at - origin, 0), &plain);
  g_autofree char *where = mark->event > 0 ? g_strdup_printf (_ ("at event %u"), mark->event)
                                           : g_strdup (_ ("at the end"));
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s %s, %s", severity_word (mark->severity),
                          tap_rule_id (mark->rule), where, time);
  if (mark->count > 1)
    {
      g_string_append (text, ", ");
      g_string_append_printf (
          text, g_dngettext (GETTEXT_PACKAGE, "and %u more finding", "and %u more findings",
                             mark->count - 1),
          mark->count - 1);
    }
  return g_string_free (text, FALSE);
}

char *
tap_lane_item_words (const TapExchangeFacts *facts)
{
  GString *text = g_string_new (NULL);
  guint findings = 0;

  for (int i = 0; i <= TAP_SEVERITY_ERROR; i++)
    findings += facts->counts[i];
  g_string_append_printf (
      text, g_dngettext (GETTEXT_PACKAGE, "%u event", "%u events", facts->events), facts->events);
  if (findings > 0)
    g_string_append_printf (
        text, g_dngettext (GETTEXT_PACKAGE, ", %u finding", ", %u findings", findings), findings);
  if (facts->worst_rule != NULL)
    g_string_append_printf (text, ", %s", facts->worst_rule);
  return g_string_free (text, FALSE);
}

const TapEvent *
tap_lane_find_nearest (TapExchange *exchange, gint64 at)
{
  guint count = tap_exchange_count_blocks (exchange);
  guint next = tap_bins_find (exchange, 0, at);
  const TapEvent *before = next > 0 ? tap_exchange_get_block (exchange, next - 1) : NULL;
  const TapEvent *after = next < count ? tap_exchange_get_block (exchange, next) : NULL;

  if (before == NULL || after == NULL)
    return before != NULL ? before : after;
  return at - before->last_at <= after->last_at - at ? before : after;
}

/* Numbers grow with the blocks, and fall behind them by the comments alone. */
const TapEvent *
tap_lane_find_number (TapExchange *exchange, guint number)
{
  guint count = tap_exchange_count_blocks (exchange);

  for (guint i = number > 0 ? number - 1 : 0; i < count; i++)
    {
      const TapEvent *event = tap_exchange_get_block (exchange, i);

      if (event->number == number)
        return event;
    }
  return NULL;
}

static char *
event_words (TapExchange *exchange, const TapEvent *event)
{
  g_autofree char *time
      = tap_report_time (MAX (event->last_at - tap_exchange_get_began (exchange), 0), &plain);
  const char *name = event->name != 0 ? g_quark_to_string (event->name) : _ ("comment");

  if (event->number == 0)
    return g_strdup_printf ("%s, %s", name, time);
  return g_strdup_printf ("%u %s, %s", event->number, name, time);
}

static char *
phase_words (const char *phase, gint64 from, gint64 to)
{
  g_autofree char *length = tap_report_time (MAX (to - from, 0), &plain);

  return g_strdup_printf ("%s, %s", phase, length);
}

char *
tap_lane_place_words (TapExchange *exchange, gint64 at, gint64 reach)
{
  const TapEvent *event = tap_lane_find_nearest (exchange, at);
  gint64 began = tap_exchange_get_began (exchange);
  gint64 asked = tap_exchange_get_asked (exchange);
  gint64 answered = tap_exchange_get_answered (exchange);

  if (event != NULL && ABS (event->last_at - at) <= reach)
    return event_words (exchange, event);
  for (guint i = 0; i < tap_exchange_count_silences (exchange); i++)
    {
      TapLaneGap gap = { .silence = *tap_exchange_get_silence (exchange, i) };

      if (at >= gap.silence.from && at <= gap.silence.to)
        return tap_lane_gap_words (&gap);
    }
  if (at < began)
    return NULL;
  if (asked >= 0 && at <= asked)
    return phase_words (_ ("Sending the request"), began, asked);
  if (asked >= 0 && answered >= 0 && at <= answered)
    return phase_words (_ ("Waiting for the answer"), asked, answered);
  return NULL;
}
