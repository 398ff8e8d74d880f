/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "coding-encode.h"
#include "fold-stream.h"
#include "tap-log-reader.h"
#include "tap-verdict.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* How many events a second one core folds, in each dialect: the checker alone, the whole fold from
 * records in memory with the verdict at its end, plain and coded, and the same from a log on disk
 * that this program writes for itself. CPU time of the process, the median of some rounds; the share
 * is that of the rate at which the JSON in the events alone is scanned, in the same run. Prints a
 * table, and the numbers as JSON. */

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

static TapRecord *
make_record (gint64 at, TapRecordKind kind, const char *text, gsize length, JsonObject *fields)
{
  static guint64 seq;
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new (text, length) : NULL;

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

static void
add_text (GPtrArray *records, gint64 at, TapRecordKind kind, char *text)
{
  g_ptr_array_add (records, make_record (at, kind, text, strlen (text), NULL));
  g_free (text);
}

static void
add_chunk (GPtrArray *records, gint64 at, const GByteArray *payload)
{
  g_autoptr (GString) chunk = g_string_new (NULL);

  g_string_append_printf (chunk, "%x\r\n", payload->len);
  g_string_append_len (chunk, (const char *) payload->data, payload->len);
  g_string_append (chunk, "\r\n");
  g_ptr_array_add (records, make_record (at, TAP_RECORD_IN, chunk->str, chunk->len, NULL));
}

/* Coded, each read can be decoded as soon as it is there, as gateways do it. */
static GPtrArray *
make_records (const FoldDialect *dialect, GPtrArray *events, Encoding encoding)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_record_unref);
  g_autoptr (Encoder) encoder = encoder_new (encoding);
  g_autoptr (GByteArray) read = g_byte_array_new ();
  g_autoptr (JsonObject) session = make_fields ("format", "1.0", "version", PACKAGE_VERSION);
  g_autoptr (JsonObject) end = make_fields ("by", "gateway", "how", "complete");
  gint64 at = 0;

  g_ptr_array_add (records, make_record (0, TAP_RECORD_SESSION, NULL, 0, session));
  add_text (records, 10, TAP_RECORD_REQUEST,
            g_strdup_printf ("POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                             "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                             dialect->path, strlen (dialect->request)));
  add_text (records, 11, TAP_RECORD_UP, g_strdup (dialect->request));
  add_text (records, 20, TAP_RECORD_RESPONSE,
            g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                             "%sTransfer-Encoding: chunked\r\n\r\n",
                             encoding == ENCODE_GZIP ? "Content-Encoding: gzip\r\n" : ""));
  for (guint i = 0; i < events->len; i++)
    {
      const char *event = g_ptr_array_index (events, i);
      gboolean last = i + 1 == events->len;

      if (last)
        encoder_finish (encoder, (const guint8 *) event, strlen (event), read);
      else
        encoder_flush (encoder, (const guint8 *) event, strlen (event), read);
      if ((i + 1) % (guint) per_read == 0 || last)
        {
          add_chunk (records, at += 100, read);
          g_byte_array_set_size (read, 0);
        }
    }
  add_text (records, at, TAP_RECORD_IN, g_strdup ("0\r\n\r\n"));
  g_ptr_array_add (records, make_record (at, TAP_RECORD_END, NULL, 0, end));
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
  const FoldDialect *dialect;
  GPtrArray *events;
  GPtrArray *plain;  /* records */
  GPtrArray *coded;
  char *folder;      /* of the log */
  char *path;
  guint counted;     /* events that the last round saw */
} Material;

/* A benchmark of something that does not work is worth nothing. */
static void
expect_good (Material *material, guint events, TapFindings *findings)
{
  material->counted = events;
  for (guint i = 0; i < tap_findings_count (findings); i++)
    g_error ("%s: %s: %s", material->dialect->name,
             tap_rule_id (tap_findings_get (findings, i)->rule),
             tap_findings_get (findings, i)->detail);
  g_assert_cmpuint (events, ==, material->events->len);
}

/* What is measured against. */
static void
run_scanner (Material *material)
{
  g_auto (TapJson) json = { 0 };

  for (guint i = 0; i < material->events->len; i++)
    {
      const char *data = strstr (g_ptr_array_index (material->events, i), "data: ") + 6;

      if (*data == '{')
        g_assert_true (tap_json_parse (&json, data, strlen (data), NULL));
    }
  material->counted = material->events->len;
}

