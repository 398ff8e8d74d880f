/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-soft-break.h"

/* However many marks are piled up on it, a letter ends after so many. */
#define MAX_LETTER 100

#define JOINER 0x200d

/* Whether it belongs to the letter before it. */
static gboolean
is_added (gunichar c)
{
  return g_unichar_ismark (c) || g_unichar_iszerowidth (c)
         || (c >= 0x1f3fb && c <= 0x1f3ff)    /* skin */
         || (c >= 0x1f1e6 && c <= 0x1f1ff)    /* halves of flags */
         || (c >= 0xe0020 && c <= 0xe007f);   /* tags of flags */
}

static gboolean
is_between_letters (gunichar last, gunichar next)
{
  return last != JOINER && !is_added (next);
}

static gboolean
is_due (const TapSoftBreak *self, gunichar next)
{
  gboolean between = is_between_letters (self->last, next);

  if (self->run >= TAP_SOFT_BREAK_RUN)
    return between || self->run >= TAP_SOFT_BREAK_RUN + MAX_LETTER;
  return self->line >= TAP_SOFT_BREAK_LINE && self->run == 0 && between;
}

static void
take (TapSoftBreak *self, gunichar c)
{
  if (c == '\n')
    {
      *self = (TapSoftBreak){ 0 };
      return;
    }
  /* A line may be wrapped at a space, and at either side of an ideograph. */
  self->run = g_unichar_isspace (c) || g_unichar_iswide (c) ? 0 : self->run + 1;
  self->line++;
  self->last = c;
}

gsize
tap_soft_break_next (TapSoftBreak *self, const char *text, gsize length, gboolean *breaks)
{
  const char *end = text + length;

  *breaks = FALSE;
  for (const char *c = text; c < end; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter != '\n' && is_due (self, letter))
        {
          *self = (TapSoftBreak){ 0 };
          *breaks = TRUE;
          return (gsize) (c - text);
        }
      take (self, letter);
    }
  return length;
}
