/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Installs "win.…" on the class of the window. The application binds their keys. */
void tap_window_install_actions (GtkWidgetClass *widget_class);

/* Binds the keys that must not go to what has the focus, once for each window. */
void tap_window_add_first_keys (GtkWidget *window);

G_END_DECLS
