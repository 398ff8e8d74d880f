/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-timeline.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "tap-lane-style.h"
#include "tap-lane-words.h"

#define HEIGHT 26
#define WIDTH 200
#define TICK 5.0f     /* px */
#define BESIDE 4.0    /* px between a tick and its label */
#define FOLD_SIGN 8.0 /* px that it takes to each side */

struct _TapRuler
{
  GtkWidget parent_instance;

  TapAxis *axis;
  TapLaneStyle style;
  gboolean styled;
};

G_DEFINE_FINAL_TYPE (TapRuler, tap_ruler, GTK_TYPE_WIDGET)

/* A label stands right of its tick, or left of it where a fold is too near. @used: where the last
 * one ends; @room: where this one must. */
static void
draw_tick (TapRuler *self, GtkSnapshot *snapshot, const TapTick *tick, double *used, double room,
           int height)
{
  g_autofree char *label
    = tap_ticks_dup_label (tick->at - tap_axis_get_begin (self->axis), tick->step);
  double x = floor (tick->x), text_x = x + BESIDE;
  int text_width, text_height;

  gtk_snapshot_append_color (snapshot, &self->style.grid,
                             &GRAPHENE_RECT_INIT ((float) x, (float) height - TICK, 1, TICK));
  if (tap_lane_style_get_layout (&self->style, label, &text_width, &text_height) == NULL)
    return;
  if (text_x + text_width > room)
    text_x = x - BESIDE - text_width;
  if (text_x < *used + BESIDE || x < *used)
    return;
  tap_lane_style_draw_text (&self->style, snapshot, label, text_x,
                            floor ((height - text_height) / 2.0), &self->style.faint);
  *used = text_x + text_width;
}

/* Where the label of a tick must end: before the sign of a fold, at the latest. */
static double
find_room (TapRuler *self, const TapTick *ticks, guint n_ticks, guint index)
{
  for (guint i = index + 1; i < n_ticks; i++)
    {
      if (ticks[i].folded > 0 && ticks[i].labelled)
        return ticks[i].x - FOLD_SIGN;
    }
  return gtk_widget_get_width (GTK_WIDGET (self));
}

static void
draw_fold (TapRuler *self, GtkSnapshot *snapshot, const TapTick *tick, double *used, int height)
{
  int text_width, text_height;

  if (!tick->labelled
      || tap_lane_style_get_layout (&self->style, "⋯", &text_width, &text_height) == NULL)
    return;
  tap_lane_style_draw_text (&self->style, snapshot, "⋯", floor (tick->x - text_width / 2.0),
                            floor ((height - text_height) / 2.0), &self->style.text);
  *used = tick->x + FOLD_SIGN;
}

/* Beside the line that goes through the lanes. */
static void
draw_now (TapRuler *self, GtkSnapshot *snapshot, int width, int height)
{
  double x = floor (tap_axis_to_x (self->axis, tap_axis_get_end (self->axis)));
  const char *label = _ ("now");
  int text_width, text_height;
  double text_x;

  if (!tap_axis_get_open (self->axis) || !tap_axis_get_following (self->axis)
      || tap_lane_style_get_layout (&self->style, label, &text_width, &text_height) == NULL)
    return;
  gtk_snapshot_append_color (snapshot, &self->style.bad,
                             &GRAPHENE_RECT_INIT ((float) x, (float) height - TICK - 3, 1,
                                                  TICK + 3));
  text_x = x + BESIDE + text_width <= width ? x + BESIDE : x - BESIDE - text_width;
  tap_lane_style_draw_text (&self->style, snapshot, label, text_x,
                            floor ((height - text_height) / 2.0), &self->style.bad);
}

static void
tap_ruler_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TapRuler *self = TAP_RULER (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const TapTick *ticks;
  guint n_ticks;
  double used = -BESIDE;

  if (!self->styled)
    {
      tap_lane_style_load (&self->style, widget);
      self->styled = TRUE;
    }
  ticks = tap_axis_get_ticks (self->axis, &n_ticks);
  for (guint i = 0; i < n_ticks; i++)
    {
      if (ticks[i].folded > 0)
        draw_fold (self, snapshot, &ticks[i], &used, height);
      else
        draw_tick (self, snapshot, &ticks[i], &used, find_room (self, ticks, n_ticks, i), height);
    }
  draw_now (self, snapshot, width, height);
}

static gboolean
tap_ruler_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TapRuler *self = TAP_RULER (widget);
  const TapTick *ticks;
  guint n_ticks;

  ticks = tap_axis_get_ticks (self->axis, &n_ticks);
  for (guint i = 0; !keyboard && i < n_ticks; i++)
    {
      double from = tap_axis_to_x (self->axis, ticks[i].at);
      double to = tap_axis_to_x (self->axis, ticks[i].at + ticks[i].folded);

      if (ticks[i].folded > 0 && x >= from - 2 && x <= to + 2)
        {
          g_autofree char *length = tap_lane_words_length (ticks[i].folded);
          /* Translators: idle time between exchanges that is not shown at its length */
          g_autofree char *text = g_strdup_printf (_ ("%s without an exchange, folded"), length);

          gtk_tooltip_set_text (tooltip, text);
          return TRUE;
        }
    }
  return FALSE;
}

static void
tap_ruler_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 40 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
tap_ruler_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  tap_axis_set_width (TAP_RULER (widget)->axis, width);
}

static void
style_changed_cb (TapRuler *self)
{
  self->styled = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tap_ruler_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tap_ruler_parent_class)->css_changed (widget, change);
  style_changed_cb (TAP_RULER (widget));
}

static void
tap_ruler_dispose (GObject *object)
{
  g_clear_object (&TAP_RULER (object)->axis);
  G_OBJECT_CLASS (tap_ruler_parent_class)->dispose (object);
}

static void
tap_ruler_finalize (GObject *object)
{
  tap_lane_style_clear (&TAP_RULER (object)->style);
  G_OBJECT_CLASS (tap_ruler_parent_class)->finalize (object);
}

static void
tap_ruler_class_init (TapRulerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_ruler_dispose;
  object_class->finalize = tap_ruler_finalize;
  widget_class->css_changed = tap_ruler_css_changed;
  widget_class->measure = tap_ruler_measure;
  widget_class->query_tooltip = tap_ruler_query_tooltip;
  widget_class->size_allocate = tap_ruler_size_allocate;
  widget_class->snapshot = tap_ruler_snapshot;
  gtk_widget_class_set_css_name (widget_class, "ruler");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tap_ruler_init (TapRuler *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time axis"), -1);
}

TapRuler *
tap_ruler_new (TapAxis *axis)
{
  TapRuler *self = g_object_new (TAP_TYPE_RULER, NULL);

  self->axis = g_object_ref (axis);
  g_signal_connect_object (axis, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify",
                           G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
