/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-events-page.h"

#include <glib/gi18n-lib.h>

#include "tap-event-looks.h"
#include "tap-event-span.h"
#include "tap-list-scroll.h"
#include "tap-list-tab.h"

struct _TapEventsPage
{
  GtkWidget parent_instance;

  TapSelection *selection;
  TapSession *session;     /* (nullable) */
  TapExchangeItem *item;   /* (nullable) */
  TapEventModel *model;    /* (nullable) */
  gulong item_changed;
  GtkSingleSelection *chosen;
  TapEventRow *kept;       /* (nullable) the row that was chosen before a change */
  guint kept_at;
  gboolean following;      /* the table is being told, it does not tell */
  gboolean at_end;         /* new rows are followed */

  GtkWidget *scroller;
  GtkColumnView *table;
  GtkColumnViewColumn *columns[TAP_N_CELLS];
  GtkWidget *open_all;
};

G_DEFINE_FINAL_TYPE (TapEventsPage, tap_events_page, GTK_TYPE_WIDGET)

static const struct
{
  const char *title;
  int widths[TAP_N_ROOMS]; /* px; -1: what is left; 0: there is no room for it */
  float xalign;
} layout[TAP_N_CELLS] = {
  [TAP_CELL_NUMBER] = { N_ ("#"), { 92, 84, 60, 44 }, 1 },
  [TAP_CELL_TIME] = { N_ ("At"), { 128, 128, 112, 68 }, 1 },
  [TAP_CELL_CLOCK] = { N_ ("Clock"), { 114, 0, 0, 0 }, 1 },
  [TAP_CELL_GAP] = { N_ ("Gap"), { 80, 72, 0, 0 }, 1 },
  [TAP_CELL_NAME] = { N_ ("Event"), { 228, 212, 164, 148 }, 0 },
  [TAP_CELL_CONTENT] = { N_ ("Content"), { -1, -1, -1, 98 }, 0 },
  [TAP_CELL_FINDING] = { N_ ("Finding"), { 200, 172, 120, 0 }, 0 },
};

static TapCell
get_cell (GtkListItemFactory *factory)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "cell"));
}

static GtkWidget *
get_inscription (GtkListItem *item)
{
  GtkWidget *child = gtk_list_item_get_child (item);

  return GTK_IS_INSCRIPTION (child) ? child : gtk_widget_get_last_child (child);
}

static void
setup_cell (GtkListItemFactory *factory, GtkListItem *item, TapEventsPage *self)
{
  TapCell cell = get_cell (factory);
  GtkWidget *inscription = gtk_inscription_new (NULL);

  gtk_inscription_set_xalign (GTK_INSCRIPTION (inscription), layout[cell].xalign);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  if (layout[cell].xalign > 0)
    gtk_widget_add_css_class (inscription, "numeric");
  if (cell == TAP_CELL_CONTENT)
    {
      gtk_widget_add_css_class (inscription, "content");
      gtk_list_item_set_child (item, tap_event_span_new (inscription));
      return;
    }
  if (cell == TAP_CELL_NAME)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *dot = gtk_label_new ("●");

      gtk_widget_add_css_class (dot, "dot");
      gtk_widget_set_hexpand (inscription, TRUE);
      gtk_box_append (GTK_BOX (box), dot);
      gtk_box_append (GTK_BOX (box), inscription);
      gtk_list_item_set_child (item, box);
      return;
    }
  gtk_list_item_set_child (item, inscription);
}

static void
show_text (GtkListItem *item, TapCell cell)
{
  g_autofree char *text = tap_event_row_dup_text (gtk_list_item_get_item (item), cell);

  gtk_inscription_set_text (GTK_INSCRIPTION (get_inscription (item)), text);
}

static void
content_told_cb (TapEventRow *row, GtkListItem *item)
{
  show_text (item, TAP_CELL_CONTENT);
}

static void
finding_told_cb (TapEventRow *row, GtkListItem *item)
{
  show_text (item, TAP_CELL_FINDING);
}

static void
number_told_cb (TapEventRow *row, GtkListItem *item)
{
  tap_event_looks_row (gtk_list_item_get_child (item), row);
}

/* What can change of a row while it is shown. */
static void (*const told[TAP_N_CELLS]) (TapEventRow *row, GtkListItem *item) = {
  [TAP_CELL_NUMBER] = number_told_cb,
  [TAP_CELL_CONTENT] = content_told_cb,
  [TAP_CELL_FINDING] = finding_told_cb,
};

