/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-tool-text.h"

G_BEGIN_DECLS

/* A text that is nothing but a call in JSON, bare or in one fence (protocol B.7, generic):
 * {"name": NAME, "arguments" or "input" or "parameters": ...}. It is kept as long as it may be one,
 * up to 64 KiB. */
void tap_tool_text_whole_push (TapToolText *self, const char *text, gsize length, guint event,
                               gint64 at);
gboolean tap_tool_text_whole_end (TapToolText *self, TapToolTextHit *hit);
void tap_tool_text_whole_drop (TapToolText *self);

G_END_DECLS
