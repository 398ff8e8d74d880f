/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-application.h"

#include "tap-window.h"

#include <glib/gi18n-lib.h>

struct _TapApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (TapApplication, tap_application, ADW_TYPE_APPLICATION)

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *app = GTK_APPLICATION (user_data);
  const char *developers[] = { "The Tapline contributors", NULL };

  adw_show_about_window (gtk_application_get_active_window (app),
                         "application-name", _ ("Tapline"),
                         "application-icon", APP_ID,
                         "developer-name", _ ("The Tapline contributors"),
                         "developers", developers,
                         "version", PACKAGE_VERSION,
                         "website", "https://github.com/tapline/tapline",
                         "issue-url", "https://github.com/tapline/tapline/issues",
                         "copyright", "© 2026 The Tapline contributors",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static void
tap_application_activate (GApplication *app)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (app));

  if (window == NULL)
    window = GTK_WINDOW (tap_window_new (ADW_APPLICATION (app)));
  gtk_window_present (window);
}

static void
tap_application_open (GApplication *app, GFile **files, int n_files, const char *hint)
{
  g_application_activate (app);
  tap_window_show_file (TAP_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (app))),
                        files[0]);
}

/* GTK would end a program without a display itself, with no word about a way on. */
static int
tap_application_handle_local_options (GApplication *app, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("tapline %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (!gtk_init_check ())
    {
      g_printerr (_ ("tapline: there is no display to open a window on; "
                     "“tapline-cli demo” shows without one what Tapline does.\n"));
      return 1;
    }
  return -1;
}

static void
tap_application_startup (GApplication *app)
{
  static const GActionEntry actions[] = {
    { "about", about_cb },
    { "quit", quit_cb },
  };
  static const struct
  {
    const char *action;
    const char *keys[2];
  } accels[] = {
    { "app.quit", { "<Control>q" } },
    { "win.copy-command", { "<Control><Shift>c" } },
    { "window.close", { "<Control>w" } },
  };

  G_APPLICATION_CLASS (tap_application_parent_class)->startup (app);
  g_action_map_add_action_entries (G_ACTION_MAP (app), actions, G_N_ELEMENTS (actions), app);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (app), accels[i].action, accels[i].keys);
}

static void
tap_application_class_init (TapApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  app_class->activate = tap_application_activate;
  app_class->handle_local_options = tap_application_handle_local_options;
  app_class->open = tap_application_open;
  app_class->startup = tap_application_startup;
}

static void
tap_application_init (TapApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Tell the version"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE]"));
}

TapApplication *
tap_application_new (void)
{
  return g_object_new (TAP_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/tapline/Tapline",
                       NULL);
}
