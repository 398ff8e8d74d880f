/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "log-writer.h"
#include "tap-content.h"
#include "tap-error.h"

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
  g_autofree char *answer = NULL;

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
    { "/content/free-while-busy", test_free_while_busy },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
