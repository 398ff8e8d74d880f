/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-framing.h"

#include <string.h>

typedef struct
{
  const char *bytes;
  TapBodyState strict;
  gsize strict_used;
  TapBodyState lenient;
  gsize lenient_used;
  const char *payload; /* as the lenient scanner hands it out */
} Case;

#define SAME(bytes, state, used, payload) { bytes, state, used, state, used, payload }
#define BOTH(bytes, used, lenient, lenient_used, payload)                                          \
  { bytes, TAP_BODY_BAD, used, lenient, lenient_used, payload }

static const Case cases[] = {
  SAME ("0\r\n\r\n", TAP_BODY_DONE, 5, ""),
  SAME ("0\r\n\r\nGET /", TAP_BODY_DONE, 5, ""),
  SAME ("3\r\nabc\r\n0\r\n\r\n", TAP_BODY_DONE, 13, "abc"),
  SAME ("3\r\nabc\r\n2\r\nde\r\n000\r\n\r\nrest", TAP_BODY_DONE, 22, "abcde"),
  SAME ("A\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n", TAP_BODY_DONE, 36,
        "01234567890123456789a"),
  SAME ("3;a=b;c=\"d;e\"\r\nabc\r\n0;x\r\n\r\n", TAP_BODY_DONE, 27, "abc"),
  SAME ("3;\r\nabc\r\n0\r\n\r\n", TAP_BODY_DONE, 14, "abc"),
  SAME ("003\r\nabc\r\n0\r\n\r\n", TAP_BODY_DONE, 15, "abc"),
  SAME ("0000000000000003\r\nabc\r\n0\r\n\r\n", TAP_BODY_DONE, 28, "abc"),
  SAME ("0\r\nA: b\r\nC: d\r\n\r\nx", TAP_BODY_DONE, 17, ""),
  SAME ("3\r\nab", TAP_BODY_MORE, 5, "ab"),
  SAME ("3\r\nabc\r\n", TAP_BODY_MORE, 8, "abc"),
  SAME ("7fffffffffffffff\r\nab", TAP_BODY_MORE, 20, "ab"),
  SAME ("8000000000000000\r\n", TAP_BODY_BAD, 15, ""),
  SAME ("10000000000000000\r\n", TAP_BODY_BAD, 16, ""),
  SAME ("\r\n", TAP_BODY_BAD, 0, ""),
  SAME (";a\r\n", TAP_BODY_BAD, 0, ""),
  SAME ("-3\r\nabc", TAP_BODY_BAD, 0, ""),
  SAME ("+3\r\nabc", TAP_BODY_BAD, 0, ""),
  SAME ("0x3\r\nabc", TAP_BODY_BAD, 1, ""),
  SAME ("3_0\r\nabc", TAP_BODY_BAD, 1, ""),
  SAME ("3g\r\nabc", TAP_BODY_BAD, 1, ""),
  SAME ("3\rabc", TAP_BODY_BAD, 2, ""),
  SAME ("3\r\nabcd\r\n", TAP_BODY_BAD, 6, "abc"),
  SAME ("3\r\nabc\rd", TAP_BODY_BAD, 7, "abc"),
  SAME ("3\r\nabc0\r\n\r\n", TAP_BODY_BAD, 6, "abc"),
  SAME ("0\r\n\rx", TAP_BODY_BAD, 4, ""),
  /* What requests are refused for and clients take in a response. */
  BOTH ("3 \r\nabc\r\n0\r\n\r\n", 1, TAP_BODY_DONE, 14, "abc"),
  BOTH ("3 \t;a\r\nabc\r\n0\r\n\r\n", 1, TAP_BODY_DONE, 17, "abc"),
  BOTH ("3 4\r\nabc", 1, TAP_BODY_BAD, 2, ""),
  BOTH (" 3\r\nabc\r\n0\r\n\r\n", 0, TAP_BODY_DONE, 14, "abc"),
  BOTH ("3\nabc\n0\n\n", 1, TAP_BODY_DONE, 9, "abc"),
  BOTH ("3;a\nabc\r\n0\r\n\r\n", 3, TAP_BODY_DONE, 14, "abc"),
  BOTH ("3\r\nabc\n0\r\n\r\n", 6, TAP_BODY_DONE, 12, "abc"),
  BOTH ("00000000000000003\r\nabc\r\n0\r\n\r\n", 16, TAP_BODY_DONE, 29, "abc"),
  BOTH ("0\r\nA: b\nC: d\r\n\n", 7, TAP_BODY_DONE, 15, ""),
  BOTH ("0\r\nA: b\r\n c\r\n\r\n", 9, TAP_BODY_DONE, 15, ""),
  BOTH ("0\r\nA: b\rc\r\n\r\n", 8, TAP_BODY_DONE, 13, ""),
  BOTH ("3;a\r\r\nabc\r\n0\r\n\r\n", 4, TAP_BODY_DONE, 16, "abc"),
};

