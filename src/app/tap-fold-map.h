/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "tap-axis.h"

G_BEGIN_DECLS

/* Session time to a folded axis and back. Time in which nothing is open is folded to a short
 * stretch of one length; all other time keeps its length, so that within an exchange the axis is
 * linear. Positions are µs of the axis, from 0 at the first exchange. Plain numbers only. */
typedef struct
{
  gint64 from;      /* session time, µs */
  gint64 to;
  double position;  /* of from, on the axis */
  double length;    /* on the axis; to - from unless it is folded */
  gboolean folded;
} TapFoldPiece;

/* A zero-filled one is an empty axis. */
typedef struct
{
  GArray *pieces;   /* of TapFoldPiece, without a hole, in order */
  double length;
} TapFoldMap;

void tap_fold_map_clear (TapFoldMap *self);

/* @spans: in any order. Idle time is folded where that makes it shorter by half at least.
 * @now: the axis reaches to it if it is behind the last span. */
void tap_fold_map_set (TapFoldMap *self, const TapSpan *spans, guint n_spans, gint64 now,
                       gboolean folding);

double tap_fold_map_to_axis (const TapFoldMap *self, gint64 at); /* before and behind: linear */
gint64 tap_fold_map_to_time (const TapFoldMap *self, double position);

guint tap_fold_map_count (const TapFoldMap *self);
const TapFoldPiece *tap_fold_map_get (const TapFoldMap *self, guint index);

/* That of an axis. (transfer none) */
const TapFoldMap *tap_axis_get_map (TapAxis *self);

G_END_DECLS
