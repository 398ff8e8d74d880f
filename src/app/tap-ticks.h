/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-fold-map.h"

G_BEGIN_DECLS

/* The marks of a ruler: round times, so far apart that their labels fit. */
typedef struct
{
  double x;       /* px */
  gint64 at;      /* session time; of a fold: its beginning */
  gint64 folded;  /* µs that a fold stands for; 0: a tick */
  char label[24]; /* "1.5 s", "2:05", "⋯"; empty: no room */
} TapTick;

/* @origin: the time that is told as 0. @spacing: pixels between two labels at least.
 * (transfer full) (element-type TapTick) */
GArray *tap_ticks_make (TapAxis *axis, gint64 origin, double spacing);

/* The length of the steps: 1, 2 or 5 times a power of ten up to a minute; then minutes, hours. */
gint64 tap_ticks_step (double scale, double spacing);

/* @at: µs; @step: says how precise. */
void tap_ticks_label (char *label, gsize size, gint64 at, gint64 step);

G_END_DECLS
