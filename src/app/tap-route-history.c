/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-route-history.h"

#define URL "tap-url"

static void
add_row (GtkListBox *list, const char *url)
{
  GtkWidget *label = gtk_label_new (url);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  gtk_widget_add_css_class (label, "route-earlier");
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_top (label, 10);
  gtk_widget_set_margin_bottom (label, 10);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_widget_set_tooltip_text (row, url);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, url, -1);
  g_object_set_data_full (G_OBJECT (row), URL, g_strdup (url), g_free);
  gtk_list_box_append (list, row);
}

void
tap_route_history_fill (GtkListBox *list, const char *const *urls, const char *but)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
  for (guint i = 0; urls[i] != NULL; i++)
    if (!g_str_equal (urls[i], but))
      add_row (list, urls[i]);
}

const char *
tap_route_history_get_url (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), URL);
}
