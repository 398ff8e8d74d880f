/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-log-reader.h"
#include "tap-trace.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* How many events a second one core folds: the checker alone, the whole fold from records in
 * memory, and the whole fold from a log on disk that this program writes for itself. CPU time of
 * the process, the median of some rounds. Prints a table, and the numbers as JSON. */

static int n_events = 200000;
static int n_rounds = 5;
static int per_read = 1;
static gboolean json_only = FALSE;

static const GOptionEntry entries[] = {
  { "events", 'e', 0, G_OPTION_ARG_INT, &n_events, "Events in a round (200000)", "N" },
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Rounds (5)", "N" },
  { "per-read", 'p', 0, G_OPTION_ARG_INT, &per_read, "Events in a read, and so in a record (1)", "N" },
  { "json", 'j', 0, G_OPTION_ARG_NONE, &json_only, "Print the JSON only", NULL },
  { NULL },
};

/* --- The stream: messages like a model's, with text, thinking and a tool call. */

#define FIRST                                                                                      \
  "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","         \
  "\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":\"m\","                    \
  "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,"                     \
  "\"output_tokens\":1}}}\n\n"
#define LAST                                                                                       \
  "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"            \
  "\"tool_use\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":9}}\n\n"                      \
  "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"

static const char *const words[] = {
  "The", " answer", " lies", " in", " the", " second", " file", ",", " which", " \\u201creads\\u201d",
  " each", " line", " twice", ".\\n\\n", " Größe", " of", " it", ":", " 4711",
};

enum
{
  BLOCK_THINKING,
  BLOCK_TEXT,
  BLOCK_TOOL,
  N_BLOCKS
};

static const char *const starts[N_BLOCKS] = {
  [BLOCK_THINKING] = "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
  [BLOCK_TEXT] = "{\"type\":\"text\",\"text\":\"\"}",
  [BLOCK_TOOL] = "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"read_file\",\"input\":{}}",
};

static void
append_delta (GString *out, guint index, guint kind, guint i)
{
  const char *word = words[i % G_N_ELEMENTS (words)];

  g_string_append_printf (out,
                          "event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
                          "\"index\":%u,\"delta\":",
                          index);
  switch (kind)
    {
    case BLOCK_THINKING:
      g_string_append_printf (out, "{\"type\":\"thinking_delta\",\"thinking\":\"%s\"}", word);
      break;
    case BLOCK_TEXT:
      g_string_append_printf (out, "{\"type\":\"text_delta\",\"text\":\"%s\"}", word);
      break;
    default:
      g_string_append_printf (out, "{\"type\":\"input_json_delta\",\"partial_json\":\"%s\"}",
                              i == 0 ? "{\\\"lines\\\":[1" : ",22");
      break;
    }
  g_string_append (out, "}\n\n");
}

/* Each event on its own, in order. */
static GPtrArray *
make_events (guint count)
{
  GPtrArray *events = g_ptr_array_new_with_free_func (g_free);
  guint a_block = (count - 2 - 2 * N_BLOCKS) / N_BLOCKS;

  g_ptr_array_add (events, g_strdup (FIRST));
  for (guint block = 0; block < N_BLOCKS; block++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      g_ptr_array_add (events, g_strdup_printf (
                                 "event: content_block_start\ndata: {\"type\":"
                                 "\"content_block_start\",\"index\":%u,\"content_block\":%s}\n\n",
                                 block, starts[block]));
      for (guint i = 0; i < a_block; i++)
        {
          g_string_truncate (out, 0);
          append_delta (out, block, block, i);
          g_ptr_array_add (events, g_strdup (out->str));
        }
      if (block == BLOCK_THINKING)
        g_ptr_array_add (events,
                         g_strdup ("event: content_block_delta\ndata: {\"type\":"
                                   "\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
                                   "\"signature_delta\",\"signature\":\"c2ln\"}}\n\n"));
      if (block == BLOCK_TOOL)
        g_ptr_array_add (events,
                         g_strdup ("event: content_block_delta\ndata: {\"type\":"
                                   "\"content_block_delta\",\"index\":2,\"delta\":{\"type\":"
                                   "\"input_json_delta\",\"partial_json\":\"]}\"}}\n\n"));
      g_ptr_array_add (events,
                       g_strdup_printf ("event: content_block_stop\ndata: {\"type\":"
                                        "\"content_block_stop\",\"index\":%u}\n\n",
                                        block));
    }
  g_ptr_array_add (events, g_strdup (LAST));
  return events;
}

