/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-live-trace.h"
#include "tap-marks.h"
#include "tap-session-clock.h"
#include "tap-session.h"

G_BEGIN_DECLS

struct _TapSession
{
  GObject parent_instance;

  char *path;
  TapLiveTrace *trace;
  TapMarks *marks;
  GListStore *items;     /* of TapExchangeItem, in order of beginning */
  GHashTable *by_id;     /* id → item */
  GArray *indexes;       /* of those that changed; behind "taken" they are to be looked at */
  guint taken;
  gboolean more;         /* there are other changes since */
  GPtrArray *changed;    /* of TapExchangeItem, to be told of */
  GPtrArray *telling;    /* those of which is told just now */
  GPtrArray *open;       /* of TapExchangeItem: they have not ended */
  guint n_broken;        /* items with a warning or an error */
  gint64 gap;
  gint64 started;
  TapSessionClock clock;
  gboolean opened_live;
  gint64 until;          /* when the engine was last known to live, once it has ended */
  gboolean all_written;  /* what was held back: it is to be read */
  guint64 written;       /* bytes, then */
  double progress;
  TapLiveProgress seen;  /* when the changes were taken */
  guint update;          /* source */
  guint second;          /* source, while something is open */
};

/* tap-session.c: under the trace's lock; then without it tells of all that was updated. */
void tap_session_update_item (TapSession *self, TapExchangeItem *item, const TapTrace *trace,
                              gint64 now);
void tap_session_tell_changed (TapSession *self);

/* tap-session-time.c: after changes were taken over. @newest: the newest record before. Who is told
 * may let go of the session's last reference but the caller's. */
void tap_session_time_changed (TapSession *self, gint64 newest);

G_END_DECLS
