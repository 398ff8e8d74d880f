/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-engine.h"

G_BEGIN_DECLS

/* What GET /v1/status answers: one JSON object with the engine's counters, addresses, the log's
 * path, the version and the process id. (transfer full) */
char *tap_engine_status_to_json (TapEngine *engine);

G_END_DECLS
