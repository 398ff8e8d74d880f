/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-list-keys.h"

#include "tap-list-scroll.h"

typedef struct
{
  GtkListView *list; /* owns the controller that owns this */
  TapListKeysFunc selectable;
  gpointer user_data;
} Keys;

typedef enum
{
  STEP_ROW,
  STEP_PAGE,
  STEP_ALL,
} Step;

static const struct
{
  guint key;
  Step step;
  int direction;
} steps[] = {
  { GDK_KEY_Up, STEP_ROW, -1 },         { GDK_KEY_KP_Up, STEP_ROW, -1 },
  { GDK_KEY_Down, STEP_ROW, 1 },        { GDK_KEY_KP_Down, STEP_ROW, 1 },
  { GDK_KEY_Page_Up, STEP_PAGE, -1 },   { GDK_KEY_KP_Page_Up, STEP_PAGE, -1 },
  { GDK_KEY_Page_Down, STEP_PAGE, 1 },  { GDK_KEY_KP_Page_Down, STEP_PAGE, 1 },
  { GDK_KEY_Home, STEP_ALL, -1 },       { GDK_KEY_KP_Home, STEP_ALL, -1 },
  { GDK_KEY_End, STEP_ALL, 1 },         { GDK_KEY_KP_End, STEP_ALL, 1 },
};

/* As many as are seen, but for one, so that it is known where one was. */
static gint64
count_page (const Keys *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->list));
  int row = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    row = MAX (row, gtk_widget_get_height (child));
  return row > 0 ? MAX (height / row - 1, 1) : 1;
}

static gboolean
can_select (const Keys *self, GListModel *model, guint position)
{
  g_autoptr (GObject) row = g_list_model_get_item (model, position);

  return row != NULL && self->selectable (row, self->user_data);
}

/* The first that can be selected from @at on, in that direction; else, the other way, up to where
 * it was. */
static guint
find (const Keys *self, GListModel *model, gint64 at, int direction, gint64 before)
{
  gint64 n = g_list_model_get_n_items (model);

  at = CLAMP (at, 0, n - 1);
  for (gint64 i = at; i >= 0 && i < n; i += direction)
    {
      if (can_select (self, model, (guint) i))
        return (guint) i;
    }
  for (gint64 i = at; i >= 0 && i < n && i != before; i -= direction)
    {
      if (can_select (self, model, (guint) i))
        return (guint) i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
go (const Keys *self, Step step, int direction)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (self->list);
  GtkSingleSelection *single = GTK_SINGLE_SELECTION (selection);
  GListModel *model = G_LIST_MODEL (selection);
  guint selected = gtk_single_selection_get_selected (single);
  gint64 n = g_list_model_get_n_items (model);
  gint64 before = selected != GTK_INVALID_LIST_POSITION ? (gint64) selected : -1;
  gint64 at;
  guint position;

  if (n == 0)
    return;
  if (step == STEP_ALL)
    {
      /* Inwards from the end. */
      position = find (self, model, direction < 0 ? 0 : n - 1, -direction, -1);
    }
  else
    {
      at = before + direction * (step == STEP_PAGE ? count_page (self) : 1);
      position = find (self, model, at, direction, before);
    }
  if (position == GTK_INVALID_LIST_POSITION)
    return;
  gtk_single_selection_set_selected (single, position);
  gtk_window_set_focus_visible (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->list))), TRUE);
  tap_list_scroll_to_selected (GTK_WIDGET (self->list));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        const Keys *self)
{
  if ((state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (steps[i].key != key)
        continue;
      go (self, steps[i].step, steps[i].direction);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
keys_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
tap_list_keys_attach (GtkListView *list, TapListKeysFunc selectable, gpointer user_data)
{
  GtkEventController *controller = gtk_event_controller_key_new ();
  Keys *self;

  g_return_if_fail (GTK_IS_LIST_VIEW (list));
  g_return_if_fail (selectable != NULL);

  self = g_new0 (Keys, 1);
  self->list = list;
  self->selectable = selectable;
  self->user_data = user_data;
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "key-pressed", G_CALLBACK (key_cb), self, keys_free, 0);
  gtk_widget_add_controller (GTK_WIDGET (list), controller);
}
