/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-session.h"
#include "tap-verdict.h"

G_BEGIN_DECLS

/* The rows of a verdict's card: for TapVerdictCard and TapFindingsList. What was in the container
 * goes. */
void tap_verdict_rows_fill_evidence (GtkListBox *list, TapSession *session,
                                     const TapVerdict *verdict);
void tap_verdict_rows_fill_effects (GtkBox *box, const TapVerdict *verdict);
void tap_verdict_rows_fill_cures (GtkBox *box, const TapVerdict *verdict);

/* Where a row leads to. FALSE: nowhere. @event: as TapSelection counts. */
void tap_verdict_rows_set_place (GtkListBoxRow *row, guint64 exchange, guint event);
gboolean tap_verdict_rows_get_place (GtkListBoxRow *row, guint64 *exchange, guint *event);

/* A label of lines that can be selected and copied. */
GtkWidget *tap_verdict_rows_new_text (const char *style);

/* What a row says: @text, below it @place if that is not empty. */
GtkWidget *tap_verdict_rows_new_row (const char *text, const char *place);

void tap_verdict_rows_clear (GtkWidget *container);

G_END_DECLS
