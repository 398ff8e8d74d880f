/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "log-writer.h"
#include "tap-error.h"
#include "tap-live-trace.h"
#include "tap-log-reader.h"

#define GAP (10 * G_USEC_PER_SEC)

typedef struct
{
  LogWriter log;
  TapLiveTrace *trace;
  GArray *indexes;
  guint told;
  guint wanted;  /* exchanges that must have ended */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  log_writer_init (&self->log);
  self->indexes = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tap_live_trace_free (self->trace);
  g_array_unref (self->indexes);
  log_writer_clear (&self->log);
}

static void
changed_cb (gpointer user_data)
{
  ((Fixture *) user_data)->told++;
}

static void
open_trace (Fixture *self, gboolean grows)
{
  g_autoptr (GError) error = NULL;

  self->trace = tap_live_trace_new (self->log.path, GAP, grows, changed_cb, self, &error);
  g_assert_no_error (error);
}

static gboolean
all_ended (gpointer user_data)
{
  Fixture *self = user_data;
  TapTrace *trace = tap_live_trace_lock (self->trace);
  guint ended = 0;

  for (guint i = 0; i < tap_trace_count (trace); i++)
    ended += tap_exchange_get_state (tap_trace_get (trace, i)) == TAP_EXCHANGE_ENDED;
  tap_live_trace_take_changes (self->trace, self->indexes);
  tap_live_trace_unlock (self->trace);
  return ended >= self->wanted;
}

static gboolean
is_told (gpointer user_data)
{
  return ((Fixture *) user_data)->told > 0;
}

static void
write_exchange (Fixture *self, guint64 exchange)
{
  log_writer_begin (&self->log, exchange, "claude-cli/2.1.0 (external, cli)", NULL);
  log_writer_event (&self->log, exchange, "message_start",
                    "{\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}");
  log_writer_event (&self->log, exchange, "ping", "{\"type\":\"ping\"}");
  log_writer_end (&self->log, exchange, "gateway", "complete");
}

/* What a trace shows, as text, so that two can be compared. */
static char *
describe (TapTrace *trace)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tap_trace_count (trace); i++)
    {
      TapExchange *exchange = tap_trace_get (trace, i);
      TapFindings *findings = tap_exchange_get_findings (exchange);

      g_string_append_printf (text, "%" G_GUINT64_FORMAT " %u %s", tap_exchange_get_id (exchange),
                              tap_exchange_count_blocks (exchange),
                              tap_exchange_get_end_how (exchange));
      for (guint b = 0; b < tap_exchange_count_blocks (exchange); b++)
        {
          const TapEvent *event = tap_exchange_get_block (exchange, b);

          g_string_append_printf (text, " %s@%" G_GINT64_FORMAT "+%" G_GUINT64_FORMAT,
                                  g_quark_to_string (event->name), event->last_at, event->offset);
        }
      for (guint f = 0; f < tap_findings_count (findings); f++)
        g_string_append_printf (text, " %s", tap_rule_id (tap_findings_get (findings, f)->rule));
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static char *
describe_by_hand (const char *path)
{
  g_autoptr (TapLogReader) reader = tap_log_reader_open (path, NULL);
  g_autoptr (TapTrace) trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, GAP);
  TapRecord *record;

  while ((record = tap_log_reader_next (reader, NULL)) != NULL)
    {
      tap_trace_push (trace, record);
      tap_record_unref (record);
    }
  tap_trace_finish (trace);
  return describe (trace);
}

static void
test_live_is_loaded (Fixture *self, gconstpointer data)
{
  g_autofree char *live = NULL;
  g_autofree char *by_hand = NULL;

  open_trace (self, TRUE);
  for (self->wanted = 1; self->wanted <= 30; self->wanted++)
    {
      write_exchange (self, self->wanted);
      log_writer_wait (all_ended, self);
    }
  live = describe (tap_live_trace_lock (self->trace));
  tap_live_trace_unlock (self->trace);
  by_hand = describe_by_hand (self->log.path);
  g_assert_cmpstr (live, ==, by_hand);
  g_assert_true (g_str_has_prefix (live, "1 2 complete message_start@3000+0 ping@4000+"));
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  TapTrace *trace;

  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_begin (&self->log, 2, "a", NULL);
  open_trace (self, TRUE);
  log_writer_wait (is_told, self);

  trace = tap_live_trace_lock (self->trace);
  g_assert_cmpuint (tap_trace_count (trace), ==, 2);
  tap_live_trace_take_changes (self->trace, self->indexes);
  g_assert_cmpuint (self->indexes->len, ==, 2);
  g_assert_cmpuint (g_array_index (self->indexes, guint, 0), ==, 0);
  g_assert_cmpuint (g_array_index (self->indexes, guint, 1), ==, 1);
  tap_live_trace_take_changes (self->trace, self->indexes);
  g_assert_cmpuint (self->indexes->len, ==, 0);
  tap_live_trace_unlock (self->trace);

  self->told = 0;
  log_writer_event (&self->log, 2, "ping", "{}");
  log_writer_wait (is_told, self);
  tap_live_trace_lock (self->trace);
  tap_live_trace_take_changes (self->trace, self->indexes);
  tap_live_trace_unlock (self->trace);
  g_assert_cmpuint (self->indexes->len, ==, 1);
  g_assert_cmpuint (g_array_index (self->indexes, guint, 0), ==, 1);
  g_assert_cmpuint (self->told, ==, 1);
}

