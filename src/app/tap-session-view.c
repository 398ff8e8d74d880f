/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-session-view.h"

#include "tap-detail.h"
#include "tap-exchange-pane.h"

#define LIST_HEIGHT 426 /* px, at first */

struct _TapSessionView
{
  GtkWidget parent_instance;

  TapSession *session;
  TapSelection *selection;
  gulong session_changed;
  gboolean narrow;
  gboolean detail_wanted; /* in a narrow window */
  guint looked_at;        /* exchanges that ended well before anything was selected */
  guint64 wanted;         /* an exchange that is selected once it is read; 0: none */
  guint wanted_event;

  GtkPaned *paned;
  GtkProgressBar *progress;
  TapExchangePane *pane;
  TapDetail *detail;
};

enum
{
  PROP_DETAIL_ALONE = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (TapSessionView, tap_session_view, GTK_TYPE_WIDGET)

gboolean
tap_session_view_get_detail_alone (TapSessionView *self)
{
  g_return_val_if_fail (TAP_IS_SESSION_VIEW (self), FALSE);

  return self->narrow && self->detail_wanted;
}

static void
arrange (TapSessionView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->pane), !self->narrow || !self->detail_wanted);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), !self->narrow || self->detail_wanted);
  tap_exchange_pane_set_compact (self->pane, self->narrow);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL_ALONE]);
}

void
tap_session_view_set_narrow (TapSessionView *self, gboolean narrow)
{
  g_return_if_fail (TAP_IS_SESSION_VIEW (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  self->detail_wanted = FALSE;
  arrange (self);
}

static void
show_detail (TapSessionView *self)
{
  self->detail_wanted = TRUE;
  arrange (self);
}

void
tap_session_view_show_list (TapSessionView *self)
{
  g_return_if_fail (TAP_IS_SESSION_VIEW (self));

  self->detail_wanted = FALSE;
  arrange (self);
}

void
tap_session_view_focus_list (TapSessionView *self)
{
  g_return_if_fail (TAP_IS_SESSION_VIEW (self));

  tap_exchange_pane_focus_list (self->pane);
}

void
tap_session_view_show_page (TapSessionView *self, const char *page)
{
  g_return_if_fail (TAP_IS_SESSION_VIEW (self));

  tap_detail_show_page (self->detail, page);
  show_detail (self);
}

void
tap_session_view_copy_curl (TapSessionView *self)
{
  g_return_if_fail (TAP_IS_SESSION_VIEW (self));

  gtk_widget_activate_action (GTK_WIDGET (self->detail), "detail.copy-curl", NULL);
}

/* Who comes to see what broke should not have to look for it: the first exchange that ended with
 * something found is selected, as long as the user has selected nothing. */
static void
select_first_broken (TapSessionView *self)
{
  GListModel *items = tap_session_get_items (self->session);
  guint n_items = g_list_model_get_n_items (items);

  if (self->narrow || tap_selection_get_item (self->selection) != NULL)
    return;
  for (; self->looked_at < n_items; self->looked_at++)
    {
      g_autoptr (TapExchangeItem) item = g_list_model_get_item (items, self->looked_at);
      const TapExchangeFacts *facts = tap_exchange_item_get_facts (item);

      if (facts->state != TAP_EXCHANGE_ENDED)
        return;
      if (facts->worst < TAP_SEVERITY_WARNING)
        continue;
      tap_selection_set (self->selection, item, 0);
      return;
    }
}

/* TRUE if nothing need be looked for. */
static gboolean
select_wanted (TapSessionView *self)
{
  TapExchangeItem *item;

  if (self->wanted == 0)
    return FALSE;
  item = tap_session_find (self->session, self->wanted);
  if (item == NULL)
    return tap_session_get_progress (self->session) < 1;
  self->wanted = 0;
  tap_selection_set (self->selection, item, self->wanted_event);
  return TRUE;
}

void
tap_session_view_select (TapSessionView *self, guint64 exchange, guint event)
{
  g_return_if_fail (TAP_IS_SESSION_VIEW (self));

  self->wanted = exchange;
  self->wanted_event = event;
  if (self->session != NULL)
    select_wanted (self);
}

static void
session_changed_cb (TapSession *session, gpointer user_data)
{
  TapSessionView *self = user_data;
  double progress = tap_session_get_progress (session);

  if (!select_wanted (self))
    select_first_broken (self);

  gtk_progress_bar_set_fraction (self->progress, progress);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), progress < 1);
}

