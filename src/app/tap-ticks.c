/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-ticks.h"

static const gint64 long_steps[] = {
  60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400,
};

gint64
tap_ticks_step (double scale, double spacing)
{
  static const gint64 factors[] = { 1, 2, 5 };

  for (gint64 power = 1; power <= 10 * G_USEC_PER_SEC; power *= 10)
    {
      for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
        {
          gint64 step = factors[i] * power;

          if (step < 60 * G_USEC_PER_SEC && (double) step * scale >= spacing)
            return step;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (long_steps); i++)
    {
      gint64 step = long_steps[i] * G_USEC_PER_SEC;

      if ((double) step * scale >= spacing)
        return step;
    }
  return long_steps[G_N_ELEMENTS (long_steps) - 1] * G_USEC_PER_SEC;
}

void
tap_ticks_label (char *label, gsize size, gint64 at, gint64 step)
{
  const char *sign = at < 0 ? "−" : "";
  gint64 us = ABS (at);
  gint64 seconds = us / G_USEC_PER_SEC;

  if (step < 1000)
    g_snprintf (label, size, "%s%.3f ms", sign, (double) us / 1000);
  else if (step < 10 * 1000)
    g_snprintf (label, size, "%s%.3f s", sign, (double) us / G_USEC_PER_SEC);
  else if (step < 100 * 1000)
    g_snprintf (label, size, "%s%.2f s", sign, (double) us / G_USEC_PER_SEC);
  else if (step < G_USEC_PER_SEC)
    g_snprintf (label, size, "%s%.1f s", sign, (double) us / G_USEC_PER_SEC);
  else if (seconds < 120 && step < 60 * G_USEC_PER_SEC)
    g_snprintf (label, size, "%s%d s", sign, (int) seconds);
  else if (seconds < 3600)
    g_snprintf (label, size, "%s%d:%02d", sign, (int) (seconds / 60), (int) (seconds % 60));
  else
    g_snprintf (label, size, "%s%d:%02d:%02d", sign, (int) (seconds / 3600),
                (int) (seconds / 60 % 60), (int) (seconds % 60));
}

static void
add_ticks (GArray *ticks, TapAxis *axis, const TapFoldPiece *piece, gint64 origin, gint64 step,
           double spacing, double *free_from)
{
  gint64 from = MAX (piece->from, tap_axis_get_from (axis));
  gint64 to = MIN (piece->to, tap_axis_get_to (axis));
  gint64 at = (from - origin) / step * step + origin;

  for (; at <= to; at += step)
    {
      TapTick tick = { tap_axis_to_x (axis, at), at, 0, "" };

      if (at < from)
        continue;
      if (tick.x >= *free_from)
        {
          tap_ticks_label (tick.label, sizeof tick.label, at - origin, step);
          *free_from = tick.x + spacing * 0.8;
        }
      g_array_append_val (ticks, tick);
    }
}

GArray *
tap_ticks_make (TapAxis *axis, gint64 origin, double spacing)
{
  const TapFoldMap *map = tap_axis_get_map (axis);
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (TapTick));
  double scale = tap_axis_get_scale (axis);
  double free_from = 0;
  gint64 step;

  if (scale <= 0)
    return ticks;
  step = tap_ticks_step (scale, spacing);
  for (guint i = 0; i < tap_fold_map_count (map); i++)
    {
      const TapFoldPiece *piece = tap_fold_map_get (map, i);
      double x = tap_axis_to_x (axis, piece->from);
      double end = x + piece->length * scale;

      if (end < 0 || x > tap_axis_get_width (axis))
        continue;
      if (piece->folded)
        {
          TapTick tick = { (x + end) / 2, piece->from, piece->to - piece->from, "⋯" };

          g_array_append_val (ticks, tick);
          free_from = MAX (free_from, (x + end) / 2 + 10);
        }
      else
        {
          add_ticks (ticks, axis, piece, origin, step, spacing, &free_from);
        }
    }
  return ticks;
}
