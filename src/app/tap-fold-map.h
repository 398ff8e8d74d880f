/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where exchanges were open, µs since the session began. */
typedef struct
{
  gint64 from;
  gint64 to; /* TAP_SPAN_OPEN: still open */
} TapSpan;

#define TAP_SPAN_OPEN G_MAXINT64

/* Session time on one side, pixels of a folded axis on the other. Between the first exchange and
 * the end of the axis time runs at one scale wherever an exchange is open; idle time between them
 * takes so many pixels at most. Before and after, the scale goes on, so that every time has its
 * place and every place its time. Pure arithmetic. */
typedef struct _TapFoldMap TapFoldMap;

TapFoldMap *tap_fold_map_new (void);
void tap_fold_map_free (TapFoldMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapFoldMap, tap_fold_map_free)

/* @spans: in any order, overlapping or not; copied. @now: the end of the axis, if no span goes
 * beyond it. TRUE if that changes more than the end. */
gboolean tap_fold_map_set_spans (TapFoldMap *self, const TapSpan *spans, guint n_spans, gint64 now);
gint64 tap_fold_map_get_from (const TapFoldMap *self);
gint64 tap_fold_map_get_to (const TapFoldMap *self);

/* Some exchange lasts until the end of the axis. */
gboolean tap_fold_map_get_open (const TapFoldMap *self);

/* @scale: pixels a µs, above 0. @fold: the most pixels that idle time takes; below 0: it is not
 * folded. */
void tap_fold_map_set_scale (TapFoldMap *self, double scale, double fold);
double tap_fold_map_get_scale (const TapFoldMap *self);
double tap_fold_map_get_length (const TapFoldMap *self); /* pixels */

/* The scale at which the time from @from to @to takes @width pixels, with idle time folded to
 * @fold as above; 0 if no scale does. */
double tap_fold_map_fit (const TapFoldMap *self, gint64 from, gint64 to, double width, double fold);

/* 0 pixels are where the first exchange began. */
double tap_fold_map_to_x (const TapFoldMap *self, gint64 at);
gint64 tap_fold_map_to_time (const TapFoldMap *self, double x);

/* A piece of the axis, busy or idle; they follow each other without a hole. */
typedef struct
{
  gint64 from, to;
  double x, width;  /* pixels */
  gboolean idle;    /* no exchange is open */
  gboolean folded;  /* idle, and shorter than the scale would have it */
} TapStretch;

guint tap_fold_map_count (const TapFoldMap *self);
guint tap_fold_map_count_idle (const TapFoldMap *self);
void tap_fold_map_get (const TapFoldMap *self, guint index, TapStretch *stretch);
guint tap_fold_map_find (const TapFoldMap *self, double x); /* the stretch at or nearest to @x */

G_END_DECLS
