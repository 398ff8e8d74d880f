/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-session.h"
#include "tap-verdict.h"

G_BEGIN_DECLS

/* One verdict: what went wrong, on what evidence, who breaks on it, and what would cure it. Emits
 * "jump" (guint64 exchange, guint event) when a row of evidence, or the exchange, is activated; the
 * event is 0 for an exchange as a whole. */
#define TAP_TYPE_VERDICT_CARD (tap_verdict_card_get_type ())
G_DECLARE_FINAL_TYPE (TapVerdictCard, tap_verdict_card, TAP, VERDICT_CARD, GtkWidget)

GtkWidget *tap_verdict_card_new (void);

/* Nothing is laid out again unless it says something else than before. @session: (nullable) knows
 * the exchanges. @current: it is of the exchange that is selected. @chained: there are others. */
void tap_verdict_card_show (TapVerdictCard *self, TapSession *session, const TapVerdict *verdict,
                            gboolean current, gboolean chained);

/* The name of the icon and the style class of a tone. (static) */
const char *tap_verdict_card_icon (TapTone tone);
const char *tap_verdict_card_style (TapTone tone);
const char *tap_verdict_card_tone_name (TapTone tone); /* translated */

G_END_DECLS
