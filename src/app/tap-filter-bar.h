/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-rows.h"

G_BEGIN_DECLS

/* What is in the search bar: words, how bad a finding must be, pinned and open ones alone. Emits
 * "changed" when another filter holds. Escape activates "win.leave-search". */
#define TAP_TYPE_FILTER_BAR (tap_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (TapFilterBar, tap_filter_bar, TAP, FILTER_BAR, GtkWidget)

/* @filter: (out caller-allocates); its text is the entry's own. */
void tap_filter_bar_get_filter (TapFilterBar *self, TapFilter *filter);
GtkEditable *tap_filter_bar_get_entry (TapFilterBar *self);
/* Whose values the menu offers. @session: (nullable) */
void tap_filter_bar_set_session (TapFilterBar *self, TapSession *session);
void tap_filter_bar_clear (TapFilterBar *self);

G_END_DECLS
