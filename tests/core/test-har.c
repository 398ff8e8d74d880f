/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-error.h"
#include "tap-har.h"
#include "trace-dump.h"

#include <string.h>

#define ARCHIVE_HEAD "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"T\"},\"entries\":["
#define ARCHIVE_TAIL "]}}"

#define DATE "\"startedDateTime\":\"2026-11-18T11:06:40.000Z\""
#define URL "\"method\":\"POST\",\"url\":\"https://g.test/v1/messages\""
#define ASKED "\"postData\":{\"mimeType\":\"application/json\",\"text\":\"{\\\"model\\\":\\\"m\\\",\\\"stream\\\":true}\"}"
#define REQUEST "\"request\":{" URL "," ASKED "}"
#define SSE_TYPE "\"headers\":[{\"name\":\"content-type\",\"value\":\"text/event-stream\"}]"

/* Streams as JSON strings. */
#define START_DATA                                                                                 \
  "{\\\"type\\\":\\\"message_start\\\",\\\"message\\\":{\\\"id\\\":\\\"msg_1\\\",\\\"type\\\":"    \
  "\\\"message\\\",\\\"role\\\":\\\"assistant\\\",\\\"content\\\":[],\\\"model\\\":\\\"m\\\","     \
  "\\\"stop_reason\\\":null,\\\"stop_sequence\\\":null,\\\"usage\\\":{\\\"input_tokens\\\":3,"     \
  "\\\"output_tokens\\\":1}}}"
#define DELTA_DATA                                                                                 \
  "{\\\"type\\\":\\\"message_delta\\\",\\\"delta\\\":{\\\"stop_reason\\\":\\\"end_turn\\\","       \
  "\\\"stop_sequence\\\":null},\\\"usage\\\":{\\\"output_tokens\\\":4}}"
#define STOP_DATA "{\\\"type\\\":\\\"message_stop\\\"}"
#define EVENT(name, data) "event: " name "\\ndata: " data "\\n\\n"
#define START EVENT ("message_start", START_DATA)
#define GOOD START EVENT ("message_delta", DELTA_DATA) EVENT ("message_stop", STOP_DATA)
#define STREAM(text) "\"response\":{\"status\":200," SSE_TYPE ",\"content\":{\"text\":\"" text "\"}}"
#define TIMINGS "\"time\":30000,\"timings\":{\"send\":0,\"wait\":1000,\"receive\":29000}"
#define MESSAGE(time, name, data)                                                                  \
  "{\"time\":" time ",\"eventName\":\"" name "\",\"eventId\":\"\",\"data\":\"" data "\"}"

#define MAX_WORDS 8

