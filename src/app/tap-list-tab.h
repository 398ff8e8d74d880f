/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tab goes through what is in the row that has the focus, and then on to what stands behind the
 * list, where the toolkit's own would go through every row. @list: a GtkListView. */
void tap_list_tab_attach (GtkWidget *list);

G_END_DECLS
