/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds a tool call that a model or gateway wrote as text (protocol B.7, Z.13) in one text, as it
 * comes, across the borders of its deltas. A marker alone is no call: what a call must go on with
 * has to follow. What stands in a code fence or in inline code only talks about calls.
 *
 * The families are rows of one table (tap-tool-text-families.c). */
typedef struct
{
  const char *family; /* whose habit it is: "Qwen, Hermes" */
  const char *marker; /* how it began: "<tool_call>" */
  char *name;         /* (nullable) the tool's, if it could be read; owned */
  guint event;        /* that completed the marker, as pushed */
  gint64 at;
} TapToolTextHit;

void tap_tool_text_hit_clear (TapToolTextHit *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapToolTextHit, tap_tool_text_hit_clear)

/* Zero-filled it is ready for use. All members are private. */
typedef struct
{
  GArray *candidates; /* NULL unless a marker was just seen */
  char partial[16];   /* what may become a marker */
  guint8 n_partial;
  guint8 run;         /* length of the run of backticks or tildes that goes on here */
  char run_char;
  char fence_char;
  guint8 fence;       /* length of the fence that holds this text; 0: none */
  guint8 code;        /* length of the backticks that opened inline code; 0: none */
  guint8 indent;
  guint in_line : 1;      /* more than white space stands before on this line */
  guint run_at_line : 1;  /* the run stands where a fence may */
  guint fence_opening : 1;
  guint fence_closing : 1;
  guint done : 1;
} TapToolText;

void tap_tool_text_clear (TapToolText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapToolText, tap_tool_text_clear)

/* More of the text. TRUE if it now holds a call; only the first call of a text is told. */
gboolean tap_tool_text_push (TapToolText *self, const char *text, gsize length, guint event,
                             gint64 at, TapToolTextHit *hit);

/* The text is over, or was cut off: TRUE if what had begun was a call as far as it came. */
gboolean tap_tool_text_end (TapToolText *self, TapToolTextHit *hit);

G_END_DECLS
