/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-reader.h"

#include "bench-event.h"

#include <string.h>

#define MAX_HEAD 65536

G_STATIC_ASSERT (sizeof ((BenchReader *) NULL)->count == BENCH_SEQ_WIDTH);
G_STATIC_ASSERT (sizeof ((BenchReader *) NULL)->seq == BENCH_SEQ_WIDTH);
G_STATIC_ASSERT (sizeof ((BenchReader *) NULL)->event == BENCH_EVENT_SIZE);

void
bench_reader_init (BenchReader *self, BenchTally *tally)
{
  memset (self, 0, sizeof *self);
  self->tally = tally;
  self->head = g_string_new (NULL);
  bench_reader_reset (self);
}

void
bench_reader_clear (BenchReader *self)
{
  g_string_free (self->head, TRUE);
  self->head = NULL;
}

void
bench_reader_reset (BenchReader *self)
{
  g_string_truncate (self->head, 0);
  self->state = BENCH_READER_HEAD;
  self->part = BENCH_BODY_OPENING;
  self->offset = 0;
  self->wanted = 0;
  self->got = 0;
  memset (self->seq, '0', sizeof self->seq);
}

static gboolean
fail (BenchReader *self, const char *failure)
{
  if (self->state != BENCH_READER_FAILED)
    self->failure = failure;
  self->state = BENCH_READER_FAILED;
  return FALSE;
}

static const char *
find_header (const char *head, const char *name)
{
  gsize length = strlen (name);

  for (const char *line = strstr (head, "\r\n"); line != NULL; line = strstr (line, "\r\n"))
    {
      line += 2;
      if (g_ascii_strncasecmp (line, name, length) == 0 && line[length] == ':')
        return line + length + 1 + strspn (line + length + 1, " ");
    }
  return NULL;
}

static gboolean
take_head (BenchReader *self)
{
  const char *head = self->head->str;
  const char *coding = find_header (head, "Transfer-Encoding");
  const char *length = find_header (head, "Content-Length");
  const char *type = find_header (head, "Content-Type");

  if (strncmp (head, "HTTP/1.", 7) != 0 || strncmp (head + 8, " 200", 4) != 0)
    return fail (self, "the status is not 200");
  if (type != NULL && g_ascii_strncasecmp (type, "application/json", 16) == 0)
    self->part = BENCH_BODY_SMALL;
  if (coding != NULL && g_ascii_strncasecmp (coding, "chunked", 7) == 0)
    {
      self->state = BENCH_READER_CHUNK_SIZE;
      self->left = 0;
      self->any_chunk_digit = FALSE;
    }
  else if (length != NULL)
    {
      self->state = BENCH_READER_LENGTH;
      self->left = g_ascii_strtoull (length, NULL, 10);
    }
  else
    self->state = BENCH_READER_CLOSE;
  return TRUE;
}

/* Takes what of the data belongs to the head. */
static gsize
push_head (BenchReader *self, const char *data, gsize length)
{
  gsize before = self->head->len;
  gsize from = before > 3 ? before - 3 : 0;
  const char *end;

  g_string_append_len (self->head, data, (gssize) length);
  end = memmem (self->head->str + from, self->head->len - from, "\r\n\r\n", 4);
  if (end == NULL)
    {
      if (self->head->len > MAX_HEAD)
        fail (self, "the head has no end");
      return length;
    }
  g_string_truncate (self->head, (gsize) (end - self->head->str) + 4);
  take_head (self);
  return self->head->len - before;
}

static gboolean
check_event (BenchReader *self, const char *event, guint64 now)
{
  const char *template = bench_event_template ();
  gsize after = bench_event_stamp_at + BENCH_STAMP_WIDTH;
  BenchTally *tally = self->tally;
  guint64 stamp;

  if (memcmp (event + bench_event_seq_at, self->seq, BENCH_SEQ_WIDTH) != 0)
    return fail (self, "an event is missing or out of order");
  if (memcmp (event, template, bench_event_seq_at) != 0
      || memcmp (event + after, template + after, BENCH_EVENT_SIZE - after) != 0
      || !bench_get_number (event + bench_event_stamp_at, BENCH_STAMP_WIDTH, &stamp))
    return fail (self, "an event's bytes are wrong");
  bench_count_up (self->seq, BENCH_SEQ_WIDTH);
  self->got++;
  tally->events++;
  if (stamp < tally->first_stamp)
    tally->first_stamp = stamp;
  if (tally->latencies != NULL)
    {
      guint32 latency = now > stamp ? (guint32) MIN (now - stamp, G_MAXUINT32) : 0;

      g_array_append_val (tally->latencies, latency);
    }
  if (self->got == self->wanted)
    self->part = BENCH_BODY_CLOSING;
  return TRUE;
}

static gsize
push_events (BenchReader *self, const char *data, gsize length, guint64 now)
{
  gsize taken = 0;

  if (self->offset > 0)
    {
      taken = MIN (length, BENCH_EVENT_SIZE - self->offset);
      memcpy (self->event + self->offset, data, taken);
      self->offset += taken;
      if (self->offset < BENCH_EVENT_SIZE)
        return taken;
      self->offset = 0;
      check_event (self, self->event, now);
    }
  while (self->part == BENCH_BODY_EVENTS && self->state != BENCH_READER_FAILED
         && length - taken >= BENCH_EVENT_SIZE)
    {
      check_event (self, data + taken, now);
      taken += BENCH_EVENT_SIZE;
    }
  if (self->part == BENCH_BODY_EVENTS && length > taken)
    {
      memcpy (self->event, data + taken, length - taken);
      self->offset = length - taken;
      taken = length;
    }
  return taken;
}