static void
run_checker (Material *material)
{
  g_autoptr (TapChecker) checker
    = tap_checker_new (tap_grammar_by_name (material->dialect->name), NULL, NULL, NULL);

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
  g_autoptr (TapVerdict) verdict = NULL;
  TapExchange *exchange;

  tap_trace_finish (trace);
  g_assert_cmpuint (tap_trace_count (trace), ==, 1);
  exchange = tap_trace_get (trace, 0);
  expect_good (material, tap_exchange_count_events (exchange),
               tap_exchange_get_findings (exchange));
  verdict = tap_verdict_new (trace, exchange);
  g_assert_cmpint (verdict->cause, ==, TAP_CAUSE_COMPLETE);
}

static void
fold_records (Material *material, GPtrArray *records)
{
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);

  for (guint i = 0; i < records->len; i++)
    tap_trace_push (trace, g_ptr_array_index (records, i));
  finish_trace (material, trace);
}

static void
run_plain (Material *material)
{
  fold_records (material, material->plain);
}

static void
run_coded (Material *material)
{
  fold_records (material, material->coded);
}

/* As a window has it that is watched: what went wrong so far, after each record. */
static void
run_watched (Material *material)
{
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP);

  for (guint i = 0; i < material->plain->len; i++)
    {
      tap_trace_push (trace, g_ptr_array_index (material->plain, i));
      if (tap_trace_count (trace) > 0)
        tap_verdict_free (tap_verdict_new (trace, tap_trace_get (trace, 0)));
    }
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
  { "scanner", "JSON scanner alone", run_scanner, 0 }, /* the first: others are its share */
  { "checker", "checker alone", run_checker, 0 },
  { "memory", "fold from memory", run_plain, 250000 },
  { "gzip", "fold from memory, gzip", run_coded, 200000 },
  { "watched", "verdict after each record", run_watched, 0 },
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

static void
prepare (Material *material, const FoldDialect *dialect)
{
  *material = (Material){ .dialect = dialect, .events = dialect->make ((guint) n_events) };
  material->plain = make_records (dialect, material->events, ENCODE_PLAIN);
  material->coded = make_records (dialect, material->events, ENCODE_GZIP);
  material->path = write_log (material->plain, &material->folder);
}

static void
clear (Material *material)
{
  g_unlink (material->path);
  g_rmdir (material->folder);
  g_free (material->path);
  g_free (material->folder);
  g_ptr_array_unref (material->coded);
  g_ptr_array_unref (material->plain);
  g_ptr_array_unref (material->events);
}

/* All rows of a dialect. TRUE if each keeps its promise. */
static gboolean
run_dialect (const FoldDialect *dialect, GString *json)
{
  Material material;
  gboolean good = TRUE;
  double scanner = 0;

  prepare (&material, dialect);
  g_string_append_printf (json, ",\"%s\":{\"events\":%u", dialect->name, material.events->len);
  if (!json_only)
    g_print ("%s, %u events, %d a read\n", dialect->name, material.events->len, per_read);
  for (guint i = 0; i < G_N_ELEMENTS (benches); i++)
    {
      double rate = measure (&material, benches[i].run);

      scanner = i == 0 ? rate : scanner;
      good = good && rate >= benches[i].least;
      g_string_append_printf (json, ",\"%s\":%.0f", benches[i].name, rate);
      if (json_only)
        continue;
      g_print ("  %-26s %12.0f %10.0f %8.2f", benches[i].title, rate, 1e9 / rate, rate / scanner);
      if (benches[i].least > 0)
        g_print (" %12.0f%s", benches[i].least, rate >= benches[i].least ? "" : "  TOO SLOW");
      g_print ("\n");
    }
  g_string_append_c (json, '}');
  clear (&material);
  return good;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- measure the fold");
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
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

  g_string_append_printf (json, "{\"per_read\":%d,\"rounds\":%d", per_read, n_rounds);
  if (!json_only)
    g_print ("median of %d rounds, CPU time\n\n  %-26s %12s %10s %8s %12s\n", n_rounds, "",
             "events/s", "ns/event", "share", "at least");
  for (guint i = 0; i < FOLD_N_DIALECTS; i++)
    good = run_dialect (&fold_dialects[i], json) && good;
  g_string_append_printf (json, ",\"good\":%s}", good ? "true" : "false");
  g_print ("%s%s\n", json_only ? "" : "\n", json->str);
  return good ? 0 : 1;
}
