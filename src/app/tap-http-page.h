/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-session.h"

G_BEGIN_DECLS

/* A request or an answer: its head as it was sent, its body, formatted where it is JSON, in a view
 * with search. Formatting is done in a thread; of a very large body only the beginning is shown. */
#define TAP_TYPE_HTTP_PAGE (tap_http_page_get_type ())
G_DECLARE_FINAL_TYPE (TapHttpPage, tap_http_page, TAP, HTTP_PAGE, GtkWidget)

GtkWidget *tap_http_page_new (TapContentPart part);

/* All (nullable): nothing is shown. @content: borrowed, until it is set anew. */
void tap_http_page_show (TapHttpPage *self, TapSession *session, TapExchangeItem *item,
                         TapContent *content);
void tap_http_page_content_changed (TapHttpPage *self);

G_END_DECLS
