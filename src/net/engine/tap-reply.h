/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-head.h"

G_BEGIN_DECLS

/* The few answers that Tapline gives itself, where HTTP leaves no other way to say what happened.
 * They have the shape of an error in the protocol that the path belongs to, and close the
 * connection. @path: (nullable): the request's target, to choose the protocol by. @cause: a word
 * such as "refused", in a header of its own. */
GBytes *tap_reply_new (guint status, const char *path, gsize path_length, const char *cause,
                        const char *message, gboolean head_only);

G_END_DECLS
