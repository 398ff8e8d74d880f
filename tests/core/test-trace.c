/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-decode.h"
#include "tap-record.h"
#include "tap-trace.h"
#include "trace-dump.h"
#include "trace-rules.h"

#include <gio/gio.h>
#include <string.h>

/* Transcripts: a log's lines, a line of dashes, and what the fold makes of them. Every file is
 * folded in several ways, which must all give the same. */

/* --- The ways to fold. */

/* Looks at everything after each record, as a window does. */
static void
look_cb (TapTrace *trace, TapExchange *exchange, TapChange change, gpointer user_data)
{
  guint *n_looks = user_data;
  g_autofree char *text = trace_dump (trace);
  g_autofree char *verdicts = trace_dump_verdicts (trace);

  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_cmpuint (strlen (verdicts), >, 0);
  (*n_looks)++;
}

static void
push_at_once (TapTrace *trace, TapRecord *record)
{
  tap_trace_push (trace, record);
}

/* The bytes of one read as so many records of one byte, each in memory of exactly its size. */
static void
push_bytewise (TapTrace *trace, TapRecord *record)
{
  TapRecordKind kind = tap_record_get_kind (record);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (tap_record_get_bytes (record), &length);

  if (kind != TAP_RECORD_IN && kind != TAP_RECORD_UP)
    {
      tap_trace_push (trace, record);
      return;
    }
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GBytes) one = g_bytes_new (bytes + i, 1);
      g_autoptr (TapRecord) piece = tap_record_new (tap_record_get_seq (record),
                                                    tap_record_get_exchange (record),
                                                    tap_record_get_at (record), kind, one, NULL);

      tap_trace_push (trace, piece);
    }
}

/* Through the log's form and back. */
static void
push_rewritten (TapTrace *trace, TapRecord *record)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (TapRecord) again = NULL;
  g_autoptr (GError) error = NULL;

  tap_record_append_line (record, line);
  again = tap_record_parse_line (line->str, line->len, &error);
  g_assert_no_error (error);
  tap_trace_push (trace, again);
}

static const struct
{
  const char *name;
  void (*push) (TapTrace *trace, TapRecord *record);
  gboolean look;
  TapTraceFlags flags;
} ways[] = {
  { "at once", push_at_once, FALSE, TAP_TRACE_KEEP_EVENTS },
  { "with a look after each record", push_at_once, TRUE, TAP_TRACE_KEEP_EVENTS },
  { "byte by byte", push_bytewise, FALSE, TAP_TRACE_KEEP_EVENTS },
  { "byte by byte, with looks", push_bytewise, TRUE, TAP_TRACE_KEEP_EVENTS },
  { "through the log's form", push_rewritten, FALSE, TAP_TRACE_KEEP_EVENTS },
  { "without keeping events", push_at_once, FALSE, 0 },
};

/* What is expected where no events are kept: all but their lines. */
static char *
drop_blocks (const char *text)
{
  g_autoptr (GRegex) blocks = g_regex_new ("^  block .*\n", G_REGEX_MULTILINE, 0, NULL);

  return g_regex_replace_literal (blocks, text, -1, 0, "", 0, NULL);
}

static GPtrArray *
read_records (const char *text)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (
    (GDestroyNotify) tap_record_unref);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      TapRecord *record;

      if (*lines[i] != '{') /* a remark */
        continue;
      record = tap_record_parse_line (lines[i], strlen (lines[i]), &error);
      g_assert_no_error (error);
      g_ptr_array_add (records, record);
    }
  return g_steal_pointer (&records);
}

static void
test_transcript (gconstpointer data)
{
  const char *path = data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *verdicts = NULL;
  char *border;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  border = strstr (text, BORDER);
  g_assert_nonnull (border);
  *border = '\0';
  records = read_records (text);
  g_assert_cmpuint (records->len, >, 0);

  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    {
      g_autoptr (TapTrace) trace = tap_trace_new (ways[way].flags, TAP_TRACE_GAP);
      g_autofree char *found = NULL;
      g_autofree char *expected = NULL;
      g_autofree char *said = NULL;
      guint n_looks = 0;

      if (ways[way].look)
        tap_trace_set_func (trace, look_cb, &n_looks);
      for (guint i = 0; i < records->len; i++)
        ways[way].push (trace, g_ptr_array_index (records, i));
      tap_trace_finish (trace);
      found = trace_dump (trace);
      if (g_getenv ("TAPLINE_UPDATE_TRANSCRIPTS") != NULL && way == 0)
        {
          g_autofree char *both = g_strconcat (text, BORDER, found, NULL);

          g_file_set_contents (path, both, -1, &error);
          g_assert_no_error (error);
          g_test_skip ("rewritten");
          return;
        }
      expected = ways[way].flags & TAP_TRACE_KEEP_EVENTS
                   ? g_strdup (border + strlen (BORDER))
                   : drop_blocks (border + strlen (BORDER));
      if (!g_str_equal (found, expected))
        g_test_message ("folded %s", ways[way].name);
      g_assert_cmpstr (found, ==, expected);
      if (ways[way].look)
        g_assert_cmpuint (n_looks, >, 0);

      said = trace_dump_verdicts (trace);
      if (verdicts == NULL)
        verdicts = g_steal_pointer (&said);
      else
        g_assert_cmpstr (said, ==, verdicts);
    }
}

