/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Bytes that are too many for memory, in an unlinked file of mode 0600 in the user's cache folder:
 * the system keeps in memory what is looked at, and nothing stays behind. One thread appends and
 * flushes; what it flushed can be read by any. */
typedef struct _TapSpool TapSpool;

TapSpool *tap_spool_new (GError **error); /* TAP_ERROR_IO */
void tap_spool_free (TapSpool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapSpool, tap_spool_free)

/* Once the disk takes no more, later bytes are dropped, so that what is there stays a beginning. */
void tap_spool_append (TapSpool *self, const guint8 *bytes, gsize length);

/* The number of bytes that can be read from now on. */
guint64 tap_spool_flush (TapSpool *self);

/* 0, or why the disk takes no more. Of the appending thread. */
int tap_spool_get_errno (const TapSpool *self);

/* At most @length bytes from @offset, of those flushed: how many there are. Any thread. */
gsize tap_spool_read (TapSpool *self, guint64 offset, guint8 *buffer, gsize length);

G_END_DECLS
