/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "tap-body-text.h"

static TapBodyText *
make (const char *text, gboolean as_sent)
{
  /* Nothing lies behind it. */
  g_autofree char *bytes = g_memdup2 (text, strlen (text));

  return tap_body_text_new (bytes, strlen (text), as_sent);
}

/* Its lines, each between bars, with their numbers. */
static char *
describe (TapBodyText *self)
{
  GString *out = g_string_new (NULL);
  const char *text = tap_body_text_get (self, NULL);

  for (guint i = 0; i < tap_body_text_count_lines (self); i++)
    {
      gsize start = tap_body_text_get_start (self, i);

      g_string_append_printf (out, "%s%u", tap_body_text_is_continued (self, i) ? "+" : "",
                              tap_body_text_get_number (self, i));
      g_string_append_c (out, '|');
      g_string_append_len (out, text + start,
                           (gssize) (tap_body_text_get_start (self, i + 1) - start));
      g_string_append_c (out, '|');
    }
  return g_string_free (out, FALSE);
}

static void
test_lines (void)
{
  static const struct
  {
    const char *text;
    gboolean as_sent;
    const char *lines;
  } cases[] = {
    { "", FALSE, "1||" },
    { "a", FALSE, "1|a|" },
    { "a\n", FALSE, "1|a\n|2||" },
    { "a\r\nb\rc\xe2\x80\xa9" "d\n\ne", FALSE,
      "1|a\r\n|2|b\r|3|c\xe2\x80\xa9|4|d\n|5|\n|6|e|" },
    { "{\"a\":1}", FALSE, "1|{\n|2|  \"a\": 1\n|3|}|" },
    { "{\"a\":1}", TRUE, "1|{\"a\":1}|" },
    { "\xff{", FALSE, "1|\xef\xbf\xbd{|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TapBodyText) text = make (cases[i].text, cases[i].as_sent);
      g_autofree char *lines = describe (text);

      g_assert_cmpstr (lines, ==, cases[i].lines);
    }
}

static void
test_nul (void)
{
  g_autoptr (TapBodyText) text = tap_body_text_new ("a\0b", 3, FALSE);

  g_assert_cmpstr (tap_body_text_get (text, NULL), ==, "a\xe2\x90\x80" "b");
}

static void
check_lines (TapBodyText *text)
{
  gsize length;
  const char *bytes = tap_body_text_get (text, &length);

  for (guint i = 0; i < tap_body_text_count_lines (text); i++)
    {
      gsize start = tap_body_text_get_start (text, i);
      gsize end = tap_body_text_get_start (text, i + 1);

      g_assert_cmpuint (end - start, <=, TAP_BODY_TEXT_LINE + 1);
      g_assert_true (g_utf8_validate_len (bytes + start, end - start, NULL));
      g_assert_cmpuint (tap_body_text_find_line (text, start), ==, i);
      if (end == start)
        {
          g_assert_cmpuint (i, ==, tap_body_text_count_lines (text) - 1);
          g_assert_true (i == 0 || bytes[start - 1] == '\n');
          continue;
        }
      g_assert_cmpuint (tap_body_text_find_line (text, end - 1), ==, i);
      if (end < length)
        g_assert_cmpint (tap_body_text_is_continued (text, i + 1), ==, bytes[end - 1] != '\n');
    }
  g_assert_cmpuint (tap_body_text_get_start (text, tap_body_text_count_lines (text)), ==, length);
}

/* Escapes and letters of several bytes, at every place of a border. */
static void
test_long_lines (void)
{
  static const char *const units[] = { "x", "\\n", "\\\"", "\\\\", "\\u00e4", "ä", "😀", "ab ", "\\ä" };

  for (guint unit = 0; unit < G_N_ELEMENTS (units); unit++)
    for (guint shift = 0; shift < 7; shift++)
      {
        g_autoptr (GString) string = g_string_new ("{\"k\":\"");
        g_autoptr (TapBodyText) text = NULL;
        g_autoptr (TapBodyText) as_sent = NULL;
        const char *bytes;

        for (guint i = 0; i < shift; i++)
          g_string_append_c (string, 'y');
        while (string->len < 2100)
          g_string_append (string, units[unit]);
        g_string_append (string, "\",\"l\":2}");
        as_sent = make (string->str, TRUE);
        g_assert_cmpstr (tap_body_text_get (as_sent, NULL), ==, string->str);
        check_lines (as_sent);
        text = make (string->str, FALSE);
        check_lines (text);
        bytes = tap_body_text_get (text, NULL);
        for (guint i = 0; i < tap_body_text_count_lines (text); i++)
          {
            gsize start = tap_body_text_get_start (text, i);
            gsize slashes = 0;

            while (slashes < start && bytes[start - 1 - slashes] == '\\')
              slashes++;
            g_assert_cmpuint (slashes % 2, ==, 0);
            /* "\\ä" is no JSON. */
            if (tap_body_text_is_json (text))
              g_assert_cmpint (tap_body_text_begins_in_string (text, i), ==,
                               tap_body_text_is_continued (text, i));
          }
      }
}

/* However it grows, the lines that are said to be the same are. */
static void
test_growing (void)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  static const char *const units[] = {
    "word ", "\r\n", "\\u00e4", "ä", "\n", "xxxxxxxxxxxxxxxxxxxx", "\\", "\"", "\r", "😀",
  };

  for (guint round = 0; round < 40; round++)
    {
      g_autoptr (TapBodyText) before = tap_body_text_new ("", 0, TRUE);

      g_string_truncate (whole, 0);
      for (guint step = 0; step < 60; step++)
        {
          g_autoptr (TapBodyText) after = NULL;
          guint same;

          for (int i = g_test_rand_int_range (1, 40); i > 0; i--)
            g_string_append (whole, units[g_test_rand_int_range (
                                        0, round % 2 == 0 ? 10 : 4)]);
          /* Also in the middle of a letter. */
          after = tap_body_text_new (whole->str,
                                     whole->len - (gsize) g_test_rand_int_range (0, 2), TRUE);
          same = tap_body_text_count_same (before, after);
          g_assert_cmpuint (same + 4, >=, tap_body_text_count_lines (before));
          for (guint i = 0; i <= same; i++)
            {
              g_assert_cmpuint (tap_body_text_get_start (before, i), ==,
                                tap_body_text_get_start (after, i));
              g_assert_cmpuint (tap_body_text_get_number (before, i), ==,
                                tap_body_text_get_number (after, i));
            }
          g_assert_cmpint (memcmp (tap_body_text_get (before, NULL),
                                   tap_body_text_get (after, NULL),
                                   tap_body_text_get_start (before, same)), ==, 0);
          tap_body_text_unref (before);
          before = g_steal_pointer (&after);
        }
    }
}

