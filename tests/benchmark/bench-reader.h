/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* Reads one answer of the generator, head included, in any fragments, and verifies all of it:
 * status 200, framing, every event there, whole and in order. */

/* What readers count, together. */
typedef struct
{
  guint64 events;
  guint64 body_bytes;  /* after the head, framing included */
  guint64 first_stamp; /* ns, the earliest; G_MAXUINT64 before any */
  GArray *latencies;   /* (nullable) of guint32: ns from stamp to arrival, saturating */
} BenchTally;

typedef enum
{
  BENCH_READER_HEAD,
  BENCH_READER_CHUNK_SIZE,
  BENCH_READER_CHUNK_DATA,
  BENCH_READER_CHUNK_END,
  BENCH_READER_LAST_END,
  BENCH_READER_LENGTH,
  BENCH_READER_CLOSE,
  BENCH_READER_DONE,
  BENCH_READER_FAILED,
} BenchReaderState;

typedef enum
{
  BENCH_BODY_OPENING,
  BENCH_BODY_EVENTS,
  BENCH_BODY_CLOSING,
  BENCH_BODY_SMALL,
  BENCH_BODY_OVER,
} BenchBodyPart;

typedef struct
{
  BenchTally *tally;
  BenchReaderState state;
  BenchBodyPart part;
  GString *head;
  guint64 left;   /* bytes of this chunk or of the length */
  gsize offset;   /* into this part of the body, or into this event */
  guint64 wanted; /* events, as the opening said */
  guint64 got;
  const char *failure;
  gboolean any_chunk_digit;
  char count[10]; /* the wanted number's digits; BENCH_SEQ_WIDTH */
  char seq[10];   /* of the next event */
  char event[200]; /* of an event that came in pieces; BENCH_EVENT_SIZE */
} BenchReader;

void bench_reader_init (BenchReader *self, BenchTally *tally);
void bench_reader_clear (BenchReader *self);

/* Makes it ready for the next answer. */
void bench_reader_reset (BenchReader *self);

/* @now: when the bytes came, in ns. FALSE once the answer is wrong: see self->failure. */
gboolean bench_reader_push (BenchReader *self, const char *data, gsize length, guint64 now);

/* The connection's end. FALSE if the answer was not whole. */
gboolean bench_reader_finish (BenchReader *self);
