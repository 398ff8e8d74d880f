/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-adaptive.h"
#include "tap-filter-bar.h"
#include "tap-notice.h"
#include "tap-route-bar.h"
#include "tap-session-view.h"
#include "tap-welcome.h"
#include "tap-window.h"

G_BEGIN_DECLS

typedef enum
{
  TAP_SHOWS_LIVE, /* what the engine writes, or wrote last */
  TAP_SHOWS_DEMO,
  TAP_SHOWS_FILE,
} TapShows;

/* What the notice is about. */
typedef enum
{
  TAP_NOTICE_PLAIN,   /* nothing, or something without a button */
  TAP_NOTICE_BROKEN,  /* the engine */
  TAP_NOTICE_LOSS,    /* of the capture before */
  TAP_NOTICE_FILE,
  TAP_NOTICE_GATEWAY, /* it cannot be reached */
  TAP_NOTICE_PAUSED,
} TapNoticeKind;

/* The window's own, shared by the files that implement it. */
struct _TapWindow
{
  AdwApplicationWindow parent_instance;

  TapEngineProcess *engine;
  TapEngineProcess *demo;  /* (nullable) */
  GSettings *settings;     /* (nullable) where there are none */
  TapShows shows;
  TapSession *live;        /* (nullable) */
  TapSession *watched;     /* (nullable) the live one, once it is listened to */
  gulong watched_handler;
  gulong shown_handler;    /* of the session that is shown */
  TapSession *demo_session; /* (nullable) */
  GFile *shown_file;       /* (nullable) */
  gboolean welcome_wanted; /* although there is a session to show */
  gboolean closing;        /* the question was answered */
  gboolean checking_again; /* the gateway, because the notice was told to */
  TapNoticeKind notice_kind;

  TapAdaptive *adaptive;
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkWidget *back;
  GtkWidget *record;
  GtkWidget *record_label;
  GtkBox *route_above;
  GtkBox *route_below;
  GtkBox *notices;
  GtkSearchBar *search;
  GtkWidget *sessions_button;
  GtkWidget *menu_button;
  TapFilterBar *filter_bar;
  GtkStack *pages;
  AdwBin *welcome_slot;
  TapSessionView *view;
  TapNotice *notice;
  TapRouteBar *route;
  TapWelcome *welcome;
};

/* tap-window.c */
void tap_window_show_live (TapWindow *self);
void tap_window_show_demo (TapWindow *self);
void tap_window_show_page (TapWindow *self);      /* the session, or how to begin one */
void tap_window_list_sessions (TapWindow *self);

/* tap-window-actions.c */
void tap_window_filter (TapWindow *self);        /* by what the search bar says */
void tap_window_search_changed (TapWindow *self); /* the search bar came or went */
void tap_window_show_record (TapWindow *self);   /* whether it records */
gboolean tap_window_close_request (GtkWindow *window);

/* tap-window-route.c: from where to where requests go. */
void tap_window_show_route (TapWindow *self);
void tap_window_choose_gateway (TapWindow *self, const char *url);
void tap_window_gateway_checked (TapWindow *self);
void tap_window_watch_gateway (TapWindow *self); /* what the live session's exchanges tell of it */

/* tap-window-notices.c: what persists is a notice, what passes a toast. */
void tap_window_show_notices (TapWindow *self);
void tap_window_notice_activated (TapWindow *self);
void tap_window_say (TapWindow *self, const char *text);

G_END_DECLS
