/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* UTF-8 (RFC 3629) over bytes that may hold NUL, which g_utf8_validate_len() takes for an error. */

/* How many bytes at the beginning are valid; @length if all are. */
gsize tap_utf8_valid_length (const char *bytes, gsize length);

/* Appends the bytes to @out as a lenient decoder (WHATWG Encoding) reads them: each ill-formed
 * sequence becomes one U+FFFD. */
void tap_utf8_append_repaired (GString *out, const char *bytes, gsize length);

/* Whether a terminal might obey it, or it turns or breaks the line in which it stands. */
gboolean tap_utf8_is_control (gunichar c);

/* A text of the wire to be quoted as evidence: not longer than some words, and without control
 * characters, each of which becomes a question mark. @text: (nullable). Free with g_free(). */
char *tap_utf8_quote (const char *text);

G_END_DECLS
