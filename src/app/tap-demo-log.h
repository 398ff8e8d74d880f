/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The log of the demo: it lies in the user's cache folder, since anybody can have another. */

/* A path for a new one, in a folder that is there; older ones are removed. */
void tap_demo_log_make_async (GAsyncReadyCallback callback, gpointer user_data);
char *tap_demo_log_make_finish (GAsyncResult *result, GError **error);

/* The addresses that its first record tells. @url, @upstream: (out) (transfer full). */
void tap_demo_log_find_async (const char *path, GAsyncReadyCallback callback, gpointer user_data);
gboolean tap_demo_log_find_finish (GAsyncResult *result, char **url, char **upstream,
                                   GError **error);

G_END_DECLS
