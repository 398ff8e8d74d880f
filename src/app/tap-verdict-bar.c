/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-bar.h"

#include <glib/gi18n-lib.h>

#include "tap-verdict-card.h"

#define LINES 3 /* of the sentence, which is whole where the bar leads to */

struct _TapVerdictBar
{
  GtkButton parent_instance;

  TapTone tone;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *sentence;
};

G_DEFINE_FINAL_TYPE (TapVerdictBar, tap_verdict_bar, GTK_TYPE_BUTTON)

static void
show_tone (TapVerdictBar *self, TapTone tone)
{
  GtkWidget *coloured[] = { self->icon, self->title };

  for (guint i = 0; i < G_N_ELEMENTS (coloured); i++)
    {
      gtk_widget_remove_css_class (coloured[i], tap_verdict_card_style (self->tone));
      gtk_widget_add_css_class (coloured[i], tap_verdict_card_style (tone));
    }
  gtk_widget_remove_css_class (self->title, "dim-label");
  self->tone = tone;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), tap_verdict_card_icon (tone));
}

void
tap_verdict_bar_show (TapVerdictBar *self, const TapVerdict *verdict)
{
  g_autofree char *name = NULL;

  g_return_if_fail (TAP_IS_VERDICT_BAR (self));

  if (verdict == NULL)
    return;
  show_tone (self, verdict->tone);
  gtk_label_set_text (GTK_LABEL (self->title), tap_cause_title (verdict->cause));
  gtk_label_set_text (GTK_LABEL (self->sentence), verdict->sentence);
  /* Translators: severity, title, sentence */
  name = g_strdup_printf (_ ("%s: %s. %s"), tap_verdict_card_tone_name (verdict->tone),
                          tap_cause_title (verdict->cause), verdict->sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
tap_verdict_bar_class_init (TapVerdictBarClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "button");
}

static GtkWidget *
new_line (const char *style, int lines)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
tap_verdict_bar_init (TapVerdictBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "verdict-bar");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _ ("Show the Verdict"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show the Verdict"), -1);
  self->icon = gtk_image_new ();
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  self->title = new_line ("heading", 2);
  self->sentence = new_line ("sentence", LINES);
  gtk_widget_add_css_class (arrow, "dim-label");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), self->title);
  gtk_box_append (GTK_BOX (lines), self->sentence);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_button_set_child (GTK_BUTTON (self), box);
}

GtkWidget *
tap_verdict_bar_new (void)
{
  return g_object_new (TAP_TYPE_VERDICT_BAR, NULL);
}
