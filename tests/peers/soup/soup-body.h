/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A request's body on its way from SoupServer to SoupSession: pushed as it is read from the agent,
 * pulled as a pollable stream by the session. */
#define SOUP_PEER_TYPE_BODY (soup_peer_body_get_type ())
G_DECLARE_FINAL_TYPE (SoupPeerBody, soup_peer_body, SOUP_PEER, BODY, GInputStream)

/* @drained is called whenever all that was pushed has been pulled. */
typedef void (*SoupPeerBodyFunc) (gpointer user_data);
SoupPeerBody *soup_peer_body_new (SoupPeerBodyFunc drained, gpointer user_data);

/* Returns how many bytes wait to be pulled. */
gsize soup_peer_body_push (SoupPeerBody *self, GBytes *bytes);

/* No more will come; @drained is not called any more. */
void soup_peer_body_finish (SoupPeerBody *self);

G_END_DECLS
