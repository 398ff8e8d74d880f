/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-probe.h"

G_BEGIN_DECLS

/* Where requests come from and go to: the URL to point the agent at, with a copy button, and the
 * gateway, in a field with those of earlier and with a check. Emits "gateway-chosen" (const char *)
 * once the user has chosen one that is an URL; whoever hears it tells the engine, and calls
 * tap_route_bar_set_gateway when it holds. Nothing is asked of a gateway before the user chose it or
 * asked for the check, or an agent could not reach it. What cannot be one is refused in words at the
 * field. */
#define TAP_TYPE_ROUTE_BAR (tap_route_bar_get_type ())
G_DECLARE_FINAL_TYPE (TapRouteBar, tap_route_bar, TAP, ROUTE_BAR, GtkWidget)

/* @settings: for "upstream-history". */
TapRouteBar *tap_route_bar_new (GSettings *settings);

/* @url: NULL: there is no engine, so there is nothing to copy. */
void tap_route_bar_set_url (TapRouteBar *self, const char *url);

/* The gateway that holds. Does not disturb what is being typed. @editable: FALSE where it cannot be
 * changed, as in the demo and in a file. */
void tap_route_bar_set_gateway (TapRouteBar *self, const char *url, gboolean editable);

/* Two rows that fill the width, for windows too narrow for one, which takes some 660 pixels. */
void tap_route_bar_set_narrow (TapRouteBar *self, gboolean narrow);

/* Asks the gateway whether it is there, and shows it. */
void tap_route_bar_check (TapRouteBar *self);

/* An agent has just had an answer of it. */
void tap_route_bar_note_answer (TapRouteBar *self);

/* What the check has found, and in words; "checked" is emitted whenever that changes. */
TapProbeVerdict tap_route_bar_get_verdict (TapRouteBar *self);
const char *tap_route_bar_get_sentence (TapRouteBar *self);

/* Why the gateway that holds cannot be reached, and what to do, until that is known to be over.
 * (nullable) */
const char *tap_route_bar_get_trouble (TapRouteBar *self);

/* Puts the keyboard's focus into the gateway's field. */
void tap_route_bar_edit_gateway (TapRouteBar *self);

G_END_DECLS
