/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the timeline's colours and signs mean, each drawn by what draws it there. */
#define TAP_TYPE_LEGEND (tap_legend_get_type ())
G_DECLARE_FINAL_TYPE (TapLegend, tap_legend, TAP, LEGEND, GtkWidget)

GtkWidget *tap_legend_new (void);

G_END_DECLS
