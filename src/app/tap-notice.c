/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-notice.h"

#include <glib/gi18n-lib.h>

struct _TapNotice
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkWidget *box;
  GtkWidget *content; /* text and button */
  GtkImage *icon;
  GtkLabel *label;
  GtkButton *button;
};

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapNotice, tap_notice, GTK_TYPE_WIDGET)

static void
clicked_cb (GtkButton *button, TapNotice *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* What is gone says nothing: one that is hidden is in the tree of names all the same. */
static void
gone_cb (TapNotice *self)
{
  if (gtk_revealer_get_reveal_child (self->revealer)
      || gtk_revealer_get_child_revealed (self->revealer))
    return;
  gtk_label_set_label (self->label, "");
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL);
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
}

static void
tap_notice_dispose (GObject *object)
{
  TapNotice *self = TAP_NOTICE (object);

  g_clear_pointer ((GtkWidget **) &self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_notice_parent_class)->dispose (object);
}

static void
tap_notice_class_init (TapNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_notice_dispose;
  signals[ACTIVATED] = g_signal_new ("activated", TAP_TYPE_NOTICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tapline/Tapline/tap-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, TapNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, TapNotice, box);
  gtk_widget_class_bind_template_child (widget_class, TapNotice, content);
  gtk_widget_class_bind_template_child (widget_class, TapNotice, icon);
  gtk_widget_class_bind_template_child (widget_class, TapNotice, label);
  gtk_widget_class_bind_template_child (widget_class, TapNotice, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, gone_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tap_notice_init (TapNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_notice_new (void)
{
  return g_object_new (TAP_TYPE_NOTICE, NULL);
}

void
tap_notice_show (TapNotice *self, const char *text, const char *button, gboolean serious)
{
  g_return_if_fail (TAP_IS_NOTICE (self));

  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  if (text == NULL)
    {
      gone_cb (self); /* what it said stays readable while it goes */
      return;
    }
  /* Who cannot see is not told the same again each time that an exchange changes. */
  if (g_strcmp0 (gtk_label_get_label (self->label), text) != 0)
    {
      gtk_label_set_label (self->label, text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                      -1);
    }
  gtk_image_set_from_icon_name (self->icon, serious ? "dialog-error-symbolic"
                                                    : "dialog-warning-symbolic");
  if (serious)
    gtk_widget_add_css_class (self->box, "serious");
  else
    gtk_widget_remove_css_class (self->box, "serious");
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button == NULL || g_strcmp0 (gtk_button_get_label (self->button), button) == 0)
    return;
  gtk_button_set_label (self->button, button);
  /* The label in it names it; GTK 4.8 would put this text before it, with its underscore. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

void
tap_notice_set_narrow (TapNotice *self, gboolean narrow)
{
  g_return_if_fail (TAP_IS_NOTICE (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->content),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (GTK_WIDGET (self->button), narrow ? GTK_ALIGN_END : GTK_ALIGN_FILL);
}
