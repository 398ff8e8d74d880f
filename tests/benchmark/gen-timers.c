/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "gen-timers.h"

static GenTimer *
get (GenTimers *self, gsize place)
{
  return g_ptr_array_index (self->items, place);
}

static void
put (GenTimers *self, gsize place, GenTimer *timer)
{
  g_ptr_array_index (self->items, place) = timer;
  timer->place = place;
}

static void
rise (GenTimers *self, GenTimer *timer)
{
  gsize place = timer->place;

  while (place > 1 && get (self, place / 2)->due > timer->due)
    {
      put (self, place, get (self, place / 2));
      place /= 2;
    }
  put (self, place, timer);
}

static void
sink (GenTimers *self, GenTimer *timer)
{
  gsize place = timer->place;
  gsize child;

  while ((child = place * 2) < self->items->len)
    {
      if (child + 1 < self->items->len && get (self, child + 1)->due < get (self, child)->due)
        child++;
      if (get (self, child)->due >= timer->due)
        break;
      put (self, place, get (self, child));
      place = child;
    }
  put (self, place, timer);
}

void
gen_timers_init (GenTimers *self)
{
  self->items = g_ptr_array_new ();
  g_ptr_array_add (self->items, NULL);
}

void
gen_timers_clear (GenTimers *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

void
gen_timers_set (GenTimers *self, GenTimer *timer, guint64 due)
{
  timer->due = due;
  if (timer->place == 0)
    {
      timer->place = self->items->len;
      g_ptr_array_add (self->items, timer);
    }
  rise (self, timer);
  sink (self, timer);
}

void
gen_timers_unset (GenTimers *self, GenTimer *timer)
{
  GenTimer *last;
  gsize place = timer->place;

  if (place == 0)
    return;
  timer->place = 0;
  last = get (self, self->items->len - 1);
  g_ptr_array_set_size (self->items, (int) self->items->len - 1);
  if (last == timer)
    return;
  put (self, place, last);
  rise (self, last);
  sink (self, last);
}

GenTimer *
gen_timers_first (GenTimers *self)
{
  return self->items->len > 1 ? get (self, 1) : NULL;
}
