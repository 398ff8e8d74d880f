/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who sent a request, as far as its head tells. */

/* "claude-cli 2.1.0" from "claude-cli/2.1.0 (external, cli)"; NULL for NULL. (transfer full) */
char *tap_client_name_from_agent (const char *user_agent);

/* The key of the agent's session from the header that the client sends for it, or NULL
 * (protocol: those of Claude Code, Codex and opencode). Clean text. (transfer full) */
char *tap_client_name_dup_session (GBytes *request_head);

G_END_DECLS
