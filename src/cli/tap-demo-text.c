/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-demo-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-cli-text.h"
#include "tap-demo-lane.h"
#include "tap-report.h"
#include "tap-summary.h"

#define INDENT 3
#define LABEL 9 /* columns of a paragraph's label */

/* A label on the left and its text beside it, wrapped under itself. */
static void
append_paragraph (GString *out, const TapDemoStyle *style, TapDemoColour colour,
                  const char *label, const char *text)
{
  guint columns = tap_cli_columns (label);

  g_string_append_printf (out, "%*s", INDENT, "");
  tap_demo_append_coloured (out, style, colour, label);
  g_string_append_printf (out, "%*s", columns < LABEL ? (int) (LABEL - columns) : 1, "");
  tap_cli_append_wrapped (out, text, INDENT + MAX (LABEL, columns + 1), INDENT + LABEL);
  g_string_append_c (out, '\n');
}

static void
append_continuation (GString *out, const char *text)
{
  g_string_append_printf (out, "%*s", INDENT + LABEL, "");
  tap_cli_append_wrapped (out, text, INDENT + LABEL, INDENT + LABEL);
  g_string_append_c (out, '\n');
}

void
tap_demo_append_heading (GString *out, const TapDemoStyle *style, guint scene)
{
  g_autofree char *heading = g_strdup_printf ("%u  %s", scene + 1,
                                              _ (tap_demo_scenes[scene].title));

  tap_demo_append_coloured (out, style, TAP_DEMO_BOLD, heading);
  g_string_append_c (out, '\n');
}

static double
seconds (gint64 us)
{
  return us / (double) G_USEC_PER_SEC;
}

static void
append_request (GString *out, const TapVerdict *verdict, const TapExchange *exchange)
{
  g_autofree char *target = tap_summary_clean (tap_exchange_get_target (exchange));
  gint64 duration = tap_exchange_get_ended (exchange) - tap_exchange_get_began (exchange);
  guint events = tap_exchange_count_events (exchange);

  g_string_append_printf (out, "%*s%s %s  %u  ", INDENT, "", tap_exchange_get_method (exchange),
                          target, tap_exchange_get_status (exchange));
  if (events > 0)
    g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%u event in %.2f s",
                                              "%u events in %.2f s", events),
                            events, seconds (duration));
  else
    g_string_append_printf (out, _ ("no events in %.2f s"), seconds (duration));
  g_string_append (out, "  ");
  tap_report_append_end (out, exchange, verdict->tone);
  g_string_append_c (out, '\n');
}

static void
append_finding (GString *out, const TapDemoStyle *style, TapExchange *exchange,
                const TapVerdict *verdict, const TapFinding *finding)
{
  g_autofree char *detail = tap_summary_clean (finding->detail);
  g_autoptr (GString) where = g_string_new (tap_rule_id (finding->rule));

  if (finding->event > 0)
    g_string_append_printf (where, _ (", event %u"), finding->event);
  if (finding->at >= 0)
    g_string_append_printf (where, _ (", after %.2f s"),
                            seconds (finding->at - tap_exchange_get_began (exchange)));
  append_paragraph (out, style,
                    finding->severity == TAP_SEVERITY_ERROR ? TAP_DEMO_RED : TAP_DEMO_YELLOW,
                    finding->severity == TAP_SEVERITY_ERROR ? _ ("error") : _ ("warning"),
                    where->str);
  if (strstr (verdict->sentence, finding->detail) == NULL)
    append_continuation (out, *detail != '\0' ? detail : tap_rule_meaning (finding->rule));
}

/* What the findings below it come to. */
static void
append_verdict (GString *out, const TapDemoStyle *style, const TapVerdict *verdict)
{
  g_autofree char *sentence = tap_summary_clean (verdict->sentence);

  append_paragraph (out, style, verdict->tone == TAP_TONE_ERROR ? TAP_DEMO_RED : TAP_DEMO_YELLOW,
                    _ ("verdict"), tap_cause_title (verdict->cause));
  append_continuation (out, sentence);
}

static guint
count_faults (const TapFindings *findings)
{
  return tap_findings_count_severity (findings, TAP_SEVERITY_ERROR)
         + tap_findings_count_severity (findings, TAP_SEVERITY_WARNING);
}

void
tap_demo_append_exchange (GString *out, const TapDemoStyle *style, const TapTrace *trace,
                          TapExchange *exchange)
{
  const TapFindings *findings = tap_exchange_get_findings (exchange);
  g_autoptr (TapVerdict) verdict = tap_verdict_new (trace, exchange);

  append_request (out, verdict, exchange);
  tap_demo_append_lane (out, style, exchange);
  if (count_faults (findings) > 0)
    append_verdict (out, style, verdict);
  else
    append_paragraph (out, style, TAP_DEMO_GREEN, _ ("good"), _ ("No fault was found."));
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      if (finding->severity != TAP_SEVERITY_NOTE)
        append_finding (out, style, exchange, verdict, finding);
    }
}

void
tap_demo_append_advice (GString *out, const TapDemoStyle *style, guint scene)
{
  const TapDemoScene *row = &tap_demo_scenes[scene];

  append_paragraph (out, style, TAP_DEMO_BOLD, _ ("agent"), _ (row->effect));
  if (row->advice != NULL)
    append_paragraph (out, style, TAP_DEMO_BOLD, _ ("to do"), _ (row->advice));
}

gboolean
tap_demo_compare (const TapDemoAnswer *answer, TapExchange *exchange, GPtrArray *problems)
{
  const TapFindings *findings = tap_exchange_get_findings (exchange);
  guint n_problems = problems->len;
  guint64 id = tap_exchange_get_id (exchange);
  gboolean seen[G_N_ELEMENTS (answer->rules)] = { FALSE };

  if (tap_exchange_get_status (exchange) != answer->status)
    g_ptr_array_add (problems,
                     g_strdup_printf (_ ("exchange %ju: the status is %u and not %u"), id,
                                      tap_exchange_get_status (exchange), answer->status));
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);
      gboolean foreseen = FALSE;

      for (guint j = 0; answer->rules[j] != NULL; j++)
        {
          if (g_str_equal (answer->rules[j], tap_rule_id (finding->rule)))
            seen[j] = foreseen = TRUE;
        }
      if (!foreseen && finding->severity != TAP_SEVERITY_NOTE && finding->rule != TAP_RULE_IDLE_GAP)
        g_ptr_array_add (problems,
                         g_strdup_printf (_ ("exchange %ju: %s was found"), id,
                                          tap_rule_id (finding->rule)));
    }
  for (guint j = 0; answer->rules[j] != NULL; j++)
    {
      if (!seen[j])
        g_ptr_array_add (problems,
                         g_strdup_printf (_ ("exchange %ju: %s was not found"), id,
                                          answer->rules[j]));
    }
  return problems->len == n_problems;
}
