/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-selection.h"
#include "tap-session.h"
#include "tap-verdict.h"

G_BEGIN_DECLS

/* What went wrong in the call that an exchange belongs to: a card for each verdict of its chain,
 * then all that was found. Follows the exchange and its call as they grow, a few times a second at
 * most. Emits "changed" when it looked again, and "jumped" when a row led to an event. */
#define TAP_TYPE_VERDICT_PANEL (tap_verdict_panel_get_type ())
G_DECLARE_FINAL_TYPE (TapVerdictPanel, tap_verdict_panel, TAP, VERDICT_PANEL, GtkWidget)

GtkWidget *tap_verdict_panel_new (TapSelection *selection);
void tap_verdict_panel_show (TapVerdictPanel *self, TapSession *session, TapExchangeItem *item);

/* Of the exchange that is shown; valid until it changes. (nullable) */
const TapVerdict *tap_verdict_panel_get_verdict (TapVerdictPanel *self);

/* Selects the next finding (@by 1), or the one before (-1). FALSE: there is no more. */
gboolean tap_verdict_panel_step (TapVerdictPanel *self, int by);

/* Where verdicts come from, by default tap_verdict_chain(); for tests. Called under the lock.
 * (transfer full) of TapVerdict. */
typedef GPtrArray *(*TapVerdictChainFunc) (const TapTrace *trace, const TapExchange *exchange);
void tap_verdict_panel_set_chain_func (TapVerdictPanel *self, TapVerdictChainFunc func);

G_END_DECLS
