/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-span.h"

#define MARGIN 12 /* px between the row's borders and the child */

struct _TapEventSpan
{
  GtkWidget parent_instance;

  GtkWidget *child;
  gboolean wide;
};

G_DEFINE_FINAL_TYPE (TapEventSpan, tap_event_span, GTK_TYPE_WIDGET)

/* Where the row lies, seen from here. FALSE: in no row yet. */
static gboolean
find_row (TapEventSpan *self, double *x, int *width)
{
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  double y;

  if (row == NULL || !gtk_widget_translate_coordinates (row, GTK_WIDGET (self), 0, 0, x, &y))
    return FALSE;
  *width = gtk_widget_get_width (row);
  return TRUE;
}

static void
tap_event_span_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (TAP_EVENT_SPAN (widget)->child, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
tap_event_span_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TapEventSpan *self = TAP_EVENT_SPAN (widget);
  GskTransform *transform = NULL;
  double x;
  int row_width;

  if (self->wide && find_row (self, &x, &row_width) && row_width - 2 * MARGIN > width)
    {
      transform = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x + MARGIN, 0));
      width = row_width - 2 * MARGIN;
    }
  gtk_widget_allocate (self->child, width, height, baseline, transform);
}

static void
tap_event_span_dispose (GObject *object)
{
  g_clear_pointer (&TAP_EVENT_SPAN (object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_event_span_parent_class)->dispose (object);
}

static void
tap_event_span_class_init (TapEventSpanClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_event_span_dispose;
  widget_class->measure = tap_event_span_measure;
  widget_class->size_allocate = tap_event_span_size_allocate;
}

static void
tap_event_span_init (TapEventSpan *self)
{
}

void
tap_event_span_set_wide (TapEventSpan *self, gboolean wide)
{
  GtkWidget *cell;

  g_return_if_fail (TAP_IS_EVENT_SPAN (self));

  if (self->wide == wide)
    return;
  self->wide = wide;
  /* A cell of the table shows nothing beyond its borders. */
  cell = gtk_widget_get_parent (GTK_WIDGET (self));
  if (cell != NULL)
    gtk_widget_set_overflow (cell, wide ? GTK_OVERFLOW_VISIBLE : GTK_OVERFLOW_HIDDEN);
  if (GTK_IS_INSCRIPTION (self->child))
    gtk_inscription_set_xalign (GTK_INSCRIPTION (self->child), wide ? 0.5f : 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

GtkWidget *
tap_event_span_new (GtkWidget *child)
{
  TapEventSpan *self = g_object_new (TAP_TYPE_EVENT_SPAN, NULL);

  self->child = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
