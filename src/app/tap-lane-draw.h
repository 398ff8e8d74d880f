/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-lane-scene.h"

G_BEGIN_DECLS

/* The colours of a lane, looked up when the style changes. */
typedef struct
{
  GdkRGBA text;
  GdkRGBA kinds[TAP_EVENT_ERROR + 1];
  GdkRGBA severities[TAP_SEVERITY_ERROR + 1];
  GdkRGBA silence;
  GdkRGBA good;
  GdkRGBA bad;
  GdkRGBA chosen;
} TapLaneColours;

void tap_lane_colours_load (TapLaneColours *self, GtkWidget *widget);

/* @layout: for labels, of the widget. @chosen: the x of the selected event; below 0: none.
 * @grid: (nullable) (element-type double): lines of the ruler. */
void tap_lane_draw (GtkSnapshot *snapshot, const TapLaneScene *scene,
                    const TapLaneColours *colours, PangoLayout *layout, double height,
                    double chosen, const GArray *grid);

/* "125.1 s of silence", "60.0 s of pings alone". (transfer full) */
char *tap_lane_gap_text (const TapLaneGap *gap);

G_END_DECLS
