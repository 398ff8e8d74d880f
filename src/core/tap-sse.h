/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Server-sent events, cut into blocks as WHATWG HTML defines them (protocol: A.1). Pushed bytes
 * come back as blocks; a block is what stands between two blank lines, dispatched or not. More
 * blank lines, and a byte order mark, belong to no block. It never fails: bad input still is a
 * block. Any split of the input gives the same blocks; so a blank line that is a CR at the end of
 * a read completes its block only with the next byte or the end, though with the CR's time.
 *
 * A block that was dispatched is an event and is numbered from 1. Past TAP_SSE_MAX_BLOCK bytes
 * without a border, the rest of the block is counted but not kept ("truncated"). */
#define TAP_SSE_MAX_BLOCK (16 * 1024 * 1024)

typedef enum
{
  TAP_SSE_EVENT    = 1 << 0, /* dispatched: it has data */
  TAP_SSE_COMMENT  = 1 << 1, /* has at least one comment line */
  TAP_SSE_NAMED    = 1 << 2, /* has an event field */
  TAP_SSE_DATA     = 1 << 3, /* has a data field, perhaps empty */
  TAP_SSE_ID       = 1 << 4,
  TAP_SSE_RETRY    = 1 << 5, /* with digits only; others are ignored */
  TAP_SSE_BOM      = 1 << 6, /* a byte order mark stood before it */
  TAP_SSE_LONE_CR  = 1 << 7, /* a line ended with CR alone */
  TAP_SSE_TRUNCATED = 1 << 8,
  TAP_SSE_REST     = 1 << 9, /* what was left at the end, without its blank line: not an event */
  TAP_SSE_BAD_UTF8 = 1 << 10, /* of its event or data; what was bad is U+FFFD there */
  TAP_SSE_FRAME = 1 << 11, /* it was a binary frame (tap-eventstream.h) */
  TAP_SSE_BROKEN = 1 << 12, /* and could not be read: not an event */
} TapSseFlags;

typedef struct
{
  guint number;     /* of the event, from 1; 0 for a block that is not one */
  guint flags;      /* TapSseFlags */
  guint64 offset;   /* of its first byte in the stream */
  guint64 length;   /* with its blank line */
  gint64 first_at;  /* µs: the read that brought its first byte */
  gint64 last_at;   /* µs: the read that completed it */
  const char *event;   /* (nullable) the event field's value, NUL-terminated */
  const char *data;    /* its data, lines joined with LF, NUL-terminated; may hold NUL inside */
  gsize data_length;
  const char *fault;   /* (nullable) why it is broken; static, to be translated */
} TapSseBlock;

/* Zero-filled it is ready for use. */
typedef struct
{
  gpointer private_data;
} TapSse;

void tap_sse_clear (TapSse *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapSse, tap_sse_clear)

/* @at: when the bytes were read, in µs. Pull until there is nothing before the next push: only
 * then the memory is bounded by the largest block. */
void tap_sse_push (TapSse *self, const guint8 *bytes, gsize length, gint64 at);

/* No more bytes will come: what is left can be pulled as a block with TAP_SSE_REST. */
void tap_sse_end (TapSse *self);

/* The next complete block; FALSE if there is none yet. Its strings live until the next call. */
gboolean tap_sse_pull (TapSse *self, TapSseBlock *block);

G_END_DECLS
