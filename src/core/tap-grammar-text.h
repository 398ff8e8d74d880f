/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar-event.h"
#include "tap-tool-text.h"

G_BEGIN_DECLS

/* tool-call-as-text, as every dialect reports it (B.7, Z.13): looks for calls in a string, which
 * goes on with @text, and at the end of the text. A request that is known to declare no tools cannot
 * leak a call of one. @place, @index: what the text belongs to, as evidence: "Block", translated, 3. */
void tap_grammar_scan_text (const TapGrammarEvent *event, const TapGrammarRequest *request,
                            TapToolText *text, guint32 node, const char *place, gint64 index);
void tap_grammar_end_text (TapFindings *findings, const TapGrammarRequest *request,
                           TapToolText *text, const char *place, gint64 index);

G_END_DECLS
