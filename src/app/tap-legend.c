/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-legend.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tap-lane-shapes.h"

#define SAMPLE_WIDTH 34
#define SAMPLE_HEIGHT 20
#define TICK_HEIGHT 14

typedef enum
{
  SAMPLE_EVENT,   /* value: TapEventKind */
  SAMPLE_WAITING,
  SAMPLE_SILENCE,
  SAMPLE_MARK,    /* value: TapSeverity */
  SAMPLE_END,     /* value: TapTrackEnd */
  SAMPLE_BAD_END,
} Sample;

static const struct
{
  Sample sample;
  guint value;
  const char *text;
} entries[] = {
  { SAMPLE_EVENT, TAP_EVENT_START, N_ ("Beginning or end of a message or block") },
  { SAMPLE_EVENT, TAP_EVENT_TEXT, N_ ("Text") },
  { SAMPLE_EVENT, TAP_EVENT_THINKING, N_ ("Thinking") },
  { SAMPLE_EVENT, TAP_EVENT_TOOL, N_ ("Tool call") },
  { SAMPLE_EVENT, TAP_EVENT_PING, N_ ("Ping or comment") },
  { SAMPLE_EVENT, TAP_EVENT_ERROR, N_ ("Error event") },
  { SAMPLE_SILENCE, 0, N_ ("Silence") },
  { SAMPLE_WAITING, 0, N_ ("Waiting, or pings only") },
  { SAMPLE_MARK, TAP_SEVERITY_ERROR, N_ ("Error found") },
  { SAMPLE_MARK, TAP_SEVERITY_WARNING, N_ ("Warning") },
  { SAMPLE_MARK, TAP_SEVERITY_NOTE, N_ ("Note") },
  { SAMPLE_END, TAP_TRACK_COMPLETE, N_ ("Ended, complete") },
  { SAMPLE_BAD_END, TAP_TRACK_COMPLETE, N_ ("Ended, with an error in it") },
  { SAMPLE_END, TAP_TRACK_CUT, N_ ("Ended too early by the gateway") },
  { SAMPLE_END, TAP_TRACK_RESET, N_ ("Reset by the gateway") },
  { SAMPLE_END, TAP_TRACK_LEFT, N_ ("Left by the agent") },
  { SAMPLE_END, TAP_TRACK_UNREACHED, N_ ("Gateway not reached") },
  { SAMPLE_END, TAP_TRACK_STOPPED, N_ ("Capture ended first") },
};

#define N_ROWS ((G_N_ELEMENTS (entries) + 1) / 2)

/* --- One sign. */

#define TAP_TYPE_LEGEND_SAMPLE (tap_legend_sample_get_type ())
G_DECLARE_FINAL_TYPE (TapLegendSample, tap_legend_sample, TAP, LEGEND_SAMPLE, GtkWidget)

struct _TapLegendSample
{
  GtkWidget parent_instance;

  guint entry;
};

G_DEFINE_FINAL_TYPE (TapLegendSample, tap_legend_sample, GTK_TYPE_WIDGET)

static void
tap_legend_sample_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  guint entry = TAP_LEGEND_SAMPLE (widget)->entry;
  double x = gtk_widget_get_width (widget) / 2, y = gtk_widget_get_height (widget) / 2;
  guint value = entries[entry].value;
  TapLaneStyle style = { 0 };

  tap_lane_style_load (&style, widget);
  switch (entries[entry].sample)
    {
    case SAMPLE_EVENT:
      for (int i = -1; i <= 1; i++)
        gtk_snapshot_append_color (snapshot, &style.kinds[value],
                                   &GRAPHENE_RECT_INIT ((float) x + 6 * i - 1,
                                                        (float) y - TICK_HEIGHT / 2, 2,
                                                        TICK_HEIGHT));
      break;

    case SAMPLE_WAITING:
    case SAMPLE_SILENCE:
      {
        graphene_rect_t band = GRAPHENE_RECT_INIT (2, (float) y - TICK_HEIGHT / 2,
                                                   SAMPLE_WIDTH - 4, TICK_HEIGHT);

        tap_shape_band (snapshot, &style, &band, entries[entry].sample == SAMPLE_SILENCE);
      }
      break;

    case SAMPLE_MARK:
      tap_shape_mark (snapshot, &style, (TapSeverity) value, x, y);
      break;

    case SAMPLE_END:
    case SAMPLE_BAD_END:
    default:
      tap_shape_end (snapshot, &style, (TapTrackEnd) value, 0,
                     entries[entry].sample == SAMPLE_BAD_END, x, y, 5.5);
      break;
    }
  tap_lane_style_clear (&style);
}

static void
tap_legend_sample_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? SAMPLE_WIDTH : SAMPLE_HEIGHT;
}

static void
tap_legend_sample_class_init (TapLegendSampleClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = tap_legend_sample_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = tap_legend_sample_measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass),
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tap_legend_sample_init (TapLegendSample *self)
{
}

/* --- All of them, in two columns. */

struct _TapLegend
{
  GtkWidget parent_instance;

  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (TapLegend, tap_legend, GTK_TYPE_WIDGET)

static void
tap_legend_dispose (GObject *object)
{
  g_clear_pointer (&TAP_LEGEND (object)->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_legend_parent_class)->dispose (object);
}

static void
tap_legend_class_init (TapLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_legend_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tap_legend_init (TapLegend *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 2);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 8);
  gtk_widget_add_css_class (self->grid, "legend");
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      TapLegendSample *sample = g_object_new (TAP_TYPE_LEGEND_SAMPLE, NULL);
      GtkWidget *label = gtk_label_new (_ (entries[i].text));
      int column = (int) (i / N_ROWS) * 2, row = (int) (i % N_ROWS);

      sample->entry = i;
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "caption");
      gtk_grid_attach (GTK_GRID (self->grid), GTK_WIDGET (sample), column, row, 1, 1);
      gtk_grid_attach (GTK_GRID (self->grid), label, column + 1, row, 1, 1);
    }
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

GtkWidget *
tap_legend_new (void)
{
  return g_object_new (TAP_TYPE_LEGEND, NULL);
}
