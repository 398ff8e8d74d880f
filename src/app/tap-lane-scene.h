/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-bins.h"
#include "tap-exchange-item.h"

G_BEGIN_DECLS

/* What a lane shows, as plain values in pixels: made from an exchange and a view of the time,
 * drawn by tap-lane-draw.c. No widget, so that a test can look at all of it. */

/* Within an exchange time is linear: x0 + (at - t0) * scale. */
typedef struct
{
  double x0;
  gint64 t0;     /* µs of the session */
  double scale;  /* px a µs */
  double width;  /* what lies outside of 0 … width is left out */
  gint64 now;    /* where an open exchange ends */
} TapLaneView;

typedef struct
{
  float x;
  float width;
  float share;    /* 0 … 1: how dense, of what one column can hold */
  guint8 kind;    /* TapEventKind */
} TapLaneColumn;

typedef struct
{
  double from;      /* px */
  double to;
  TapSilence silence;
  gboolean open;    /* it lasts */
} TapLaneGap;

typedef struct
{
  double x;
  TapSeverity severity; /* the worst of those that share the mark */
  guint count;
  guint event;          /* number of the first one's event; 0: the end */
  gint64 at;
  TapRule rule;         /* of the first of the worst */
} TapLaneMark;

typedef enum
{
  TAP_LANE_OPEN,
  TAP_LANE_COMPLETE,
  TAP_LANE_EARLY,   /* ended by the gateway, too early, in good manners */
  TAP_LANE_CUT,     /* the connection broke */
  TAP_LANE_LEFT,    /* the agent went */
  TAP_LANE_NEVER,   /* no connection, refused */
  TAP_LANE_STOPPED, /* the capture ended */
  TAP_LANE_STATUS,  /* a complete answer, whose status says no */
} TapLaneEnd;

typedef struct
{
  double width;
  double begin;     /* px; ends and answers that are not there yet are below begin */
  double asked;
  double answered;
  double end;
  TapLaneEnd how;
  guint status;
  gboolean broken;  /* complete, but with an error found in it */
  gint64 waited;    /* µs from asked to answered, or to now */
  GArray *columns;  /* of TapLaneColumn */
  GArray *gaps;     /* of TapLaneGap */
  GArray *marks;    /* of TapLaneMark */
} TapLaneScene;

#define TAP_LANE_COLUMN 2.0   /* px of a column of events */
#define TAP_LANE_MARK 13.0    /* px that a mark needs */
#define TAP_LANE_MAX_MARKS 12 /* gaps and marks that are buttons */

/* A zero-filled one is ready; used again it is emptied. Under the trace's lock. */
void tap_lane_scene_build (TapLaneScene *self, const TapLaneView *view, TapExchange *exchange,
                           TapBins *bins);
void tap_lane_scene_clear (TapLaneScene *self);

/* How an exchange ended, to the eye. */
TapLaneEnd tap_lane_end_of (TapExchange *exchange);

G_END_DECLS
