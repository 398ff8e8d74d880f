/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The widgets with which a capture is set up: route bar, welcome, notice, preferences, and the
 * question on closing. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "tap-agent-lines.h"
#include "tap-close-dialog.h"
#include "tap-notice.h"
#include "tap-preferences.h"
#include "tap-route-bar.h"
#include "tap-welcome.h"
#include "widget-fixture.h"

static void
chosen_cb (TapRouteBar *bar, const char *url, WidgetFixture *fixture)
{
  g_free (fixture->chosen);
  fixture->chosen = g_strdup (url);
}

static void
checked_cb (TapRouteBar *bar, WidgetFixture *fixture)
{
  fixture->answer++;
}

/* Said at the field, seen and read. */
static void
assert_refused (TapRouteBar *bar, GtkWidget *entry, const char *why)
{
  g_autofree char *label = g_strdup_printf ("Gateway Check and Earlier Gateways: %s", why);
  GtkWidget *popover = gtk_widget_get_last_child (GTK_WIDGET (bar));
  GtkWidget *said;

  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, why);
  g_assert_true (GTK_IS_POPOVER (popover));
  g_assert_true (gtk_widget_get_visible (popover));
  said = widget_find (popover, GTK_TYPE_LABEL, NULL);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (said)), ==, why);
  g_assert_nonnull (widget_find (GTK_WIDGET (bar), GTK_TYPE_MENU_BUTTON, label));
}

