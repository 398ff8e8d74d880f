/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-list-scroll.h"

#define PENDING "tap-list-scroll-pending"

/* What is asked of a list, until it is done: in one frame it scrolls, and in the next, when the row
 * and what stands above it have their places, it does the rest. */
typedef struct
{
  gulong painted; /* handler of its frame clock */
  guint position; /* GTK_INVALID_LIST_POSITION: what is selected then */
  gboolean scrolled;
} Pending;

static guint
get_selected (GtkWidget *list)
{
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (list));

  return GTK_IS_SINGLE_SELECTION (model)
             ? gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (model))
             : GTK_INVALID_LIST_POSITION;
}

static GtkWidget *
find_selected (GtkWidget *list)
{
  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if ((gtk_widget_get_state_flags (child) & GTK_STATE_FLAG_SELECTED) != 0)
        return child;
    }
  return NULL;
}

static void
move_focus (GtkWidget *list)
{
  GtkWidget *focused = gtk_widget_get_focus_child (list);
  GtkWidget *selected = find_selected (list);

  if (focused != NULL && selected != NULL && focused != selected)
    gtk_widget_grab_focus (selected);
}

void
tap_list_focus_selected (GtkWidget *list)
{
  GtkWidget *selected = find_selected (list);

  if (selected != NULL)
    gtk_widget_grab_focus (selected);
}

static gboolean tick_cb (GtkWidget *list, GdkFrameClock *clock, gpointer user_data);

static void
painted_cb (GtkWidget *list, GdkFrameClock *clock)
{
  Pending *pending = g_object_get_data (G_OBJECT (list), PENDING);
  gboolean to_selected = pending->position == GTK_INVALID_LIST_POSITION;
  guint position = to_selected ? get_selected (list) : pending->position;

  g_signal_handler_disconnect (clock, pending->painted);
  if (position == GTK_INVALID_LIST_POSITION)
    {
      g_object_set_data (G_OBJECT (list), PENDING, NULL);
    }
  else if (!pending->scrolled)
    {
      pending->scrolled = TRUE;
      gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
      gtk_widget_add_tick_callback (list, tick_cb, pending, NULL);
    }
  else
    {
      g_object_set_data (G_OBJECT (list), PENDING, NULL);
      if (to_selected)
        move_focus (list);
      /* The one above may be its heading. */
      if (to_selected && position > 0)
        gtk_widget_activate_action (list, "list.scroll-to-item", "u", position - 1);
    }
}

/* Before the rows of a frame are laid out. */
static gboolean
tick_cb (GtkWidget *list, GdkFrameClock *clock, gpointer user_data)
{
  Pending *pending = user_data;

  pending->painted = g_signal_connect_object (clock, "after-paint", G_CALLBACK (painted_cb), list,
                                              G_CONNECT_SWAPPED);
  return G_SOURCE_REMOVE;
}

void
tap_list_scroll_to_selected (GtkWidget *list)
{
  tap_list_scroll_to (list, GTK_INVALID_LIST_POSITION);
}

void
tap_list_scroll_to (GtkWidget *list, guint position)
{
  Pending *pending;

  g_return_if_fail (GTK_IS_LIST_VIEW (list));

  pending = g_object_get_data (G_OBJECT (list), PENDING);
  if (pending != NULL)
    {
      /* Once more, if it has scrolled to another row already. */
      pending->position = position;
      pending->scrolled = FALSE;
      return;
    }
  pending = g_new0 (Pending, 1);
  pending->position = position;
  g_object_set_data_full (G_OBJECT (list), PENDING, pending, g_free);
  gtk_widget_add_tick_callback (list, tick_cb, pending, NULL);
}
