/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-busy.h"

#define N_EXCHANGES 400

static void
assert_spans (TapBusy *busy, gint64 until, const TapSpan *expected, guint n_expected)
{
  guint n_spans;
  const TapSpan *spans = tap_busy_get (busy, until, &n_spans);

  g_assert_cmpuint (n_spans, ==, n_expected);
  for (guint i = 0; i < n_spans; i++)
    {
      g_assert_cmpint (spans[i].from, ==, expected[i].from);
      g_assert_cmpint (spans[i].to, ==, expected[i].to);
    }
}

static void
test_steps (void)
{
  g_autoptr (TapBusy) busy = tap_busy_new ();

  assert_spans (busy, 100, NULL, 0);
  tap_busy_update (busy, 0, -1, -1); /* nothing is known of it */
  assert_spans (busy, 100, NULL, 0);
  g_assert_false (tap_busy_get_open (busy));

  tap_busy_update (busy, 0, 10, -1);
  tap_busy_update (busy, 0, 10, -1);
  g_assert_true (tap_busy_get_open (busy));
  assert_spans (busy, TAP_SPAN_OPEN, (TapSpan[]){ { 10, TAP_SPAN_OPEN } }, 1);
  assert_spans (busy, 5, (TapSpan[]){ { 10, 10 } }, 1); /* a clock that went back */

  tap_busy_update (busy, 1, 20, 30);
  assert_spans (busy, 25, (TapSpan[]){ { 10, 30 } }, 1);
  tap_busy_update (busy, 0, 10, 12);
  g_assert_false (tap_busy_get_open (busy));
  assert_spans (busy, 100, (TapSpan[]){ { 10, 12 }, { 20, 30 } }, 2);
  g_assert_cmpint (tap_busy_get_last (busy), ==, 30);

  tap_busy_update (busy, 2, 50, 40); /* its end before its beginning */
  tap_busy_update (busy, 3, 30, 35); /* without a hole */
  assert_spans (busy, 100, (TapSpan[]){ { 10, 12 }, { 20, 35 }, { 50, 50 } }, 3);
  tap_busy_update (busy, 4, 33, -1);
  tap_busy_update (busy, 5, 31, -1);
  tap_busy_update (busy, 5, 31, 32); /* the one that was open for longest */
  assert_spans (busy, 45, (TapSpan[]){ { 10, 12 }, { 20, 45 }, { 50, 50 } }, 3);
  assert_spans (busy, 60, (TapSpan[]){ { 10, 12 }, { 20, 60 } }, 2);

  tap_busy_clear (busy);
  g_assert_false (tap_busy_get_open (busy));
  assert_spans (busy, 100, NULL, 0);
}

/* Step by step it becomes what it is all at once. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (TapBusy) busy = tap_busy_new ();
      g_autoptr (TapFoldMap) all = tap_fold_map_new ();
      g_autoptr (TapFoldMap) told = tap_fold_map_new ();
      TapSpan spans[N_EXCHANGES];
      gint64 now = 0;

      for (guint i = 0; i < N_EXCHANGES; i++)
        {
          now += g_rand_int_range (rand, 0, 100);
          spans[i] = (TapSpan){ now, TAP_SPAN_OPEN };
          tap_busy_update (busy, i, now, -1);
          for (guint k = i > 20 ? i - 20 : 0; k <= i; k++)
            {
              if (spans[k].to != TAP_SPAN_OPEN || g_rand_int_range (rand, 0, 3) > 0)
                continue;
              spans[k].to = now + g_rand_int_range (rand, -5, 40);
              tap_busy_update (busy, k, spans[k].from, spans[k].to);
            }
          if (i % 7 == 0)
            {
              guint n_told;
              const TapSpan *list = tap_busy_get (busy, TAP_SPAN_OPEN, &n_told);

              tap_fold_map_set_spans (all, spans, i + 1, now);
              tap_fold_map_set_spans (told, list, n_told, now);
              g_assert_cmpuint (tap_fold_map_count (told), ==, tap_fold_map_count (all));
              for (guint p = 0; p < tap_fold_map_count (all); p++)
                {
                  TapStretch one, other;

                  tap_fold_map_get (all, p, &one);
                  tap_fold_map_get (told, p, &other);
                  g_assert_cmpint (one.from, ==, other.from);
                  g_assert_cmpint (one.to, ==, other.to);
                  g_assert_cmpint (one.idle, ==, other.idle);
                }
            }
        }
    }
}

/* More than a screen can show are fewer, and the long holes stay. */
static void
test_many (void)
{
  g_autoptr (TapBusy) busy = tap_busy_new ();
  const guint n_exchanges = 200000;
  guint n_spans, n_long = 0;
  const TapSpan *spans;
  gint64 at = 0;

  for (guint i = 0; i < n_exchanges; i++)
    {
      at += i % 1000 == 0 ? 3600 * (gint64) G_USEC_PER_SEC : 10;
      tap_busy_update (busy, i, at, -1);
      at += 5;
      tap_busy_update (busy, i, at - 5, at);
    }
  spans = tap_busy_get (busy, at, &n_spans);
  g_assert_cmpuint (n_spans, <=, TAP_BUSY_MAX);
  g_assert_cmpint (spans[n_spans - 1].to, ==, at);
  for (guint i = 1; i < n_spans; i++)
    {
      g_assert_cmpint (spans[i].from, >, spans[i - 1].to);
      n_long += spans[i].from - spans[i - 1].to > 100;
    }
  g_assert_cmpuint (n_long, ==, n_exchanges / 1000 - 1);
}

static void
test_join_short (void)
{
  static const TapSpan spans[] = {
    { 0, 1000 }, { 1010, 2000 }, { 2016, 3000 }, { 90000, 90100 }, { 90101, TAP_SPAN_OPEN },
  };
  g_autoptr (GArray) joined = g_array_new (FALSE, FALSE, sizeof (TapSpan));

  /* Some 3,000 µs are busy: from 32 µs on a hole is folded. */
  tap_busy_join_short (spans, 3, 0, joined);
  g_assert_cmpuint (joined->len, ==, 1);
  g_assert_cmpint (g_array_index (joined, TapSpan, 0).to, ==, 3000);

  tap_busy_join_short (spans, G_N_ELEMENTS (spans), 90200, joined);
  g_assert_cmpuint (joined->len, ==, 2);
  g_assert_cmpint (g_array_index (joined, TapSpan, 1).from, ==, 90000);
  g_assert_cmpint (g_array_index (joined, TapSpan, 1).to, ==, TAP_SPAN_OPEN);

  /* Little was busy: each hole counts. */
  tap_busy_join_short ((TapSpan[]){ { 0, 0 }, { 2, 4 }, { 6, 7 } }, 3, 0, joined);
  g_assert_cmpuint (joined->len, ==, 3);
  tap_busy_join_short (NULL, 0, 0, joined);
  g_assert_cmpuint (joined->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/busy/steps", test_steps);
  g_test_add_func ("/app/busy/random", test_random);
  g_test_add_func ("/app/busy/many", test_many);
  g_test_add_func ("/app/busy/join-short", test_join_short);
  return g_test_run ();
}
