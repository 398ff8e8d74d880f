/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-bins.h"
#include "tap-exchange.h"

G_BEGIN_DECLS

/* How an exchange ended, as a lane shows it. */
typedef enum
{
  TAP_TRACK_OPEN,
  TAP_TRACK_COMPLETE,
  TAP_TRACK_CUT,       /* the gateway ended it too early, or without the end of its protocol */
  TAP_TRACK_RESET,     /* the gateway reset it */
  TAP_TRACK_LEFT,      /* the agent went away */
  TAP_TRACK_UNREACHED, /* the gateway was not reached, or Tapline refused the request */
  TAP_TRACK_STOPPED,   /* the capture ended first */
  TAP_TRACK_UNRECORDED, /* open, and what comes cannot be written just now */
} TapTrackEnd;

#define TAP_TRACK_LASTING (2 * G_USEC_PER_SEC) /* from here on a silence that lasts is shown */

typedef struct
{
  gint64 at;           /* µs */
  guint event;         /* its number; 0: the end, or all of it */
  TapRule rule;
  TapSeverity severity;
} TapTrackMark;

/* What a timeline needs of one exchange: a copy, so that frames are drawn without the trace's lock.
 * Times in µs since the session began, -1 where there is none. A zero-filled one is ready. */
typedef struct
{
  TapBins bins;        /* blocks, comments too */
  GArray *silences;    /* of TapSilence, by their beginning */
  GArray *marks;       /* of TapTrackMark, by time */
  TapSilence silent;   /* byte silence that lasts; to is not set; from -1: none */
  TapSilence waiting;  /* the same of event silence */
  gint64 began, asked, answered, ended;
  TapTrackEnd end;
  guint status;        /* 0: none yet */
  gboolean faulty;     /* an error was found in it */
  guint events;
  guint n_findings;    /* that the marks were made of */
  guint serial;        /* another one after each change */
} TapTrack;

void tap_track_clear (TapTrack *self);

/* Takes in what is new, of the events *@budget at most, which is lessened. FALSE: more is to come.
 * @held_at: what is open is known until then, µs; -1: until now. Under the trace's lock. */
gboolean tap_track_update (TapTrack *self, const TapExchange *exchange, gint64 held_at,
                           guint *budget);

G_END_DECLS
