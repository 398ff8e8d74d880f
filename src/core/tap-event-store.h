/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-event.h"

G_BEGIN_DECLS

/* A growing array of events in chunks that never move, so that a pointer to an event stays good
 * while more come. A zero-filled one is ready for use. */
typedef struct
{
  GPtrArray *chunks;
  guint count;
} TapEventStore;

void tap_event_store_clear (TapEventStore *self);
void tap_event_store_add (TapEventStore *self, const TapEvent *event);
TapEvent *tap_event_store_get (const TapEventStore *self, guint index); /* NULL: out of range */

/* Raises the severity of the event with that number; 0 and unknown numbers do nothing. */
void tap_event_store_mark (TapEventStore *self, guint number, guint8 severity);

G_END_DECLS
