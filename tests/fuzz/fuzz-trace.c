/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-record.h"
#include "tap-report.h"
#include "tap-verdict.h"

#include <string.h>

/* Each exchange has a verdict, at any time, and a chain that comes to an end. */
static void
judge (const TapTrace *trace, const TapExchange *exchange)
{
  g_autoptr (TapVerdict) verdict = tap_verdict_new (trace, exchange);
  g_autoptr (GPtrArray) chain = tap_verdict_chain (trace, exchange);

  g_assert (g_str_has_suffix (verdict->sentence, "."));
  g_assert (g_utf8_validate (verdict->sentence, -1, NULL));
  g_assert (chain->len > 0);
  for (guint i = 0; i < verdict->evidence->len; i++)
    {
      const TapEvidence *row = g_ptr_array_index (verdict->evidence, i);

      g_assert (g_utf8_validate (row->text, -1, NULL));
      g_assert (row->event <= tap_exchange_count_events (exchange));
    }
}

static void
change_cb (TapTrace *trace, TapExchange *exchange, TapChange change, gpointer user_data)
{
  if (change != TAP_CHANGE_PROGRESS)
    judge (trace, exchange);
}

/* The lines of a log, as many as are records, through the fold and its report. */
int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
  g_autoptr (GString) out = g_string_new (NULL);
  const TapReportStyle style = { .colour = TRUE, .utf8 = TRUE, .width = 80 };
  const char *line = (const char *) bytes;
  const char *end = line + size;

  tap_trace_set_func (trace, change_cb, NULL);
  while (line < end)
    {
      const char *feed = memchr (line, '\n', (size_t) (end - line));
      size_t length = (size_t) ((feed != NULL ? feed : end) - line);
      g_autoptr (TapRecord) record = tap_record_parse_line (line, length, NULL);

      if (record != NULL)
        tap_trace_push (trace, record);
      line += length + 1;
    }
  tap_trace_finish (trace);

  for (guint i = 0; i < tap_trace_count (trace); i++)
    {
      TapExchange *exchange = tap_trace_get (trace, i);
      TapFindings *findings = tap_exchange_get_findings (exchange);
      g_autoptr (TapVerdict) verdict = tap_verdict_new (trace, exchange);

      g_assert (tap_exchange_get_state (exchange) == TAP_EXCHANGE_ENDED);
      judge (trace, exchange);
      tap_report_append_entry (out, trace, exchange, verdict, NULL, TRUE, &style);
      tap_report_append_findings (out, findings, 0, &style);
      tap_report_append_json (out, "-", tap_exchange_get_id (exchange), findings);
      for (guint k = 0; k < tap_findings_count (findings); k++)
        g_assert (tap_findings_get (findings, k)->event <= tap_exchange_count_events (exchange));
    }
  g_assert (g_utf8_validate (out->str, (gssize) out->len, NULL));

  return 0;
}
