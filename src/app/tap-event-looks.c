/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-looks.h"

static const char *const kind_styles[] = {
  [TAP_EVENT_OTHER] = "kind-other", [TAP_EVENT_START] = "kind-start",
  [TAP_EVENT_TEXT] = "kind-text",   [TAP_EVENT_THINKING] = "kind-thinking",
  [TAP_EVENT_TOOL] = "kind-tool",   [TAP_EVENT_STOP] = "kind-stop",
  [TAP_EVENT_PING] = "kind-ping",   [TAP_EVENT_COMMENT] = "kind-ping",
  [TAP_EVENT_ERROR] = "kind-error",
};

/* The row around a cell; it is what is coloured. */
static GtkWidget *
find_row_widget (GtkWidget *cell)
{
  GtkWidget *parent = gtk_widget_get_parent (cell);

  return parent != NULL ? gtk_widget_get_parent (parent) : NULL;
}

static const char *
get_row_style (TapEventRow *row)
{
  if (tap_event_row_get_kind (row) == TAP_RUN_SILENCE)
    return "silence-row";
  switch (tap_event_row_get_severity (row))
    {
    case TAP_SEVERITY_ERROR:
      return "error-row";

    case TAP_SEVERITY_WARNING:
      return "warning-row";

    default:
      return NULL;
    }
}

/* Gives a widget the one style of those it may have, and does nothing where it has it: most rows
 * look alike, and to change a class costs more than the rest of a cell. @style: static, nullable */
static void
set_style (GtkWidget *widget, const char *style)
{
  static GQuark quark;
  const char *before;

  if (quark == 0)
    quark = g_quark_from_static_string ("tap-events-page-style");
  before = g_object_get_qdata (G_OBJECT (widget), quark);
  if (before == style)
    return;
  if (before != NULL)
    gtk_widget_remove_css_class (widget, before);
  if (style != NULL)
    gtk_widget_add_css_class (widget, style);
  g_object_set_qdata (G_OBJECT (widget), quark, (gpointer) style);
}

/* What the table puts around a row has no name of its own. */
static void
name_row (GtkWidget *widget, TapEventRow *row)
{
  TapCell second = tap_event_row_get_kind (row) == TAP_RUN_SILENCE ? TAP_CELL_CONTENT
                                                                   : TAP_CELL_NAME;
  g_autofree char *number = tap_event_row_dup_text (row, TAP_CELL_NUMBER);
  g_autofree char *name = tap_event_row_dup_text (row, second);
  g_autofree char *finding = tap_event_row_dup_text (row, TAP_CELL_FINDING);
  g_autofree char *text = g_strjoin (" ", number, name, finding, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_strstrip (text), -1);
}

void
tap_event_looks_row (GtkWidget *cell, TapEventRow *row)
{
  GtkWidget *widget = find_row_widget (cell);

  if (widget == NULL)
    return;
  set_style (widget, get_row_style (row));
  name_row (widget, row);
}

void
tap_event_looks_mark (GtkWidget *dot, TapEventRow *row)
{
  TapRunKind kind = tap_event_row_get_kind (row);

  const char *sign = tap_event_row_is_folded (row) ? "▸" : tap_event_row_is_run (row) ? "▾" : "●";

  /* Even the same text would be laid out anew. */
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (dot)), sign) != 0)
    gtk_label_set_text (GTK_LABEL (dot), sign);
  gtk_widget_set_visible (dot, kind != TAP_RUN_SILENCE);
  set_style (dot, kind == TAP_RUN_EVENT || kind == TAP_RUN_FOLDED
                      ? kind_styles[tap_event_row_get_event_kind (row)]
                      : NULL);
}
