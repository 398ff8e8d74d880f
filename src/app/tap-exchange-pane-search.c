/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a search does to the pane. */

#include "config.h"

#include "tap-exchange-pane.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tap-list-scroll.h"

/* Frames. */
#define PATIENCE 10
#define LAID_OUT (PATIENCE - 2)

static gpointer
get_child (TapExchangePane *self, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (self), TAP_TYPE_EXCHANGE_PANE, name);
}

/* What is selected, else the first that can have it. */
static gboolean
focus_row (GtkWidget *list)
{
  GtkWidget *first = gtk_widget_get_first_child (list);
  GtkWidget *row = first;

  while (row != NULL && (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) == 0)
    row = gtk_widget_get_next_sibling (row);
  if (row != NULL && gtk_widget_grab_focus (row))
    return TRUE;
  for (row = first; row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      if (gtk_widget_grab_focus (row))
        return TRUE;
    }
  return FALSE;
}

/* With another filter there are other rows, once they have been laid out. */
static gboolean
focus_cb (GtkWidget *list, GdkFrameClock *clock, gpointer user_data)
{
  int *frames = user_data;

  if (--*frames > LAID_OUT)
    return G_SOURCE_CONTINUE;
  if (!focus_row (list))
    return *frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
  tap_list_scroll_to_selected (list);
  return G_SOURCE_REMOVE;
}

void
tap_exchange_pane_focus_list (TapExchangePane *self)
{
  int *frames;

  g_return_if_fail (TAP_IS_EXCHANGE_PANE (self));

  frames = g_new (int, 1);
  *frames = PATIENCE;
  gtk_widget_add_tick_callback (get_child (self, "list"), focus_cb, frames, g_free);
}

TapExchangeItem *
tap_exchange_pane_find_broken (TapExchangePane *self, int step)
{
  GtkSingleSelection *rows;
  GListModel *model;
  guint chosen;
  gint64 at;

  g_return_val_if_fail (TAP_IS_EXCHANGE_PANE (self), NULL);

  rows = GTK_SINGLE_SELECTION (gtk_list_view_get_model (get_child (self, "list")));
  model = G_LIST_MODEL (rows);
  chosen = gtk_single_selection_get_selected (rows);
  at = chosen != GTK_INVALID_LIST_POSITION ? (gint64) chosen + step
       : step > 0                          ? 0
                                           : (gint64) g_list_model_get_n_items (model) - 1;
  for (; at >= 0 && at < g_list_model_get_n_items (model); at += step)
    {
      g_autoptr (TapRow) row = g_list_model_get_item (model, (guint) at);
      TapExchangeItem *item = tap_row_get_item (row);

      if (item != NULL && tap_exchange_item_get_facts (item)->worst >= TAP_SEVERITY_WARNING)
        return item;
    }
  return NULL;
}

void
tap_exchange_pane_say_nothing_found (TapExchangePane *self, const TapFilter *filter)
{
  AdwStatusPage *page;
  const char *icon = "system-search-symbolic";
  const char *title = _ ("No Results Found");
  const char *description = _ ("Try another search, or fewer filters.");
  gboolean alone;

  g_return_if_fail (TAP_IS_EXCHANGE_PANE (self));

  alone = (filter->text == NULL || *filter->text == '\0')
          && (filter->severity >= 0) + filter->pinned + filter->open == 1;
  if (alone && filter->pinned)
    {
      icon = "view-pin-symbolic";
      title = _ ("Nothing Is Pinned");
      description = _ ("Press Ctrl+D on an exchange, or choose Pin in its menu, to find it here.");
    }
  else if (alone && filter->open)
    {
      title = _ ("Nothing Is Open");
      description = _ ("All exchanges have ended.");
    }
  else if (alone)
    {
      title = _ ("No Such Findings");
      description = _ ("No exchange shows findings as serious as that.");
    }
  page = ADW_STATUS_PAGE (gtk_stack_get_child_by_name (get_child (self, "stack"), "nothing"));
  adw_status_page_set_icon_name (page, icon);
  adw_status_page_set_title (page, title);
  adw_status_page_set_description (page, description);
}
