/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-lane-scene.h"

G_BEGIN_DECLS

/* The marks and silences of a lane as buttons: without a look of their own, above what is drawn, so
 * that keyboard and screen reader reach them. They are kept and used again, because what is seen
 * changes with each step of the zoom. */
typedef struct _TapLaneButtons TapLaneButtons;

/* @event: the number of the one that is meant; 0: the exchange as a whole. */
typedef void (*TapLaneButtonFunc) (GtkWidget *lane, guint event);

TapLaneButtons *tap_lane_buttons_new (GtkWidget *lane, TapLaneButtonFunc clicked);
void tap_lane_buttons_free (TapLaneButtons *self); /* and the buttons */

/* Makes sure of so many, TAP_LANE_MAX_BUTTONS at most. Not while sizes are allocated. */
void tap_lane_buttons_reserve (TapLaneButtons *self, guint count);

/* Puts them where the scene has marks and gaps, as the lane is given its size. */
void tap_lane_buttons_place (TapLaneButtons *self, const TapLaneScene *scene,
                             const TapTrack *track);
void tap_lane_buttons_hide (TapLaneButtons *self);

void tap_lane_buttons_snapshot (TapLaneButtons *self, GtkSnapshot *snapshot);

G_END_DECLS
