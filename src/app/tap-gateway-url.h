/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What people type as a gateway. All pure. */

/* With a scheme, if there was none: http for this computer, https for others; without spaces around
 * it and without slashes at its end. NULL with TAP_ERROR_USAGE and a sentence if it can be none.
 * (transfer full) */
char *tap_gateway_url_normalize (const char *text, GError **error);

/* Whether the gateway at @url is the one that a log calls @origin: scheme, host and port. */
gboolean tap_gateway_url_is_at (const char *url, const char *origin);

#define TAP_GATEWAY_HISTORY_MAX 12

/* @url first, each once, at most so many. (transfer full) */
char **tap_gateway_history_add (const char *const *history, const char *url);

G_END_DECLS
