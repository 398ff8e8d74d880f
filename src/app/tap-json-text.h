/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* JSON text with line breaks and indentation, its values untouched: numbers, escapes and the order
 * of members stay as they were sent. NULL if it is no JSON, or nested so deeply that indentation
 * would be most of it. Any thread. (transfer full) */
char *tap_json_text_format (const char *text, gsize length);

G_END_DECLS
