/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-event-model.h"
#include "tap-selection.h"

G_BEGIN_DECLS

/* How much of it there is for the columns. */
typedef enum
{
  TAP_ROOM_WIDE,
  TAP_ROOM_MEDIUM, /* all of them, but smaller */
  TAP_ROOM_SMALL,  /* those that are looked at first */
  TAP_ROOM_NARROW, /* the least of them */
  TAP_N_ROOMS
} TapRoom;

/* The events of the selected exchange as a table; runs of alike deltas are one row until they are
 * opened. Selects with TapSelection, both ways. */
#define TAP_TYPE_EVENTS_PAGE (tap_events_page_get_type ())
G_DECLARE_FINAL_TYPE (TapEventsPage, tap_events_page, TAP, EVENTS_PAGE, GtkWidget)

GtkWidget *tap_events_page_new (TapSelection *selection);

/* All (nullable): nothing is shown. @content: borrowed, until it is set anew. */
void tap_events_page_show (TapEventsPage *self, TapSession *session, TapExchangeItem *item,
                           TapContent *content);
void tap_events_page_content_changed (TapEventsPage *self);
void tap_events_page_set_room (TapEventsPage *self, TapRoom room);

/* The switch that opens all runs, to be put beside the tabs. (transfer none) */
GtkWidget *tap_events_page_get_switch (TapEventsPage *self);

G_END_DECLS
