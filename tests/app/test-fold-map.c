/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "tap-fold-map.h"

#define S G_USEC_PER_SEC
#define SCALE 1e-5 /* ten pixels a second */
#define FOLD 20.0

typedef struct
{
  const char *name;
  TapSpan spans[4];
  guint n_spans;
  gint64 now;
  gint64 from, to;
  double length;   /* at SCALE and FOLD */
  guint n_folds;
} Case;

static const Case cases[] = {
  { "empty", { { 0, 0 } }, 0, 5 * S, 0, 0, 0, 0 },
  { "one", { { 3 * S, 13 * S } }, 1, 13 * S, 3 * S, 13 * S, 100, 0 },
  { "one-without-length", { { 3 * S, 3 * S } }, 1, 3 * S, 3 * S, 3 * S, 0, 0 },
  { "overlapping", { { 0, 10 * S }, { 5 * S, 20 * S } }, 2, 20 * S, 0, 20 * S, 200, 0 },
  { "within", { { 0, 10 * S }, { 2 * S, 3 * S } }, 2, 10 * S, 0, 10 * S, 100, 0 },
  { "unsorted", { { 300 * S, 310 * S }, { 0, 10 * S } }, 2, 310 * S, 0, 310 * S, 220, 1 },
  { "short-idle-is-kept", { { 0, 10 * S }, { 11 * S, 20 * S } }, 2, 20 * S, 0, 20 * S, 200, 0 },
  { "silence-is-never-folded", { { 0, 3600 * (gint64) S } }, 1, 0, 0, 3600 * (gint64) S, 36000, 0 },
  { "idle-at-the-end", { { 0, 10 * S } }, 1, 1000 * S, 0, 1000 * (gint64) S, 120, 1 },
  { "open", { { 0, 10 * S }, { 100 * S, TAP_SPAN_OPEN } }, 2, 110 * S, 0, 110 * S, 220, 1 },
  { "microseconds", { { 7, 9 } }, 1, 9, 7, 9, 2e-5, 0 },
  { "far", { { 1000000 * (gint64) S, 1000010 * (gint64) S } }, 1, 0, 1000000 * (gint64) S,
    1000010 * (gint64) S, 100, 0 },
};

static TapFoldMap *
make (const Case *c)
{
  TapFoldMap *map = tap_fold_map_new ();

  tap_fold_map_set_spans (map, c->spans, c->n_spans, c->now);
  tap_fold_map_set_scale (map, SCALE, FOLD);
  return map;
}

/* Not farther away than a pixel's millionth, or than one µs. */
static void
assert_near (double a, double b)
{
  if (fabs (a - b) > 1e-6 * MAX (1, fabs (b)))
    g_error ("%.9f is not %.9f", a, b);
}

static void
assert_round_trip (TapFoldMap *map, gint64 at)
{
  double x = tap_fold_map_to_x (map, at);
  gint64 back = tap_fold_map_to_time (map, x);
  TapStretch stretch = { 0 };

  /* Within a fold a pixel is long. */
  if (tap_fold_map_count (map) > 0)
    tap_fold_map_get (map, tap_fold_map_find (map, x), &stretch);
  g_assert_cmpint (ABS (back - at), <=, stretch.folded ? 10 : 1);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (TapFoldMap) map = make (c);
  guint n_folds = 0;
  double x = 0;
  gint64 at = c->from;

  g_assert_cmpint (tap_fold_map_get_from (map), ==, c->from);
  g_assert_cmpint (tap_fold_map_get_to (map), ==, c->to);
  assert_near (tap_fold_map_get_length (map), c->length);
  for (guint i = 0; i < tap_fold_map_count (map); i++)
    {
      TapStretch stretch;

      tap_fold_map_get (map, i, &stretch);
      n_folds += stretch.folded ? 1 : 0;
      g_assert_cmpint (stretch.from, ==, at);
      assert_near (stretch.x, x);
      if (stretch.folded)
        g_assert_true (stretch.idle);
      else
        assert_near (stretch.width, (double) (stretch.to - stretch.from) * SCALE);
      at = stretch.to;
      x += stretch.width;
    }
  g_assert_cmpint (at, ==, c->to);
  g_assert_cmpuint (n_folds, ==, c->n_folds);

  for (int i = -3; i <= 23; i++)
    assert_round_trip (map, c->from + (c->to - c->from) * i / 20);
  assert_round_trip (map, c->from - 5 * S);
  assert_round_trip (map, c->to + 5 * S);
  assert_round_trip (map, -1000000 * (gint64) S);
}

