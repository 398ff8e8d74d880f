/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decode-run.h"

#include <string.h>

static GByteArray *
make_input (const char *kind)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  GByteArray *input = g_byte_array_new ();

  if (g_str_equal (kind, "byte"))
    g_byte_array_append (input, (const guint8 *) "x", 1);
  else if (g_str_equal (kind, "events"))
    g_byte_array_append (input, (const guint8 *) EVENTS, strlen (EVENTS));
  else if (g_str_equal (kind, "text"))
    for (guint i = 0; i < 6000; i++)
      {
        g_autofree char *event = g_strdup_printf ("event: delta\ndata: {\"text\": \"%x\"}\n\n",
                                                  g_rand_int (random));
        g_byte_array_append (input, (const guint8 *) event, (guint) strlen (event));
      }
  else if (g_str_equal (kind, "noise"))
    for (guint i = 0; i < 300000; i++)
      g_byte_array_append (input, &(guint8) { g_rand_int (random) & 0xFF }, 1);
  else if (g_str_equal (kind, "piece"))
    for (guint i = 0; i < PIECE; i++)
      g_byte_array_append (input, &(guint8) { g_rand_int (random) & 0x0F }, 1);
  else
    g_assert_cmpstr (kind, ==, "nothing");
  return input;
}

static gboolean
is_coded (const DecodeRow *row)
{
  return row->encodings[0] != ENCODE_PLAIN;
}

static void
test_whole (void)
{
  const char *const kinds[] = { "nothing", "byte", "events", "text", "noise", "piece" };
  const gsize parts[] = { WHOLE, 4093, 65536 };

  for (const DecodeRow *row = decode_rows; row < decode_rows + n_decode_rows; row++)
    for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
      {
        g_autoptr (GByteArray) input = make_input (kinds[kind]);
        g_autoptr (GByteArray) coded = encode_row (row, input->data, input->len);

        for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
          {
            g_auto (Decoded) decoded = decode (row->codings, coded->data, coded->len,
                                               parts[i], parts[i]);

            g_test_message ("%s of %s in parts of %zu", row->name, kinds[kind], parts[i]);
            g_assert_cmpstr (decoded.fault, ==, NULL);
            g_assert_true (decoded.complete);
            assert_decoded (&decoded, input->data, input->len);
          }
      }
}

static void
test_split (void)
{
  for (const DecodeRow *row = decode_rows; row < decode_rows + n_decode_rows; row++)
    {
      g_autoptr (GByteArray) coded = encode_row (row, (const guint8 *) EVENTS, strlen (EVENTS));

      for (gsize first = 0; first <= coded->len; first++)
        {
          const gsize rests[] = { WHOLE, 1 };

          for (guint i = 0; i < G_N_ELEMENTS (rests); i++)
            {
              g_auto (Decoded) decoded = decode (row->codings, coded->data, coded->len, first,
                                                 rests[i]);

              g_test_message ("%s at %zu", row->name, first);
              g_assert_cmpstr (decoded.fault, ==, NULL);
              g_assert_true (decoded.complete);
              assert_decoded (&decoded, EVENTS, strlen (EVENTS));
            }
        }
    }
}

static void
test_truncated (void)
{
  for (const DecodeRow *row = decode_rows; row < decode_rows + n_decode_rows; row++)
    {
      g_autoptr (GByteArray) coded = encode_row (row, (const guint8 *) EVENTS, strlen (EVENTS));

      for (gsize length = 0; length < coded->len; length++)
        {
          g_auto (Decoded) decoded = decode (row->codings, coded->data, length, WHOLE, WHOLE);

          g_test_message ("%s up to %zu", row->name, length);
          g_assert_cmpstr (decoded.fault, ==, NULL);
          g_assert_true (decoded.complete == !is_coded (row));
          g_assert_cmpuint (decoded.out->len, <=, strlen (EVENTS));
          assert_decoded (&decoded, EVENTS, decoded.out->len);
        }
    }
}

