/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar.h"

G_BEGIN_DECLS

extern const TapGrammar tap_grammar_gemini;

G_END_DECLS
