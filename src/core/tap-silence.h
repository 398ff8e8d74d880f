/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange.h"

G_BEGIN_DECLS

/* The silences of one answer, measured from the moment the request was sent. Byte silence lies
 * between two reads; event silence between two events that are neither ping nor comment, and is
 * listed on its own only where something came in between, because otherwise the byte silence says
 * it all. A zero-filled one is ready for tap_silences_init(). All times in µs. */
typedef struct
{
  gint64 gap;          /* the shortest silence to list; 0 or less: none is */
  gint64 byte_at;      /* the last read, or when the request was sent; -1: not begun */
  gint64 event_at;     /* the last event that is no ping, or when the request was sent */
  gint64 read_at;      /* the last read of the body before the newest */
  gint64 newest_at;    /* the newest read of the body */
  gint64 longest;      /* byte silence, closed ones */
  guint number;        /* the newest event, pings counted */
  guint event_number;  /* the newest that is no ping */
  guint8 during;       /* TapEventKind of what the answer is at, told by who knows */
  gint64 stall_from;   /* since then the agent has not taken what came; -1: it has */
  gint64 byte_stall;   /* how long it had not, since byte_at */
  gint64 event_stall;  /* since event_at */
  guint masks;         /* pings and comments since event_at */
  gboolean blind;      /* events may have come that nobody saw */
  GArray *list;        /* of TapSilence, by their beginning; NULL: none */
} TapSilences;

void tap_silences_init (TapSilences *self, gint64 gap);
void tap_silences_clear (TapSilences *self);

/* The request is out: from now on there is something to wait for. Later calls do nothing. */
void tap_silences_begin (TapSilences *self, gint64 at);

/* Bytes of the answer came; @body: of its body, not a head. Call it before their events. Of a time that
 * is not known (below 0) neither the silence before nor the one behind is. */
void tap_silences_read (TapSilences *self, gint64 at, gboolean body);

/* An event was completed; @idle: it is a ping. Comments are not told at all. */
void tap_silences_event (TapSilences *self, gint64 at, guint number, gboolean idle);

/* A comment came, which is no event, but is something. */
void tap_silences_comment (TapSilences *self);

/* The agent does not take what came last; it has taken all. */
void tap_silences_stall (TapSilences *self);
void tap_silences_taken (TapSilences *self, gint64 at);

/* What came until then is not known, and what events come from now on neither: byte silence is
 * measured from here, event silence not any more. */
void tap_silences_skip (TapSilences *self, gint64 at);

/* Nothing more can come. */
void tap_silences_end (TapSilences *self, gint64 at);

/* The silence that lasts at @now, whatever its length. FALSE if none can last. */
gboolean tap_silences_open (const TapSilences *self, gint64 now, gboolean bytes, TapSilence *out);

G_END_DECLS
