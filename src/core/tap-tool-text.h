/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds a tool call that a model or gateway wrote as text (protocol B.7, Z.13) in one text, as it
 * comes, across the borders of its deltas. A marker alone is no call: what a call must go on with
 * has to follow. What stands in a code fence or in inline code only talks about calls.
 *
 * The families are rows of one table (tap-tool-text-families.c). DeepSeek's wide bars and blocks
 * are taken as what they look like in ASCII, which others write in their place. A text that is
 * nothing but a call in JSON (tap-tool-text-whole.c) is generic: a call only if its tool is known. */
typedef struct
{
  const char *family; /* whose habit it is: "Qwen, Hermes"; NULL: generic */
  const char *marker; /* how it began: "<tool_call>" */
  char *name;         /* (nullable) the tool's, if it could be read; owned */
  guint event;        /* that completed the marker, as pushed */
  gint64 at;
} TapToolTextHit;

void tap_tool_text_hit_clear (TapToolTextHit *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapToolTextHit, tap_tool_text_hit_clear)

#define TAP_TOOL_TEXT_MARKER 40

/* Zero-filled it is ready for use. All members are private. */
typedef struct
{
  GArray *candidates; /* NULL unless a marker was just seen */
  GString *whole;     /* NULL unless all of the text so far may be a call in JSON */
  gint64 whole_at;
  guint whole_event;  /* that brought what stands last in it */
  char partial[TAP_TOOL_TEXT_MARKER]; /* what may become a marker */
  char wide[3];       /* what may become a wide character */
  guint8 n_wide;
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
  guint has_wide : 1;     /* in what may become a marker */
  guint begun : 1;        /* something else than white space came */
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
