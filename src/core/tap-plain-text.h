/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* What stands for itself in a JSON string and is ASCII, looked for eight bytes at a time. */

static inline gboolean
tap_is_plain (guint8 c)
{
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* How many of eight bytes are plain before the first that is not; all are copied. */
static inline gsize
tap_copy_plain (void *to, const void *from)
{
  const guint64 each = G_GUINT64_CONSTANT (0x0101010101010101);
  guint64 word, quote, slash, marks;

  memcpy (&word, from, sizeof word);
  memcpy (to, &word, sizeof word);
  quote = word ^ each * '"';
  slash = word ^ each * '\\';
  /* A borrow may mark a byte too many, but only behind one that is rightly marked. */
  marks = ((quote - each) & ~quote) | ((slash - each) & ~slash) | ((word - each * 0x20) & ~word)
          | word;
  marks &= each * 0x80;
  return marks != 0 ? (gsize) __builtin_ctzll (GUINT64_TO_LE (marks)) >> 3 : sizeof word;
}

G_END_DECLS
