/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bytes of a stream that the splitter still needs, and when they were read. Places inside the
 * buffer are counted from its first byte, those inside a block from the block's; they differ once
 * the block is larger than what is kept of it. */
#define TAP_SSE_NOWHERE G_MAXSIZE
#define TAP_SSE_KEPT_ALLOCATION (16 * 1024) /* an idle stream holds no more than that */

typedef struct
{
  guint64 end; /* offset in the stream, after the last byte of the read */
  gint64 at;
} TapSseRead;

typedef struct
{
  gsize at;       /* where the next such byte lies in the buffer, or nowhere */
  gsize searched; /* it was looked for up to here */
} TapSseFinder;

/* A zero-filled one is ready for use. */
typedef struct
{
  char *bytes;    /* one more is allocated than is used, for a NUL */
  gsize allocated;
  gsize start;    /* the block's first byte */
  gsize pos;      /* all before was looked at */
  gsize end;
  guint64 offset; /* of the block's first byte in the stream */
  gsize dropped;  /* bytes of the block that were not kept */
  TapSseFinder lf;
  TapSseFinder cr;

  TapSseRead *reads;
  guint first_read;
  guint n_reads;
  guint n_reads_allocated;
} TapSseBuffer;

void tap_sse_buffer_clear (TapSseBuffer *self);
void tap_sse_buffer_push (TapSseBuffer *self, const guint8 *bytes, gsize length, gint64 at);

/* Where the buffer's byte at @place stands, counted from the block's first byte. */
gsize tap_sse_buffer_in_block (const TapSseBuffer *self, gsize place);

/* The next line end from pos on: where it begins, its length and whether it is a CR alone.
 * Nowhere if there is none yet; a CR that ends the bytes so far waits for what follows it, unless
 * the stream has @ended. */
gsize tap_sse_buffer_line_end (TapSseBuffer *self, gboolean ended, gsize *length,
                               gboolean *lone_cr);

/* When the byte at @offset of the stream was read. The offsets asked for must not decrease. */
gint64 tap_sse_buffer_time_of (TapSseBuffer *self, guint64 offset);

/* A new block begins at @place. */
void tap_sse_buffer_begin (TapSseBuffer *self, gsize place);

/* There was no line end: all but a CR that waits was looked at. What is past the largest block is
 * let go. */
void tap_sse_buffer_looked (TapSseBuffer *self);

/* Gives back memory that an empty buffer need not hold. */
void tap_sse_buffer_trim (TapSseBuffer *self);

G_END_DECLS
