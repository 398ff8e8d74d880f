/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What time it is in a session. Of a live one it goes on between its records, as the monotonic
 * clock does, unless nothing can be written: then nobody knows what came since. Of one that has
 * ended it is when its engine was last known to live. Pure arithmetic; all times in µs. */
typedef struct
{
  gboolean live;
  gint64 clock;    /* the monotonic clock at the session's beginning; 0: unknown */
  gint64 newest;   /* the time of the newest record */
  gint64 shown;    /* what was last told; it does not go back */
  gint64 offset;   /* of the session's time to the frame clock's; G_MININT64: unknown */
  gint64 held_at;  /* what came from then on could not be written yet; -1: it could */
} TapSessionClock;

void tap_session_clock_init (TapSessionClock *self, gboolean live);

/* @frame_time: of a frame clock, which is the monotonic clock's; 0: none. */
gint64 tap_session_clock_get (TapSessionClock *self, gint64 frame_time);

/* Time stands still at the newest record, or at @at, until which the log is whole. It may go back
 * for that: what was told since is not known. -1: it goes on. */
void tap_session_clock_hold (TapSessionClock *self, gint64 at);

/* @until: when the engine was last known to live. Returns when what is open is known until: if time
 * stood still already, no longer than that. */
gint64 tap_session_clock_finish (TapSessionClock *self, gint64 until);

G_END_DECLS