/* What the trace's dump, with its heads, has and has not. */
static const struct
{
  const char *name;
  const char *entries;
  const char *has[MAX_WORDS];
  const char *lacks[MAX_WORDS];
} cases[] = {
  { "good", "{" DATE "," TIMINGS "," REQUEST "," STREAM (GOOD) "}",
    { "#1 ended method=POST target=/v1/messages model=m upstream=https://g.test", "how=complete",
      "grammar=anthropic-messages", "asked=0 answered=1000000", "ended=30000000", "events=3 gap=1000000",
      "block 2 stop message_delta", " at -1..-1" },
    { "idle-gap", "error", "warning", "silence" } },
  { "connect has tls in it",
    "{" DATE ",\"timings\":{\"blocked\":1,\"dns\":2,\"connect\":10,\"ssl\":7,\"send\":3,\"wait\":20,"
    "\"receive\":40}," REQUEST "," STREAM (GOOD) "}",
    { "asked=16000 answered=36000", "ended=76000" } },
  { "what did not apply is -1",
    "{" DATE ",\"time\":61.5,\"timings\":{\"blocked\":-1,\"dns\":-1,\"connect\":-1,\"ssl\":-1,\"send\":0.5,"
    "\"wait\":20,\"receive\":41}," REQUEST "," STREAM (GOOD) "}",
    { "asked=500 answered=20500", "ended=61500" } },
  { "a time zone, and an entry before the first",
    "{\"startedDateTime\":\"2026-11-18T12:06:40.500+01:00\"," TIMINGS "," REQUEST "," STREAM (GOOD) "},"
    "{" DATE "," TIMINGS "," REQUEST "," STREAM (GOOD) "}",
    { "#1 ended method=POST target=/v1/messages model=m upstream=https://g.test\n"
      "  status=200 reason= type=text/event-stream grammar=anthropic-messages by=gateway how=complete\n"
      "  began=0 asked=0", "#2 ended", "began=500000 asked=500000" } },
  { "http/2 in the heads",
    "{" DATE ",\"request\":{" URL ",\"httpVersion\":\"http/2.0\",\"headers\":["
    "{\"name\":\":authority\",\"value\":\"g.test\"},{\"name\":\":path\",\"value\":\"/v1/messages\"},"
    "{\"name\":\"user-agent\",\"value\":\"claude-cli/2.0\"},{\"name\":\"content-length\",\"value\":\"99\"}],"
    ASKED "}," STREAM (GOOD) "}",
    { "POST /v1/messages HTTP/1.1\r\n", "client=claude-cli/2.0", "\r\nHost: g.test\r\n",
      "Content-Length: 27\r\n", "asked=0" },
    { ":authority", ":path", "99" } },
  { "decoded, chunked no more",
    "{" DATE "," REQUEST ",\"response\":{\"status\":200,\"statusText\":\"OK\",\"headers\":["
    "{\"name\":\"Content-Encoding\",\"value\":\"br\"},{\"name\":\"Transfer-Encoding\",\"value\":\"chunked\"},"
    "{\"name\":\"Content-Length\",\"value\":\"17\"},{\"name\":\"Content-Type\",\"value\":\"text/event-stream\"}],"
    "\"content\":{\"text\":\"" GOOD "\"}}}",
    { "reason=OK", "events=3", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: " },
    { "br", "chunked", ": 17", "error", "warning" } },
  { "base64, not decoded",
    "{" DATE "," REQUEST ",\"response\":{\"status\":200,\"headers\":["
    "{\"name\":\"Content-Encoding\",\"value\":\"gzip\"},{\"name\":\"Content-Type\",\"value\":\"text/event-stream\"}],"
    "\"content\":{\"encoding\":\"base64\",\"text\":"
    "\"H4sIAAAAAAACA1NQULBScMvMKS5RCMhMTuXKSCzKTq3k4gIA/sqx6BgAAAA=\"}}}",
    { "Content-Encoding: gzip\r\n" } },
  { "base64 of text",
    "{" DATE "," REQUEST ",\"response\":{\"status\":200," SSE_TYPE ",\"content\":{\"encoding\":\"base64\","
    "\"text\":\"ZXZlbnQ6IHBpbmcKZGF0YTogeyJ0eXBlIjoicGluZyJ9Cgo=\"}}}",
    { "block 1 ping ping 0+35", "Content-Length: 35" } },
  { "credentials",
    "{" DATE ",\"request\":{\"method\":\"POST\",\"url\":\"https://me:hidden-word@g.test/v1/messages?key=hidden-key-1\","
    "\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer hidden-token-2\"},"
    "{\"name\":\"x-api-key\",\"value\":\"hidden-token-3\"}]},\"response\":{\"status\":200,\"headers\":["
    "{\"name\":\"Set-Cookie\",\"value\":\"a=hidden-token-4; Path=/\\nb=hidden-token-5\"}],"
    "\"_error\":\"net::ERR_FAILED with hidden-token-3\"}}",
    { "Authorization: Bearer *", "x-api-key: *", "Set-Cookie: a=*", "; Path=/\r\nSet-Cookie: b=*",
      "target=/v1/messages?key=*", "upstream=https://g.test", "ERR_FAILED with *" },
    { "hidden" } },
  { "no name",
    "{" DATE "," REQUEST ",\"response\":{\"status\":0,\"_error\":\"net::ERR_NAME_NOT_RESOLVED\"}}",
    { "by=gateway how=no-such-name", "upstream-unreachable", "ERR_NAME_NOT_RESOLVED", "answered=-1" } },
  { "refused, as a proxy says it",
    "{" DATE "," REQUEST ",\"response\":{\"status\":0,\"_error\":\"[Errno 111] Connect call failed ('127.0.0.1', 1)\"}}",
    { "how=refused", "upstream-unreachable" } },
  { "an error that nobody knows",
    "{" DATE "," REQUEST ",\"response\":{\"status\":0,\"_error\":\"something new\"}}",
    { "by=gateway how=fault", "no-answer", "something new" } },
  { "aborted",
    "{" DATE "," TIMINGS "," REQUEST ",\"response\":{\"status\":200," SSE_TYPE ",\"content\":{\"text\":\"" START "\"},"
    "\"_error\":\"net::ERR_ABORTED\"}}",
    { "by=agent how=aborted", "agent-left", "ended=30000000" },
    { "missing-message-stop", "truncated-body", "idle-gap", "Content-Length: 224" } },
  { "cut",
    "{" DATE "," TIMINGS "," REQUEST ",\"response\":{\"status\":200," SSE_TYPE ",\"content\":{\"text\":\"" START "\"},"
    "\"_error\":\"net::ERR_INCOMPLETE_CHUNKED_ENCODING\"}}",
    { "by=gateway how=fin", "truncated-body", "missing-message-stop" },
    { "idle-gap", "empty-stream" } },
  { "no end is known",
    "{" DATE "," REQUEST ",\"response\":{\"status\":0}}",
    { "how=stopped", "note capture-ended" },
    { "by=", "error", "warning" } },
  { "the body was left out",
    "{" DATE "," TIMINGS "," REQUEST ",\"response\":{\"status\":200," SSE_TYPE
    ",\"content\":{\"size\":4000,\"comment\":\"not included\"}}}",
    { "lost=4000", "log-incomplete event 0", "does not hold" },
    { "empty-stream", "error", "idle-gap", "missing-message" } },
  { "nobody says whether there was a body",
    "{" DATE "," REQUEST ",\"response\":{\"status\":200," SSE_TYPE ",\"content\":{},\"bodySize\":-1}}",
    { "log-incomplete", "does not hold" }, { "empty-stream" } },
  { "there was none",
    "{" DATE "," REQUEST ",\"response\":{\"status\":200," SSE_TYPE ",\"content\":{\"size\":0},\"bodySize\":-1}}",
    { "empty-stream" }, { "log-incomplete" } },
  { "half of the body",
    "{" DATE "," REQUEST ",\"response\":{\"status\":200," SSE_TYPE ",\"content\":{\"size\":9000,\"text\":\"" START "\"}}}",
    { "log-incomplete", "only the beginning" }, { "missing-message-stop", "error" } },
  { "304 and what the browser had",
    "{" DATE ",\"request\":{\"method\":\"GET\",\"url\":\"http://g.test\"},\"response\":{\"status\":304,"
    "\"content\":{\"size\":3,\"text\":\"old\"}}}",
    { "target=/ upstream=http://g.test", "status=304", "in=0" }, { "log-incomplete", "error" } },
  { "events of ours",
    "{" DATE "," TIMINGS ",\"_events\":[{\"event\":1,\"time\":1000},{\"event\":2,\"time\":13000.5},"
    "{\"event\":3,\"time\":30000}]," REQUEST "," STREAM (GOOD) "}",
    { "block 1 start message_start 0+224 at 1000000..1000000", "at 13000500..13000500",
      "at 30000000..30000000", "silence of bytes 1000000..13000500 after 1", "idle-gap event 2 at 13000500" } },
  { "events of ours, some of them",
    "{" DATE "," TIMINGS ",\"_events\":[{\"event\":1,\"time\":1000},{\"event\":3,\"time\":30000},"
    "{\"event\":4000000000,\"time\":30001},{\"event\":0,\"time\":5},7]," REQUEST "," STREAM (GOOD) "}",
    { "at 1000000..1000000", "at -1..-1", "at 30000000..30000000" }, { "idle-gap", "silence" } },
  { "a comment of an unknown time",
    "{" DATE "," TIMINGS ",\"_events\":[{\"event\":1,\"time\":1000},{\"event\":2,\"time\":20000},"
    "{\"event\":3,\"time\":30000}]," REQUEST "," STREAM (START ": wait\\n\\n" EVENT ("message_delta", DELTA_DATA)
    EVENT ("message_stop", STOP_DATA)) "}",
    { "block 0 comment - 224+8 at -1..-1", "at 20000000..20000000" }, { "silence of bytes 1000000" } },
  { "Chromium's messages",
    "{" DATE "," TIMINGS ",\"_eventSourceMessages\":[" MESSAGE ("1795000001", "message_start", START_DATA) ","
    MESSAGE ("1795000002.25", "message_delta", DELTA_DATA) "," MESSAGE ("1795000030", "message_stop", STOP_DATA)
    "]," REQUEST "," STREAM (GOOD) "}",
    { "at 1000000..1000000", "at 2250000..2250000", "at 30000000..30000000" } },
  { "Chromium's messages alone",
    "{" DATE "," TIMINGS ",\"_eventSourceMessages\":[" MESSAGE ("1795000001", "message_start", START_DATA) ","
    MESSAGE ("1795000002", "message_delta", DELTA_DATA) "," MESSAGE ("1795000003", "message_stop", STOP_DATA)
    "]," REQUEST ",\"response\":{\"status\":200," SSE_TYPE ",\"content\":{\"size\":4000}}}",
    { "block 1 start message_start 0+224 at 1000000", "events=3" }, { "log-incomplete", "error", "empty" } },
  { "messages of another stream, and times that cannot be",
    "{" DATE "," TIMINGS ",\"_eventSourceMessages\":[" MESSAGE ("1795000001", "message_start", "{}") ","
    MESSAGE ("17", "message_delta", DELTA_DATA) "," MESSAGE ("1e14", "message_stop", STOP_DATA)
    "]," REQUEST "," STREAM (GOOD) "}",
    { "events=3" }, { "at 1", "at 2", "at 3" } },
  { "entries that cannot be read",
    "7,{},{\"request\":{}},{\"request\":{\"method\":\"GET\",\"url\":\"no url\"}},"
    "{\"request\":{\"method\":\"GE T\",\"url\":\"http://g.test/\"}},{\"startedDateTime\":\"soon\"," REQUEST "}",
    { "#6 ended", "skipped 5 of 6, from 1: it has no request" }, { "#1 ", "#5 " } },
  { "headers that cannot be",
    "{" DATE ",\"request\":{" URL ",\"headers\":[7,{\"name\":\"a b\",\"value\":\"1\"},{\"name\":\"c\"},"
    "{\"name\":\"d\",\"value\":\"x\\r\\ne: f\"},{\"name\":\"Host\",\"value\":\"one\"},{\"name\":\"host\",\"value\":\"two\"}]},"
    "\"response\":{\"status\":200,\"statusText\":\"a\\r\\nb: c\",\"headers\":\"none\",\"content\":{\"size\":0,\"mimeType\":\"text/plain\"}}}",
    { "d: x \r\nd: e: f\r\n", "Host: one\r\n", "HTTP/1.1 200 a  b: c\r\nContent-Type: text/plain\r\n" },
    { "a b: 1", "two", "malformed" } },
  { "nothing in it", "", { "skipped 0 of 0" } },
};

static void
append_head (GString *out, GBytes *head)
{
  if (head != NULL)
    g_string_append_len (out, g_bytes_get_data (head, NULL), (gssize) g_bytes_get_size (head));
}

static char *
load (const char *archive, gsize length)
{
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
  g_autoptr (GError) error = NULL;
  g_auto (TapHarNotes) notes = { 0 };
  g_autofree char *exact = g_memdup2 (archive, length); /* without a NUL behind it */
  g_autofree char *dump = NULL;
  GString *out;

  g_assert_true (tap_har_load (exact, length, trace, &notes, &error));
  g_assert_no_error (error);
  dump = trace_dump (trace);
  out = g_string_new (dump);
  for (guint i = 0; i < tap_trace_count (trace); i++)
    {
      append_head (out, tap_exchange_get_request_head (tap_trace_get (trace, i)));
      append_head (out, tap_exchange_get_response_head (tap_trace_get (trace, i)));
    }
  g_string_append_printf (out, "skipped %u of %u, from %u: %s\n", notes.n_skipped, notes.n_entries,
                          notes.first_skipped, notes.why != NULL ? notes.why : "-");
  return g_string_free (out, FALSE);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *archive = g_strconcat (ARCHIVE_HEAD, cases[i].entries, ARCHIVE_TAIL, NULL);
      g_autofree char *out = load (archive, strlen (archive));

      for (guint k = 0; k < MAX_WORDS && cases[i].has[k] != NULL; k++)
        {
          if (strstr (out, cases[i].has[k]) == NULL)
            g_error ("%s: “%s” is not in\n%s", cases[i].name, cases[i].has[k], out);
        }
      for (guint k = 0; k < MAX_WORDS && cases[i].lacks[k] != NULL; k++)
        {
          if (strstr (out, cases[i].lacks[k]) != NULL)
            g_error ("%s: “%s” is in\n%s", cases[i].name, cases[i].lacks[k], out);
        }
    }
}

