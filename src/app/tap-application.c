/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-application.h"

#include "tap-preferences.h"
#include "tap-settings.h"
#include "tap-window.h"

#include <glib/gi18n-lib.h>

struct _TapApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  TapEngineProcess *engine; /* of all windows */
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

static gpointer
ref_window (gconstpointer window, gpointer user_data)
{
  return g_object_ref ((gpointer) window);
}

/* A window may have to ask first. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  /* One that closes takes its dialogs along. */
  g_autolist (GtkWindow) windows
      = g_list_copy_deep (gtk_application_get_windows (user_data), ref_window, NULL);

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static GtkWindow *
new_window (TapApplication *self)
{
  return GTK_WINDOW (tap_window_new (ADW_APPLICATION (self), self->engine, self->settings));
}

static GtkWindow *
find_window (TapApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    if (TAP_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static GtkWindow *
get_window (TapApplication *self)
{
  GtkWindow *window = find_window (self);

  return window != NULL ? window : new_window (self);
}

/* The window shows it itself, if there is one. */
static void
loss_cb (TapApplication *self)
{
  const char *loss = tap_engine_process_get_loss (self->engine);
  g_autoptr (GNotification) notification = NULL;

  if (loss == NULL || find_window (self) != NULL)
    return;
  notification = g_notification_new (_ ("Part of the Capture Is Lost"));
  g_notification_set_body (notification, loss);
  g_application_send_notification (G_APPLICATION (self), "loss", notification);
}

static void
demo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = get_window (user_data);

  gtk_window_present (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.demo", NULL);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TapApplication *self = user_data;
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (self->settings != NULL && !TAP_IS_PREFERENCES (parent))
    gtk_window_present (GTK_WINDOW (tap_preferences_new (parent, self->settings)));
}

static void
tap_application_activate (GApplication *app)
{
  TapApplication *self = TAP_APPLICATION (app);

  /* Who asked for the demo or a file did not ask for a listener. */
  if (find_window (self) == NULL)
    tap_engine_process_start (self->engine);
  gtk_window_present (get_window (self));
}

/* One window shows one trace, so each further file gets a window of its own. */
static void
tap_application_open (GApplication *app, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      GtkWindow *window = i == 0 ? get_window (TAP_APPLICATION (app))
                                 : new_window (TAP_APPLICATION (app));

      gtk_window_present (window);
      tap_window_open_file (TAP_WINDOW (window), files[i]);
    }
}

/* The demo of a second start is that of the first one's window. */
static gboolean
ask_for_demo (GApplication *app)
{
  g_autoptr (GError) error = NULL;

  if (!g_application_register (app, NULL, &error))
    {
      g_printerr (_ ("tapline: the session bus cannot be used (%s); log in to a desktop, or run "
                     "“tapline-cli demo”.\n"),
                  error->message);
      return FALSE;
    }
  g_action_group_activate_action (G_ACTION_GROUP (app), "demo", NULL);
  return TRUE;
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
  /* GSettings would end the program with no word about a way on, too. */
  TAP_APPLICATION (app)->settings = tap_settings_new ();
  if (TAP_APPLICATION (app)->settings == NULL)
    {
      g_printerr (_ ("tapline: the description of its settings (%s) is not installed; install "
                     "Tapline again.\n"),
                  APP_ID ".gschema.xml");
      return 1;
    }
  if (!gtk_init_check ())
    {
      g_printerr (_ ("tapline: there is no display to open a window on; "
                     "“tapline-cli demo” shows without one what Tapline does.\n"));
      return 1;
    }
  if (g_variant_dict_contains (options, "demo") && !ask_for_demo (app))
    return 1;
  return -1;
}

static void
tap_application_startup (GApplication *app)
{
  static const GActionEntry actions[] = {
    { "about", about_cb },
    { "demo", demo_cb },
    { "preferences", preferences_cb },
    { "quit", quit_cb },
  };
  static const struct
  {
    const char *action;
    const char *keys[2];
  } accels[] = {
    { "app.preferences", { "<Control>comma" } },
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    /* Before a list has these keys for itself. */
    { "win.next-exchange", { "<Control>Page_Down" } },
    { "win.previous-exchange", { "<Control>Page_Up" } },
  };

  G_APPLICATION_CLASS (tap_application_parent_class)->startup (app);
  TAP_APPLICATION (app)->engine = tap_engine_process_new (TAP_APPLICATION (app)->settings);
  g_signal_connect_object (TAP_APPLICATION (app)->engine, "notify::loss", G_CALLBACK (loss_cb), app,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (G_ACTION_MAP (app), actions, G_N_ELEMENTS (actions), app);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (app), accels[i].action, accels[i].keys);
}

static void
tap_application_dispose (GObject *object)
{
  g_clear_object (&TAP_APPLICATION (object)->engine);
  g_clear_object (&TAP_APPLICATION (object)->settings);
  G_OBJECT_CLASS (tap_application_parent_class)->dispose (object);
}

static void
tap_application_class_init (TapApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_application_dispose;
  app_class->activate = tap_application_activate;
  app_class->handle_local_options = tap_application_handle_local_options;
  app_class->open = tap_application_open;
  app_class->startup = tap_application_startup;
}

static void
tap_application_init (TapApplication *self)
{
  static const GOptionEntry options[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show six exchanges, good and broken"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Tell the version"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
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

GSettings *
tap_application_get_settings (TapApplication *self)
{
  g_return_val_if_fail (TAP_IS_APPLICATION (self), NULL);

  return self->settings;
}
