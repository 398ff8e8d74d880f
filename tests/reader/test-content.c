/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "log-writer.h"
#include "tap-content.h"
#include "tap-error.h"
#include "tap-log-reader.h"
#include "tap-trace.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  LogWriter log;
  TapContent *content;
  guint64 wanted; /* bytes of the answer */
  guint64 agent;  /* places of the connections' records */
  guint64 gateway;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  log_writer_init (&self->log);
  self->agent = self->gateway = TAP_CONTENT_NOWHERE;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tap_content_free (self->content);
  log_writer_clear (&self->log);
}

static void
changed_cb (gpointer user_data)
{
}

static void
open_content (Fixture *self, guint64 exchange, guint64 offset, gboolean grows)
{
  g_autoptr (GError) error = NULL;

  TapContentPlaces places = { offset, self->agent, self->gateway };

  self->content
    = tap_content_new (self->log.path, exchange, &places, grows, changed_cb, self, &error);
  g_assert_no_error (error);
}

static gboolean
is_complete (gpointer user_data)
{
  return tap_content_is_complete (((Fixture *) user_data)->content);
}

static gboolean
has_wanted (gpointer user_data)
{
  Fixture *self = user_data;

  return tap_content_get_size (self->content, TAP_CONTENT_ANSWER) >= self->wanted;
}

static char *
dup_part (Fixture *self, TapContentPart part)
{
  g_autoptr (GBytes) bytes = tap_content_dup_bytes (self->content, part, 0, G_MAXSIZE);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_cmpuint (length, ==, tap_content_get_size (self->content, part));
  return g_strndup (data != NULL ? data : "", length);
}

