/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The only place that reads a clock. */

/* Monotonic, in µs. Times in the log are this less the session's beginning. */
gint64 tap_clock_now (void);

/* Wall clock, µs since 1970: the session's anchor. */
gint64 tap_clock_wall (void);

G_END_DECLS
