/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-welcome.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tap-agent-lines.h"
#include "tap-copy.h"

struct _TapWelcome
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkLabel *title;
  GtkLabel *description;
  GtkListBox *list;
  GPtrArray *rows; /* of AdwActionRow, one for each line */
  char *url;
};

G_DEFINE_FINAL_TYPE (TapWelcome, tap_welcome, GTK_TYPE_WIDGET)

static void
copy_cb (GtkButton *button, TapWelcome *self)
{
  const TapAgentLine *agent = g_object_get_data (G_OBJECT (button), "tap-agent");
  g_autofree char *line = tap_agent_line_fill (agent, self->url);

  tap_copy_text (GTK_WIDGET (self), line);
}

static void
add_row (TapWelcome *self, const TapAgentLine *agent)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *label = g_strdup_printf (_ ("Copy Line for %s"), agent->name);

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (button), "tap-agent", (gpointer) agent);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->list, row);
  g_ptr_array_add (self->rows, row);
}

static void
fill_row (TapWelcome *self, guint i, const char *gateway)
{
  const TapAgentLine *agent = &tap_agent_lines[i];
  g_autofree char *line = tap_agent_line_fill (agent, self->url);
  g_autofree char *escaped = g_markup_escape_text (line, -1);
  g_autofree char *name = g_markup_escape_text (agent->name, -1);
  g_autofree char *where = NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = g_strdup_printf ("<tt>%s</tt>", escaped);

  if (tap_agent_line_is_foreign (agent, gateway))
    where = g_strdup_printf (_ ("%s, with the gateway %s"), _ (agent->where), agent->usual);
  else
    where = g_strdup (_ (agent->where));
  title = g_strdup_printf ("%s  <span alpha=\"60%%\" size=\"small\">%s</span>", name, where);
  adw_preferences_row_set_title (g_ptr_array_index (self->rows, i), title);
  adw_action_row_set_subtitle (g_ptr_array_index (self->rows, i), subtitle);
}

static void
tap_welcome_dispose (GObject *object)
{
  TapWelcome *self = TAP_WELCOME (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (tap_welcome_parent_class)->dispose (object);
}

static void
tap_welcome_finalize (GObject *object)
{
  TapWelcome *self = TAP_WELCOME (object);

  g_free (self->url);
  G_OBJECT_CLASS (tap_welcome_parent_class)->finalize (object);
}

static void
tap_welcome_class_init (TapWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_welcome_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_welcome_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tapline/Tapline/tap-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, TapWelcome, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TapWelcome, title);
  gtk_widget_class_bind_template_child (widget_class, TapWelcome, description);
  gtk_widget_class_bind_template_child (widget_class, TapWelcome, list);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tap_welcome_init (TapWelcome *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < tap_n_agent_lines; i++)
    add_row (self, &tap_agent_lines[i]);
  /* Nothing flickers by while an engine is being started. */
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
}

GtkWidget *
tap_welcome_new (void)
{
  return g_object_new (TAP_TYPE_WELCOME, NULL);
}

void
tap_welcome_set_route (TapWelcome *self, const char *url, const char *gateway)
{
  g_return_if_fail (TAP_IS_WELCOME (self));

  g_free (self->url);
  self->url = g_strdup (url);
  gtk_label_set_label (self->title, url != NULL ? _ ("Waiting for an Agent") : _ ("Not Recording"));
  gtk_label_set_label (self->description,
                       url != NULL
                         ? _ ("Start your agent with one of these lines. Its session appears here "
                              "as it runs.")
                         : _ ("Start recording to see how to point an agent here, or look at the demo."));
  gtk_widget_set_visible (GTK_WIDGET (self->list), url != NULL);
  for (guint i = 0; url != NULL && i < tap_n_agent_lines; i++)
    fill_row (self, i, gateway);
}
