/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-pane.h"

#include <glib/gi18n-lib.h>

#include "tap-axis-feed.h"
#include "tap-exchange-follow.h"
#include "tap-exchange-row.h"
#include "tap-legend.h"
#include "tap-list-keys.h"
#include "tap-list-scroll.h"
#include "tap-list-tab.h"
#include "tap-timeline.h"

#define TICK_MS 50     /* how often “now” moves while an exchange is open */

struct _TapExchangePane
{
  GtkWidget parent_instance;

  TapRowContext context;
  TapRows *rows;               /* (nullable) */
  TapExchangeFollow *follow;
  TapAxisFeed *feed;
  GtkSingleSelection *chosen;
  gulong session_changed;
  guint tick;                  /* runs while something is open and the pane is seen */
  gboolean following_selection; /* the list is being told, it does not tell */

  GtkWidget *box;
  GtkListView *list;
  GtkButton *newest;
  GtkLabel *summary;
  GtkBox *ruler_row;
  GtkWidget *corner;
  GtkWidget *ruler;
  GtkBox *strip;
  TapOverview *overview;
  GtkStack *stack;
  GtkDropDown *sort;
  GtkPopover *menu;
};

G_DEFINE_FINAL_TYPE (TapExchangePane, tap_exchange_pane, GTK_TYPE_WIDGET)

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *item, TapExchangePane *self)
{
  gtk_list_item_set_child (item, tap_exchange_row_new (&self->context));
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *item, TapExchangePane *self)
{
  TapRow *row = gtk_list_item_get_item (item);
  gboolean is_exchange = tap_row_get_item (row) != NULL;

  gtk_list_item_set_selectable (item, is_exchange);
  gtk_list_item_set_activatable (item, is_exchange);
  tap_exchange_row_set_row (TAP_EXCHANGE_ROW (gtk_list_item_get_child (item)), row);
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *item, TapExchangePane *self)
{
  tap_exchange_row_set_row (TAP_EXCHANGE_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
show_counts (TapExchangePane *self)
{
  guint shown = self->rows != NULL ? tap_rows_count_shown (self->rows) : 0;
  guint all = self->context.session != NULL
                  ? g_list_model_get_n_items (tap_session_get_items (self->context.session))
                  : 0;
  g_autofree char *text = NULL;

  if (shown == all)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u exchange", "%u exchanges", all),
                            all);
  else
    text = g_strdup_printf (_ ("%u of %u exchanges"), shown, all);
  gtk_label_set_text (self->summary, text);
  gtk_stack_set_visible_child_name (self->stack, shown == 0 && all > 0 ? "nothing" : "rows");
}

static void
refresh_open_rows (TapExchangePane *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gint64 now;

  if (clock == NULL)
    return;
  now = tap_session_get_now (self->context.session, gdk_frame_clock_get_frame_time (clock));
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (TAP_IS_EXCHANGE_ROW (row) && gtk_widget_get_child_visible (child))
        tap_exchange_row_set_now (TAP_EXCHANGE_ROW (row), now);
    }
}

static void update (TapExchangePane *self);

static gboolean
tick_cb (gpointer user_data)
{
  TapExchangePane *self = user_data;

  update (self);
  if (self->tick != 0)
    refresh_open_rows (self);
  return G_SOURCE_CONTINUE;
}

static void
update (TapExchangePane *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gboolean open = tap_axis_feed_update (
      self->feed, clock != NULL ? gdk_frame_clock_get_frame_time (clock) : 0);

  if (open && self->tick == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  else if (!open && self->tick != 0)
    g_clear_handle_id (&self->tick, g_source_remove);
  show_counts (self);
}

static void
session_changed_cb (TapSession *session, gpointer user_data)
{
  TapExchangePane *self = user_data;

  tap_axis_feed_take_changed (self->feed);
  update (self);
}

/* The list follows the selection of the whole window… */
static void
follow_selection (TapExchangePane *self)
{
  TapExchangeItem *item = tap_selection_get_item (self->context.selection);
  guint position;

  if (self->rows == NULL)
    return;
  if (item == NULL || !tap_rows_find (self->rows, item, &position))
    position = GTK_INVALID_LIST_POSITION;
  if (gtk_single_selection_get_selected (self->chosen) == position)
    return;
  self->following_selection = TRUE;
  /* Nobody else unselects: Space or a click would leave the detail with what no row shows. */
  gtk_single_selection_set_can_unselect (self->chosen, TRUE);
  gtk_single_selection_set_selected (self->chosen, position);
  gtk_single_selection_set_can_unselect (self->chosen, FALSE);
  self->following_selection = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    tap_list_scroll_to_selected (GTK_WIDGET (self->list));
}

/* … and sets it. Rows that come and go move what is selected, and do not change it. */
static void
chosen_cb (GtkSingleSelection *chosen, GParamSpec *pspec, gpointer user_data)
{
  TapExchangePane *self = user_data;
  TapRow *row = gtk_single_selection_get_selected_item (chosen);
  TapExchangeItem *item = row != NULL ? tap_row_get_item (row) : NULL;

  if (self->following_selection || item == NULL
      || item == tap_selection_get_item (self->context.selection))
    return;
  tap_selection_set (self->context.selection, item, 0);
}

static gboolean
is_exchange (gpointer row, gpointer user_data)
{
  return tap_row_get_item (row) != NULL;
}

static void
activate_cb (GtkListView *list, guint position, gpointer user_data)
{
  g_signal_emit (user_data, signals[ACTIVATED], 0);
}

static void
rows_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  TapExchangePane *self = user_data;

  show_counts (self);
  if (removed > 0 || gtk_single_selection_get_selected_item (self->chosen) == NULL)
    follow_selection (self);
  tap_exchange_follow_update (self->follow);
}

