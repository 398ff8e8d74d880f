/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-decode.h"

typedef struct
{
  guint64 length;
  guint sum;
  gboolean broken;
} Digest;

static void
add (const guint8 *bytes, gsize length, gpointer user_data)
{
  Digest *self = user_data;

  g_assert (length > 0 && length <= 64 * 1024);
  self->length += length;
  for (gsize i = 0; i < length; i++)
    self->sum = self->sum * 31 + bytes[i];
}

/* No input comes out as more than the bound, nor otherwise if it came in other pieces. */
static Digest
digest (const char *codings, const uint8_t *bytes, size_t size, size_t step)
{
  g_autoptr (TapDecoder) decoder = tap_decoder_new (codings);
  Digest self = { 0 };
  gboolean ok = TRUE;

  for (size_t at = 0; at < size && ok; at += step)
    ok = tap_decoder_push (decoder, bytes + at, MIN (step, size - at), add, &self);
  g_assert (ok == (tap_decoder_fault (decoder) == NULL));
  g_assert (self.length <= TAP_DECODE_FREE + (guint64) TAP_DECODE_MAX_RATIO * size + 128 * 1024);
  self.sum += tap_decoder_is_complete (decoder) ? 1 : 0;
  self.broken = !ok;

  return self;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  static const char *const codings[] = { "gzip", "deflate", "br", "zstd", "gzip, br" };

  for (size_t i = 0; i < G_N_ELEMENTS (codings); i++)
    {
      Digest whole = digest (codings[i], bytes, size, size + 1);
      Digest parts = digest (codings[i], bytes, size, 3);

      /* A library that sees more at once may notice a break sooner. */
      g_assert (whole.broken || parts.broken
                || (parts.length == whole.length && parts.sum == whole.sum));
    }

  return 0;
}
