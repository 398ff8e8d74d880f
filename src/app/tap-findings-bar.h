/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-selection.h"
#include "tap-session.h"

G_BEGIN_DECLS

/* The first line of an exchange: what happened, in a sentence, the worst finding first, with a way
 * through all of them. The place where the full verdict will stand. */
#define TAP_TYPE_FINDINGS_BAR (tap_findings_bar_get_type ())
G_DECLARE_FINAL_TYPE (TapFindingsBar, tap_findings_bar, TAP, FINDINGS_BAR, GtkWidget)

GtkWidget *tap_findings_bar_new (TapSelection *selection);
void tap_findings_bar_show (TapFindingsBar *self, TapSession *session, TapExchangeItem *item);

G_END_DECLS