static void
bind_cell (GtkListItemFactory *factory, GtkListItem *item, TapEventsPage *self)
{
  TapCell cell = get_cell (factory);
  TapEventRow *row = gtk_list_item_get_item (item);

  show_text (item, cell);
  if (cell == TAP_CELL_NAME)
    tap_event_looks_mark (gtk_widget_get_first_child (gtk_list_item_get_child (item)), row);
  if (told[cell] != NULL)
    g_signal_connect (row, "changed", G_CALLBACK (told[cell]), item);
  if (cell == TAP_CELL_NUMBER)
    tap_event_looks_row (gtk_list_item_get_child (item), row);
  if (cell == TAP_CELL_CONTENT)
    tap_event_span_set_wide (TAP_EVENT_SPAN (gtk_list_item_get_child (item)),
                             tap_event_row_get_kind (row) == TAP_RUN_SILENCE);
}

static void
unbind_cell (GtkListItemFactory *factory, GtkListItem *item, TapEventsPage *self)
{
  if (told[get_cell (factory)] != NULL)
    g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

/* The table follows the selection… */
static void
choose (TapEventsPage *self, gboolean scroll)
{
  guint number = tap_selection_get_event (self->selection);
  guint position;

  if (self->model == NULL || tap_selection_get_item (self->selection) != self->item)
    return;
  if (number == 0
      || !tap_event_model_find (self->model, number == TAP_SELECTION_END ? 0 : number, &position))
    return;
  if (gtk_single_selection_get_selected (self->chosen) == position)
    return;
  self->following = TRUE;
  gtk_single_selection_set_selected (self->chosen, position);
  self->following = FALSE;
  if (scroll)
    tap_list_scroll_to_selected (gtk_widget_get_last_child (GTK_WIDGET (self->table)));
}

static void
follow_selection (TapEventsPage *self)
{
  choose (self, TRUE);
}

/* While rows change, none is selected; behind it, the same one is. */
static void
model_changing_cb (TapEventsPage *self)
{
  self->kept_at = gtk_single_selection_get_selected (self->chosen);
  g_set_object (&self->kept, gtk_single_selection_get_selected_item (self->chosen));
  self->following = TRUE;
  gtk_single_selection_set_selected (self->chosen, GTK_INVALID_LIST_POSITION);
  self->following = FALSE;
}

/* A row that has no number of its own, such as a silence's, is known by itself alone. */
static void
model_changed_cb (TapEventsPage *self)
{
  g_autoptr (TapEventRow) kept = g_steal_pointer (&self->kept);
  guint position;

  if (kept == NULL || !tap_event_model_find_row (self->model, kept, self->kept_at, &position))
    {
      choose (self, FALSE);
      return;
    }
  self->following = TRUE;
  gtk_single_selection_set_selected (self->chosen, position);
  self->following = FALSE;
}

/* … and sets it. */
static void
chosen_cb (TapEventsPage *self)
{
  TapEventRow *row = gtk_single_selection_get_selected_item (self->chosen);

  if (self->following || row == NULL || self->item == NULL)
    return;
  self->following = TRUE;
  tap_selection_set (self->selection, self->item,
                     tap_event_row_get_kind (row) == TAP_RUN_END ? TAP_SELECTION_END
                                                                 : tap_event_row_get_number (row));
  self->following = FALSE;
}

static void
selection_cb (TapEventsPage *self)
{
  if (!self->following)
    follow_selection (self);
}

static void
activate_cb (GtkColumnView *table, guint position, gpointer user_data)
{
  TapEventsPage *self = user_data;
  g_autoptr (TapEventRow) row = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (row != NULL)
    tap_event_model_toggle (self->model, row);
}

static void
open_all_cb (GtkToggleButton *button, gpointer user_data)
{
  TapEventsPage *self = user_data;

  if (self->model != NULL)
    tap_event_model_open_all (self->model, gtk_toggle_button_get_active (button));
}

static void
item_changed_cb (TapEventsPage *self)
{
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double upper = gtk_adjustment_get_upper (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);

  self->at_end = upper > page && gtk_adjustment_get_value (adjustment) >= upper - page - 4;
  tap_event_model_update (self->model);
}

/* Who looks at the end goes on looking at it. */
static void
upper_changed_cb (TapEventsPage *self)
{
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  if (self->at_end)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

void
tap_events_page_show (TapEventsPage *self, TapSession *session, TapExchangeItem *item,
                      TapContent *content)
{
  g_return_if_fail (TAP_IS_EVENTS_PAGE (self));

  if (self->item != NULL)
    g_clear_signal_handler (&self->item_changed, self->item);
  self->at_end = FALSE;
  self->following = TRUE;
  gtk_single_selection_set_model (self->chosen, NULL);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->kept);
  g_clear_object (&self->model);
  g_set_object (&self->session, session);
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      self->model = tap_event_model_new (session, item);
      tap_event_model_set_content (self->model, content);
      g_signal_connect_swapped (self->model, "changing", G_CALLBACK (model_changing_cb), self);
      g_signal_connect_swapped (self->model, "changed", G_CALLBACK (model_changed_cb), self);
      if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->open_all)))
        tap_event_model_open_all (self->model, TRUE);
      gtk_single_selection_set_model (self->chosen, G_LIST_MODEL (self->model));
      self->item_changed = g_signal_connect_swapped (item, "changed",
                                                     G_CALLBACK (item_changed_cb), self);
    }
  self->following = FALSE;
  follow_selection (self);
}

