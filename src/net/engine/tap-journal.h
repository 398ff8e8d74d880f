/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-ring.h"

G_BEGIN_DECLS

/* The thread that empties the ring into the log: masks credentials, gives each record its number,
 * writes. What it waits for (a slow disk, a full one) nobody else waits for. */
typedef struct _TapJournal TapJournal;

/* @fd: the log, its session line written already as number 0; stays the caller's. @written: that
 * line's bytes. */
TapJournal *tap_journal_new (TapRing *ring, int fd, gsize written);
void tap_journal_start (TapJournal *self);

/* The ring was closed: waits until all is written, at most @patience_ms. TRUE if it was; if not,
 * the disk takes nothing, and the thread is left behind with what it holds. */
gboolean tap_journal_finish (TapJournal *self, guint patience_ms);

/* After it finished in vain: "exchange 3: 1200 bytes, …" of what was given up, or NULL if nothing
 * was, or if the thread still hangs and nobody can tell. (transfer full) */
char *tap_journal_describe_unwritten (TapJournal *self);
void tap_journal_free (TapJournal *self);

/* Readable from any thread. */
guint64 tap_journal_get_bytes (TapJournal *self); /* written */
int tap_journal_get_errno (TapJournal *self);     /* why nothing can be written now; 0: it can */

/* The time (of the session, µs) of the oldest record that waits because the disk is full, or hangs
 * for more than a second; until then the log is whole. It holds until all that has come since is
 * written. -1: the log is as whole as it can be. */
gint64 tap_journal_get_held (TapJournal *self);

G_END_DECLS
