/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-record.h"

G_BEGIN_DECLS

/* What lies between the relay thread, which must never wait, and the journal thread, which may:
 * chunks of memory that one writes, the other empties and hands back, so that the same few are
 * used again while they are warm. One writer, one reader. Past TAP_RING_LIMIT bytes whole records
 * are dropped and counted by exchange; one lost record tells of them once there is room. */
#define TAP_RING_LIMIT (64 * 1024 * 1024)
#define TAP_RING_MAX_BYTES (384 * 1024) /* of one record: the largest head and the read behind it */

typedef struct _TapRing TapRing;

TapRing *tap_ring_new (gsize limit);
void tap_ring_free (TapRing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapRing, tap_ring_free)

/* The writer's side. @at: µs since the session began. @fields: (nullable): members as JSON text
 * without braces. */
void tap_ring_put (TapRing *self, guint64 exchange, gint64 at, TapRecordKind kind,
                   const void *bytes, gsize length, const char *fields);

/* The writer will put nothing more: what was dropped is told, the reader is woken. */
void tap_ring_close (TapRing *self);

/* A record as it lies in the ring; its bytes may be altered in place until it is released. */
typedef struct
{
  guint64 exchange;
  gint64 at;
  guint32 length;        /* of the bytes */
  guint32 fields_length; /* with its NUL; 0: none */
  guint8 kind;
  guint8 has_bytes;
  guint8 data[];         /* bytes, then fields */
} TapRingRecord;

typedef enum
{
  TAP_RING_MORE,
  TAP_RING_NOTHING, /* only when not asked to wait for ever */
  TAP_RING_CLOSED,  /* and empty */
} TapRingState;

/* The reader's side: sleeps for @linger_ms, so that it is woken once for many records, and, if
 * @for_ever, until there is one. After a second without any it sleeps until it is woken. */
TapRingState tap_ring_wait (TapRing *self, guint linger_ms, gboolean for_ever);

/* The next record, or NULL. It stays valid until it is released. */
TapRingRecord *tap_ring_next (TapRing *self);

/* All records returned up to now are done with. */
void tap_ring_release (TapRing *self);

/* The reader tells when it goes to the disk (@since: monotonic, µs; 0: it is back), and when the
 * disk made it wait: then nobody shall wait for it in turn until @until. */
void tap_ring_set_writing (TapRing *self, gint64 since);
void tap_ring_set_slow (TapRing *self, gint64 until);

/* In the disk for so long (µs) with one write of at most a few MiB, the reader is held up by it. */
#define TAP_RING_STUCK 200000

/* Whether the writer had better wait a moment: the ring is nearly full, and the reader empties it
 * as fast as processor and disk let it, with no write that is stuck. So gigabytes in one piece are
 * kept whole, and a disk that hangs, or takes less than some 5 MB a second, is never waited for.
 * @now: monotonic, µs. */
gboolean tap_ring_should_wait (TapRing *self, gint64 now);

/* Readable from any thread. */
gboolean tap_ring_is_writing (TapRing *self, gint64 since); /* the reader is in the disk since then */
gsize tap_ring_get_bytes (TapRing *self);
void tap_ring_get_lost (TapRing *self, guint64 *bytes, guint64 *records);

G_END_DECLS
