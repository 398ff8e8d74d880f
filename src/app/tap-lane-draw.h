/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-lane-scene.h"
#include "tap-lane-style.h"

G_BEGIN_DECLS

/* Draws a lane from plain values. */
void tap_lane_draw (GtkSnapshot *snapshot, const TapLaneScene *scene, TapLaneStyle *style);

/* Where in a lane of that height the track lies. */
void tap_lane_draw_get_track (double height, double *top, double *thickness);

/* Where a mark stands: moved into the lane if it is at its edge. */
double tap_lane_draw_mark_x (const TapLaneScene *scene, const TapLaneMark *mark);

G_END_DECLS
