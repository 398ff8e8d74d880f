/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tool-text.h"

#include "tap-tool-text-families.h"

#include <string.h>

#define MAX_CANDIDATES 4

/* A marker that was seen, and what followed it so far. */
typedef struct
{
  const char *marker;
  guint event;
  gint64 at;
  gboolean marked;  /* the marker is complete */
  gboolean in_code; /* inline code was open: it is a call only if the code never closes */
  guint length;
  char window[TAP_TOOL_TEXT_WINDOW];
} Candidate;

void
tap_tool_text_hit_clear (TapToolTextHit *self)
{
  g_clear_pointer (&self->name, g_free);
}

void
tap_tool_text_clear (TapToolText *self)
{
  g_clear_pointer (&self->candidates, g_array_unref);
}

static guint
n_candidates (const TapToolText *self)
{
  return self->candidates != NULL ? self->candidates->len : 0;
}

static Candidate *
candidate (const TapToolText *self, guint index)
{
  return &g_array_index (self->candidates, Candidate, index);
}

static void
add_candidate (TapToolText *self, const TapToolTextFamily *family, guint event, gint64 at)
{
  Candidate new = { family->marker, event, at, !family->named, self->code > 0, 0, { 0 } };

  if (n_candidates (self) == MAX_CANDIDATES)
    return;

  if (self->candidates == NULL)
    self->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_array_append_val (self->candidates, new);
}

static TapToolTextVerdict
judge (const Candidate *self, gboolean complete, TapToolTextHit *hit)
{
  TapToolTextVerdict verdict = TAP_TOOL_TEXT_NO;

  for (guint i = 0; i < tap_tool_text_n_families; i++)
    {
      const TapToolTextFamily *family = &tap_tool_text_families[i];
      const char *name = NULL;
      gsize name_length = 0;

      if (strcmp (family->marker, self->marker) != 0)
        continue;

      switch (family->judge (self->window, self->length, complete, &name, &name_length))
        {
        case TAP_TOOL_TEXT_YES:
          *hit = (TapToolTextHit) { family->family, family->marker, NULL, self->event, self->at };
          if (name != NULL)
            hit->name = g_strndup (name, name_length);
          return TAP_TOOL_TEXT_YES;

        case TAP_TOOL_TEXT_MORE:
          if (!complete && self->length < TAP_TOOL_TEXT_WINDOW)
            verdict = TAP_TOOL_TEXT_MORE;
          break;

        case TAP_TOOL_TEXT_NO:
        default:
          break;
        }
    }

  return verdict;
}

/* Looks at all candidates again. One that is a call, but may yet prove to stand in inline code,
 * is left as it is. */
static gboolean
judge_all (TapToolText *self, gboolean complete, TapToolTextHit *hit)
{
  for (guint i = 0; i < n_candidates (self);)
    {
      g_auto (TapToolTextHit) found = { 0 };
      TapToolTextVerdict verdict = judge (candidate (self, i), complete, &found);

      if (verdict == TAP_TOOL_TEXT_NO)
        {
          g_array_remove_index (self->candidates, i);
          continue;
        }

      if (verdict == TAP_TOOL_TEXT_YES && (complete || !candidate (self, i)->in_code))
        {
          *hit = found;
          found.name = NULL;
          self->done = TRUE;
          tap_tool_text_clear (self);
          return TRUE;
        }

      i++;
    }

  if (n_candidates (self) == 0)
    tap_tool_text_clear (self);

  return FALSE;
}

static void
feed_candidates (TapToolText *self, char c, guint event, gint64 at)
{
  for (guint i = 0; i < n_candidates (self); i++)
    {
      Candidate *one = candidate (self, i);

      if (one->length < TAP_TOOL_TEXT_WINDOW)
        one->window[one->length++] = c;
      if (!one->marked && c == '>')
        {
          one->marked = TRUE;
          one->event = event;
          one->at = at;
        }
    }
}

/* The inline code closes: what was in it only talked about a call. At the end of a line it was
 * none: a lone backtick hides nothing on the next line. */
static void
close_code (TapToolText *self, gboolean was_code)
{
  self->code = 0;

  for (guint i = n_candidates (self); i > 0; i--)
    {
      if (!candidate (self, i - 1)->in_code)
        continue;
      if (was_code)
        g_array_remove_index (self->candidates, i - 1);
      else
        candidate (self, i - 1)->in_code = FALSE;
    }
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
    close_code (self, TRUE);
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
    close_code (self, FALSE);
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
  if (!begins_a_marker (self->partial, self->n_partial, &whole))
    {
      self->partial[0] = c;
      self->n_partial = begins_a_marker (self->partial, 1, &whole) ? 1 : 0;
    }

  if (whole != NULL)
    {
      self->n_partial = 0;
      add_candidate (self, whole, event, at);
    }
}

/* Nothing happens at this byte: it neither begins a marker nor means anything to Markdown. */
static gboolean
is_plain (char c)
{
  return (c > '`' && c != '~') || (c > '<' && c < '[') || (c > ' ' && c < '<') || (c & 0x80) != 0;
}

gboolean
tap_tool_text_push (TapToolText *self, const char *text, gsize length, guint event, gint64 at,
                    TapToolTextHit *hit)
{
  if (self->done)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (self->in_line && self->run == 0 && self->n_partial == 0 && self->candidates == NULL
          && !self->fence_closing && is_plain (c))
        continue;

      follow_markdown (self, c);
      if (self->fence > 0)
        {
          self->n_partial = 0;
          continue;
        }

      if (n_candidates (self) > 0)
        {
          feed_candidates (self, c, event, at);
          if (judge_all (self, FALSE, hit))
            return TRUE;
        }
      match_marker (self, c, event, at);
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
  found = judge_all (self, TRUE, hit);
  tap_tool_text_clear (self);

  return found;
}
