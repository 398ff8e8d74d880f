/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tool-text.h"

#include "tap-tool-text-candidates.h"
#include "tap-tool-text-whole.h"

#include <string.h>

/* DeepSeek's characters, and what they look like. */
static const struct
{
  char bytes[3];
  char ascii;
} wide_chars[] = {
  { "\xEF\xBD\x9C", '|' }, /* U+FF5C */
  { "\xE2\x96\x81", '_' }, /* U+2581 */
};

void
tap_tool_text_hit_clear (TapToolTextHit *self)
{
  g_clear_pointer (&self->name, g_free);
}

void
tap_tool_text_clear (TapToolText *self)
{
  tap_tool_text_candidates_drop (self);
  tap_tool_text_whole_drop (self);
}

static void
end_run (TapToolText *self)
{
  guint8 run = self->run;
  gboolean backticks = self->run_char == '`';

  self->run = 0;

  if (self->fence > 0 && self->fence_opening && backticks && self->fence_char == '`')
    {
      /* A line such as ```x``` is inline code after all. */
      self->code = self->fence;
      self->fence = 0;
    }

  if (self->fence > 0)
    self->fence_closing = self->run_at_line && self->run_char == self->fence_char
                          && run >= self->fence;
  else if (self->run_at_line && run >= 3)
    {
      self->fence = run;
      self->fence_char = self->run_char;
      self->fence_opening = TRUE;
    }
  else if (backticks && self->code == 0)
    self->code = run;
  else if (backticks && self->code == run)
    {
      self->code = 0;
      tap_tool_text_candidates_leave_code (self, TRUE);
    }
}

static void
end_line (TapToolText *self)
{
  if (self->fence_closing)
    self->fence = 0;
  self->fence_opening = self->fence_closing = FALSE;
  self->in_line = FALSE;
  self->indent = 0;

  if (self->code > 0)
    {
      self->code = 0;
      tap_tool_text_candidates_leave_code (self, FALSE);
    }
}

/* Keeps track of lines, fences and inline code (CommonMark, as far as it matters here). */
static void
follow_markdown (TapToolText *self, char c)
{
  if (self->run > 0 && c == self->run_char)
    {
      if (self->run < G_MAXUINT8)
        self->run++;
      return;
    }

  if (self->run > 0)
    end_run (self);

  switch (c)
    {
    case '\n':
      end_line (self);
      return;

    case '`':
    case '~':
      self->run = 1;
      self->run_char = c;
      self->run_at_line = !self->in_line && self->indent <= 3;
      self->in_line = TRUE;
      return;

    case ' ':
      if (!self->in_line && self->indent < G_MAXUINT8)
        self->indent++;
      return;

    case '\t':
    case '\r':
      return;

    default:
      self->in_line = TRUE;
      self->fence_closing = FALSE;
    }
}

static gboolean
begins_a_marker (const char *text, gsize length, const TapToolTextFamily **whole)
{
  *whole = NULL;

  for (guint i = 0; i < tap_tool_text_n_families; i++)
    {
      const char *marker = tap_tool_text_families[i].marker;

      if (strncmp (marker, text, length) == 0)
        {
          if (marker[length] == '\0')
            *whole = &tap_tool_text_families[i];
          return TRUE;
        }
    }

  return FALSE;
}

static void
match_marker (TapToolText *self, char c, guint event, gint64 at)
{
  const TapToolTextFamily *whole;

  self->partial[self->n_partial++] = c;
  while (self->n_partial > 0 && !begins_a_marker (self->partial, self->n_partial, &whole))
    memmove (self->partial, self->partial + 1, --self->n_partial);
  if (self->n_partial <= 1)
    self->has_wide = FALSE;

  if (self->n_partial > 0 && whole != NULL)
    {
      self->n_partial = 0;
      tap_tool_text_candidates_add (self, whole, event, at);
      self->has_wide = FALSE;
    }
}

/* Nothing happens at this byte: it neither begins a marker nor means anything to Markdown. */
static gboolean
is_plain (char c)
{
  return (c > '`' && c != '~') || (c > '<' && c < '[') || (c > ' ' && c < '<') || (c & 0x80) != 0;
}

/* One byte; TRUE if the text now holds a call. */
static gboolean
take_byte (TapToolText *self, char c, guint event, gint64 at, TapToolTextHit *hit)
{
  follow_markdown (self, c);
  if (self->fence > 0)
    {
      self->n_partial = 0;
      return FALSE;
    }

  if (self->candidates != NULL)
    {
      tap_tool_text_candidates_feed (self, c, event, at);
      if (tap_tool_text_candidates_judge (self, FALSE, hit))
        return TRUE;
    }
  match_marker (self, c, event, at);

  return FALSE;
}

/* What the bytes of a wide character were held for came to nothing. */
static gboolean
release_wide (TapToolText *self, guint event, gint64 at, TapToolTextHit *hit)
{
  guint8 n = self->n_wide;

  self->n_wide = 0;
  for (guint8 i = 0; i < n; i++)
    {
      if (take_byte (self, self->wide[i], event, at, hit))
        return TRUE;
    }

  return FALSE;
}

/* TRUE if the byte is held, or was the last of a wide character; @ascii: (out) what that looks
 * like, or 0. */
static gboolean
hold_wide (TapToolText *self, char c, char *ascii)
{
  *ascii = 0;

  for (guint i = 0; i < G_N_ELEMENTS (wide_chars); i++)
    {
      if (memcmp (wide_chars[i].bytes, self->wide, self->n_wide) != 0
          || wide_chars[i].bytes[self->n_wide] != c)
        continue;

      self->wide[self->n_wide++] = c;
      if (self->n_wide == sizeof wide_chars[i].bytes)
        {
          self->n_wide = 0;
          self->has_wide = TRUE;
          *ascii = wide_chars[i].ascii;
        }
      return TRUE;
    }

  return FALSE;
}

static gboolean
take_raw_byte (TapToolText *self, char c, guint event, gint64 at, TapToolTextHit *hit)
{
  char ascii;

  if (((c & 0x80) != 0 || self->n_wide > 0) && hold_wide (self, c, &ascii))
    return ascii != 0 && take_byte (self, ascii, event, at, hit);

  if (self->n_wide > 0)
    {
      if (release_wide (self, event, at, hit))
        return TRUE;
      return take_raw_byte (self, c, event, at, hit);
    }

  return take_byte (self, c, event, at, hit);
}

gboolean
tap_tool_text_push (TapToolText *self, const char *text, gsize length, guint event, gint64 at,
                    TapToolTextHit *hit)
{
  if (self->done)
    return FALSE;

  tap_tool_text_whole_push (self, text, length, event, at);

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (self->in_line && self->run == 0 && self->n_partial == 0 && self->candidates == NULL
          && self->n_wide == 0 && !self->fence_closing && is_plain (c))
        continue;

      if (take_raw_byte (self, c, event, at, hit))
        return TRUE;
    }

  return FALSE;
}

gboolean
tap_tool_text_end (TapToolText *self, TapToolTextHit *hit)
{
  gboolean found;

  if (self->done)
    return FALSE;

  if (self->run > 0)
    end_run (self);
  self->done = TRUE;
  found = tap_tool_text_candidates_judge (self, TRUE, hit) || tap_tool_text_whole_end (self, hit);
  tap_tool_text_clear (self);

  return found;
}
