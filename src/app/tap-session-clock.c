/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-session-clock.h"

void
tap_session_clock_init (TapSessionClock *self, gboolean live)
{
  *self = (TapSessionClock){ .live = live, .offset = G_MININT64, .held_at = -1 };
}

/* Frame times are those of the monotonic clock, and so are those of a log that is being written on
 * this machine: also an exchange that was silent before this was opened is as old as it is. Of a
 * log that does not tell, a record can be seen late, never early: the largest difference that was
 * seen is the nearest to the truth. */
gint64
tap_session_clock_get (TapSessionClock *self, gint64 frame_time)
{
  if (self->held_at >= 0)
    return MAX (self->held_at, self->newest);
  if (self->live && frame_time > 0)
    {
      self->offset = MAX (self->offset, self->newest - frame_time);
      if (self->clock > 0)
        self->offset = MAX (self->offset, -self->clock);
      self->shown = MAX (self->shown, frame_time + self->offset);
    }
  return MAX (self->shown, self->newest);
}

void
tap_session_clock_hold (TapSessionClock *self, gint64 at)
{
  self->held_at = at;
  if (at >= 0)
    self->shown = 0;
}

gint64
tap_session_clock_finish (TapSessionClock *self, gint64 until)
{
  if (self->held_at >= 0)
    until = self->held_at;
  self->live = FALSE;
  self->held_at = -1;
  self->shown = until;
  return until;
}
