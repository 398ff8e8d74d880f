/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "tap-fold-map.h"
#include "tap-ticks.h"

G_BEGIN_DECLS

/* The one time axis of the window, shared by ruler, lanes and overview. Idle time, in which no
 * exchange is open, is folded to a short stretch; silence within an exchange never is. Zoom is a
 * number of pixels a µs; what is visible is a window on the folded axis. Emits "changed" once for
 * each change that can be seen. The arithmetic is in tap-fold-map.h, which knows no GObject. */
#define TAP_TYPE_AXIS (tap_axis_get_type ())
G_DECLARE_FINAL_TYPE (TapAxis, tap_axis, TAP, AXIS, GObject)

TapAxis *tap_axis_new (void);

/* Where exchanges were open: sorted or not, overlapping or not; µs. @now: the end of the axis. */
void tap_axis_set_busy (TapAxis *self, const TapSpan *spans, guint n_spans, gint64 now);
void tap_axis_set_folding (TapAxis *self, gboolean folding);
gboolean tap_axis_get_folding (TapAxis *self);

/* The width of a lane in pixels: set by the ruler, which is as wide as they are. */
void tap_axis_set_width (TapAxis *self, double width);
double tap_axis_get_width (TapAxis *self);

/* Pixels from the left of the lane, and back. Times within a fold lie within its stretch. */
double tap_axis_to_x (TapAxis *self, gint64 at);
gint64 tap_axis_to_time (TapAxis *self, double x);
double tap_axis_get_scale (TapAxis *self); /* pixels a µs where an exchange is open */

/* Keeps what is at @x where it is. @factor: above 1 zooms in. */
void tap_axis_zoom (TapAxis *self, double factor, double x);
void tap_axis_pan (TapAxis *self, double pixels);
void tap_axis_fit (TapAxis *self);          /* all of it, and follow its end */
void tap_axis_show (TapAxis *self, gint64 from, gint64 to); /* with a margin */
void tap_axis_reveal (TapAxis *self, gint64 at);            /* pan only if it is outside */
gboolean tap_axis_get_fitting (TapAxis *self);              /* all of it is in sight */
gboolean tap_axis_get_following (TapAxis *self);            /* its end stays in sight */

/* The visible part, µs. */
gint64 tap_axis_get_from (TapAxis *self);
gint64 tap_axis_get_to (TapAxis *self);

/* The whole: where the first exchange began, and the end that was set. */
gint64 tap_axis_get_begin (TapAxis *self);
gint64 tap_axis_get_end (TapAxis *self);
gboolean tap_axis_get_open (TapAxis *self); /* an exchange lasts until the end: it is "now" */

/* For the overview: where a time, or the visible part, lies in the whole, 0 .. 1. */
double tap_axis_to_part (TapAxis *self, gint64 at);
void tap_axis_get_window (TapAxis *self, double *from, double *to);
void tap_axis_set_window (TapAxis *self, double from, double to);
void tap_axis_move_window (TapAxis *self, double from); /* and keep its length */

/* Of the visible part; told from where the first exchange began. Valid until the next change. */
const TapTick *tap_axis_get_ticks (TapAxis *self, guint *n_ticks);

G_END_DECLS