/* --- What a transcript cannot say. */

static void
push_line (TapTrace *trace, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
push_line (TapTrace *trace, const char *format, ...)
{
  g_autofree char *line = NULL;
  g_autoptr (TapRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  record = tap_record_parse_line (line, strlen (line), &error);
  g_assert_no_error (error);
  tap_trace_push (trace, record);
}

#define ASK "\"kind\":\"request\",\"text\":\"GET /v1/models HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n\"}"
#define ANSWER                                                                                     \
  "\"kind\":\"response\",\"text\":\"HTTP/1.1 200 OK\\r\\n"                                         \
  "Content-Type: text/event-stream\\r\\n\\r\\n\"}"

/* While it is silent the silence grows with the time that is asked for, and is not listed. */
static void
test_open_silence (void)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
  TapExchange *exchange;
  TapSilence silence;

  push_line (trace, "{\"seq\":1,\"exchange\":3,\"at\":1000," ASK);
  exchange = tap_trace_find (trace, 3);
  g_assert_nonnull (exchange);
  g_assert_cmpint (tap_exchange_get_state (exchange), ==, TAP_EXCHANGE_WAITING);
  g_assert_cmpint (tap_exchange_get_longest_gap (exchange, 26000000), ==, 25999000);
  g_assert_true (tap_exchange_get_open_silence (exchange, 26000000, TRUE, &silence));
  g_assert_cmpint (silence.from, ==, 1000);
  g_assert_cmpint (silence.to, ==, 26000000);
  g_assert_cmpuint (silence.after_event, ==, 0);
  g_assert_cmpuint (tap_exchange_count_silences (exchange), ==, 0);

  /* A comment ends the silence of bytes, but not that of events. */
  push_line (trace, "{\"seq\":2,\"exchange\":3,\"at\":30000000," ANSWER);
  push_line (trace, "{\"seq\":3,\"exchange\":3,\"at\":31000000,\"kind\":\"in\",\"text\":\": x\\n\\n\"}");
  g_assert_true (tap_exchange_get_open_silence (exchange, 31000500, TRUE, &silence));
  g_assert_cmpint (silence.from, ==, 31000000);
  g_assert_true (tap_exchange_get_open_silence (exchange, 31000500, FALSE, &silence));
  g_assert_cmpint (silence.from, ==, 1000);

  push_line (trace, "{\"seq\":4,\"exchange\":3,\"at\":32000000,\"kind\":\"end\",\"by\":\"agent\","
                    "\"how\":\"fin\"}");
  g_assert_false (tap_exchange_get_open_silence (exchange, 90000000, TRUE, &silence));
  g_assert_cmpint (tap_exchange_get_longest_gap (exchange, 90000000), ==, 29999000);
}

/* What no calendar has is unknown, and not a sum that overflows. */
static void
test_odd_beginning (void)
{
  static const struct
  {
    const char *started;
    gint64 expected;
  } cases[] = {
    { "1700000000000000", 1700000000000000 }, { "-5", 0 }, { "9223372036854775807", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);

      push_line (trace,
                 "{\"seq\":0,\"exchange\":0,\"at\":0,\"kind\":\"session\",\"started\":%s}",
                 cases[i].started);
      g_assert_cmpint (tap_trace_get_started (trace), ==, cases[i].expected);
    }
}

static void
count_cb (TapTrace *trace, TapExchange *exchange, TapChange change, gpointer user_data)
{
  guint *counts = user_data;

  counts[change]++;
  if (change == TAP_CHANGE_ENDED)
    tap_trace_forget (trace, tap_exchange_get_id (exchange));
}

static void
test_changes_and_forgetting (void)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
  guint counts[TAP_CHANGE_ENDED + 1] = { 0 };

  tap_trace_set_func (trace, count_cb, counts);
  for (guint id = 1; id <= 3; id++)
    {
      push_line (trace, "{\"seq\":1,\"exchange\":%u,\"at\":10," ASK, id);
      push_line (trace, "{\"seq\":1,\"exchange\":%u,\"at\":20," ANSWER, id);
      push_line (trace, "{\"seq\":1,\"exchange\":%u,\"at\":30,\"kind\":\"in\",\"text\":\"data\"}", id);
    }
  tap_trace_forget (trace, 2); /* not while it is open */
  g_assert_cmpuint (tap_trace_count (trace), ==, 3);

  push_line (trace, "{\"seq\":1,\"exchange\":2,\"at\":40,\"kind\":\"end\",\"by\":\"gateway\","
                    "\"how\":\"complete\"}");
  g_assert_cmpuint (tap_trace_count (trace), ==, 2);
  g_assert_null (tap_trace_find (trace, 2));

  /* What comes late for a forgotten one does not bring it back. */
  push_line (trace, "{\"seq\":1,\"exchange\":2,\"at\":50,\"kind\":\"lost\",\"bytes\":1,\"records\":1}");
  g_assert_null (tap_trace_find (trace, 2));
  g_assert_nonnull (tap_trace_find (trace, 1));

  tap_trace_finish (trace);
  g_assert_cmpuint (tap_trace_count (trace), ==, 0);
  g_assert_cmpuint (counts[TAP_CHANGE_BEGAN], ==, 3);
  g_assert_cmpuint (counts[TAP_CHANGE_HEAD], ==, 3);
  g_assert_cmpuint (counts[TAP_CHANGE_PROGRESS], ==, 3);
  g_assert_cmpuint (counts[TAP_CHANGE_ENDED], ==, 3);
}

