/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* The stream that the generator writes and the client verifies: an opening that names the number
 * of events, that many deltas of one size, a closing. Each of the three is a valid part of an
 * answer of the Messages API. A delta carries its number and the time at which it was written. */

#define BENCH_EVENT_SIZE 200 /* bytes of one delta's block */
#define BENCH_CHUNK_SIZE 206 /* the same as a chunk of its own: "c8\r\n" before, "\r\n" after */
#define BENCH_SEQ_WIDTH 10
#define BENCH_STAMP_WIDTH 19

/* Where the fixed-width fields lie in a delta's block. */
extern const gsize bench_event_seq_at;
extern const gsize bench_event_stamp_at;

/* The deltas' block, with zeros in both fields: BENCH_EVENT_SIZE bytes. */
const char *bench_event_template (void);

/* Length of the opening, and where in it the number of events stands (BENCH_SEQ_WIDTH digits). */
const char *bench_opening (gsize *length, gsize *count_at);
const char *bench_closing (gsize *length);

/* The answer to a small request, which asks for no stream, and the bodies of the requests. */
const char *bench_small_answer (gsize *length);
const char *bench_request_body (gboolean stream, gsize *length);

/* Fixed-width decimal numbers with leading zeros. */
void bench_put_number (char *at, int width, guint64 number);
gboolean bench_get_number (const char *at, int width, guint64 *number);

/* Adds one to a fixed-width decimal number in place. */
static inline void
bench_count_up (char *at, int width)
{
  int i = width - 1;

  while (i > 0 && at[i] == '9')
    at[i--] = '0';
  at[i]++;
}