/* What connecting took is told beside what the proxy measured, and is no part of it. */
static void
test_mitmproxy (void)
{
  static const char archive[]
    = "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"mitmproxy\",\"version\":\"11\"},\"entries\":[{" DATE
      ",\"time\":112,\"timings\":{\"connect\":50,\"ssl\":40,\"send\":2,\"wait\":10,\"receive\":10}," REQUEST
      "," STREAM (GOOD) "}]}}";
  g_autofree char *out = load (archive, strlen (archive));

  g_assert_nonnull (strstr (out, "asked=2000 answered=12000"));
  g_assert_nonnull (strstr (out, "ended=22000"));
}

static const struct
{
  const char *archive;
  int code;
  const char *says;
} broken[] = {
  { "", TAP_ERROR_FORMAT, "cut off" },
  { "{\"log\":{\n\"version\":\"1.2\",\n\"ent", TAP_ERROR_FORMAT, "in line 3" },
  { "{\"log\":{\n\"version\":tru}}", TAP_ERROR_FORMAT, "line 2" },
  { "\xef\xbb\xbf{\"log\":7}", TAP_ERROR_FORMAT, "no “log”" },
  { "[]", TAP_ERROR_FORMAT, "no “log”" },
  { "{\"log\":{}}", TAP_ERROR_FORMAT, "entries" },
  { "{\"log\":{\"entries\":{}}}", TAP_ERROR_FORMAT, "entries" },
  { "{\"log\":{\"version\":\"2.0\",\"entries\":[]}}", TAP_ERROR_NEWER, "2.0" },
  { "{\"log\":{\"entries\":[]}}x", TAP_ERROR_FORMAT, "byte 22" },
};