/* A long answer: the chunks of the array, and pointers that stay good. */
static void
test_many_events (void)
{
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
  const TapEvent *first;
  TapExchange *exchange;
  guint n = 20000;

  push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":1," ASK);
  push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":2," ANSWER);
  push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":3,\"kind\":\"in\",\"text\":\"data: 1\\n\\n\"}");
  exchange = tap_trace_find (trace, 1);
  first = tap_exchange_get_block (exchange, 0);
  for (guint i = 2; i <= n; i++)
    push_line (trace,
               "{\"seq\":1,\"exchange\":1,\"at\":%u,\"kind\":\"in\",\"text\":\"data: 1\\n\\n\"}",
               i + 2);

  g_assert_cmpuint (tap_exchange_count_events (exchange), ==, n);
  g_assert_true (tap_exchange_get_block (exchange, 0) == first);
  g_assert_null (tap_exchange_get_block (exchange, n));
  for (guint i = 0; i < n; i++)
    {
      const TapEvent *event = tap_exchange_get_block (exchange, i);

      g_assert_cmpuint (event->number, ==, i + 1);
      g_assert_cmpint (event->last_at, ==, i + 3);
      g_assert_cmpuint (event->offset, ==, (guint64) i * 9);
      g_assert_cmpuint (event->length, ==, 9);
    }
}

static GBytes *
compress (GBytes *bytes)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GInputStream) input = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GInputStream) coded = g_converter_input_stream_new (input, G_CONVERTER (gzip));
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_output_stream_splice (output, coded, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
}

/* 256 MB of a comment in a few hundred bytes. How far it is followed depends on the reads, so this
 * is no transcript; that it is not followed to its end must not. */
static void
test_bomb (void)
{
  gsize size = 256 * 1024 * 1024;
  char *comment = g_malloc (size);
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) once = NULL;
  g_autoptr (GBytes) twice = NULL;
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
  g_autoptr (TapRecord) record = NULL;
  TapExchange *exchange;
  TapFindings *findings;
  gboolean found = FALSE;

  memset (comment, ':', size);
  plain = g_bytes_new_take (comment, size);
  once = compress (plain);
  twice = compress (once);
  record = tap_record_new (1, 1, 30, TAP_RECORD_IN, twice, NULL);

  push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":10," ASK);
  push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":20,\"kind\":\"response\",\"text\":"
                    "\"HTTP/1.1 200 OK\\r\\nContent-Type: text/event-stream\\r\\n"
                    "Content-Encoding: gzip, gzip\\r\\n\\r\\n\"}");
  tap_trace_push (trace, record);
  exchange = tap_trace_find (trace, 1);
  findings = tap_exchange_get_findings (exchange);
  for (guint i = 0; i < tap_findings_count (findings); i++)
    found = found || tap_findings_get (findings, i)->rule == TAP_RULE_BODY_NOT_DECODABLE;
  g_assert_true (found);

  push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":40,\"kind\":\"end\",\"by\":\"gateway\","
                    "\"how\":\"complete\"}");
  g_assert_cmpuint (tap_exchange_count_blocks (exchange), ==, 1);
  g_assert_cmpuint (tap_exchange_get_block (exchange, 0)->length, <, size / 2);
}

