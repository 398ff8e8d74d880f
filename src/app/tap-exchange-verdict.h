/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange-item.h"
#include "tap-verdict.h"

G_BEGIN_DECLS

/* How an exchange stands, in the two or three words that its pill has room for, and the style class
 * of their colour. Pure: the cause is judged elsewhere, and only named here; where it says no more
 * than that something was found, the worst finding is named, the first of them. A success after
 * attempts that a status refused says so. @style: (out) (static). (transfer full) */
char *tap_exchange_verdict_dup (const TapExchangeFacts *facts, const TapFindings *findings,
                                TapCause cause, TapTone tone, const char **style);

/* The same of one that is open and has no error yet. @silent: for longer than is usual. */
char *tap_exchange_verdict_dup_open (const TapExchangeFacts *facts, gboolean silent,
                                     const char **style);

G_END_DECLS