/* Compares with a text that is known whole. */
static gsize
push_known (BenchReader *self, const char *data, gsize length, const char *text, gsize text_length,
            BenchBodyPart next)
{
  gsize taken = MIN (length, text_length - self->offset);

  if (memcmp (data, text + self->offset, taken) != 0)
    fail (self, "the opening, the closing or a small answer is wrong");
  self->offset += taken;
  if (self->offset == text_length)
    {
      self->offset = 0;
      self->part = next;
    }
  return taken;
}

/* The opening is known but for the number of events. */
static gsize
push_opening (BenchReader *self, const char *data, gsize length)
{
  gsize text_length, count_at;
  const char *text = bench_opening (&text_length, &count_at);
  gsize taken = 0;

  while (taken < length && self->offset < text_length)
    {
      if (self->offset >= count_at && self->offset < count_at + BENCH_SEQ_WIDTH)
        self->count[self->offset - count_at] = data[taken];
      else if (data[taken] != text[self->offset])
        {
          fail (self, "the opening is wrong");
          return taken;
        }
      taken++;
      self->offset++;
    }
  if (self->offset == text_length)
    {
      self->offset = 0;
      if (!bench_get_number (self->count, BENCH_SEQ_WIDTH, &self->wanted))
        fail (self, "the opening is wrong");
      self->part = self->wanted > 0 ? BENCH_BODY_EVENTS : BENCH_BODY_CLOSING;
    }
  return taken;
}

/* Bytes of the body, without framing. */
static gboolean
push_body (BenchReader *self, const char *data, gsize length, guint64 now)
{
  while (length > 0 && self->state != BENCH_READER_FAILED)
    {
      const char *text;
      gsize text_length;
      gsize taken = 0;

      switch (self->part)
        {
        case BENCH_BODY_OPENING:
          taken = push_opening (self, data, length);
          break;
        case BENCH_BODY_EVENTS:
          taken = push_events (self, data, length, now);
          break;
        case BENCH_BODY_CLOSING:
          text = bench_closing (&text_length);
          taken = push_known (self, data, length, text, text_length, BENCH_BODY_OVER);
          break;
        case BENCH_BODY_SMALL:
          text = bench_small_answer (&text_length);
          taken = push_known (self, data, length, text, text_length, BENCH_BODY_OVER);
          break;
        case BENCH_BODY_OVER:
        default:
          return fail (self, "there are bytes after the end of the body");
        }
      data += taken;
      length -= taken;
    }
  return self->state != BENCH_READER_FAILED;
}

static gboolean
end_body (BenchReader *self)
{
  if (self->part != BENCH_BODY_OVER)
    return fail (self, "the body ended early");
  self->state = BENCH_READER_DONE;
  return TRUE;
}

/* A character of a chunk's first line. */
static void
push_chunk_size (BenchReader *self, char c)
{
  int digit = g_ascii_xdigit_value (c);

  if (digit >= 0)
    {
      self->left = self->left * 16 + (guint64) digit;
      self->any_chunk_digit = TRUE;
    }
  else if (c == '\n' && self->any_chunk_digit)
    self->state = self->left > 0 ? BENCH_READER_CHUNK_DATA : BENCH_READER_LAST_END;
  else if (c != '\r')
    fail (self, "a chunk's size is wrong");
}

/* A character of the line end after a chunk's data, or after the last chunk. */
static void
push_line_end (BenchReader *self, char c)
{
  if (c == '\r')
    return;
  if (c != '\n')
    fail (self, "a chunk does not end with a line end");
  else if (self->state == BENCH_READER_LAST_END)
    end_body (self);
  else
    {
      self->state = BENCH_READER_CHUNK_SIZE;
      self->left = 0;
      self->any_chunk_digit = FALSE;
    }
}

gboolean
bench_reader_push (BenchReader *self, const char *data, gsize length, guint64 now)
{
  const char *end = data + length;

  if (self->state == BENCH_READER_HEAD && data < end)
    data += push_head (self, data, length);
  self->tally->body_bytes += (guint64) (end - data);

  while (data < end)
    {
      gsize taken;

      switch (self->state)
        {
        case BENCH_READER_CHUNK_SIZE:
          push_chunk_size (self, *data++);
          break;
        case BENCH_READER_CHUNK_END:
        case BENCH_READER_LAST_END:
          push_line_end (self, *data++);
          break;
        case BENCH_READER_CHUNK_DATA:
        case BENCH_READER_LENGTH:
          taken = MIN ((gsize) (end - data), self->left);
          push_body (self, data, taken, now);
          data += taken;
          self->left -= taken;
          if (self->left == 0 && self->state == BENCH_READER_CHUNK_DATA)
            self->state = BENCH_READER_CHUNK_END;
          else if (self->left == 0 && self->state == BENCH_READER_LENGTH)
            end_body (self);
          break;
        case BENCH_READER_CLOSE:
          push_body (self, data, (gsize) (end - data), now);
          data = end;
          break;
        case BENCH_READER_DONE:
          return fail (self, "there are bytes after the end of the answer");
        case BENCH_READER_HEAD:
        case BENCH_READER_FAILED:
        default:
          return FALSE;
        }
    }
  return self->state != BENCH_READER_FAILED;
}

gboolean
bench_reader_finish (BenchReader *self)
{
  if (self->state == BENCH_READER_CLOSE)
    return end_body (self);
  return self->state == BENCH_READER_DONE || fail (self, "the connection ended early");
}
