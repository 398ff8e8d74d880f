/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "tap-engine-process.h"

G_BEGIN_DECLS

/* The program's window: it shows the log that the engine writes as it grows, or one that was
 * opened. */
#define TAP_TYPE_WINDOW (tap_window_get_type ())
G_DECLARE_FINAL_TYPE (TapWindow, tap_window, TAP, WINDOW, AdwApplicationWindow)

TapWindow *tap_window_new (AdwApplication *app, TapEngineProcess *engine, GSettings *settings);

/* Opens a trace; what is wrong with it is said in the window. */
void tap_window_open_file (TapWindow *self, GFile *file);

G_END_DECLS
