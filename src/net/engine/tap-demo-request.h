/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The request of one scene (tap-demo-scenes.h), with the headers and the body's shape of a real
 * coding agent: tools, system prompt, the turns so far, session id. (transfer full) */
SoupMessage *tap_demo_request_new (const char *base_url, const char *session_id, guint scene);

G_END_DECLS
