/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How many exchanges begin in a part of a log. Pure. */
guint tap_log_count (const char *log, gsize length);

/* The same of a file, up to a bound of some 256 MiB; for a thread that may wait. @more: (out) there
 * is more behind the bound. FALSE: it cannot be read, or was cancelled. */
gboolean tap_log_count_file (const char *path, GCancellable *cancellable, guint *n_exchanges,
                             gboolean *more);

G_END_DECLS
