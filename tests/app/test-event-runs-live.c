/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-runs.h"

#include <string.h>

#include "tap-trace.h"

/* Events are written as letters, a record and 1 ms each: t text, p ping, # comment, s start of the
 * message, b start of a block, e its end, ! what is no JSON (an error); _ is 20 s of silence, and
 * . the end. */
static const struct
{
  char letter;
  const char *text;
} letters[] = {
  { 's', "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}\n\n" },
  { 'b', "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
         "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n" },
  { 't', "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
         "\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n" },
  { 'e', "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n" },
  { 'p', "event: ping\ndata: {\"type\":\"ping\"}\n\n" },
  { '#', ": c\n\n" },
  { '!', "event: content_block_delta\ndata: {\n\n" },
};

typedef struct
{
  TapTrace *trace;
  guint64 seq;
  gint64 at;
} Made;

static void
push (Made *self, TapRecordKind kind, const char *text, JsonObject *fields)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (TapRecord) record = tap_record_new (++self->seq, kind == TAP_RECORD_SESSION ? 0 : 1,
                                                 self->at, kind, bytes, fields);

  tap_trace_push (self->trace, record);
  self->at += 1000;
}

static TapExchange *
begin (Made *self)
{
  *self = (Made){ .trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP) };
  push (self, TAP_RECORD_REQUEST, "POST /v1/messages HTTP/1.1\r\nHost: a\r\n\r\n", NULL);
  push (self, TAP_RECORD_RESPONSE, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n",
        NULL);
  return tap_trace_find (self->trace, 1);
}

static void
take (Made *self, char letter)
{
  if (letter == '_')
    {
      self->at += 20 * G_USEC_PER_SEC;
    }
  else if (letter == '.')
    {
      JsonObject *fields = json_object_new ();

      json_object_set_string_member (fields, "by", "gateway");
      json_object_set_string_member (fields, "how", "fin");
      push (self, TAP_RECORD_END, "", fields);
      json_object_unref (fields);
    }
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      if (letters[i].letter == letter)
        push (self, TAP_RECORD_IN, letters[i].text, NULL);
    }
}

/* Rows as blocks: "0 1-9 _ 10 ." */
static char *
dump (const TapEventRuns *runs)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < runs->rows->len; i++)
    {
      const TapRun *row = &g_array_index (runs->rows, TapRun, i);

      if (i > 0)
        g_string_append_c (out, ' ');
      if (row->kind == TAP_RUN_EVENT)
        g_string_append_printf (out, "%u", row->first);
      else if (row->kind == TAP_RUN_FOLDED)
        g_string_append_printf (out, "%u-%u", row->first, row->last);
      else
        g_string_append_c (out, row->kind == TAP_RUN_SILENCE ? '_' : '.');
    }
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *title;
  const char *stream;
  const char *rows;
} cases[] = {
  { "nothing", "", "" },
  { "nothing but its end", ".", "." },
  { "few alike are no run", "sbttte", "0 1 2 3 4 5" },
  { "run", "sbtttte.", "0 1 2-5 6 ." },
  { "run at the end", "sbttttt", "0 1 2-6" },
  { "pings within", "sbttttpttttt", "0 1 2-5 6 7-11" },
  { "many pings", "spppppp", "0 1-6" },
  { "comments", "s#####b", "0 1-5 6" },
  { "unlike kinds are no run", "sbtptptp", "0 1 2 3 4 5 6 7" },
  { "a finding stands alone", "sbtttt!tttt", "0 1 2-5 6 7-10" },
  { "silence splits a run", "sbtttt_ttttt", "0 1 2-5 _ 6 7-10" },
  { "silence before the first", "_sb", "_ 0 1" },
  { "silence at the end", "sbtttt_.", "0 1 2-5 _ ." },
  { "silences in a row", "sb_t_t_t_t", "0 1 _ 2 _ 3 _ 4 _ 5" },
  { "silence of pings is covered", "sb_p_t", "0 1 _ 2 _ 3" },
};

/* However it comes, the rows are those of all of it at once, and what is told of each change
 * leads from the rows before to those behind it. */
static void
check (const char *stream, gboolean all_open, guint opened, const char *wanted)
{
  Made made;
  TapExchange *exchange = begin (&made);
  TapEventRuns live = { NULL };
  TapEventRuns whole = { NULL };
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (TapRun));
  g_autofree char *live_rows = NULL;
  g_autofree char *whole_rows = NULL;
  TapRunChange change;

  tap_event_runs_update (&live, exchange, &change);
  live.all_open = all_open;
  if (opened > 0)
    {
      tap_event_runs_toggle (&live, exchange, opened, &change);
      g_assert_cmpuint (change.removed + change.added, ==, 0);
    }
  for (const char *c = stream; *c != '\0'; c++)
    {
      take (&made, *c);
      if (!tap_event_runs_update (&live, exchange, &change))
        continue;
      g_assert_cmpuint (change.position + change.removed, <=, told->len);
      if (change.removed > 0)
        g_array_remove_range (told, change.position, change.removed);
      g_assert_cmpuint (change.position + change.added, <=, live.rows->len);
      if (change.added > 0)
        g_array_insert_vals (told, change.position,
                             &g_array_index (live.rows, TapRun, change.position), change.added);
      g_assert_cmpuint (told->len, ==, live.rows->len);
      for (guint i = 0; i < told->len; i++)
        {
          const TapRun *a = &g_array_index (told, TapRun, i);
          const TapRun *b = &g_array_index (live.rows, TapRun, i);

          g_assert_true (a->kind == b->kind && a->first == b->first && a->last == b->last);
        }
    }
  tap_event_runs_update (&whole, exchange, &change);
  if (opened > 0)
    tap_event_runs_toggle (&whole, exchange, opened, &change);
  if (all_open)
    tap_event_runs_open_all (&whole, exchange, TRUE, &change);
  live_rows = dump (&live);
  whole_rows = dump (&whole);
  g_assert_cmpstr (live_rows, ==, whole_rows);
  if (wanted != NULL)
    g_assert_cmpstr (live_rows, ==, wanted);
  tap_event_runs_clear (&live);
  tap_event_runs_clear (&whole);
  tap_trace_free (made.trace);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].title);
      check (cases[i].stream, FALSE, 0, cases[i].rows);
      check (cases[i].stream, TRUE, 0, NULL);
    }
  check ("sbttttt", FALSE, 2, "0 1 2 3 4 5 6");
  check ("sbtttttptttt", FALSE, 2, "0 1 2 3 4 5 6 7 8-11");
  check ("sbtttt_.", TRUE, 0, "0 1 2 3 4 5 _ .");
}

