/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-trace.h"

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

/* "1 error, 2 warnings, no notes" */
void tap_report_append_counts (GString *out, const guint counts[TAP_SEVERITY_ERROR + 1],
                               const TapReportStyle *style);

/* One object a line: {"file","exchange","event","at","rule","severity","detail"}; null for an
 * exchange 0, an event 0 and a time below 0. */
void tap_report_append_json (GString *out, const char *file, guint64 exchange,
                             TapFindings *findings);

/* @text as valid UTF-8 without control and format characters. */
void tap_report_append_clean (GString *out, const char *text);

G_END_DECLS
