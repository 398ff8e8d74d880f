/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-verdict.h"

G_BEGIN_DECLS

/* A verdict's first lines, where there is no room for all of it beside the events: a button that
 * leads there ("clicked"). */
#define TAP_TYPE_VERDICT_BAR (tap_verdict_bar_get_type ())
G_DECLARE_FINAL_TYPE (TapVerdictBar, tap_verdict_bar, TAP, VERDICT_BAR, GtkButton)

GtkWidget *tap_verdict_bar_new (void);
void tap_verdict_bar_show (TapVerdictBar *self, const TapVerdict *verdict); /* (nullable) */

G_END_DECLS
