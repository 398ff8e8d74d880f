/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-report.h"

G_BEGIN_DECLS

#define TAP_REPORT_INDENT "    "
#define TAP_REPORT_LABEL 9                      /* columns of a severity or a label, with the space */
#define TAP_REPORT_COLUMN (4 + TAP_REPORT_LABEL) /* where what stands beside it begins */

/* A text in that column, where the cursor stands already, broken at spaces; words that are too long
 * stay whole. With its line feed. */
void tap_report_append_sentence (GString *out, const char *text, const TapReportStyle *style);

/* What stands on the left of it, and the text; the next ones of its kind have no label. */
void tap_report_append_row (GString *out, const char **label, const char *text,
                            const TapReportStyle *style);
void tap_report_append_severity (GString *out, TapSeverity severity, const TapReportStyle *style);

/* What is asked for beside the conversation. */
gboolean tap_report_is_aside (TapAskClass ask_class);

/* An exchange that went well, in one line. */
void tap_report_append_line (GString *out, const TapExchange *exchange, const char *when,
                             const TapReportStyle *style);
/* The verdict in other words than its own. */
void tap_report_append_brief (GString *out, const TapVerdict *verdict, const char *text,
                              const TapReportStyle *style);
/* What went wrong, on what evidence, what followed, what cures it, and who breaks on it. */
void tap_report_append_verdict (GString *out, const TapTrace *trace, const TapExchange *exchange,
                                const TapVerdict *verdict, const TapReportStyle *style);

G_END_DECLS
