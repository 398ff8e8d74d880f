/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Encoders for the tests of the decoder. Each event of a stream that is flushed can be decoded as
 * soon as its bytes are there. */
typedef enum
{
  ENCODE_PLAIN,
  ENCODE_GZIP,
  ENCODE_ZLIB,
  ENCODE_RAW,
  ENCODE_BROTLI, /* stored blocks only */
  ENCODE_ZSTD,
} Encoding;

typedef struct _Encoder Encoder;

Encoder *encoder_new (Encoding encoding);
void encoder_free (Encoder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Encoder, encoder_free)

/* Appends the coded bytes to @out. */
void encoder_flush (Encoder *self, const guint8 *bytes, gsize length, GByteArray *out);
void encoder_finish (Encoder *self, const guint8 *bytes, gsize length, GByteArray *out);

/* All at once. (transfer full) */
GByteArray *encode (Encoding encoding, const guint8 *bytes, gsize length);

/* A zstd frame of that window. (transfer full) */
GByteArray *encode_window (int window_log, const guint8 *bytes, gsize length);

G_END_DECLS
