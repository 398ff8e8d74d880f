/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "tap-bins.h"

#define N_EVENTS 5000

typedef struct
{
  gint64 at;
  TapEventKind kind;
} Event;

/* What must be seen where several share a column, written down once more. */
static const TapEventKind order[] = {
  TAP_EVENT_ERROR, TAP_EVENT_START, TAP_EVENT_STOP, TAP_EVENT_TOOL,    TAP_EVENT_THINKING,
  TAP_EVENT_TEXT,  TAP_EVENT_OTHER, TAP_EVENT_PING, TAP_EVENT_COMMENT,
};

/* Bursts, pauses, many at one time. */
static Event *
make_events (guint count)
{
  Event *events = g_new (Event, count);
  gint64 at = 1000;

  for (guint i = 0; i < count; i++)
    {
      int dice = g_test_rand_int_range (0, 100);

      at += dice < 30 ? 0 : dice < 95 ? g_test_rand_int_range (1, 3000) : 2000000;
      events[i].at = at;
      events[i].kind = dice < 80 ? TAP_EVENT_TEXT
                                 : (TapEventKind) g_test_rand_int_range (0, TAP_EVENT_ERROR + 1);
    }
  return events;
}

static void
add_all (TapBins *bins, const Event *events, guint count)
{
  for (guint i = 0; i < count; i++)
    tap_bins_add (bins, events[i].at, events[i].kind);
}

static TapEventKind
brute_worst (const Event *events, guint from, guint to)
{
  for (guint k = 0; k < G_N_ELEMENTS (order); k++)
    {
      for (guint i = from; i < to; i++)
        {
          if (events[i].kind == order[k])
            return order[k];
        }
    }
  return TAP_EVENT_OTHER;
}

static void
check_columns (const TapBins *bins, const Event *events, guint count, gint64 from, double step,
               guint n_columns)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (TapColumn));
  guint found = 0, event = 0;

  tap_bins_fill (bins, from, step, n_columns, columns);
  while (event < count && events[event].at < from)
    event++;
  for (guint i = 0; i < n_columns; i++)
    {
      gint64 end = from + (gint64) ceil ((i + 1.0) * step);
      guint first = event;
      const TapColumn *column;

      while (event < count && events[event].at < end)
        event++;
      if (event == first)
        continue;
      g_assert_cmpuint (found, <, columns->len);
      column = &g_array_index (columns, TapColumn, found++);
      g_assert_cmpuint (column->column, ==, i);
      g_assert_cmpuint (column->count, ==, event - first);
      g_assert_cmpint (column->kind, ==, brute_worst (events, first, event));
    }
  g_assert_cmpuint (found, ==, columns->len);
}

/* At each zoom, at odd places: the same as counting. */
static void
test_columns (void)
{
  g_autofree Event *events = make_events (N_EVENTS);
  gint64 last = events[N_EVENTS - 1].at;
  TapBins bins = { NULL };

  add_all (&bins, events, N_EVENTS);
  for (double step = (double) last; step > 0.3; step /= 3.7)
    {
      for (guint i = 0; i < 12; i++)
        check_columns (&bins, events, N_EVENTS,
                       (gint64) (g_test_rand_double_range (-0.1, 1.1) * (double) last), step,
                       (guint) g_test_rand_int_range (1, 1300));
    }
  check_columns (&bins, events, N_EVENTS, 0, 1, 10);
  tap_bins_clear (&bins);
}

static void
test_ranges (void)
{
  g_autofree Event *events = make_events (300);
  TapBins bins = { NULL };

  add_all (&bins, events, 300);
  for (guint from = 0; from < 300; from++)
    {
      for (guint to = from + 1; to <= 300; to += 1 + to % 7)
        g_assert_cmpint (tap_bins_worst (&bins, from, to - from), ==,
                         brute_worst (events, from, to));
    }
  tap_bins_clear (&bins);
}

/* After each event the same as if all had come at once. */
static void
test_incremental (void)
{
  g_autofree Event *events = make_events (600);
  TapBins growing = { NULL };

  for (guint count = 1; count <= 600; count++)
    {
      TapBins whole = { NULL };

      tap_bins_add (&growing, events[count - 1].at, events[count - 1].kind);
      add_all (&whole, events, count);
      g_assert_cmpuint (growing.levels->len, ==, whole.levels->len);
      g_assert_cmpint (tap_bins_worst (&growing, 0, count), ==, brute_worst (events, 0, count));
      g_assert_cmpint (tap_bins_worst (&growing, count / 3, count - count / 3), ==,
                       brute_worst (events, count / 3, count));
      tap_bins_clear (&whole);
    }
  tap_bins_clear (&growing);
}

static void
test_nearest (void)
{
  static const gint64 times[] = { 10, 20, 20, 50 };
  static const struct
  {
    gint64 at;
    guint index;
  } cases[] = { { 0, 0 }, { 14, 0 }, { 16, 1 }, { 20, 1 }, { 34, 2 }, { 36, 3 }, { 900, 3 } };
  TapBins bins = { NULL };
  guint index;

  g_assert_false (tap_bins_nearest (&bins, 5, &index));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    tap_bins_add (&bins, times[i], TAP_EVENT_TEXT);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (tap_bins_nearest (&bins, cases[i].at, &index));
      g_assert_cmpuint (index, ==, cases[i].index);
    }
  tap_bins_clear (&bins);
}

/* A log may say that time went back. */
static void
test_backwards (void)
{
  TapBins bins = { NULL };

  tap_bins_add (&bins, 100, TAP_EVENT_TEXT);
  tap_bins_add (&bins, 50, TAP_EVENT_PING);
  g_assert_cmpint (tap_bins_get_time (&bins, 1), ==, 100);
  g_assert_cmpuint (tap_bins_find (&bins, 101), ==, 2);
  tap_bins_clear (&bins);
}

static void
test_empty (void)
{
  TapBins bins = { NULL };
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (TapColumn));

  tap_bins_fill (&bins, 0, 10, 100, columns);
  g_assert_cmpuint (columns->len, ==, 0);
  g_assert_cmpuint (tap_bins_find (&bins, 5), ==, 0);
  tap_bins_clear (&bins);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bins/columns", test_columns);
  g_test_add_func ("/bins/ranges", test_ranges);
  g_test_add_func ("/bins/incremental", test_incremental);
  g_test_add_func ("/bins/nearest", test_nearest);
  g_test_add_func ("/bins/backwards", test_backwards);
  g_test_add_func ("/bins/empty", test_empty);
  return g_test_run ();
}
