/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-fold-map.h"

G_BEGIN_DECLS

/* Where a session was busy, kept as its exchanges begin and end, so that an update costs what
 * changed and not what there is. Stretches that overlap are one; past TAP_BUSY_MAX of them those
 * nearest to each other are joined, which nobody could tell apart on a screen. Pure. */
typedef struct _TapBusy TapBusy;

#define TAP_BUSY_MAX 32768

TapBusy *tap_busy_new (void);
void tap_busy_free (TapBusy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapBusy, tap_busy_free)

void tap_busy_clear (TapBusy *self);

/* What is known now of the exchange of that index; µs, below 0: it has not begun, or not ended. */
void tap_busy_update (TapBusy *self, guint index, gint64 began, gint64 ended);

gboolean tap_busy_get_open (const TapBusy *self); /* an exchange has not ended */
gint64 tap_busy_get_last (const TapBusy *self);   /* the last end that is known, µs; 0: none */

/* Sorted, with a hole between one and the next. What is open ends at @until, which may be
 * TAP_SPAN_OPEN. Valid until the next call. */
const TapSpan *tap_busy_get (TapBusy *self, gint64 until, guint *n_spans);

/* Leaves out the holes that are not worth a fold: those shorter than about a fiftieth of the time
 * that was busy. @spans: as tap_busy_get() gives them; @now: where an open one ends; @joined: of
 * TapSpan, emptied first. */
void tap_busy_join_short (const TapSpan *spans, guint n_spans, gint64 now, GArray *joined);

G_END_DECLS
