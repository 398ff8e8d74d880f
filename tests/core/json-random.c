/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "json-random.h"

#define PICK(rand, table) (table)[g_rand_int_range (rand, 0, G_N_ELEMENTS (table))]

static void
append_space (GRand *rand, GString *out)
{
  static const char *const spaces[] = { "", "", "", "", " ", "\n", "\t", "\r\n", "  " };

  g_string_append (out, PICK (rand, spaces));
}

static void
append_string (GRand *rand, GString *out)
{
  static const char *const pieces[] = {
    "a", "type", "text and more of it", "é", "日本", "\xf0\x9f\x98\x80", "\\n", "\\\"", "\\\\", "\\/",
    "\\b\\f\\r\\t", "\\u00e9", "\\u65E5", "\\ud83d\\ude00", "/", "{}[],:", "\x7f", "'",
    "exactly8", "seventeen letters",
  };
  int n = g_rand_int_range (rand, 0, 5);

  g_string_append_c (out, '"');
  while (n-- > 0)
    g_string_append (out, PICK (rand, pieces));
  g_string_append_c (out, '"');
}

static void
append_number (GRand *rand, GString *out)
{
  static const char *const numbers[] = {
    "0", "-0", "1", "-1", "9223372036854775807", "-9223372036854775808", "0.5", "-12.25", "1e3",
    "2E+4", "5e-3", "1.5e2", "100", "4294967296",
  };

  g_string_append (out, PICK (rand, numbers));
}

static void
append_value (GRand *rand, GString *out, guint depth)
{
  static const char *const words[] = { "true", "false", "null" };
  int what = g_rand_int_range (rand, 0, depth < 8 ? 7 : 4);
  int n = g_rand_int_range (rand, 0, 5);

  append_space (rand, out);
  if (what < 2)
    append_string (rand, out);
  else if (what == 2)
    append_number (rand, out);
  else if (what == 3)
    g_string_append (out, PICK (rand, words));
  else
    {
      g_string_append_c (out, what == 4 ? '[' : '{');
      for (int i = 0; i < n; i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          append_space (rand, out);
          if (what != 4)
            {
              append_string (rand, out);
              append_space (rand, out);
              g_string_append_c (out, ':');
            }
          append_value (rand, out, depth + 1);
        }
      append_space (rand, out);
      g_string_append_c (out, what == 4 ? ']' : '}');
    }
  append_space (rand, out);
}

void
json_random_append (GRand *rand, GString *out)
{
  append_value (rand, out, 0);
}

void
json_random_mutate (GRand *rand, GString *text)
{
  static const char bytes[] = "{}[]\",:\\u0e+-.tfn \n\x01\xff";
  int n = g_rand_int_range (rand, 1, 4);

  while (n-- > 0 && text->len > 0)
    {
      gsize at = g_rand_int_range (rand, 0, text->len);
      char byte = bytes[g_rand_int_range (rand, 0, sizeof bytes)];

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          text->str[at] = byte;
          break;
        case 1:
          g_string_erase (text, at, 1);
          break;
        case 2:
          g_string_insert_c (text, at, byte);
          break;
        default:
          g_string_truncate (text, at);
          break;
        }
    }
}