/* A killed engine leaves exchanges without an end, and half a line. */
static void
test_cut_off (Fixture *self, gconstpointer data)
{
  TapLiveProgress progress;
  TapTrace *trace;

  write_exchange (self, 1);
  log_writer_add_raw (&self->log, "{\"seq\":99,\"exchange\":1,\"at\":\"\n");
  log_writer_begin (&self->log, 2, "a", NULL);
  log_writer_add_raw (&self->log, "{\"seq\":100,\"exch");
  open_trace (self, FALSE);
  self->wanted = 2;
  log_writer_wait (all_ended, self);

  trace = tap_live_trace_lock (self->trace);
  g_assert_cmpstr (tap_exchange_get_end_how (tap_trace_get (trace, 0)), ==, "complete");
  g_assert_cmpstr (tap_exchange_get_end_how (tap_trace_get (trace, 1)), ==, NULL);
  tap_live_trace_unlock (self->trace);
  /* Its last word comes a moment after the trace is finished. */
  do
    {
      g_main_context_iteration (NULL, FALSE);
      tap_live_trace_get_progress (self->trace, &progress);
      g_free (progress.problem);
    }
  while (!progress.complete);
  tap_live_trace_get_progress (self->trace, &progress);
  g_assert_cmpuint (progress.problems, ==, 2);
  g_assert_nonnull (progress.problem);
  g_assert_cmpuint (progress.read, ==, self->log.written);
  g_free (progress.problem);
}

static void
test_offsets (Fixture *self, gconstpointer data)
{
  TapContentPlaces places;
  guint64 second;

  write_exchange (self, 1);
  second = self->log.written;
  write_exchange (self, 2);
  open_trace (self, FALSE);
  self->wanted = 2;
  log_writer_wait (all_ended, self);
  tap_live_trace_lock (self->trace);
  g_assert_true (tap_live_trace_get_places (self->trace, 2, &places));
  g_assert_cmpuint (places.first, ==, second);
  g_assert_true (places.agent == TAP_CONTENT_NOWHERE);
  g_assert_true (places.gateway == TAP_CONTENT_NOWHERE);
  g_assert_false (tap_live_trace_get_places (self->trace, 3, &places));
  tap_live_trace_unlock (self->trace);
}

/* The agent's connection is logged before its exchanges; the gateway's serves those that say so. */
static void
test_connections (Fixture *self, gconstpointer data)
{
  static const char request[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  TapContentPlaces places;
  guint64 agent;
  guint64 gateway;

  write_exchange (self, 1);
  agent = self->log.written;
  log_writer_add (&self->log, 0, TAP_RECORD_CONNECTION, NULL, 0,
                  "\"connection\":7,\"side\":\"agent\"");
  log_writer_add (&self->log, 2, TAP_RECORD_REQUEST, request, -1,
                  "\"connection\":7,\"reused\":false");
  gateway = self->log.written;
  log_writer_add (&self->log, 2, TAP_RECORD_CONNECTION, NULL, 0,
                  "\"connection\":8,\"side\":\"gateway\",\"for\":7");
  log_writer_add (&self->log, 3, TAP_RECORD_REQUEST, request, -1,
                  "\"connection\":7,\"reused\":true");
  log_writer_add (&self->log, 4, TAP_RECORD_REQUEST, request, -1,
                  "\"connection\":7,\"reused\":false");
  log_writer_add (&self->log, 5, TAP_RECORD_REQUEST, request, -1,
                  "\"connection\":9,\"reused\":true");
  open_trace (self, FALSE);
  self->wanted = 5;
  log_writer_wait (all_ended, self);

  tap_live_trace_lock (self->trace);
  for (guint64 exchange = 2; exchange <= 5; exchange++)
    {
      g_assert_true (tap_live_trace_get_places (self->trace, exchange, &places));
      g_assert_cmpuint (places.agent, ==, exchange < 5 ? agent : TAP_CONTENT_NOWHERE);
      g_assert_cmpuint (places.gateway, ==, exchange == 3 ? gateway : TAP_CONTENT_NOWHERE);
    }
  tap_live_trace_unlock (self->trace);
}

/* Loaded at once, many exchanges are each told of once, and the same as when folded by hand. */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autofree char *loaded = NULL;
  g_autofree char *by_hand = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 1; i <= 1000; i++)
    log_writer_begin (&self->log, i, "a", NULL);
  for (guint i = 1; i <= 1000; i++)
    log_writer_end (&self->log, i, "gateway", i % 2 == 0 ? "complete" : "fin");
  open_trace (self, FALSE);
  self->wanted = 1000;
  for (gboolean done = FALSE; !done;)
    {
      done = all_ended (self);
      for (guint i = 0; i < self->indexes->len; i++)
        {
          guint index = g_array_index (self->indexes, guint, i);

          g_assert_true (i == 0 || index > g_array_index (self->indexes, guint, i - 1));
          g_hash_table_add (seen, GUINT_TO_POINTER (index + 1));
        }
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 1000);
  loaded = describe (tap_live_trace_lock (self->trace));
  tap_live_trace_unlock (self->trace);
  by_hand = describe_by_hand (self->log.path);
  g_assert_cmpstr (loaded, ==, by_hand);
}

static void
test_free_while_busy (Fixture *self, gconstpointer data)
{
  for (guint i = 1; i <= 5000; i++)
    write_exchange (self, i);
  open_trace (self, TRUE);
  log_writer_wait (is_told, self);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = g_build_filename (self->log.folder, "missing", NULL);

  g_assert_null (tap_live_trace_new (missing, GAP, FALSE, changed_cb, self, &error));
  g_assert_error (error, TAP_ERROR, TAP_ERROR_IO);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/live-trace/live-is-loaded", test_live_is_loaded },
    { "/live-trace/changes", test_changes },
    { "/live-trace/cut-off", test_cut_off },
    { "/live-trace/offsets", test_offsets },
    { "/live-trace/connections", test_connections },
    { "/live-trace/many", test_many },
    { "/live-trace/free-while-busy", test_free_while_busy },
    { "/live-trace/refused", test_refused },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
