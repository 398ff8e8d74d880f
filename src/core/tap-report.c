/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-report-private.h"

#include "tap-exchange-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define INDENT TAP_REPORT_INDENT
#define RULE_WIDTH 26
#define LONG_SILENCE G_USEC_PER_SEC /* shorter ones are no news */

static const struct
{
  const char *name;
  const char *colour;
} severities[] = {
  [TAP_SEVERITY_NOTE] = { N_ ("note"), "\033[36m" },
  [TAP_SEVERITY_WARNING] = { N_ ("warning"), "\033[33m" },
  [TAP_SEVERITY_ERROR] = { N_ ("error"), "\033[1;31m" },
};

static const char *
colour (const TapReportStyle *style, const char *sequence)
{
  return style->colour ? sequence : "";
}

static const char *
dim (const TapReportStyle *style)
{
  return colour (style, "\033[2m");
}

static const char *
normal (const TapReportStyle *style)
{
  return colour (style, "\033[0m");
}

static const char *
dot (const TapReportStyle *style)
{
  return style->utf8 ? " · " : ", ";
}

void
tap_report_append_clean (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      /* Format characters too: a right-to-left override would turn the line around. */
      switch (g_unichar_type (c))
        {
        case G_UNICODE_CONTROL:
        case G_UNICODE_FORMAT:
        case G_UNICODE_LINE_SEPARATOR:
        case G_UNICODE_PARAGRAPH_SEPARATOR:
          c = 0xfffd;
          break;

        default:
          break;
        }
      g_string_append_unichar (out, c);
    }
}

char *
tap_report_time (gint64 us, const TapReportStyle *style)
{
  double s = (double) us / G_USEC_PER_SEC;
  int whole = (int) CLAMP (s + 0.5, 0, (double) G_MAXINT);

  /* A log may say any time at all. */
  if (us < 1000)
    return g_strdup_printf (style->utf8 ? "%d µs" : "%d us", (int) MAX (us, 0));
  if (us < 999500)
    return g_strdup_printf ("%d ms", (int) ((us + 500) / 1000));
  if (s < 99.995)
    return g_strdup_printf ("%.2f s", s);
  if (s < 179.95)
    return g_strdup_printf ("%.1f s", s);
  return g_strdup_printf (_ ("%d min %02d s"), whole / 60, whole % 60);
}

/* The body's end is not the answer's. */
static const char *
describe_complete (const TapExchange *exchange, TapTone tone)
{
  if (exchange->terminal_missing)
    return _ ("body ended, answer not");
  if (tone == TAP_TONE_ERROR)
    return _ ("body ended properly");
  return _ ("complete");
}

void
tap_report_append_end (GString *out, const TapExchange *exchange, TapTone tone)
{
  const char *by = tap_exchange_get_end_by (exchange);
  const char *how = tap_exchange_get_end_how (exchange);

  if (how == NULL)
    g_string_append (out, _ ("no end was recorded"));
  else if (g_str_equal (how, "complete"))
    g_string_append (out, describe_complete (exchange, tone));
  else
    {
      g_autoptr (GString) clean = g_string_new (NULL);

      tap_report_append_clean (clean, how);
      if (g_strcmp0 (by, "agent") == 0)
        g_string_append_printf (out, _ ("ended by the agent: %s"), clean->str);
      else if (g_strcmp0 (by, "gateway") == 0)
        g_string_append_printf (out, _ ("ended at the gateway: %s"), clean->str);
      else
        g_string_append_printf (out, _ ("ended by Tapline: %s"), clean->str);
    }
}

static void
append_times (GString *out, const TapExchange *exchange, TapTone tone, const TapReportStyle *style)
{
  gint64 began = tap_exchange_get_began (exchange);
  gint64 answered = tap_exchange_get_answered (exchange);
  gint64 gap = tap_exchange_get_longest_gap (exchange, 0);

  if (began >= 0 && answered >= began)
    {
      g_autofree char *wait = tap_report_time (answered - began, style);

      g_string_append_printf (out, _ ("answered after %s"), wait);
      g_string_append (out, dot (style));
    }
  if (gap >= LONG_SILENCE)
    {
      g_autofree char *silence = tap_report_time (gap, style);

      g_string_append_printf (out, _ ("longest silence %s"), silence);
      g_string_append (out, dot (style));
    }
  tap_report_append_end (out, exchange, tone);
}

