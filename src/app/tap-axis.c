/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-axis.h"

#include <math.h>

#define MARGIN_LEFT 8.0
#define MARGIN_RIGHT 40.0    /* the end's shape stands behind the end, a status beside it */
#define FOLD 26.0            /* px of a fold */
#define FOLDS_SHARE 0.25     /* of the width that all folds take at most */
#define MAX_SCALE 1.0        /* px a µs */
#define MIN_LENGTH 50000     /* µs: what fills the width at least */
#define TICK_SPACING 92.0
#define STEADY 100000        /* µs after which an open end is told though it moved no pixel */
#define REVEAL_MARGIN 24.0

struct _TapAxis
{
  GObject parent_instance;

  TapFoldMap *view;   /* at the present zoom */
  TapFoldMap *whole;  /* so that all of it is as wide as the axis */
  GArray *ticks;
  gboolean ticks_valid;
  double width;
  double offset;      /* px: what of the view is left of the lane */
  gboolean folding;
  gboolean fitting;
  gboolean following;
  gboolean filled;    /* something was ever on it */
};

G_DEFINE_FINAL_TYPE (TapAxis, tap_axis, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
emit_changed (TapAxis *self)
{
  self->ticks_valid = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Many folds must not push the exchanges out. */
static double
get_fold (TapAxis *self)
{
  guint n_idle = tap_fold_map_count_idle (self->view);

  if (!self->folding)
    return -1;
  return MIN (FOLD, FOLDS_SHARE * self->width / MAX (n_idle, 1));
}

static double
get_room (TapAxis *self)
{
  return MAX (self->width - MARGIN_LEFT - MARGIN_RIGHT, 16);
}

static double
get_fitting_scale (TapAxis *self)
{
  gint64 from = tap_fold_map_get_from (self->view);
  gint64 to = MAX (tap_fold_map_get_to (self->view), from + MIN_LENGTH);
  double scale = tap_fold_map_fit (self->view, from, to, get_room (self), get_fold (self));

  return scale > 0 ? MIN (scale, MAX_SCALE) : get_room (self) / (double) (to - from);
}

static double
get_last_offset (TapAxis *self)
{
  return tap_fold_map_get_length (self->view) - self->width + MARGIN_RIGHT;
}

static void
set_offset (TapAxis *self, double offset)
{
  offset = CLAMP (offset, -MARGIN_LEFT, MAX (get_last_offset (self), -MARGIN_LEFT));
  self->offset = floor (offset + .5);
}

/* Also lays out the whole. */
static void
apply_fit (TapAxis *self)
{
  double scale = get_fitting_scale (self);

  tap_fold_map_set_scale (self->whole, scale, get_fold (self));
  if (self->fitting)
    {
      tap_fold_map_set_scale (self->view, scale, get_fold (self));
      self->offset = -MARGIN_LEFT;
    }
}

/* The end came nearer or went away: whoever sees it goes with it. */
static void
keep_end (TapAxis *self)
{
  if (!self->fitting && self->following)
    set_offset (self, MAX (self->offset, get_last_offset (self)));
}

/* The same spans at another width or fold, with what is at the left where it is. */
static void
relayout (TapAxis *self)
{
  gint64 left = tap_axis_to_time (self, 0);

  tap_fold_map_set_scale (self->view, tap_fold_map_get_scale (self->view), get_fold (self));
  apply_fit (self);
  if (!self->fitting)
    {
      set_offset (self, tap_fold_map_to_x (self->view, left));
      keep_end (self);
    }
}

void
tap_axis_set_busy (TapAxis *self, const TapSpan *spans, guint n_spans, gint64 now)
{
  gint64 left, before;
  gboolean more;

  g_return_if_fail (TAP_IS_AXIS (self));

  left = tap_axis_to_time (self, 0);
  before = tap_fold_map_get_to (self->whole);
  more = tap_fold_map_set_spans (self->view, spans, n_spans, now);
  if (!more && tap_fold_map_get_to (self->view) == before)
    return;

  /* An end that moves by less than can be seen is not worth a frame. */
  if (self->filled
      && tap_fold_map_count (self->view) == tap_fold_map_count (self->whole)
      && tap_fold_map_get_open (self->view) == tap_fold_map_get_open (self->whole)
      && tap_fold_map_get_from (self->view) == tap_fold_map_get_from (self->whole)
      && ABS (tap_fold_map_get_to (self->view) - before) < STEADY
      && ABS ((double) (tap_fold_map_get_to (self->view) - before))
             * tap_fold_map_get_scale (self->view) < 0.5)
    return;

  tap_fold_map_set_spans (self->whole, spans, n_spans, now);
  self->filled = self->filled || n_spans > 0;
  tap_fold_map_set_scale (self->view, tap_fold_map_get_scale (self->view), get_fold (self));
  apply_fit (self);
  if (!self->fitting)
    {
      set_offset (self, tap_fold_map_to_x (self->view, left));
      keep_end (self);
    }
  emit_changed (self);
}

void
tap_axis_set_folding (TapAxis *self, gboolean folding)
{
  g_return_if_fail (TAP_IS_AXIS (self));

  if (self->folding == !!folding)
    return;
  self->folding = !!folding;
  relayout (self);
  emit_changed (self);
}

gboolean
tap_axis_get_folding (TapAxis *self)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), FALSE);

  return self->folding;
}

