/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "tap-activity.h"
#include "tap-lane-scene.h"
#include "tap-lane-words.h"

#define S G_USEC_PER_SEC

typedef struct
{
  TapTrack track;
  GArray *marks;
  GArray *gaps;
} Fixture;

/* A hundred pixels a second, from the beginning on. */
static const TapLaneView view = { .x0 = 0, .t0 = 0, .scale = 1e-4, .width = 1000, .now = 8 * S };

static void
set_up (Fixture *self, gconstpointer data)
{
  self->track = (TapTrack){
    .silences = g_array_new (FALSE, FALSE, sizeof (TapSilence)),
    .marks = g_array_new (FALSE, FALSE, sizeof (TapTrackMark)),
    .silent = { .from = -1 },
    .waiting = { .from = -1 },
    .asked = 10000,
    .answered = 20000,
    .ended = 9 * S,
    .end = TAP_TRACK_COMPLETE,
    .status = 200,
  };
  self->marks = g_array_new (FALSE, FALSE, sizeof (TapLaneMark));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (TapLaneGap));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tap_track_clear (&self->track);
  g_array_unref (self->marks);
  g_array_unref (self->gaps);
}

static void
add_mark (Fixture *self, gint64 at, guint event, TapSeverity severity)
{
  g_array_append_val (self->track.marks, ((TapTrackMark){
                                           at, event, TAP_RULE_DUPLICATE_MESSAGE_START, severity
                                         }));
}

static void
add_silence (Fixture *self, gint64 from, gint64 to, gboolean bytes, guint after)
{
  g_array_append_val (self->track.silences, ((TapSilence){ from, to, bytes, after }));
}

static const TapLaneMark *
get_mark (Fixture *self, guint index)
{
  g_assert_cmpuint (index, <, self->marks->len);
  return &g_array_index (self->marks, TapLaneMark, index);
}

/* An answer that pings all day: no more gaps than pixels, and the last one is drawn to its end. */
static void
test_many_gaps (Fixture *self, gconstpointer data)
{
  const gint64 n_gaps = 100000;
  TapLaneView day = { .x0 = 0, .t0 = 0, .width = 1000, .now = n_gaps * S };
  const TapLaneGap *last;

  day.scale = day.width / (double) day.now;
  for (gint64 i = 0; i < n_gaps; i++)
    {
      if (i % 10 == 0)
        add_silence (self, i * S, (i + 10) * S, FALSE, (guint) i);
      add_silence (self, i * S, (i + 1) * S - 1000, TRUE, (guint) i);
    }
  tap_lane_gaps_fill (&self->track, &day, self->gaps);
  g_assert_cmpuint (self->gaps->len, >, 900);
  g_assert_cmpuint (self->gaps->len, <=, 2200);
  last = &g_array_index (self->gaps, TapLaneGap, self->gaps->len - 1);
  g_assert_true (last->silence.bytes);
  g_assert_cmpfloat (last->to, >, day.width - 1.5);
}

static void
test_apart (Fixture *self, gconstpointer data)
{
  add_mark (self, 1 * S, 3, TAP_SEVERITY_ERROR);
  add_mark (self, 2 * S, 4, TAP_SEVERITY_NOTE);
  tap_lane_marks_fill (&self->track, &view, 12, self->marks);
  g_assert_cmpuint (self->marks->len, ==, 2);
  g_assert_cmpfloat (get_mark (self, 0)->x, ==, 100);
  g_assert_cmpuint (get_mark (self, 1)->count, ==, 1);
}

/* The worst speaks, the first of them. */
static void
test_joined (Fixture *self, gconstpointer data)
{
  add_mark (self, 1000000, 3, TAP_SEVERITY_NOTE);
  add_mark (self, 1050000, 4, TAP_SEVERITY_ERROR);
  add_mark (self, 1100000, 5, TAP_SEVERITY_ERROR);
  add_mark (self, 1170000, 6, TAP_SEVERITY_WARNING);
  tap_lane_marks_fill (&self->track, &view, 12, self->marks);
  g_assert_cmpuint (self->marks->len, ==, 2);
  g_assert_cmpuint (get_mark (self, 0)->count, ==, 3);
  g_assert_cmpuint (get_mark (self, 0)->speaker, ==, 1);
  g_assert_cmpint (get_mark (self, 0)->severity, ==, TAP_SEVERITY_ERROR);
  g_assert_cmpfloat (get_mark (self, 0)->x, ==, 105);
}

