/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-card.h"

#include <glib/gi18n-lib.h>

#include "tap-copy.h"
#include "tap-verdict-rows.h"
#include "tap-verdict-text.h"

struct _TapVerdictCard
{
  GtkWidget parent_instance;

  guint64 exchange;
  char *report;     /* what is shown, as text */
  TapTone tone;

  GtkWidget *step;  /* which attempt it is about */
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *guess;
  GtkWidget *copy;
  GtkWidget *sentence;
  GtkWidget *evidence;
  GtkWidget *effects_title;
  GtkWidget *effects;
  GtkWidget *cures_title;
  GtkWidget *cures;
};

enum
{
  JUMP,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapVerdictCard, tap_verdict_card, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon;
  const char *style;
  const char *name;
} tones[] = {
  [TAP_TONE_OPEN] = { "content-loading-symbolic", "accent", N_ ("Still open") },
  [TAP_TONE_GOOD] = { "emblem-ok-symbolic", "success", N_ ("Good") },
  [TAP_TONE_NEUTRAL] = { "dialog-information-symbolic", "dim-label", N_ ("Note") },
  [TAP_TONE_WARNING] = { "dialog-warning-symbolic", "warning", N_ ("Warning") },
  [TAP_TONE_ERROR] = { "dialog-error-symbolic", "error", N_ ("Error") },
};

const char *
tap_verdict_card_icon (TapTone tone)
{
  return tones[tone].icon;
}

const char *
tap_verdict_card_style (TapTone tone)
{
  return tones[tone].style;
}

const char *
tap_verdict_card_tone_name (TapTone tone)
{
  return _ (tones[tone].name);
}

static void
show_tone (TapVerdictCard *self, TapTone tone)
{
  GtkWidget *coloured[] = { self->icon, self->title };

  for (guint i = 0; i < G_N_ELEMENTS (coloured); i++)
    {
      gtk_widget_remove_css_class (coloured[i], tones[self->tone].style);
      gtk_widget_add_css_class (coloured[i], tones[tone].style);
    }
  /* Words that are only dim would be read as of less weight. */
  gtk_widget_remove_css_class (self->title, "dim-label");
  self->tone = tone;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), tones[tone].icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (tones[tone].name), -1);
}

/* In a chain each card says which of the attempts it is about, and opens it. */
static void
show_step (TapVerdictCard *self, TapSession *session, const TapVerdict *verdict, gboolean chained)
{
  TapExchangeItem *item = session != NULL ? tap_session_find (session, verdict->exchange) : NULL;
  guint together = verdict->attempts != NULL ? verdict->attempts->len : 1;
  g_autofree char *text = NULL;

  if (together > 1)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "↳ %u attempt", "↳ %u attempts",
                                         together), together);
  else if (item != NULL)
    text = tap_verdict_text_attempt (tap_exchange_item_get_facts (item));
  gtk_widget_set_visible (self->step, chained);
  if (text == NULL)
    text = g_strdup (_ ("First attempt"));
  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->step))), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->step), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

/* Of a chain the attempt that is selected tells all of it, the others what they were. */
static void
show_parts (TapVerdictCard *self, const TapVerdict *verdict, gboolean all)
{
  gtk_widget_set_visible (self->evidence, all && verdict->evidence->len > 0);
  gtk_widget_set_visible (self->effects_title, all && verdict->effects->len > 0);
  gtk_widget_set_visible (self->effects, all && verdict->effects->len > 0);
  gtk_widget_set_visible (self->cures_title, all && verdict->cures->len > 0);
  gtk_widget_set_visible (self->cures, all && verdict->cures->len > 0);
}