void
tap_exchange_pane_set_session (TapExchangePane *self, TapSession *session)
{
  g_return_if_fail (TAP_IS_EXCHANGE_PANE (self));

  if (self->context.session == session)
    return;
  if (self->context.session != NULL)
    g_clear_signal_handler (&self->session_changed, self->context.session);
  g_clear_handle_id (&self->tick, g_source_remove);
  gtk_single_selection_set_model (self->chosen, NULL);
  tap_exchange_follow_set_session (self->follow, NULL, NULL);
  g_clear_object (&self->rows);
  g_set_object (&self->context.session, session);
  tap_overview_set_session (self->overview, session);
  tap_axis_feed_set_session (self->feed, session);
  if (session == NULL)
    return;

  self->session_changed = g_signal_connect_object (session, "changed",
                                                   G_CALLBACK (session_changed_cb), self,
                                                   G_CONNECT_AFTER);
  self->rows = tap_rows_new (session);
  tap_rows_set_sort (self->rows, gtk_drop_down_get_selected (self->sort));
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_AFTER);
  gtk_single_selection_set_model (self->chosen, G_LIST_MODEL (self->rows));
  tap_exchange_follow_set_session (self->follow, session, self->rows);
  tap_axis_fit (self->context.axis);
  update (self);
}

void
tap_exchange_pane_set_filter (TapExchangePane *self, const TapFilter *filter)
{
  g_return_if_fail (TAP_IS_EXCHANGE_PANE (self));

  if (self->rows != NULL)
    tap_rows_set_filter (self->rows, filter);
  show_counts (self);
}

/* Rows take their arrangement as they are bound. */
void
tap_exchange_pane_set_compact (TapExchangePane *self, gboolean compact)
{
  g_return_if_fail (TAP_IS_EXCHANGE_PANE (self));

  if (self->context.compact == compact)
    return;
  self->context.compact = compact;
  gtk_widget_set_visible (self->ruler, !compact);
  gtk_widget_set_hexpand (self->corner, compact);
  gtk_widget_set_visible (GTK_WIDGET (self->strip), !compact);
  gtk_list_view_set_model (self->list, NULL);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->chosen));
}

TapAxis *
tap_exchange_pane_get_axis (TapExchangePane *self)
{
  g_return_val_if_fail (TAP_IS_EXCHANGE_PANE (self), NULL);

  return self->context.axis;
}

gboolean
tap_exchange_pane_step_row (TapExchangePane *self, int step)
{
  GListModel *model = G_LIST_MODEL (self->rows);
  guint position = 0;
  gint64 at;

  g_return_val_if_fail (TAP_IS_EXCHANGE_PANE (self), FALSE);

  if (model == NULL)
    return FALSE;
  at = tap_selection_get_item (self->context.selection) != NULL
               && tap_rows_find (self->rows, tap_selection_get_item (self->context.selection),
                                 &position)
           ? (gint64) position + step
           : 0;
  for (; at >= 0 && at < g_list_model_get_n_items (model); at += step)
    {
      g_autoptr (TapRow) row = g_list_model_get_item (model, (guint) at);

      if (tap_row_get_item (row) != NULL)
        {
          tap_selection_set (self->context.selection, tap_row_get_item (row), 0);
          return TRUE;
        }
    }
  return FALSE;
}

static void
sort_cb (GtkDropDown *sort, GParamSpec *pspec, gpointer user_data)
{
  TapExchangePane *self = user_data;

  self->context.apart = gtk_drop_down_get_selected (sort) != TAP_SORT_BEGAN;
  if (self->rows != NULL)
    tap_rows_set_sort (self->rows, gtk_drop_down_get_selected (sort));
}

static void
folding_cb (GtkCheckButton *button, gpointer user_data)
{
  TapExchangePane *self = user_data;

  tap_axis_set_folding (self->context.axis, gtk_check_button_get_active (button));
}

/* The row of an exchange at that place of the list, which is selected. (nullable) */
static GtkWidget *
pick_row (TapExchangePane *self, double x, double y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = picked != NULL ? gtk_widget_get_ancestor (picked, TAP_TYPE_EXCHANGE_ROW) : NULL;
  TapExchangeItem *item = row != NULL ? tap_exchange_row_get_item (TAP_EXCHANGE_ROW (row)) : NULL;

  if (item == NULL)
    return NULL;
  if (item != tap_selection_get_item (self->context.selection))
    tap_selection_set (self->context.selection, item, 0);
  return row;
}

