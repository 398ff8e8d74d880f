/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-coding.h"

#include <zlib.h>

#define GZIP_BITS (MAX_WBITS + 16)
#define RAW_BITS (-MAX_WBITS)

typedef struct
{
  z_stream zlib;
  gboolean decided; /* between zlib's header and none */
  guint8 held[2];   /* what came before that */
  guint n_held;
} Inflater;

static gpointer
open_inflater (int bits)
{
  Inflater *self = g_new0 (Inflater, 1);
  int result = inflateInit2 (&self->zlib, bits);

  /* It can fail for want of memory only, as g_new0() can. */
  g_assert (result == Z_OK);
  return self;
}

static gpointer
open_gzip (void)
{
  return open_inflater (GZIP_BITS);
}

static gpointer
open_deflate (void)
{
  return open_inflater (MAX_WBITS);
}

static void
close_inflater (gpointer state)
{
  Inflater *self = state;

  inflateEnd (&self->zlib);
  g_free (self);
}

static void
restart_gzip (gpointer state)
{
  Inflater *self = state;

  inflateReset (&self->zlib);
}

static TapCodingStep
step_inflater (gpointer state, TapCodingInput *input, guint8 *out, gsize room, gsize *written)
{
  Inflater *self = state;
  uInt length = (uInt) MIN (input->length, G_MAXINT);
  uInt space = (uInt) MIN (room, G_MAXINT);
  int result;

  self->zlib.next_in = (z_const Bytef *) input->bytes;
  self->zlib.avail_in = length;
  self->zlib.next_out = out;
  self->zlib.avail_out = space;
  result = inflate (&self->zlib, Z_SYNC_FLUSH);

  input->bytes += length - self->zlib.avail_in;
  input->length -= length - self->zlib.avail_in;
  *written = space - self->zlib.avail_out;

  switch (result)
    {
    case Z_OK:
    case Z_BUF_ERROR:
      return TAP_CODING_MORE;

    case Z_STREAM_END:
      return TAP_CODING_END;

    default:
      return TAP_CODING_BROKEN;
    }
}

/* Some servers take “deflate” for the bare stream. No encoder begins that one as zlib's header
 * does: it would be a stored block with bits set where its padding is. */
static gboolean
decide (Inflater *self)
{
  gboolean may_be_zlib = (self->held[0] & 0x0F) == Z_DEFLATED;

  if (may_be_zlib && self->n_held < 2)
    return FALSE;
  if (!may_be_zlib || (self->held[0] << 8 | self->held[1]) % 31 != 0)
    inflateReset2 (&self->zlib, RAW_BITS);
  return TRUE;
}

static TapCodingStep
step_deflate (gpointer state, TapCodingInput *input, guint8 *out, gsize room, gsize *written)
{
  Inflater *self = state;

  while (!self->decided)
    {
      if (input->length == 0)
        return TAP_CODING_MORE;
      self->held[self->n_held++] = *input->bytes;
      input->bytes++;
      input->length--;
      self->decided = decide (self);
    }

  if (self->n_held > 0)
    {
      TapCodingInput held = { self->held, self->n_held };

      /* Two bytes hold no more than the first room takes. */
      self->n_held = 0;
      return step_inflater (self, &held, out, room, written);
    }

  return step_inflater (self, input, out, room, written);
}

const TapCoding tap_coding_gzip = {
  "gzip", open_gzip, close_inflater, step_inflater, restart_gzip,
};

const TapCoding tap_coding_deflate = {
  "deflate", open_deflate, close_inflater, step_deflate, NULL,
};
