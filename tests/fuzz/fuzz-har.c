/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-har.h"
#include "tap-report.h"

/* A whole archive through the fold and its report. */
int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (TapHarNotes) notes = { 0 };
  const TapReportStyle style = { .utf8 = TRUE, .width = 80 };
  gboolean read = tap_har_load ((const char *) bytes, size, trace, &notes, &error);

  tap_har_looks_like ((const char *) bytes, size);
  g_assert (read == (error == NULL));
  g_assert (tap_trace_count (trace) + notes.n_skipped == notes.n_entries);
  for (guint i = 0; i < tap_trace_count (trace); i++)
    {
      TapExchange *exchange = tap_trace_get (trace, i);
      TapFindings *findings = tap_exchange_get_findings (exchange);
      g_autoptr (TapVerdict) verdict = tap_verdict_new (trace, exchange);

      g_assert (tap_exchange_get_state (exchange) == TAP_EXCHANGE_ENDED);
      tap_report_append_entry (out, trace, exchange, verdict, NULL, TRUE, &style);
      tap_report_append_verdict_json (out, "-", tap_exchange_get_id (exchange), trace, exchange);
      tap_report_append_findings (out, findings, 0, &style);
      tap_report_append_json (out, "-", tap_exchange_get_id (exchange), findings);
    }
  g_assert (g_utf8_validate (out->str, (gssize) out->len, NULL));

  return 0;
}
