/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-rows.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

/* How long the window's model takes to open a large log that this program writes for itself, until
 * the first rows are there and until all are; how long its turns in the main loop are meanwhile,
 * how long it waits for the lock of the trace, and what memory that takes. Without a display: what
 * drawing costs is measured elsewhere. Prints a table, and the numbers as JSON. */

static int n_events = 1000000;
static int n_exchanges = 200;
static int n_rounds = 3;

static const GOptionEntry entries[] = {
  { "events", 'e', 0, G_OPTION_ARG_INT, &n_events, "Events in the log (1000000)", "N" },
  { "exchanges", 'x', 0, G_OPTION_ARG_INT, &n_exchanges, "Exchanges that share them (200)", "N" },
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Rounds (3)", "N" },
  { NULL },
};

#define FRAME_US 16000
#define START                                                                                      \
  "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","         \
  "\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":\"m\","                    \
  "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,"                     \
  "\"output_tokens\":1}}}\n\n"
#define BLOCK_START                                                                                \
  "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"              \
  "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
#define DELTA                                                                                      \
  "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"              \
  "\"delta\":{\"type\":\"text_delta\",\"text\":\" which reads each line\"}}\n\n"
#define STOP                                                                                       \
  "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"            \
  "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"           \
  "\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":9}}\n\n"                      \
  "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"

/* --- The log. */

typedef struct
{
  FILE *file;
  GString *line;
  guint64 seq;
  gint64 at;
} Writer;

static void
put (Writer *writer, guint64 exchange, TapRecordKind kind, const char *text, const char *fields)
{
  g_string_truncate (writer->line, 0);
  tap_record_append_line_raw (writer->line, writer->seq++, exchange, writer->at, kind,
                              (const guint8 *) text, text != NULL ? strlen (text) : 0,
                              text != NULL, fields);
  writer->at += 100;
  g_assert_cmpuint (fwrite (writer->line->str, 1, writer->line->len, writer->file), ==,
                    writer->line->len);
}

static void
put_chunk (Writer *writer, guint64 exchange, const char *event)
{
  g_autofree char *chunk = g_strdup_printf ("%zx\r\n%s\r\n", strlen (event), event);

  put (writer, exchange, TAP_RECORD_IN, chunk, NULL);
}

static void
put_exchange (Writer *writer, guint64 exchange, guint deltas)
{
  put (writer, exchange, TAP_RECORD_REQUEST,
       "POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: claude-cli/2.1.0 (bench)\r\n"
       "Content-Type: application/json\r\nContent-Length: 27\r\n\r\n",
       NULL);
  put (writer, exchange, TAP_RECORD_UP, "{\"model\":\"m\",\"stream\":true}", NULL);
  put (writer, exchange, TAP_RECORD_RESPONSE,
       "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n",
       NULL);
  put_chunk (writer, exchange, START);
  put_chunk (writer, exchange, BLOCK_START);
  for (guint i = 0; i < deltas; i++)
    put_chunk (writer, exchange, DELTA);
  put_chunk (writer, exchange, STOP);
  put (writer, exchange, TAP_RECORD_IN, "0\r\n\r\n", NULL);
  put (writer, exchange, TAP_RECORD_END, NULL, "\"by\":\"gateway\",\"how\":\"complete\"");
}

static void
write_log (const char *path)
{
  Writer writer = { fopen (path, "we"), g_string_new (NULL), 0, 0 };
  guint deltas = (guint) MAX (n_events / n_exchanges - 5, 1);

  g_assert_nonnull (writer.file);
  put (&writer, 0, TAP_RECORD_SESSION, NULL, "\"format\":\"1.0\",\"version\":\"0\",\"started\":1");
  for (int i = 1; i <= n_exchanges; i++)
    put_exchange (&writer, (guint64) i, deltas);
  g_assert_cmpint (fclose (writer.file), ==, 0);
  g_string_free (writer.line, TRUE);
}

/* --- What is measured. */

typedef struct
{
  double first;    /* s until a row */
  double all;      /* s until all is there */
  double turn;     /* ms: the longest turn of the main loop */
  double wait;     /* ms: the longest wait for the lock, in a frame's beat */
  double frames;   /* share of frames that waited longer than 2 ms */
} Round;

static double
since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

typedef struct
{
  TapSession *session;
  Round *round;
  guint frames;
  guint late;
} Beat;

