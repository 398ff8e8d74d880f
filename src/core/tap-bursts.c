/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-bursts.h"

/* Reads that are that near to each other brought one delivery. */
#define NEAR ((gint64) 50 * 1000)

static void
close_group (TapBursts *self)
{
  if (self->together >= TAP_BURST_EVENTS && self->pause >= TAP_BURST_PAUSE
      && self->newest - self->began <= TAP_BURST_SPAN)
    {
      self->shortest = self->n_bursts > 0 ? MIN (self->shortest, self->pause) : self->pause;
      self->n_bursts++;
      self->in_bursts += self->together;
      self->largest = MAX (self->largest, self->together);
    }
  self->together = 0;
}

void
tap_bursts_see (TapBursts *self, gint64 at, gboolean content)
{
  if (!self->began_any || at - self->newest > NEAR)
    {
      close_group (self);
      /* What comes first waited for the model to begin. */
      self->pause = self->began_any ? at - self->newest : 0;
      self->began = at;
      self->began_any = TRUE;
    }
  self->newest = at;
  if (content)
    {
      self->together++;
      self->content++;
    }
}

gboolean
tap_bursts_finish (TapBursts *self)
{
  close_group (self);
  /* Nearly all of the answer, not some of it. */
  return self->n_bursts >= TAP_BURST_TIMES && self->in_bursts * 10 >= self->content * 7;
}
