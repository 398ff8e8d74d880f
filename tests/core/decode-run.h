/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-decode.h"

#include "coding-encode.h"

G_BEGIN_DECLS

#define PIECE (64 * 1024)
#define WHOLE G_MAXSIZE
#define EVENTS \
  "event: ping\ndata: {\"type\": \"ping\"}\n\n" \
  "event: message_stop\ndata: {\"type\": \"message_stop\"}\n\n"

#define BYTES(array) (const guint8 *) (array), sizeof (array) - 1

typedef struct
{
  const char *name;
  const char *codings;
  Encoding encodings[4]; /* in the order they are applied in */
} DecodeRow;

extern const DecodeRow decode_rows[];
extern const guint n_decode_rows;

GByteArray *encode_row (const DecodeRow *row, const guint8 *bytes, gsize length);

typedef struct
{
  GByteArray *out;
  gboolean good;
  gboolean complete;
  char *fault;
} Decoded;

void decoded_clear (Decoded *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Decoded, decoded_clear)

/* Pushes a copy in memory of its own length, so that a read past it is seen. */
gboolean push (TapDecoder *decoder, const guint8 *bytes, gsize length, GByteArray *out);

/* The first part is @first bytes long, and the others @rest. */
Decoded decode (const char *codings, const guint8 *bytes, gsize length, gsize first, gsize rest);

void append (GByteArray *to, const GByteArray *from);

void assert_decoded (const Decoded *decoded, gconstpointer bytes, gsize length);
void assert_fault (const Decoded *decoded, const char *part);

G_END_DECLS
