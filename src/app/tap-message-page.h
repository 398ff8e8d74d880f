/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-session.h"

G_BEGIN_DECLS

/* The answer of the selected exchange as a reader would see it: text, thinking, tool calls, usage,
 * as far as it came; where it broke off is marked. */
#define TAP_TYPE_MESSAGE_PAGE (tap_message_page_get_type ())
G_DECLARE_FINAL_TYPE (TapMessagePage, tap_message_page, TAP, MESSAGE_PAGE, GtkWidget)

GtkWidget *tap_message_page_new (void);

/* All (nullable): nothing is shown. @content: borrowed, until it is set anew. */
void tap_message_page_show (TapMessagePage *self, TapSession *session, TapExchangeItem *item,
                            TapContent *content);
void tap_message_page_content_changed (TapMessagePage *self);

G_END_DECLS
