/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-panel.h"

#include <glib/gi18n-lib.h>

#include "tap-finding-step.h"
#include "tap-findings-list.h"
#include "tap-verdict-card.h"

#define REFRESH_MS 250 /* of a stream that grows */

struct _TapVerdictPanel
{
  GtkWidget parent_instance;

  TapSelection *selection;
  TapSession *session;     /* (nullable) */
  TapExchangeItem *item;   /* (nullable) */
  gulong session_changed;
  guint refresh;           /* source */
  guint scroll;            /* source */
  TapVerdictChainFunc chain_func;
  GPtrArray *chain;        /* (nullable) of TapVerdict */
  int finding;             /* that was stepped to; -1: none */

  GtkWidget *scroller;
  GtkWidget *unrecorded;
  GtkWidget *cards;
  GtkWidget *findings;
};

enum
{
  CHANGED,
  JUMPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapVerdictPanel, tap_verdict_panel, GTK_TYPE_WIDGET)

const TapVerdict *
tap_verdict_panel_get_verdict (TapVerdictPanel *self)
{
  guint64 exchange;

  g_return_val_if_fail (TAP_IS_VERDICT_PANEL (self), NULL);

  if (self->chain == NULL || self->item == NULL || self->chain->len == 0)
    return NULL;
  exchange = tap_exchange_item_get_facts (self->item)->id;
  for (guint i = 0; i < self->chain->len; i++)
    {
      const TapVerdict *verdict = g_ptr_array_index (self->chain, i);

      if (verdict->exchange == exchange)
        return verdict;
    }
  return g_ptr_array_index (self->chain, 0);
}

static void
jump_cb (TapVerdictPanel *self, guint64 exchange, guint event)
{
  TapExchangeItem *item = self->session != NULL ? tap_session_find (self->session, exchange)
                                                : NULL;

  if (item == NULL)
    return;
  self->finding = -1;
  tap_selection_set (self->selection, item, event);
  if (event != 0)
    g_signal_emit (self, signals[JUMPED], 0);
}

/* The window goes on to other exchanges where this one has no more. */
static void
step_cb (TapVerdictPanel *self, int by)
{
  if (!gtk_widget_activate_action (GTK_WIDGET (self),
                                   by > 0 ? "win.next-finding" : "win.previous-finding", NULL))
    tap_verdict_panel_step (self, by);
}

/* As many cards as are needed; those that are there stay. */
static void
show_cards (TapVerdictPanel *self)
{
  guint64 current = tap_exchange_item_get_facts (self->item)->id;
  guint count = self->chain->len;
  GtkWidget *card = gtk_widget_get_first_child (self->cards);

  for (guint i = 0; i < count; i++)
    {
      const TapVerdict *verdict = g_ptr_array_index (self->chain, i);

      if (card == NULL)
        {
          card = tap_verdict_card_new ();
          g_signal_connect_swapped (card, "jump", G_CALLBACK (jump_cb), self);
          gtk_box_append (GTK_BOX (self->cards), card);
        }
      tap_verdict_card_show (TAP_VERDICT_CARD (card), self->session, verdict,
                             verdict->exchange == current, count > 1);
      card = gtk_widget_get_next_sibling (card);
    }
  while (card != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (card);

      gtk_box_remove (GTK_BOX (self->cards), card);
      card = next;
    }
}

/* Attempts that ended alike are told together; the one that is looked at tells its own as well. */
static void
tell_current (GPtrArray *chain, const TapTrace *trace, const TapExchange *exchange)
{
  guint64 id = tap_exchange_get_id (exchange);
  guint place = 0;

  while (place < chain->len
         && ((const TapVerdict *) g_ptr_array_index (chain, place))->exchange < id)
    place++;
  if (place == chain->len || ((const TapVerdict *) g_ptr_array_index (chain, place))->exchange != id)
    g_ptr_array_insert (chain, (int) place, tap_verdict_new (trace, exchange));
}

/* Widgets are made without the lock. */
static void
refresh (TapVerdictPanel *self)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self->item);
  guint event = tap_selection_get_item (self->selection) == self->item
                    ? tap_selection_get_event (self->selection)
                    : 0;
  TapTrace *trace = tap_session_lock (self->session);
  TapExchange *exchange = tap_trace_find (trace, facts->id);
  g_autoptr (GPtrArray) chain = NULL;
  TapFound *found = NULL;

  g_clear_handle_id (&self->refresh, g_source_remove);
  if (exchange != NULL)
    {
      chain = self->chain_func (trace, exchange);
      tell_current (chain, trace, exchange);
      found = tap_found_new (exchange, event, self->finding);
    }
  tap_session_unlock (self->session);
  if (exchange == NULL)
    return;

  g_clear_pointer (&self->chain, g_ptr_array_unref);
  self->chain = g_steal_pointer (&chain);
  self->finding = found->current;
  show_cards (self);
  tap_findings_list_show (TAP_FINDINGS_LIST (self->findings), found);
  gtk_widget_set_visible (self->unrecorded, facts->unrecorded);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