void
tap_events_page_content_changed (TapEventsPage *self)
{
  g_return_if_fail (TAP_IS_EVENTS_PAGE (self));

  if (self->model != NULL)
    tap_event_model_content_changed (self->model);
}

void
tap_events_page_set_room (TapEventsPage *self, TapRoom room)
{
  g_return_if_fail (TAP_IS_EVENTS_PAGE (self));

  for (guint i = 0; i < TAP_N_CELLS; i++)
    {
      int width = layout[i].widths[room];

      gtk_column_view_column_set_visible (self->columns[i], width != 0);
      /* One that is hidden would still take its width from the one that fills what is left. */
      gtk_column_view_column_set_fixed_width (self->columns[i], width);
    }
}

static void
tap_events_page_dispose (GObject *object)
{
  TapEventsPage *self = TAP_EVENTS_PAGE (object);
  GtkWidget *child;

  if (self->chosen != NULL)
    tap_events_page_show (self, NULL, NULL, NULL);
  g_clear_object (&self->chosen);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->open_all);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (tap_events_page_parent_class)->dispose (object);
}

static void
tap_events_page_class_init (TapEventsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_events_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
add_column (TapEventsPage *self, TapCell cell)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_object_set_data (G_OBJECT (factory), "cell", GUINT_TO_POINTER (cell));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell), self);
  column = gtk_column_view_column_new (_ (layout[cell].title), factory);
  gtk_column_view_column_set_resizable (column, layout[cell].widths[TAP_ROOM_WIDE] > 0);
  if (layout[cell].widths[TAP_ROOM_WIDE] > 0)
    gtk_column_view_column_set_fixed_width (column, layout[cell].widths[TAP_ROOM_WIDE]);
  else
    gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (self->table, column);
  self->columns[cell] = column;
  g_object_unref (column);
}

static GtkWidget *
find_label (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LABEL (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child);
  return found;
}

/* A title stands where its column's texts do, which the table itself has no means to say. */
static void
align_titles (TapEventsPage *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->table));
  GtkWidget *title = gtk_widget_get_first_child (header);

  for (guint i = 0; i < TAP_N_CELLS && title != NULL; i++)
    {
      GtkWidget *label = find_label (title);

      if (label != NULL && layout[i].xalign > 0)
        {
          gtk_widget_set_hexpand (label, TRUE);
          gtk_label_set_xalign (GTK_LABEL (label), layout[i].xalign);
        }
      title = gtk_widget_get_next_sibling (title);
    }
}

static void
tap_events_page_init (TapEventsPage *self)
{
  self->chosen = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->chosen, FALSE);
  gtk_single_selection_set_can_unselect (self->chosen, TRUE);
  g_signal_connect_swapped (self->chosen, "notify::selected-item", G_CALLBACK (chosen_cb), self);

  self->table = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (self->chosen));
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "events");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Events"), -1);
  g_signal_connect (self->table, "activate", G_CALLBACK (activate_cb), self);
  for (guint i = 0; i < TAP_N_CELLS; i++)
    add_column (self, i);
  tap_list_tab_attach (gtk_widget_get_last_child (GTK_WIDGET (self->table)));
  align_titles (self);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->table));
  g_signal_connect_object (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), "notify::upper",
      G_CALLBACK (upper_changed_cb), self, G_CONNECT_SWAPPED);

  self->open_all = g_object_ref_sink (gtk_toggle_button_new_with_label (_ ("Open Runs")));
  gtk_widget_set_tooltip_text (self->open_all, _ ("Show each delta in a row of its own"));
  gtk_widget_add_css_class (self->open_all, "flat");
  gtk_widget_add_css_class (self->open_all, "small");
  g_signal_connect (self->open_all, "toggled", G_CALLBACK (open_all_cb), self);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
tap_events_page_get_switch (TapEventsPage *self)
{
  g_return_val_if_fail (TAP_IS_EVENTS_PAGE (self), NULL);

  return self->open_all;
}

GtkWidget *
tap_events_page_new (TapSelection *selection)
{
  TapEventsPage *self = g_object_new (TAP_TYPE_EVENTS_PAGE, NULL);

  self->selection = g_object_ref (selection);
  g_signal_connect_object (selection, "notify", G_CALLBACK (selection_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
