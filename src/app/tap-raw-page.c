/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-raw-page.h"

#include <glib/gi18n-lib.h>

#include "tap-raw-lines.h"

struct _TapRawPage
{
  GtkWidget parent_instance;

  TapRawLines *lines;      /* (nullable) */
  GtkWidget *box;
  GtkListView *list;
  GtkWidget *hex;
};

G_DEFINE_FINAL_TYPE (TapRawPage, tap_raw_page, GTK_TYPE_WIDGET)

static void
setup_row (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);

  gtk_widget_add_css_class (inscription, "monospace");
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_list_item_set_child (item, inscription);
}

static void
bind_row (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *inscription = gtk_list_item_get_child (item);
  GtkStringObject *line = gtk_list_item_get_item (item);
  const char *text = gtk_string_object_get_string (line);
  gboolean border = tap_raw_lines_is_border (line);

  gtk_inscription_set_text (GTK_INSCRIPTION (inscription), text);
  if (border)
    gtk_widget_add_css_class (inscription, "read-border");
  else
    gtk_widget_remove_css_class (inscription, "read-border");
}

void
tap_raw_page_content_changed (TapRawPage *self)
{
  g_return_if_fail (TAP_IS_RAW_PAGE (self));

  if (self->lines != NULL)
    tap_raw_lines_update (self->lines);
}

void
tap_raw_page_show (TapRawPage *self, TapExchangeItem *item, TapContent *content)
{
  g_return_if_fail (TAP_IS_RAW_PAGE (self));

  gtk_list_view_set_model (self->list, NULL);
  if (self->lines != NULL)
    tap_raw_lines_forget (self->lines);
  g_clear_object (&self->lines);
  if (item == NULL || content == NULL)
    return;
  self->lines = tap_raw_lines_new (content, tap_exchange_item_get_facts (item)->began,
                                   gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->hex)));
  {
    GtkSelectionModel *selection
        = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->lines))));

    gtk_list_view_set_model (self->list, selection);
    g_object_unref (selection);
  }
}

static void
hex_cb (TapRawPage *self)
{
  if (self->lines != NULL)
    tap_raw_lines_set_hex (self->lines,
                           gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->hex)));
}

static void
tap_raw_page_dispose (GObject *object)
{
  TapRawPage *self = TAP_RAW_PAGE (object);

  if (self->box != NULL)
    tap_raw_page_show (self, NULL, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_raw_page_parent_class)->dispose (object);
}

static void
tap_raw_page_class_init (TapRawPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_raw_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tap_raw_page_init (TapRawPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *note = gtk_label_new (_ ("Each read as it came from the socket, heads first."));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "raw");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Raw bytes"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scroller, TRUE);

  gtk_widget_add_css_class (tools, "page-tools");
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_ellipsize (GTK_LABEL (note), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (note, TRUE);
  gtk_widget_add_css_class (note, "dim-label");
  gtk_widget_add_css_class (note, "caption");
  self->hex = gtk_toggle_button_new_with_label (_ ("Hexadecimal"));
  gtk_widget_add_css_class (self->hex, "flat");
  gtk_widget_add_css_class (self->hex, "small");
  g_signal_connect_swapped (self->hex, "toggled", G_CALLBACK (hex_cb), self);
  gtk_box_append (GTK_BOX (tools), note);
  gtk_box_append (GTK_BOX (tools), self->hex);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), tools);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tap_raw_page_new (void)
{
  return g_object_new (TAP_TYPE_RAW_PAGE, NULL);
}
