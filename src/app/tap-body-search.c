/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-body-text.h"

gunichar *
tap_body_text_fold (const char *wanted)
{
  gunichar *folded = g_utf8_to_ucs4_fast (wanted, -1, NULL);

  for (gunichar *letter = folded; *letter != 0; letter++)
    *letter = g_unichar_tolower (*letter);
  return folded;
}

static gunichar
get_folded (const char *at)
{
  if ((guchar) *at < 0x80)
    return (gunichar) g_ascii_tolower (*at);
  return g_unichar_tolower (g_utf8_get_char (at));
}

/* NULL, or where the match at @at ends. */
static const char *
match (const char *at, const gunichar *wanted)
{
  for (; *wanted != 0; wanted++)
    {
      if (get_folded (at) != *wanted)
        return NULL;
      at = g_utf8_next_char (at);
    }
  return at;
}

gboolean
tap_body_text_next (TapBodyText *self, const gunichar *wanted, gsize from, gsize to, gsize *begin,
                    gsize *end)
{
  gsize length;
  const char *text = tap_body_text_get (self, &length);

  if (wanted[0] == 0)
    return FALSE;
  to = MIN (to, length);
  for (const char *at = text + from; at < text + to; at = g_utf8_next_char (at))
    {
      const char *behind = get_folded (at) == wanted[0] ? match (at, wanted) : NULL;

      if (behind == NULL)
        continue;
      *begin = (gsize) (at - text);
      *end = (gsize) (behind - text);
      return TRUE;
    }
  return FALSE;
}

static gboolean
find_last (TapBodyText *self, const gunichar *wanted, gsize from, gsize to, gsize *begin,
           gsize *end)
{
  const char *text = tap_body_text_get (self, NULL);

  for (const char *at = text + to; wanted[0] != 0 && at > text + from;)
    {
      const char *behind;

      at = g_utf8_prev_char (at);
      behind = get_folded (at) == wanted[0] ? match (at, wanted) : NULL;
      if (behind == NULL)
        continue;
      *begin = (gsize) (at - text);
      *end = (gsize) (behind - text);
      return TRUE;
    }
  return FALSE;
}

gboolean
tap_body_text_find (TapBodyText *self, const gunichar *wanted, gsize from, gboolean forward,
                    gsize *begin, gsize *end)
{
  gsize length;

  tap_body_text_get (self, &length);
  from = MIN (from, length);
  if (forward)
    return tap_body_text_next (self, wanted, from, length, begin, end)
           || tap_body_text_next (self, wanted, 0, from, begin, end);
  return find_last (self, wanted, 0, from, begin, end)
         || find_last (self, wanted, from, length, begin, end);
}
