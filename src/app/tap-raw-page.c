/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-raw-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-raw-lines.h"

#define PADDING 24          /* px, of a row: see style.css */
#define SAMPLE "0000000000" /* ten columns */
#define UNKNOWN 80          /* columns, before there is a width */

struct _TapRawPage
{
  GtkWidget parent_instance;

  TapRawLines *lines;      /* (nullable) */
  GtkAdjustment *width;    /* its page size is the list's */
  GtkAdjustment *height;
  guint rearrange;         /* source */
  guint64 place;           /* in the wire, of the first line that is seen */
  double placed;           /* the list's place since nobody scrolled */
  guint placing;           /* tick, until that line is there */
  gboolean is_there;
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

/* How many letters there is room for in a line. */
static guint
count_columns (TapRawPage *self)
{
  g_autoptr (PangoLayout) layout
      = gtk_widget_create_pango_layout (GTK_WIDGET (self->list), SAMPLE);
  double room = gtk_adjustment_get_page_size (self->width) - PADDING;
  int width;

  pango_layout_get_size (layout, &width, NULL);
  if (room <= 0 || width <= 0)
    return UNKNOWN;
  return (guint) (room * PANGO_SCALE * strlen (SAMPLE) / width);
}

static gboolean
is_hex (TapRawPage *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->hex));
}

static void
stop_placing (TapRawPage *self)
{
  if (self->placing != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->placing);
  self->placing = 0;
  self->is_there = FALSE;
}

/* In one frame the line is there, in the next its place is known. */
static gboolean
place_cb (GtkWidget *list, GdkFrameClock *clock, gpointer user_data)
{
  TapRawPage *self = user_data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  guint line;

  if (!tap_raw_lines_find (self->lines, self->place, &line))
    return G_SOURCE_CONTINUE;
  if (!self->is_there)
    {
      self->is_there = TRUE;
      return G_SOURCE_CONTINUE;
    }
  gtk_adjustment_set_value (self->height, gtk_adjustment_get_upper (self->height) * line / n);
  self->placed = gtk_adjustment_get_value (self->height);
  self->placing = 0;
  self->is_there = FALSE;
  return G_SOURCE_REMOVE;
}

/* What is at the top; nobody scrolled: what was to be there. */
static void
keep_place (TapRawPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  double value = gtk_adjustment_get_value (self->height);
  double upper = gtk_adjustment_get_upper (self->height);

  if (self->placing != 0 || value == self->placed)
    return;
  self->place = value > 0 && upper > 0
                    ? tap_raw_lines_get_offset (self->lines, (guint) (n * value / upper))
                    : 0;
}

static gboolean
rearrange_cb (gpointer user_data)
{
  TapRawPage *self = user_data;
  guint columns = count_columns (self);
  gboolean hex = is_hex (self);

  self->rearrange = 0;
  if (self->lines == NULL || tap_raw_lines_is_layout (self->lines, columns, hex))
    return G_SOURCE_REMOVE;
  keep_place (self);
  stop_placing (self);
  tap_raw_lines_set_layout (self->lines, columns, hex);
  if (self->place > 0)
    self->placing
        = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), place_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

/* While sizes are given out, no row can change. */
static void
queue_rearrange (TapRawPage *self)
{
  if (self->rearrange == 0)
    self->rearrange = g_idle_add_full (G_PRIORITY_HIGH_IDLE, rearrange_cb, self, NULL);
}

void
tap_raw_page_show (TapRawPage *self, TapExchangeItem *item, TapContent *content)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (TAP_IS_RAW_PAGE (self));

  stop_placing (self);
  gtk_list_view_set_model (self->list, NULL);
  if (self->lines != NULL)
    tap_raw_lines_forget (self->lines);
  g_clear_object (&self->lines);
  self->place = 0;
  self->placed = 0;
  if (item == NULL || content == NULL)
    return;
  self->lines = tap_raw_lines_new (content, tap_exchange_item_get_facts (item)->began,
                                   count_columns (self), is_hex (self));
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->lines)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

static void
tap_raw_page_dispose (GObject *object)
{
  TapRawPage *self = TAP_RAW_PAGE (object);

  if (self->box != NULL)
    tap_raw_page_show (self, NULL, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_handle_id (&self->rearrange, g_source_remove);
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
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  self->width = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));
  self->height = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_signal_connect_object (self->width, "notify::page-size", G_CALLBACK (queue_rearrange), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_vexpand (scroller, TRUE);

  gtk_widget_add_css_class (tools, "page-tools");
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_widget_set_hexpand (note, TRUE);
  gtk_widget_add_css_class (note, "dim-label");
  gtk_widget_add_css_class (note, "caption");
  self->hex = gtk_toggle_button_new_with_label (_ ("Hexadecimal"));
  gtk_widget_set_valign (self->hex, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->hex, "flat");
  gtk_widget_add_css_class (self->hex, "small");
  g_signal_connect_swapped (self->hex, "toggled", G_CALLBACK (queue_rearrange), self);
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
