/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-splitter.h"

enum
{
  UNDECIDED,
  TEXT,
  FRAMES,
};

/* A frame of less than 32 MiB begins so; a larger one is no use, and none is sent. */
#define LARGEST_FIRST_BYTE 1

void
tap_splitter_clear (TapSplitter *self)
{
  tap_sse_clear (&self->sse);
  tap_event_stream_clear (&self->frames);
}

void
tap_splitter_expect_frames (TapSplitter *self)
{
  self->expects_frames = TRUE;
}

static void
pass (TapSplitter *self, const guint8 *bytes, gsize length, gint64 at)
{
  if (self->kind == FRAMES)
    tap_event_stream_push (&self->frames, bytes, length, at);
  else
    tap_sse_push (&self->sse, bytes, length, at);
}

static void
decide (TapSplitter *self, guint8 kind)
{
  self->kind = kind;
  if (self->n_held > 0)
    pass (self, self->held, self->n_held, self->held_at);
  self->n_held = 0;
}

void
tap_splitter_push (TapSplitter *self, const guint8 *bytes, gsize length, gint64 at)
{
  gsize pos = 0;

  if (length == 0)
    return;

  if (self->kind == UNDECIDED && self->n_held == 0 && bytes[0] > LARGEST_FIRST_BYTE)
    self->kind = TEXT;
  else if (self->kind == UNDECIDED && self->expects_frames)
    self->kind = FRAMES;
  else if (self->kind == UNDECIDED && self->n_held == 0)
    self->held_at = at;

  while (self->kind == UNDECIDED && pos < length)
    {
      self->held[self->n_held++] = bytes[pos++];
      if (self->n_held == TAP_EVENT_STREAM_PRELUDE)
        decide (self, tap_event_stream_is_prelude (self->held) ? FRAMES : TEXT);
    }
  if (pos < length)
    pass (self, bytes + pos, length - pos, at);
}

void
tap_splitter_end (TapSplitter *self)
{
  if (self->kind == UNDECIDED)
    decide (self, TEXT);
  if (self->kind == FRAMES)
    tap_event_stream_end (&self->frames);
  else
    tap_sse_end (&self->sse);
}

gboolean
tap_splitter_pull (TapSplitter *self, TapSseBlock *block)
{
  if (self->kind == FRAMES)
    return tap_event_stream_pull (&self->frames, block);
  return self->kind == TEXT && tap_sse_pull (&self->sse, block);
}
