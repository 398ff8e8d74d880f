/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The rows of gateways that were used before, in place of those that are in @list; not @but. */
void tap_route_history_fill (GtkListBox *list, const char *const *urls, const char *but);

/* (transfer none) */
const char *tap_route_history_get_url (GtkListBoxRow *row);

G_END_DECLS
