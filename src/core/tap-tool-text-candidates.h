/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-tool-text-families.h"
#include "tap-tool-text.h"

G_BEGIN_DECLS

/* Markers that were seen in a text, and what followed each of them so far. */
void tap_tool_text_candidates_drop (TapToolText *self);
void tap_tool_text_candidates_add (TapToolText *self, const TapToolTextFamily *family, guint event,
                                   gint64 at);
void tap_tool_text_candidates_feed (TapToolText *self, char c, guint event, gint64 at);

/* Looks at all of them again. One that is a call, but may yet prove to stand in inline code, is
 * left as it is. */
gboolean tap_tool_text_candidates_judge (TapToolText *self, gboolean complete, TapToolTextHit *hit);

/* Inline code closes: what was in it only talked about a call. At the end of a line (@was_code is
 * FALSE) it was none: a lone backtick hides nothing on the next line. */
void tap_tool_text_candidates_leave_code (TapToolText *self, gboolean was_code);

G_END_DECLS
