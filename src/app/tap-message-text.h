/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-message.h"
#include "tap-text-blocks.h"

G_BEGIN_DECLS

/* All of a message in one text view, because that lays out no more than what is looked at, with a
 * card behind each part. */
#define TAP_TYPE_MESSAGE_TEXT (tap_message_text_get_type ())
G_DECLARE_FINAL_TYPE (TapMessageText, tap_message_text, TAP, MESSAGE_TEXT, GtkTextView)

typedef enum
{
  TAP_STYLE_TEXT,
  TAP_STYLE_CODE,
  TAP_STYLE_THINKING,
  TAP_STYLE_TITLE, /* of a card */
  TAP_STYLE_SAID,  /* what begins a card without a title */
  TAP_STYLE_BESIDE, /* a sentence beside an icon */
  TAP_STYLE_FAINT, /* outside of cards */
  TAP_N_STYLES,
} TapTextStyle;

GtkWidget *tap_message_text_new (void);
TapTextBlocks *tap_message_text_get_blocks (TapMessageText *self);
GtkTextTag *tap_message_text_get_tag (TapMessageText *self, TapTextStyle style);

/* A card behind all from @first to @last, which may be set anew. */
void tap_message_text_set_card (TapMessageText *self, TapTextBlock *first, TapTextBlock *last,
                                TapPartKind kind);
void tap_message_text_remove_card (TapMessageText *self, TapTextBlock *first);

/* A widget at the end of a block. */
void tap_message_text_append_child (TapMessageText *self, TapTextBlock *block, GtkWidget *child,
                                    TapTextStyle style);

void tap_message_text_clear (TapMessageText *self);

G_END_DECLS
