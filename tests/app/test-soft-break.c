/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-soft-break.h"

#include <string.h>

#define LINE TAP_SOFT_BREAK_LINE
#define RUN TAP_SOFT_BREAK_RUN

/* A unit repeated, and between which of its letters, counted from 0, the first break comes. */
static const struct
{
  const char *unit;
  guint first; /* 0: there is none */
} cases[] = {
  { "x", RUN },
  { "é", RUN },
  { "https://a.b/c?d=e&", RUN },
  { "xxxx ", LINE },
  { "xxx yyyyyyyyyyyyyyyyyyy ", (LINE + 23) / 24 * 24 },
  { "漢字", LINE },
  { "xxxx\n", 0 },
  /* A letter with a mark, a family of three, flags. */
  { "e\u0301", RUN },
  { "x\U0001f468\u200d\U0001f469\u200d\U0001f466", LINE + 2 },
  { "\U0001f1e9\U0001f1ea", RUN + 100 },
};

static char *
repeat (const char *unit, guint letters)
{
  GString *text = g_string_new (NULL);

  while (g_utf8_strlen (text->str, -1) < letters)
    g_string_append (text, unit);
  return g_string_free (text, FALSE);
}

static guint
find_first (const char *text, gsize length)
{
  TapSoftBreak state = { 0 };
  gboolean breaks;
  gsize n = tap_soft_break_next (&state, text, length, &breaks);

  g_assert_cmpuint (n, <=, length);
  return breaks ? (guint) g_utf8_strlen (text, (gssize) n) : 0;
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = repeat (cases[i].unit, 2 * LINE);
      g_autofree char *bytes = g_memdup2 (text, strlen (text));

      g_test_message ("%s", cases[i].unit);
      g_assert_cmpuint (find_first (bytes, strlen (text)), ==, cases[i].first);
    }
}

/* Wherever it is cut, it is broken at the same places, and nothing gets lost. */
static char *
break_up (const char *text, gsize piece)
{
  TapSoftBreak state = { 0 };
  GString *out = g_string_new (NULL);
  const char *end = text + strlen (text);

  while (text < end)
    {
      const char *stop = text;

      while (stop < end && (gsize) (stop - text) < piece)
        stop = g_utf8_next_char (stop);
      while (text < stop)
        {
          gboolean breaks;
          gsize n = tap_soft_break_next (&state, text, (gsize) (stop - text), &breaks);

          g_string_append_len (out, text, (gssize) n);
          if (breaks)
            g_string_append_c (out, '|');
          text += n;
        }
    }
  return g_string_free (out, FALSE);
}

static void
test_pieces (void)
{
  static const gsize sizes[] = { 1, 7, 999, 1000, 4096 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *whole = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *part = repeat (cases[i].unit, 2 * LINE);

      g_string_append (text, part);
    }
  whole = break_up (text->str, text->len);
  g_assert_nonnull (strchr (whole, '|'));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *broken = break_up (text->str, sizes[i]);

      g_assert_cmpstr (broken, ==, whole);
    }
}

/* However many marks lie on one letter, there is an end to it. */
static void
test_marks (void)
{
  g_autofree char *marks = repeat ("\u0301", 2 * RUN);
  g_autofree char *text = g_strconcat ("x", marks, NULL);

  g_assert_cmpuint (find_first (text, strlen (text)), >, RUN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/soft-break/cases", test_cases);
  g_test_add_func ("/soft-break/pieces", test_pieces);
  g_test_add_func ("/soft-break/marks", test_marks);
  return g_test_run ();
}
