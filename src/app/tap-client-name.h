/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who sent a request, as far as its head tells. */

/* "claude-cli 2.1.0" from "claude-cli/2.1.0 (external, cli)"; NULL for NULL. (transfer full) */
char *tap_client_name_from_agent (const char *user_agent);

G_END_DECLS
