/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "grammar-suite.h"

extern const GrammarRule chat_rules[];
extern const guint chat_n_rules;
extern const GrammarCase chat_cases[];
extern const guint chat_n_cases;
