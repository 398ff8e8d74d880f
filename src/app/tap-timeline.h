/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-axis.h"
#include "tap-selection.h"
#include "tap-session.h"

G_BEGIN_DECLS

/* The lane of one exchange: connect, request, waiting, events by kind, silence as labelled bands,
 * findings as marks, the end as what it was. Draws by pixel columns, never an object an event;
 * marks and labelled gaps are buttons, so that keyboard and screen reader reach them. A row of the
 * list holds one; rows are recycled, so that the item changes and may be NULL. */
#define TAP_TYPE_LANE (tap_lane_get_type ())
G_DECLARE_FINAL_TYPE (TapLane, tap_lane, TAP, LANE, GtkWidget)

TapLane *tap_lane_new (TapAxis *axis, TapSelection *selection);
void tap_lane_set_item (TapLane *self, TapSession *session, TapExchangeItem *item);

/* In a narrow window a lane shows its own exchange from end to end instead of the axis. */
void tap_lane_set_compact (TapLane *self, gboolean compact);

/* The ruler above the lanes; sets the axis' width. */
#define TAP_TYPE_RULER (tap_ruler_get_type ())
G_DECLARE_FINAL_TYPE (TapRuler, tap_ruler, TAP, RULER, GtkWidget)
TapRuler *tap_ruler_new (TapAxis *axis);

/* The whole session as a strip with the visible part framed; drag moves it. */
#define TAP_TYPE_OVERVIEW (tap_overview_get_type ())
G_DECLARE_FINAL_TYPE (TapOverview, tap_overview, TAP, OVERVIEW, GtkWidget)
TapOverview *tap_overview_new (TapAxis *axis);
void tap_overview_set_session (TapOverview *self, TapSession *session);

/* Zoom and pan by wheel (Ctrl or Shift), pinch, drag and keys on @widget, whose lanes begin at
 * @inset pixels from its left. */
void tap_timeline_attach_gestures (GtkWidget *widget, TapAxis *axis, int inset);

G_END_DECLS
