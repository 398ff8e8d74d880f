/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A request as a command for a shell that sends it again. Masked credentials in its head become
 * $API_KEY, which the shell fills in; headers that curl makes itself are left out, and so is the
 * body's coding, which is undone. @base: (nullable) where to, e.g.
 * "https://api.anthropic.com"; @body: (nullable) the decoded body; one that is no text, or is over
 * TAP_CURL_MAX_BODY bytes, becomes a file to be named. NULL if the head cannot be read.
 * (transfer full) */
#define TAP_CURL_MAX_BODY (64 * 1024)

char *tap_curl_from_request (const char *base, const char *head, gsize head_length,
                             const char *body, gsize body_length);

G_END_DECLS
