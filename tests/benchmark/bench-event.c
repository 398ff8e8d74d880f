/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-event.h"

#include <string.h>

#define BEFORE \
  "event: content_block_delta\n" \
  "data: {\"type\":\"content_block_delta\",\"index\":0," \
  "\"delta\":{\"type\":\"text_delta\",\"text\":\""
#define SEQ "0000000000"
#define STAMP "0000000000000000000"
#define AFTER " the quick brown fox jumps over the lazy dog, and again\"}}\n\n"
#define DELTA BEFORE SEQ " " STAMP AFTER

G_STATIC_ASSERT (sizeof DELTA - 1 == BENCH_EVENT_SIZE);
G_STATIC_ASSERT (sizeof SEQ - 1 == BENCH_SEQ_WIDTH);
G_STATIC_ASSERT (sizeof STAMP - 1 == BENCH_STAMP_WIDTH);

const gsize bench_event_seq_at = sizeof BEFORE - 1;
const gsize bench_event_stamp_at = sizeof BEFORE - 1 + BENCH_SEQ_WIDTH + 1;

#define OPENING_BEFORE \
  "event: message_start\n" \
  "data: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_"
#define OPENING_AFTER \
  "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-benchmark\",\"content\":[]," \
  "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":10," \
  "\"output_tokens\":1}}}\n\n" \
  "event: content_block_start\n" \
  "data: {\"type\":\"content_block_start\",\"index\":0," \
  "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
#define CLOSING \
  "event: content_block_stop\n" \
  "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n" \
  "event: message_delta\n" \
  "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"," \
  "\"stop_sequence\":null},\"usage\":{\"output_tokens\":100}}\n\n" \
  "event: message_stop\n" \
  "data: {\"type\":\"message_stop\"}\n\n"
#define SMALL_ANSWER \
  "{\"id\":\"msg_small\",\"type\":\"message\",\"role\":\"assistant\"," \
  "\"model\":\"claude-benchmark\",\"content\":[{\"type\":\"text\",\"text\":\"Yes.\"}]," \
  "\"stop_reason\":\"end_turn\",\"stop_sequence\":null," \
  "\"usage\":{\"input_tokens\":10,\"output_tokens\":2}}"
#define REQUEST_BODY(stream) \
  "{\"model\":\"claude-benchmark\",\"max_tokens\":1024,\"stream\":" stream "," \
  "\"messages\":[{\"role\":\"user\",\"content\":\"Measure the way from here to there.\"}]}"

static const char opening[] = OPENING_BEFORE SEQ OPENING_AFTER;

const char *
bench_event_template (void)
{
  return DELTA;
}

const char *
bench_opening (gsize *length, gsize *count_at)
{
  *length = sizeof opening - 1;
  *count_at = sizeof OPENING_BEFORE - 1;
  return opening;
}

const char *
bench_closing (gsize *length)
{
  *length = sizeof CLOSING - 1;
  return CLOSING;
}

const char *
bench_small_answer (gsize *length)
{
  *length = sizeof SMALL_ANSWER - 1;
  return SMALL_ANSWER;
}

const char *
bench_request_body (gboolean stream, gsize *length)
{
  const char *body = stream ? REQUEST_BODY ("true") : REQUEST_BODY ("false");

  *length = strlen (body);
  return body;
}

void
bench_put_number (char *at, int width, guint64 number)
{
  for (int i = width - 1; i >= 0; i--)
    {
      at[i] = (char) ('0' + number % 10);
      number /= 10;
    }
}

gboolean
bench_get_number (const char *at, int width, guint64 *number)
{
  guint64 value = 0;

  for (int i = 0; i < width; i++)
    {
      if (!g_ascii_isdigit (at[i]))
        return FALSE;
      value = value * 10 + (guint64) (at[i] - '0');
    }
  *number = value;
  return TRUE;
}