static void
collect (const guint8 *bytes, gsize length, gpointer user_data)
{
  g_assert_cmpuint (length, >, 0);
  g_byte_array_append (user_data, bytes, length);
}

static void
push (TapBody *body, const char *bytes, gsize length, TapBodyState *state, gsize *used,
      GByteArray *payload)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, length);
  gsize n;

  *state = tap_body_scan (body, copy, length, &n, collect, payload);
  *used += n;
}

static void
check (const Case *c, gboolean strict, gsize first, gsize second)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  gsize length = strlen (c->bytes), used = 0;
  gsize borders[] = { 0, first, second, length };
  TapBodyState state = TAP_BODY_MORE;
  TapBody body;

  tap_body_init (&body, TAP_FRAMING_CHUNKED, 0, strict);
  for (guint i = 0; i < 3 && state == TAP_BODY_MORE; i++)
    push (&body, c->bytes + borders[i], borders[i + 1] - borders[i], &state, &used, payload);

  if (state != (strict ? c->strict : c->lenient)
      || used != (strict ? c->strict_used : c->lenient_used))
    g_error ("%s, strict %d, split %zu %zu: %d after %zu", c->bytes, strict, first, second, state,
             used);
  g_assert_cmpuint (body.payload, ==, payload->len);
  if (!strict)
    g_assert_cmpmem (payload->data, payload->len, c->payload, strlen (c->payload));
  g_assert_cmpint (tap_body_may_end (&body), ==, state == TAP_BODY_DONE);

  if (state != TAP_BODY_MORE)
    {
      gsize more = 7;

      g_assert_cmpint (tap_body_scan (&body, (const guint8 *) "0", 1, &more, NULL, NULL), ==, state);
      g_assert_cmpuint (more, ==, 0);
    }
}

static void
test_splits (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize a = 0, length = strlen (cases[i].bytes); a <= length; a++)
      for (gsize b = a; b <= length; b++)
        {
          check (&cases[i], TRUE, a, b);
          check (&cases[i], FALSE, a, b);
        }
}

static void
test_bytes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      TapBodyState state = TAP_BODY_MORE;
      gsize used = 0;
      TapBody body;

      tap_body_init (&body, TAP_FRAMING_CHUNKED, 0, FALSE);
      for (const char *p = c->bytes; *p != '\0' && state == TAP_BODY_MORE; p++)
        push (&body, p, 1, &state, &used, payload);
      g_assert_cmpint (state, ==, c->lenient);
      g_assert_cmpuint (used, ==, c->lenient_used);
    }
}

static void
test_nul (void)
{
  static const char *const bytes[] = { "3;a", "0\r\nA: b" };

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    {
      gsize length = strlen (bytes[i]) + 1, used;
      TapBody body;

      tap_body_init (&body, TAP_FRAMING_CHUNKED, 0, TRUE);
      g_assert_cmpint (tap_body_scan (&body, (const guint8 *) bytes[i], length, &used, NULL, NULL),
                       ==, TAP_BODY_BAD);
      g_assert_cmpuint (used, ==, length - 1);
      tap_body_init (&body, TAP_FRAMING_CHUNKED, 0, FALSE);
      g_assert_cmpint (tap_body_scan (&body, (const guint8 *) bytes[i], length, &used, NULL, NULL),
                       ==, TAP_BODY_MORE);
    }
}

