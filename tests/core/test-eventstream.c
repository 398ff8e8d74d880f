/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "check-trace.h"
#include "frames.h"
#include "tap-splitter.h"

#include <string.h>

#define M_START "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_a\",\"content\":[]," \
                "\"stop_reason\":null,\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}"
#define M_OPEN "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":" \
               "{\"type\":\"text\",\"text\":\"\"}}"
#define M_TEXT "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":" \
               "\"text_delta\",\"text\":\"Gr\u00fc\u00dfe\"}}"
#define M_CLOSE "{\"type\":\"content_block_stop\",\"index\":0}"
#define M_TURN "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}," \
               "\"usage\":{\"output_tokens\":3}}"
#define M_STOP "{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":{}}"

static const char *const message[] = { M_START, M_OPEN, M_TEXT, M_CLOSE, M_TURN, M_STOP, NULL };

static GByteArray *
wrap (const char *const *events)
{
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; events[i] != NULL; i++)
    frame_append_chunk (bytes, events[i]);
  return bytes;
}

static char *
check (const GByteArray *bytes, gsize length, gsize step)
{
  return check_trace ((const char *) bytes->data, length, step, NULL, NULL);
}

static gsize
first_length (const guint8 *frame)
{
  return (gsize) frame[2] << 8 | frame[3];
}

/* number name data, a block a line; "!" and why where it is broken. */
static char *
dump (const GByteArray *bytes, gsize step, gboolean expects)
{
  g_auto (TapSplitter) splitter = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);
  TapSseBlock block;
  gsize pos = 0;
  guint64 end = 0;
  gboolean ended = FALSE;

  if (expects)
    tap_splitter_expect_frames (&splitter);
  while (!ended)
    {
      gsize count = MIN (step, bytes->len - pos);
      g_autofree guint8 *copy = count > 0 ? g_memdup2 (bytes->data + pos, count) : NULL;

      if (count > 0)
        tap_splitter_push (&splitter, copy, count, (gint64) pos);
      pos += count;
      ended = pos == bytes->len;
      if (ended)
        tap_splitter_end (&splitter);
      while (tap_splitter_pull (&splitter, &block))
        {
          g_assert_cmpuint (block.offset, ==, end);
          end += block.length;
          g_string_append_printf (out, "%u %s %s%s%s\n", block.number,
                                  block.event != NULL ? block.event : "-",
                                  block.data != NULL ? block.data : "",
                                  block.flags & TAP_SSE_BROKEN ? "!" : "",
                                  block.fault != NULL ? block.fault : "");
          g_assert_true ((block.number > 0) == ((block.flags & TAP_SSE_EVENT) != 0));
          g_assert_true ((block.flags & TAP_SSE_BROKEN) == 0 || block.number == 0);
        }
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_blocks (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *got = NULL;

  frame_append_event (bytes, "contentBlockDelta", "{\"delta\":{\"text\":\"Hi\"}}");
  frame_append_chunk (bytes, M_CLOSE);
  frame_append_chunk (bytes, "{\"generation\":\"x\"}");
  frame_append_exception (bytes, "throttlingException", "{\"message\":\"Too \\\"many\\\"\"}");
  frame_append (bytes, "", ":message-type", "error", ":error-code", "InternalError",
                ":error-message", "It\tbroke", NULL);
  frame_append_exception (bytes, "modelStreamErrorException", "no JSON");
  frame_append_raw (bytes, NULL, 0, (const guint8 *) "{}", 2);
  got = dump (bytes, G_MAXSIZE, FALSE);
  g_assert_cmpstr (got, ==,
                   "1 contentBlockDelta {\"delta\":{\"text\":\"Hi\"}}\n"
                   "2 content_block_stop " M_CLOSE "\n"
                   "3 chunk {\"generation\":\"x\"}\n"
                   "4 error {\"type\":\"error\",\"error\":{\"type\":\"throttlingException\","
                   "\"message\":\"Too \\\"many\\\"\"}}\n"
                   "5 error {\"type\":\"error\",\"error\":{\"type\":\"InternalError\","
                   "\"message\":\"It\\u0009broke\"}}\n"
                   "6 error {\"type\":\"error\",\"error\":{\"type\":\"modelStreamErrorException\","
                   "\"message\":\"no JSON\"}}\n"
                   "7 - {}\n");
}

/* Headers of every type are passed over; those that cannot be read break their frame alone. */
static void
test_headers (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    gboolean good;
  } headers[] = {
#define H(bytes, good) { bytes, sizeof bytes - 1, good }
    H ("", TRUE),
    H ("\1a\0", TRUE),
    H ("\1a\1", TRUE),
    H ("\1a\2x", TRUE),
    H ("\1a\3xx", TRUE),
    H ("\1a\4xxxx", TRUE),
    H ("\1a\5xxxxxxxx", TRUE),
    H ("\1a\6\0\2xx", TRUE),
    H ("\1a\7\0\2xx\1b\0", TRUE),
    H ("\1a\10xxxxxxxx", TRUE),
    H ("\1a\11xxxxxxxxxxxxxxxx", TRUE),
    H ("\1a\12", FALSE),
    H ("\0a\0", FALSE),
    H ("\1", FALSE),
    H ("\1a", FALSE),
    H ("\5ab", FALSE),
    H ("\1a\5xxxx", FALSE),
    H ("\1a\7\0", FALSE),
    H ("\1a\7\0\3xx", FALSE),
#undef H
  };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree char *got = NULL;

      frame_append_raw (bytes, (const guint8 *) headers[i].bytes, headers[i].length,
                        (const guint8 *) "{}", 2);
      frame_append_event (bytes, "next", "{}");
      got = dump (bytes, G_MAXSIZE, FALSE);
      g_assert_cmpstr (got, ==,
                       headers[i].good ? "1 - {}\n2 next {}\n"
                                       : "0 - !its headers cannot be read\n1 next {}\n");
    }
}

