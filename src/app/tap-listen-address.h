/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What people type as the address at which agents connect, as the engine takes it: "HOST:PORT" of
 * this computer; a port alone is one of 127.0.0.1. NULL with TAP_ERROR_USAGE and a sentence. Pure.
 * (transfer full) */
char *tap_listen_address_normalize (const char *text, GError **error);

G_END_DECLS
