/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-eventstream.h"
#include "tap-sse.h"

G_BEGIN_DECLS

/* The blocks of a stream, be they server-sent events or binary frames. Which they are, the first
 * bytes tell: no text begins with NUL, and a frame's lengths have a checksum of their own. */

/* A zero-filled one is ready for use; the members are private. */
typedef struct
{
  TapSse sse;
  TapEventStream frames;
  guint8 kind;
  guint8 n_held;
  gboolean expects_frames;
  guint8 held[TAP_EVENT_STREAM_PRELUDE]; /* until they tell */
  gint64 held_at;
} TapSplitter;

void tap_splitter_clear (TapSplitter *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapSplitter, tap_splitter_clear)

/* The content type says so: then a first frame with a wrong checksum is one, too. */
void tap_splitter_expect_frames (TapSplitter *self);

/* As those of TapSse. */
void tap_splitter_push (TapSplitter *self, const guint8 *bytes, gsize length, gint64 at);
void tap_splitter_end (TapSplitter *self);
gboolean tap_splitter_pull (TapSplitter *self, TapSseBlock *block);

G_END_DECLS