static void
test_message (void)
{
  g_autoptr (GByteArray) bytes = wrap (message);
  g_autofree char *got = check (bytes, bytes->len, G_MAXSIZE);
  g_autoptr (TapChecker) checker = tap_checker_new (NULL, NULL, NULL, NULL);

  g_assert_cmpstr (got, ==, "");
  tap_checker_push (checker, bytes->data, bytes->len, 0);
  g_assert_true (tap_checker_grammar (checker) == tap_grammar_by_name ("anthropic-messages"));
  g_assert_cmpuint (tap_checker_events (checker), ==, 6);
}

/* What is broken, and what that leaves of the stream. */
static void
test_findings (void)
{
  const char *const twice[] = { M_START, M_START, M_OPEN, M_TEXT, M_CLOSE, M_TURN, M_STOP, NULL };
  g_autoptr (GByteArray) duplicate = wrap (twice);
  g_autoptr (GByteArray) flipped = wrap (message);
  g_autoptr (GByteArray) lost = wrap (message);
  g_autoptr (GByteArray) cut = wrap (message);
  g_autoptr (GByteArray) failed = g_byte_array_new ();
  g_autoptr (GByteArray) first = g_byte_array_new ();
  g_autoptr (GByteArray) coded = g_byte_array_new ();
  g_autoptr (GByteArray) converse = g_byte_array_new ();
  const struct
  {
    const char *title;
    const GByteArray *bytes;
    gsize length;
    const char *expected;
  } cases[] = {
    { "a rule of the dialect", duplicate, duplicate->len, "duplicate-message-start@2" },
    { "a payload's bit flipped", flipped, flipped->len,
      "event-stream-broken@5 missing-message-stop@end" },
    { "a length's bit flipped", lost, lost->len,
      "event-stream-broken@1 missing-message-stop@end" },
    { "cut within a frame", cut, cut->len - 7,
      "event-stream-broken@end missing-message-stop@end" },
    { "an exception", failed, 0, "error-event@2" },
    { "an exception first", first, 0, "error-event@1" },
    { "not base64", coded, 0, "event-stream-broken@1 missing-message-stop@end" },
    { "converse, with an exception", converse, 0, "error-event@3" },
  };
  gsize last = 0;

  for (guint i = 0; i < 5; i++)
    last += first_length (flipped->data + last);
  flipped->data[last + 40] ^= 1;
  lost->data[first_length (lost->data) + 2] ^= 1;
  frame_append_chunk (failed, M_START);
  frame_append_exception (failed, "throttlingException", "{\"message\":\"Slow down\"}");
  frame_append_exception (first, "validationException", "{\"message\":\"No\"}");
  frame_append_chunk (coded, M_START);
  frame_append_event (coded, "chunk", "{\"bytes\":\"a*==\"}");
  frame_append_event (converse, "messageStart", "{\"role\":\"assistant\"}");
  frame_append_event (converse, "contentBlockDelta", "{\"delta\":{\"text\":\"x\"}}");
  frame_append_exception (converse, "throttlingException", "{\"message\":\"Slow down\"}");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = cases[i].length > 0 ? cases[i].length : cases[i].bytes->len;
      g_autofree char *got = check (cases[i].bytes, length, G_MAXSIZE);

      if (strcmp (got, cases[i].expected) != 0)
        g_error ("%s: got \"%s\", expected \"%s\"", cases[i].title, got, cases[i].expected);
      for (gsize step = 1; step < 90; step++)
        {
          g_autofree char *again = check (cases[i].bytes, length, step);

          g_assert_cmpstr (again, ==, got);
        }
    }
}

