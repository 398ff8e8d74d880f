/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes as lines that somebody can read. A column is as wide as a letter of the font is, in which
 * all Latin letters have the same width; what takes more, such as ideographs, is counted so. */

/* How many bytes there is room for in a line, at least one letter. */
gsize tap_raw_cut (const guint8 *bytes, gsize length, guint columns);

/* What is not to be seen as a visible sign. (transfer full) */
char *tap_raw_text (const guint8 *bytes, gsize length);

/* How many bytes of a hexadecimal line there is room for, at most TAP_RAW_HEX. */
#define TAP_RAW_HEX 32
guint tap_raw_count_hex (guint columns);

/* @length: of the bytes, of which there would be @count if the line were full. (transfer full) */
char *tap_raw_hex (guint64 offset, const guint8 *bytes, gsize length, guint count);

G_END_DECLS
