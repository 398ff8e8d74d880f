/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-sse.h"

#include "tap-utf8.h"

#include <string.h>

/* The pushed bytes lie in one buffer until their block was pulled. A block's data is joined where
 * it lies, since a joined line is never longer than it was, so an event costs no allocation.
 *
 * Places inside a block are counted from its first byte, those inside the buffer from the
 * buffer's. They differ once the block is larger than what is kept of it: see drop_excess(). */

#define FIRST_ALLOCATION 512
#define KEPT_ALLOCATION (16 * 1024) /* an idle stream holds no more than that */
#define NOWHERE G_MAXSIZE

typedef struct
{
  guint64 end; /* offset in the stream, after the last byte of the read */
  gint64 at;
} Read;

typedef struct
{
  gsize at;       /* where the next such byte lies in the buffer, or NOWHERE */
  gsize searched; /* it was looked for up to here */
} Finder;

typedef struct
{
  char *buffer;
  gsize allocated;
  gsize start;    /* the block's first byte */
  gsize pos;      /* all before was looked at */
  gsize end;
  guint64 offset; /* of the block's first byte in the stream */
  gsize dropped;  /* bytes of the block that were not kept */
  Finder lf;
  Finder cr;

  Read *reads;
  guint first_read;
  guint n_reads;
  guint n_reads_allocated;

  /* The block so far; places counted from its first byte. */
  gsize line;
  gboolean has_lines;
  gboolean has_first_at;
  gint64 first_at;
  guint flags;
  gsize data;
  gsize data_length;
  GString *event;

  GString *repaired; /* data that was not UTF-8 */
  guint number;
  gboolean bom_settled;
  gboolean bom;
  gboolean ended;
} State;

static void
state_free (State *self)
{
  g_free (self->buffer);
  g_free (self->reads);
  if (self->event != NULL)
    g_string_free (self->event, TRUE);
  if (self->repaired != NULL)
    g_string_free (self->repaired, TRUE);
  g_free (self);
}

void
tap_sse_clear (TapSse *self)
{
  g_clear_pointer ((State **) &self->private_data, state_free);
}

static State *
state_get (TapSse *self)
{
  if (self->private_data == NULL)
    self->private_data = g_new0 (State, 1);

  return self->private_data;
}

/* Finds the next @byte from pos on, looking at each byte of the stream once only. */
static gsize
finder_next (Finder *finder, const State *self, char byte)
{
  if (finder->searched <= self->pos || finder->at < self->pos)
    {
      finder->searched = MAX (finder->searched, self->pos);
      finder->at = NOWHERE;
    }

  if (finder->at == NOWHERE && finder->searched < self->end)
    {
      const char *found = memchr (self->buffer + finder->searched, byte,
                                  self->end - finder->searched);

      finder->at = found != NULL ? (gsize) (found - self->buffer) : NOWHERE;
      finder->searched = found != NULL ? finder->at + 1 : self->end;
    }

  return finder->at;
}

static void
finder_shift (Finder *finder, gsize shift)
{
  finder->searched -= MIN (finder->searched, shift);
  if (finder->at != NOWHERE)
    finder->at = finder->at >= shift ? finder->at - shift : NOWHERE;
}

/* Takes @count bytes out of the buffer at @place. */
static void
remove_bytes (State *self, gsize place, gsize count)
{
  memmove (self->buffer + place, self->buffer + place + count, self->end - place - count);
  self->end -= count;
  self->pos -= count;
  finder_shift (&self->lf, count);
  finder_shift (&self->cr, count);
}

static void
make_room (State *self, gsize length)
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
  else if (allocated > KEPT_ALLOCATION && needed < allocated / 4)
    allocated = MAX (needed, KEPT_ALLOCATION);

  if (allocated != self->allocated)
    {
      self->buffer = g_realloc (self->buffer, allocated);
      self->allocated = allocated;
    }
}

/* Where the buffer's byte at @place stands, counted from the block's first byte. */
static gsize
in_block (const State *self, gsize place)
{
  return place - self->start + self->dropped;
}

static void
add_read (State *self, guint64 end, gint64 at)
{
  guint64 looked_at = self->offset + in_block (self, self->pos);

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
          self->reads = g_renew (Read, self->reads, self->n_reads_allocated);
        }
      else
        {
          self->n_reads -= self->first_read;
          memmove (self->reads, self->reads + self->first_read, self->n_reads * sizeof (Read));
          self->first_read = 0;
        }
    }

  self->reads[self->n_reads++] = (Read) { end, at };
}

