/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-selection.h"
#include "tap-session.h"

G_BEGIN_DECLS

/* What is below the timeline: pages of events, message, request, response, raw bytes, connection,
 * and beside them the verdict; without room for both it is a page, with its first lines above the
 * others. Shows the selected exchange; a page is filled when it is looked at. */
#define TAP_TYPE_DETAIL (tap_detail_get_type ())
G_DECLARE_FINAL_TYPE (TapDetail, tap_detail, TAP, DETAIL, GtkWidget)

TapDetail *tap_detail_new (TapSelection *selection);
void tap_detail_set_session (TapDetail *self, TapSession *session); /* (nullable) */
void tap_detail_show_page (TapDetail *self, const char *name); /* "events", "message", … */

/* Selects the next finding (@by 1) of the exchange, or the one before (-1). FALSE: there is no
 * more. */
gboolean tap_detail_step_finding (TapDetail *self, int by);

G_END_DECLS
