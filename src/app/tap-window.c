/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-window.h"

#include <glib/gi18n-lib.h>

struct _TapWindow
{
  AdwApplicationWindow parent_instance;

  AdwStatusPage *status;
};

G_DEFINE_FINAL_TYPE (TapWindow, tap_window, ADW_TYPE_APPLICATION_WINDOW)

static void
tap_window_class_init (TapWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tapline/Tapline/tap-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapWindow, status);
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
  g_autofree char *words = g_strdup_printf (_ ("Run “tapline-cli check %s” in a terminal to see "
                                               "what broke in it."), quoted);
  g_autofree char *description = g_markup_escape_text (words, -1);

  adw_status_page_set_title (self->status, shown);
  adw_status_page_set_description (self->status, description);
}