static gboolean
frame_cb (gpointer user_data)
{
  Beat *beat = user_data;
  gint64 begin = g_get_monotonic_time ();
  double waited;

  tap_session_lock (beat->session);
  tap_session_unlock (beat->session);
  waited = since (begin) * 1000;
  beat->round->wait = MAX (beat->round->wait, waited);
  beat->frames++;
  beat->late += waited > 2;
  return G_SOURCE_CONTINUE;
}

static void
run (const char *path, Round *round)
{
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (TapSession) session = tap_session_new (path, FALSE, 0, &error);
  g_autoptr (TapRows) rows = NULL;
  Beat beat = { session, round, 0, 0 };
  guint events = 0;
  guint frame;

  g_assert_no_error (error);
  rows = tap_rows_new (session);
  frame = g_timeout_add (FRAME_US / 1000, frame_cb, &beat);
  while (tap_session_get_progress (session) < 1)
    {
      gint64 turn;

      while (!g_main_context_pending (NULL))
        g_usleep (200);
      turn = g_get_monotonic_time ();
      g_main_context_iteration (NULL, FALSE);
      round->turn = MAX (round->turn, since (turn) * 1000);
      if (round->first <= 0 && g_list_model_get_n_items (G_LIST_MODEL (rows)) > 0)
        round->first = since (begin);
    }
  round->all = since (begin);
  round->frames = beat.frames > 0 ? (double) beat.late / beat.frames : 0;
  g_source_remove (frame);

  /* A benchmark of something that does not work is worth nothing. */
  g_assert_cmpuint (tap_rows_count_shown (rows), ==, (guint) n_exchanges);
  for (int i = 1; i <= n_exchanges; i++)
    {
      TapExchangeItem *item = tap_session_find (session, (guint64) i);

      g_assert_cmpint (tap_exchange_item_get_facts (item)->worst, <, TAP_SEVERITY_WARNING);
      events += tap_exchange_item_get_facts (item)->events;
    }
  g_assert_cmpuint (events, >=, (guint) (n_events - n_events / 100));
}

static int
compare_all (const void *a, const void *b)
{
  const Round *first = a;
  const Round *second = b;

  return (first->all > second->all) - (first->all < second->all);
}

static double
peak_mib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss / 1024;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- measure the opening of a log");
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree Round *rounds = NULL;
  GStatBuf status;
  double before;
  double peak;
  const Round *median;
  gboolean good;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  n_events = MAX (n_events, 100);
  n_exchanges = CLAMP (n_exchanges, 1, n_events / 6);
  n_rounds = MAX (n_rounds, 1);
  rounds = g_new0 (Round, (gsize) n_rounds);

  folder = g_dir_make_tmp ("tapline-open-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "open.tapline.jsonl", NULL);
  write_log (path);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  before = peak_mib ();
  run (path, &rounds[0]);
  peak = peak_mib (); /* of one opening, not of what rounds leave in the heap */
  for (int i = 1; i < n_rounds; i++)
    run (path, &rounds[i]);
  g_unlink (path);
  g_rmdir (folder);

  qsort (rounds, (size_t) n_rounds, sizeof *rounds, compare_all);
  median = &rounds[n_rounds / 2];
  good = median->first < 1 && peak < 350;
  g_print ("%d events in %d exchanges, %.0f MB; median of %d rounds\n\n"
           "first rows          %8.3f s   (at most 1)\n"
           "all of it           %8.3f s\n"
           "longest turn        %8.2f ms\n"
           "longest lock wait   %8.2f ms  (%.1f %% of frames over 2 ms)\n"
           "peak memory         %8.0f MiB (%.0f before; at most 350)\n\n",
           n_events, n_exchanges, (double) status.st_size / 1e6, n_rounds, median->first,
           median->all, median->turn, median->wait, median->frames * 100, peak, before);
  g_print ("{\"events\":%d,\"exchanges\":%d,\"bytes\":%" G_GINT64_FORMAT
           ",\"first_s\":%.4f,\"all_s\":%.3f,\"turn_ms\":%.2f,\"wait_ms\":%.2f,"
           "\"peak_mib\":%.1f,\"before_mib\":%.1f,\"good\":%s}\n",
           n_events, n_exchanges, (gint64) status.st_size, median->first, median->all,
           median->turn, median->wait, peak, before, good ? "true" : "false");
  return good ? 0 : 1;
}
