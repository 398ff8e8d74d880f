/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* JSON text with line breaks and indentation, its values untouched: numbers, escapes and the order
 * of members stay as they were sent. NULL if it is no JSON. Strings longer than
 * TAP_JSON_TEXT_MAX_LINE get line breaks, because text views stall on longer lines. Any thread.
 * (transfer full) */
#define TAP_JSON_TEXT_MAX_LINE 10000

char *tap_json_text_format (const char *text, gsize length);

/* Breaks lines that are longer than that. (transfer full) */
char *tap_json_text_break_lines (const char *text, gsize length);

G_END_DECLS
