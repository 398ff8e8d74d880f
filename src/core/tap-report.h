/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-verdict.h"

G_BEGIN_DECLS

/* Exchanges and findings as text for people and as JSON lines for programs. What came from the
 * wire is cleaned of control characters before a terminal sees it. */
typedef struct
{
  gboolean colour; /* escape sequences for severities and dim text */
  gboolean utf8;   /* else plain ASCII ornaments */
  guint width;     /* columns after which sentences are broken; 0: never */
} TapReportStyle;

/* A length of time as people say it: "812 µs", "41 ms", "3.12 s", "125.0 s", "4 min 05 s".
 * (transfer full) */
char *tap_report_time (gint64 us, const TapReportStyle *style);

/* The lines that name an exchange, without its findings. @when: (nullable) the time of day at
 * which it began, as it shall stand there. */
void tap_report_append_exchange (GString *out, const TapExchange *exchange, const char *when,
                                 const TapReportStyle *style);

/* Each finding: severity, rule, place, its detail, and its rule's meaning; indented. @origin: µs
 * since the session began, from which their times are told. */
void tap_report_append_findings (GString *out, TapFindings *findings, gint64 origin,
                                 const TapReportStyle *style);

/* What went wrong, on what evidence, what cures it, who breaks on it, and what followed. */
void tap_report_append_verdict (GString *out, const TapTrace *trace, const TapExchange *exchange,
                                const TapReportStyle *style);

/* "1 error, 2 warnings, no notes" */
void tap_report_append_counts (GString *out, const guint counts[TAP_SEVERITY_ERROR + 1],
                               const TapReportStyle *style);

/* One object a line: {"file","exchange","event","at","rule","severity","detail"}; null for an
 * exchange 0, an event 0 and a time below 0. */
void tap_report_append_json (GString *out, const char *file, guint64 exchange,
                             TapFindings *findings);

/* One object on a line: {"file","exchange","verdict","cause","evidence":[{"exchange","event","at",
 * "text"}…],"cures":[ids…],"title","tone","guess","effects":[{"rule","client","versions","effect",
 * "shows","sure"}…]}, and of the first attempt of several "then":[{"exchange","verdict","cause"}…].
 * @exchange: the number to write, as above; @of: the exchange. */
void tap_report_append_verdict_json (GString *out, const char *file, guint64 exchange,
                                     const TapTrace *trace, const TapExchange *of);

/* What followed from it: as tap_verdict_chain(), but empty for all but the first attempt of several,
 * where it is told. */
GPtrArray *tap_report_chain (const TapTrace *trace, const TapExchange *exchange);

/* @text as valid UTF-8 without control and format characters. */
void tap_report_append_clean (GString *out, const char *text);

G_END_DECLS
