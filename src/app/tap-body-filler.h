/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-body-text.h"

G_BEGIN_DECLS

/* Brings a text into a buffer, a piece at a time while nothing else is to be done, because a view
 * has to lay out all that comes. Line n of the buffer is line n of the text. Lines that are the
 * same in the next text stay, and with them the reader's place; so do cursor and selection. */
typedef struct _TapBodyFiller TapBodyFiller;

/* @filled: called after each piece. */
TapBodyFiller *tap_body_filler_new (GtkTextBuffer *buffer, void (*filled) (gpointer user_data),
                                    gpointer user_data);
void tap_body_filler_free (TapBodyFiller *self);

void tap_body_filler_set_text (TapBodyFiller *self, TapBodyText *text); /* (nullable) */
TapBodyText *tap_body_filler_get_text (TapBodyFiller *self); /* (transfer none) (nullable) */

/* How many of its lines are in the buffer. */
guint tap_body_filler_get_filled (TapBodyFiller *self);

/* From offsets of the text to the buffer, FALSE while they are not in it; and back. */
gboolean tap_body_filler_get_iter (TapBodyFiller *self, gsize offset, GtkTextIter *iter);
gsize tap_body_filler_get_offset (TapBodyFiller *self, const GtkTextIter *iter);

G_END_DECLS