static TapRecord *
make_record (gint64 at, TapRecordKind kind, const char *text, JsonObject *fields)
{
  static guint64 seq;
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;

  return tap_record_new (++seq, kind == TAP_RECORD_SESSION ? 0 : 1, at, kind, bytes, fields);
}

static JsonObject *
make_fields (const char *key, const char *value, const char *key2, const char *value2)
{
  JsonObject *fields = json_object_new ();

  json_object_set_string_member (fields, key, value);
  json_object_set_string_member (fields, key2, value2);
  return fields;
}

static GPtrArray *
make_records (GPtrArray *events)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_record_unref);
  g_autoptr (GString) read = g_string_new (NULL);
  g_autoptr (JsonObject) session = make_fields ("format", "1.0", "version", PACKAGE_VERSION);
  g_autoptr (JsonObject) end = make_fields ("by", "gateway", "how", "complete");
  gint64 at = 0;

  g_ptr_array_add (records, make_record (0, TAP_RECORD_SESSION, NULL, session));
  g_ptr_array_add (records,
                   make_record (10, TAP_RECORD_REQUEST,
                                "POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                "Content-Type: application/json\r\nContent-Length: 27\r\n\r\n",
                                NULL));
  g_ptr_array_add (records, make_record (11, TAP_RECORD_UP, "{\"model\":\"m\",\"stream\":true}", NULL));
  g_ptr_array_add (records,
                   make_record (20, TAP_RECORD_RESPONSE,
                                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                "Transfer-Encoding: chunked\r\n\r\n",
                                NULL));
  for (guint i = 0; i < events->len; i++)
    {
      const char *event = g_ptr_array_index (events, i);

      g_string_append_printf (read, "%zx\r\n%s\r\n", strlen (event), event);
      if ((i + 1) % (guint) per_read == 0 || i + 1 == events->len)
        {
          g_ptr_array_add (records, make_record (at += 100, TAP_RECORD_IN, read->str, NULL));
          g_string_truncate (read, 0);
        }
    }
  g_ptr_array_add (records, make_record (at, TAP_RECORD_IN, "0\r\n\r\n", NULL));
  g_ptr_array_add (records, make_record (at, TAP_RECORD_END, NULL, end));
  return records;
}

static char *
write_log (GPtrArray *records, char **folder)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char *path;

  *folder = g_dir_make_tmp ("tapline-fold-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (*folder, "fold.tapline.jsonl", NULL);
  for (guint i = 0; i < records->len; i++)
    tap_record_append_line (g_ptr_array_index (records, i), text);
  g_file_set_contents (path, text->str, (gssize) text->len, &error);
  g_assert_no_error (error);
  return path;
}

/* --- The rounds. */

static double
cpu_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

typedef struct
{
  GPtrArray *events;
  GPtrArray *records;
  const char *path;
  guint counted; /* events that the last round saw */
} Material;

/* A benchmark of something that does not work is worth nothing. */
static void
expect_good (Material *material, guint events, TapFindings *findings)
{
  material->counted = events;
  for (guint i = 0; i < tap_findings_count (findings); i++)
    g_error ("%s: %s", tap_rule_id (tap_findings_get (findings, i)->rule),
             tap_findings_get (findings, i)->detail);
  g_assert_cmpuint (events, ==, material->events->len + 1); /* the last string holds two */
}

