/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-session.h"

G_BEGIN_DECLS

/* The wire as it was read: each read and head with its time, direction and bytes. */
#define TAP_TYPE_RAW_PAGE (tap_raw_page_get_type ())
G_DECLARE_FINAL_TYPE (TapRawPage, tap_raw_page, TAP, RAW_PAGE, GtkWidget)

GtkWidget *tap_raw_page_new (void);

/* All (nullable): nothing is shown. @content: borrowed, until it is set anew. */
void tap_raw_page_show (TapRawPage *self, TapExchangeItem *item, TapContent *content);
void tap_raw_page_content_changed (TapRawPage *self);

G_END_DECLS
