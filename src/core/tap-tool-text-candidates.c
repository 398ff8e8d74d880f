/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tool-text-candidates.h"

#include <string.h>

#define MAX_CANDIDATES 6

/* A marker that was seen, and what followed it so far. */
typedef struct
{
  const char *marker;
  const char *shown; /* as it was written */
  guint event;
  gint64 at;
  gboolean marked;  /* the marker is complete */
  gboolean in_code; /* inline code was open: it is a call only if the code never closes */
  guint length;
  char window[TAP_TOOL_TEXT_WINDOW];
} Candidate;

void
tap_tool_text_candidates_drop (TapToolText *self)
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

void
tap_tool_text_candidates_add (TapToolText *self, const TapToolTextFamily *family, guint event,
                              gint64 at)
{
  const char *shown = self->has_wide && family->wide != NULL ? family->wide : family->marker;
  Candidate new
    = { family->marker, shown, event, at, !family->named, self->code > 0, 0, { 0 } };

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
          *hit = (TapToolTextHit) { family->family, self->shown, NULL, self->event, self->at };
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

gboolean
tap_tool_text_candidates_judge (TapToolText *self, gboolean complete, TapToolTextHit *hit)
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
    tap_tool_text_candidates_drop (self);

  return FALSE;
}

void
tap_tool_text_candidates_feed (TapToolText *self, char c, guint event, gint64 at)
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

void
tap_tool_text_candidates_leave_code (TapToolText *self, gboolean was_code)
{
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