static void
test_limits (void)
{
  static const struct
  {
    const char *start;
    gsize allowed; /* bytes behind the start */
  } limits[] = {
    { "1;", TAP_BODY_MAX_CHUNK_LINE - 2 },
    { "0\r\n", TAP_BODY_MAX_TRAILERS },
  };
  g_autofree guint8 *long_text = g_malloc (TAP_HEAD_MAX);

  memset (long_text, 'x', TAP_HEAD_MAX);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      gsize used;
      TapBody body;

      tap_body_init (&body, TAP_FRAMING_CHUNKED, 0, i == 0);
      tap_body_scan (&body, (const guint8 *) limits[i].start, strlen (limits[i].start), &used, NULL,
                     NULL);
      g_assert_cmpint (tap_body_scan (&body, long_text, limits[i].allowed, &used, NULL, NULL), ==,
                       TAP_BODY_MORE);
      g_assert_cmpint (tap_body_scan (&body, long_text, 1, &used, NULL, NULL), ==, TAP_BODY_BAD);
      g_assert_cmpuint (used, ==, 0);
    }

  /* The limit is for one line, not for the chunk lines of a body together. */
  {
    TapBody body;
    gsize used;

    tap_body_init (&body, TAP_FRAMING_CHUNKED, 0, TRUE);
    for (guint i = 0; i < TAP_BODY_MAX_CHUNK_LINE; i++)
      g_assert_cmpint (tap_body_scan (&body, (const guint8 *) "1\r\na\r\n", 6, &used, NULL, NULL), ==,
                       TAP_BODY_MORE);
    g_assert_cmpuint (body.payload, ==, TAP_BODY_MAX_CHUNK_LINE);
  }
}

static void
test_other_framings (void)
{
  static const guint8 bytes[] = { 'a', 'b', 'c', 'd', 'e' };
  gsize used;
  TapBody body;

  tap_body_init (&body, TAP_FRAMING_LENGTH, 3, TRUE);
  g_assert_false (tap_body_may_end (&body));
  g_assert_cmpstr (tap_body_position (&body), ==, "short of length");
  g_assert_cmpint (tap_body_scan (&body, bytes, 2, &used, NULL, NULL), ==, TAP_BODY_MORE);
  g_assert_cmpint (tap_body_scan (&body, bytes + 2, 3, &used, NULL, NULL), ==, TAP_BODY_DONE);
  g_assert_cmpuint (used, ==, 1);
  g_assert_cmpuint (body.payload, ==, 3);
  g_assert_true (tap_body_may_end (&body));

  tap_body_init (&body, TAP_FRAMING_LENGTH, 0, TRUE);
  g_assert_cmpint (tap_body_scan (&body, bytes, 0, &used, NULL, NULL), ==, TAP_BODY_DONE);
  tap_body_init (&body, TAP_FRAMING_NONE, 9, TRUE);
  g_assert_cmpint (tap_body_scan (&body, bytes, 5, &used, NULL, NULL), ==, TAP_BODY_DONE);
  g_assert_cmpuint (used, ==, 0);
  g_assert_true (tap_body_may_end (&body));

  tap_body_init (&body, TAP_FRAMING_CLOSE, 0, TRUE);
  g_assert_cmpint (tap_body_scan (&body, bytes, 5, &used, NULL, NULL), ==, TAP_BODY_MORE);
  g_assert_cmpuint (used, ==, 5);
  g_assert_true (tap_body_may_end (&body));
}

static void
test_positions (void)
{
  static const struct
  {
    const char *bytes;
    const char *position;
  } positions[] = {
    { "", "between chunks" },
    { "3", "inside a chunk's size" },
    { "3;a\r", "inside a chunk's size" },
    { "3\r\n", "inside a chunk" },
    { "3\r\nab", "inside a chunk" },
    { "3\r\nabc", "at the end of a chunk" },
    { "3\r\nabc\r", "at the end of a chunk" },
    { "3\r\nabc\r\n", "between chunks" },
    { "0\r\n", "inside the trailers" },
    { "0\r\nA: b\r\n", "inside the trailers" },
    { "0\r\n\r\n", "at the end" },
    { "x", "in broken chunk framing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      gsize used;
      TapBody body;

      tap_body_init (&body, TAP_FRAMING_CHUNKED, 0, TRUE);
      tap_body_scan (&body, (const guint8 *) positions[i].bytes, strlen (positions[i].bytes), &used,
                     NULL, NULL);
      g_assert_cmpstr (tap_body_position (&body), ==, positions[i].position);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/framing/splits", test_splits);
  g_test_add_func ("/framing/bytes", test_bytes);
  g_test_add_func ("/framing/nul", test_nul);
  g_test_add_func ("/framing/limits", test_limits);
  g_test_add_func ("/framing/other", test_other_framings);
  g_test_add_func ("/framing/positions", test_positions);
  return g_test_run ();
}
