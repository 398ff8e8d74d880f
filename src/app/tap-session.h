/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-content.h"
#include "tap-exchange-item.h"
#include "tap-trace.h"

G_BEGIN_DECLS

/* One log in the window: its exchanges as a list model of TapExchangeItem in order of beginning,
 * which only grows. It updates once a frame at most, so many of them at a time, and once a second
 * what is open and silent; each item that changed emits its own "changed" and then the session
 * "changed", never under the trace's lock. */
#define TAP_TYPE_SESSION (tap_session_get_type ())
G_DECLARE_FINAL_TYPE (TapSession, tap_session, TAP, SESSION, GObject)

/* @live: an engine writes it. @gap: µs of silence that are listed. */
TapSession *tap_session_new (const char *path, gboolean live, gint64 gap, GError **error);

/* The same log for another threshold, as live or as ended as @self is. (transfer full) */
TapSession *tap_session_read_again (TapSession *self, gint64 gap, GError **error);

GListModel *tap_session_get_items (TapSession *self);    /* (transfer none) */
TapExchangeItem *tap_session_find (TapSession *self, guint64 exchange); /* (nullable) */

/* While "changed" is emitted: the items that changed since the last time; else NULL. (transfer
 * none) (element TapExchangeItem) */
GPtrArray *tap_session_get_changed (TapSession *self);

/* How many of the exchanges show a warning or an error. */
guint tap_session_count_broken (TapSession *self);

const char *tap_session_get_path (TapSession *self);
gint64 tap_session_get_started (TapSession *self); /* wall clock, µs since 1970; 0 unknown */
gboolean tap_session_get_live (TapSession *self);
gint64 tap_session_get_gap (TapSession *self);     /* µs of silence that are listed */

/* The engine ended. @until: when (in the session, µs) it was last known to live; 0: no later than
 * its newest record. Until then what is open was seen, and a silence was one. */
void tap_session_finish (TapSession *self, gint64 until);

/* What the engine says of the log. @held_at: the time (of the session, µs) of the oldest record that
 * the disk does not take; from there on nobody knows what came, and time stands still. -1: all is
 * written, in so many bytes: once they are read, time goes on. */
void tap_session_set_held (TapSession *self, gint64 held_at, guint64 written);
gboolean tap_session_get_held (TapSession *self);

/* The time of the session at the time of a frame clock (gdk_frame_clock_get_frame_time), µs: of a
 * live one it goes on between records, of another it is when it ended, as far as that is known. Goes
 * back only when it proves that it went too far: when the disk took nothing, or the engine ended. */
gint64 tap_session_get_now (TapSession *self, gint64 frame_time);

/* 0 .. 1, and 1 once all that was in the file at opening is read. */
double tap_session_get_progress (TapSession *self);
char *tap_session_dup_problem (TapSession *self); /* (nullable) what could not be read or
                                                        kept, a sentence */

/* The trace stands still between the two: for events, silences and findings. One frame's work at
 * most. */
TapTrace *tap_session_lock (TapSession *self);
void tap_session_unlock (TapSession *self);

/* Reads an exchange's bytes again. Whoever has it calls tap_content_finish() once the session is no
 * longer live. (transfer full) */
TapContent *tap_session_open_content (TapSession *self, guint64 exchange, TapContentFunc changed,
                                      gpointer user_data, GError **error);

/* Keeps a mark of the user's, and writes it beside the log. @comment: (nullable) */
void tap_session_mark (TapSession *self, TapExchangeItem *item, gboolean pinned,
                       const char *comment);

G_END_DECLS
