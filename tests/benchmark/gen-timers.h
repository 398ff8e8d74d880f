/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* A heap of what is due when. An item knows its place, so that it can be taken out. */
typedef struct
{
  guint64 due; /* ns */
  gsize place; /* 0: in no heap */
} GenTimer;

typedef struct
{
  GPtrArray *items; /* of GenTimer, not owned; the first is unused */
} GenTimers;

void gen_timers_init (GenTimers *self);
void gen_timers_clear (GenTimers *self);

/* Sets @timer, which may be set already. */
void gen_timers_set (GenTimers *self, GenTimer *timer, guint64 due);
void gen_timers_unset (GenTimers *self, GenTimer *timer);

/* The next one, or NULL. */
GenTimer *gen_timers_first (GenTimers *self);
