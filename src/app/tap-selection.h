/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange-item.h"

G_BEGIN_DECLS

/* What is selected, for all views alike: an exchange and an event in it. Whoever sets it, all
 * others follow. Properties "item" (TapExchangeItem, nullable) and "event" (uint: the number of
 * the event as TapEvent counts; 0: none; TAP_SELECTION_END: the end), with "notify". */
#define TAP_SELECTION_END G_MAXUINT
#define TAP_TYPE_SELECTION (tap_selection_get_type ())
G_DECLARE_FINAL_TYPE (TapSelection, tap_selection, TAP, SELECTION, GObject)

TapSelection *tap_selection_new (void);
TapExchangeItem *tap_selection_get_item (TapSelection *self);   /* (transfer none) (nullable) */
guint tap_selection_get_event (TapSelection *self);

/* Another item clears the event; both are told after both are set. */
void tap_selection_set (TapSelection *self, TapExchangeItem *item, guint event);

G_END_DECLS
