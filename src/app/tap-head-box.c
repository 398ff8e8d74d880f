/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-head-box.h"

#include <math.h>

struct _TapHeadBox
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scroller;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (TapHeadBox, tap_head_box, GTK_TYPE_WIDGET)

/* In the label's font. */
static void
set_height (TapHeadBox *self)
{
  g_autoptr (PangoLayout) layout
      = gtk_widget_create_pango_layout (GTK_WIDGET (self->label), "X");
  GtkBorder padding;
  int height;

  gtk_style_context_get_padding (gtk_widget_get_style_context (GTK_WIDGET (self->label)),
                                 &padding);
  pango_layout_get_size (layout, NULL, &height);
  gtk_scrolled_window_set_max_content_height (
      self->scroller,
      padding.top + (int) round (height * TAP_HEAD_BOX_LINES / (double) PANGO_SCALE));
}

static void
tap_head_box_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tap_head_box_parent_class)->css_changed (widget, change);
  set_height (TAP_HEAD_BOX (widget));
}

static void
tap_head_box_dispose (GObject *object)
{
  TapHeadBox *self = TAP_HEAD_BOX (object);

  if (self->scroller != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->scroller));
  self->scroller = NULL;
  G_OBJECT_CLASS (tap_head_box_parent_class)->dispose (object);
}

static void
tap_head_box_class_init (TapHeadBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_head_box_dispose;
  GTK_WIDGET_CLASS (klass)->css_changed = tap_head_box_css_changed;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "headbox");
}

static void
tap_head_box_init (TapHeadBox *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_yalign (self->label, 0);
  gtk_label_set_selectable (self->label, TRUE);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "head");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "monospace");
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling (self->scroller, FALSE);
  gtk_scrolled_window_set_propagate_natural_height (self->scroller, TRUE);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->label));
  gtk_widget_set_parent (GTK_WIDGET (self->scroller), GTK_WIDGET (self));
}

GtkWidget *
tap_head_box_new (void)
{
  return g_object_new (TAP_TYPE_HEAD_BOX, NULL);
}

void
tap_head_box_set_text (TapHeadBox *self, const char *text)
{
  g_return_if_fail (TAP_IS_HEAD_BOX (self));

  gtk_label_set_text (self->label, text);
}
