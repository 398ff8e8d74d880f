/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-trace.h"

G_BEGIN_DECLS

/* Reads HAR 1.2 (a browser's or a proxy's archive of HTTP) as a trace: each entry becomes records,
 * which the fold takes like those of a log. What HAR does not know (framing, when bytes came, who
 * ended it) is not made up: bodies count as complete, event times as unknown unless the archive has
 * `_events`. */
gboolean tap_har_looks_like (const char *bytes, gsize length); /* of the beginning of a file */

/* @bytes: the whole file. Pushes all of it into @trace and finishes it. FALSE: it is no HAR that can
 * be read (TAP_ERROR), and says where. */
gboolean tap_har_load (const char *bytes, gsize length, TapTrace *trace, GError **error);

G_END_DECLS
