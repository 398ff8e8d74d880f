/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-axis.h"
#include "tap-rows.h"
#include "tap-selection.h"
#include "tap-session.h"

G_BEGIN_DECLS

/* A session in the window: exchanges with the timeline above, the detail of one below; in a narrow
 * window one of the two at a time. Property "detail-alone" (boolean): narrow, and the detail is
 * what is seen, so that there is a way back to offer. */
#define TAP_TYPE_SESSION_VIEW (tap_session_view_get_type ())
G_DECLARE_FINAL_TYPE (TapSessionView, tap_session_view, TAP, SESSION_VIEW, GtkWidget)

void tap_session_view_set_session (TapSessionView *self, TapSession *session); /* (nullable) */
TapSession *tap_session_view_get_session (TapSessionView *self);               /* (nullable) */
TapSelection *tap_session_view_get_selection (TapSessionView *self);

/* Once it is read, if it is not yet. @exchange: 0 for none. */
void tap_session_view_select (TapSessionView *self, guint64 exchange, guint event);

TapAxis *tap_session_view_get_axis (TapSessionView *self);

void tap_session_view_set_filter (TapSessionView *self, const TapFilter *filter);
void tap_session_view_set_narrow (TapSessionView *self, gboolean narrow);
gboolean tap_session_view_get_detail_alone (TapSessionView *self);
void tap_session_view_show_list (TapSessionView *self);
void tap_session_view_focus_list (TapSessionView *self);                  /* the keyboard's */
void tap_session_view_show_page (TapSessionView *self, const char *page); /* of the detail */
void tap_session_view_copy_curl (TapSessionView *self);

/* Selects the exchange so many rows further down; FALSE if there is none. */
gboolean tap_session_view_step_row (TapSessionView *self, int step);

/* Selects the next finding (@by 1), or the one before (-1), in the order of the list, and shows it.
 * FALSE: there is no more. */
gboolean tap_session_view_step_finding (TapSessionView *self, int by);

G_END_DECLS