/* All are told of, in at most so many buttons, whatever the zoom. */
static void
test_many (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 1000; i++)
    add_mark (self, i * 9000, i + 1, TAP_SEVERITY_WARNING);
  for (guint most = 1; most <= 12; most++)
    {
      guint count = 0;

      tap_lane_marks_fill (&self->track, &view, most, self->marks);
      g_assert_cmpuint (self->marks->len, >, 0);
      g_assert_cmpuint (self->marks->len, <=, most);
      for (guint i = 0; i < self->marks->len; i++)
        {
          g_assert_cmpuint (get_mark (self, i)->first, ==, count);
          count += get_mark (self, i)->count;
        }
      g_assert_cmpuint (count, ==, 1000);
    }
}

static void
test_outside (Fixture *self, gconstpointer data)
{
  TapLaneView zoomed = { .x0 = -500000, .t0 = 0, .scale = 0.1, .width = 800, .now = 9 * S };

  add_mark (self, 1 * S, 1, TAP_SEVERITY_ERROR);
  add_mark (self, 5000000 + 4000, 2, TAP_SEVERITY_ERROR);
  add_mark (self, 5000000 + 8200, 3, TAP_SEVERITY_ERROR);
  tap_lane_marks_fill (&self->track, &zoomed, 12, self->marks);
  g_assert_cmpuint (self->marks->len, ==, 1);
  g_assert_cmpfloat (get_mark (self, 0)->x, ==, 400);
}

static void
test_gaps (Fixture *self, gconstpointer data)
{
  const TapLaneGap *gaps;

  add_silence (self, 10000, 2 * S, TRUE, 0);
  add_silence (self, 3 * S, 8 * S, FALSE, 7);
  add_silence (self, 4 * S, 6 * S, TRUE, 8);
  self->track.answered = 2 * S;
  tap_lane_gaps_fill (&self->track, &view, self->gaps);
  gaps = (const TapLaneGap *) (gpointer) self->gaps->data;
  g_assert_cmpuint (self->gaps->len, ==, 3);
  g_assert_false (gaps[0].silence.bytes);
  g_assert_true (gaps[1].waiting);
  g_assert_false (gaps[2].waiting);
  g_assert_cmpfloat (gaps[2].from, ==, 400);
}

/* One that is nearly all byte silence says nothing more. */
static void
test_told (Fixture *self, gconstpointer data)
{
  add_silence (self, 3000000, 8000000, FALSE, 7);
  add_silence (self, 3050000, 7990000, TRUE, 7);
  tap_lane_gaps_fill (&self->track, &view, self->gaps);
  g_assert_cmpuint (self->gaps->len, ==, 1);
  g_assert_true (g_array_index (self->gaps, TapLaneGap, 0).silence.bytes);
}

/* What lasts is shown after two seconds, and grows. */
static void
test_open (Fixture *self, gconstpointer data)
{
  TapLaneView now = view;

  self->track.end = TAP_TRACK_OPEN;
  self->track.ended = -1;
  self->track.silent = (TapSilence){ .from = 5 * S, .bytes = TRUE, .after_event = 26 };
  self->track.waiting = self->track.silent;
  now.now = 6 * S;
  tap_lane_gaps_fill (&self->track, &now, self->gaps);
  g_assert_cmpuint (self->gaps->len, ==, 0);
  now.now = 8 * S;
  tap_lane_gaps_fill (&self->track, &now, self->gaps);
  g_assert_cmpuint (self->gaps->len, ==, 1);
  {
    const TapLaneGap *gap = &g_array_index (self->gaps, TapLaneGap, 0);
    g_autofree char *words = tap_lane_words_gap_place (gap);

    g_assert_true (gap->open);
    g_assert_cmpfloat (gap->to, ==, 800);
    g_assert_cmpstr (words, ==, "3.00 s of silence until now, after event 26");
  }
}