/* What was flushed comes out at once, whatever follows; and what breaks takes nothing with it. */
static void
test_flushed (void)
{
  static const struct
  {
    const char *codings;
    Encoding encoding;
    const char *broken; /* as the head of the next block, up to a NUL */
  } flushed[] = {
    { "gzip", ENCODE_GZIP, "\x07" },
    { "deflate", ENCODE_ZLIB, "\x07" },
    { "deflate", ENCODE_RAW, "\x07" },
    { "br", ENCODE_BROTLI, "\x2E\xFF\xFF" },
    { "zstd", ENCODE_ZSTD, "\x07\x01\x01" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (flushed); i++)
    {
      g_autoptr (TapDecoder) decoder = tap_decoder_new (flushed[i].codings);
      g_autoptr (Encoder) encoder = encoder_new (flushed[i].encoding);
      g_autoptr (GByteArray) coded = g_byte_array_new ();
      g_autoptr (GByteArray) out = g_byte_array_new ();
      g_autoptr (GString) plain = g_string_new (NULL);
      gsize pushed = 0;

      for (guint n = 0; n < 40; n++)
        {
          g_autofree char *event = g_strdup_printf ("data: %u\n\n", n * n);

          g_string_append (plain, event);
          encoder_flush (encoder, (const guint8 *) event, strlen (event), coded);
          g_assert_true (push (decoder, coded->data + pushed, coded->len - pushed, out));
          g_assert_cmpmem (out->data, out->len, plain->str, plain->len);
          g_assert_false (tap_decoder_is_complete (decoder));
          pushed = coded->len;
        }

      g_byte_array_append (coded, (const guint8 *) flushed[i].broken,
                           (guint) strlen (flushed[i].broken));
      for (gsize part = 1; part <= coded->len; part += coded->len - 1)
        {
          g_auto (Decoded) decoded = decode (flushed[i].codings, coded->data, coded->len, part,
                                             part);

          g_test_message ("%s in parts of %zu", flushed[i].codings, part);
          assert_fault (&decoded, flushed[i].codings);
          assert_fault (&decoded, "broken");
          assert_decoded (&decoded, plain->str, plain->len);
        }
    }
}

static void
test_members (void)
{
  static const struct
  {
    const char *codings;
    Encoding encoding;
    gboolean may_follow;
    const char *fault;
  } members[] = {
    { "gzip", ENCODE_GZIP, TRUE, NULL },
    { "zstd", ENCODE_ZSTD, TRUE, NULL },
    { "deflate", ENCODE_ZLIB, FALSE, "more bytes follow" },
    { "deflate", ENCODE_RAW, FALSE, "more bytes follow" },
    { "br", ENCODE_BROTLI, FALSE, "more bytes follow" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autoptr (GByteArray) coded = encode (members[i].encoding, (const guint8 *) "one ", 4);
      g_autoptr (GByteArray) empty = encode (members[i].encoding, (const guint8 *) "", 0);
      g_autoptr (GByteArray) last = encode (members[i].encoding, (const guint8 *) "two", 3);
      gsize first_end = coded->len;
      gsize second_end = coded->len + empty->len;

      append (coded, empty);
      append (coded, last);
      for (gsize length = 0; length <= coded->len; length++)
        for (gsize part = 1; part <= coded->len; part += coded->len - 1)
          {
            g_auto (Decoded) decoded = decode (members[i].codings, coded->data, length, part, part);

            g_test_message ("%s up to %zu", members[i].codings, length);
            if (members[i].may_follow || length <= first_end)
              {
                g_assert_cmpstr (decoded.fault, ==, NULL);
                g_assert_true (decoded.complete
                               == (length == first_end || length == second_end
                                   || length == coded->len));
              }
            else
              {
                assert_fault (&decoded, members[i].fault);
                assert_decoded (&decoded, "one ", 4);
              }
            if (length == coded->len && members[i].may_follow)
              assert_decoded (&decoded, "one two", 7);
          }
    }
}

static void
test_skippable (void)
{
  static const guint8 skippable[] = { 0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 'a', 'b', 'c' };
  g_autoptr (GByteArray) frame = encode (ENCODE_ZSTD, (const guint8 *) "text", 4);
  g_autoptr (GByteArray) coded = g_byte_array_new ();

  g_byte_array_append (coded, skippable, sizeof skippable);
  append (coded, frame);
  g_byte_array_append (coded, skippable, sizeof skippable);
  for (gsize part = 1; part <= coded->len; part++)
    {
      g_auto (Decoded) decoded = decode ("zstd", coded->data, coded->len, part, part);

      g_assert_cmpstr (decoded.fault, ==, NULL);
      g_assert_true (decoded.complete);
      assert_decoded (&decoded, "text", 4);
    }
}

static void
test_unknown (void)
{
  const char *const unknown[] = {
    "compress", "x-compress", "dcb", "lzma", "aws-chunked", "gzip, lzma", "lzma, gzip", "gzip;q=1",
    "gzip br", "gzi", "gzipp", "*", "gzip, gzip, gzip, gzip, gzip",
  };

  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    if (tap_decoder_new (unknown[i]) != NULL)
      g_error ("“%s” is known", unknown[i]);
}

/* As its own encoder writes them, with all that stored blocks do not have. */
static const char brotli_events[] =
  "\x1B\x57\x00\x18\x8C\xD4\x62\xAD\xB0\x39\xA4\x6E\xEB\x2B\x71\x25\xAE\x95\xA7\x73\x5E\x74\xE0\x8B"
  "\x88\x01\xE2\x18\x07\xEC\xDF\x66\xD3\x60\x9B\x2E\x78\x8F\xE0\xA0\xE1\x44\x9E\x94\x7B\x15\xE6\xEA"
  "\x71\xAE\x93\x62\xCC\x0F\x24\xC4\x1D\x67\xB6\x55\x05\x01";
static const char brotli_repeated[] = /* 11118 times an event */
  "\x5B\x4F\x0D\x83\x5F\x9C\x70\xE8\x09\x05\xD8\xCE\x2D\x41\x1E\x2C\x0B\x42\x20\xF8\x04\x03\x4F\x99"
  "\x47\x56\xCF\x1E\x10";

static void
test_brotli (void)
{
  g_autoptr (GString) repeated = g_string_new (NULL);

  for (guint i = 0; i < 200016 / strlen ("data: 0123456789\n\n"); i++)
    g_string_append (repeated, "data: 0123456789\n\n");

  for (gsize part = 1; part < sizeof brotli_events; part++)
    {
      g_auto (Decoded) events = decode ("br", BYTES (brotli_events), part, part);
      g_auto (Decoded) cut = decode ("br", (const guint8 *) brotli_events, part - 1, WHOLE, WHOLE);
      g_auto (Decoded) many = decode ("br", BYTES (brotli_repeated), part, part);

      g_assert_true (events.complete);
      assert_decoded (&events, EVENTS, strlen (EVENTS));
      g_assert_false (cut.complete);
      g_assert_cmpstr (cut.fault, ==, NULL);
      assert_decoded (&cut, EVENTS, cut.out->len);
      g_assert_true (many.complete);
      assert_decoded (&many, repeated->str, repeated->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/decode/whole", test_whole);
  g_test_add_func ("/decode/split", test_split);
  g_test_add_func ("/decode/truncated", test_truncated);
  g_test_add_func ("/decode/flushed", test_flushed);
  g_test_add_func ("/decode/members", test_members);
  g_test_add_func ("/decode/skippable", test_skippable);
  g_test_add_func ("/decode/unknown", test_unknown);
  g_test_add_func ("/decode/brotli", test_brotli);

  return g_test_run ();
}
