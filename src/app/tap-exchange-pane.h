/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-axis.h"
#include "tap-rows.h"
#include "tap-selection.h"

G_BEGIN_DECLS

/* The upper half of the window: ruler, rows with their lanes, overview. Emits "activated" when
 * a row was chosen to be looked at (Enter or a double click). */
#define TAP_TYPE_EXCHANGE_PANE (tap_exchange_pane_get_type ())
G_DECLARE_FINAL_TYPE (TapExchangePane, tap_exchange_pane, TAP, EXCHANGE_PANE, GtkWidget)

GtkWidget *tap_exchange_pane_new (TapSelection *selection);
void tap_exchange_pane_set_session (TapExchangePane *self, TapSession *session); /* (nullable) */
void tap_exchange_pane_set_filter (TapExchangePane *self, const TapFilter *filter);

/* tap-exchange-pane-search.c: the keyboard's focus to the chosen row; what stands in the list's place
 * where nothing passes @filter. */
void tap_exchange_pane_focus_list (TapExchangePane *self);
void tap_exchange_pane_say_nothing_found (TapExchangePane *self, const TapFilter *filter);

/* Also there: the next exchange (@step 1) with a warning or an error, or the one before (-1), of
 * those that are listed; from the first, or the last, without a selection. (transfer none)
 * (nullable) */
TapExchangeItem *tap_exchange_pane_find_broken (TapExchangePane *self, int step);

void tap_exchange_pane_set_compact (TapExchangePane *self, gboolean compact);

TapAxis *tap_exchange_pane_get_axis (TapExchangePane *self);

/* Selects the exchange so many rows further down; FALSE if there is none. */
gboolean tap_exchange_pane_step_row (TapExchangePane *self, int step);

G_END_DECLS
