/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decode-run.h"

#include <string.h>

const DecodeRow decode_rows[] = {
  { "none", NULL, { 0 } },
  { "empty", "", { 0 } },
  { "identity", "identity", { 0 } },
  { "gzip", "gzip", { ENCODE_GZIP } },
  { "x-gzip", "x-gzip", { ENCODE_GZIP } },
  { "case", "GZip", { ENCODE_GZIP } },
  { "zlib", "deflate", { ENCODE_ZLIB } },
  { "raw", "deflate", { ENCODE_RAW } },
  { "br", "br", { ENCODE_BROTLI } },
  { "zstd", "zstd", { ENCODE_ZSTD } },
  { "list", "gzip, br", { ENCODE_GZIP, ENCODE_BROTLI } },
  { "list-twice", "gzip,gzip", { ENCODE_GZIP, ENCODE_GZIP } },
  { "list-of-empty", " ,br,\t, zstd ,", { ENCODE_BROTLI, ENCODE_ZSTD } },
  { "list-with-identity", "identity, zstd, Identity, deflate", { ENCODE_ZSTD, ENCODE_RAW } },
  { "list-of-four", "br, zstd, deflate, gzip",
    { ENCODE_BROTLI, ENCODE_ZSTD, ENCODE_ZLIB, ENCODE_GZIP } },
};

const guint n_decode_rows = G_N_ELEMENTS (decode_rows);

void
decoded_clear (Decoded *self)
{
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_clear_pointer (&self->fault, g_free);
}

static void
keep (const guint8 *bytes, gsize length, gpointer user_data)
{
  g_assert_cmpuint (length, >, 0);
  g_assert_cmpuint (length, <=, PIECE);
  g_byte_array_append (user_data, bytes, (guint) length);
}

gboolean
push (TapDecoder *decoder, const guint8 *bytes, gsize length, GByteArray *out)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, length);

  return tap_decoder_push (decoder, copy, length, keep, out);
}

Decoded
decode (const char *codings, const guint8 *bytes, gsize length, gsize first, gsize rest)
{
  g_autoptr (TapDecoder) decoder = tap_decoder_new (codings);
  Decoded result = { .out = g_byte_array_new (), .good = TRUE };

  g_assert_nonnull (decoder);
  for (gsize used = 0, n = MIN (first, length); used < length; n = MIN (rest, length - used))
    {
      result.good = push (decoder, bytes + used, n, result.out);
      used += n;
    }
  result.complete = tap_decoder_is_complete (decoder);
  result.fault = g_strdup (tap_decoder_fault (decoder));
  g_assert_true (result.good == (result.fault == NULL));
  return result;
}

void
assert_decoded (const Decoded *decoded, gconstpointer bytes, gsize length)
{
  g_assert_cmpmem (decoded->out->data, decoded->out->len, bytes, length);
}

void
assert_fault (const Decoded *decoded, const char *part)
{
  g_assert_false (decoded->complete);
  g_assert_nonnull (decoded->fault);
  if (strstr (decoded->fault, part) == NULL)
    g_error ("“%s” is not in “%s”", part, decoded->fault);
}

GByteArray *
encode_row (const DecodeRow *row, const guint8 *bytes, gsize length)
{
  GByteArray *coded = encode (ENCODE_PLAIN, bytes, length);

  for (guint i = 0; i < G_N_ELEMENTS (row->encodings); i++)
    {
      GByteArray *next = encode (row->encodings[i], coded->data, coded->len);

      g_byte_array_unref (coded);
      coded = next;
    }
  return coded;
}

void
append (GByteArray *to, const GByteArray *from)
{
  g_byte_array_append (to, from->data, from->len);
}
