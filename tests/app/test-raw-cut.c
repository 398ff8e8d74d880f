/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-raw-cut.h"

#include <string.h>

/* Nothing lies behind the bytes. */
static guint8 *
dup_bytes (const char *bytes, gsize length)
{
  return g_memdup2 (bytes, length);
}

static void
test_text (void)
{
  g_autofree guint8 *bytes = dup_bytes ("a\r\n\xc3\xa4\xff\x01\x7f\0\xe6\xbc", 11);
  g_autofree char *text = tap_raw_text (bytes, 11);

  g_assert_cmpstr (text, ==, "a\\r\\nä�\\x01\\x7f\\x00��");
}

static void
test_cut (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    guint columns;
    gsize cut;
  } cases[] = {
    { "abcdef", 6, 4, 4 },
    { "abc", 3, 4, 3 },
    { "abc", 3, 3, 3 },
    { "ab\r\n", 4, 4, 3 },         /* what is not to be seen is more than a letter */
    { "ab\r\n", 4, 6, 4 },
    { "a\x01z", 3, 4, 1 },
    { "\x01\x01", 2, 1, 1 },       /* at least one */
    { "\xc3\xa4\xc3\xa4\xc3\xa4", 6, 2, 4 },
    { "\xc3\xa4\xc3", 3, 2, 3 },  /* half a letter */
    { "\xff\xff\xff", 3, 2, 2 },
    { "\xe6\xbc\xa2\xe5\xad\x97z", 7, 4, 3 },
    { "\xe6\xbc\xa2\xe5\xad\x97z", 7, 5, 6 },
    { "\xf0\x9f\x98\x80zz", 6, 4, 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *bytes = dup_bytes (cases[i].bytes, cases[i].length);

      g_test_message ("%u", i);
      g_assert_cmpuint (tap_raw_cut (bytes, cases[i].length, cases[i].columns), ==,
                        cases[i].cut);
    }
}

static void
test_hex (void)
{
  static const struct
  {
    guint columns;
    guint count;
  } counts[] = { { 200, 32 }, { 140, 32 }, { 139, 16 }, { 76, 16 }, { 75, 8 }, { 39, 8 },
                 { 38, 4 }, { 1, 4 } };
  g_autofree char *line = tap_raw_hex (16, (const guint8 *) "ab\n", 3, 16);
  g_autofree char *narrow = tap_raw_hex (0x100, (const guint8 *) "abcd", 4, 4);

  g_assert_true (g_str_has_prefix (line, "00000010  61 62 0a "));
  g_assert_true (g_str_has_suffix (line, " ab."));
  g_assert_cmpstr (narrow, ==, "000100 61 62 63 64 abcd");
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      guint8 bytes[TAP_RAW_HEX] = { 0 };
      guint count = tap_raw_count_hex (counts[i].columns);
      g_autofree char *full = tap_raw_hex (0, bytes, count, count);

      g_assert_cmpuint (count, ==, counts[i].count);
      g_assert_true (strlen (full) <= counts[i].columns || count == 4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/raw-cut/text", test_text);
  g_test_add_func ("/raw-cut/cut", test_cut);
  g_test_add_func ("/raw-cut/hex", test_hex);
  return g_test_run ();
}
