/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-findings-bar.h"

#include <glib/gi18n-lib.h>

#include "tap-end-words.h"
#include "tap-report.h"

struct _TapFindingsBar
{
  GtkWidget parent_instance;

  TapSelection *selection;
  TapSession *session;    /* (nullable) */
  TapExchangeItem *item;  /* (nullable) */
  gulong changed;
  guint current;          /* which finding is told, by the order of their weight */
  guint n_findings;

  GtkWidget *icon;
  GtkWidget *headline; /* what it means */
  GtkWidget *text;     /* where, and on what evidence */
  GtkWidget *steps;
  GtkWidget *place;
};

G_DEFINE_FINAL_TYPE (TapFindingsBar, tap_findings_bar, GTK_TYPE_WIDGET)

static const TapReportStyle plain = { .utf8 = TRUE };

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

/* The finding of that place when the worst come first. */
static const TapFinding *
find_weighted (TapFindings *findings, guint place)
{
  for (int severity = TAP_SEVERITY_ERROR; severity >= 0; severity--)
    {
      for (guint i = 0; i < tap_findings_count (findings); i++)
        {
          const TapFinding *finding = tap_findings_get (findings, i);

          if ((int) finding->severity == severity && place-- == 0)
            return finding;
        }
    }
  return NULL;
}

/* "duplicate-message-start at event 2: …"; where there is none as the lanes tell it. */
static char *
dup_evidence (const TapExchange *exchange, const TapFinding *finding)
{
  const char *id = tap_rule_id (finding->rule);
  gint64 began = tap_exchange_get_began (exchange);
  gint64 ended = tap_exchange_get_ended (exchange);
  g_autofree char *time = NULL;

  if (finding->event > 0)
    return g_strdup_printf (_ ("%s at event %u: %s"), id, finding->event, finding->detail);
  if (finding->at < 0 || (ended >= 0 && finding->at >= ended))
    return g_strdup_printf (_ ("%s at the end: %s"), id, finding->detail);
  time = tap_report_time (MAX (finding->at - MAX (began, 0), 0), &plain);
  /* Translators: rule, time, evidence: "upstream-5xx at 1 ms: The answer's status is 502." */
  return g_strdup_printf (_ ("%s at %s: %s"), id, time, finding->detail);
}

/* Where nothing was found: how far it came, or how it ended. */
static char *
dup_clean_text (TapFindingsBar *self, const char **headline)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self->item);
  g_autofree char *took = tap_report_time (
      tap_exchange_item_get_duration (self->item, tap_session_get_now (self->session, 0)), &plain);
  g_autofree char *events = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u event", "%u events", facts->events), facts->events);
  g_autofree char *end = tap_end_words (facts);

  *headline = facts->unrecorded                    ? _ ("Nothing wrong as far as it is recorded.")
              : facts->state != TAP_EXCHANGE_ENDED ? _ ("Nothing wrong so far.")
                                                   : _ ("Nothing wrong was found.");
  return g_strdup_printf (*end != '\0' ? "%s · %s · %s" : "%s · %s", events, took, end);
}

static void
show_look (TapFindingsBar *self, int severity)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (self->icon, looks[i].style);
  gtk_widget_remove_css_class (self->icon, "success");
  gtk_widget_add_css_class (self->icon, severity >= 0 ? looks[severity].style : "success");
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                severity >= 0 ? looks[severity].icon : "emblem-ok-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  severity >= 0 ? _ (looks[severity].name) : _ ("Good"), -1);
}