refresh_cb (gpointer user_data)
{
  TapVerdictPanel *self = user_data;

  self->refresh = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* The call's other attempts count as well. */
static gboolean
is_concerned (TapVerdictPanel *self, TapExchangeItem *item)
{
  return item == self->item
         || (tap_exchange_item_get_facts (item)->attempt.first != 0
             && tap_exchange_item_get_facts (item)->attempt.first
                    == tap_exchange_item_get_facts (self->item)->attempt.first);
}

static void
session_changed_cb (TapVerdictPanel *self, TapSession *session)
{
  GPtrArray *changed = tap_session_get_changed (session);

  if (self->item == NULL || self->refresh != 0)
    return;
  for (guint i = 0; changed != NULL && i < changed->len; i++)
    {
      if (is_concerned (self, g_ptr_array_index (changed, i)))
        {
          self->refresh = g_timeout_add (REFRESH_MS, refresh_cb, self);
          return;
        }
    }
}

/* The finding that stands at the event that is selected is told. */
static void
selection_cb (TapVerdictPanel *self)
{
  TapTrace *trace;
  TapExchange *exchange;
  TapFound *found = NULL;

  if (self->item == NULL || tap_selection_get_item (self->selection) != self->item)
    return;
  trace = tap_session_lock (self->session);
  exchange = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  if (exchange != NULL)
    found = tap_found_new (exchange, tap_selection_get_event (self->selection), self->finding);
  tap_session_unlock (self->session);
  if (found == NULL)
    return;
  self->finding = found->current;
  tap_findings_list_show (TAP_FINDINGS_LIST (self->findings), found);
}

gboolean
tap_verdict_panel_step (TapVerdictPanel *self, int by)
{
  TapTrace *trace;
  TapExchange *exchange;
  guint event = 0;
  int index = -1;

  g_return_val_if_fail (TAP_IS_VERDICT_PANEL (self), FALSE);

  if (self->item == NULL || tap_selection_get_item (self->selection) != self->item)
    return FALSE;
  trace = tap_session_lock (self->session);
  exchange = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  if (exchange != NULL)
    index = tap_finding_step (tap_exchange_get_findings (exchange),
                              tap_selection_get_event (self->selection), self->finding, by);
  if (index >= 0)
    event = tap_finding_get_event (
        tap_findings_get (tap_exchange_get_findings (exchange), (guint) index));
  tap_session_unlock (self->session);
  if (index < 0)
    return FALSE;
  self->finding = index;
  tap_selection_set (self->selection, self->item, event);
  selection_cb (self); /* also where another finding stands at the same event */
  return TRUE;
}

/* What is told of the exchange begins at the top, once the cards have their places. */
static gboolean
scroll_cb (gpointer user_data)
{
  TapVerdictPanel *self = user_data;
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  GtkWidget *card = gtk_widget_get_first_child (self->cards);
  double y = 0;
  double x;

  self->scroll = 0;
  while (card != NULL && !gtk_widget_has_css_class (card, "current"))
    card = gtk_widget_get_next_sibling (card);
  if (card != NULL && gtk_widget_get_prev_sibling (card) != NULL)
    gtk_widget_translate_coordinates (card, self->cards, 0, 0, &x, &y);
  gtk_adjustment_set_value (adjustment, y);
  return G_SOURCE_REMOVE;
}

void
tap_verdict_panel_show (TapVerdictPanel *self, TapSession *session, TapExchangeItem *item)
{
  g_return_if_fail (TAP_IS_VERDICT_PANEL (self));

  if (self->session != session)
    {
      if (self->session != NULL)
        g_clear_signal_handler (&self->session_changed, self->session);
      g_set_object (&self->session, session);
      if (session != NULL)
        self->session_changed = g_signal_connect_object (session, "changed",
                                                         G_CALLBACK (session_changed_cb), self,
                                                         G_CONNECT_SWAPPED);
    }
  g_clear_handle_id (&self->refresh, g_source_remove);
  g_set_object (&self->item, item);
  self->finding = -1;
  g_clear_handle_id (&self->scroll, g_source_remove);
  gtk_widget_set_visible (self->scroller, item != NULL);
  if (item == NULL)
    {
      g_clear_pointer (&self->chain, g_ptr_array_unref);
      return;
    }
  refresh (self);
  if (self->scroll == 0)
    self->scroll = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, scroll_cb, self, NULL);
}

void
tap_verdict_panel_set_chain_func (TapVerdictPanel *self, TapVerdictChainFunc func)
{
  g_return_if_fail (TAP_IS_VERDICT_PANEL (self));

  self->chain_func = func;
}

static void
tap_verdict_panel_dispose (GObject *object)
{
  TapVerdictPanel *self = TAP_VERDICT_PANEL (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_handle_id (&self->scroll, g_source_remove);
  if (self->session != NULL)
    g_clear_signal_handler (&self->session_changed, self->session);
  g_clear_object (&self->item);
  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_verdict_panel_parent_class)->dispose (object);
}

static void
tap_verdict_panel_class_init (TapVerdictPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_verdict_panel_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[JUMPED] = g_signal_new ("jumped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "verdictpanel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
}

static GtkWidget *
new_note (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_visible (label, FALSE);
  return label;
}

static void
tap_verdict_panel_init (TapVerdictPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->finding = -1;
  self->chain_func = tap_verdict_chain;
  self->unrecorded = new_note (
      _ ("What comes is not recorded just now: this holds as far as it is."));
  self->cards = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->findings = tap_findings_list_new ();
  gtk_widget_set_visible (self->findings, FALSE);
  g_signal_connect_swapped (self->findings, "jump", G_CALLBACK (jump_cb), self);
  g_signal_connect_swapped (self->findings, "step", G_CALLBACK (step_cb), self);
  gtk_box_append (GTK_BOX (box), self->unrecorded);
  gtk_box_append (GTK_BOX (box), self->cards);
  gtk_box_append (GTK_BOX (box), self->findings);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), box);
  gtk_widget_add_css_class (box, "content");
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Verdict"), -1);
}

GtkWidget *
tap_verdict_panel_new (TapSelection *selection)
{
  TapVerdictPanel *self = g_object_new (TAP_TYPE_VERDICT_PANEL, NULL);

  self->selection = g_object_ref (selection);
  g_signal_connect_object (selection, "notify::event", G_CALLBACK (selection_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
