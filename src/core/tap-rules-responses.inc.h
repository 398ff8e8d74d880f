/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What a stream of OpenAI Responses can show (protocol C.3, Z.12). */
#define TAP_RULES_RESPONSES(X)