/* The silence in which it ended is told, however many there were before. */
static void
test_many_silences (void)
{
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
  guint n = 2 * TAP_FINDINGS_MAX_OF_RULE;
  TapFindings *findings;
  gint64 at = 0;
  guint n_errors = 0;

  push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":10," ASK);
  push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":20," ANSWER);
  for (guint i = 0; i < n; i++)
    {
      at += 2 * TAP_TRACE_GAP;
      push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":%" G_GINT64_FORMAT ",\"kind\":\"in\",\"text\":"
                        "\"event: ping\\ndata: {\\\"type\\\":\\\"ping\\\"}\\n\\n\"}", at);
      tap_exchange_get_findings (tap_trace_get (trace, 0)); /* as a window does */
    }
  push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":%" G_GINT64_FORMAT ",\"kind\":\"end\",\"by\":"
                    "\"gateway\",\"how\":\"fin\"}", at + 4 * TAP_TRACE_GAP);

  findings = tap_exchange_get_findings (tap_trace_get (trace, 0));
  g_assert_cmpuint (tap_findings_count_severity (findings, TAP_SEVERITY_WARNING), >=, n);
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      if (finding->rule == TAP_RULE_IDLE_GAP && finding->severity == TAP_SEVERITY_ERROR)
        n_errors++;
    }
  g_assert_cmpuint (n_errors, ==, 1);
}

/* No word of the wire is kept at a length that nobody chose. */
static void
test_long_words (void)
{
  g_autofree char *word = g_strnfill (1024 * 1024, 'w');
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
  const TapProgress *progress;
  const TapIdentity *identity;

  push_line (trace, "{\"seq\":1,\"exchange\":1,\"at\":10,\"kind\":\"request\",\"text\":"
                    "\"POST /v1/messages HTTP/1.1\\r\\nHost: h\\r\\nUser-Agent: claude-cli/1%.8000s\\r\\n"
                    "Content-Length: %zu\\r\\n\\r\\n\"}", word, strlen (word) + 64);
  push_line (trace, "{\"seq\":2,\"exchange\":1,\"at\":11,\"kind\":\"up\",\"text\":"
                    "\"{\\\"model\\\":\\\"%s\\\",\\\"stream\\\":true,\\\"metadata\\\":{\\\"user_id\\\":"
                    "\\\"abc_session_\\\"}}\"}", word);
  push_line (trace, "{\"seq\":3,\"exchange\":1,\"at\":20,\"kind\":\"response\",\"text\":"
                    "\"HTTP/1.1 200 OK\\r\\nContent-Type: text/event-stream\\r\\n\\r\\n\"}");
  push_line (trace, "{\"seq\":4,\"exchange\":1,\"at\":30,\"kind\":\"in\",\"text\":"
                    "\"data: {\\\"type\\\":\\\"message_delta\\\",\\\"delta\\\":{\\\"stop_reason\\\":"
                    "\\\"%s\\\"}}\\n\\n\"}", word);
  push_line (trace, "{\"seq\":5,\"exchange\":1,\"at\":30,\"kind\":\"in\",\"text\":"
                    "\"data: {\\\"type\\\":\\\"content_block_start\\\",\\\"index\\\":0,\\\"content_block\\\":"
                    "{\\\"type\\\":\\\"tool_use\\\",\\\"name\\\":\\\"%s\\\"}}\\n\\n\"}", word);

  progress = tap_exchange_get_progress (tap_trace_get (trace, 0));
  identity = tap_exchange_get_identity (tap_trace_get (trace, 0));
  g_assert_cmpuint (strlen (progress->tool), <, 1000);
  g_assert_cmpuint (strlen (progress->stop_reason), <, 1000);
  g_assert_cmpuint (strlen (identity->client_version), <, 1000);
  g_assert_true (tap_exchange_asked_stream (tap_trace_get (trace, 0)));
  g_assert_null (tap_exchange_get_model (tap_trace_get (trace, 0)));
}

static void
add_folder (const char *path, GPtrArray *paths)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      if (g_str_has_suffix (name, ".transcript"))
        {
          g_autofree char *test = g_strdup_printf ("/trace/transcript/%s", name);
          char *file = g_build_filename (path, name, NULL);

          g_ptr_array_add (paths, file);
          g_test_add_data_func (test, file, test_transcript);
        }
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, >, 1);
  for (int i = 1; i < argc; i++)
    add_folder (argv[i], paths);
  g_assert_cmpuint (paths->len, >, 0);
  trace_rules_add_tests (paths);
  g_test_add_func ("/trace/open-silence", test_open_silence);
  g_test_add_func ("/trace/odd-beginning", test_odd_beginning);
  g_test_add_func ("/trace/changes-and-forgetting", test_changes_and_forgetting);
  g_test_add_func ("/trace/many-events", test_many_events);
  g_test_add_func ("/trace/bomb", test_bomb);
  g_test_add_func ("/trace/many-silences", test_many_silences);
  g_test_add_func ("/trace/long-words", test_long_words);
  return g_test_run ();
}