void
tap_session_view_set_session (TapSessionView *self, TapSession *session)
{
  g_return_if_fail (TAP_IS_SESSION_VIEW (self));

  if (self->session == session)
    return;
  if (self->session != NULL)
    g_clear_signal_handler (&self->session_changed, self->session);
  tap_selection_set (self->selection, NULL, 0);
  g_set_object (&self->session, session);
  self->looked_at = 0;
  self->wanted = 0;
  tap_detail_set_session (self->detail, session);
  tap_exchange_pane_set_session (self->pane, session);
  if (session != NULL)
    {
      self->session_changed = g_signal_connect (session, "changed",
                                                G_CALLBACK (session_changed_cb), self);
      session_changed_cb (session, self);
    }
  tap_session_view_show_list (self);
}

TapSession *
tap_session_view_get_session (TapSessionView *self)
{
  g_return_val_if_fail (TAP_IS_SESSION_VIEW (self), NULL);

  return self->session;
}

TapSelection *
tap_session_view_get_selection (TapSessionView *self)
{
  g_return_val_if_fail (TAP_IS_SESSION_VIEW (self), NULL);

  return self->selection;
}

TapAxis *
tap_session_view_get_axis (TapSessionView *self)
{
  g_return_val_if_fail (TAP_IS_SESSION_VIEW (self), NULL);

  return tap_exchange_pane_get_axis (self->pane);
}

void
tap_session_view_set_filter (TapSessionView *self, const TapFilter *filter)
{
  g_return_if_fail (TAP_IS_SESSION_VIEW (self));

  tap_exchange_pane_say_nothing_found (self->pane, filter);
  tap_exchange_pane_set_filter (self->pane, filter);
}

gboolean
tap_session_view_step_row (TapSessionView *self, int step)
{
  g_return_val_if_fail (TAP_IS_SESSION_VIEW (self), FALSE);

  return tap_exchange_pane_step_row (self->pane, step);
}

gboolean
tap_session_view_step_finding (TapSessionView *self, int by)
{
  g_return_val_if_fail (TAP_IS_SESSION_VIEW (self), FALSE);

  if (!tap_detail_step_finding (self->detail, by))
    {
      TapExchangeItem *item = tap_exchange_pane_find_broken (self->pane, by);

      if (item == NULL)
        return FALSE;
      tap_selection_set (self->selection, item, 0);
      tap_detail_step_finding (self->detail, by);
    }
  show_detail (self);
  return TRUE;
}

static void
tap_session_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, tap_session_view_get_detail_alone (TAP_SESSION_VIEW (object)));
}

static void
tap_session_view_dispose (GObject *object)
{
  TapSessionView *self = TAP_SESSION_VIEW (object);
  GtkWidget *child;

  if (self->session != NULL)
    g_clear_signal_handler (&self->session_changed, self->session);
  g_clear_object (&self->session);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (tap_session_view_parent_class)->dispose (object);
}

static void
tap_session_view_class_init (TapSessionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tap_session_view_get_property;
  object_class->dispose = tap_session_view_dispose;
  properties[PROP_DETAIL_ALONE] = g_param_spec_boolean (
      "detail-alone", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
tap_session_view_init (TapSessionView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (widget)),
                                  GTK_ORIENTATION_VERTICAL);
  self->selection = tap_selection_new ();
  self->pane = TAP_EXCHANGE_PANE (tap_exchange_pane_new (self->selection));
  self->detail = tap_detail_new (self->selection);
  g_signal_connect_swapped (self->pane, "activated", G_CALLBACK (show_detail), self);

  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->progress), "osd");
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->progress), widget);

  self->paned = GTK_PANED (gtk_paned_new (GTK_ORIENTATION_VERTICAL));
  gtk_widget_set_vexpand (GTK_WIDGET (self->paned), TRUE);
  gtk_paned_set_start_child (self->paned, GTK_WIDGET (self->pane));
  gtk_paned_set_end_child (self->paned, GTK_WIDGET (self->detail));
  gtk_paned_set_shrink_start_child (self->paned, FALSE);
  gtk_paned_set_shrink_end_child (self->paned, FALSE);
  gtk_paned_set_position (self->paned, LIST_HEIGHT);
  gtk_widget_set_parent (GTK_WIDGET (self->paned), widget);
}
