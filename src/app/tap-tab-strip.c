/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tab-strip.h"

#define MARGIN 24 /* px: of the tab beside it something is to be seen */

struct _TapTabStrip
{
  GtkWidget parent_instance;

  guint scroll;          /* source */
  GtkWidget *scroller;
  GtkWidget *box;
  GtkWidget *active;     /* (nullable) */
  GtkAdjustment *place;
};

G_DEFINE_FINAL_TYPE (TapTabStrip, tap_tab_strip, GTK_TYPE_WIDGET)

static gboolean
scroll_cb (gpointer user_data)
{
  TapTabStrip *self = user_data;
  graphene_rect_t bounds;

  self->scroll = 0;
  if (self->active != NULL && gtk_widget_compute_bounds (self->active, self->box, &bounds))
    gtk_adjustment_clamp_page (self->place, bounds.origin.x - MARGIN,
                               bounds.origin.x + bounds.size.width + MARGIN);
  return G_SOURCE_REMOVE;
}

/* While sizes are given out, nothing can be scrolled. */
static void
queue_scroll (TapTabStrip *self)
{
  if (self->scroll == 0)
    self->scroll = g_idle_add_full (G_PRIORITY_HIGH_IDLE, scroll_cb, self, NULL);
}

static void
toggled_cb (GtkToggleButton *tab, gpointer user_data)
{
  TapTabStrip *self = user_data;

  if (!gtk_toggle_button_get_active (tab))
    return;
  self->active = GTK_WIDGET (tab);
  queue_scroll (self);
}

GtkWidget *
tap_tab_strip_add (TapTabStrip *self, const char *title)
{
  GtkWidget *first;
  GtkWidget *tab;

  g_return_val_if_fail (TAP_IS_TAB_STRIP (self), NULL);

  first = gtk_widget_get_first_child (self->box);
  tab = gtk_toggle_button_new_with_label (title);
  gtk_widget_add_css_class (tab, "flat");
  gtk_widget_add_css_class (tab, "small");
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (tab), GTK_TOGGLE_BUTTON (first));
  g_signal_connect (tab, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_box_append (GTK_BOX (self->box), tab);
  return tab;
}

static void
tap_tab_strip_dispose (GObject *object)
{
  TapTabStrip *self = TAP_TAB_STRIP (object);

  g_clear_handle_id (&self->scroll, g_source_remove);
  self->active = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_tab_strip_parent_class)->dispose (object);
}

static void
tap_tab_strip_class_init (TapTabStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_tab_strip_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tap_tab_strip_init (TapTabStrip *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  gtk_widget_add_css_class (self->box, "tabs");
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->box);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  self->place = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (self->place, "changed", G_CALLBACK (queue_scroll), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
tap_tab_strip_new (void)
{
  return g_object_new (TAP_TYPE_TAB_STRIP, NULL);
}
