/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-identity.h"

G_BEGIN_DECLS

/* The parts of reading an identity. */

/* Takes @value, unless there is a key already or it is none. */
void tap_identity_take_key (char **key, char *value);

/* tap-identity-client.c: who asks, from the User-Agent. */
void tap_identity_read_client (TapIdentity *self, const TapHead *head);

/* tap-identity-class.c: what for, as far as method, path and shape tell. */
void tap_identity_guess_of_head (TapIdentity *self, const TapHead *head);
void tap_identity_guess_of_body (TapIdentity *self, const TapJson *json, gsize length);

/* tap-fingerprint.c. What two requests have in common of which one is the other again, perhaps
 * without streaming: the path, and the body but for what changes then. Never 0. */
guint64 tap_fingerprint_of_head (const TapHead *head);
guint64 tap_fingerprint_of_body (guint64 of_head, const TapJson *json);

G_END_DECLS
