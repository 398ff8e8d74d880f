/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gap threshold, listener, folder of captures: each applied at once; what acts only at the next
 * start of the engine says so. */
#define TAP_TYPE_PREFERENCES (tap_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TapPreferences, tap_preferences, TAP, PREFERENCES, AdwPreferencesWindow)

GtkWidget *tap_preferences_new (GtkWindow *parent, GSettings *settings);

G_END_DECLS
