/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-timeline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "tap-fold-map.h"
#include "tap-report.h"
#include "tap-ticks.h"

#define HEIGHT 30
#define TICK_SPACING 90.0
#define REACH 14.0 /* px around a fold that is meant by the pointer */

struct _TapRuler
{
  GtkWidget parent_instance;

  TapAxis *axis;
  PangoLayout *layout;
  guint resized; /* source */
};

G_DEFINE_FINAL_TYPE (TapRuler, tap_ruler, GTK_TYPE_WIDGET)

static GArray *
make_ticks (TapRuler *self)
{
  const TapFoldMap *map = tap_axis_get_map (self->axis);

  if (tap_fold_map_count (map) == 0)
    return NULL;
  return tap_ticks_make (self->axis, tap_fold_map_get (map, 0)->from, TICK_SPACING);
}

static void
tap_ruler_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TapRuler *self = TAP_RULER (widget);
  int height = gtk_widget_get_height (widget);
  g_autoptr (GArray) ticks = make_ticks (self);
  GdkRGBA colour;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  G_GNUC_END_IGNORE_DEPRECATIONS
  if (self->layout == NULL)
    {
      PangoAttrList *small = pango_attr_list_new ();

      self->layout = gtk_widget_create_pango_layout (widget, NULL);
      pango_attr_list_insert (small, pango_attr_scale_new (0.85));
      pango_attr_list_insert (small, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (self->layout, small);
      pango_attr_list_unref (small);
    }
  colour.alpha *= 0.7f;
  for (guint i = 0; ticks != NULL && i < ticks->len; i++)
    {
      const TapTick *tick = &g_array_index (ticks, TapTick, i);
      int text_width;
      int text_height;

      if (tick->folded == 0)
        {
          GdkRGBA line = colour;

          line.alpha *= 0.4f;
          gtk_snapshot_append_color (
              snapshot, &line,
              &GRAPHENE_RECT_INIT ((float) floor (tick->x), (float) height - 5, 1, 5));
        }
      if (tick->label[0] == '\0')
        continue;
      pango_layout_set_text (self->layout, tick->label, -1);
      pango_layout_get_pixel_size (self->layout, &text_width, &text_height);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (
          snapshot,
          &GRAPHENE_POINT_INIT ((float) floor (tick->folded == 0 ? tick->x + 3
                                                                 : tick->x - text_width / 2.0),
                                (float) floor ((height - text_height) / 2.0)));
      gtk_snapshot_append_layout (snapshot, self->layout, &colour);
      gtk_snapshot_restore (snapshot);
    }
}

static gboolean
tap_ruler_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  static const TapReportStyle plain = { .utf8 = TRUE };
  g_autoptr (GArray) ticks = make_ticks (TAP_RULER (widget));

  for (guint i = 0; ticks != NULL && i < ticks->len; i++)
    {
      const TapTick *tick = &g_array_index (ticks, TapTick, i);
      g_autofree char *length = NULL;
      g_autofree char *text = NULL;

      if (tick->folded == 0 || fabs (tick->x - x) > REACH)
        continue;
      length = tap_report_time (tick->folded, &plain);
      text = g_strdup_printf (_ ("%s in which no exchange was open"), length);
      gtk_tooltip_set_text (tooltip, text);
      return TRUE;
    }
  return FALSE;
}

static void
tap_ruler_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 40;
}

static gboolean
resized_cb (gpointer user_data)
{
  TapRuler *self = user_data;

  self->resized = 0;
  tap_axis_set_width (self->axis, gtk_widget_get_width (GTK_WIDGET (self)));
  return G_SOURCE_REMOVE;
}

/* The lanes follow the axis with a new allocation, which may not be asked for within one. */
static void
tap_ruler_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TapRuler *self = TAP_RULER (widget);

  if (self->resized == 0 && tap_axis_get_width (self->axis) != width)
    self->resized = g_idle_add_full (G_PRIORITY_HIGH_IDLE, resized_cb, self, NULL);
}

static void
tap_ruler_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tap_ruler_parent_class)->css_changed (widget, change);
  g_clear_object (&TAP_RULER (widget)->layout);
}

static void
tap_ruler_dispose (GObject *object)
{
  TapRuler *self = TAP_RULER (object);

  g_clear_handle_id (&self->resized, g_source_remove);
  g_clear_object (&self->layout);
  g_clear_object (&self->axis);
  G_OBJECT_CLASS (tap_ruler_parent_class)->dispose (object);
}

static void
tap_ruler_class_init (TapRulerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_ruler_dispose;
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
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
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
  return self;
}
