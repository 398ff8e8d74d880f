/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange-item.h"

G_BEGIN_DECLS

/* How an exchange ended, as a sentence: who ended it, how, and what was missing. "" while it is
 * open. (transfer full) */
char *tap_end_words (const TapExchangeFacts *facts);

G_END_DECLS
