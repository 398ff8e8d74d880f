/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-origin.h"
#include "tap-ring.h"

G_BEGIN_DECLS

/* The relay thread: the listener and all links. It waits for sockets and for nothing else. */
typedef struct _TapRelay TapRelay;

/* @listener: a listening non-blocking socket (transfer full). The rest is borrowed. @began: the
 * session's beginning on the monotonic clock. */
TapRelay *tap_relay_new (int listener, const TapUpstream *upstream, TapTlsTrust *trust,
                         TapRing *ring, gint64 began);
void tap_relay_start (TapRelay *self);

/* Off: exchanges that begin from now on are relayed, and not logged; those that have begun are, to
 * their end. A note in the log tells. From any one thread, while it runs. */
void tap_relay_set_recording (TapRelay *self, gboolean recording);

/* For agents that connect from now on; a note in the log tells. Both are borrowed until the relay
 * is freed; @trust: NULL keeps the one that it has. From any one thread, while it runs. */
void tap_relay_set_upstream (TapRelay *self, const TapUpstream *upstream, TapTlsTrust *trust);

/* Ends all links and the thread, then closes the ring. */
void tap_relay_stop (TapRelay *self);
void tap_relay_free (TapRelay *self);

/* Readable from any thread. */
typedef struct
{
  guint64 agents_open;
  guint64 exchanges_open;
  guint64 exchanges_ended;
  guint64 bytes_up;
  guint64 bytes_down;
} TapRelayCounts;

void tap_relay_get_counts (TapRelay *self, TapRelayCounts *counts);
guint64 tap_relay_get_cpu (TapRelay *self); /* µs of the thread so far */

/* A listening socket on a loopback address, "HOST:PORT"; port 0 picks a free one. Returns the
 * descriptor, or -1: TAP_ERROR_USAGE, TAP_ERROR_BUSY, TAP_ERROR_IO. @url: (out) (transfer full). */
int tap_relay_listen (const char *address, char **url, GError **error);

G_END_DECLS
