/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-session.h"

G_BEGIN_DECLS

/* When and between whom: addresses, name look-up, connect, TLS, the moments of the exchange, its
 * end. */
#define TAP_TYPE_CONNECTION_PAGE (tap_connection_page_get_type ())
G_DECLARE_FINAL_TYPE (TapConnectionPage, tap_connection_page, TAP, CONNECTION_PAGE, GtkWidget)

GtkWidget *tap_connection_page_new (void);

/* All (nullable): nothing is shown. @content: borrowed, until it is set anew. */
void tap_connection_page_show (TapConnectionPage *self, TapSession *session, TapExchangeItem *item,
                               TapContent *content);
void tap_connection_page_content_changed (TapConnectionPage *self);

G_END_DECLS
