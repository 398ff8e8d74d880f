/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-trace.h"

G_BEGIN_DECLS

/* Reads HAR 1.2 (a browser's or a proxy's archive of HTTP) as a trace: each entry becomes records,
 * which the fold takes like those of a log. Heads are rebuilt as HTTP/1.1 around the decoded bodies
 * that the archive holds, with credentials masked. What HAR does not know is not made up: bytes
 * without a time have the time -1, an answer whose body was left out is marked as lost, and an entry
 * that does not tell how it ended has no end that anybody made.
 *
 * Events have times if the entry tells them, in one of two ways:
 *   "_events": [{"event": 1, "time": 812.5}, …]   Tapline's own: the number of the event and when it
 *                                                 was complete, in ms since startedDateTime
 *   "_eventSourceMessages": [{"time": 1763463.5, "eventName", "eventId", "data"}, …]
 *                                                 Chromium's: in seconds since 1970; of these a body
 *                                                 that was left out is put together again */

#define TAP_HAR_MAX (256 * 1024 * 1024) /* bytes of an archive */

/* What a reader should be told besides. */
typedef struct
{
  guint n_entries;     /* with those that were skipped */
  guint n_skipped;
  guint first_skipped; /* its place in the archive, from 1 */
  char *why;           /* (nullable) the first one was; one sentence without its full stop */
  char *creator;       /* (nullable) who wrote the archive: "WebInspector 537.36" */
} TapHarNotes;

void tap_har_notes_clear (TapHarNotes *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapHarNotes, tap_har_notes_clear)

gboolean tap_har_looks_like (const char *bytes, gsize length); /* of the beginning of a file */

/* @bytes: the whole file. Pushes all of it into @trace and finishes it; in the order of its times,
 * which nearly always is that of the archive: the exchange's number is its entry's then. @notes: (out), zero-filled. FALSE: it is no HAR
 * that can be read (TAP_ERROR), and says where. */
gboolean tap_har_load (const char *bytes, gsize length, TapTrace *trace, TapHarNotes *notes,
                       GError **error);

G_END_DECLS
