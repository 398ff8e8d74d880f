/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-sse-buffer.h"

#include "tap-sse.h"

#include <string.h>

#define FIRST_ALLOCATION 512

void
tap_sse_buffer_clear (TapSseBuffer *self)
{
  g_clear_pointer (&self->bytes, g_free);
  g_clear_pointer (&self->reads, g_free);
}

/* Finds the next @byte from pos on, looking at each byte of the stream once only. */
static gsize
finder_next (TapSseFinder *finder, const TapSseBuffer *self, char byte)
{
  if (finder->searched <= self->pos || finder->at < self->pos)
    {
      finder->searched = MAX (finder->searched, self->pos);
      finder->at = TAP_SSE_NOWHERE;
    }

  if (finder->at == TAP_SSE_NOWHERE && finder->searched < self->end)
    {
      const char *found = memchr (self->bytes + finder->searched, byte,
                                  self->end - finder->searched);

      finder->at = found != NULL ? (gsize) (found - self->bytes) : TAP_SSE_NOWHERE;
      finder->searched = found != NULL ? finder->at + 1 : self->end;
    }

  return finder->at;
}

static void
finder_shift (TapSseFinder *finder, gsize shift)
{
  finder->searched -= MIN (finder->searched, shift);
  if (finder->at != TAP_SSE_NOWHERE)
    finder->at = finder->at >= shift ? finder->at - shift : TAP_SSE_NOWHERE;
}

/* Takes @count bytes out of the buffer at @place. */
static void
remove_bytes (TapSseBuffer *self, gsize place, gsize count)
{
  memmove (self->bytes + place, self->bytes + place + count, self->end - place - count);
  self->end -= count;
  self->pos -= count;
  finder_shift (&self->lf, count);
  finder_shift (&self->cr, count);
}

static void
make_room (TapSseBuffer *self, gsize length)
{
  gsize needed, allocated;

  if (self->start > 0)
    {
      gsize start = self->start;

      self->start = 0;
      remove_bytes (self, 0, start);
    }

  needed = self->end + length + 1;
  allocated = self->allocated;
  if (needed > allocated)
    allocated = MAX (needed, MAX (FIRST_ALLOCATION, allocated * 2));
  else if (allocated > TAP_SSE_KEPT_ALLOCATION && needed < allocated / 4)
    allocated = MAX (needed, TAP_SSE_KEPT_ALLOCATION);

  if (allocated != self->allocated)
    {
      self->bytes = g_realloc (self->bytes, allocated);
      self->allocated = allocated;
    }
}

gsize
tap_sse_buffer_in_block (const TapSseBuffer *self, gsize place)
{
  return place - self->start + self->dropped;
}

static void
add_read (TapSseBuffer *self, guint64 end, gint64 at)
{
  guint64 looked_at = self->offset + tap_sse_buffer_in_block (self, self->pos);

  while (self->first_read < self->n_reads && self->reads[self->first_read].end <= looked_at)
    self->first_read++;

  if (self->n_reads > self->first_read && self->reads[self->n_reads - 1].at == at)
    {
      self->reads[self->n_reads - 1].end = end;
      return;
    }

  if (self->n_reads == self->n_reads_allocated)
    {
      if (self->first_read == 0)
        {
          self->n_reads_allocated = MAX (2, self->n_reads_allocated * 2);
          self->reads = g_renew (TapSseRead, self->reads, self->n_reads_allocated);
        }
      else
        {
          self->n_reads -= self->first_read;
          memmove (self->reads, self->reads + self->first_read,
                   self->n_reads * sizeof (TapSseRead));
          self->first_read = 0;
        }
    }

  self->reads[self->n_reads++] = (TapSseRead) { end, at };
}

void
tap_sse_buffer_push (TapSseBuffer *self, const guint8 *bytes, gsize length, gint64 at)
{
  make_room (self, length);
  memcpy (self->bytes + self->end, bytes, length);
  self->end += length;
  add_read (self, self->offset + tap_sse_buffer_in_block (self, self->end), at);
}

gsize
tap_sse_buffer_line_end (TapSseBuffer *self, gboolean ended, gsize *length, gboolean *lone_cr)
{
  gsize lf = finder_next (&self->lf, self, '\n');
  gsize cr = finder_next (&self->cr, self, '\r');

  *length = 1;
  *lone_cr = FALSE;

  if (lf < cr || lf == cr)
    return lf;

  if (cr + 1 == self->end && !ended)
    return TAP_SSE_NOWHERE;

  if (cr + 1 == lf)
    *length = 2;
  else
    *lone_cr = TRUE;

  return cr;
}

gint64
tap_sse_buffer_time_of (TapSseBuffer *self, guint64 offset)
{
  g_assert (self->n_reads > 0);

  while (self->first_read + 1 < self->n_reads && self->reads[self->first_read].end <= offset)
    self->first_read++;

  return self->reads[self->first_read].at;
}

void
tap_sse_buffer_begin (TapSseBuffer *self, gsize place)
{
  self->offset += tap_sse_buffer_in_block (self, place);
  self->start = self->pos = place;
  self->dropped = 0;
}

void
tap_sse_buffer_looked (TapSseBuffer *self)
{
  gsize kept_end = self->start + TAP_SSE_MAX_BLOCK;

  self->pos = MAX (self->pos, self->cr.at + 1 == self->end ? self->cr.at : self->end);

  if (self->pos > kept_end)
    {
      gsize excess = self->pos - kept_end;

      remove_bytes (self, kept_end, excess);
      self->dropped += excess;
    }
}

void
tap_sse_buffer_trim (TapSseBuffer *self)
{
  if (self->start < self->end || self->allocated <= TAP_SSE_KEPT_ALLOCATION)
    return;

  g_clear_pointer (&self->bytes, g_free);
  self->allocated = self->start = self->pos = self->end = 0;
  self->lf = self->cr = (TapSseFinder) { TAP_SSE_NOWHERE, 0 };
}