static void
assert_fails (const char *archive, gsize length, int code, const char *says)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, 0);
  g_autoptr (GError) error = NULL;
  g_auto (TapHarNotes) notes = { 0 };
  g_autofree char *exact = g_memdup2 (archive, MAX (length, 1));

  g_assert_false (tap_har_load (exact, length, trace, &notes, &error));
  g_assert_error (error, TAP_ERROR, code);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” is not in “%s”", says, error->message);
}

static void
test_broken (void)
{
  g_autoptr (GString) bomb = g_string_new ("{\"log\":");

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    assert_fails (broken[i].archive, strlen (broken[i].archive), broken[i].code, broken[i].says);
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (bomb, '[');
  assert_fails (bomb->str, bomb->len, TAP_ERROR_FORMAT, "nested");
}

static void
test_looks_like (void)
{
  static const struct
  {
    const char *text;
    gboolean is;
  } rows[] = {
    { "{\"log\":{\"version\"", TRUE },     { "\xef\xbb\xbf \r\n{\n\t\"log\" : {", TRUE },
    { "{\"log\":[", FALSE },               { "{\"logs\":{", FALSE },
    { "{\"seq\":0,\"kind\":\"x\"}", FALSE }, { "{", FALSE },
    { "", FALSE },                         { "{\"log\":", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize length = strlen (rows[i].text);
      g_autofree char *exact = g_memdup2 (rows[i].text, MAX (length, 1));

      g_assert_cmpint (tap_har_looks_like (exact, length), ==, rows[i].is);
    }
}

/* Each beginning of an archive, and each with one byte less, is read or refused. */
static void
test_total (void)
{
  const char *archive = ARCHIVE_HEAD "{" DATE "," TIMINGS ",\"_events\":[{\"event\":1,\"time\":1}],"
                        REQUEST "," STREAM (GOOD) "}" ARCHIVE_TAIL;
  gsize length = strlen (archive);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *without = g_malloc (length);

      memcpy (without, archive, i);
      memcpy (without + i, archive + i + 1, length - i - 1);
      for (guint whole = 0; whole < 2; whole++)
        {
          g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
          g_autoptr (GError) error = NULL;
          g_auto (TapHarNotes) notes = { 0 };
          gboolean read = tap_har_load (without, whole ? length - 1 : i, trace, &notes, &error);

          g_assert_true (read == (error == NULL));
          g_assert_cmpuint (tap_trace_count (trace) + notes.n_skipped, ==, notes.n_entries);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/har/cases", test_cases);
  g_test_add_func ("/har/mitmproxy", test_mitmproxy);
  g_test_add_func ("/har/broken", test_broken);
  g_test_add_func ("/har/looks-like", test_looks_like);
  g_test_add_func ("/har/total", test_total);
  return g_test_run ();
}
