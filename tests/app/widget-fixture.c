/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "widget-fixture.h"

#include "tap-settings.h"

void
widget_fixture_show (WidgetFixture *fixture, GtkWidget *child)
{
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->toasts), child);
  gtk_window_present (fixture->window);
  while (!gtk_widget_get_mapped (child))
    g_main_context_iteration (NULL, TRUE);
}

void
widget_fixture_set_up (WidgetFixture *fixture, gconstpointer data)
{
  fixture->settings = tap_settings_new ();
  g_assert_nonnull (fixture->settings);
  g_settings_reset (fixture->settings, "upstream-history");
  fixture->answer = -1;
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->toasts = adw_toast_overlay_new ();
  gtk_window_set_child (fixture->window, fixture->toasts);
}

void
widget_fixture_tear_down (WidgetFixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->settings);
  g_free (fixture->chosen);
  g_free (fixture->opened);
}

GtkWidget *
widget_find (GtkWidget *widget, GType type, const char *label)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    {
      g_autofree char *wrong
        = label != NULL ? gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                              GTK_ACCESSIBLE_PROPERTY_LABEL, label)
                        : NULL;

      if (wrong == NULL)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = widget_find (child, type, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

guint
widget_count (GtkWidget *widget, GType type)
{
  guint n = g_type_is_a (G_OBJECT_TYPE (widget), type);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += widget_count (child, type);
  return n;
}

int
widget_fixture_run (int argc, char **argv, const WidgetTest *tests, guint n_tests)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_css_provider_load_from_resource (style, "/io/github/tapline/Tapline/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  for (guint i = 0; i < n_tests; i++)
    g_test_add (tests[i].name, WidgetFixture, NULL, widget_fixture_set_up, tests[i].run,
                widget_fixture_tear_down);
  return g_test_run ();
}
