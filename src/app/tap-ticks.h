/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-fold-map.h"

G_BEGIN_DECLS

/* A place on the ruler: a round time, or a fold. */
typedef struct
{
  double x;        /* pixels; of a fold: its middle */
  double width;    /* pixels, of a fold */
  gint64 at;       /* session time, µs; of a fold: its beginning */
  gint64 folded;   /* µs that a fold stands for; 0: a tick */
  gint64 step;     /* how round the time is, µs */
  gboolean labelled; /* a label of the spacing has room; of a fold: its sign has */
} TapTick;

/* The shortest round step of at least @spacing pixels, µs. @scale: pixels a µs. */
gint64 tap_ticks_step (double scale, double spacing);

/* The ticks and folds that lie within @width pixels from @offset on, in order. Labels are at least
 * @spacing pixels apart. @origin: the time that is told as 0. Replaces what is in @ticks. */
void tap_ticks_fill (GArray *ticks, const TapFoldMap *map, double offset, double width,
                     double spacing, gint64 origin);

/* "2.5 s", "12:30", "1:02:30.25": as exact as @step asks for. (transfer full) */
char *tap_ticks_dup_label (gint64 at, gint64 step);

G_END_DECLS
