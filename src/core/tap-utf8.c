/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-utf8.h"

#include <string.h>

#define QUOTE_LENGTH 120
#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)

/* How many of the bytes after a lead byte belong to its character, and what the first of them
 * may be: there lie the overlong forms, the surrogates and what is past U+10FFFF. */
static guint
sequence_tail (guint8 lead, guint8 *lowest, guint8 *highest)
{
  *lowest = 0x80;
  *highest = 0xBF;

  if (lead >= 0xC2 && lead <= 0xDF)
    return 1;

  if (lead >= 0xE0 && lead <= 0xEF)
    {
      if (lead == 0xE0)
        *lowest = 0xA0;
      else if (lead == 0xED)
        *highest = 0x9F;
      return 2;
    }

  if (lead >= 0xF0 && lead <= 0xF4)
    {
      if (lead == 0xF0)
        *lowest = 0x90;
      else if (lead == 0xF4)
        *highest = 0x8F;
      return 3;
    }

  return 0;
}

/* Looks at one sequence that begins with a byte above 0x7F. @used: how many bytes it takes, or,
 * if it is ill-formed, how many one U+FFFD stands for. */
static gboolean
scan_sequence (const guint8 *bytes, gsize length, gsize *used)
{
  guint8 lowest, highest;
  guint tail = sequence_tail (bytes[0], &lowest, &highest);

  for (guint i = 1; i <= tail; i++)
    {
      if (i == length || bytes[i] < lowest || bytes[i] > highest)
        {
          *used = i;
          return FALSE;
        }
      lowest = 0x80;
      highest = 0xBF;
    }

  *used = tail + 1;

  return tail > 0;
}

gsize
tap_utf8_valid_length (const char *bytes, gsize length)
{
  const guint8 *at = (const guint8 *) bytes;
  gsize pos = 0;

  while (pos < length)
    {
      guint64 word;
      gsize used;

      if (length - pos >= sizeof word)
        {
          memcpy (&word, at + pos, sizeof word);
          if ((word & HIGH_BITS) == 0)
            {
              pos += sizeof word;
              continue;
            }
        }

      if (at[pos] < 0x80)
        {
          pos++;
          continue;
        }

      if (!scan_sequence (at + pos, length - pos, &used))
        return pos;
      pos += used;
    }

  return length;
}

void
tap_utf8_append_repaired (GString *out, const char *bytes, gsize length)
{
  gsize pos = 0;

  while (pos < length)
    {
      gsize valid = tap_utf8_valid_length (bytes + pos, length - pos);
      gsize bad;

      g_string_append_len (out, bytes + pos, valid);
      pos += valid;

      if (pos < length)
        {
          scan_sequence ((const guint8 *) bytes + pos, length - pos, &bad);
          g_string_append (out, "\xEF\xBF\xBD");
          pos += bad;
        }
    }
}

gboolean
tap_utf8_is_control (gunichar c)
{
  /* Of Unicode's format characters those about the direction of text; the others join letters. */
  static const struct
  {
    gunichar first, last;
  } ranges[] = {
    { 0x61C, 0x61C }, { 0x200E, 0x200F }, { 0x2028, 0x2029 }, { 0x202A, 0x202E },
    { 0x2066, 0x2069 },
  };

  for (guint i = 0; c >= ranges[0].first && i < G_N_ELEMENTS (ranges); i++)
    {
      if (c >= ranges[i].first && c <= ranges[i].last)
        return TRUE;
    }

  return g_unichar_iscntrl (c);
}

char *
tap_utf8_quote (const char *text)
{
  g_autoptr (GString) valid = g_string_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  if (text != NULL)
    tap_utf8_append_repaired (valid, text, strnlen (text, 2 * QUOTE_LENGTH));

  for (const char *at = valid->str; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (out->len >= QUOTE_LENGTH)
        {
          g_string_append (out, "…");
          break;
        }
      g_string_append_unichar (out, tap_utf8_is_control (c) ? '?' : c);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}
