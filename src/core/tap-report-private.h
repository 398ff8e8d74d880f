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

G_END_DECLS
