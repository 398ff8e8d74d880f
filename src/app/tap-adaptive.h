/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Holds one child and tells whether it is given little room, so that the window can be arranged
 * for it. It never asks for more than TAP_ADAPTIVE_MIN_WIDTH itself: a child that needs
 * more is cut off for the moment in which it is rearranged. Property "narrow" (boolean, read only) is set outside of
 * allocation, so that whoever listens may show and hide as it likes. */
#define TAP_TYPE_ADAPTIVE (tap_adaptive_get_type ())
G_DECLARE_FINAL_TYPE (TapAdaptive, tap_adaptive, TAP, ADAPTIVE, GtkWidget)

#define TAP_ADAPTIVE_MIN_WIDTH 360 /* px */
#define TAP_ADAPTIVE_MIN_HEIGHT 294
#define TAP_ADAPTIVE_NARROW 760    /* below it the arrangement is narrow */

GtkWidget *tap_adaptive_new (void);
void tap_adaptive_set_child (TapAdaptive *self, GtkWidget *child);
gboolean tap_adaptive_get_narrow (TapAdaptive *self);

G_END_DECLS
