/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Scrolls to the row that is selected as soon as the list has laid out its rows: the toolkit's own
 * action looks at rows as they were laid out last, and leaves a list whose rows are new blank.
 * @list: a GtkListView, or what a GtkColumnView has as such. Asked twice, it scrolls once. If the
 * focus is in the list, it goes along. */
void tap_list_scroll_to_selected (GtkWidget *list);

/* Puts the focus on the row that is selected, if it is seen. */
void tap_list_focus_selected (GtkWidget *list);

/* The same to a row that need not be selected; the focus stays. */
void tap_list_scroll_to (GtkWidget *list, guint position);

G_END_DECLS