static void
append_size (GString *out, const TapExchange *exchange, const TapReportStyle *style)
{
  guint events = tap_exchange_count_events (exchange);
  guint64 bytes = tap_exchange_get_bytes_in (exchange);
  gint64 began = tap_exchange_get_began (exchange);
  gint64 ended = tap_exchange_get_ended (exchange);

  g_autofree char *size = NULL;

  if (events > 0)
    size = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u event", "%u events", events), events);
  else
    size = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%ju byte", "%ju bytes", (gulong) bytes),
                            bytes);
  g_string_append (out, dot (style));
  if (began >= 0 && ended >= began)
    {
      g_autofree char *time = tap_report_time (ended - began, style);

      /* Translators: so many events, or bytes, in so much time. */
      g_string_append_printf (out, _ ("%s in %s"), size, time);
    }
  else
    {
      g_string_append (out, size);
    }
}

gboolean
tap_report_is_aside (TapAskClass ask_class)
{
  return ask_class != TAP_ASK_UNKNOWN && ask_class != TAP_ASK_MAIN;
}

static void
append_class (GString *out, const TapExchange *exchange, const TapReportStyle *style)
{
  const TapIdentity *identity = tap_exchange_get_identity (exchange);
  const char *name = tap_ask_class_name (identity->ask_class);

  if (!tap_report_is_aside (identity->ask_class))
    return;
  g_string_append (out, dot (style));
  /* Translators: what a request is for. */
  g_string_append_printf (out, identity->class_is_guess ? _ ("%s (probably)") : "%s", name);
}

/* Who asked what of whom, and how much came. */
static void
append_first_line (GString *out, const TapExchange *exchange, const TapReportStyle *style)
{
  const char *method = tap_exchange_get_method (exchange);
  const char *target = tap_exchange_get_target (exchange);
  const char *reason = tap_exchange_get_reason (exchange);
  const char *model = tap_exchange_get_model (exchange);
  guint status = tap_exchange_get_status (exchange);

  g_string_append_printf (out, "%s#%" G_GUINT64_FORMAT "  ", colour (style, "\033[1m"),
                          tap_exchange_get_id (exchange));
  tap_report_append_clean (out, method != NULL ? method : "?");
  g_string_append_c (out, ' ');
  tap_report_append_clean (out, target != NULL ? target : "?");
  g_string_append (out, normal (style));
  g_string_append (out, style->utf8 ? " → " : " -> ");
  if (status == 0)
    g_string_append (out, _ ("no answer"));
  else
    g_string_append_printf (out, "%u%s", status, reason != NULL && *reason != '\0' ? " " : "");
  if (reason != NULL)
    tap_report_append_clean (out, reason);
  if (model != NULL)
    {
      g_string_append (out, dot (style));
      tap_report_append_clean (out, model);
    }
  append_class (out, exchange, style);
  append_size (out, exchange, style);
}

void
tap_report_append_line (GString *out, const TapExchange *exchange, const char *when,
                        const TapReportStyle *style)
{
  const char *reason = tap_exchange_get_progress (exchange)->stop_reason;

  append_first_line (out, exchange, style);
  g_string_append (out, dot (style));
  tap_report_append_end (out, exchange, TAP_TONE_GOOD);
  if (reason != NULL)
    {
      g_string_append (out, " (");
      tap_report_append_clean (out, reason);
      g_string_append_c (out, ')');
    }
  if (when != NULL)
    g_string_append_printf (out, "%s%s%s%s", dot (style), dim (style), when, normal (style));
  g_string_append_c (out, '\n');
}

void
tap_report_append_exchange (GString *out, const TapExchange *exchange, TapTone tone,
                            const char *when, const TapReportStyle *style)
{
  append_first_line (out, exchange, style);
  g_string_append_printf (out, "\n" INDENT "%s", dim (style));
  if (when != NULL)
    g_string_append_printf (out, "%s%s", when, dot (style));
  append_times (out, exchange, tone, style);
  g_string_append_printf (out, "%s\n", normal (style));
}

