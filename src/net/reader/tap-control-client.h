/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Speaks to a running engine over its control socket (net/engine/tap-control.h says what can be
 * asked). Nothing here waits: answers come in the context that asked. */
typedef struct _TapControlClient TapControlClient;

/* Where the socket lies unless it is said: in a folder of its own under the user's run-time
 * folder; inside Flatpak where the sandbox shares it. (transfer full) */
char *tap_control_default_path (void);

TapControlClient *tap_control_client_new (const char *path);
void tap_control_client_free (TapControlClient *self); /* what is open is cancelled */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapControlClient, tap_control_client_free)

/* One request, one answer: its body. Fails with TAP_ERROR_CONNECT where no engine answers,
 * TAP_ERROR_FORMAT where it answers something else than JSON, TAP_ERROR_USAGE where it refuses. */
void tap_control_client_call_async (TapControlClient *self, const char *method, const char *path,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);

/* The same for a POST with a body. @json: the text of an object. What the engine says about a
 * request that it refuses is the error's message. */
void tap_control_client_post_async (TapControlClient *self, const char *path, const char *json,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
char *tap_control_client_call_finish (TapControlClient *self, GAsyncResult *result,
                                      GError **error);

/* Called for each JSON line, heartbeats included; without its line feed. */
typedef void (*TapControlLine) (const char *line, gpointer user_data);

/* Follows until the engine ends, which is no error. An engine from which nothing comes for three
 * heartbeats, or that goes without a word, is TAP_ERROR_CONNECT. @callback gets @user_data too. */
void tap_control_client_follow_async (TapControlClient *self, TapControlLine line,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean tap_control_client_follow_finish (TapControlClient *self, GAsyncResult *result,
                                           GError **error);

G_END_DECLS
