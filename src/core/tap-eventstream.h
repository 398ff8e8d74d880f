/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-sse.h"

G_BEGIN_DECLS

/* The binary frames of application/vnd.amazon.eventstream (protocol C.5), as blocks like those of
 * server-sent events: the event's name is :event-type, its data the payload. What a frame only
 * wraps is unwrapped: {"bytes": base64} becomes the event that it holds, named after its own type;
 * an exception becomes an error event of Anthropic's shape with the exception's type and text.
 *
 * Any split of the input gives the same blocks. A frame whose checksum or headers are wrong is a
 * block with TAP_SSE_BROKEN and no event; where a length cannot be trusted, that block is the
 * last. A frame of more than TAP_SSE_MAX_BLOCK bytes is none. */
#define TAP_EVENT_STREAM_PRELUDE 12 /* bytes: two lengths and their checksum */

/* Zero-filled it is ready for use. */
typedef struct
{
  gpointer private_data;
} TapEventStream;

void tap_event_stream_clear (TapEventStream *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapEventStream, tap_event_stream_clear)

/* As tap_sse_push(), tap_sse_end() and tap_sse_pull(). */
void tap_event_stream_push (TapEventStream *self, const guint8 *bytes, gsize length, gint64 at);
void tap_event_stream_end (TapEventStream *self);
gboolean tap_event_stream_pull (TapEventStream *self, TapSseBlock *block);

/* Whether these TAP_EVENT_STREAM_PRELUDE bytes begin a frame: their checksum says so. */
gboolean tap_event_stream_is_prelude (const guint8 *bytes);

G_END_DECLS
