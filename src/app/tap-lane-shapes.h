/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-lane-style.h"
#include "tap-track.h"

G_BEGIN_DECLS

/* The signs of a timeline. Rectangles, rounded or turned, of which every renderer makes sharp
 * edges; all around a middle, in pixels. */
void tap_shape_disc (GtkSnapshot *snapshot, double x, double y, double radius,
                     const GdkRGBA *colour);
void tap_shape_ring (GtkSnapshot *snapshot, double x, double y, double radius, double line,
                     const GdkRGBA *colour);
void tap_shape_diamond (GtkSnapshot *snapshot, double x, double y, double radius,
                        const GdkRGBA *colour);
void tap_shape_triangle (GtkSnapshot *snapshot, double x, double y, double radius,
                         const GdkRGBA *colour);

/* A stretch in which nothing came: filled where no byte did, hatched where it was waited for the
 * answer or only pings came. */
void tap_shape_band (GtkSnapshot *snapshot, const TapLaneStyle *style,
                     const graphene_rect_t *bounds, gboolean silent);

void tap_shape_hatch (GtkSnapshot *snapshot, const graphene_rect_t *bounds,
                      const GdkRGBA *colour);

/* How an exchange ended: complete a disc, in the colour of what it tells, cut a ring half filled,
 * reset a cross, left by the agent a ring, not reached a barred ring, stopped a square. */
void tap_shape_end (GtkSnapshot *snapshot, const TapLaneStyle *style, TapTrackEnd end,
                    guint status, gboolean faulty, double x, double y, double radius);

/* An error is a diamond, a warning a triangle, a note a dot. */
void tap_shape_mark (GtkSnapshot *snapshot, const TapLaneStyle *style, TapSeverity severity,
                     double x, double y);

G_END_DECLS
