/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange-item.h"

G_BEGIN_DECLS

/* How an exchange stands, in the two or three words that its pill has room for, and the style class
 * of their colour. Pure. Of what was found, that counts which came first and is worst, because what
 * follows is mostly its consequence. @silent: open, and silent for longer than is usual.
 * @style: (out) (static). (transfer full) */
char *tap_exchange_verdict_dup (const TapExchangeFacts *facts, const TapFindings *findings,
                                gboolean silent, const char **style);

G_END_DECLS
