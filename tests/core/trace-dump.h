/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-trace.h"

/* All that a trace says of its exchanges, as lines of text. Events stand there if they were kept.
 * (transfer full) */
char *trace_dump (const TapTrace *trace);

/* What is said of each exchange and of the call it belongs to. (transfer full) */
char *trace_dump_verdicts (const TapTrace *trace);