/* Whose a silence was. */
static void
test_words_of_silence (void)
{
  static const struct
  {
    TapSilence silence;
    gboolean open;
    const char *band, *place, *row;
  } cases[] = {
    { { 0, 12 * S, TRUE, 4, 0, TAP_SILENCE_OF_GATEWAY }, FALSE, "12.00 s of silence",
      "12.00 s of silence after event 4", "12.00 s of silence: no event, no ping, no byte" },
    { { 0, 12 * S, FALSE, 4, 0, TAP_SILENCE_OF_GATEWAY }, FALSE, "12.00 s, pings only",
      "12.00 s of pings only, after event 4",
      "12.00 s of pings alone: no event that says anything" },
    { { 0, 12 * S, TRUE, 4, 0, TAP_SILENCE_OF_AGENT }, FALSE, "agent did not read for 12.00 s",
      "The agent did not read for 12.00 s after event 4",
      "the agent did not read for 12.00 s, so that nothing more could come" },
    { { 0, 12 * S, TRUE, 4, 0, TAP_SILENCE_OF_AGENT }, TRUE, "agent did not read for 12.00 s",
      "The agent has not read for 12.00 s, after event 4",
      "the agent did not read for 12.00 s, so that nothing more could come" },
    { { 0, 12 * S, TRUE, 0, 0, TAP_SILENCE_HELD }, FALSE, "held for 12.00 s",
      "Held by a rule for 12.00 s, before the first event",
      "held by a rule of Tapline’s for 12.00 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TapLaneGap gap = { .silence = cases[i].silence, .open = cases[i].open };
      g_autofree char *band = tap_lane_words_gap (&gap);
      g_autofree char *place = tap_lane_words_gap_place (&gap);
      g_autofree char *row = tap_lane_words_silence_row (&gap.silence);

      g_assert_cmpstr (band, ==, cases[i].band);
      g_assert_cmpstr (place, ==, cases[i].place);
      g_assert_cmpstr (row, ==, cases[i].row);
    }
}

static void
test_words (Fixture *self, gconstpointer data)
{
  g_autofree char *mark = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *gap = NULL;
  g_autofree char *band = NULL;
  g_autofree char *track = NULL;
  g_autofree char *end = NULL;
  g_autofree char *asking = NULL;
  g_autofree char *waiting = NULL;

  add_mark (self, 2310000, 14, TAP_SEVERITY_ERROR);
  add_mark (self, 2311000, 15, TAP_SEVERITY_WARNING);
  add_silence (self, 3 * S, 3 * S + 125100000, TRUE, 26);
  self->track.events = 31;
  self->track.end = TAP_TRACK_CUT;
  mark = tap_lane_words_mark (&self->track, &(TapLaneMark){ .count = 1 });
  g_assert_cmpstr (mark, ==, "Error duplicate-message-start at event 14, 2.31 s");
  joined = tap_lane_words_mark (&self->track, &(TapLaneMark){ .count = 2 });
  g_assert_cmpstr (joined, ==, "2 findings: Error duplicate-message-start at event 14, 2.31 s…");
  tap_lane_gaps_fill (&self->track, &view, self->gaps);
  gap = tap_lane_words_gap_place (&g_array_index (self->gaps, TapLaneGap, 0));
  g_assert_cmpstr (gap, ==, "125.1 s of silence after event 26");
  band = tap_lane_words_gap (&g_array_index (self->gaps, TapLaneGap, 0));
  g_assert_cmpstr (band, ==, "125.1 s of silence");
  track = tap_lane_words_track (&self->track);
  g_assert_cmpstr (track, ==, "31 events, 1 gap, 2 findings, cut by the gateway");
  end = tap_lane_words_end (&self->track);
  g_assert_cmpstr (end, ==, "Cut by the gateway after 9.00 s");
  asking = tap_lane_words_phase (&self->track, 5000, 0);
  g_assert_cmpstr (asking, ==, "Sending the request, 10 ms");
  waiting = tap_lane_words_phase (&self->track, 15000, 0);
  g_assert_cmpstr (waiting, ==, "Waiting for the answer, 10 ms");
  g_assert_null (tap_lane_words_phase (&self->track, 25000, 0));
  g_assert_null (tap_lane_words_phase (&self->track, -5, 0));
}

/* What stands at no event stands at the end, or at its own time. */
static void
test_words_of_end (Fixture *self, gconstpointer data)
{
  static const struct
  {
    gint64 at;
    TapTrackEnd end;
    const char *words;
  } cases[] = {
    { 1000, TAP_TRACK_CUT, "Error duplicate-message-start at 1 ms" },
    { 9 * S, TAP_TRACK_CUT, "Error duplicate-message-start at the end, 9.00 s" },
    { 9 * S, TAP_TRACK_UNRECORDED, "Error duplicate-message-start at 9.00 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = NULL;

      g_array_set_size (self->track.marks, 0);
      add_mark (self, cases[i].at, 0, TAP_SEVERITY_ERROR);
      self->track.end = cases[i].end;
      words = tap_lane_words_mark (&self->track, &(TapLaneMark){ .count = 1 });
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

#define N_CELLS 520

/* What each column of the axis holds, by its place on the axis. */
static void
spread (const TapLaneScene *scene, double x0, guint8 cells[N_CELLS])
{
  memset (cells, 0, N_CELLS);
  for (guint i = 0; i < scene->columns->len; i++)
    {
      const TapLaneColumn *column = &g_array_index (scene->columns, TapLaneColumn, i);

      for (double x = column->x; x < column->x + column->width; x += TAP_LANE_COLUMN)
        cells[(guint) ((x - x0) / TAP_LANE_COLUMN)] = column->share;
    }
}

/* Columns keep their events while the lane is dragged. */
static void
test_steady (Fixture *self, gconstpointer data)
{
  TapLaneScene scene;
  TapLaneView moved = view;
  guint8 cells[N_CELLS], dragged[N_CELLS];
  guint n_shares[TAP_LANE_SHARES + 1] = { 0 };

  for (guint i = 0; i < 1500; i++)
    tap_bins_add (&self->track.bins, (gint64) i * i * 4 + g_test_rand_int_range (0, 6000),
                  TAP_EVENT_TEXT);
  tap_lane_scene_init (&scene);
  tap_lane_scene_build (&scene, &self->track, &view, 40);
  spread (&scene, 0, cells);
  for (guint i = 0; i < N_CELLS; i++)
    n_shares[cells[i]]++;
  g_assert_cmpuint (n_shares[0], >, 0);
  g_assert_cmpuint (n_shares[TAP_LANE_SHARES], >, 0);
  g_assert_cmpuint (n_shares[2] + n_shares[3], >, 0);
  for (int by = 1; by < 40; by += 3)
    {
      moved.x0 = -by;
      tap_lane_scene_build (&scene, &self->track, &moved, 40);
      spread (&scene, -by, dragged);
      for (guint i = 20; i < 450; i++)
        g_assert_cmpuint (dragged[i], ==, cells[i]);
    }
  tap_lane_scene_clear (&scene);
}

static double
place_cb (gint64 at, gpointer user_data)
{
  return (double) at / (double) S;
}

static void
test_activity (Fixture *self, gconstpointer data)
{
  TapActivity columns[12] = { { 0 } };

  for (guint i = 0; i < 100; i++)
    tap_bins_add (&self->track.bins, 2 * S + i * 10000, TAP_EVENT_TEXT);
  add_silence (self, 4 * S, 6 * S, TRUE, 100);
  add_silence (self, 7 * S, 8 * S, FALSE, 100);
  add_mark (self, 8500000, 1, TAP_SEVERITY_ERROR);
  add_mark (self, 1500000, 1, TAP_SEVERITY_NOTE);
  tap_activity_add (columns, G_N_ELEMENTS (columns), &self->track, 0, 0, place_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_assert_cmpfloat (columns[i].events, ==, i == 2 ? 100 : 0);
      g_assert_cmpint (columns[i].open, ==, i <= 9);
      g_assert_cmpint (columns[i].silent, ==, i >= 4 && i <= 6);
      g_assert_cmpint (columns[i].severity, ==, i == 8 ? TAP_SEVERITY_ERROR + 1 : 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/lane/marks/apart", test_apart);
  ADD ("/lane/marks/joined", test_joined);
  ADD ("/lane/marks/many", test_many);
  ADD ("/lane/marks/outside", test_outside);
  ADD ("/lane/gaps", test_gaps);
  ADD ("/lane/gaps/many", test_many_gaps);
  ADD ("/lane/gaps/told", test_told);
  ADD ("/lane/gaps/open", test_open);
  ADD ("/lane/words", test_words);
  ADD ("/lane/words-of-end", test_words_of_end);
  g_test_add_func ("/lane/words-of-silence", test_words_of_silence);
  ADD ("/lane/steady", test_steady);
  ADD ("/overview/activity", test_activity);
#undef ADD
  return g_test_run ();
}
