/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-error.h"

G_BEGIN_DECLS

/* Makes and opens the file that a session is written to: new, mode 0600, locked against a second
 * engine. @path: NULL for a new one in the user's data folder, named after @wall (µs since 1970); with a
 * slash at its end a folder for such a one, which is made if it is missing.
 * Returns the descriptor, or -1: TAP_ERROR_BUSY, TAP_ERROR_IO. @used: (out) (transfer full). */
int tap_log_file_create (const char *path, gint64 wall, char **used, GError **error);

G_END_DECLS