void
tap_sse_push (TapSse *self, const guint8 *bytes, gsize length, gint64 at)
{
  State *state = state_get (self);

  g_return_if_fail (!state->ended);

  if (length == 0)
    return;

  make_room (state, length);
  memcpy (state->buffer + state->end, bytes, length);
  state->end += length;
  add_read (state, state->offset + in_block (state, state->end), at);
}

void
tap_sse_end (TapSse *self)
{
  state_get (self)->ended = TRUE;
}

/* When the byte at @offset of the stream was read. The offsets asked for must not decrease. */
static gint64
time_of (State *self, guint64 offset)
{
  g_assert (self->n_reads > 0);

  while (self->first_read + 1 < self->n_reads && self->reads[self->first_read].end <= offset)
    self->first_read++;

  return self->reads[self->first_read].at;
}

static void
note_first (State *self)
{
  if (self->has_first_at)
    return;

  self->has_first_at = TRUE;
  self->first_at = time_of (self, self->offset);
}

static void
begin_block (State *self, gsize place)
{
  self->offset += in_block (self, place);
  self->start = self->pos = place;
  self->dropped = 0;
  self->line = 0;
  self->has_lines = FALSE;
  self->has_first_at = FALSE;
  self->flags = 0;
  self->data_length = 0;
}

/* Past the largest block the bytes were looked at for its border, and are let go. */
static void
drop_excess (State *self)
{
  gsize kept_end = self->start + TAP_SSE_MAX_BLOCK;

  if (self->pos > kept_end)
    {
      gsize excess = self->pos - kept_end;

      remove_bytes (self, kept_end, excess);
      self->dropped += excess;
    }
}

static void
add_data (State *self, gsize value, gsize length)
{
  char *block = self->buffer + self->start;

  if ((self->flags & TAP_SSE_DATA) == 0)
    {
      self->data = value;
      self->data_length = length;
      self->flags |= TAP_SSE_DATA;
      return;
    }

  block[self->data + self->data_length] = '\n';
  memmove (block + self->data + self->data_length + 1, block + value, length);
  self->data_length += 1 + length;
}

static gboolean
all_digits (const char *value, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return FALSE;
    }

  return length > 0;
}

/* A line that is not empty, from self->line to @end, both counted from the block's first byte. */
static void
add_line (State *self, gsize end)
{
  const char *line, *colon;
  gsize length, name, value;

  self->has_lines = TRUE;
  note_first (self);

  if (end > TAP_SSE_MAX_BLOCK)
    {
      self->flags |= TAP_SSE_TRUNCATED;
      if (self->line >= TAP_SSE_MAX_BLOCK)
        return;
      end = TAP_SSE_MAX_BLOCK;
    }

  line = self->buffer + self->start + self->line;
  length = end - self->line;

  /* Most lines are data; the colon of others is near. */
  colon = memchr (line, ':', MIN (length, 6));
  name = colon != NULL ? (gsize) (colon - line) : length;
  value = colon != NULL ? name + 1 : length;
  if (value < length && line[value] == ' ')
    value++;

  if (name == 0)
    self->flags |= TAP_SSE_COMMENT;
  else if (name == 4 && memcmp (line, "data", 4) == 0)
    add_data (self, self->line + value, length - value);
  else if (name == 5 && memcmp (line, "event", 5) == 0)
    {
      self->flags |= TAP_SSE_NAMED;
      if (self->event == NULL)
        self->event = g_string_sized_new (32);
      g_string_truncate (self->event, 0);
      g_string_append_len (self->event, line + value, length - value);
    }
  else if (name == 2 && memcmp (line, "id", 2) == 0)
    self->flags |= TAP_SSE_ID;
  else if (name == 5 && memcmp (line, "retry", 5) == 0 && all_digits (line + value, length - value))
    self->flags |= TAP_SSE_RETRY;
}

static void
repair_event (State *self)
{
  g_autofree char *bytes = NULL;
  gsize length = self->event->len;

  if (tap_utf8_valid_length (self->event->str, length) == length)
    return;

  bytes = g_memdup2 (self->event->str, length);
  g_string_truncate (self->event, 0);
  tap_utf8_append_repaired (self->event, bytes, length);
  self->flags |= TAP_SSE_BAD_UTF8;
}