static void
test_route_bar (WidgetFixture *fixture, gconstpointer data)
{
  TapRouteBar *bar = tap_route_bar_new (fixture->settings);
  GtkWidget *entry = widget_find (GTK_WIDGET (bar), GTK_TYPE_ENTRY, "Gateway URL");
  GtkWidget *apply = widget_find (GTK_WIDGET (bar), GTK_TYPE_BUTTON, "Use This Gateway");
  GtkWidget *agent;
  g_auto (GStrv) history = NULL;
  int minimum;

  g_assert_nonnull (widget_find (GTK_WIDGET (bar), GTK_TYPE_BUTTON, "Agent URL: not running"));
  widget_fixture_show (fixture, GTK_WIDGET (bar));
  g_signal_connect (bar, "gateway-chosen", G_CALLBACK (chosen_cb), fixture);
  g_signal_connect (bar, "checked", G_CALLBACK (checked_cb), fixture);
  tap_route_bar_set_url (bar, "http://127.0.0.1:4747");
  agent = widget_find (GTK_WIDGET (bar), GTK_TYPE_BUTTON, "Copy Agent URL http://127.0.0.1:4747");
  g_assert_nonnull (agent);
  g_assert_true (gtk_widget_get_sensitive (agent));
  tap_route_bar_set_gateway (bar, "http://127.0.0.1:9", TRUE);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "http://127.0.0.1:9");
  g_assert_false (gtk_widget_get_visible (apply));
  g_assert_cmpint (tap_route_bar_get_verdict (bar), ==, TAP_PROBE_NONE);

  /* What is typed is not disturbed, and is no gateway before it is applied. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "nonsense//?x=1");
  g_assert_true (gtk_widget_get_visible (apply));
  tap_route_bar_set_gateway (bar, "http://127.0.0.1:9", TRUE);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "nonsense//?x=1");
  g_assert_nonnull (widget_find (GTK_WIDGET (bar), GTK_TYPE_MENU_BUTTON,
                          "Gateway Check and Earlier Gateways: Not in use yet. Press Enter to use "
                          "this gateway."));
  g_signal_emit_by_name (apply, "clicked");
  g_assert_null (fixture->chosen);
  assert_refused (bar, entry, "Only host, port and path belong here. Leave out what follows “?” or "
                              "“#”.");
  tap_route_bar_set_gateway (bar, "http://127.0.0.1:9", TRUE);
  g_assert_true (gtk_widget_has_css_class (entry, "error"));

  /* Nothing is no gateway: the one in use is back. */
  gtk_editable_set_text (GTK_EDITABLE (entry), " ");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "http://127.0.0.1:9");
  g_assert_null (fixture->chosen);

  gtk_editable_set_text (GTK_EDITABLE (entry), "127.0.0.1:1/");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (fixture->chosen, ==, "http://127.0.0.1:1");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "http://127.0.0.1:1");
  g_assert_false (gtk_widget_get_visible (apply));
  history = g_settings_get_strv (fixture->settings, "upstream-history");
  g_assert_cmpuint (g_strv_length (history), ==, 1);
  g_assert_cmpstr (history[0], ==, "http://127.0.0.1:1");

  /* It was asked at once, and nobody is there. */
  g_assert_cmpint (tap_route_bar_get_verdict (bar), ==, TAP_PROBE_ASKING);
  while (tap_route_bar_get_verdict (bar) == TAP_PROBE_ASKING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tap_route_bar_get_verdict (bar), ==, TAP_PROBE_UNREACHABLE);
  g_assert_true (g_str_has_prefix (tap_route_bar_get_sentence (bar),
                                   "The gateway http://127.0.0.1:1 cannot be reached"));
  g_assert_cmpstr (tap_route_bar_get_trouble (bar), ==, tap_route_bar_get_sentence (bar));
  g_assert_cmpint (fixture->answer, ==, 1);
  g_assert_nonnull (widget_find (GTK_WIDGET (bar), GTK_TYPE_MENU_BUTTON,
                          "Gateway Check and Earlier Gateways: The gateway http://127.0.0.1:1 "
                          "cannot be reached: the connection is refused. Check the address, or "
                          "start the gateway."));

  /* The demo's, and back. */
  tap_route_bar_set_gateway (bar, "http://127.0.0.1:2", FALSE);
  g_assert_cmpint (tap_route_bar_get_verdict (bar), ==, TAP_PROBE_NONE);
  g_assert_null (tap_route_bar_get_trouble (bar));
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (entry)));
  tap_route_bar_set_gateway (bar, "http://127.0.0.1:1", TRUE);
  g_assert_nonnull (tap_route_bar_get_trouble (bar));
  tap_route_bar_note_answer (bar);
  g_assert_null (tap_route_bar_get_trouble (bar));
  g_assert_cmpint (tap_route_bar_get_verdict (bar), ==, TAP_PROBE_GOOD);

  /* What was found of the gateway in use is not said of what is typed. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "http://127.0.0.1:99999");
  g_assert_nonnull (widget_find (GTK_WIDGET (bar), GTK_TYPE_MENU_BUTTON,
                          "Gateway Check and Earlier Gateways: Not in use yet. Press Enter to use "
                          "this gateway."));
  g_signal_emit_by_name (entry, "activate");
  assert_refused (bar, entry, "A port is a number from 1 to 65535.");

  tap_route_bar_set_narrow (bar, TRUE);
  gtk_widget_measure (GTK_WIDGET (bar), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 336);
}

/* One that is let go while its gateway is being asked. */
static void
test_route_bar_gone (WidgetFixture *fixture, gconstpointer data)
{
  TapRouteBar *bar = g_object_ref_sink (tap_route_bar_new (fixture->settings));
  gpointer left = bar;

  g_object_add_weak_pointer (G_OBJECT (bar), &left);
  tap_route_bar_set_gateway (bar, "http://127.0.0.1:1", TRUE);
  tap_route_bar_check (bar);
  g_object_run_dispose (G_OBJECT (bar));
  g_object_unref (bar);
  while (left != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_welcome (WidgetFixture *fixture, gconstpointer data)
{
  GtkWidget *welcome = tap_welcome_new ();
  int minimum;

  widget_fixture_show (fixture, welcome);
  tap_welcome_set_route (TAP_WELCOME (welcome), "http://127.0.0.1:1234", "https://api.anthropic.com");
  for (guint i = 0; i < tap_n_agent_lines; i++)
    {
      g_autofree char *label = g_strdup_printf ("Copy Line for %s", tap_agent_lines[i].name);
      GtkWidget *button = widget_find (welcome, GTK_TYPE_BUTTON, label);

      g_assert_nonnull (button);
      g_signal_emit_by_name (button, "clicked");
    }
  g_assert_nonnull (widget_find (welcome, GTK_TYPE_BUTTON, NULL));
  gtk_widget_measure (welcome, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  gtk_widget_measure (welcome, GTK_ORIENTATION_VERTICAL, 360, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 240);
}

static void
activated_cb (TapNotice *notice, WidgetFixture *fixture)
{
  fixture->answer++;
}

static void
test_notice (WidgetFixture *fixture, gconstpointer data)
{
  GtkWidget *notice = tap_notice_new ();
  GtkWidget *revealer = widget_find (notice, GTK_TYPE_REVEALER, NULL);
  GtkWidget *button = widget_find (notice, GTK_TYPE_BUTTON, NULL);
  int minimum;

  widget_fixture_show (fixture, notice);
  g_assert_false (gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)));
  g_signal_connect (notice, "activated", G_CALLBACK (activated_cb), fixture);
  tap_notice_show (TAP_NOTICE (notice), "The port is taken.", "_Try Again", TRUE);
  g_assert_true (gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)));
  gtk_test_accessible_assert_property (notice, GTK_ACCESSIBLE_PROPERTY_LABEL, "The port is taken.");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (widget_find (button, GTK_TYPE_LABEL, NULL))), ==,
                   "Try Again");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpint (fixture->answer, ==, 0);
  tap_notice_show (TAP_NOTICE (notice), "The disk is full.", NULL, FALSE);
  g_assert_false (gtk_widget_get_visible (button));
  tap_notice_set_narrow (TAP_NOTICE (notice), TRUE);
  gtk_widget_measure (notice, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  tap_notice_show (TAP_NOTICE (notice), NULL, NULL, FALSE);
  g_assert_false (gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)));
}

