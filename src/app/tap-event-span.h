/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAP_TYPE_EVENT_SPAN (tap_event_span_get_type ())
G_DECLARE_FINAL_TYPE (TapEventSpan, tap_event_span, TAP, EVENT_SPAN, GtkWidget)

/* A cell's child that can have the whole width of the table's row, for what a row says without
 * columns. @child: what is shown, as wide as the cell or as the row. */
GtkWidget *tap_event_span_new (GtkWidget *child);

/* Whether the child has the row's width; it is then in its middle. The cells beside it are to be
 * empty. */
void tap_event_span_set_wide (TapEventSpan *self, gboolean wide);

G_END_DECLS
