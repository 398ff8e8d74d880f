/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-rows.h"

G_BEGIN_DECLS

/* For TapRows: a row of an exchange, which is taken out of @alive (index → row, held by the row)
 * when nobody has it any more. */
TapRow *tap_row_new_item (TapExchangeItem *item, guint index, GHashTable *alive);
TapRow *tap_row_new_heading (char *heading); /* (transfer full) */

/* Emits "changed" if it did. */
void tap_row_set_count (TapRow *self, guint count);

G_END_DECLS