/* Whose title begins so. */
static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget)
      && g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);
  return found;
}

static void
test_preferences (WidgetFixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "abc", "", "0", "-3", "99999" };
  static const struct
  {
    const char *text;
    const char *why;
  } refused[] = {
    { "0.0.0.0:80", "Agents connect from this computer only" },
    { "99999", "A port is a number from 1 to 65535." },
    { "127.0.0.1:-1", "Write an address and a port" },
    { "nonsense", "Write an address and a port" },
  };
  GtkWidget *preferences = tap_preferences_new (fixture->window, fixture->settings);
  GtkWidget *gap = widget_find (preferences, GTK_TYPE_SPIN_BUTTON, NULL);
  GtkWidget *listen = widget_find (preferences, ADW_TYPE_ENTRY_ROW, NULL);
  GtkWidget *row = NULL;
  g_autofree char *address = NULL;

  g_assert_nonnull (widget_find (preferences, GTK_TYPE_BUTTON, "Choose Folder for Captures"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (gap), 25);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, "gap-threshold"), ==, 25);

  /* What is no number of seconds is taken back. */
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (gap), wrong[i]);
      gtk_spin_button_update (GTK_SPIN_BUTTON (gap));
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (gap)), ==, "25");
      g_assert_cmpuint (g_settings_get_uint (fixture->settings, "gap-threshold"), ==, 25);
    }

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (listen), refused[i].text);
      g_assert_false (gtk_widget_has_css_class (listen, "error"));
      g_signal_emit_by_name (listen, "apply");
      g_assert_true (gtk_widget_has_css_class (listen, "error"));
      row = find_row (preferences, refused[i].why);
      g_assert_nonnull (row);
      g_assert_true (gtk_widget_get_visible (row));
      gtk_test_accessible_assert_property (listen, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                           adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
    }
  gtk_editable_set_text (GTK_EDITABLE (listen), "4748");
  g_assert_false (gtk_widget_has_css_class (listen, "error"));
  g_assert_false (gtk_widget_get_visible (row));
  g_signal_emit_by_name (listen, "apply");
  address = g_settings_get_string (fixture->settings, "listen");
  g_assert_cmpstr (address, ==, "127.0.0.1:4748");
  gtk_window_destroy (GTK_WINDOW (preferences));
  g_settings_reset (fixture->settings, "listen");
  g_settings_reset (fixture->settings, "gap-threshold");
}

static void
answered_cb (TapCloseAnswer answer, gpointer user_data)
{
  WidgetFixture *fixture = user_data;

  fixture->answer = answer;
}

static void
test_close (WidgetFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *response;
    TapCloseAnswer answer;
  } cases[] = {
    { "keep", TAP_CLOSE_KEEP },
    { "stop", TAP_CLOSE_STOP },
    { "cancel", TAP_CLOSE_CANCEL },
    { NULL, TAP_CLOSE_CANCEL },
  };

  widget_fixture_show (fixture, gtk_label_new ("window"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GListModel) windows = NULL;
      AdwMessageDialog *dialog = NULL;

      tap_close_dialog_ask (fixture->window, "http://127.0.0.1:4747", i, i == 1, answered_cb,
                            fixture);
      windows = g_object_ref (gtk_window_get_toplevels ());
      for (guint j = 0; j < g_list_model_get_n_items (windows) && dialog == NULL; j++)
        {
          g_autoptr (GObject) item = g_list_model_get_item (windows, j);

          if (ADW_IS_MESSAGE_DIALOG (item))
            dialog = ADW_MESSAGE_DIALOG (item);
        }
      g_assert_nonnull (dialog);
      g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "http://127.0.0.1:4747"));
      g_assert_cmpint (strstr (adw_message_dialog_get_body (dialog), "is lost if recording stops")
                         != NULL,
                       ==, i == 1);
      fixture->answer = -1;
      if (cases[i].response != NULL)
        {
          adw_message_dialog_response (dialog, cases[i].response);
          gtk_window_destroy (GTK_WINDOW (dialog));
        }
      else
        gtk_window_close (GTK_WINDOW (dialog));
      while (fixture->answer < 0)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (fixture->answer, ==, cases[i].answer);
    }
}

int
main (int argc, char **argv)
{
  static const WidgetTest tests[] = {
    { "/set-up/route-bar", test_route_bar },
    { "/set-up/route-bar-gone", test_route_bar_gone },
    { "/set-up/welcome", test_welcome },
    { "/set-up/notice", test_notice },
    { "/set-up/preferences", test_preferences },
    { "/set-up/close", test_close },
  };

  return widget_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
