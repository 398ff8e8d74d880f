/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-axis.h"
#include "tap-session.h"

G_BEGIN_DECLS

/* Tells an axis when a session's exchanges were open, at the cost of what changed. */
typedef struct _TapAxisFeed TapAxisFeed;

TapAxisFeed *tap_axis_feed_new (TapAxis *axis);
void tap_axis_feed_free (TapAxisFeed *self);

void tap_axis_feed_set_session (TapAxisFeed *self, TapSession *session); /* (nullable) */

/* While the session emits "changed". */
void tap_axis_feed_take_changed (TapAxisFeed *self);

/* At the time of a frame clock, or 0. TRUE: an exchange is open, so that the end of the axis moves
 * on by itself. */
gboolean tap_axis_feed_update (TapAxisFeed *self, gint64 frame_time);

G_END_DECLS
