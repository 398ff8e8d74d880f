/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tabs in a row that scrolls where there is no room for all of them, the active one in sight. */
#define TAP_TYPE_TAB_STRIP (tap_tab_strip_get_type ())
G_DECLARE_FINAL_TYPE (TapTabStrip, tap_tab_strip, TAP, TAB_STRIP, GtkWidget)

GtkWidget *tap_tab_strip_new (void);
GtkWidget *tap_tab_strip_add (TapTabStrip *self, const char *title); /* a toggle button */

G_END_DECLS
