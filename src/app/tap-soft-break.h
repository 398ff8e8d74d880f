/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a long line is to be broken softly for a view that lays out whole lines, and takes the
 * square of its length for words without end: behind TAP_SOFT_BREAK_LINE letters at the next
 * space, and behind TAP_SOFT_BREAK_RUN letters without a space. It never lies inside of what is
 * read as one letter, such as an emoji of several. The text may come in pieces. */
#define TAP_SOFT_BREAK_LINE 4000
#define TAP_SOFT_BREAK_RUN 1000

/* Zero-filled it is at the beginning of a line. */
typedef struct
{
  guint line;
  guint run;
  gunichar last;
} TapSoftBreak;

/* How many bytes there are until a break is to be made (@breaks), or else until the end. @text:
 * valid UTF-8, not empty, but for a NUL, which is a letter. */
gsize tap_soft_break_next (TapSoftBreak *self, const char *text, gsize length, gboolean *breaks);

G_END_DECLS
