/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "tap-content.h"
#include "tap-trace.h"

G_BEGIN_DECLS

/* A log as a trace that grows: a thread of its own reads the file and folds it, keeping events;
 * who shows it looks at the trace under a lock. The lock is taken by the folding thread for about
 * a millisecond at a time, and whoever else wants it comes first, so that a frame never waits
 * longer than that. */
typedef struct _TapLiveTrace TapLiveTrace;

/* Called in the context of tap_live_trace_new() after something changed, once until the changes
 * are taken; it holds no lock. */
typedef void (*TapLiveTraceFunc) (gpointer user_data);

typedef struct
{
  guint64 read;       /* bytes of the log that were folded */
  guint64 size;       /* bytes that it has; never below read */
  guint problems;     /* broken lines, passed over */
  char *problem;      /* (nullable) the first of them, as a sentence; freed by the caller */
  gboolean complete;  /* all is folded, and the log will not grow */
} TapLiveProgress;

/* @path: the log, which must exist. @gap: µs of silence that are listed. @grows: it is being
 * written; else exchanges without an end are judged as they stand once all is read.
 * Fails as tap_log_reader_open() does. */
TapLiveTrace *tap_live_trace_new (const char *path, gint64 gap, gboolean grows,
                                  TapLiveTraceFunc changed, gpointer user_data, GError **error);
void tap_live_trace_free (TapLiveTrace *self); /* nothing is called after it */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapLiveTrace, tap_live_trace_free)

/* The engine ended: what is left is read, then the trace is finished. @until: the time of the trace,
 * µs, when the engine was last known to live and to write; 0: no later than its newest record. */
void tap_live_trace_finish (TapLiveTrace *self, gint64 until);

/* Between the two the trace stands still. Hold it for one frame's work at most. */
TapTrace *tap_live_trace_lock (TapLiveTrace *self);
void tap_live_trace_unlock (TapLiveTrace *self);

/* Under the lock. Replaces what is in @indexes (of guint, as tap_trace_get() takes them) by those
 * that changed since the last call, each once, in order. */
void tap_live_trace_take_changes (TapLiveTrace *self, GArray *indexes);

/* Under the lock. Where in the log the exchange is, to read its bytes again. FALSE if there is no
 * such exchange. */
gboolean tap_live_trace_get_places (TapLiveTrace *self, guint64 exchange, TapContentPlaces *places);

/* Needs no lock. */
void tap_live_trace_get_progress (TapLiveTrace *self, TapLiveProgress *progress);

G_END_DECLS