static void
pop_up_menu (TapExchangePane *self, double x, double y)
{
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (self->menu);
}

/* The menu is about the row under the pointer. That row must not go on looking pressed until a
 * release, which the menu gets. */
static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  TapExchangePane *self = user_data;
  GtkWidget *row = pick_row (self, x, y);

  if (row == NULL)
    return;
  gtk_widget_unset_state_flags (gtk_widget_get_parent (row), GTK_STATE_FLAG_ACTIVE);
  pop_up_menu (self, x, y);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TapExchangePane *self = TAP_EXCHANGE_PANE (widget);
  GtkWidget *focused = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  graphene_rect_t bounds;

  if (focused == NULL || tap_selection_get_item (self->context.selection) == NULL
      || !gtk_widget_compute_bounds (focused, GTK_WIDGET (self->list), &bounds))
    return FALSE;
  pop_up_menu (self, bounds.origin.x + TAP_ROW_TEXT_WIDTH / 2,
               bounds.origin.y + bounds.size.height / 2);
  return TRUE;
}

/* Where list and detail are not side by side, a click opens what in a wide window is seen at
 * once. */
static void
clicked_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  TapExchangePane *self = user_data;

  if (self->context.compact && n_press == 1 && pick_row (self, x, y) != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
tap_exchange_pane_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&TAP_EXCHANGE_PANE (widget)->tick, g_source_remove);
  GTK_WIDGET_CLASS (tap_exchange_pane_parent_class)->unmap (widget);
}

static void
tap_exchange_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tap_exchange_pane_parent_class)->map (widget);
  update (TAP_EXCHANGE_PANE (widget));
}

static void
tap_exchange_pane_dispose (GObject *object)
{
  TapExchangePane *self = TAP_EXCHANGE_PANE (object);

  if (self->box != NULL)
    tap_exchange_pane_set_session (self, NULL);
  g_clear_pointer (&self->follow, tap_exchange_follow_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_EXCHANGE_PANE);
  g_clear_object (&self->chosen);
  g_clear_object (&self->context.axis);
  g_clear_object (&self->context.selection);
  G_OBJECT_CLASS (tap_exchange_pane_parent_class)->dispose (object);
}

static void
tap_exchange_pane_finalize (GObject *object)
{
  tap_axis_feed_free (TAP_EXCHANGE_PANE (object)->feed);
  G_OBJECT_CLASS (tap_exchange_pane_parent_class)->finalize (object);
}

static void
tap_exchange_pane_class_init (TapExchangePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_exchange_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_exchange_pane_finalize;
  widget_class->map = tap_exchange_pane_map;
  widget_class->unmap = tap_exchange_pane_unmap;
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  g_type_ensure (TAP_TYPE_LEGEND);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/tapline/Tapline/tap-exchange-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TapExchangePane, box);
  gtk_widget_class_bind_template_child (widget_class, TapExchangePane, list);
  gtk_widget_class_bind_template_child (widget_class, TapExchangePane, summary);
  gtk_widget_class_bind_template_child (widget_class, TapExchangePane, corner);
  gtk_widget_class_bind_template_child (widget_class, TapExchangePane, ruler_row);
  gtk_widget_class_bind_template_child (widget_class, TapExchangePane, strip);
  gtk_widget_class_bind_template_child (widget_class, TapExchangePane, stack);
  gtk_widget_class_bind_template_child (widget_class, TapExchangePane, sort);
  gtk_widget_class_bind_template_child (widget_class, TapExchangePane, menu);
  gtk_widget_class_bind_template_child (widget_class, TapExchangePane, newest);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, folding_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_cb);
}

static void
tap_exchange_pane_init (TapExchangePane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->context.axis = tap_axis_new ();
  self->feed = tap_axis_feed_new (self->context.axis);
  self->chosen = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->chosen, FALSE);
  g_signal_connect (self->chosen, "notify::selected-item", G_CALLBACK (chosen_cb), self);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row), self);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->chosen));
  tap_list_keys_attach (self->list, is_exchange, NULL);
  tap_list_tab_attach (GTK_WIDGET (self->list));
  g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (tap_list_focus_selected), self->list);
  self->follow = tap_exchange_follow_new (self->list, self->newest);

  self->overview = tap_overview_new (self->context.axis);
  gtk_widget_set_hexpand (GTK_WIDGET (self->overview), TRUE);
  gtk_box_append (self->strip, GTK_WIDGET (self->overview));
  self->ruler = GTK_WIDGET (tap_ruler_new (self->context.axis));
  gtk_widget_set_hexpand (self->ruler, TRUE);
  gtk_box_append (self->ruler_row, self->ruler);
  tap_timeline_attach_gestures (GTK_WIDGET (self->list), self->context.axis, TAP_ROW_TEXT_WIDTH);
}

GtkWidget *
tap_exchange_pane_new (TapSelection *selection)
{
  TapExchangePane *self = g_object_new (TAP_TYPE_EXCHANGE_PANE, NULL);

  self->context.selection = g_object_ref (selection);
  g_signal_connect_object (selection, "notify::item", G_CALLBACK (follow_selection), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
