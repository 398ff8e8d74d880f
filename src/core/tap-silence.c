/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-silence.h"

void
tap_silences_init (TapSilences *self, gint64 gap)
{
  *self = (TapSilences){ .gap = gap,
                         .byte_at = -1,
                         .event_at = -1,
                         .read_at = -1,
                         .newest_at = -1,
                         .stall_from = -1 };
}

void
tap_silences_clear (TapSilences *self)
{
  g_clear_pointer (&self->list, g_array_unref);
}

/* Whose the larger part is. */
static TapSilenceCause
find_cause (const TapSilences *self, gint64 from, gint64 to, gboolean bytes)
{
  gint64 stalled = bytes ? self->byte_stall : self->event_stall;

  if (self->stall_from >= 0)
    stalled += MAX (to - MAX (self->stall_from, from), 0);
  return stalled * 2 > to - from ? TAP_SILENCE_OF_AGENT : TAP_SILENCE_OF_GATEWAY;
}

static void
add (TapSilences *self, gint64 from, gint64 to, gboolean bytes, guint after_event, guint before_event)
{
  TapSilence silence = { .from = from, .to = to, .bytes = bytes, .after_event = after_event,
                         .during = self->during,
                         .because = (guint8) find_cause (self, from, to, bytes),
                         .before_event = before_event,
                         .masks = bytes ? 0 : self->masks };
  guint index;

  if (self->gap <= 0 || to - from < self->gap)
    return;
  if (self->list == NULL)
    self->list = g_array_new (FALSE, FALSE, sizeof (TapSilence));

  /* An event silence is known only after the byte silences inside it, which began later. */
  for (index = self->list->len; index > 0; index--)
    {
      const TapSilence *before = &g_array_index (self->list, TapSilence, index - 1);

      if (before->from < from || (before->from == from && before->to >= to))
        break;
    }
  g_array_insert_val (self->list, index, silence);
}

void
tap_silences_begin (TapSilences *self, gint64 at)
{
  if (self->byte_at < 0)
    self->byte_at = at;
  if (self->event_at < 0)
    self->event_at = at;
}

void
tap_silences_read (TapSilences *self, gint64 at, gboolean body)
{
  if (at < 0)
    {
      self->byte_at = -1;
      return;
    }
  tap_silences_begin (self, at);
  if (at > self->byte_at)
    {
      self->longest = MAX (self->longest, at - self->byte_at);
      add (self, self->byte_at, at, TRUE, self->number, 0);
      self->byte_at = at;
      self->byte_stall = 0;
    }
  if (body && at != self->newest_at)
    {
      self->read_at = self->newest_at;
      self->newest_at = at;
    }
}

void
tap_silences_event (TapSilences *self, gint64 at, guint number, gboolean idle)
{
  self->number = number;
  if (idle)
    {
      self->masks++;
      return;
    }

  /* Was there a read in between? If not, the byte silence is the same silence. */
  if (self->event_at >= 0 && at >= 0 && self->read_at > self->event_at)
    add (self, self->event_at, at, FALSE, self->event_number, number);
  self->event_at = at;
  self->event_number = number;
  self->event_stall = 0;
  self->masks = 0;
}

void
tap_silences_comment (TapSilences *self)
{
  self->masks++;
}

void
tap_silences_stall (TapSilences *self)
{
  /* What fell short was sent as soon as it was read. */
  if (self->stall_from < 0)
    self->stall_from = self->byte_at;
}

void
tap_silences_taken (TapSilences *self, gint64 at)
{
  if (self->stall_from < 0)
    return;
  self->byte_stall += MAX (at - MAX (self->stall_from, self->byte_at), 0);
  self->event_stall += MAX (at - MAX (self->stall_from, self->event_at), 0);
  self->stall_from = -1;
}

void
tap_silences_skip (TapSilences *self, gint64 at)
{
  self->blind = TRUE;
  if (self->byte_at >= 0)
    self->byte_at = self->event_at = MAX (self->byte_at, at);
}

void
tap_silences_end (TapSilences *self, gint64 at)
{
  if (self->byte_at < 0 || at <= self->byte_at)
    return;
  self->longest = MAX (self->longest, at - self->byte_at);
  if (self->event_at >= 0 && self->newest_at > self->event_at && !self->blind)
    add (self, self->event_at, at, FALSE, self->event_number, 0);
  add (self, self->byte_at, at, TRUE, self->number, 0);
  self->byte_at = at;
}

gboolean
tap_silences_open (const TapSilences *self, gint64 now, gboolean bytes, TapSilence *out)
{
  gint64 from = bytes ? self->byte_at : self->event_at;

  if (from < 0 || now < from || (self->blind && !bytes))
    return FALSE;
  *out = (TapSilence){
    .from = from,
    .to = now,
    .bytes = bytes,
    .after_event = bytes ? self->number : self->event_number,
    .during = self->during,
    .because = (guint8) find_cause (self, from, now, bytes),
    .masks = bytes ? 0 : self->masks,
  };
  return TRUE;
}
