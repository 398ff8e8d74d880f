/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decode-run.h"

#include <string.h>

static void
test_garbage (void)
{
  static const struct
  {
    const char *codings;
    const char *bytes;
    const char *fault;
  } garbage[] = {
    { "gzip", "event: ping\n\n", "gzip coding is broken after 0" },
    { "gzip", "\x1F\x8B\x09 method", "gzip" },
    { "deflate", "\x06", "deflate coding is broken after 0" },
    { "deflate", "\x78\xBB needs a dictionary", "deflate" },
    { "deflate", "event: ping\n\n", "deflate" },
    { "br", "\x11 reserved window", "br coding is broken after 0" },
    { "zstd", "event: ping\n\n", "zstd coding is broken after 0" },
    { "zstd", "\x28\xB5\x2F\xFD\x68 reserved", "zstd" },
    { "zstd, gzip", "event: ping\n\n", "gzip" },
    { "gzip, identity", "{\"type\": \"error\"}", "gzip" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
    {
      const guint8 *bytes = (const guint8 *) garbage[i].bytes;
      gsize length = strlen (garbage[i].bytes);

      for (gsize part = 1; part <= length; part++)
        {
          g_auto (Decoded) decoded = decode (garbage[i].codings, bytes, length, part, part);

          g_test_message ("%u (%s) in parts of %zu", i, garbage[i].codings, part);
          assert_fault (&decoded, garbage[i].fault);
        }
    }
}

/* The coding within is told, and what was decoded of both before. */
static void
test_garbage_within (void)
{
  g_autoptr (GByteArray) inner = encode (ENCODE_GZIP, (const guint8 *) EVENTS, strlen (EVENTS));
  g_autoptr (GByteArray) coded = NULL;

  g_byte_array_append (inner, (const guint8 *) "behind", 6);
  coded = encode (ENCODE_ZSTD, inner->data, inner->len);
  for (gsize part = 1; part <= coded->len; part++)
    {
      g_auto (Decoded) decoded = decode ("gzip, zstd", coded->data, coded->len, part, part);

      assert_fault (&decoded, "gzip");
      assert_decoded (&decoded, EVENTS, strlen (EVENTS));
    }
}

/* Any bit of the checksum tells. */
static void
test_checksum (void)
{
  static const struct
  {
    const char *codings;
    Encoding encoding;
    guint n_bytes;
  } checksums[] = {
    { "gzip", ENCODE_GZIP, 8 },
    { "deflate", ENCODE_ZLIB, 4 },
    { "zstd", ENCODE_ZSTD, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (checksums); i++)
    for (guint bit = 0; bit < checksums[i].n_bytes * 8; bit++)
      {
        g_autoptr (GByteArray) coded = encode (checksums[i].encoding, (const guint8 *) EVENTS,
                                               strlen (EVENTS));
        g_auto (Decoded) decoded = { 0 };

        coded->data[coded->len - 1 - bit / 8] ^= 1 << bit % 8;
        decoded = decode (checksums[i].codings, coded->data, coded->len, WHOLE, WHOLE);
        assert_fault (&decoded, checksums[i].codings);
        assert_decoded (&decoded, EVENTS, strlen (EVENTS));
      }
}

static void
test_after_a_fault (void)
{
  g_autoptr (TapDecoder) decoder = tap_decoder_new ("gzip");
  g_autoptr (GByteArray) coded = encode (ENCODE_GZIP, (const guint8 *) EVENTS, strlen (EVENTS));
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree char *fault = NULL;

  g_assert_false (push (decoder, (const guint8 *) "????", 4, out));
  fault = g_strdup (tap_decoder_fault (decoder));
  g_assert_false (push (decoder, coded->data, coded->len, out));
  g_assert_cmpuint (out->len, ==, 0);
  g_assert_cmpstr (tap_decoder_fault (decoder), ==, fault);
}

/* However it is damaged, it ends, and the parts it comes in change nothing. */
static void
test_noise (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (const DecodeRow *row = decode_rows; row < decode_rows + n_decode_rows; row++)
    {
      g_autoptr (GByteArray) good = encode_row (row, (const guint8 *) EVENTS, strlen (EVENTS));

      for (guint i = 0; i < 2000; i++)
        {
          g_autoptr (GByteArray) coded = g_byte_array_new ();
          gsize part = (gsize) g_rand_int_range (random, 1, 80);

          append (coded, good);
          for (gint n = g_rand_int_range (random, 1, 4); n > 0; n--)
            coded->data[g_rand_int_range (random, 0, (gint) coded->len)]
              ^= 1 << g_rand_int_range (random, 0, 8);

          {
            const char *codings = row->codings;
            g_auto (Decoded) whole = decode (codings, coded->data, coded->len, WHOLE, WHOLE);
            g_auto (Decoded) parts = decode (codings, coded->data, coded->len, part, part);
            guint both = MIN (whole.out->len, parts.out->len);

            g_assert_cmpuint (whole.out->len, <=, TAP_DECODE_FREE);
            g_assert_true (whole.complete == parts.complete);
            /* A block larger than its own window breaks a byte sooner or later. */
            g_assert_true ((whole.fault == NULL) == (parts.fault == NULL));
            g_assert_cmpmem (whole.out->data, both, parts.out->data, both);
            if (whole.fault == NULL)
              g_assert_cmpuint (whole.out->len, ==, parts.out->len);
          }
        }
    }
}

/* By its own encoder: TAP_DECODE_FREE zeros. */
static const char brotli_free[] =
  "\x5B\xFF\xFF\x8F\x7F\x02\x20\x1E\x0B\x04\x72\xEF\x1F\x00";
static const char brotli_bomb[] = /* eight times as many */
  "\x9B\xFF\xFF\x7F\xF8\x27\x00\xE2\xB1\x40\x20\xF7\xFE\x0F";

static GByteArray *
zeros (Encoding encoding, gsize length)
{
  g_autofree guint8 *bytes = g_malloc0 (length);

  return encode (encoding, bytes, length);
}

static void
assert_bomb (const char *codings, const guint8 *bytes, gsize length)
{
  for (gsize part = 1; part <= length; part += length - 1)
    {
      g_auto (Decoded) decoded = decode (codings, bytes, length, part, part);

      g_test_message ("%s in parts of %zu", codings, part);
      assert_fault (&decoded, "1000 times");
      g_assert_cmpuint (decoded.out->len, >=, TAP_DECODE_FREE);
      g_assert_cmpuint (decoded.out->len, <=, MAX (TAP_DECODE_FREE, length * TAP_DECODE_MAX_RATIO));
    }
}

static void
assert_no_bomb (const char *codings, const guint8 *bytes, gsize length, gsize decoded_length)
{
  for (gsize part = 1; part <= length; part += length - 1)
    {
      g_auto (Decoded) decoded = decode (codings, bytes, length, part, part);

      g_test_message ("%s in parts of %zu", codings, part);
      g_assert_cmpstr (decoded.fault, ==, NULL);
      g_assert_true (decoded.complete);
      g_assert_cmpuint (decoded.out->len, ==, decoded_length);
    }
}

static void
test_bombs (void)
{
  static const struct
  {
    const char *codings;
    Encoding encoding;
  } bombs[] = {
    { "gzip", ENCODE_GZIP },
    { "deflate", ENCODE_ZLIB },
    { "deflate", ENCODE_RAW },
    { "zstd", ENCODE_ZSTD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++)
    {
      g_autoptr (GByteArray) large = zeros (bombs[i].encoding, 4 * TAP_DECODE_FREE);
      g_autoptr (GByteArray) allowed = zeros (bombs[i].encoding, TAP_DECODE_FREE);
      g_autoptr (GByteArray) more = zeros (bombs[i].encoding, TAP_DECODE_FREE + 64 * 1024);

      assert_bomb (bombs[i].codings, large->data, large->len);
      assert_no_bomb (bombs[i].codings, allowed->data, allowed->len, TAP_DECODE_FREE);
      if (more->len * TAP_DECODE_MAX_RATIO < TAP_DECODE_FREE + 64 * 1024)
        assert_bomb (bombs[i].codings, more->data, more->len);
    }

  assert_bomb ("br", BYTES (brotli_bomb));
  assert_no_bomb ("br", BYTES (brotli_free), TAP_DECODE_FREE);
}

/* Much of what an agent reads shrinks well, but never that well. */
static void
test_near_bomb (void)
{
  const gsize length = 4 * TAP_DECODE_FREE;
  g_autofree guint8 *bytes = g_malloc0 (length);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (GByteArray) coded = NULL;

  for (gsize i = 0; i < length; i += 20000)
    bytes[i] = g_rand_int (random) & 0xFF;
  coded = encode (ENCODE_GZIP, bytes, length);
  g_assert_cmpuint (length / coded->len, >, TAP_DECODE_MAX_RATIO * 7 / 10);
  assert_no_bomb ("gzip", coded->data, coded->len, length);
}

/* Many members are one stream, and a coding in a coding is measured by what came from outside:
 * even if nothing of it comes out. */
static void
test_hidden_bombs (void)
{
  g_autoptr (GByteArray) once = zeros (ENCODE_GZIP, TAP_DECODE_FREE);
  g_autoptr (GByteArray) large = zeros (ENCODE_GZIP, 16 * TAP_DECODE_FREE);
  g_autoptr (GByteArray) twice = encode (ENCODE_GZIP, large->data, large->len);
  g_autoptr (GByteArray) many = g_byte_array_new ();
  g_autoptr (GByteArray) inner = g_byte_array_new ();
  g_autoptr (GByteArray) outer = NULL;
  g_autofree guint8 *skipped = g_malloc0 (4 * TAP_DECODE_FREE);
  g_auto (Decoded) decoded = { 0 };

  append (many, once);
  append (many, once);
  assert_bomb ("gzip", many->data, many->len);
  assert_bomb ("gzip, gzip", twice->data, twice->len);

  /* A frame to be skipped. */
  g_byte_array_append (inner, (const guint8 *) "\x50\x2A\x4D\x18\x00\x00\x40\x00", 8);
  g_byte_array_append (inner, skipped, 4 * TAP_DECODE_FREE);
  outer = encode (ENCODE_GZIP, inner->data, inner->len);
  decoded = decode ("zstd, gzip", outer->data, outer->len, WHOLE, WHOLE);
  assert_fault (&decoded, "gzip coding unpacks");
  g_assert_cmpuint (decoded.out->len, ==, 0);
}

static void
test_window (void)
{
  g_autoptr (GByteArray) allowed = encode_window (23, (const guint8 *) EVENTS, strlen (EVENTS));
  g_autoptr (GByteArray) larger = encode_window (24, (const guint8 *) EVENTS, strlen (EVENTS));
  g_auto (Decoded) good = decode ("zstd", allowed->data, allowed->len, 1, 1);
  g_auto (Decoded) bad = decode ("zstd", larger->data, larger->len, 1, 1);

  g_assert_cmpstr (good.fault, ==, NULL);
  assert_decoded (&good, EVENTS, strlen (EVENTS));
  assert_fault (&bad, "window");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/decode-broken/garbage", test_garbage);
  g_test_add_func ("/decode-broken/garbage-within", test_garbage_within);
  g_test_add_func ("/decode-broken/checksum", test_checksum);
  g_test_add_func ("/decode-broken/after-a-fault", test_after_a_fault);
  g_test_add_func ("/decode-broken/noise", test_noise);
  g_test_add_func ("/decode-broken/bombs", test_bombs);
  g_test_add_func ("/decode-broken/near-bomb", test_near_bomb);
  g_test_add_func ("/decode-broken/hidden-bombs", test_hidden_bombs);
  g_test_add_func ("/decode-broken/window", test_window);

  return g_test_run ();
}
