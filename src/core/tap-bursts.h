/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether events come as they are made, or are collected on the way and come in bursts: many at one
 * moment behind a pause in which nothing came, again and again. A model that pauses goes on at its
 * pace; what comes at once after a pause was held back. A zero-filled one is ready. All times in
 * µs. */
#define TAP_BURST_PAUSE ((gint64) G_USEC_PER_SEC) /* before it, at least */
#define TAP_BURST_SPAN ((gint64) 100 * 1000)      /* all of it, at most */
#define TAP_BURST_EVENTS 5                        /* with content, at least */
#define TAP_BURST_TIMES 3                         /* so often it is no accident */

typedef struct
{
  gint64 began;       /* of the events that came together */
  gint64 newest;      /* event, of any kind */
  gint64 pause;       /* before they began */
  guint together;     /* with content */
  guint content;      /* in the whole answer */
  guint n_bursts;
  guint in_bursts;    /* events with content */
  guint largest;
  gint64 shortest;    /* pause before a burst */
  gboolean began_any;
} TapBursts;

/* @content: it has text, thinking or tool input. */
void tap_bursts_see (TapBursts *self, gint64 at, gboolean content);

/* No more will come. TRUE if the answer came in bursts. */
gboolean tap_bursts_finish (TapBursts *self);

G_END_DECLS
