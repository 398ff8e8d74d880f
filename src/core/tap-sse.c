/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-sse.h"

#include "tap-sse-buffer.h"
#include "tap-utf8.h"

#include <string.h>

/* The pushed bytes lie in one buffer until their block was pulled. A block's data is joined where
 * it lies, since a joined line is never longer than it was, so an event costs no allocation. */

typedef struct
{
  TapSseBuffer in;

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
  tap_sse_buffer_clear (&self->in);
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

void
tap_sse_push (TapSse *self, const guint8 *bytes, gsize length, gint64 at)
{
  State *state = state_get (self);

  g_return_if_fail (!state->ended);

  if (length > 0)
    tap_sse_buffer_push (&state->in, bytes, length, at);
}

void
tap_sse_end (TapSse *self)
{
  state_get (self)->ended = TRUE;
}

static void
note_first (State *self)
{
  if (self->has_first_at)
    return;

  self->has_first_at = TRUE;
  self->first_at = tap_sse_buffer_time_of (&self->in, self->in.offset);
}

static void
begin_block (State *self, gsize place)
{
  tap_sse_buffer_begin (&self->in, place);
  self->line = 0;
  self->has_lines = FALSE;
  self->has_first_at = FALSE;
  self->flags = 0;
  self->data_length = 0;
}

static void
add_data (State *self, gsize value, gsize length)
{
  char *block = self->in.bytes + self->in.start;

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

  line = self->in.bytes + self->in.start + self->line;
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
      data = self->in.bytes + self->in.start + self->data;
      block->data_length = self->data_length;

      if (tap_utf8_valid_length (data, self->data_length) < self->data_length)
        {
          self->flags |= TAP_SSE_BAD_UTF8;
          self->repaired = g_string_sized_new (self->data_length + 16);
          tap_utf8_append_repaired (self->repaired, data, self->data_length);
          data = self->repaired->str;
          block->data_length = self->repaired->len;
        }

      /* After the data stands the end of its line, or the one byte that the buffer leaves free. */
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
  block->offset = self->in.offset;
  block->length = end;
  block->first_at = self->first_at;
  block->last_at = tap_sse_buffer_time_of (&self->in, last_byte);
}

/* One byte order mark at the very beginning is none of the text. FALSE if it may yet be one. */
static gboolean
settle_bom (State *self)
{
  gsize length = MIN (self->in.end - self->in.start, 3);

  if (length == 0)
    return FALSE;

  if (memcmp (self->in.bytes + self->in.start, "\xEF\xBB\xBF", length) == 0)
    {
      if (length < 3 && !self->ended)
        return FALSE;
      if (length == 3)
        {
          self->bom = TRUE;
          begin_block (self, self->in.start + 3);
        }
    }

  self->bom_settled = TRUE;

  return TRUE;
}

static gboolean
pull_rest (State *self, TapSseBlock *block)
{
  gsize end = tap_sse_buffer_in_block (&self->in, self->in.end);

  if (!self->ended || end == 0)
    return FALSE;

  self->flags |= TAP_SSE_REST;
  if (end > self->line)
    add_line (self, end);
  fill_block (self, block, end, self->in.offset + end - 1);
  begin_block (self, self->in.end);

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

  if (!self->has_lines && self->event != NULL && self->event->allocated_len > TAP_SSE_KEPT_ALLOCATION)
    {
      g_string_free (self->event, TRUE);
      self->event = NULL;
    }

  tap_sse_buffer_trim (&self->in);
}

gboolean
tap_sse_pull (TapSse *self, TapSseBlock *block)
{
  State *state = state_get (self);
  gboolean lone_cr;
  gsize place, length;

  forget_pulled (state);

  if (!state->bom_settled && !settle_bom (state))
    return FALSE;

  while ((place = tap_sse_buffer_line_end (&state->in, state->ended, &length, &lone_cr))
         != TAP_SSE_NOWHERE)
    {
      gsize end = tap_sse_buffer_in_block (&state->in, place);

      state->in.pos = place + length;
      if (lone_cr)
        state->flags |= TAP_SSE_LONE_CR;

      if (end > state->line)
        {
          add_line (state, end);
          state->line = end + length;
        }
      else if (state->has_lines)
        {
          if (end + length > TAP_SSE_MAX_BLOCK)
            state->flags |= TAP_SSE_TRUNCATED;
          fill_block (state, block, end + length, state->in.offset + end);
          begin_block (state, state->in.pos);
          return TRUE;
        }
      else
        begin_block (state, state->in.pos);
    }

  if (state->ended)
    return pull_rest (state, block);

  if (state->in.end > state->in.start)
    {
      note_first (state);
      tap_sse_buffer_looked (&state->in);
    }

  return FALSE;
}