static void
refresh (TapFindingsBar *self)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self->item);
  TapTrace *trace = tap_session_lock (self->session);
  TapExchange *exchange = tap_trace_find (trace, facts->id);
  TapFindings *findings = exchange != NULL ? tap_exchange_get_findings (exchange) : NULL;
  const TapFinding *finding = NULL;
  g_autofree char *text = NULL;
  const char *headline = NULL;
  int severity = -1;

  self->n_findings = findings != NULL ? tap_findings_count (findings) : 0;
  self->current = MIN (self->current, MAX (self->n_findings, 1) - 1);
  if (self->n_findings > 0)
    finding = find_weighted (findings, self->current);
  if (finding != NULL)
    {
      text = dup_evidence (exchange, finding);
      headline = tap_rule_meaning (finding->rule);
      severity = (int) finding->severity;
    }
  tap_session_unlock (self->session);

  if (text == NULL)
    {
      text = dup_clean_text (self, &headline);
      if (facts->unrecorded
          || (facts->state == TAP_EXCHANGE_ENDED && g_strcmp0 (facts->end_how, "complete") != 0))
        severity = TAP_SEVERITY_NOTE;
    }
  gtk_label_set_text (GTK_LABEL (self->headline), headline);
  gtk_label_set_text (GTK_LABEL (self->text), text);
  show_look (self, severity);
  gtk_widget_set_visible (self->steps, self->n_findings > 1);
  {
    g_autofree char *place
        = g_strdup_printf (_ ("%u of %u"), self->current + 1, self->n_findings);

    gtk_label_set_text (GTK_LABEL (self->place), place);
  }
}

static void
step (TapFindingsBar *self, int by)
{
  TapTrace *trace;
  TapExchange *exchange;
  const TapFinding *finding = NULL;
  guint event = 0;

  if (self->item == NULL || self->n_findings == 0)
    return;
  self->current = (self->current + self->n_findings + (guint) by) % self->n_findings;
  trace = tap_session_lock (self->session);
  exchange = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  if (exchange != NULL)
    finding = find_weighted (tap_exchange_get_findings (exchange), self->current);
  if (finding != NULL)
    event = finding->event > 0 ? finding->event : TAP_SELECTION_END;
  tap_session_unlock (self->session);
  tap_selection_set (self->selection, self->item, event);
  refresh (self);
}

static void
next_cb (TapFindingsBar *self)
{
  step (self, 1);
}

static void
previous_cb (TapFindingsBar *self)
{
  step (self, -1);
}

void
tap_findings_bar_show (TapFindingsBar *self, TapSession *session, TapExchangeItem *item)
{
  g_return_if_fail (TAP_IS_FINDINGS_BAR (self));

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed, self->item);
  g_set_object (&self->session, session);
  g_set_object (&self->item, item);
  self->current = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), item != NULL);
  if (item == NULL)
    return;
  self->changed = g_signal_connect_swapped (item, "changed", G_CALLBACK (refresh), self);
  refresh (self);
}

static void
tap_findings_bar_dispose (GObject *object)
{
  TapFindingsBar *self = TAP_FINDINGS_BAR (object);
  GtkWidget *child;

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed, self->item);
  g_clear_object (&self->item);
  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_findings_bar_parent_class)->dispose (object);
}

static void
tap_findings_bar_class_init (TapFindingsBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_findings_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "findingsbar");
}

static GtkWidget *
add_button (TapFindingsBar *self, const char *icon, const char *name, void (*clicked) (TapFindingsBar *))
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
  gtk_box_append (GTK_BOX (self->steps), button);
  return button;
}

static GtkWidget *
new_line (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
tap_findings_bar_init (TapFindingsBar *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *lines;

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)), 10);
  self->icon = gtk_image_new ();
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  gtk_widget_set_parent (self->icon, widget);

  lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  gtk_widget_set_hexpand (lines, TRUE);
  self->headline = new_line ("heading");
  self->text = new_line ("evidence");
  gtk_box_append (GTK_BOX (lines), self->headline);
  gtk_box_append (GTK_BOX (lines), self->text);
  gtk_widget_set_parent (lines, widget);

  self->steps = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_valign (self->steps, GTK_ALIGN_CENTER);
  add_button (self, "go-up-symbolic", _ ("Previous Finding"), previous_cb);
  self->place = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->place, "numeric");
  gtk_widget_add_css_class (self->place, "dim-label");
  gtk_box_append (GTK_BOX (self->steps), self->place);
  add_button (self, "go-down-symbolic", _ ("Next Finding"), next_cb);
  gtk_widget_set_parent (self->steps, widget);
  gtk_widget_set_visible (widget, FALSE);
}

GtkWidget *
tap_findings_bar_new (TapSelection *selection)
{
  TapFindingsBar *self = g_object_new (TAP_TYPE_FINDINGS_BAR, NULL);

  self->selection = g_object_ref (selection);
  return GTK_WIDGET (self);
}
