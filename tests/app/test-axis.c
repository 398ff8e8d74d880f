/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "tap-axis.h"

#define S G_USEC_PER_SEC

/* What is under the pointer stays there; the overview's frame is what is seen. */
static void
test_zoom (void)
{
  g_autoptr (TapAxis) axis = tap_axis_new ();
  const TapSpan spans[] = { { 1 * S, 40 * S }, { 3600 * (gint64) S, 3620 * (gint64) S } };
  double width = 900;
  double from, to;

  tap_axis_set_width (axis, width);
  tap_axis_set_busy (axis, spans, 2, spans[1].to);
  g_assert_true (tap_axis_get_fitting (axis));
  g_assert_cmpfloat (tap_axis_to_x (axis, 1 * S), >=, 0);
  g_assert_cmpfloat (tap_axis_to_x (axis, 3620 * (gint64) S), <=, width);

  for (guint i = 0; i < 60; i++)
    {
      double x = g_test_rand_double_range (0, width);
      double before;
      gint64 at;

      tap_axis_show (axis, 3 * S, 3620 * (gint64) S - i * 40 * S);
      at = tap_axis_to_time (axis, x);
      before = tap_axis_get_scale (axis);
      tap_axis_zoom (axis, 1.3, x);
      g_assert_cmpfloat (tap_axis_get_scale (axis), >, before);
      /* What does not hit an end stays, but for what a fold takes by its own width. */
      if (x > 60 && x < width - 60)
        g_assert_cmpfloat_with_epsilon (tap_axis_to_x (axis, at), x,
                                        at > 40 * S && at < 3600 * (gint64) S ? 30 : 1);
    }

  tap_axis_set_window (axis, 0.25, 0.5);
  tap_axis_get_window (axis, &from, &to);
  g_assert_cmpfloat_with_epsilon (from, 0.25, 0.01);
  g_assert_cmpfloat_with_epsilon (to, 0.5, 0.01);
  tap_axis_move_window (axis, 0.5);
  tap_axis_get_window (axis, &from, &to);
  g_assert_cmpfloat_with_epsilon (from, 0.5, 0.02);
  tap_axis_fit (axis);
  tap_axis_get_window (axis, &from, &to);
  g_assert_cmpfloat (from, ==, 0);
  g_assert_cmpfloat (to, ==, 1);
}

static void
count_cb (TapAxis *axis, guint *count)
{
  (*count)++;
}

/* Whoever looks at the end goes with it, whoever looks elsewhere stays; a frame is drawn for what
 * can be seen. */
static void
test_following (void)
{
  g_autoptr (TapAxis) axis = tap_axis_new ();
  TapSpan spans[] = { { 0, TAP_SPAN_OPEN } };
  guint count = 0;
  gint64 left;
  double x;

  tap_axis_set_width (axis, 1000);
  tap_axis_set_busy (axis, spans, 1, 100 * S);
  g_signal_connect (axis, "changed", G_CALLBACK (count_cb), &count);
  for (gint64 now = 100 * S; now < 101 * S; now += 16667)
    tap_axis_set_busy (axis, spans, 1, now);
  g_assert_cmpuint (count, >=, 9);
  g_assert_cmpuint (count, <=, 20);
  g_assert_true (tap_axis_get_following (axis));
  g_assert_cmpfloat (tap_axis_to_x (axis, tap_axis_get_end (axis)), <, 1000);

  /* Zoomed in at the end: it stays where it is, and what was goes left. */
  tap_axis_zoom (axis, 10, 1000);
  g_assert_true (tap_axis_get_following (axis));
  tap_axis_set_busy (axis, spans, 1, 110 * S);
  x = tap_axis_to_x (axis, 110 * S);
  g_assert_cmpfloat (x, <=, 1000);
  tap_axis_set_busy (axis, spans, 1, 120 * S);
  g_assert_cmpfloat_with_epsilon (tap_axis_to_x (axis, 120 * S), x, 1.5);

  tap_axis_pan (axis, -500);
  g_assert_false (tap_axis_get_following (axis));
  left = tap_axis_get_from (axis);
  tap_axis_set_busy (axis, spans, 1, 200 * S);
  g_assert_cmpint (tap_axis_get_from (axis), ==, left);

  count = 0;
  tap_axis_set_busy (axis, spans, 1, 200 * S);
  g_assert_cmpuint (count, ==, 0);
}

/* Nothing is on it yet, or nothing that has a length. */
static void
test_empty (void)
{
  g_autoptr (TapAxis) axis = tap_axis_new ();
  const TapSpan span = { 5 * S, 5 * S };
  guint n_ticks;

  tap_axis_set_width (axis, 800);
  tap_axis_zoom (axis, 3, 100);
  tap_axis_pan (axis, 100);
  tap_axis_show (axis, 0, 0);
  tap_axis_set_window (axis, 0.2, 0.2);
  tap_axis_fit (axis);
  tap_axis_get_ticks (axis, &n_ticks);
  g_assert_cmpuint (n_ticks, ==, 0);
  tap_axis_set_busy (axis, &span, 1, span.to);
  g_assert_true (isfinite (tap_axis_to_x (axis, 6 * S)));
  tap_axis_zoom (axis, 1e9, 100);
  tap_axis_zoom (axis, 1e-9, 100);
  g_assert_true (tap_axis_get_fitting (axis));
}

static void
test_folding (void)
{
  g_autoptr (TapAxis) axis = tap_axis_new ();
  const TapSpan spans[] = { { 0, 10 * S }, { 1000 * S, 1010 * S } };
  double folded;

  tap_axis_set_width (axis, 800);
  tap_axis_set_busy (axis, spans, 2, 1010 * S);
  folded = tap_axis_get_scale (axis);
  g_assert_cmpfloat (tap_axis_to_x (axis, 1000 * S) - tap_axis_to_x (axis, 10 * S), <, 40);
  tap_axis_set_folding (axis, FALSE);
  g_assert_cmpfloat (tap_axis_get_scale (axis), <, folded / 10);
  tap_axis_set_folding (axis, TRUE);
  g_assert_cmpfloat (tap_axis_get_scale (axis), ==, folded);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/axis/zoom", test_zoom);
  g_test_add_func ("/axis/following", test_following);
  g_test_add_func ("/axis/empty", test_empty);
  g_test_add_func ("/axis/folding", test_folding);
  return g_test_run ();
}
