/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-event.h"

G_BEGIN_DECLS

/* The events of one exchange as a timeline draws them: when, and of what kind, ten bytes each. Over
 * them lies a pyramid that knows of every 2^k events the kind that matters most, so that a column
 * of pixels costs the same whether ten events are in it or a million. A zero-filled one is ready
 * for use. */
typedef struct
{
  GArray *times;      /* of gint64: when each was complete, µs, never falling */
  GPtrArray *levels;  /* of GByteArray: ranks; level k has one for each 2^k events */
  gint64 newest;
} TapBins;

void tap_bins_clear (TapBins *self);
void tap_bins_add (TapBins *self, gint64 at, TapEventKind kind);
guint tap_bins_count (const TapBins *self);
gint64 tap_bins_get_time (const TapBins *self, guint index);

/* The first event at or after @at; their count if there is none. */
guint tap_bins_find (const TapBins *self, gint64 at);

/* The event nearest to @at. FALSE: there is none at all. */
gboolean tap_bins_nearest (const TapBins *self, gint64 at, guint *index);

/* The kind that matters most of @n events from @index on. */
TapEventKind tap_bins_worst (const TapBins *self, guint index, guint n);

typedef struct
{
  guint column;
  guint count;
  TapEventKind kind; /* the one that matters most */
} TapColumn;

/* Column i holds the events from @from + ceil (i * @step) µs on, up to where the next begins.
 * Replaces what is in @columns (of TapColumn) by those of the first @n_columns that hold any. */
void tap_bins_fill (const TapBins *self, gint64 from, double step, guint n_columns,
                    GArray *columns);

G_END_DECLS
