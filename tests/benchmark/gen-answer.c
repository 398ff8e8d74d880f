/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "gen-answer.h"

#include "bench-event.h"

#include <stdio.h>
#include <string.h>

#define CHUNK_BEFORE "c8\r\n"
#define SEQ_AT (sizeof CHUNK_BEFORE - 1 + bench_event_seq_at)
#define STAMP_AT (sizeof CHUNK_BEFORE - 1 + bench_event_stamp_at)

static const char stream_head[] = "HTTP/1.1 200 OK\r\n"
                                  "Content-Type: text/event-stream; charset=utf-8\r\n"
                                  "Cache-Control: no-cache\r\n"
                                  "request-id: req_benchmark\r\n"
                                  "Transfer-Encoding: chunked\r\n"
                                  "\r\n";

void
gen_answer_clear (GenAnswer *self)
{
  g_clear_pointer (&self->piece, g_free);
}

void
gen_answer_start (GenAnswer *self, const GenPlan *plan)
{
  self->plan = *plan;
  self->state = GEN_ANSWER_HEAD;
  self->next = 0;
  self->length = 0;
  self->filled = 0;
}

void
gen_answer_release (GenAnswer *self)
{
  if (self->state == GEN_ANSWER_HELD)
    self->state = GEN_ANSWER_EVENTS;
}

static void
reserve (GenAnswer *self, gsize size)
{
  if (size <= self->size)
    return;
  self->piece = g_realloc (self->piece, size);
  self->size = size;
}

static void
append (GenAnswer *self, const char *data, gsize length)
{
  reserve (self, self->length + length);
  memcpy (self->piece + self->length, data, length);
  self->length += length;
}

static void
append_chunk (GenAnswer *self, const char *data, gsize length)
{
  char size[20];
  gsize before = self->length;

  append (self, size, (gsize) snprintf (size, sizeof size, "%zx\r\n", length));
  append (self, data, length);
  append (self, "\r\n", 2);
  self->sent += self->length - before;
}

static void
make_opening (GenAnswer *self)
{
  gsize length, count_at;
  const char *opening = bench_opening (&length, &count_at);
  g_autofree char *numbered = g_memdup2 (opening, length);

  bench_put_number (numbered + count_at, BENCH_SEQ_WIDTH, self->plan.events);
  self->length = 0;
  append (self, stream_head, sizeof stream_head - 1);
  append_chunk (self, numbered, length);
}

static void
make_closing (GenAnswer *self)
{
  gsize length;
  const char *closing = bench_closing (&length);

  self->length = 0;
  append_chunk (self, closing, length);
  append (self, "0\r\n\r\n", 5);
  self->sent += 5;
}

/* The fixed bytes are written once, the numbers and the times each time: this is the hot path. */
static void
make_events (GenAnswer *self, guint64 now)
{
  guint64 count = MIN (self->plan.per_write, self->plan.events - self->next);
  char stamp[BENCH_STAMP_WIDTH];
  char seq[BENCH_SEQ_WIDTH];

  if (self->plan.cut != G_MAXUINT64 && self->next + count > self->plan.cut)
    count = self->plan.cut - self->next;
  if (self->filled < count)
    {
      reserve (self, self->plan.per_write * BENCH_CHUNK_SIZE);
      for (char *at = self->piece; self->filled < self->plan.per_write; self->filled++)
        {
          at = self->piece + self->filled * BENCH_CHUNK_SIZE;
          memcpy (at, CHUNK_BEFORE, 4);
          memcpy (at + 4, bench_event_template (), BENCH_EVENT_SIZE);
          memcpy (at + 4 + BENCH_EVENT_SIZE, "\r\n", 2);
        }
    }

  bench_put_number (stamp, sizeof stamp, now);
  bench_put_number (seq, sizeof seq, self->next);
  for (guint64 i = 0; i < count; i++)
    {
      char *at = self->piece + i * BENCH_CHUNK_SIZE;

      if (self->next + i == self->plan.drop)
        bench_count_up (seq, sizeof seq);
      memcpy (at + SEQ_AT, seq, sizeof seq);
      memcpy (at + STAMP_AT, stamp, sizeof stamp);
      bench_count_up (seq, sizeof seq);
    }
  self->next += count;
  self->length = count * BENCH_CHUNK_SIZE;
  self->sent += self->length;
}

static void
make_whole (GenAnswer *self, const char *text)
{
  gsize length = strlen (text);
  char head[128];
  int head_length = snprintf (head, sizeof head,
                              "HTTP/1.1 %s\r\nContent-Type: application/json\r\n"
                              "Content-Length: %zu\r\n\r\n",
                              self->plan.kind == GEN_UNKNOWN ? "404 Not Found" : "200 OK", length);

  self->length = 0;
  append (self, head, (gsize) head_length);
  append (self, text, length);
  if (self->plan.kind == GEN_SMALL)
    self->sent += length;
}

gboolean
gen_answer_next (GenAnswer *self, guint64 now, const char *text)
{
  switch (self->state)
    {
    case GEN_ANSWER_HEAD:
      if (text != NULL)
        {
          make_whole (self, text);
          self->state = GEN_ANSWER_OVER;
          return TRUE;
        }
      make_opening (self);
      self->filled = 0;
      self->state = self->plan.wait > 0 ? GEN_ANSWER_HELD : GEN_ANSWER_EVENTS;
      return TRUE;
    case GEN_ANSWER_EVENTS:
      if (self->next == self->plan.cut)
        {
          self->state = GEN_ANSWER_CUT;
          return FALSE;
        }
      if (self->next < self->plan.events)
        {
          make_events (self, now);
          return TRUE;
        }
      make_closing (self);
      self->state = GEN_ANSWER_OVER;
      return TRUE;
    case GEN_ANSWER_HELD:
    case GEN_ANSWER_OVER:
    case GEN_ANSWER_CUT:
    default:
      return FALSE;
    }
}
