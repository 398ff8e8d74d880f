/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-content.h"

G_BEGIN_DECLS

/* The wire in lines, as a list model of GtkStringObject made on demand: for each read a line that
 * tells it, then its bytes, as text or hexadecimal, as many a line as there is room for. Where
 * the lines begin is found out a piece at a time while nothing else is to be done. */
#define TAP_TYPE_RAW_LINES (tap_raw_lines_get_type ())
G_DECLARE_FINAL_TYPE (TapRawLines, tap_raw_lines, TAP, RAW_LINES, GObject)

/* @content: borrowed until tap_raw_lines_forget(). @origin: of the times told. */
TapRawLines *tap_raw_lines_new (TapContent *content, gint64 origin, guint columns, gboolean hex);
void tap_raw_lines_forget (TapRawLines *self);
void tap_raw_lines_update (TapRawLines *self);

/* Whether they are so already; and all lines anew. */
gboolean tap_raw_lines_is_layout (TapRawLines *self, guint columns, gboolean hex);
void tap_raw_lines_set_layout (TapRawLines *self, guint columns, gboolean hex);

/* Whether a line, an item of the model, tells of a read. Its text alone may be anything. */
gboolean tap_raw_lines_is_border (GtkStringObject *line);

/* Where in the wire a line begins, and which line that place is in. The second is FALSE as long as
 * the line is not there yet; it then is the last one. */
guint64 tap_raw_lines_get_offset (TapRawLines *self, guint line);
gboolean tap_raw_lines_find (TapRawLines *self, guint64 offset, guint *line);

G_END_DECLS
