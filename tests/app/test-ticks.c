/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <math.h>

#include "tap-ticks.h"

#define S G_USEC_PER_SEC
#define SPACING 90.0

static void
test_labels (void)
{
  static const struct
  {
    gint64 at, step;
    const char *label;
  } cases[] = {
    { 0, 1 * S, "0 s" },
    { 2500000, 500000, "2.5 s" },
    { 2500000, 100, "2.5000 s" },
    { 126 * S, 2 * S, "126 s" },
    { 599 * S, 1 * S, "599 s" },
    { 50 * S, 10 * S, "50 s" },
    { 60 * S, 10 * S, "1:00" },
    { 300 * S, 300 * S, "5:00" },
    { 600 * S, 60 * S, "10:00" },
    { 750 * S, 30 * S, "12:30" },
    { 750250000, 50000, "12:30.25" },
    { 3600 * (gint64) S, 600 * (gint64) S, "1:00:00" },
    { 10805 * (gint64) S, 5 * S, "3:00:05" },
    { -2 * S, 1 * S, "−2 s" },
    { 17, 1, "0.017 ms" },
    { 0, 5000, "0 ms" },
    { 5000, 5000, "5 ms" },
    { 500000, 100000, "500 ms" },
    { 1005000, 5000, "1.005 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *label = tap_ticks_dup_label (cases[i].at, cases[i].step);

      g_assert_cmpstr (label, ==, cases[i].label);
    }
}

/* At each zoom: far enough apart, but not much farther. */
static void
test_steps (void)
{
  for (double scale = 1; scale > 1e-9; scale *= 0.83)
    {
      gint64 step = tap_ticks_step (scale, SPACING);

      g_assert_true ((double) step * scale >= SPACING);
      if (step > 1)
        g_assert_true ((double) step * scale <= SPACING * 3);
    }
}

static void
check (const TapFoldMap *map, double offset, double width, gint64 origin)
{
  g_autoptr (GArray) ticks = g_array_new (FALSE, FALSE, sizeof (TapTick));
  double before = -1e9;
  guint n_labelled = 0;

  tap_ticks_fill (ticks, map, offset, width, SPACING, origin);
  for (guint i = 0; i < ticks->len; i++)
    {
      const TapTick *tick = &g_array_index (ticks, TapTick, i);

      if (i > 0)
        g_assert_cmpint (tick->at, >=, g_array_index (ticks, TapTick, i - 1).at);
      if (tick->folded > 0)
        continue;
      g_assert_cmpint ((tick->at - origin) % tick->step, ==, 0);
      g_assert_true (tick->x >= -1 && tick->x <= width + 1);
      g_assert_true (fabs (tap_fold_map_to_x (map, tick->at) - offset - tick->x) < 1e-6);
      if (tick->labelled)
        {
          g_assert_true (tick->x - before >= SPACING);
          before = tick->x;
          n_labelled++;
        }
    }
  if (width > 4 * SPACING)
    g_assert_cmpuint (n_labelled, >=, 1);
  g_assert_cmpuint (ticks->len, <=, (guint) (width / 20) + 8);
}

static void
test_fill (void)
{
  static const TapSpan spans[] = {
    { 3 * S, 70 * S },
    { 71 * S, 90 * S },
    { 5000 * (gint64) S, 5003 * (gint64) S },
    { 90000 * (gint64) S, 90100 * (gint64) S },
  };
  g_autoptr (TapFoldMap) map = tap_fold_map_new ();

  tap_fold_map_set_spans (map, spans, G_N_ELEMENTS (spans), 90100 * (gint64) S);
  for (double scale = 4e-6; scale < 1; scale *= 1.7)
    {
      double length;

      tap_fold_map_set_scale (map, scale, 24);
      length = tap_fold_map_get_length (map);
      for (double part = 0; part <= 1; part += 0.07)
        check (map, floor (length * part) - 8, 900, 3 * S);
    }
}

static gboolean
has_tick (const GArray *ticks, gint64 from, gint64 to, gboolean folded)
{
  for (guint i = 0; i < ticks->len; i++)
    {
      const TapTick *tick = &g_array_index (ticks, TapTick, i);

      if ((tick->folded > 0) == folded && tick->labelled && tick->at >= from && tick->at <= to)
        return TRUE;
    }
  return FALSE;
}

/* Twelve exchanges in three hours: each of them has its time. */
static void
test_folds (void)
{
  g_autoptr (TapFoldMap) map = tap_fold_map_new ();
  g_autoptr (GArray) ticks = g_array_new (FALSE, FALSE, sizeof (TapTick));
  TapSpan spans[12];

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      spans[i].from = i * 900 * (gint64) S + 137000;
      spans[i].to = spans[i].from + 40 * S;
    }
  tap_fold_map_set_spans (map, spans, 12, spans[11].to);
  tap_fold_map_set_scale (
    map, tap_fold_map_fit (map, spans[0].from, spans[11].to, 1800, 20), 20);
  tap_ticks_fill (ticks, map, 0, 1800, SPACING, spans[0].from);
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_assert_true (has_tick (ticks, spans[i].from, spans[i].to, FALSE));
      if (i + 1 < G_N_ELEMENTS (spans))
        g_assert_true (has_tick (ticks, spans[i].to, spans[i].to, TRUE));
    }
}

static void
test_empty (void)
{
  g_autoptr (TapFoldMap) map = tap_fold_map_new ();
  g_autoptr (GArray) ticks = g_array_new (FALSE, FALSE, sizeof (TapTick));

  tap_ticks_fill (ticks, map, 0, 900, SPACING, 0);
  g_assert_cmpuint (ticks->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C");
  g_test_add_func ("/ticks/labels", test_labels);
  g_test_add_func ("/ticks/steps", test_steps);
  g_test_add_func ("/ticks/fill", test_fill);
  g_test_add_func ("/ticks/folds", test_folds);
  g_test_add_func ("/ticks/empty", test_empty);
  return g_test_run ();
}
