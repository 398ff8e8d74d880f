/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-event.h"
#include "tap-finding.h"

G_BEGIN_DECLS

/* The colours of a timeline, and the texts laid out for it. */
typedef struct
{
  GdkRGBA text;
  GdkRGBA faint;                       /* text that explains */
  GdkRGBA track;
  GdkRGBA request;
  GdkRGBA hatch;
  GdkRGBA grid;
  GdkRGBA kinds[TAP_EVENT_ERROR + 1];
  GdkRGBA marks[TAP_SEVERITY_ERROR + 1];
  GdkRGBA silence;                     /* of a band */
  GdkRGBA silence_edge;
  GdkRGBA silence_text;
  GdkRGBA good;
  GdkRGBA bad;
  GdkRGBA doubtful;
  GdkRGBA left;
  GdkRGBA accent;
  GdkRGBA surface;                     /* what is behind */
  PangoContext *context;               /* (nullable) without it no text is drawn */
  GHashTable *layouts;                 /* text → PangoLayout */
} TapLaneStyle;

/* Looks them up anew. A zero-filled one is ready. */
void tap_lane_style_load (TapLaneStyle *self, GtkWidget *widget);

/* Plain colours without a widget, for tests. @context: (nullable) */
void tap_lane_style_load_plain (TapLaneStyle *self, PangoContext *context);
void tap_lane_style_clear (TapLaneStyle *self);

/* (transfer none) NULL: without a context. */
PangoLayout *tap_lane_style_get_layout (TapLaneStyle *self, const char *text, int *width,
                                        int *height);

void tap_lane_style_draw_text (TapLaneStyle *self, GtkSnapshot *snapshot, const char *text,
                               double x, double y, const GdkRGBA *colour);

G_END_DECLS
