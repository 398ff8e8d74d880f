/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-head.h"

G_BEGIN_DECLS

/* Where a body ends, seen over its bytes as they pass: the scanner of chunks (RFC 9112, 7.1),
 * lengths and ends. Plain numbers, no buffer: it costs a few nanoseconds a chunk. */
typedef enum
{
  TAP_BODY_MORE,  /* the body goes on */
  TAP_BODY_DONE,  /* it ended; what was not consumed belongs to the next message */
  TAP_BODY_BAD,   /* the chunk framing is broken at the byte after what was consumed */
} TapBodyState;

typedef struct
{
  TapFraming framing;
  guint8 step;          /* where in a chunk line or trailer the scanner stands */
  guint8 digits;
  gboolean strict;      /* refuse what is not plain: spaces, bare LF and bare CR in chunk lines */
  guint64 left;         /* of the length, or of the chunk */
  guint64 line;         /* bytes of the chunk line or trailer so far */
  guint64 payload;      /* bytes of content that passed, framing not counted */
} TapBody;

/* A chunk line, and all trailers together, may be this long; past it the body is bad. */
#define TAP_BODY_MAX_CHUNK_LINE (16 * 1024)
#define TAP_BODY_MAX_TRAILERS TAP_HEAD_MAX

/* @strict is for requests, which are refused. In a response what clients take is taken: white
 * space around a size, any number of leading zeros, lines that end with LF. Extensions and
 * trailers are taken in both; neither takes a size of more than 63 bits. */
void tap_body_init (TapBody *self, TapFraming framing, guint64 length, gboolean strict);

/* Called for each run of content (not framing) inside the bytes. */
typedef void (*TapBodyFunc) (const guint8 *bytes, gsize length, gpointer user_data);

/* Scans @length bytes; @used: (out): how many belong to this body. @func: (nullable). An empty
 * body is DONE at the first call, which may be one with no bytes. Once DONE or BAD, it stays so
 * and uses nothing more. */
TapBodyState tap_body_scan (TapBody *self, const guint8 *bytes, gsize length, gsize *used,
                            TapBodyFunc func, gpointer user_data);

/* Whether an end of the connection here ends the body as it should. */
gboolean tap_body_may_end (const TapBody *self);

/* Where it stands, in a word for people: "inside a chunk", "between chunks", "short of length".
 * Not translated, because it is written into the log; marked with N_() for who shows it. */
const char *tap_body_position (const TapBody *self);

G_END_DECLS
