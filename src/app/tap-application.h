/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_APPLICATION (tap_application_get_type ())
G_DECLARE_FINAL_TYPE (TapApplication, tap_application, TAP, APPLICATION, AdwApplication)

/* The one instance of the program; a second start brings its window to the front, or shows its file
 * or the demo there. Its "app.demo" asks the window for "win.demo". */
TapApplication *tap_application_new (void);

/* (transfer none) (nullable): NULL where the program is not whole. */
GSettings *tap_application_get_settings (TapApplication *self);

G_END_DECLS
