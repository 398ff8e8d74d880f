/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-lane-marks.h"

G_BEGIN_DECLS

/* What a lane shows, as plain values in pixels: made from a track and a view of the time, drawn by
 * tap-lane-draw.c. No widget, so that a test can look at all of it. */

/* Columns of one kind and share side by side are one. */
typedef struct
{
  double x, width;
  TapEventKind kind;
  guint8 share;      /* 1 … TAP_LANE_SHARES: how dense */
} TapLaneColumn;

/* Idle time that is folded. */
typedef struct
{
  double x, width;   /* px */
} TapLaneFold;

#define TAP_LANE_SHARES 4
#define TAP_LANE_COLUMN 2 /* px */

typedef struct
{
  double width, height;
  double began, asked, answered, ended; /* px; NAN: not there. ended: or now */
  double chosen;       /* px of the selected event; NAN: none */
  double now;          /* px of the line that tells now; NAN: none */
  TapTrackEnd end;
  guint status;
  gboolean faulty;     /* an error was found */
  gint64 waited;       /* µs for the answer; 0: it is short, or shown as a gap */
  GArray *columns;     /* of TapLaneColumn */
  GArray *gaps;        /* of TapLaneGap */
  GArray *marks;       /* of TapLaneMark */
  GArray *grid;        /* of double: px of the ruler's lines */
  GArray *folds;       /* of TapLaneFold */
} TapLaneScene;

void tap_lane_scene_init (TapLaneScene *self);
void tap_lane_scene_clear (TapLaneScene *self);

/* Without the chosen event, the line of now, the grid and the folds, which it takes away. A track without
 * events gives an empty scene. */
void tap_lane_scene_build (TapLaneScene *self, const TapTrack *track, const TapLaneView *view,
                           double height);

G_END_DECLS
