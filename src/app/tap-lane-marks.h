/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-track.h"

G_BEGIN_DECLS

/* Within an exchange time is linear. */
typedef struct
{
  double x0;     /* pixels, where t0 is */
  gint64 t0;     /* µs */
  double scale;  /* pixels a µs, above 0 */
  double width;  /* what is outside of 0 … width is not seen */
  gint64 now;    /* where an open exchange ends, µs */
  gint64 gap;    /* µs from which on a silence is listed */
} TapLaneView;

double tap_lane_view_to_x (const TapLaneView *self, gint64 at);
gint64 tap_lane_view_to_time (const TapLaneView *self, double x);

/* A finding, or several that would overlap. */
typedef struct
{
  double x;
  TapSeverity severity; /* the worst */
  guint first;          /* index into the track's marks; all of it lie side by side */
  guint count;
  guint speaker;        /* index of the first of the worst, which stands where the mark does */
} TapLaneMark;

/* A silence that is drawn. */
typedef struct
{
  double from, to;      /* pixels, may reach outside */
  TapSilence silence;   /* from and to in µs */
  gboolean open;        /* it lasts */
  gboolean waiting;     /* for the answer's beginning */
  gboolean young;       /* it lasts, and may end before it is one that is listed */
} TapLaneGap;

#define TAP_LANE_MAX_BUTTONS 12
#define TAP_LANE_MARK 16.0      /* px that a mark takes */
#define TAP_LANE_MIN_GAP 20.0   /* px of a gap that gets a button */

/* Those that are seen; marks that would overlap are joined until at most @most are left. Replaces
 * what is in the arrays. */
void tap_lane_marks_fill (const TapTrack *track, const TapLaneView *view, guint most,
                          GArray *marks);
void tap_lane_gaps_fill (const TapTrack *track, const TapLaneView *view, GArray *gaps);

G_END_DECLS
