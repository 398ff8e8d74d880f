/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-body-gutter.h"

#define CONTINUED "↪"
#define MARGIN 8 /* px */

struct _TapBodyGutter
{
  GtkSourceGutterRendererText parent_instance;

  TapBodyText *text; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TapBodyGutter, tap_body_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER_TEXT)

static void
query_data (GtkSourceGutterRenderer *renderer, GtkSourceGutterLines *lines, guint line)
{
  TapBodyGutter *self = TAP_BODY_GUTTER (renderer);
  char number[16];

  if (self->text == NULL)
    number[0] = '\0';
  else if (tap_body_text_is_continued (self->text, line))
    g_strlcpy (number, CONTINUED, sizeof number);
  else
    g_snprintf (number, sizeof number, "%u", tap_body_text_get_number (self->text, line));
  gtk_source_gutter_renderer_text_set_text (GTK_SOURCE_GUTTER_RENDERER_TEXT (self), number, -1);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  TapBodyGutter *self = TAP_BODY_GUTTER (widget);
  int width = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      char number[16];

      g_snprintf (number, sizeof number, "%u",
                  self->text != NULL ? MAX (tap_body_text_get_number (self->text, G_MAXUINT), 10)
                                     : 10);
      gtk_source_gutter_renderer_text_measure (GTK_SOURCE_GUTTER_RENDERER_TEXT (self), number,
                                               &width, NULL);
      width += 2 * MARGIN;
    }
  *minimum = *natural = width;
  *minimum_baseline = *natural_baseline = -1;
}

static void
tap_body_gutter_finalize (GObject *object)
{
  g_clear_pointer (&TAP_BODY_GUTTER (object)->text, tap_body_text_unref);
  G_OBJECT_CLASS (tap_body_gutter_parent_class)->finalize (object);
}

static void
tap_body_gutter_class_init (TapBodyGutterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_body_gutter_finalize;
  GTK_WIDGET_CLASS (klass)->measure = measure;
  GTK_SOURCE_GUTTER_RENDERER_CLASS (klass)->query_data = query_data;
}

static void
tap_body_gutter_init (TapBodyGutter *self)
{
  GtkSourceGutterRenderer *renderer = GTK_SOURCE_GUTTER_RENDERER (self);

  gtk_source_gutter_renderer_set_xalign (renderer, 1);
  gtk_source_gutter_renderer_set_xpad (renderer, MARGIN);
  gtk_source_gutter_renderer_set_alignment_mode (renderer,
                                                 GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_FIRST);
}

TapBodyGutter *
tap_body_gutter_new (void)
{
  return g_object_new (TAP_TYPE_BODY_GUTTER, NULL);
}

void
tap_body_gutter_set_text (TapBodyGutter *self, TapBodyText *text)
{
  g_return_if_fail (TAP_IS_BODY_GUTTER (self));

  if (text != NULL)
    tap_body_text_ref (text);
  g_clear_pointer (&self->text, tap_body_text_unref);
  self->text = text;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
