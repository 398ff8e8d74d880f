/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-rows.h"

#include <glib/gi18n-lib.h>

#include "tap-selection.h"
#include "tap-verdict-text.h"

/* Where a row leads to, kept with it. */
typedef struct
{
  guint64 exchange;
  guint event;
} Place;

#define PLACE "tap-place"

static const struct
{
  const char *icon;
  const char *style;
} effect_looks[] = {
  [TAP_EFFECT_STOPS] = { "process-stop-symbolic", "error" },
  [TAP_EFFECT_LOSES] = { "dialog-warning-symbolic", "warning" },
  [TAP_EFFECT_TOLERATES] = { "emblem-ok-symbolic", "success" },
};

void
tap_verdict_rows_clear (GtkWidget *container)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (container)) != NULL)
    {
      if (GTK_IS_LIST_BOX (container))
        gtk_list_box_remove (GTK_LIST_BOX (container), child);
      else
        gtk_box_remove (GTK_BOX (container), child);
    }
}

void
tap_verdict_rows_set_place (GtkListBoxRow *row, guint64 exchange, guint event)
{
  Place *place = g_new (Place, 1);

  *place = (Place){ exchange, event };
  g_object_set_data_full (G_OBJECT (row), PLACE, place, g_free);
}

gboolean
tap_verdict_rows_get_place (GtkListBoxRow *row, guint64 *exchange, guint *event)
{
  const Place *place = g_object_get_data (G_OBJECT (row), PLACE);

  if (place == NULL)
    return FALSE;
  *exchange = place->exchange;
  *event = place->event;
  return TRUE;
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  return label;
}

GtkWidget *
tap_verdict_rows_new_text (const char *style)
{
  GtkWidget *label = new_label (NULL, style);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  return label;
}

GtkWidget *
tap_verdict_rows_new_row (const char *text, const char *place)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *name = g_strdup_printf (*place != '\0' ? "%s (%s)" : "%s%s", text, place);

  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), new_label (text, "evidence"));
  if (*place != '\0')
    gtk_box_append (GTK_BOX (lines), new_label (place, "place"));
  gtk_widget_add_css_class (arrow, "dim-label");
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

/* What is told of the end has no event. */
static guint
get_event (TapSession *session, const TapEvidence *evidence)
{
  TapExchangeItem *item = session != NULL ? tap_session_find (session, evidence->exchange) : NULL;
  gint64 ended = item != NULL ? tap_exchange_item_get_facts (item)->ended : -1;

  return evidence->event == 0 && ended >= 0 && evidence->at >= ended ? TAP_SELECTION_END
                                                                     : evidence->event;
}

/* Before the first event there is no place to lead to. */
static void
stay (GtkListBoxRow *row)
{
  gtk_list_box_row_set_activatable (row, FALSE);
  gtk_widget_set_visible (gtk_widget_get_last_child (gtk_list_box_row_get_child (row)), FALSE);
}

void
tap_verdict_rows_fill_evidence (GtkListBox *list, TapSession *session, const TapVerdict *verdict)
{
  tap_verdict_rows_clear (GTK_WIDGET (list));
  for (guint i = 0; i < verdict->evidence->len; i++)
    {
      const TapEvidence *evidence = g_ptr_array_index (verdict->evidence, i);
      g_autofree char *place = tap_verdict_text_place (session, verdict, evidence);
      GtkWidget *row = tap_verdict_rows_new_row (evidence->text, place);
      guint event = get_event (session, evidence);

      tap_verdict_rows_set_place (GTK_LIST_BOX_ROW (row), evidence->exchange, event);
      if (event == 0 && evidence->exchange == verdict->exchange)
        stay (GTK_LIST_BOX_ROW (row));
      else
        gtk_widget_set_tooltip_text (row, _ ("Show This Place"));
      gtk_list_box_append (list, row);
    }
}

static GtkWidget *
new_effect (const TapVerdict *verdict, const TapEffect *effect)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (effect_looks[effect->effect].icon);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = tap_verdict_rows_new_text ("effect");
  GtkWidget *sure = new_label (tap_verdict_text_sure (effect->sure), "place");
  g_autofree char *client = tap_verdict_text_client (effect);
  g_autofree char *words = tap_verdict_text_effect (verdict, effect);
  g_autofree char *line = g_markup_printf_escaped ("<b>%s</b> %s", client, words);

  gtk_label_set_markup (GTK_LABEL (text), line);
  gtk_widget_add_css_class (icon, effect_looks[effect->effect].style);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_tooltip_text (row, tap_rule_id (effect->rule));
  gtk_box_append (GTK_BOX (lines), text);
  gtk_box_append (GTK_BOX (lines), sure);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), lines);
  return row;
}

/* What other clients make of it is for who asks. */
static GtkWidget *
new_others (const TapVerdict *verdict, guint from)
{
  guint count = verdict->effects->len - from;
  g_autofree char *title = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u more", "%u more", count), count);
  GtkWidget *expander = gtk_expander_new (title);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  for (guint i = from; i < verdict->effects->len; i++)
    gtk_box_append (GTK_BOX (box), new_effect (verdict, g_ptr_array_index (verdict->effects, i)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  return expander;
}

#define SHOWN_EFFECTS 3

void
tap_verdict_rows_fill_effects (GtkBox *box, const TapVerdict *verdict)
{
  /* One that is left over takes no more room than what would say so. */
  guint shown = verdict->effects->len <= SHOWN_EFFECTS + 1 ? verdict->effects->len : SHOWN_EFFECTS;

  tap_verdict_rows_clear (GTK_WIDGET (box));
  for (guint i = 0; i < shown; i++)
    gtk_box_append (box, new_effect (verdict, g_ptr_array_index (verdict->effects, i)));
  if (shown < verdict->effects->len)
    gtk_box_append (box, new_others (verdict, shown));
}

void
tap_verdict_rows_fill_cures (GtkBox *box, const TapVerdict *verdict)
{
  tap_verdict_rows_clear (GTK_WIDGET (box));
  for (guint i = 0; i < verdict->cures->len; i++)
    {
      const TapCure *cure = g_ptr_array_index (verdict->cures, i);
      GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      GtkWidget *text = tap_verdict_rows_new_text ("cure");
      g_autofree char *id = cure->opt_in ? g_strdup_printf (_ ("%s · only when asked for"),
                                                            cure->id)
                                         : g_strdup (cure->id);

      gtk_label_set_text (GTK_LABEL (text), tap_cure_label (cure));
      gtk_box_append (GTK_BOX (lines), text);
      gtk_box_append (GTK_BOX (lines), new_label (id, "place"));
      gtk_box_append (box, lines);
    }
}
