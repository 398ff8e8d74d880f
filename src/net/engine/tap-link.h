/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-head.h"
#include "tap-origin.h"
#include "tap-ring.h"

G_BEGIN_DECLS

/* An agent's connection and the gateway's that is opened and closed with it. Bytes are passed on
 * first and looked at afterwards; requests alone are checked before. */
typedef struct _TapLink TapLink;

/* What all links of a relay share; on the relay thread. Counters are read by other threads. */
typedef struct
{
  TapLoop *loop;
  TapRing *ring;
  TapOrigin *origin;            /* for links that are opened from now on, as upstream is */
  const TapUpstream *upstream;
  gboolean recording;           /* FALSE: exchanges that begin now are not logged; atomic */
  gboolean noted;               /* what the log says about that */
  gint64 began;             /* the session's beginning on the monotonic clock */
  guint64 last_connection;
  guint64 last_exchange;    /* that is logged */
  GHashTable *links;        /* set of TapLink */
  GPtrArray *braked;        /* of TapLink: they wait for the journal to catch up */
  TapTimer brake_timer;
  guint8 *buffer;           /* TAP_LINK_READ bytes for whoever reads just now */
  TapHead head;             /* scratch, for one function's time; so is the next */
  GString *fields;
  guint64 agents_open;
  guint64 exchanges_open;
  guint64 exchanges_ended;
  guint64 bytes_up;
  guint64 bytes_down;
} TapLinkShared;

/* One read, and so one record; what a slow reader may leave waiting in memory, too. */
#define TAP_LINK_READ (64 * 1024)

/* A note about the relay in the log. */
void tap_link_note_shared (TapLinkShared *shared, const char *note, const char *detail);

/* Whether exchanges that begin now are logged; the log is told when that has changed. */
gboolean tap_link_check_recording (TapLinkShared *shared);

/* Takes over the accepted socket. @address: of the agent. The link goes when both sides are done. */
void tap_link_new (TapLinkShared *shared, int fd, const char *address);

/* Lets links go on that wait for the journal. */
void tap_link_release_brake (TapTimer *timer, gint64 now);

/* Ends it now: the session is being stopped. */
void tap_link_stop (TapLink *self);

G_END_DECLS