static void
run_checker (Material *material)
{
  g_autoptr (TapChecker) checker = tap_checker_new (tap_grammar_by_name ("anthropic-messages"), NULL,
                                                    NULL, NULL);

  for (guint i = 0; i < material->events->len; i++)
    {
      const char *event = g_ptr_array_index (material->events, i);

      tap_checker_push (checker, (const guint8 *) event, strlen (event), i);
    }
  tap_checker_finish (checker, TAP_BODY_COMPLETE, 0);
  expect_good (material, tap_checker_events (checker), tap_checker_findings (checker));
}

static void
finish_trace (Material *material, TapTrace *trace)
{
  TapExchange *exchange;

  tap_trace_finish (trace);
  g_assert_cmpuint (tap_trace_count (trace), ==, 1);
  exchange = tap_trace_get (trace, 0);
  expect_good (material, tap_exchange_count_events (exchange),
               tap_exchange_get_findings (exchange));
}

static void
run_memory (Material *material)
{
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);

  for (guint i = 0; i < material->records->len; i++)
    tap_trace_push (trace, g_ptr_array_index (material->records, i));
  finish_trace (material, trace);
}

static void
run_disk (Material *material)
{
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);
  g_autoptr (GError) error = NULL;
  g_autoptr (TapLogReader) reader = tap_log_reader_open (material->path, &error);
  TapRecord *record;

  g_assert_no_error (error);
  while ((record = tap_log_reader_next (reader, &error)) != NULL)
    {
      tap_trace_push (trace, record);
      tap_record_unref (record);
    }
  g_assert_no_error (error);
  finish_trace (material, trace);
}

static const struct
{
  const char *name;
  const char *title;
  void (*run) (Material *material);
  double least; /* events a second; 0: no promise */
} benches[] = {
  { "checker", "checker alone", run_checker, 0 },
  { "memory", "fold from memory", run_memory, 250000 },
  { "disk", "fold from a log on disk", run_disk, 150000 },
};

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
measure (Material *material, void (*run) (Material *material))
{
  g_autofree double *rates = g_new (double, (gsize) n_rounds);

  run (material); /* warm */
  for (int round = 0; round < n_rounds; round++)
    {
      double before = cpu_now ();

      run (material);
      rates[round] = material->counted / (cpu_now () - before);
    }
  qsort (rates, (size_t) n_rounds, sizeof *rates, compare);
  return rates[n_rounds / 2];
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- measure the fold");
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  Material material = { 0 };
  gboolean good = TRUE;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  n_events = MAX (n_events, 100);
  n_rounds = MAX (n_rounds, 1);
  per_read = MAX (per_read, 1);

  material.events = make_events ((guint) n_events);
  material.records = make_records (material.events);
  material.path = path = write_log (material.records, &folder);
  g_string_append_printf (json, "{\"events\":%u,\"per_read\":%d,\"rounds\":%d",
                          material.events->len + 1, per_read, n_rounds);
  if (!json_only)
    g_print ("%u events, %d a read, median of %d rounds, CPU time\n\n%-26s %12s %10s %12s\n",
             material.events->len + 1, per_read, n_rounds, "", "events/s", "ns/event", "at least");
  for (guint i = 0; i < G_N_ELEMENTS (benches); i++)
    {
      double rate = measure (&material, benches[i].run);

      good = good && rate >= benches[i].least;
      g_string_append_printf (json, ",\"%s\":%.0f", benches[i].name, rate);
      if (json_only)
        continue;
      g_print ("%-26s %12.0f %10.0f", benches[i].title, rate, 1e9 / rate);
      if (benches[i].least > 0)
        g_print (" %12.0f%s", benches[i].least, rate >= benches[i].least ? "" : "  TOO SLOW");
      g_print ("\n");
    }
  g_string_append_printf (json, ",\"good\":%s}", good ? "true" : "false");
  g_print ("%s%s\n", json_only ? "" : "\n", json->str);

  g_unlink (path);
  g_rmdir (folder);
  g_ptr_array_unref (material.events);
  g_ptr_array_unref (material.records);
  return good ? 0 : 1;
}
