/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-window.h"

#include <glib/gi18n-lib.h>

struct _TapWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwStatusPage *status;
  GtkLabel *command;
};

G_DEFINE_FINAL_TYPE (TapWindow, tap_window, ADW_TYPE_APPLICATION_WINDOW)

static void
copy_command (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_text (self->command));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Copied to the clipboard")));
}

static void
tap_window_class_init (TapWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tapline/Tapline/tap-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, status);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, command);
  gtk_widget_class_install_action (widget_class, "win.copy-command", NULL, copy_command);
}

static void
tap_window_init (TapWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TapWindow *
tap_window_new (AdwApplication *app)
{
  return g_object_new (TAP_TYPE_WINDOW, "application", app, NULL);
}

void
tap_window_show_file (TapWindow *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *path = g_file_get_parse_name (file);
  g_autofree char *quoted = g_shell_quote (path);
  g_autofree char *command = g_strconcat ("tapline-cli check ", quoted, NULL);

  adw_status_page_set_title (self->status, shown);
  adw_status_page_set_description (self->status,
                                   _ ("Run this command in a terminal to see what broke in it."));
  gtk_label_set_text (self->command, command);
}
