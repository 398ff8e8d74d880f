/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-runs.h"
#include "tap-json-text.h"
#include "tap-trace.h"

#include <string.h>

/* An exchange that is fed an event a letter: "t" a text delta, "p" a ping, "s" a block's start,
 * "e" an error, "." twelve seconds in which nothing came. */
typedef struct
{
  TapTrace *trace;
  TapExchange *exchange;
  guint64 seq;
  gint64 at;
} Feed;

static void
push (Feed *self, TapRecordKind kind, const char *text, const char *fields)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (TapRecord) record = NULL;

  tap_record_append_line_raw (line, ++self->seq, 1, self->at, kind, (const guint8 *) text,
                              text != NULL ? strlen (text) : 0, text != NULL, fields);
  record = tap_record_parse_line (line->str, (gsize) line->len, NULL);
  g_assert_nonnull (record);
  tap_trace_push (self->trace, record);
  self->at += 1000;
}

static void
feed_begin (Feed *self)
{
  *self = (Feed){ .trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, TAP_TRACE_GAP) };
  push (self, TAP_RECORD_REQUEST,
        "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", NULL);
  push (self, TAP_RECORD_RESPONSE,
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", NULL);
  push (self, TAP_RECORD_IN,
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\","
        "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n"
        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
        "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
        NULL);
  self->exchange = tap_trace_find (self->trace, 1);
}

static void
feed_letter (Feed *self, char letter)
{
  switch (letter)
    {
    case 't':
      push (self, TAP_RECORD_IN,
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
            "\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n",
            NULL);
      break;

    case 'p':
      push (self, TAP_RECORD_IN, "event: ping\ndata: {\"type\":\"ping\"}\n\n", NULL);
      break;

    case 'e':
      push (self, TAP_RECORD_IN,
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
            "\"message\":\"no\"}}\n\n",
            NULL);
      break;

    case '.':
      self->at += 12 * G_USEC_PER_SEC;
      break;

    case '|':
      push (self, TAP_RECORD_END, NULL, "\"by\":\"gateway\",\"how\":\"complete\"");
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
feed_end (Feed *self)
{
  tap_trace_free (self->trace);
}

/* Rows as text: "3" an event by its block, "3-7" a run, "_" silence, "|" the end. */
static char *
describe (const TapEventRuns *runs)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < runs->rows->len; i++)
    {
      const TapRun *row = &g_array_index (runs->rows, TapRun, i);

      if (i > 0)
        g_string_append_c (out, ' ');
      if (row->kind == TAP_RUN_SILENCE)
        g_string_append_c (out, '_');
      else if (row->kind == TAP_RUN_END)
        g_string_append_c (out, '|');
      else if (row->kind == TAP_RUN_FOLDED)
        g_string_append_printf (out, "%u-%u", row->first, row->last);
      else
        g_string_append_printf (out, "%u", row->first);
    }
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *letters;
  const char *rows;
} cases[] = {
  { "", "0 1" },
  { "ttt", "0 1 2 3 4" },
  { "tttt", "0 1 2-5" },
  { "ttttttp", "0 1 2-7 8" },
  { "ttttppppp", "0 1 2-5 6-10" },
  { "tt.tt", "0 1 2 3 _ 4 5" },
  /* The event that ends a long silence has a finding, so that it stands alone. */
  { "tttt.tttttt", "0 1 2-5 _ 6 7-11" },
  { ".t", "0 1 _ 2" },
  { "ttttett", "0 1 2-5 6 7 8" },
  { "tttt|", "0 1 2-5 |" },
  { "tttt.tttttpttttt|", "0 1 2-5 _ 6 7-10 11 12-16 |" },
};

/* A model that is told of each change has the rows that one has who comes late. */
static void
check_change (GArray *mirror, const TapEventRuns *runs, const TapRunChange *change)
{
  g_assert_cmpuint (change->position + change->removed, <=, mirror->len);
  if (change->removed > 0)
    g_array_remove_range (mirror, change->position, change->removed);
  if (change->added > 0)
    g_array_insert_vals (mirror, change->position,
                         &g_array_index (runs->rows, TapRun, change->position), change->added);
  g_assert_cmpuint (mirror->len, ==, runs->rows->len);
  g_assert_cmpmem (mirror->data, mirror->len * sizeof (TapRun), runs->rows->data,
                   runs->rows->len * sizeof (TapRun));
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Feed feed;
      TapEventRuns live = { NULL };
      TapEventRuns late = { NULL };
      TapRunChange change;
      g_autoptr (GArray) mirror = g_array_new (FALSE, FALSE, sizeof (TapRun));
      g_autofree char *of_live = NULL;
      g_autofree char *of_late = NULL;

      feed_begin (&feed);
      if (tap_event_runs_update (&live, feed.exchange, &change))
        check_change (mirror, &live, &change);
      for (const char *c = cases[i].letters; *c != '\0'; c++)
        {
          feed_letter (&feed, *c);
          if (tap_event_runs_update (&live, feed.exchange, &change))
            check_change (mirror, &live, &change);
        }
      g_assert_false (tap_event_runs_update (&live, feed.exchange, &change));
      tap_event_runs_update (&late, feed.exchange, &change);
      of_live = describe (&live);
      of_late = describe (&late);
      g_assert_cmpstr (of_late, ==, cases[i].rows);
      g_assert_cmpstr (of_live, ==, cases[i].rows);
      tap_event_runs_clear (&live);
      tap_event_runs_clear (&late);
      feed_end (&feed);
    }
}

