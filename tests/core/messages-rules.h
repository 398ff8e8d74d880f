/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "grammar-suite.h"

extern const GrammarRule messages_rules[];
extern const guint messages_n_rules;
extern const GrammarCase messages_cases[];
extern const guint messages_n_cases;
