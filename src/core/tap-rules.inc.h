/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-rules-chat.inc.h"
#include "tap-rules-exchange.inc.h"
#include "tap-rules-gemini.inc.h"
#include "tap-rules-messages.inc.h"
#include "tap-rules-responses.inc.h"
#include "tap-rules-stream.inc.h"

/* The rules in the order of the protocol's description: what a stream of one dialect can show, what
 * holds for every dialect, what only the exchange shows. */
#define TAP_RULES(X)                                                                              \
  TAP_RULES_MESSAGES (X)                                                                          \
  TAP_RULES_CHAT (X)                                                                              \
  TAP_RULES_RESPONSES (X)                                                                         \
  TAP_RULES_GEMINI (X)                                                                            \
  TAP_RULES_STREAM (X)                                                                            \
  TAP_RULES_EXCHANGE (X)
