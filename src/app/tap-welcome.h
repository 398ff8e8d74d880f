/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the window shows before there is an exchange: for each agent the line that points it here,
 * the demo ("app.demo"), and a trace to open ("win.open"). */
#define TAP_TYPE_WELCOME (tap_welcome_get_type ())
G_DECLARE_FINAL_TYPE (TapWelcome, tap_welcome, TAP, WELCOME, GtkWidget)

GtkWidget *tap_welcome_new (void);

/* @url: where agents connect; NULL: no engine runs, so there are no lines.
 * @gateway: (nullable): agents that could do nothing with it say so. */
void tap_welcome_set_route (TapWelcome *self, const char *url, const char *gateway);

G_END_DECLS