/* Other exchanges' records lie between its own; framing is undone on the way. */
static void
test_parts (Fixture *self, gconstpointer data)
{
  static const char request[] = "POST /v1/messages HTTP/1.1\r\nHost: a\r\n"
                                "Transfer-Encoding: chunked\r\n\r\n";
  static const char gateway[] = "\"connection\":2,\"side\":\"gateway\",\"for\":1,"
                                "\"address\":\"127.0.0.1:9\",\"resolved\":7,\"connected\":8";
  g_autofree char *body = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *wire = NULL;
  TapConnectionFacts facts;
  guint64 offset;
  TapRead read;
  char middle[6] = "";

  log_writer_begin (&self->log, 1, "other", NULL);
  offset = self->log.written;
  log_writer_add (&self->log, 2, TAP_RECORD_REQUEST, request, -1, "\"reused\":true");
  log_writer_add (&self->log, 2, TAP_RECORD_CONNECTION, NULL, 0, gateway);
  log_writer_event (&self->log, 1, "other", "{}");
  log_writer_add (&self->log, 2, TAP_RECORD_UP, "3\r\n{\"a", -1, NULL);
  log_writer_add (&self->log, 2, TAP_RECORD_UP, "\r\n4\r\n\":1}\r\n0\r\n\r\n", -1, NULL);
  log_writer_add (&self->log, 2, TAP_RECORD_RESPONSE, "HTTP/1.1 100 Continue\r\n\r\n", -1, NULL);
  log_writer_add (&self->log, 2, TAP_RECORD_RESPONSE,
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", -1, NULL);
  log_writer_event (&self->log, 2, "ping", "{}");
  log_writer_end (&self->log, 2, "gateway", "complete");
  log_writer_event (&self->log, 1, "other", "{}");
  open_content (self, 2, offset, FALSE);
  log_writer_wait (is_complete, self);

  body = dup_part (self, TAP_CONTENT_REQUEST);
  g_assert_cmpstr (body, ==, "{\"a\":1}");
  answer = dup_part (self, TAP_CONTENT_ANSWER);
  g_assert_cmpstr (answer, ==, "event: ping\ndata: {}\n\n");
  g_assert_cmpuint (tap_content_read (self->content, TAP_CONTENT_ANSWER, 7, (guint8 *) middle, 4),
                    ==, 4);
  g_assert_cmpstr (middle, ==, "ping");
  g_assert_cmpuint (
      tap_content_read (self->content, TAP_CONTENT_ANSWER, 1000, (guint8 *) middle, 4), ==, 0);

  wire = dup_part (self, TAP_CONTENT_WIRE);
  g_assert_true (g_str_has_prefix (wire, request));
  g_assert_true (g_str_has_suffix (wire, "0\r\n\r\n"));
  g_assert_cmpuint (tap_content_count_reads (self->content), ==, 7);
  g_assert_true (tap_content_get_read (self->content, 1, &read));
  g_assert_cmpuint (read.kind, ==, TAP_RECORD_UP);
  g_assert_cmpuint (read.offset, ==, strlen (request));
  g_assert_cmpuint (read.length, ==, strlen ("3\r\n{\"a"));
  g_assert_false (tap_content_get_read (self->content, 7, &read));

  tap_content_get_connection (self->content, &facts);
  g_assert_cmpstr (facts.gateway, ==, "127.0.0.1:9");
  g_assert_cmpint (facts.resolved, ==, 7);
  g_assert_cmpint (facts.connected, ==, 8);
  g_assert_cmpint (facts.secured, ==, -1);
  g_assert_true (facts.reused);
  tap_connection_facts_clear (&facts);
}

static void
test_length (Fixture *self, gconstpointer data)
{
  g_autofree char *body = NULL;

  log_writer_add (&self->log, 1, TAP_RECORD_REQUEST,
                  "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\n", -1, NULL);
  log_writer_add (&self->log, 1, TAP_RECORD_UP, "{\"a\":1}", -1, NULL);
  open_content (self, 1, 0, FALSE);
  log_writer_wait (is_complete, self);
  body = dup_part (self, TAP_CONTENT_REQUEST);
  g_assert_cmpstr (body, ==, "{\"a\":1}");
}

static void
test_grows (Fixture *self, gconstpointer data)
{
  log_writer_begin (&self->log, 1, "a", NULL);
  open_content (self, 1, 0, TRUE);
  for (guint i = 1; i <= 20; i++)
    {
      log_writer_event (&self->log, 1, "a", "b");
      self->wanted = i * strlen ("event: a\ndata: b\n\n");
      log_writer_wait (has_wanted, self);
      g_assert_false (tap_content_is_complete (self->content));
    }
  log_writer_end (&self->log, 1, "gateway", "complete");
  log_writer_wait (is_complete, self);
}

static void
add_coded (Fixture *self, const guint8 *bytes, gsize length)
{
  g_autoptr (GString) chunk = g_string_new (NULL);

  g_string_printf (chunk, "%zx\r\n", length);
  g_string_append_len (chunk, (const char *) bytes, (gssize) length);
  g_string_append (chunk, "\r\n");
  log_writer_add (&self->log, 1, TAP_RECORD_IN, chunk->str, (gssize) chunk->len, NULL);
}

static GBytes *
compress (const char *text)
{
  g_autoptr (GConverter) converter
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GInputStream) plain = g_memory_input_stream_new_from_data (text, -1, NULL);
  g_autoptr (GInputStream) coded = g_converter_input_stream_new (plain, converter);

  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (memory, coded, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_gzip (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) coded = compress ("event: a\ndata: b\n\n");
  g_autofree char *answer = NULL;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (coded, &length);

  log_writer_begin (&self->log, 1, "a", "gzip");
  add_coded (self, bytes, 5);
  add_coded (self, bytes + 5, length - 5);
  log_writer_end (&self->log, 1, "gateway", "complete");
  open_content (self, 1, 0, FALSE);
  log_writer_wait (is_complete, self);
  answer = dup_part (self, TAP_CONTENT_ANSWER);
  g_assert_cmpstr (answer, ==, "event: a\ndata: b\n\n");
  g_assert_null (tap_content_dup_fault (self->content, TAP_CONTENT_ANSWER));
}

static void
test_broken_coding (Fixture *self, gconstpointer data)
{
  g_autofree char *fault = NULL;

  log_writer_begin (&self->log, 1, "a", "gzip");
  add_coded (self, (const guint8 *) "no gzip at all", 14);
  log_writer_end (&self->log, 1, "gateway", "complete");
  open_content (self, 1, 0, FALSE);
  log_writer_wait (is_complete, self);
  fault = tap_content_dup_fault (self->content, TAP_CONTENT_ANSWER);
  g_assert_nonnull (fault);
}

/* The connections' records are read from where the trace has seen them. */
static void
test_connections (Fixture *self, gconstpointer data)
{
  TapConnectionFacts facts;
  guint64 first;

  self->agent = self->log.written;
  log_writer_add (&self->log, 0, TAP_RECORD_CONNECTION, NULL, 0,
                  "\"connection\":1,\"side\":\"agent\",\"address\":\"127.0.0.1:5\"");
  self->gateway = self->log.written;
  log_writer_add (&self->log, 1, TAP_RECORD_CONNECTION, NULL, 0,
                  "\"connection\":2,\"side\":\"gateway\",\"for\":1,\"address\":\"127.0.0.1:9\","
                  "\"resolved\":1,\"connected\":2,\"tls\":3,\"protocol\":\"TLS1.3\"");
  first = self->log.written;
  log_writer_add (&self->log, 2, TAP_RECORD_REQUEST, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", -1,
                  "\"connection\":1,\"reused\":true");
  log_writer_end (&self->log, 2, "gateway", "fin");
  open_content (self, 2, first, FALSE);
  log_writer_wait (is_complete, self);

  tap_content_get_connection (self->content, &facts);
  g_assert_cmpstr (facts.agent, ==, "127.0.0.1:5");
  g_assert_cmpstr (facts.gateway, ==, "127.0.0.1:9");
  g_assert_cmpstr (facts.tls, ==, "TLS1.3");
  g_assert_true (facts.reused);
  g_assert_cmpint (facts.resolved, ==, 1);
  g_assert_cmpint (facts.connected, ==, 2);
  g_assert_cmpint (facts.secured, ==, 3);
  tap_connection_facts_clear (&facts);
  /* They are no part of the exchange. */
  g_assert_cmpuint (tap_content_count_reads (self->content), ==, 1);
}

/* Behind a hole the offsets would not be those of the events, so nothing is decoded there. */
static void
test_lost (Fixture *self, gconstpointer data)
{
  g_autofree char *answer = NULL;
  g_autofree char *fault = NULL;
  g_autofree char *wire = NULL;

  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_event (&self->log, 1, "ping", "1");
  log_writer_add (&self->log, 1, TAP_RECORD_LOST, NULL, 0, "\"bytes\":5,\"records\":1");
  log_writer_event (&self->log, 1, "ping", "2");
  log_writer_end (&self->log, 1, "gateway", "complete");
  open_content (self, 1, 0, FALSE);
  log_writer_wait (is_complete, self);

  answer = dup_part (self, TAP_CONTENT_ANSWER);
  g_assert_cmpstr (answer, ==, "event: ping\ndata: 1\n\n");
  fault = tap_content_dup_fault (self->content, TAP_CONTENT_ANSWER);
  g_assert_nonnull (fault);
  g_assert_null (tap_content_dup_fault (self->content, TAP_CONTENT_REQUEST));
  wire = dup_part (self, TAP_CONTENT_WIRE);
  g_assert_nonnull (strstr (wire, "data: 2"));
}

/* A broken line, and an answer that nobody asked for, change nothing. */
static void
test_odd_records (Fixture *self, gconstpointer data)
{
  g_autofree char *answer = NULL;

  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_event (&self->log, 1, "a", "1");
  log_writer_add_raw (&self->log, "{\"seq\":1,\n");
  log_writer_add (&self->log, 1, TAP_RECORD_RESPONSE,
                  "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n", -1, NULL);
  log_writer_event (&self->log, 1, "b", "2");
  log_writer_end (&self->log, 1, "gateway", "complete");
  open_content (self, 1, 0, FALSE);
  log_writer_wait (is_complete, self);
  answer = dup_part (self, TAP_CONTENT_ANSWER);
  g_assert_cmpstr (answer, ==, "event: a\ndata: 1\n\nevent: b\ndata: 2\n\n");
}

/* The engine ended, the exchange did not. */
static void
test_finish (Fixture *self, gconstpointer data)
{
  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_event (&self->log, 1, "a", "1");
  open_content (self, 1, 0, TRUE);
  self->wanted = 1;
  log_writer_wait (has_wanted, self);
  g_assert_false (tap_content_is_complete (self->content));
  log_writer_event (&self->log, 1, "b", "2");
  tap_content_finish (self->content);
  log_writer_wait (is_complete, self);
  g_assert_cmpuint (tap_content_get_size (self->content, TAP_CONTENT_ANSWER), ==,
                    strlen ("event: a\ndata: 1\n\nevent: b\ndata: 2\n\n"));
}

/* Where an event says that it lies, there it lies: coded and cut into odd reads. */
static void
test_events_lie_there (Fixture *self, gconstpointer data)
{
  static const char stream[] = ": hello\n\nevent: ping\ndata: {}\n\nevent: größe\r\ndata: 1\r\n\r\n"
                               "event: last\ndata: 2\n\n";
  static const char *const begins[] = { ": hello", "event: ping", "event: größe", "event: last" };
  g_autoptr (GBytes) coded = compress (stream);
  g_autoptr (TapLogReader) reader = NULL;
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
  TapExchange *exchange;
  TapRecord *record;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (coded, &length);

  log_writer_begin (&self->log, 1, "a", "gzip");
  for (gsize i = 0; i < length; i++)
    add_coded (self, bytes + i, 1);
  log_writer_end (&self->log, 1, "gateway", "complete");
  open_content (self, 1, 0, FALSE);
  log_writer_wait (is_complete, self);

  reader = tap_log_reader_open (self->log.path, NULL);
  while ((record = tap_log_reader_next (reader, NULL)) != NULL)
    {
      tap_trace_push (trace, record);
      tap_record_unref (record);
    }
  exchange = tap_trace_get (trace, 0);
  g_assert_cmpuint (tap_exchange_count_blocks (exchange), ==, G_N_ELEMENTS (begins));
  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    {
      const TapEvent *event = tap_exchange_get_block (exchange, i);
      g_autoptr (GBytes) block = tap_content_dup_bytes (self->content, TAP_CONTENT_ANSWER,
                                                        event->offset, event->length);
      gsize size;
      const char *text = g_bytes_get_data (block, &size);

      g_assert_cmpuint (size, ==, event->length);
      g_assert_cmpmem (text, strlen (begins[i]), begins[i], strlen (begins[i]));
    }
}

static void
test_free_while_busy (Fixture *self, gconstpointer data)
{
  log_writer_begin (&self->log, 1, "a", NULL);
  for (guint i = 0; i < 20000; i++)
    log_writer_event (&self->log, 1, "a", "b");
  self->wanted = 1;
  open_content (self, 1, 0, TRUE);
  log_writer_wait (has_wanted, self);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/content/parts", test_parts },
    { "/content/length", test_length },
    { "/content/grows", test_grows },
    { "/content/gzip", test_gzip },
    { "/content/broken-coding", test_broken_coding },
    { "/content/connections", test_connections },
    { "/content/lost", test_lost },
    { "/content/odd-records", test_odd_records },
    { "/content/finish", test_finish },
    { "/content/events-lie-there", test_events_lie_there },
    { "/content/free-while-busy", test_free_while_busy },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