static void
test_find (void)
{
  static const struct
  {
    const char *wanted;
    gsize from;
    gboolean forward;
    int begin; /* -1: there is none */
    int end;
  } cases[] = {
    /*   0123456789 */
    { "bc", 0, TRUE, 1, 3 },   { "BC", 1, TRUE, 1, 3 },  { "bc", 2, TRUE, 6, 8 },
    { "bc", 7, TRUE, 1, 3 },   { "bc", 99, TRUE, 1, 3 }, { "bc", 6, FALSE, 1, 3 },
    { "bc", 1, FALSE, 6, 8 },  { "bc", 7, FALSE, 6, 8 }, { "x", 3, TRUE, -1, 0 },
    { "x", 3, FALSE, -1, 0 },  { "", 0, TRUE, -1, 0 },   { "É", 0, TRUE, 8, 10 },
    { "cé", 0, FALSE, 7, 10 }, { "éa", 0, TRUE, -1, 0 },
  };
  g_autoptr (TapBodyText) text = make ("abcd-abcé", TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gunichar *wanted = tap_body_text_fold (cases[i].wanted);
      gsize begin = 0;
      gsize end = 0;
      gboolean found = tap_body_text_find (text, wanted, cases[i].from, cases[i].forward, &begin,
                                           &end);

      g_test_message ("case %u", i);
      g_assert_cmpint (found, ==, cases[i].begin >= 0);
      if (!found)
        continue;
      g_assert_cmpuint (begin, ==, (gsize) cases[i].begin);
      g_assert_cmpuint (end, ==, (gsize) cases[i].end);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/body-text/lines", test_lines);
  g_test_add_func ("/body-text/nul", test_nul);
  g_test_add_func ("/body-text/long-lines", test_long_lines);
  g_test_add_func ("/body-text/growing", test_growing);
  g_test_add_func ("/body-text/find", test_find);
  return g_test_run ();
}
