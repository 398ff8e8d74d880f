/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-eventstream.h"

#include "tap-eventstream-frame.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zlib.h>

#define CHECKSUM 4
#define SMALLEST (TAP_EVENT_STREAM_PRELUDE + CHECKSUM)
#define KEPT_ALLOCATION (64 * 1024) /* a buffer larger than that is let go of with its frame */

typedef struct
{
  GByteArray *bytes;   /* from the first byte of the frame that is not yet complete */
  gsize taken;         /* of them, by frames that were pulled */
  guint64 offset;      /* of bytes' first byte in the stream */
  gint64 first_at;     /* the read with the frame's first byte */
  gint64 last_at;
  guint number;
  gboolean lost;       /* where the next frame begins cannot be known */
  gboolean ended;
  TapFrameWords words;
  TapJson json;        /* scratch */
} State;

static guint32
read_u32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static guint32
checksum (const guint8 *bytes, gsize length)
{
  return (guint32) crc32 (crc32 (0, NULL, 0), bytes, (uInt) length);
}

gboolean
tap_event_stream_is_prelude (const guint8 *bytes)
{
  return checksum (bytes, 8) == read_u32 (bytes + 8);
}

static State *
get_state (TapEventStream *self)
{
  State *state = self->private_data;

  if (state == NULL)
    {
      state = self->private_data = g_new0 (State, 1);
      state->bytes = g_byte_array_new ();
      state->words.event = g_string_new (NULL);
      state->words.data = g_string_new (NULL);
    }

  return state;
}

void
tap_event_stream_clear (TapEventStream *self)
{
  State *state = g_steal_pointer (&self->private_data);

  if (state == NULL)
    return;

  g_byte_array_unref (state->bytes);
  g_string_free (state->words.event, TRUE);
  g_string_free (state->words.data, TRUE);
  tap_json_clear (&state->json);
  g_free (state);
}

static void
drop_taken (State *state)
{
  state->offset += state->taken;
  if (state->taken == state->bytes->len && state->taken > KEPT_ALLOCATION)
    {
      g_byte_array_unref (state->bytes);
      state->bytes = g_byte_array_new ();
    }
  else if (state->taken > 0)
    g_byte_array_remove_range (state->bytes, 0, (guint) state->taken);
  state->taken = 0;
}

void
tap_event_stream_push (TapEventStream *self, const guint8 *bytes, gsize length, gint64 at)
{
  State *state = get_state (self);

  drop_taken (state);
  if (state->bytes->len == 0)
    state->first_at = at;
  state->last_at = at;
  if (!state->lost)
    g_byte_array_append (state->bytes, bytes, (guint) length);
}

void
tap_event_stream_end (TapEventStream *self)
{
  get_state (self)->ended = TRUE;
}

/* Why the lengths cannot be those of a frame, or NULL. */
static const char *
judge_prelude (const guint8 *frame, gsize length, gsize headers_length)
{
  if (!tap_event_stream_is_prelude (frame))
    return N_ ("the checksum of its lengths is wrong");
  if (length > TAP_SSE_MAX_BLOCK)
    return N_ ("it is too large to be one");
  if (length < SMALLEST || headers_length > length - SMALLEST)
    return N_ ("its lengths do not fit together");

  return NULL;
}

/* The frame's bytes from here on are the block's. */
static void
take (State *state, TapSseBlock *block, gsize length)
{
  block->offset = state->offset + state->taken;
  block->length = length;
  block->first_at = state->first_at;
  block->last_at = state->last_at;
  block->flags |= TAP_SSE_FRAME | (block->fault != NULL ? TAP_SSE_BROKEN : 0);
  state->taken += length;
  state->first_at = state->last_at;
}

static void
take_event (State *state, TapSseBlock *block)
{
  block->number = ++state->number;
  block->flags = TAP_SSE_EVENT | TAP_SSE_DATA | (state->words.event->len > 0 ? TAP_SSE_NAMED : 0)
                 | (state->words.bad_utf8 ? TAP_SSE_BAD_UTF8 : 0);
  block->event = state->words.event->len > 0 ? state->words.event->str : NULL;
  block->data = state->words.data->str;
  block->data_length = state->words.data->len;
}

gboolean
tap_event_stream_pull (TapEventStream *self, TapSseBlock *block)
{
  State *state = get_state (self);
  const guint8 *frame = state->bytes->data + state->taken;
  gsize available = state->bytes->len - state->taken;
  gsize length;
  gsize headers_length;

  *block = (TapSseBlock) { 0 };
  if (state->lost || available == 0)
    return FALSE;

  if (available >= TAP_EVENT_STREAM_PRELUDE)
    {
      length = read_u32 (frame);
      headers_length = read_u32 (frame + 4);
      block->fault = judge_prelude (frame, length, headers_length);
      if (block->fault != NULL)
        {
          state->lost = TRUE;
          take (state, block, TAP_EVENT_STREAM_PRELUDE);
          return TRUE;
        }
      if (available >= length)
        {
          if (checksum (frame, length - CHECKSUM) != read_u32 (frame + length - CHECKSUM))
            block->fault = N_ ("its checksum is wrong");
          else
            block->fault = tap_frame_read (
              &state->words, frame + TAP_EVENT_STREAM_PRELUDE, headers_length,
              frame + TAP_EVENT_STREAM_PRELUDE + headers_length, length - SMALLEST - headers_length,
              &state->json);
          if (block->fault == NULL)
            take_event (state, block);
          take (state, block, length);
          return TRUE;
        }
    }

  if (!state->ended)
    return FALSE;
  block->fault = N_ ("the stream ended inside it");
  block->flags = TAP_SSE_REST;
  take (state, block, available);

  return TRUE;
}
