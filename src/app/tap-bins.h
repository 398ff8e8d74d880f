/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "tap-exchange.h"

G_BEGIN_DECLS

/* What kinds of events lie in a range of an exchange's events, without looking at each: a mask of
 * kinds for each TAP_BINS_BLOCK of them, and for each TAP_BINS_BLOCK of such. Grows with the
 * exchange. A zero-filled one is ready. */
#define TAP_BINS_BLOCK 64

typedef struct
{
  GArray *levels[2]; /* of guint16: masks of 1 << TapEventKind, of whole blocks */
} TapBins;

void tap_bins_clear (TapBins *self);
void tap_bins_free (TapBins *self); /* of one on the heap */

/* Takes in what came since the last call. */
void tap_bins_update (TapBins *self, const TapExchange *exchange);

/* The kinds of the blocks @from … @to - 1. Those not taken in yet are looked at. */
guint16 tap_bins_kinds (const TapBins *self, const TapExchange *exchange, guint from, guint to);

/* The one that is shown where several share a pixel. */
TapEventKind tap_bins_foremost (guint16 kinds);

/* The first event that was completed at @at or later, from @from on; the count if there is none. */
guint tap_bins_find (const TapExchange *exchange, guint from, gint64 at);

G_END_DECLS