/* Time never goes back, whatever the place. */
static void
test_monotonic (void)
{
  g_autoptr (TapFoldMap) map = make (&cases[5]);
  gint64 before = G_MININT64;

  for (double x = -50; x < 300; x += 0.37)
    {
      gint64 at = tap_fold_map_to_time (map, x);

      g_assert_cmpint (at, >=, before);
      before = at;
    }
}

static void
test_random (void)
{
  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (TapFoldMap) map = tap_fold_map_new ();
      TapSpan spans[40];
      guint n_spans = (guint) g_test_rand_int_range (1, 40);

      for (guint i = 0; i < n_spans; i++)
        {
          spans[i].from = g_test_rand_int_range (0, G_MAXINT32);
          spans[i].to = spans[i].from + g_test_rand_int_range (0, 100 * S);
        }
      tap_fold_map_set_spans (map, spans, n_spans, g_test_rand_int_range (0, G_MAXINT32));
      tap_fold_map_set_scale (map, SCALE, FOLD);
      for (guint i = 0; i < n_spans; i++)
        {
          double from = tap_fold_map_to_x (map, spans[i].from);
          double to = tap_fold_map_to_x (map, spans[i].to);
          gint64 middle = spans[i].from + (spans[i].to - spans[i].from) / 2;

          /* An exchange keeps its length, and all within it. */
          assert_near (to - from, (double) (spans[i].to - spans[i].from) * SCALE);
          g_assert_cmpint (ABS (tap_fold_map_to_time (map, tap_fold_map_to_x (map, middle))
                                - middle), <=, 1);
        }
    }
}

static void
test_fit (void)
{
  static const double widths[] = { 30, 100, 900, 3000 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TapFoldMap) map = make (&cases[i]);

      for (guint k = 0; k < G_N_ELEMENTS (widths); k++)
        {
          double scale = tap_fold_map_fit (map, cases[i].from, cases[i].to, widths[k], FOLD);

          if (cases[i].from == cases[i].to)
            {
              g_assert_true (scale == 0);
              continue;
            }
          tap_fold_map_set_scale (map, scale, FOLD);
          assert_near (tap_fold_map_get_length (map), widths[k]);
        }
    }
}

/* Only the end moves while an exchange is open. */
static void
test_growing (void)
{
  g_autoptr (TapFoldMap) map = tap_fold_map_new ();
  TapSpan spans[] = { { 0, 2 * S }, { 50 * S, TAP_SPAN_OPEN } };
  double before;

  g_assert_true (tap_fold_map_set_spans (map, spans, 2, 60 * S));
  tap_fold_map_set_scale (map, SCALE, FOLD);
  before = tap_fold_map_to_x (map, 55 * S);
  g_assert_true (tap_fold_map_get_open (map));
  for (gint64 now = 60 * S; now < 70 * S; now += 16667)
    {
      g_assert_false (tap_fold_map_set_spans (map, spans, 2, now));
      g_assert_cmpint (tap_fold_map_get_to (map), ==, now);
      g_assert_true (tap_fold_map_to_x (map, 55 * S) == before);
    }
  spans[1].to = 65 * S;
  g_assert_true (tap_fold_map_set_spans (map, spans, 2, 70 * S));
  g_assert_false (tap_fold_map_get_open (map));
}

static void
test_not_folding (void)
{
  g_autoptr (TapFoldMap) map = make (&cases[5]);

  tap_fold_map_set_scale (map, SCALE, -1);
  assert_near (tap_fold_map_get_length (map), 3100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/fold-map/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/fold-map/monotonic", test_monotonic);
  g_test_add_func ("/fold-map/random", test_random);
  g_test_add_func ("/fold-map/fit", test_fit);
  g_test_add_func ("/fold-map/growing", test_growing);
  g_test_add_func ("/fold-map/not-folding", test_not_folding);
  return g_test_run ();
}
