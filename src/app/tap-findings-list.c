/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-findings-list.h"

#include <glib/gi18n-lib.h>

#include "tap-finding-step.h"
#include "tap-selection.h"
#include "tap-verdict-rows.h"

struct _TapFindingsList
{
  GtkWidget parent_instance;

  TapFound *found;   /* (nullable) */

  GtkWidget *title;
  GtkWidget *place;
  GtkWidget *steps;
  GtkWidget *list;
};

enum
{
  JUMP,
  STEP,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapFindingsList, tap_findings_list, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon;
  const char *style;
  const char *name;
} looks[] = {
  [TAP_SEVERITY_NOTE] = { "dialog-information-symbolic", "accent", N_ ("Note") },
  [TAP_SEVERITY_WARNING] = { "dialog-warning-symbolic", "warning", N_ ("Warning") },
  [TAP_SEVERITY_ERROR] = { "dialog-error-symbolic", "error", N_ ("Error") },
};

/* Rules stand in the order in which they were broken first, as one steps through what was found. */
static void
count_finding (GArray *rules, const TapFinding *finding)
{
  TapFoundRule one = { finding->rule, finding->severity, 1, tap_finding_get_event (finding) };

  for (guint i = 0; i < rules->len; i++)
    {
      TapFoundRule *rule = &g_array_index (rules, TapFoundRule, i);

      if (rule->rule == finding->rule && rule->severity == finding->severity)
        {
          rule->count++;
          return;
        }
    }
  g_array_append_val (rules, one);
}

TapFound *
tap_found_new (const TapExchange *exchange, guint event, int current)
{
  const TapFindings *findings = tap_exchange_get_findings (exchange);
  TapFound *self = g_new0 (TapFound, 1);

  self->exchange = tap_exchange_get_id (exchange);
  self->rules = g_array_new (FALSE, FALSE, sizeof (TapFoundRule));
  self->count = tap_findings_count (findings);
  for (guint i = 0; i < self->count; i++)
    count_finding (self->rules, tap_findings_get (findings, i));
  self->current = tap_finding_find (findings, event, current);
  if (self->current >= 0)
    {
      const TapFinding *finding = tap_findings_get (findings, (guint) self->current);

      self->rule = finding->rule;
      self->event = tap_finding_get_event (finding);
      self->detail = g_strdup (finding->detail);
    }
  return self;
}

void
tap_found_free (TapFound *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->rules);
  g_free (self->detail);
  g_free (self);
}

static gboolean
is_same (const TapFound *a, const TapFound *b)
{
  if (a == NULL || a->exchange != b->exchange || a->count != b->count || a->current != b->current
      || g_strcmp0 (a->detail, b->detail) != 0 || a->rules->len != b->rules->len)
    return FALSE;
  for (guint i = 0; i < a->rules->len; i++)
    {
      const TapFoundRule *first = &g_array_index (a->rules, TapFoundRule, i);
      const TapFoundRule *second = &g_array_index (b->rules, TapFoundRule, i);

      if (first->rule != second->rule || first->severity != second->severity
          || first->count != second->count)
        return FALSE;
    }
  return TRUE;
}

static char *
dup_place (guint event, guint count)
{
  g_autofree char *place = event == TAP_SELECTION_END ? g_strdup (_ ("at the end"))
                                                      : g_strdup_printf (_ ("event %u"), event);

  if (count < 2)
    return g_steal_pointer (&place);
  /* Translators: how often a rule was broken, and where first: "×12, first event 4" */
  return g_strdup_printf (_ ("×%u, first %s"), count, place);
}

