/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-event-model.h"

G_BEGIN_DECLS

/* What the events' table looks like beside its texts: colours by class, marks by kind, names of
 * rows for who does not see them. */

/* @cell: the widget in a cell of the row; the row is what is around it. */
void tap_event_looks_row (GtkWidget *cell, TapEventRow *row);

/* @dot: the label before an event's name. */
void tap_event_looks_mark (GtkWidget *dot, TapEventRow *row);

G_END_DECLS
