/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-track.h"

G_BEGIN_DECLS

/* What happened in the whole session, by columns: for the overview. */
typedef struct
{
  double events;     /* that fell into it */
  guint8 open;       /* an exchange was open */
  guint8 silent;     /* bytes were waited for, and nothing came */
  guint8 severity;   /* worst finding at it + 1; notes do not count; 0: none */
} TapActivity;

/* Where a time lies, in columns. */
typedef double (*TapActivityFunc) (gint64 at, gpointer user_data);

/* Adds what a track has to the columns. @now: where an open one ends. @gap: µs from which on a
 * silence that lasts is one. */
void tap_activity_add (TapActivity *columns, guint n_columns, const TapTrack *track, gint64 now,
                       gint64 gap, TapActivityFunc place, gpointer user_data);

G_END_DECLS