static GtkWidget *
new_row (const TapFoundRule *rule, const TapFound *found)
{
  gboolean current = found->current >= 0 && found->rule == rule->rule;
  g_autofree char *place = dup_place (current ? found->event : rule->event,
                                      current ? 1 : rule->count);
  g_autofree char *text = current ? g_strdup_printf ("%s: %s", tap_rule_id (rule->rule),
                                                     found->detail)
                                  : g_strdup (tap_rule_id (rule->rule));
  g_autofree char *name = g_strdup_printf ("%s %s (%s)", _ (looks[rule->severity].name), text,
                                           place);
  GtkWidget *row = tap_verdict_rows_new_row (text, place);
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[rule->severity].icon);

  gtk_widget_add_css_class (icon, looks[rule->severity].style);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_prepend (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row))), icon);
  if (current)
    gtk_widget_add_css_class (row, "current");
  gtk_widget_set_tooltip_text (row, tap_rule_meaning (rule->rule));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  tap_verdict_rows_set_place (GTK_LIST_BOX_ROW (row), found->exchange, rule->event);
  return row;
}

/* Rows that are made anew do not take the focus away. */
static int
get_focused (TapFindingsList *self)
{
  GtkWidget *focused = gtk_widget_get_focus_child (self->list);

  return focused != NULL ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focused)) : -1;
}

void
tap_findings_list_show (TapFindingsList *self, TapFound *found)
{
  g_autofree char *title = NULL;
  g_autofree char *place = NULL;
  int focused;

  g_return_if_fail (TAP_IS_FINDINGS_LIST (self));

  gtk_widget_set_visible (GTK_WIDGET (self), found->count > 0);
  if (is_same (self->found, found))
    {
      tap_found_free (found);
      return;
    }
  tap_found_free (self->found);
  self->found = found;

  focused = get_focused (self);
  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u finding", "%u findings",
                                        found->count), found->count);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  if (found->current >= 0)
    place = g_strdup_printf (_ ("%u of %u"), (guint) found->current + 1, found->count);
  gtk_label_set_text (GTK_LABEL (self->place), place != NULL ? place : "");
  tap_verdict_rows_clear (self->list);
  for (guint i = 0; i < found->rules->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         new_row (&g_array_index (found->rules, TapFoundRule, i), found));
  if (focused >= 0)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), focused);

      if (row != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (row));
    }
}

static void
row_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  guint64 exchange;
  guint event;

  if (tap_verdict_rows_get_place (row, &exchange, &event))
    g_signal_emit (user_data, signals[JUMP], 0, exchange, event);
}

static void
next_cb (TapFindingsList *self)
{
  g_signal_emit (self, signals[STEP], 0, 1);
}

static void
previous_cb (TapFindingsList *self)
{
  g_signal_emit (self, signals[STEP], 0, -1);
}

static void
tap_findings_list_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&TAP_FINDINGS_LIST (object)->found, tap_found_free);
  G_OBJECT_CLASS (tap_findings_list_parent_class)->dispose (object);
}

static void
tap_findings_list_class_init (TapFindingsListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_findings_list_dispose;
  signals[JUMP] = g_signal_new ("jump", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT);
  signals[STEP] = g_signal_new ("step", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "findingslist");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_button (TapFindingsList *self, const char *icon, const char *name, const char *tip,
            void (*clicked) (TapFindingsList *))
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small");
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
  gtk_box_append (GTK_BOX (self->steps), button);
}

static void
tap_findings_list_init (TapFindingsList *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (widget)),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (widget, "card");
  self->title = gtk_label_new (NULL);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "heading");
  self->place = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->place, "numeric");
  gtk_widget_add_css_class (self->place, "dim-label");
  self->steps = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  add_button (self, "go-up-symbolic", _ ("Previous Finding"), _ ("Previous Finding (Shift+F8)"), previous_cb);
  add_button (self, "go-down-symbolic", _ ("Next Finding"), _ ("Next Finding (F8)"), next_cb);
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head), self->place);
  gtk_box_append (GTK_BOX (head), self->steps);
  gtk_widget_set_parent (head, widget);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Findings"), -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_cb), self);
  gtk_widget_set_parent (self->list, widget);
}

GtkWidget *
tap_findings_list_new (void)
{
  return g_object_new (TAP_TYPE_FINDINGS_LIST, NULL);
}
