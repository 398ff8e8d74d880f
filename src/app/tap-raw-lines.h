/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-content.h"

G_BEGIN_DECLS

/* The wire in lines, as a list model of GtkStringObject made on demand: for each read a line that
 * tells it, then its bytes, TAP_RAW_LINE a line, as text or hexadecimal. */
#define TAP_RAW_LINE 96 /* bytes of text in a line */
#define TAP_RAW_HEX 16  /* hexadecimal */

#define TAP_TYPE_RAW_LINES (tap_raw_lines_get_type ())
G_DECLARE_FINAL_TYPE (TapRawLines, tap_raw_lines, TAP, RAW_LINES, GObject)

/* @content: borrowed until tap_raw_lines_forget(). @origin: of the times told. */
TapRawLines *tap_raw_lines_new (TapContent *content, gint64 origin, gboolean hex);
void tap_raw_lines_forget (TapRawLines *self);
void tap_raw_lines_update (TapRawLines *self);
void tap_raw_lines_set_hex (TapRawLines *self, gboolean hex);

/* Whether a line, an item of the model, tells of a read. Its text alone may be anything. */
gboolean tap_raw_lines_is_border (GtkStringObject *line);

/* Where the letter that @at lies within ends, so that no line begins inside of one. @at if it lies
 * between letters, or where there are none. */
gsize tap_raw_lines_find_edge (const guint8 *bytes, gsize length, gsize at);

/* Bytes as a line: what is not to be seen as a visible sign. (transfer full) */
char *tap_raw_lines_text (const guint8 *bytes, gsize length);
char *tap_raw_lines_hex (guint64 offset, const guint8 *bytes, gsize length);

G_END_DECLS
