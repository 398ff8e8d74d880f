/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-log-reader.h"

G_BEGIN_DECLS

/* A thread's way of reading a log that grows: it reads on each time the file has grown, until it is
 * told that the log is whole, or that nobody wants it any more. */
typedef struct
{
  GMainContext *context; /* the thread's own */
  gint finishing;        /* atomic */
  gint abandoned;        /* atomic */
} TapLogLoop;

/* @grows: FALSE: the log is whole, it is read once. */
void tap_log_loop_init (TapLogLoop *self, gboolean grows);
void tap_log_loop_clear (TapLogLoop *self); /* after the thread was joined */

/* From any thread. Finish: what is in the log now is all there will be. Abandon: stop at once. */
void tap_log_loop_finish (TapLogLoop *self);
void tap_log_loop_abandon (TapLogLoop *self);
gboolean tap_log_loop_is_abandoned (const TapLogLoop *self);

/* In the thread: looks each @interval_ms whether @reader's file has grown, and calls @read_on, which
 * reads all that there is, unless it is abandoned. A last time after it was told to finish. FALSE: it
 * was abandoned. */
typedef void (*TapLogLoopFunc) (gpointer user_data);
gboolean tap_log_loop_run (TapLogLoop *self, TapLogReader *reader, guint interval_ms,
                           TapLogLoopFunc read_on, gpointer user_data);

G_END_DECLS
