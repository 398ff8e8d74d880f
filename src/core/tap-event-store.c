/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-store.h"

/* A short answer shall cost little and a long one few allocations: the chunks double from FIRST
 * to FIRST << DOUBLINGS events and stay at that. */
#define FIRST 16u
#define DOUBLINGS 8u
#define DOUBLED (FIRST * ((1u << DOUBLINGS) - 1)) /* events before the chunks are full-sized */
#define FULL (FIRST << DOUBLINGS)

typedef struct
{
  guint chunk;
  guint at;
  guint size;
} Place;

static Place
find_place (guint index)
{
  guint chunk;

  if (index >= DOUBLED)
    return (Place){ DOUBLINGS + (index - DOUBLED) / FULL, (index - DOUBLED) % FULL, FULL };

  chunk = g_bit_storage (index / FIRST + 1) - 1;
  return (Place){ chunk, index - FIRST * ((1u << chunk) - 1), FIRST << chunk };
}

void
tap_event_store_clear (TapEventStore *self)
{
  g_clear_pointer (&self->chunks, g_ptr_array_unref);
  self->count = 0;
}

void
tap_event_store_add (TapEventStore *self, const TapEvent *event)
{
  Place place = find_place (self->count);
  TapEvent *chunk;

  if (self->chunks == NULL)
    self->chunks = g_ptr_array_new_with_free_func (g_free);
  if (place.chunk == self->chunks->len)
    g_ptr_array_add (self->chunks, g_new (TapEvent, place.size));

  chunk = g_ptr_array_index (self->chunks, place.chunk);
  chunk[place.at] = *event;
  self->count++;
}

TapEvent *
tap_event_store_get (const TapEventStore *self, guint index)
{
  Place place;

  if (index >= self->count)
    return NULL;
  place = find_place (index);
  return (TapEvent *) g_ptr_array_index (self->chunks, place.chunk) + place.at;
}

/* Blocks without a number (comments) stand between the numbered ones, so that a plain bisection
 * cannot decide at them: it looks for the nearest numbered block before. */
void
tap_event_store_mark (TapEventStore *self, guint number, guint8 severity)
{
  guint low = 0, high = self->count;

  if (number == 0)
    return;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      guint numbered = middle;
      TapEvent *event = tap_event_store_get (self, numbered);

      while (event->number == 0 && numbered > low)
        event = tap_event_store_get (self, --numbered);

      if (event->number == number)
        {
          event->severity = MAX (event->severity, severity);
          return;
        }
      if (event->number > number)
        high = numbered;
      else
        low = middle + 1;
    }
}
