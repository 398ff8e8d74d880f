/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_WINDOW (tap_window_get_type ())
G_DECLARE_FINAL_TYPE (TapWindow, tap_window, TAP, WINDOW, AdwApplicationWindow)

TapWindow *tap_window_new (AdwApplication *app);

/* Says how to look into a trace or bundle. */
void tap_window_show_file (TapWindow *self, GFile *file);

G_END_DECLS
