/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The demo's gateway: a SoupServer on a free loopback port that gives the scripted answers
 * (tap-demo-scenes.h) in their order, one for each POST to /v1/messages that carries the demo's
 * key. It runs in the context that made it. */
typedef struct _TapDemoGateway TapDemoGateway;

/* @silence: in ms, what TAP_DEMO_SILENCE stands for. Fails with TAP_ERROR_BUSY. */
TapDemoGateway *tap_demo_gateway_new (guint silence, GError **error);
void tap_demo_gateway_free (TapDemoGateway *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapDemoGateway, tap_demo_gateway_free)

const char *tap_demo_gateway_get_url (TapDemoGateway *self); /* without a slash at its end */
guint tap_demo_gateway_count_answered (TapDemoGateway *self);

G_END_DECLS
