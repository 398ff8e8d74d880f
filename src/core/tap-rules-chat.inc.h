/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What a stream of OpenAI Chat Completions can show (protocol C.1, C.2, Z.11). */
#define TAP_RULES_CHAT(X)
