/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-lane-scene.h"

G_BEGIN_DECLS

/* The marks and labelled silences of a lane as buttons without a look of their own above what is
 * drawn, so that keyboard, pointer and screen reader reach them. Part of a TapLane. */

/* One was pressed; @event: the number of its event, 0: none. */
typedef void (*TapLaneHandleFunc) (guint event, gpointer user_data);

typedef struct
{
  GtkWidget *lane;     /* borrowed */
  TapLaneHandleFunc pressed;
  gpointer user_data;
  GArray *buttons;     /* those in use come first */
  guint n_used;
  guint n_wanted;      /* more than there are: they are made in an idle moment */
  guint make;          /* source */
} TapLaneHandles;

void tap_lane_handles_init (TapLaneHandles *self, GtkWidget *lane, TapLaneHandleFunc pressed,
                            gpointer user_data);
void tap_lane_handles_clear (TapLaneHandles *self);

/* Within the lane's allocation. @scene: NULL: none is to be seen. @origin: of the times told. */
void tap_lane_handles_place (TapLaneHandles *self, const TapLaneScene *scene, gint64 origin,
                             int height);
void tap_lane_handles_snapshot (TapLaneHandles *self, GtkSnapshot *snapshot);

G_END_DECLS
