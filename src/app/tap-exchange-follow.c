/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-follow.h"

#include <glib/gi18n-lib.h>

#include "tap-exchange-row.h"
#include "tap-list-scroll.h"

#define MOVING 4 /* frames until a list stands where it was told to */

struct _TapExchangeFollow
{
  GtkListView *list;
  GtkButton *button;
  GtkAdjustment *adjustment;
  TapSession *session; /* (nullable) */
  TapRows *rows;       /* (nullable) */
  guint seen;          /* exchanges that were there when the newest was seen last */
  gboolean following;
  guint moving;        /* frames for which the list moves on our behalf */
  guint tick;
  GtkEventController *wheel; /* the list's */
};

static guint
count_items (const TapExchangeFollow *self)
{
  return self->session != NULL ? g_list_model_get_n_items (tap_session_get_items (self->session))
                               : 0;
}

/* Of the exchange of that index, counted by when they began; FALSE: a filter hides it. */
static gboolean
find_position (const TapExchangeFollow *self, guint index, guint *position)
{
  g_autoptr (TapExchangeItem) item
      = g_list_model_get_item (tap_session_get_items (self->session), index);

  return item != NULL && tap_rows_find (self->rows, item, position);
}

/* The row lies within what is seen of the list. */
static gboolean
is_seen (const TapExchangeFollow *self, guint index)
{
  g_autoptr (TapExchangeItem) item
      = g_list_model_get_item (tap_session_get_items (self->session), index);
  int height = gtk_widget_get_height (GTK_WIDGET (self->list));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      graphene_rect_t bounds;

      if (!TAP_IS_EXCHANGE_ROW (row) || tap_exchange_row_get_item (TAP_EXCHANGE_ROW (row)) != item)
        continue;
      return gtk_widget_get_child_visible (child)
             && gtk_widget_compute_bounds (child, GTK_WIDGET (self->list), &bounds)
             && bounds.origin.y < height - bounds.size.height / 2
             && bounds.origin.y + bounds.size.height / 2 > 0;
    }
  return FALSE;
}

static void
show_button (TapExchangeFollow *self)
{
  guint n_new = count_items (self) - MIN (self->seen, count_items (self));
  g_autofree char *text = NULL;
  guint position;

  /* What a filter hides is not to be gone to. */
  if (n_new == 0 || !tap_session_get_live (self->session)
      || !find_position (self, count_items (self) - 1, &position))
    {
      gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
      return;
    }
  text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u New Exchange", "%u New Exchanges", n_new), n_new);
  gtk_button_set_label (self->button, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), TRUE);
}

/* Where the list stands now decides whether the newest is followed. */
static void
look (TapExchangeFollow *self)
{
  guint n_items = count_items (self);

  if (n_items == 0 || self->rows == NULL)
    return;
  self->following = is_seen (self, n_items - 1);
  if (self->following)
    self->seen = n_items;
  show_button (self);
}

static void
scrolled_cb (TapExchangeFollow *self)
{
  if (self->moving == 0)
    look (self);
}

/* Who turns the wheel wants to go elsewhere, also while the list moves by itself. */
static gboolean
wheel_cb (TapExchangeFollow *self)
{
  self->moving = 0;
  self->following = FALSE;
  return GDK_EVENT_PROPAGATE;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TapExchangeFollow *self = user_data;

  if (self->moving > 0)
    self->moving--;
  if (self->moving > 0)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
go_to_newest (TapExchangeFollow *self)
{
  guint position;

  if (self->session == NULL || count_items (self) == 0
      || !find_position (self, count_items (self) - 1, &position))
    return;
  self->following = TRUE;
  self->seen = count_items (self);
  self->moving = MOVING;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), tick_cb, self, NULL);
  tap_list_scroll_to (GTK_WIDGET (self->list), position);
  show_button (self);
}

void
tap_exchange_follow_update (TapExchangeFollow *self)
{
  guint n_items = count_items (self);

  if (self->session == NULL || self->rows == NULL || n_items == self->seen)
    return;
  if (!tap_session_get_live (self->session))
    self->seen = n_items;
  else if (self->following)
    go_to_newest (self);
  show_button (self);
}

void
tap_exchange_follow_set_session (TapExchangeFollow *self, TapSession *session, TapRows *rows)
{
  self->session = session;
  self->rows = rows;
  self->seen = count_items (self);
  self->following = session != NULL && tap_session_get_live (session);
  self->moving = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
}

static void
watch_adjustment (TapExchangeFollow *self)
{
  if (self->adjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustment, self);
  g_set_object (&self->adjustment, gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)));
  if (self->adjustment != NULL)
    g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
}

TapExchangeFollow *
tap_exchange_follow_new (GtkListView *list, GtkButton *button)
{
  GtkEventController *wheel
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  TapExchangeFollow *self = g_new0 (TapExchangeFollow, 1);

  self->list = list;
  self->button = button;
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (go_to_newest), self);
  g_signal_connect_swapped (list, "notify::vadjustment", G_CALLBACK (watch_adjustment), self);
  watch_adjustment (self);
  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (wheel, "scroll", G_CALLBACK (wheel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (list), wheel);
  self->wheel = wheel;
  return self;
}

void
tap_exchange_follow_free (TapExchangeFollow *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->button, self);
  g_signal_handlers_disconnect_by_data (self->list, self);
  g_signal_handlers_disconnect_by_data (self->wheel, self);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->tick);
  if (self->adjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustment, self);
  g_clear_object (&self->adjustment);
  g_free (self);
}
