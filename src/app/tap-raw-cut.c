/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-raw-cut.h"

/* What other fonts have to lend is somewhat wider than two columns, in quarters of which it is
 * counted. */
#define LETTER 4
#define OTHER 9
#define PICTURE 12
#define FIRST_OTHER 0x530
#define FIRST_PICTURE 0x1f000

#define OFFSET_DIGITS 8

/* Of what begins there: its bytes, and the width of the sign for it. */
static gsize
measure (const guint8 *bytes, gsize length, gunichar *letter, guint *width)
{
  *letter = bytes[0];
  if (bytes[0] >= 0x20 && bytes[0] < 0x7f)
    {
      *width = LETTER;
      return 1;
    }
  if (bytes[0] < 0x80)
    {
      *width = bytes[0] == '\r' || bytes[0] == '\n' ? 2 * LETTER : 4 * LETTER;
      return 1;
    }
  *letter = g_utf8_get_char_validated ((const char *) bytes, (gssize) length);
  if (*letter == (gunichar) -1 || *letter == (gunichar) -2 || !g_unichar_isprint (*letter))
    {
      *letter = 0xfffd;
      *width = LETTER;
      return 1;
    }
  *width = *letter < FIRST_OTHER ? LETTER : *letter < FIRST_PICTURE ? OTHER : PICTURE;
  return (gsize) g_unichar_to_utf8 (*letter, NULL);
}

gsize
tap_raw_cut (const guint8 *bytes, gsize length, guint columns)
{
  guint room = columns * LETTER;
  gsize at = 0;

  while (at < length)
    {
      gunichar letter;
      guint width;
      gsize n = measure (bytes + at, length - at, &letter, &width);

      if (width > room && at > 0)
        break;
      room -= MIN (width, room);
      at += n;
    }
  return at;
}

char *
tap_raw_text (const guint8 *bytes, gsize length)
{
  GString *out = g_string_sized_new (length * 2);

  for (gsize i = 0; i < length;)
    {
      gunichar letter;
      guint width;

      i += measure (bytes + i, length - i, &letter, &width);
      if (letter == '\r')
        g_string_append (out, "\\r");
      else if (letter == '\n')
        g_string_append (out, "\\n");
      else if (letter < 0x20 || letter == 0x7f)
        g_string_append_printf (out, "\\x%02x", letter);
      else
        g_string_append_unichar (out, letter);
    }
  return g_string_free (out, FALSE);
}

/* With few bytes in a line, there is little between them. */
#define FEW 8

/* The offset, three columns a byte, a gap in the middle, one at the end, and the byte as a letter. */
static guint
get_hex_width (guint count)
{
  return count > FEW ? 8 + 2 + 3 * count + 1 + 1 + count : 6 + 1 + 3 * count + count;
}

guint
tap_raw_count_hex (guint columns)
{
  guint count = TAP_RAW_HEX;

  while (count > FEW / 2 && get_hex_width (count) > columns)
    count /= 2;
  return count;
}

char *
tap_raw_hex (guint64 offset, const guint8 *bytes, gsize length, guint count)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, count > FEW ? "%08" G_GINT64_MODIFIER "x  "
                                           : "%06" G_GINT64_MODIFIER "x ", offset);
  for (guint i = 0; i < count; i++)
    {
      if (i < length)
        g_string_append_printf (out, "%02x ", bytes[i]);
      else
        g_string_append (out, "   ");
      if (count > FEW && i == count / 2 - 1)
        g_string_append_c (out, ' ');
    }
  if (count > FEW)
    g_string_append_c (out, ' ');
  for (guint i = 0; i < length; i++)
    g_string_append_c (out, g_ascii_isprint (bytes[i]) ? (char) bytes[i] : '.');
  return g_string_free (out, FALSE);
}
