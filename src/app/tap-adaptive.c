/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-adaptive.h"

struct _TapAdaptive
{
  GtkWidget parent_instance;

  GtkWidget *child;
  gboolean narrow;
  gboolean wanted; /* what the newest allocation asks for */
  guint idle;
};

enum
{
  PROP_NARROW = 1,
  PROP_CHILD,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void tap_adaptive_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TapAdaptive, tap_adaptive, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      tap_adaptive_buildable_init))

static GtkBuildableIface *parent_buildable;

static gboolean
rearrange_cb (gpointer user_data)
{
  TapAdaptive *self = user_data;

  self->idle = 0;
  if (self->narrow != self->wanted)
    {
      self->narrow = self->wanted;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
    }
  return G_SOURCE_REMOVE;
}

static void
tap_adaptive_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  TapAdaptive *self = TAP_ADAPTIVE (widget);
  int least = orientation == GTK_ORIENTATION_HORIZONTAL ? TAP_ADAPTIVE_MIN_WIDTH
                                                        : TAP_ADAPTIVE_MIN_HEIGHT;

  *minimum = *natural = least;
  if (self->child != NULL)
    {
      gtk_widget_measure (self->child, orientation, -1, NULL, natural, NULL, NULL);
      *natural = MAX (*natural, least);
    }
}

static void
tap_adaptive_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TapAdaptive *self = TAP_ADAPTIVE (widget);
  int least_width;
  int least_height;

  self->wanted = width < TAP_ADAPTIVE_NARROW;
  if (self->wanted != self->narrow && self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, rearrange_cb, self, NULL);
  if (self->child == NULL)
    return;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  width = MAX (width, least_width);
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL,
                      NULL);
  gtk_widget_allocate (self->child, width, MAX (height, least_height), -1, NULL);
}

void
tap_adaptive_set_child (TapAdaptive *self, GtkWidget *child)
{
  g_return_if_fail (TAP_IS_ADAPTIVE (self));

  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
tap_adaptive_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                        const char *type)
{
  if (GTK_IS_WIDGET (child))
    tap_adaptive_set_child (TAP_ADAPTIVE (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
tap_adaptive_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = tap_adaptive_add_child;
}

static void
tap_adaptive_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TapAdaptive *self = TAP_ADAPTIVE (object);

  switch (id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tap_adaptive_dispose (GObject *object)
{
  TapAdaptive *self = TAP_ADAPTIVE (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_adaptive_parent_class)->dispose (object);
}

static void
tap_adaptive_class_init (TapAdaptiveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tap_adaptive_get_property;
  object_class->dispose = tap_adaptive_dispose;
  widget_class->measure = tap_adaptive_measure;
  widget_class->size_allocate = tap_adaptive_size_allocate;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
tap_adaptive_init (TapAdaptive *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
tap_adaptive_new (void)
{
  return g_object_new (TAP_TYPE_ADAPTIVE, NULL);
}

gboolean
tap_adaptive_get_narrow (TapAdaptive *self)
{
  g_return_val_if_fail (TAP_IS_ADAPTIVE (self), FALSE);

  return self->narrow;
}