void
tap_axis_set_width (TapAxis *self, double width)
{
  g_return_if_fail (TAP_IS_AXIS (self));

  if (self->width == width || width <= 0)
    return;
  self->width = width;
  relayout (self);
  emit_changed (self);
}

double
tap_axis_get_width (TapAxis *self)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), 0);

  return self->width;
}

double
tap_axis_to_x (TapAxis *self, gint64 at)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), 0);

  return tap_fold_map_to_x (self->view, at) - self->offset;
}

gint64
tap_axis_to_time (TapAxis *self, double x)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), 0);

  return tap_fold_map_to_time (self->view, x + self->offset);
}

double
tap_axis_get_scale (TapAxis *self)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), 1);

  return tap_fold_map_get_scale (self->view);
}

static gboolean
is_end_in_sight (TapAxis *self)
{
  return self->offset >= get_last_offset (self) - 1;
}

void
tap_axis_zoom (TapAxis *self, double factor, double x)
{
  double scale, least;
  gint64 at;

  g_return_if_fail (TAP_IS_AXIS (self));
  g_return_if_fail (factor > 0);

  least = get_fitting_scale (self);
  scale = CLAMP (tap_fold_map_get_scale (self->view) * factor, least, MAX (MAX_SCALE, least));
  if (scale == tap_fold_map_get_scale (self->view))
    return;
  at = tap_axis_to_time (self, x);
  self->fitting = scale <= least;
  tap_fold_map_set_scale (self->view, scale, get_fold (self));
  apply_fit (self);
  if (!self->fitting)
    set_offset (self, tap_fold_map_to_x (self->view, at) - x);
  self->following = self->fitting || is_end_in_sight (self);
  emit_changed (self);
}

void
tap_axis_pan (TapAxis *self, double pixels)
{
  double before;

  g_return_if_fail (TAP_IS_AXIS (self));

  before = self->offset;
  if (self->fitting)
    return;
  set_offset (self, self->offset + pixels);
  self->following = is_end_in_sight (self);
  if (self->offset != before)
    emit_changed (self);
}

void
tap_axis_fit (TapAxis *self)
{
  g_return_if_fail (TAP_IS_AXIS (self));

  if (self->fitting)
    return;
  self->fitting = self->following = TRUE;
  apply_fit (self);
  emit_changed (self);
}

/* @margin: px to each side. */
static void
show_range (TapAxis *self, gint64 from, gint64 to, double margin_left, double margin_right)
{
  double room = MAX (self->width - margin_left - margin_right, 16);
  double least = get_fitting_scale (self);
  double scale = tap_fold_map_fit (self->view, from, MAX (to, from + 1), room, get_fold (self));

  scale = CLAMP (scale, least, MAX (MAX_SCALE, least));
  self->fitting = scale <= least;
  tap_fold_map_set_scale (self->view, scale, get_fold (self));
  apply_fit (self);
  if (!self->fitting)
    set_offset (self, tap_fold_map_to_x (self->view, from) - margin_left);
  self->following = self->fitting || is_end_in_sight (self);
  emit_changed (self);
}

