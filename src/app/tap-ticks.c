/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-ticks.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MILLISECOND 1000
#define SECOND G_USEC_PER_SEC
#define MINUTE (60 * (gint64) SECOND)
#define HOUR (60 * MINUTE)
#define MIN_FOLD 6.0 /* px of a fold that is shown */

/* From here on times are told in minutes: earlier where ticks lie far apart. */
#define LONG (10 * MINUTE)
#define COARSE (10 * (gint64) SECOND)

static const gint64 steps[] = {
  1, 2, 5, 10, 20, 50, 100, 200, 500,
  1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000,
  1 * SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
  1 * MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  1 * HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR, 168 * HOUR,
};

gint64
tap_ticks_step (double scale, double spacing)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if ((double) steps[i] * scale >= spacing)
        return steps[i];
    }
  return steps[G_N_ELEMENTS (steps) - 1];
}

typedef struct
{
  GArray *ticks;
  const TapFoldMap *map;
  double offset;
  double width;
  double spacing;
  gint64 origin;
  gint64 step;
  double free;   /* where the next label may begin */
} Filler;

static gint64
round_up (gint64 at, gint64 step)
{
  gint64 rest = at % step;

  if (rest < 0)
    rest += step;
  return rest == 0 ? at : at + step - rest;
}

static void
add_tick (Filler *self, gint64 at, gint64 step)
{
  double x = tap_fold_map_to_x (self->map, self->origin + at) - self->offset;
  TapTick tick = {
    .x = x,
    .at = self->origin + at,
    .step = step,
    .labelled = x >= self->free,
  };

  if (tick.labelled)
    self->free = x + self->spacing;
  g_array_append_val (self->ticks, tick);
}

/* A stretch too short for a round time of this zoom gets the roundest one that it has, so that no
 * exchange between two folds is without a time. */
static void
add_odd_tick (Filler *self, gint64 from, gint64 to)
{
  if (tap_fold_map_to_x (self->map, self->origin + from) - self->offset < self->free)
    return;
  for (guint i = G_N_ELEMENTS (steps); i > 0; i--)
    {
      gint64 at = round_up (from, steps[i - 1]);

      if (steps[i - 1] < self->step && at <= to)
        {
          add_tick (self, at, steps[i - 1]);
          return;
        }
    }
}

/* @from, @to: time of one scale, µs since the origin. */
static void
add_run (Filler *self, gint64 from, gint64 to)
{
  gint64 at = round_up (from, self->step);

  if (at > to)
    add_odd_tick (self, from, to);
  for (; at <= to; at += self->step)
    add_tick (self, at, self->step);
}

static void
add_fold (Filler *self, const TapStretch *stretch)
{
  TapTick tick = {
    .x = stretch->x + stretch->width / 2 - self->offset,
    .width = stretch->width,
    .at = stretch->from,
    .folded = stretch->to - stretch->from,
    .labelled = stretch->width >= MIN_FOLD,
  };

  if (tick.labelled)
    self->free = MAX (self->free, tick.x + stretch->width / 2);
  g_array_append_val (self->ticks, tick);
}

void
tap_ticks_fill (GArray *ticks, const TapFoldMap *map, double offset, double width, double spacing,
                gint64 origin)
{
  guint count = tap_fold_map_count (map);
  gint64 begin = tap_fold_map_to_time (map, offset);
  gint64 end = tap_fold_map_to_time (map, offset + width);
  Filler self = {
    ticks, map, offset, width, spacing, origin,
    tap_ticks_step (tap_fold_map_get_scale (map), spacing),
    0,
  };

  g_array_set_size (ticks, 0);
  for (guint i = tap_fold_map_find (map, offset); i < count;)
    {
      TapStretch stretch;
      gint64 from, to;

      tap_fold_map_get (map, i, &stretch);
      if (stretch.x > offset + width)
        return;
      if (stretch.folded)
        {
          add_fold (&self, &stretch);
          i++;
          continue;
        }
      /* Neighbours of one scale are one run. */
      from = stretch.from;
      do
        {
          to = stretch.to;
          i++;
          if (i < count)
            tap_fold_map_get (map, i, &stretch);
        }
      while (i < count && !stretch.folded && stretch.from < end);
      if (i == count)
        to = MAX (to, end);
      add_run (&self, MAX (from, begin) - origin, MIN (to, end) - origin);
    }
}

char *
tap_ticks_dup_label (gint64 at, gint64 step)
{
  gboolean small = step < SECOND && ABS (at) < SECOND;
  gint64 whole = ABS (at) / SECOND;
  const char *sign = at < 0 ? "−" : "";
  g_autofree char *rest = NULL;
  int digits = 0;

  for (gint64 unit = small ? MILLISECOND : SECOND; unit > 1 && step % unit != 0; unit /= 10)
    digits++;
  if (small)
    /* Translators: a time on the ruler, in milliseconds */
    return g_strdup_printf (_ ("%s%.*f ms"), sign, digits, (double) ABS (at) / MILLISECOND);
  if (ABS (at) < (step < COARSE ? LONG : MINUTE))
    /* Translators: a time on the ruler, in seconds */
    return g_strdup_printf (_ ("%s%.*f s"), sign, digits, (double) ABS (at) / SECOND);

  /* The fraction with the decimal point of the locale, but without its 0. */
  rest = g_strdup_printf ("%.*f", digits, (double) (ABS (at) % SECOND) / SECOND);
  if (whole >= 3600)
    return g_strdup_printf ("%s%" G_GINT64_FORMAT ":%02d:%02d%s", sign, whole / 3600,
                            (int) (whole / 60 % 60), (int) (whole % 60), rest + 1);
  return g_strdup_printf ("%s%d:%02d%s", sign, (int) (whole / 60), (int) (whole % 60), rest + 1);
}
