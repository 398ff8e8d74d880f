/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-axis.h"

#include "tap-fold-map.h"

#define END_ROOM 0.03          /* of the width stays free behind the end */
#define MAX_SCALE 2.0          /* pixels a µs */
#define MIN_LENGTH 100000.0    /* µs: a shorter session does not fill the width */
#define MARGIN 0.06            /* of the width, around what is to be shown */

struct _TapAxis
{
  GObject parent_instance;

  TapFoldMap map;
  GArray *spans;        /* of TapSpan: to fold again */
  gint64 now;
  gboolean folding;
  double width;         /* px */
  double from;          /* position on the folded axis at the left */
  double scale;         /* px a µs */
  gboolean fitting;     /* all is to be seen, also of what comes */
  gboolean following;   /* the end is to be seen */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapAxis, tap_axis, G_TYPE_OBJECT)

static double
get_length (const TapAxis *self)
{
  return MAX (self->map.length, MIN_LENGTH);
}

static double
fitting_scale (const TapAxis *self)
{
  return self->width * (1 - END_ROOM) / get_length (self);
}

/* Brings the view where it may be, and tells. */
static void
settle (TapAxis *self)
{
  double least = fitting_scale (self);
  double room;

  if (self->fitting || self->scale < least)
    {
      self->fitting = TRUE;
      self->following = TRUE;
      self->scale = least;
      self->from = 0;
    }
  self->scale = MIN (self->scale, MAX (MAX_SCALE, least));
  /* As far as the end may lie to the left of the right border. */
  room = self->scale > 0 ? self->width * (1 - END_ROOM) / self->scale : 0;
  if (self->following || self->from > get_length (self) - room)
    self->from = get_length (self) - room;
  self->from = MAX (self->from, 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fold (TapAxis *self)
{
  tap_fold_map_set (&self->map, (const TapSpan *) (gpointer) self->spans->data, self->spans->len,
                    self->now, self->folding);
}

void
tap_axis_set_busy (TapAxis *self, const TapSpan *spans, guint n_spans, gint64 now)
{
  g_return_if_fail (TAP_IS_AXIS (self));

  g_array_set_size (self->spans, 0);
  g_array_append_vals (self->spans, spans, n_spans);
  self->now = now;
  fold (self);
  settle (self);
}

void
tap_axis_set_folding (TapAxis *self, gboolean folding)
{
  gint64 at;

  g_return_if_fail (TAP_IS_AXIS (self));

  if (self->folding == folding)
    return;
  at = tap_axis_get_from (self);
  self->folding = folding;
  fold (self);
  self->from = tap_fold_map_to_axis (&self->map, at);
  settle (self);
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

  if (self->width == width)
    return;
  self->width = width;
  settle (self);
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
  return (tap_fold_map_to_axis (&self->map, at) - self->from) * self->scale;
}

gint64
tap_axis_to_time (TapAxis *self, double x)
{
  if (self->scale <= 0)
    return 0;
  return tap_fold_map_to_time (&self->map, self->from + x / self->scale);
}

void
tap_axis_zoom (TapAxis *self, double factor, double x)
{
  double position;
  double scale;

  g_return_if_fail (TAP_IS_AXIS (self));
  g_return_if_fail (factor > 0);

  if (self->scale <= 0)
    return;
  position = self->from + x / self->scale;
  scale = MIN (self->scale * factor, MAX (MAX_SCALE, fitting_scale (self)));
  self->fitting = FALSE;
  self->scale = scale;
  self->from = position - x / scale;
  /* Who zooms in looks at what is under the pointer, no longer at the end. */
  if (factor > 1)
    self->following = FALSE;
  settle (self);
}

void
tap_axis_pan (TapAxis *self, double pixels)
{
  double room;

  g_return_if_fail (TAP_IS_AXIS (self));

  if (self->scale <= 0 || self->fitting)
    return;
  room = self->width * (1 - END_ROOM) / self->scale;
  self->from += pixels / self->scale;
  self->following = self->from >= get_length (self) - room;
  settle (self);
}

void
tap_axis_fit (TapAxis *self)
{
  g_return_if_fail (TAP_IS_AXIS (self));

  self->fitting = TRUE;
  settle (self);
}

void
tap_axis_show (TapAxis *self, gint64 from, gint64 to)
{
  double begin;
  double end;

  g_return_if_fail (TAP_IS_AXIS (self));

  begin = tap_fold_map_to_axis (&self->map, from);
  end = tap_fold_map_to_axis (&self->map, to);
  self->fitting = FALSE;
  self->following = FALSE;
  self->scale = self->width * (1 - 2 * MARGIN) / MAX (end - begin, 1);
  self->scale = MIN (self->scale, MAX_SCALE);
  self->from = begin - self->width * MARGIN / MAX (self->scale, 1e-12);
  settle (self);
}

void
tap_axis_reveal (TapAxis *self, gint64 at)
{
  double x;

  g_return_if_fail (TAP_IS_AXIS (self));

  x = tap_axis_to_x (self, at);
  if (x < 0 || x > self->width)
    tap_axis_pan (self, x - self->width / 2);
}

gboolean
tap_axis_get_following (TapAxis *self)
{
  g_return_val_if_fail (TAP_IS_AXIS (self), FALSE);

  return self->following;
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

void
tap_axis_get_window (TapAxis *self, double *from, double *to)
{
  double length;

  g_return_if_fail (TAP_IS_AXIS (self));

  length = get_length (self);
  *from = CLAMP (self->from / length, 0, 1);
  *to = self->scale > 0 ? CLAMP ((self->from + self->width / self->scale) / length, 0, 1) : 1;
}

void
tap_axis_set_window (TapAxis *self, double from, double to)
{
  double length;

  g_return_if_fail (TAP_IS_AXIS (self));

  length = get_length (self);
  self->fitting = FALSE;
  self->following = to >= 1;
  self->scale = MIN (self->width / MAX ((to - from) * length, 1), MAX_SCALE);
  self->from = from * length;
  settle (self);
}

const TapFoldMap *
tap_axis_get_map (TapAxis *self)
{
  return &self->map;
}

double
tap_axis_get_scale (TapAxis *self)
{
  return self->scale;
}

double
tap_axis_get_length (TapAxis *self)
{
  return get_length (self);
}

static void
tap_axis_finalize (GObject *object)
{
  TapAxis *self = TAP_AXIS (object);

  tap_fold_map_clear (&self->map);
  g_array_unref (self->spans);
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
  self->spans = g_array_new (FALSE, FALSE, sizeof (TapSpan));
  self->folding = TRUE;
  self->fitting = TRUE;
  self->following = TRUE;
}

TapAxis *
tap_axis_new (void)
{
  return g_object_new (TAP_TYPE_AXIS, NULL);
}