static void
test_random (void)
{
  static const char all[] = "sbttttttttttppp##e!_";

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (GString) stream = g_string_new (NULL);
      int length = g_test_rand_int_range (0, 60);

      for (int c = 0; c < length; c++)
        g_string_append_c (stream, all[g_test_rand_int_range (0, sizeof all - 1)]);
      if (g_test_rand_int_range (0, 2) == 1)
        g_string_append_c (stream, '.');
      g_test_message ("%s", stream->str);
      check (stream->str, FALSE, 0, NULL);
      check (stream->str, TRUE, 0, NULL);
      check (stream->str, FALSE, (guint) g_test_rand_int_range (1, 10), NULL);
    }
}

static void
test_toggle (void)
{
  Made made;
  TapExchange *exchange = begin (&made);
  TapEventRuns runs = { NULL };
  TapRunChange change;
  g_autofree char *open = NULL;
  g_autofree char *closed = NULL;

  for (const char *c = "sbtttttpttttt"; *c != '\0'; c++)
    take (&made, *c);
  tap_event_runs_update (&runs, exchange, &change);
  tap_event_runs_toggle (&runs, exchange, 2, &change);
  open = dump (&runs);
  g_assert_cmpstr (open, ==, "0 1 2 3 4 5 6 7 8-12");
  g_assert_cmpuint (change.position, ==, 2);
  g_assert_cmpuint (change.removed, ==, 1);
  g_assert_cmpuint (change.added, ==, 5);
  g_assert_false (tap_event_runs_update (&runs, exchange, &change));
  tap_event_runs_toggle (&runs, exchange, 2, &change);
  closed = dump (&runs);
  g_assert_cmpstr (closed, ==, "0 1 2-6 7 8-12");
  g_assert_cmpuint (change.removed, ==, 5);
  g_assert_cmpuint (change.added, ==, 1);
  tap_event_runs_clear (&runs);
  tap_trace_free (made.trace);
}

/* The row of each event, with comments, which have no number, in between. */
static void
test_find (void)
{
  static const struct
  {
    gboolean all_open;
    guint rows[12]; /* of the events 1 … */
  } wanted[] = {
    { FALSE, { 1, 7, 8, 8, 8, 8, 10, 11, 12 } },
    { TRUE, { 1, 7, 8, 9, 10, 11, 13, 14, 15 } },
  };

  for (guint w = 0; w < G_N_ELEMENTS (wanted); w++)
    {
      Made made;
      TapExchange *exchange = begin (&made);
      TapEventRuns runs = { .all_open = wanted[w].all_open };
      TapRunChange change;
      guint row;

      for (const char *c = "#s###_#btttt_tpe#."; *c != '\0'; c++)
        take (&made, *c);
      tap_event_runs_update (&runs, exchange, &change);
      for (guint number = 1; number <= 9; number++)
        {
          g_assert_true (tap_event_runs_find (&runs, exchange, number, &row));
          g_assert_cmpuint (row, ==, wanted[w].rows[number - 1]);
        }
      g_assert_false (tap_event_runs_find (&runs, exchange, 10, &row));
      g_assert_false (tap_event_runs_find (&runs, exchange, G_MAXUINT, &row));
      g_assert_true (tap_event_runs_find (&runs, exchange, 0, &row));
      g_assert_cmpuint (row, ==, runs.rows->len - 1);
      tap_event_runs_clear (&runs);
      tap_trace_free (made.trace);
    }
}

/* What is live costs by what is new: an open run of many is not made again for each. */
static void
test_grows (void)
{
  Made made;
  TapExchange *exchange = begin (&made);
  TapEventRuns runs = { .all_open = TRUE };
  TapRunChange change;

  take (&made, 's');
  take (&made, 'b');
  for (guint i = 0; i < 5000; i++)
    take (&made, 't');
  tap_event_runs_update (&runs, exchange, &change);
  take (&made, 't');
  take (&made, 't');
  g_assert_true (tap_event_runs_update (&runs, exchange, &change));
  g_assert_cmpuint (change.position, ==, 5002);
  g_assert_cmpuint (change.removed, ==, 0);
  g_assert_cmpuint (change.added, ==, 2);
  tap_event_runs_clear (&runs);
  tap_trace_free (made.trace);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-runs-live/cases", test_cases);
  g_test_add_func ("/event-runs-live/random", test_random);
  g_test_add_func ("/event-runs-live/toggle", test_toggle);
  g_test_add_func ("/event-runs-live/find", test_find);
  g_test_add_func ("/event-runs-live/grows", test_grows);
  return g_test_run ();
}
