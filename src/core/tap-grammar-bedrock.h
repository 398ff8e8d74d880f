/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar.h"

G_BEGIN_DECLS

/* Amazon Bedrock's own events (protocol C.5): shown by their types, but not judged, except that an
 * exception is an error. What invoke wraps is of the model's own dialect: tap-eventstream.h. */
extern const TapGrammar tap_grammar_bedrock;

G_END_DECLS
