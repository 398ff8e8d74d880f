/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "coding-encode.h"

#include <zlib.h>
#include <zstd.h>

#define BUFFER 4096

struct _Encoder
{
  Encoding encoding;
  z_stream zlib;
  ZSTD_CCtx *zstd;
  guint64 bits; /* of brotli's, that do not fill a byte yet */
  guint n_bits;
};

static const int window_bits[] = {
  [ENCODE_GZIP] = MAX_WBITS + 16,
  [ENCODE_ZLIB] = MAX_WBITS,
  [ENCODE_RAW] = -MAX_WBITS,
};

static gboolean
is_zlib (const Encoder *self)
{
  return self->encoding == ENCODE_GZIP || self->encoding == ENCODE_ZLIB
         || self->encoding == ENCODE_RAW;
}

Encoder *
encoder_new (Encoding encoding)
{
  Encoder *self = g_new0 (Encoder, 1);

  self->encoding = encoding;
  if (is_zlib (self))
    g_assert_cmpint (deflateInit2 (&self->zlib, 9, Z_DEFLATED, window_bits[encoding], 9,
                                   Z_DEFAULT_STRATEGY), ==, Z_OK);
  else if (encoding == ENCODE_ZSTD)
    {
      self->zstd = ZSTD_createCCtx ();
      ZSTD_CCtx_setParameter (self->zstd, ZSTD_c_checksumFlag, 1);
    }
  else if (encoding == ENCODE_BROTLI)
    self->n_bits = 1; /* a zero: a window of 64 KiB */
  return self;
}

void
encoder_free (Encoder *self)
{
  if (is_zlib (self))
    deflateEnd (&self->zlib);
  ZSTD_freeCCtx (self->zstd);
  g_free (self);
}

static void
run_zlib (Encoder *self, const guint8 *bytes, gsize length, int flush, GByteArray *out)
{
  guint8 buffer[BUFFER];

  self->zlib.next_in = (z_const Bytef *) bytes;
  self->zlib.avail_in = (uInt) length;
  do
    {
      self->zlib.next_out = buffer;
      self->zlib.avail_out = sizeof buffer;
      deflate (&self->zlib, flush);
      g_byte_array_append (out, buffer, sizeof buffer - self->zlib.avail_out);
    }
  while (self->zlib.avail_out == 0);
}

static void
run_zstd (Encoder *self, const guint8 *bytes, gsize length, ZSTD_EndDirective how, GByteArray *out)
{
  ZSTD_inBuffer source = { bytes, length, 0 };
  gsize left;

  do
    {
      guint8 buffer[BUFFER];
      ZSTD_outBuffer target = { buffer, sizeof buffer, 0 };

      left = ZSTD_compressStream2 (self->zstd, &target, &source, how);
      g_assert_false (ZSTD_isError (left));
      g_byte_array_append (out, buffer, (guint) target.pos);
    }
  while (left > 0);
}

static void
put_bits (Encoder *self, guint n, guint64 bits, GByteArray *out)
{
  self->bits |= bits << self->n_bits;
  self->n_bits += n;
  for (; self->n_bits >= 8; self->n_bits -= 8, self->bits >>= 8)
    g_byte_array_append (out, &(guint8) { self->bits & 0xFF }, 1);
}

static void
pad (Encoder *self, GByteArray *out)
{
  if (self->n_bits > 0)
    put_bits (self, 8 - self->n_bits, 0, out);
}

static void
store_brotli (Encoder *self, const guint8 *bytes, gsize length, GByteArray *out)
{
  for (gsize used = 0, n; used < length; used += n)
    {
      n = MIN (length - used, 65536);
      put_bits (self, 3, 0, out); /* not the last; four digits of length */
      put_bits (self, 16, n - 1, out);
      put_bits (self, 1, 1, out); /* stored */
      pad (self, out);
      g_byte_array_append (out, bytes + used, (guint) n);
    }
}

void
encoder_flush (Encoder *self, const guint8 *bytes, gsize length, GByteArray *out)
{
  if (is_zlib (self))
    run_zlib (self, bytes, length, Z_SYNC_FLUSH, out);
  else if (self->encoding == ENCODE_ZSTD)
    run_zstd (self, bytes, length, ZSTD_e_flush, out);
  else if (self->encoding == ENCODE_BROTLI)
    store_brotli (self, bytes, length, out);
  else
    g_byte_array_append (out, bytes, (guint) length);
}

void
encoder_finish (Encoder *self, const guint8 *bytes, gsize length, GByteArray *out)
{
  if (is_zlib (self))
    run_zlib (self, bytes, length, Z_FINISH, out);
  else if (self->encoding == ENCODE_ZSTD)
    run_zstd (self, bytes, length, ZSTD_e_end, out);
  else
    encoder_flush (self, bytes, length, out);

  if (self->encoding == ENCODE_BROTLI)
    {
      put_bits (self, 2, 3, out); /* the last, and empty */
      pad (self, out);
    }
}

GByteArray *
encode (Encoding encoding, const guint8 *bytes, gsize length)
{
  g_autoptr (Encoder) encoder = encoder_new (encoding);
  GByteArray *out = g_byte_array_new ();

  encoder_finish (encoder, bytes, length, out);
  return out;
}

GByteArray *
encode_window (int window_log, const guint8 *bytes, gsize length)
{
  g_autoptr (Encoder) encoder = encoder_new (ENCODE_ZSTD);
  GByteArray *out = g_byte_array_new ();

  ZSTD_CCtx_setParameter (encoder->zstd, ZSTD_c_windowLog, window_log);
  ZSTD_CCtx_setParameter (encoder->zstd, ZSTD_c_contentSizeFlag, 0);
  /* Flushed first, so that the length is not known when the window is written. */
  encoder_flush (encoder, bytes, length, out);
  encoder_finish (encoder, bytes, 0, out);
  return out;
}
