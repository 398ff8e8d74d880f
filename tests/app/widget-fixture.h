/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

/* A window with settings of its own, to show widgets in. */
typedef struct
{
  GSettings *settings;
  GtkWindow *window;
  GtkWidget *toasts;
  char *chosen; /* for whoever hears of it; freed at the end */
  char *opened; /* likewise */
  int answer;   /* -1 at the beginning */
} WidgetFixture;

void widget_fixture_set_up (WidgetFixture *fixture, gconstpointer data);
void widget_fixture_tear_down (WidgetFixture *fixture, gconstpointer data);

/* In place of what is shown; returns once it is mapped. */
void widget_fixture_show (WidgetFixture *fixture, GtkWidget *child);

/* The first one below @widget, itself included, of the type, and of the label if one is given. */
GtkWidget *widget_find (GtkWidget *widget, GType type, const char *label);
guint widget_count (GtkWidget *widget, GType type);

typedef struct
{
  const char *name;
  void (*run) (WidgetFixture *fixture, gconstpointer data);
} WidgetTest;

/* Runs each with a fixture, with the style that the application would load. */
int widget_fixture_run (int argc, char **argv, const WidgetTest *tests, guint n_tests);
