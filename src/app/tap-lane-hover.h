/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-lane-scene.h"
#include "tap-selection.h"
#include "tap-session.h"

G_BEGIN_DECLS

/* What lies at a place of a lane. These take the trace's lock for one look at it. */

/* What a tooltip says there: the event, the end, the silence, the phase. (transfer full)
 * (nullable) */
char *tap_lane_hover_words (TapSession *session, TapExchangeItem *item, const TapTrack *track,
                            const TapLaneView *view, const TapLaneScene *scene, double x);

/* The number of the event that is meant by a click, or TAP_SELECTION_END; 0: none is near. */
guint tap_lane_hover_find_event (TapSession *session, TapExchangeItem *item,
                                 const TapTrack *track, const TapLaneView *view, double x);

/* When the event of that number was complete, or all was over, µs; -1: there is no such event. */
gint64 tap_lane_hover_find_time (TapSession *session, TapExchangeItem *item, guint number);

G_END_DECLS
