/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-preferences.h"

#include <glib/gi18n-lib.h>

#include "tap-listen-address.h"
#include "tap-saved-sessions.h"

struct _TapPreferences
{
  AdwPreferencesWindow parent_instance;

  GtkSpinButton *gap;
  AdwEntryRow *listen;
  AdwPreferencesRow *refusal;
  AdwActionRow *folder_row;
  GtkWidget *reset;

  GSettings *settings;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (TapPreferences, tap_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
show_folder (TapPreferences *self)
{
  g_autofree char *set = g_settings_get_string (self->settings, "data-folder");
  g_autofree char *folder = tap_saved_sessions_folder (self->settings);
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  adw_action_row_set_subtitle (self->folder_row, escaped);
  gtk_widget_set_visible (self->reset, *set != '\0');
}

/* Below the field, as long as what it is about stands there. */
static void
set_refused (TapPreferences *self, const char *why)
{
  GtkWidget *listen = GTK_WIDGET (self->listen);

  if (why != NULL)
    gtk_widget_add_css_class (listen, "error");
  else
    gtk_widget_remove_css_class (listen, "error");
  adw_preferences_row_set_title (self->refusal, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->refusal), why != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (listen), GTK_ACCESSIBLE_STATE_INVALID,
                               why != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                           : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (listen), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  why != NULL ? why : "", -1);
}

static void
changed_cb (TapPreferences *self)
{
  set_refused (self, NULL);
}

static void
apply_cb (TapPreferences *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address
    = tap_listen_address_normalize (gtk_editable_get_text (GTK_EDITABLE (self->listen)), &error);

  if (address == NULL)
    {
      set_refused (self, error->message);
      return;
    }
  g_settings_set_string (self->settings, "listen", address);
  gtk_editable_set_text (GTK_EDITABLE (self->listen), address);
}

static void
reset_cb (TapPreferences *self)
{
  g_settings_reset (self->settings, "data-folder");
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, TapPreferences *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL && g_utf8_validate (path, -1, NULL))
        g_settings_set_string (self->settings, "data-folder", path);
      else
        adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self),
                                          adw_toast_new (_ ("Choose a folder of this computer.")));
    }
  g_clear_object (&self->chooser);
}

static void
choose_cb (TapPreferences *self)
{
  if (self->chooser == NULL)
    {
      self->chooser = gtk_file_chooser_native_new (_ ("Folder for Captures"), GTK_WINDOW (self),
                                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                                   _ ("_Choose"), NULL);
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
      g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), self);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
tap_preferences_dispose (GObject *object)
{
  TapPreferences *self = TAP_PREFERENCES (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tap_preferences_parent_class)->dispose (object);
}

static void
tap_preferences_class_init (TapPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tapline/Tapline/tap-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TapPreferences, gap);
  gtk_widget_class_bind_template_child (widget_class, TapPreferences, listen);
  gtk_widget_class_bind_template_child (widget_class, TapPreferences, folder_row);
  gtk_widget_class_bind_template_child (widget_class, TapPreferences, refusal);
  gtk_widget_class_bind_template_child (widget_class, TapPreferences, reset);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
tap_preferences_init (TapPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_preferences_new (GtkWindow *parent, GSettings *settings)
{
  TapPreferences *self = g_object_new (TAP_TYPE_PREFERENCES, "transient-for", parent, "modal",
                                       parent != NULL, NULL);
  g_autofree char *listen = g_settings_get_string (settings, "listen");

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "gap-threshold", self->gap, "value", G_SETTINGS_BIND_DEFAULT);
  gtk_editable_set_text (GTK_EDITABLE (self->listen), listen);
  g_signal_connect_object (settings, "changed::data-folder", G_CALLBACK (show_folder), self,
                           G_CONNECT_SWAPPED);
  show_folder (self);
  return GTK_WIDGET (self);
}
