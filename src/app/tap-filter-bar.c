/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-filter-bar.h"

#include <glib/gi18n-lib.h>

#include "tap-filter-menu.h"

struct _TapFilterBar
{
  GtkWidget parent_instance;

  TapSession *session; /* (nullable) */

  GtkWidget *entry;
  GtkWidget *words;
  GtkWidget *severity;
  GtkWidget *pinned;
  GtkWidget *open;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapFilterBar, tap_filter_bar, GTK_TYPE_WIDGET)

/* In the order of the choices. */
static const int severities[] = { -1, TAP_SEVERITY_NOTE, TAP_SEVERITY_WARNING,
                                  TAP_SEVERITY_ERROR };

static void
changed_cb (TapFilterBar *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tap_filter_bar_get_filter (TapFilterBar *self, TapFilter *filter)
{
  g_return_if_fail (TAP_IS_FILTER_BAR (self));

  *filter = (TapFilter){
    .text = gtk_editable_get_text (GTK_EDITABLE (self->entry)),
    .severity = severities[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->severity))],
    .pinned = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->pinned)),
    .open = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->open)),
  };
}

GtkEditable *
tap_filter_bar_get_entry (TapFilterBar *self)
{
  g_return_val_if_fail (TAP_IS_FILTER_BAR (self), NULL);

  return GTK_EDITABLE (self->entry);
}

void
tap_filter_bar_clear (TapFilterBar *self)
{
  g_return_if_fail (TAP_IS_FILTER_BAR (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->severity), 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->pinned), FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->open), FALSE);
}

void
tap_filter_bar_set_session (TapFilterBar *self, TapSession *session)
{
  g_return_if_fail (TAP_IS_FILTER_BAR (self));

  g_set_object (&self->session, session);
}

static void
add_word (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapFilterBar *self = TAP_FILTER_BAR (widget);
  g_autofree char *text
      = tap_filter_menu_add (gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                             g_variant_get_string (parameter, NULL));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/* What occurs in the session is looked at when it is asked for. */
static void
make_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenuModel) menu = tap_filter_menu_new (TAP_FILTER_BAR (user_data)->session);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
tap_filter_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&TAP_FILTER_BAR (object)->session);
  G_OBJECT_CLASS (tap_filter_bar_parent_class)->dispose (object);
}

static void
tap_filter_bar_class_init (TapFilterBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_filter_bar_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "filter.add", "s", add_word);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0,
                                       "win.leave-search", NULL);
}

static GtkWidget *
add_toggle (TapFilterBar *self, const char *icon, const char *name)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (changed_cb), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

static void
add_menu (TapFilterBar *self)
{
  self->words = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->words), "list-add-symbolic");
  gtk_widget_set_tooltip_text (self->words, _ ("Add a Filter"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->words), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add a Filter"), -1);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->words), make_menu_cb, self, NULL);
  gtk_widget_set_parent (self->words, GTK_WIDGET (self));
}

static void
tap_filter_bar_init (TapFilterBar *self)
{
  const char *const choices[] = { _ ("All"), _ ("With Findings"), _ ("Warnings and Errors"),
                                  _ ("Errors"), NULL };

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              6);
  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _ ("Text, status:5xx, model:…, is:failed"), NULL);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 7);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 48);
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search Exchanges"), -1);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (changed_cb), self);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));

  add_menu (self);
  self->severity = gtk_drop_down_new_from_strings (choices);
  gtk_widget_set_tooltip_text (self->severity, _ ("Filter by Findings"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->severity), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Filter by Findings"), -1);
  g_signal_connect_swapped (self->severity, "notify::selected", G_CALLBACK (changed_cb), self);
  gtk_widget_set_parent (self->severity, GTK_WIDGET (self));

  self->pinned = add_toggle (self, "view-pin-symbolic", _ ("Pinned Exchanges Alone"));
  self->open = add_toggle (self, "media-playback-start-symbolic", _ ("Open Exchanges Alone"));
}