void
tap_report_append_sentence (GString *out, const char *text, const TapReportStyle *style)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  g_auto (GStrv) words = NULL;
  guint column = TAP_REPORT_COLUMN;

  tap_report_append_clean (clean, text);
  words = g_strsplit (clean->str, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint columns = (guint) g_utf8_strlen (words[i], -1);

      if (i > 0 && style->width > 0 && column + 1 + columns > style->width)
        {
          g_string_append_printf (out, "\n%*s", TAP_REPORT_COLUMN, "");
          column = TAP_REPORT_COLUMN;
        }
      else if (i > 0)
        {
          g_string_append_c (out, ' ');
          column++;
        }
      g_string_append (out, words[i]);
      column += columns;
    }
  g_string_append_c (out, '\n');
}

static void
append_line (GString *out, const char *text, const TapReportStyle *style)
{
  g_string_append_printf (out, "%*s", TAP_REPORT_COLUMN, "");
  tap_report_append_sentence (out, text, style);
}

static void
append_place (GString *out, const TapFinding *finding, gint64 origin, const TapReportStyle *style)
{
  g_autofree char *time = finding->at >= 0 ? tap_report_time (MAX (finding->at - origin, 0), style)
                                           : NULL;

  if (finding->event > 0 && time != NULL)
    g_string_append_printf (out, _ ("at event %u, after %s"), finding->event, time);
  else if (finding->event > 0)
    g_string_append_printf (out, _ ("at event %u"), finding->event);
  else if (finding->at >= 0 && finding->at <= origin)
    g_string_append (out, _ ("at the request"));
  else if (time != NULL)
    g_string_append_printf (out, _ ("after %s"), time);
  else
    g_string_append (out, _ ("at the end"));
}

void
tap_report_append_severity (GString *out, TapSeverity severity, const TapReportStyle *style)
{
  const char *name = _ (severities[severity].name);
  int pad = 8 - (int) g_utf8_strlen (name, -1);

  g_string_append_printf (out, INDENT "%s%s%s%*s ", colour (style, severities[severity].colour), name,
                          normal (style), MAX (pad, 0), "");
}

static void
append_finding (GString *out, const TapFinding *finding, gint64 origin,
                const TapReportStyle *style)
{
  const char *meaning = tap_rule_meaning (finding->rule);

  tap_report_append_severity (out, finding->severity, style);
  g_string_append_printf (out, "%s%-*s%s ", colour (style, "\033[1m"), RULE_WIDTH, tap_rule_id (finding->rule), normal (style));
  append_place (out, finding, origin, style);
  g_string_append_c (out, '\n');
  append_line (out, finding->detail, style);
  if (!g_str_equal (finding->detail, meaning))
    {
      g_string_append (out, dim (style));
      append_line (out, meaning, style);
      g_string_append (out, normal (style));
    }
}

void
tap_report_append_findings (GString *out, TapFindings *findings, gint64 origin,
                            const TapReportStyle *style)
{
  guint dropped = tap_findings_count_dropped (findings);

  for (guint i = 0; i < tap_findings_count (findings); i++)
    append_finding (out, tap_findings_get (findings, i), origin, style);
  if (dropped > 0)
    g_string_append_printf (out,
                            g_dngettext (GETTEXT_PACKAGE, INDENT "and %u more of the same kinds\n",
                                         INDENT "and %u more of the same kinds\n", dropped),
                            dropped);
}

void
tap_report_append_counts (GString *out, const guint counts[TAP_SEVERITY_ERROR + 1],
                          const TapReportStyle *style)
{
  guint errors = counts[TAP_SEVERITY_ERROR];
  guint warnings = counts[TAP_SEVERITY_WARNING];
  guint notes = counts[TAP_SEVERITY_NOTE];

  g_string_append (out, colour (style, errors > 0 ? severities[TAP_SEVERITY_ERROR].colour : ""));
  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%u error", "%u errors", errors),
                          errors);
  g_string_append_printf (out, "%s, ", errors > 0 ? normal (style) : "");
  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%u warning", "%u warnings", warnings),
                          warnings);
  g_string_append (out, ", ");
  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%u note", "%u notes", notes), notes);
}
