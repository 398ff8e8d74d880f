/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "tap-record.h"

G_BEGIN_DECLS

/* Reads a log file, also one that still grows. Everything readable is read: a truncated last line
 * is left for the next poll (or reported at the end), a broken line in the middle is a problem
 * that is counted and skipped. It opens nothing but its file and blocks on nothing else. */
typedef struct _TapLogReader TapLogReader;

/* No record is longer by far. What is longer is a broken line, and is skipped without being kept. */
#define TAP_LOG_READER_MAX_LINE (64 * 1024 * 1024)

/* No capture lasts so long, µs: a line that tells of a time beyond it is broken, and whoever draws
 * or adds times need not fear for a sum of them. */
#define TAP_LOG_READER_MAX_AT ((gint64) G_USEC_PER_SEC * 24 * 3600 * 366 * 100)

/* Checks the first line: TAP_ERROR_FORMAT for a foreign file, TAP_ERROR_NEWER for a newer major
 * version, TAP_ERROR_IO. An empty file is one that has not begun: no error. */
TapLogReader *tap_log_reader_open (const char *path, GError **error);
void tap_log_reader_free (TapLogReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapLogReader, tap_log_reader_free)

/* The next whole record that is in the file now, or NULL: then @error is set for a broken line
 * (the next call goes on behind it), or not set because there is no more as yet. */
TapRecord *tap_log_reader_next (TapLogReader *self, GError **error);

/* Goes on at @offset, where a record begins (as get_offset() says). TAP_ERROR_IO. */
gboolean tap_log_reader_seek (TapLogReader *self, guint64 offset, GError **error);

guint64 tap_log_reader_get_offset (const TapLogReader *self); /* of the record last returned */
guint64 tap_log_reader_get_size (const TapLogReader *self);   /* of the file, now */
gboolean tap_log_reader_has_rest (const TapLogReader *self);  /* a line without its line feed */

/* Calls @func whenever the file has grown, on the thread-default context, until the source is
 * destroyed. (transfer full) */
GSource *tap_log_reader_watch (TapLogReader *self, guint interval_ms);

G_END_DECLS