/* Hands the block out, up to @end, counted from its first byte. */
static void
fill_block (State *self, TapSseBlock *block, gsize end, guint64 last_byte)
{
  char *data = NULL;

  *block = (TapSseBlock) { 0 };

  if (self->flags & TAP_SSE_NAMED)
    {
      repair_event (self);
      block->event = self->event->str;
    }

  if (self->flags & TAP_SSE_DATA)
    {
      data = self->buffer + self->start + self->data;
      block->data_length = self->data_length;

      if (tap_utf8_valid_length (data, self->data_length) < self->data_length)
        {
          self->flags |= TAP_SSE_BAD_UTF8;
          self->repaired = g_string_sized_new (self->data_length + 16);
          tap_utf8_append_repaired (self->repaired, data, self->data_length);
          data = self->repaired->str;
          block->data_length = self->repaired->len;
        }

      /* After the data stands the end of its line, or the byte that make_room() left free. */
      data[block->data_length] = '\0';
      block->data = data;

      if ((self->flags & TAP_SSE_REST) == 0)
        {
          self->flags |= TAP_SSE_EVENT;
          block->number = ++self->number;
        }
    }

  if (self->bom)
    {
      self->flags |= TAP_SSE_BOM;
      self->bom = FALSE;
    }

  block->flags = self->flags;
  block->offset = self->offset;
  block->length = end;
  block->first_at = self->first_at;
  block->last_at = time_of (self, last_byte);
}

/* One byte order mark at the very beginning is none of the text. FALSE if it may yet be one. */
static gboolean
settle_bom (State *self)
{
  gsize length = MIN (self->end - self->start, 3);

  if (length == 0)
    return FALSE;

  if (memcmp (self->buffer + self->start, "\xEF\xBB\xBF", length) == 0)
    {
      if (length < 3 && !self->ended)
        return FALSE;
      if (length == 3)
        {
          self->bom = TRUE;
          begin_block (self, self->start + 3);
        }
    }

  self->bom_settled = TRUE;

  return TRUE;
}

/* The next line end from pos on: where it begins, and its length in @length. NOWHERE if there is
 * none yet; a CR that ends the bytes so far waits for what follows it. */
static gsize
next_line_end (State *self, gsize *length)
{
  gsize lf = finder_next (&self->lf, self, '\n');
  gsize cr = finder_next (&self->cr, self, '\r');

  *length = 1;

  if (lf < cr || lf == cr)
    return lf;

  if (cr + 1 == self->end && !self->ended)
    return NOWHERE;

  if (cr + 1 == lf)
    *length = 2;
  else
    self->flags |= TAP_SSE_LONE_CR;

  return cr;
}

static gboolean
pull_rest (State *self, TapSseBlock *block)
{
  gsize end = in_block (self, self->end);

  if (!self->ended || end == 0)
    return FALSE;

  self->flags |= TAP_SSE_REST;
  if (end > self->line)
    add_line (self, end);
  fill_block (self, block, end, self->offset + end - 1);
  begin_block (self, self->end);

  return TRUE;
}

/* What was handed out by the last call is no longer looked at. */
static void
forget_pulled (State *self)
{
  if (self->repaired != NULL)
    {
      g_string_free (self->repaired, TRUE);
      self->repaired = NULL;
    }

  if (!self->has_lines && self->event != NULL && self->event->allocated_len > KEPT_ALLOCATION)
    {
      g_string_free (self->event, TRUE);
      self->event = NULL;
    }

  if (self->start == self->end && self->allocated > KEPT_ALLOCATION)
    {
      g_clear_pointer (&self->buffer, g_free);
      self->allocated = self->start = self->pos = self->end = 0;
      self->lf = self->cr = (Finder) { NOWHERE, 0 };
    }
}

gboolean
tap_sse_pull (TapSse *self, TapSseBlock *block)
{
  State *state = state_get (self);
  gsize place, length;

  forget_pulled (state);

  if (!state->bom_settled && !settle_bom (state))
    return FALSE;

  while ((place = next_line_end (state, &length)) != NOWHERE)
    {
      gsize end = in_block (state, place);

      state->pos = place + length;

      if (end > state->line)
        {
          add_line (state, end);
          state->line = end + length;
        }
      else if (state->has_lines)
        {
          if (end + length > TAP_SSE_MAX_BLOCK)
            state->flags |= TAP_SSE_TRUNCATED;
          fill_block (state, block, end + length, state->offset + end);
          begin_block (state, state->pos);
          return TRUE;
        }
      else
        begin_block (state, state->pos);
    }

  if (state->ended)
    return pull_rest (state, block);

  if (state->end > state->start)
    {
      note_first (state);
      state->pos = MAX (state->pos, state->cr.at == state->end - 1 ? state->end - 1 : state->end);
      drop_excess (state);
    }

  return FALSE;
}