void
tap_axis_show (TapAxis *self, gint64 from, gint64 to)
{
  g_return_if_fail (TAP_IS_AXIS (self));

  show_range (self, from, to, 3 * MARGIN_LEFT, MARGIN_RIGHT);
}

void
tap_axis_reveal (TapAxis *self, gint64 at)
{
  double x;

  g_return_if_fail (TAP_IS_AXIS (self));

  x = tap_axis_to_x (self, at);
  if (x < REVEAL_MARGIN || x > self->width - REVEAL_MARGIN)
    tap_axis_pan (self, x - self->width / 2);
}

gboolean
tap_axis_get_fitting (TapAxis *self)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), FALSE);

  return self->fitting;
}

gboolean
tap_axis_get_following (TapAxis *self)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), FALSE);

  return self->fitting || self->following;
}

gint64
tap_axis_get_from (TapAxis *self)
{
  return tap_axis_to_time (self, 0);
}

gint64
tap_axis_get_to (TapAxis *self)
{
  return tap_axis_to_time (self, self->width);
}

gint64
tap_axis_get_begin (TapAxis *self)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), 0);

  return tap_fold_map_get_from (self->view);
}

gint64
tap_axis_get_end (TapAxis *self)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), 0);

  return tap_fold_map_get_to (self->view);
}

gboolean
tap_axis_get_open (TapAxis *self)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), FALSE);

  return tap_fold_map_get_open (self->view);
}

/* The whole with its margins is the unit. */
static double
to_part (TapAxis *self, double x)
{
  return (x + MARGIN_LEFT) / MAX (self->width, 1);
}

double
tap_axis_to_part (TapAxis *self, gint64 at)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), 0);

  return to_part (self, tap_fold_map_to_x (self->whole, at));
}

void
tap_axis_get_window (TapAxis *self, double *from, double *to)
{
  g_return_if_fail (TAP_IS_AXIS (self));

  *from = 0;
  *to = 1;
  if (self->fitting)
    return;
  *from = CLAMP (tap_axis_to_part (self, tap_axis_get_from (self)), 0, 1);
  *to = CLAMP (tap_axis_to_part (self, tap_axis_get_to (self)), *from, 1);
}

static gint64
part_to_time (TapAxis *self, double part)
{
  return tap_fold_map_to_time (self->whole, part * self->width - MARGIN_LEFT);
}

void
tap_axis_set_window (TapAxis *self, double from, double to)
{
  g_return_if_fail (TAP_IS_AXIS (self));

  from = CLAMP (from, 0, 1);
  to = CLAMP (to, from, 1);
  show_range (self, part_to_time (self, from), part_to_time (self, to), 0, 0);
}

void
tap_axis_move_window (TapAxis *self, double from)
{
  g_return_if_fail (TAP_IS_AXIS (self));

  tap_axis_pan (self, tap_axis_to_x (self, part_to_time (self, from)));
}

const TapTick *
tap_axis_get_ticks (TapAxis *self, guint *n_ticks)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), NULL);

  if (!self->ticks_valid)
    {
      g_array_set_size (self->ticks, 0);
      if (self->filled && self->width > 0)
        tap_ticks_fill (self->ticks, self->view, self->offset, self->width, TICK_SPACING,
                        tap_fold_map_get_from (self->view));
      self->ticks_valid = TRUE;
    }
  *n_ticks = self->ticks->len;
  return (const TapTick *) (gpointer) self->ticks->data;
}

static void
tap_axis_finalize (GObject *object)
{
  TapAxis *self = TAP_AXIS (object);

  tap_fold_map_free (self->view);
  tap_fold_map_free (self->whole);
  g_array_unref (self->ticks);
  G_OBJECT_CLASS (tap_axis_parent_class)->finalize (object);
}

static void
tap_axis_class_init (TapAxisClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_axis_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_axis_init (TapAxis *self)
{
  self->view = tap_fold_map_new ();
  self->whole = tap_fold_map_new ();
  self->ticks = g_array_new (FALSE, FALSE, sizeof (TapTick));
  self->width = 600;
  self->folding = self->fitting = self->following = TRUE;
}

TapAxis *
tap_axis_new (void)
{
  return g_object_new (TAP_TYPE_AXIS, NULL);
}
