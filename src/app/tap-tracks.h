/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-session.h"
#include "tap-track.h"

G_BEGIN_DECLS

/* The tracks of all exchanges of a session, kept fresh under one lock a frame, a slice of the
 * events at a time. Emits "changed" after that. */
#define TAP_TYPE_TRACKS (tap_tracks_get_type ())
G_DECLARE_FINAL_TYPE (TapTracks, tap_tracks, TAP, TRACKS, GObject)

/* Those of a session, made when they are first asked for. (transfer full) */
TapTracks *tap_tracks_of (TapSession *session);

guint tap_tracks_count (TapTracks *self);

/* By the index of an item; NULL: nothing is known of it yet. Stays until the session goes. */
const TapTrack *tap_tracks_get (TapTracks *self, guint index);

G_END_DECLS
