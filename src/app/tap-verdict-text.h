/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-session.h"
#include "tap-verdict.h"

G_BEGIN_DECLS

/* What a verdict says in words, besides its sentence. @session: (nullable) names the exchanges and
 * tells times from their beginning; without it times are told from the session's. All but the
 * static ones (transfer full). */

/* "event 27 · 128.06 s", and where it lies in another exchange than the verdict's, which one. */
char *tap_verdict_text_place (TapSession *session, const TapVerdict *verdict,
                              const TapEvidence *evidence);

/* "gives up on this stream, showing “Connection error.”" */
char *tap_verdict_text_effect (const TapVerdict *verdict, const TapEffect *effect);

/* "Claude Code", "Claude Code up to 2.0" */
char *tap_verdict_text_client (const TapEffect *effect);

/* How it is known: "read in its source". (static) */
const char *tap_verdict_text_sure (TapSure sure);

/* "↳ retry 1 · after 0.5 s", "↳ fallback, not streamed"; NULL: it is a call's first attempt. */
char *tap_verdict_text_attempt (const TapExchangeFacts *facts);

/* All of it as plain text for a bug report. */
char *tap_verdict_text_report (TapSession *session, const TapVerdict *verdict);

G_END_DECLS
