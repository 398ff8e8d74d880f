/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A buffer in blocks of whole lines, each of which may grow or change by itself. Cursor and
 * selection stay where they are, and what is copied has no soft break in it. */
typedef struct _TapTextBlocks TapTextBlocks;
typedef struct _TapTextBlock TapTextBlock;

/* @buffer: empty, and nobody else's to change. */
TapTextBlocks *tap_text_blocks_new (GtkTextBuffer *buffer);
void tap_text_blocks_free (TapTextBlocks *self);
void tap_text_blocks_clear (TapTextBlocks *self);

/* The blocks that are always there, the first and the last one. */
TapTextBlock *tap_text_blocks_get_head (TapTextBlocks *self);
TapTextBlock *tap_text_blocks_get_tail (TapTextBlocks *self);

/* An empty one behind @block, which is not the tail. It lives until it is removed, or all are
 * cleared. */
TapTextBlock *tap_text_blocks_add (TapTextBlocks *self, TapTextBlock *block);
void tap_text_blocks_remove (TapTextBlocks *self, TapTextBlock *block);

/* At the end of a block. @text: valid UTF-8. */
void tap_text_blocks_append (TapTextBlocks *self, TapTextBlock *block, const char *text,
                             gsize length, GtkTextTag *tag);
void tap_text_blocks_append_break (TapTextBlocks *self, TapTextBlock *block, GtkTextTag *tag);
GtkTextChildAnchor *tap_text_blocks_append_anchor (TapTextBlocks *self, TapTextBlock *block,
                                                   GtkTextTag *tag);

/* Another text, before the anchor if the block ends with one. */
void tap_text_blocks_set (TapTextBlocks *self, TapTextBlock *block, const char *text,
                          GtkTextTag *tag);

void tap_text_blocks_get_bounds (TapTextBlocks *self, TapTextBlock *block, GtkTextIter *start,
                                 GtkTextIter *end);

/* What is copied of a range. (transfer full) */
char *tap_text_blocks_dup_text (TapTextBlocks *self, const GtkTextIter *start,
                                const GtkTextIter *end);

G_END_DECLS
