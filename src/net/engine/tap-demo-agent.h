/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The demo's agent: a SoupSession that plays the script of tap-demo-scenes.h against a base URL,
 * in the shape of a real agent's requests, and tries again after a status of 500 or above. */
typedef struct _TapDemoAgent TapDemoAgent;

TapDemoAgent *tap_demo_agent_new (const char *base_url);
void tap_demo_agent_free (TapDemoAgent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapDemoAgent, tap_demo_agent_free)

/* Plays all scenes, one after the other. Whatever comes back is taken as it is; it fails only if
 * nothing comes back: TAP_ERROR_CONNECT. */
void tap_demo_agent_run_async (TapDemoAgent *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean tap_demo_agent_run_finish (TapDemoAgent *self, GAsyncResult *result, GError **error);

/* What came back for each attempt, in order. */
guint tap_demo_agent_count_attempts (TapDemoAgent *self);
guint tap_demo_agent_get_status (TapDemoAgent *self, guint attempt);
const GString *tap_demo_agent_get_body (TapDemoAgent *self, guint attempt);

G_END_DECLS
