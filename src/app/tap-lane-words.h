/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-lane-scene.h"

G_BEGIN_DECLS

/* What a lane says in words: for tooltips and for who does not see it. Strings are
 * (transfer full); an exchange is looked at under the trace's lock. */
char *tap_lane_gap_words (const TapLaneGap *gap);
char *tap_lane_mark_words (const TapLaneMark *mark, gint64 origin);
char *tap_lane_item_words (const TapExchangeFacts *facts);

/* The event, silence or phase at @at; events are meant from @reach µs away. NULL: nothing. */
char *tap_lane_place_words (TapExchange *exchange, gint64 at, gint64 reach);

const TapEvent *tap_lane_find_nearest (TapExchange *exchange, gint64 at);   /* (nullable) */
const TapEvent *tap_lane_find_number (TapExchange *exchange, guint number); /* (nullable) */

G_END_DECLS
