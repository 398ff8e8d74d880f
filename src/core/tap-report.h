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
  gboolean verbose; /* all findings in full, and nothing put in short */
  gboolean utf8;   /* else plain ASCII ornaments */
  guint width;     /* columns after which sentences are broken; 0: never */
} TapReportStyle;

/* A length of time as people say it: "812 µs", "41 ms", "3.12 s", "125.0 s", "4 min 05 s".
 * (transfer full) */
char *tap_report_time (gint64 us, const TapReportStyle *style);

/* The lines that name an exchange, without its findings. @tone: its verdict's. @when: (nullable) the
 * time of day at which it began, as it shall stand there. */
void tap_report_append_exchange (GString *out, const TapExchange *exchange, TapTone tone,
                                 const char *when, const TapReportStyle *style);

/* How it ended, in a few words, of which none is plain praise for a body that came to its end with an
 * answer in it that did not. */
void tap_report_append_end (GString *out, const TapExchange *exchange, TapTone tone);

/* Each finding: severity, rule, place, its detail, and its rule's meaning; indented. @origin: µs
 * since the session began, from which their times are told. */
void tap_report_append_findings (GString *out, TapFindings *findings, gint64 origin,
                                 const TapReportStyle *style);

/* All of an exchange: one line if it went well or failed as the attempt before it did; else what went
 * wrong, on what evidence, what followed, what cures it, who breaks on it, and what else was found.
 * @when: as above. @numbered: FALSE for a bare body, whose lines that name it are the caller's.
 * Returns FALSE if it was one line. */
gboolean tap_report_append_entry (GString *out, const TapTrace *trace, const TapExchange *exchange,
                                  const TapVerdict *verdict, const char *when, gboolean numbered,
                                  const TapReportStyle *style);

/* Which calls failed, recovered or were fine, gathered exchange by exchange in their order. */
typedef struct _TapReportCalls TapReportCalls;

TapReportCalls *tap_report_calls_new (void);
void tap_report_calls_free (TapReportCalls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapReportCalls, tap_report_calls_free)

void tap_report_calls_add (TapReportCalls *self, const TapExchange *exchange,
                           const TapVerdict *verdict);
void tap_report_calls_append (const TapReportCalls *self, GString *out, const TapReportStyle *style);

/* "1 error, 2 warnings, no notes" */
void tap_report_append_counts (GString *out, const guint counts[TAP_SEVERITY_ERROR + 1],
                               const TapReportStyle *style);

/* One object a line: {"file","exchange","event","at","rule","severity","detail"}; null for an
 * exchange 0, an event 0 and a time below 0. */
void tap_report_append_json (GString *out, const char *file, guint64 exchange,
                             TapFindings *findings);

/* One object on a line: {"file","exchange","verdict","cause","evidence":[{"exchange","event","at",
 * "text","rule"}…],"cures":[ids…],"title","tone","guess","effects":[{"rule","client","versions","effect",
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