void
tap_verdict_card_show (TapVerdictCard *self, TapSession *session, const TapVerdict *verdict,
                       gboolean current, gboolean chained)
{
  g_autofree char *report = tap_verdict_text_report (session, verdict);

  g_return_if_fail (TAP_IS_VERDICT_CARD (self));

  if (current && chained)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "current");
  show_step (self, session, verdict, chained);
  show_parts (self, verdict, current || !chained);
  if (self->exchange == verdict->exchange && g_strcmp0 (self->report, report) == 0)
    return;
  g_free (self->report);
  self->report = g_steal_pointer (&report);
  self->exchange = verdict->exchange;

  show_tone (self, verdict->tone);
  gtk_label_set_text (GTK_LABEL (self->title), tap_cause_title (verdict->cause));
  gtk_widget_set_visible (self->guess, verdict->is_guess);
  gtk_label_set_text (GTK_LABEL (self->sentence), verdict->sentence);
  tap_verdict_rows_fill_evidence (GTK_LIST_BOX (self->evidence), session, verdict);
  tap_verdict_rows_fill_effects (GTK_BOX (self->effects), verdict);
  tap_verdict_rows_fill_cures (GTK_BOX (self->cures), verdict);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tap_cause_title (verdict->cause),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, verdict->sentence, -1);
}

static void
evidence_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  guint64 exchange;
  guint event;

  if (tap_verdict_rows_get_place (row, &exchange, &event))
    g_signal_emit (user_data, signals[JUMP], 0, exchange, event);
}

static void
step_cb (TapVerdictCard *self)
{
  g_signal_emit (self, signals[JUMP], 0, self->exchange, 0);
}

static void
copy_cb (TapVerdictCard *self)
{
  if (self->report != NULL)
    tap_copy_text (GTK_WIDGET (self), self->report);
}

static void
tap_verdict_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&TAP_VERDICT_CARD (object)->report, g_free);
  G_OBJECT_CLASS (tap_verdict_card_parent_class)->dispose (object);
}

static void
tap_verdict_card_class_init (TapVerdictCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_verdict_card_dispose;
  signals[JUMP] = g_signal_new ("jump", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "verdictcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
new_section (GtkWidget *parent, const char *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "section");
  gtk_widget_set_parent (label, parent);
  return label;
}

static void
make_head (TapVerdictCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->icon = gtk_image_new ();
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  self->title = tap_verdict_rows_new_text ("heading");
  gtk_widget_set_hexpand (self->title, TRUE);
  self->guess = gtk_label_new (_ ("a guess"));
  gtk_widget_set_valign (self->guess, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->guess, "pill-label");
  gtk_widget_add_css_class (self->guess, "dim");
  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_valign (self->copy, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->copy, "flat");
  gtk_widget_add_css_class (self->copy, "small");
  gtk_widget_set_tooltip_text (self->copy, _ ("Copy Verdict and Evidence"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Copy Verdict and Evidence"), -1);
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (copy_cb), self);
  gtk_box_append (GTK_BOX (head), self->icon);
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head), self->guess);
  gtk_box_append (GTK_BOX (head), self->copy);
  gtk_widget_set_parent (head, GTK_WIDGET (self));
}

static void
tap_verdict_card_init (TapVerdictCard *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget));
  GtkWidget *step;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 6);
  gtk_widget_add_css_class (widget, "card");

  step = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (step), PANGO_ELLIPSIZE_END);
  self->step = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->step), step);
  gtk_widget_add_css_class (self->step, "flat");
  gtk_widget_add_css_class (self->step, "step");
  gtk_widget_set_halign (self->step, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (self->step, _ ("Show This Exchange"));
  g_signal_connect_swapped (self->step, "clicked", G_CALLBACK (step_cb), self);
  gtk_widget_set_parent (self->step, widget);

  make_head (self);
  self->sentence = tap_verdict_rows_new_text ("sentence");
  gtk_widget_set_parent (self->sentence, widget);

  self->evidence = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->evidence), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->evidence), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Evidence"), -1);
  g_signal_connect (self->evidence, "row-activated", G_CALLBACK (evidence_cb), self);
  gtk_widget_set_parent (self->evidence, widget);

  self->effects_title = new_section (widget, _ ("Who breaks on it"));
  self->effects = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->effects, widget);
  self->cures_title = new_section (widget, _ ("What would cure it"));
  self->cures = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->cures, widget);
}

GtkWidget *
tap_verdict_card_new (void)
{
  return g_object_new (TAP_TYPE_VERDICT_CARD, NULL);
}
