/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-mask-private.h"

#include <string.h>

#define LARGE 4096

struct _TapMaskStream
{
  TapMask *mask;
  GByteArray *tail;  /* what was pending, unmasked */
  GByteArray *text;  /* the tail and a read behind it; used again */
  GArray *ranges;
  gsize released;    /* bytes of the tail that the caller does not hold any more */
  guint8 before[2];  /* the bytes before the tail */
  guint8 run;        /* the characters with which a credential that began earlier goes on */
  gboolean large;    /* what is used again takes more than a stream's beginning needs */
};

TapMaskStream *
tap_mask_stream_new (TapMask *mask)
{
  TapMaskStream *self = g_new0 (TapMaskStream, 1);

  self->mask = mask;
  self->tail = g_byte_array_new ();
  self->text = g_byte_array_new ();
  self->ranges = g_array_new (FALSE, FALSE, sizeof (TapNeedleRange));
  return self;
}

void
tap_mask_stream_reset (TapMaskStream *self)
{
  if (self->large)
    {
      g_byte_array_unref (self->text);
      g_array_unref (self->ranges);
      self->text = g_byte_array_new ();
      self->ranges = g_array_new (FALSE, FALSE, sizeof (TapNeedleRange));
      self->large = FALSE;
    }
  g_byte_array_set_size (self->tail, 0);
  self->released = 0;
  self->before[0] = self->before[1] = 0;
  self->run = 0;
}

void
tap_mask_stream_free (TapMaskStream *self)
{
  g_byte_array_unref (self->tail);
  g_byte_array_unref (self->text);
  g_array_unref (self->ranges);
  g_free (self);
}

/* Masks what the ranges say of the new bytes, which begin at @tail of the text; returns how far
 * credentials that reach up to there or beyond lie before them. */
static gsize
apply (TapMaskStream *self, guint8 *bytes, gsize tail)
{
  gsize first = tail;

  for (guint i = 0; i < self->ranges->len; i++)
    {
      const TapNeedleRange *range = &g_array_index (self->ranges, TapNeedleRange, i);

      if (range->end < tail)
        continue;
      first = MIN (first, range->start);
      if (range->end > tail)
        {
          gsize start = MAX (range->start, tail);

          memset (bytes + (start - tail), TAP_MASK_CHAR, range->end - start);
        }
    }
  return tail - first;
}

static void
keep_tail (TapMaskStream *self, const guint8 *text, gsize length, gsize maybe, gsize old_tail)
{
  gsize released = MIN (self->released, old_tail);

  if (maybe >= 2)
    memcpy (self->before, text + maybe - 2, 2);
  else if (maybe == 1)
    {
      self->before[0] = self->before[1];
      self->before[1] = text[0];
    }
  self->released = released > maybe ? released - maybe : 0;
  g_byte_array_set_size (self->tail, 0);
  g_byte_array_append (self->tail, text + maybe, length - maybe);
}

gsize
tap_mask_stream_push (TapMaskStream *self, guint8 *bytes, gsize length, gsize *pending)
{
  gsize tail = self->tail->len, released = self->released, run, proved;
  TapNeedleHits hits = { self->ranges, 0, 0 };
  const guint8 *text = bytes;
  gsize text_length = length;

  if (length == 0)
    {
      *pending = tail - released;
      return 0;
    }

  run = tap_needles_run (self->run, bytes, length);
  if (run < length)
    self->run = 0;

  if (tail > 0)
    {
      g_byte_array_set_size (self->text, 0);
      g_byte_array_append (self->text, self->tail->data, tail);
      g_byte_array_append (self->text, bytes, length);
      text = self->text->data;
      text_length = self->text->len;
    }

  g_array_set_size (self->ranges, 0);
  tap_needles_scan (tap_mask_get_needles (self->mask), self->before, text, text_length, FALSE,
                    &hits);
  self->run = MAX (self->run, hits.run);
  self->large |= self->text->len > LARGE || self->ranges->len > LARGE / sizeof (TapNeedleRange);

  /* The tail is kept as it came, because a longer credential may begin inside of a shorter. */
  keep_tail (self, text, text_length, hits.maybe, tail);

  proved = apply (self, bytes, tail);
  memset (bytes, TAP_MASK_CHAR, run);
  *pending = self->tail->len - self->released;
  return MIN (proved, tail - released);
}

gsize
tap_mask_stream_flush (TapMaskStream *self)
{
  gsize held = self->tail->len - self->released;
  gboolean telling = self->tail->len >= TAP_MASK_MIN_VALUE;

  self->released = self->tail->len;
  return telling ? held : 0;
}
