/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_APPLICATION (tap_application_get_type ())
G_DECLARE_FINAL_TYPE (TapApplication, tap_application, TAP, APPLICATION, AdwApplication)

/* The one instance of the program; a second start brings its window to the front. */
TapApplication *tap_application_new (void);

G_END_DECLS