/* The content type makes a broken first frame one. */
static void
test_expected (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    const char *findings; /* the rules only */
  } bodies[] = {
    { "\0\0\0\x20\0\0\0\0xxxxyyyy", 16, "event-stream-broken empty-stream" },
    { "\0\0\0", 3, "event-stream-broken empty-stream" },
    { "<html>", 6, "html-in-stream" },
    { "{\"message\":\"x\"}", 15, "json-instead-of-sse" },
    { "event: ping\ndata: {\"type\": \"ping\"}\n\n", 36, "empty-stream" },
    { "", 0, "empty-stream" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (TapChecker) checker = tap_checker_new (NULL, NULL, NULL, NULL);
      TapFindings *findings = tap_checker_findings (checker);
      g_autoptr (GString) got = g_string_new (NULL);

      tap_checker_expect_frames (checker);
      tap_checker_push (checker, (const guint8 *) bodies[i].bytes, bodies[i].length, 0);
      tap_checker_finish (checker, TAP_BODY_COMPLETE, 0);
      for (guint k = 0; k < tap_findings_count (findings); k++)
        g_string_append_printf (got, "%s%s", k > 0 ? " " : "",
                                tap_rule_id (tap_findings_get (findings, k)->rule));
      g_assert_cmpstr (got->str, ==, bodies[i].findings);
    }
}

static void
test_splits (void)
{
  g_autoptr (GByteArray) bytes = wrap (message);
  g_autofree char *whole = NULL;

  frame_append_exception (bytes, "e", "{}");
  g_byte_array_append (bytes, (const guint8 *) "\0\0", 2);
  whole = dump (bytes, G_MAXSIZE, FALSE);
  for (gsize step = 1; step < bytes->len; step++)
    {
      g_autofree char *got = dump (bytes, step, FALSE);

      g_assert_cmpstr (got, ==, whole);
    }
}

/* Text that begins with NUL is text all the same. */
static void
test_text (void)
{
  static const char text[] = "\0event: x\n\n" PING START;
  g_autofree char *got = check_trace (text, sizeof text - 1, G_MAXSIZE, NULL, NULL);
  g_autofree char *short_one = check_trace (text, 5, G_MAXSIZE, NULL, NULL);

  g_assert_cmpstr (got, ==, "missing-message-stop@end");
  g_assert_cmpstr (short_one, ==, "empty-stream@end");
}

static void
test_times (void)
{
  g_autoptr (GByteArray) bytes = wrap (message);
  g_auto (TapEventStream) stream = { NULL };
  TapSseBlock block;

  tap_event_stream_push (&stream, bytes->data, 20, 10);
  g_assert_false (tap_event_stream_pull (&stream, &block));
  tap_event_stream_push (&stream, bytes->data + 20, 100, 20);
  g_assert_false (tap_event_stream_pull (&stream, &block));
  tap_event_stream_push (&stream, bytes->data + 120, bytes->len - 120, 30);
  g_assert_true (tap_event_stream_pull (&stream, &block));
  g_assert_cmpint (block.first_at, ==, 10);
  g_assert_cmpint (block.last_at, ==, 30);
  g_assert_true (tap_event_stream_pull (&stream, &block));
  g_assert_cmpint (block.first_at, ==, 30);
  g_assert_cmpint (block.last_at, ==, 30);
}

/* As large as an event may be, and no larger. */
static void
test_large (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *payload = g_strnfill (8 * 1024 * 1024, 'x');
  g_autofree char *huge = g_strnfill (17 * 1024 * 1024, 'x');
  g_autofree char *got = NULL;

  frame_append_event (bytes, "large", payload);
  frame_append_event (bytes, "next", huge);
  frame_append_event (bytes, "after", "{}");
  got = dump (bytes, 65536, FALSE);
  g_assert_true (g_str_has_prefix (got, "1 large xxx"));
  g_assert_true (g_str_has_suffix (got, "xxx\n0 - !it is too large to be one\n"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/eventstream/blocks", test_blocks);
  g_test_add_func ("/eventstream/headers", test_headers);
  g_test_add_func ("/eventstream/message", test_message);
  g_test_add_func ("/eventstream/findings", test_findings);
  g_test_add_func ("/eventstream/expected", test_expected);
  g_test_add_func ("/eventstream/splits", test_splits);
  g_test_add_func ("/eventstream/text", test_text);
  g_test_add_func ("/eventstream/times", test_times);
  g_test_add_func ("/eventstream/large", test_large);

  return g_test_run ();
}
