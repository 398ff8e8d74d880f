/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-summary.h"

G_BEGIN_DECLS

/* What the commands print, as text. */

/* An exchange on one line: local time, number, method, path, status, duration, events, longest
 * gap, end, the ids of what was found, and what that means. (transfer full) */
char *tap_cli_summary_line (const TapSummary *summary);

/* @at: µs since 1970, in local time. (transfer full) */
char *tap_cli_clock (gint64 at);
char *tap_cli_clock_ms (gint64 at); /* with milliseconds */
char *tap_cli_date_and_clock (gint64 at);

/* Appends @text, broken at spaces so that it ends before column TAP_CLI_WIDTH. The first line
 * begins where the cursor stands, at @column; the next ones are indented by @indent. */
#define TAP_CLI_WIDTH 80
void tap_cli_append_wrapped (GString *out, const char *text, guint column, guint indent);

/* Columns that a text takes on a terminal. */
guint tap_cli_columns (const char *text);

/* Whether stdout is a terminal that shows colour and its user wants it (NO_COLOR, TERM). */
gboolean tap_cli_has_colour (void);

/* UTF-8 as the locale writes it; what it has not is spelt with what it has, e.g. a quotation mark
 * with the one of ASCII. (transfer full) */
char *tap_cli_encode (const char *text);

/* Whether the locale can show more than ASCII. */
gboolean tap_cli_has_unicode (void);

G_END_DECLS