static void
test_open_and_find (void)
{
  Feed feed;
  TapEventRuns runs = { NULL };
  TapRunChange change;
  guint row;

  feed_begin (&feed);
  for (const char *c = "tttttpttttt|"; *c != '\0'; c++)
    feed_letter (&feed, *c);
  tap_event_runs_update (&runs, feed.exchange, &change);
  g_assert_true (tap_event_runs_find (&runs, feed.exchange, 5, &row));
  g_assert_cmpuint (row, ==, 2); /* in the run of the events 3 … 7 */
  g_assert_true (tap_event_runs_find (&runs, feed.exchange, 8, &row));
  g_assert_cmpuint (row, ==, 3);
  g_assert_true (tap_event_runs_find (&runs, feed.exchange, 13, &row));
  g_assert_cmpuint (row, ==, 4);
  g_assert_false (tap_event_runs_find (&runs, feed.exchange, 99, &row));
  g_assert_true (tap_event_runs_find (&runs, feed.exchange, 0, &row));
  g_assert_cmpuint (row, ==, 5);

  tap_event_runs_toggle (&runs, feed.exchange, 2, &change);
  g_assert_cmpuint (runs.rows->len, ==, 10);
  g_assert_true (tap_event_runs_find (&runs, feed.exchange, 5, &row));
  g_assert_cmpuint (row, ==, 4);
  tap_event_runs_toggle (&runs, feed.exchange, 2, &change);
  g_assert_cmpuint (runs.rows->len, ==, 6);
  tap_event_runs_open_all (&runs, feed.exchange, TRUE, &change);
  g_assert_cmpuint (runs.rows->len, ==, 14);
  tap_event_runs_open_all (&runs, feed.exchange, FALSE, &change);
  g_assert_cmpuint (runs.rows->len, ==, 6);
  tap_event_runs_clear (&runs);
  feed_end (&feed);
}

/* An opened run that grows stays open. */
static void
test_open_and_grow (void)
{
  Feed feed;
  TapEventRuns runs = { NULL };
  TapRunChange change;
  g_autofree char *rows = NULL;

  feed_begin (&feed);
  for (guint i = 0; i < 6; i++)
    feed_letter (&feed, 't');
  tap_event_runs_update (&runs, feed.exchange, &change);
  tap_event_runs_toggle (&runs, feed.exchange, 2, &change);
  for (guint i = 0; i < 3; i++)
    {
      feed_letter (&feed, 't');
      tap_event_runs_update (&runs, feed.exchange, &change);
    }
  rows = describe (&runs);
  g_assert_cmpstr (rows, ==, "0 1 2 3 4 5 6 7 8 9 10");
  tap_event_runs_clear (&runs);
  feed_end (&feed);
}

static const struct
{
  const char *text;
  const char *formatted; /* NULL: it is no JSON */
} texts[] = {
  { "{\"a\":1,\"b\":[true,null],\"c\":{}}",
    "{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ],\n  \"c\": {}\n}" },
  { " [ ] ", "[]" },
  { "{\"a\":\"{\\\"x\\\":[1,2]}\"}", "{\n  \"a\": \"{\\\"x\\\":[1,2]}\"\n}" },
  { "{\"n\":1.50e+3}", "{\n  \"n\": 1.50e+3\n}" },
  { "{\"a\":", NULL },
  { "", NULL },
};

static void
test_json_text (void)
{
  g_autofree char *deep = g_strnfill (400, '[');
  g_autoptr (GString) wide = g_string_new (deep);
  g_autofree char *bounded = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *formatted = tap_json_text_format (texts[i].text, strlen (texts[i].text));

      g_assert_cmpstr (formatted, ==, texts[i].formatted);
    }
  /* Indentation of all of these would take 800 bytes each. */
  for (guint i = 0; i < 10000; i++)
    g_string_append (wide, "1,");
  g_string_append_c (wide, '1');
  for (guint i = 0; i < 400; i++)
    g_string_append_c (wide, ']');
  bounded = tap_json_text_format (wide->str, wide->len);
  g_assert_null (bounded);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-runs/cases", test_cases);
  g_test_add_func ("/event-runs/open-and-find", test_open_and_find);
  g_test_add_func ("/event-runs/open-and-grow", test_open_and_grow);
  g_test_add_func ("/json-text/format", test_json_text);
  return g_test_run ();
}
