/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What a stream of Gemini can show (protocol C.4, Z.16). */
#define TAP_RULES_GEMINI(X)
