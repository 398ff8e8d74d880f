/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* TRUE: the row can be selected. @row: (transfer none) */
typedef gboolean (*TapListKeysFunc) (gpointer row, gpointer user_data);

/* Up, Down, Page Up, Page Down, Home and End in a list some of whose rows cannot be selected: they
 * go to the next one that can, where the toolkit's own keys would stop at the others for ever.
 * @list: with a GtkSingleSelection. @user_data: lives as long as @list. */
void tap_list_keys_attach (GtkListView *list, TapListKeysFunc selectable, gpointer user_data);

G_END_DECLS
