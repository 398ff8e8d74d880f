/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All sockets of the relay on one epoll descriptor, which is a single GSource of the thread's
 * main context: GLib's own poll grows with the number of sockets, this does not. Edges, not
 * levels: who is told that a socket is readable remembers it until a read says otherwise. Timers
 * come from one timerfd in the same set, since GLib's come half a millisecond late. */
typedef struct _TapLoop TapLoop;
typedef struct _TapWatch TapWatch;
typedef struct _TapTimer TapTimer;

/* Lives inside its user's struct. @events: EPOLLIN and so on. */
typedef void (*TapWatchFunc) (TapWatch *watch, guint32 events);

struct _TapWatch
{
  TapWatchFunc func;
  gpointer user_data;
  int fd; /* -1: not watched */
};

typedef void (*TapTimerFunc) (TapTimer *timer, gint64 now);

struct _TapTimer
{
  TapTimerFunc func;
  gpointer user_data;
  gint64 at; /* µs on the monotonic clock; 0: not set */
};

TapLoop *tap_loop_new (GMainContext *context);
void tap_loop_free (TapLoop *self);

/* Watches for everything, edge-triggered: input, output, hang-up, reset. */
gboolean tap_loop_add (TapLoop *self, TapWatch *watch, int fd);
void tap_loop_remove (TapLoop *self, TapWatch *watch);

/* Calls the watch again, with no events, after the others had their turn. */
void tap_loop_again (TapLoop *self, TapWatch *watch);

/* Runs @func once nothing that was reported in this turn can still refer to @data. */
void tap_loop_later (TapLoop *self, GDestroyNotify func, gpointer data);

/* What belongs to nobody any more and frees itself in time: if the loop goes first, it calls
 * @func. */
void tap_loop_adopt (TapLoop *self, gpointer orphan, GDestroyNotify func);
void tap_loop_disown (TapLoop *self, gpointer orphan);

/* Sets a timer (again); a timer must be unset before its memory goes away. */
void tap_loop_set_timer (TapLoop *self, TapTimer *timer, gint64 at);
void tap_loop_unset_timer (TapLoop *self, TapTimer *timer);

G_END_DECLS
