/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-verdict.h"

G_BEGIN_DECLS

/* The rows of "who breaks on it", each array ended by a client that is unknown. */
extern const TapEffect tap_effects_messages[];
extern const TapEffect tap_effects_openai[];
extern const TapEffect tap_effects_other[];

/* All of them in one order; NULL behind the last. */
const TapEffect *tap_effects_nth (guint index);

/* Rows are written as E (rule, client, which versions, what becomes of it, how sure, words). */
#define TAP_EFFECT_ROW(r, c, v, e, s, w)                                                          \
  { .rule = TAP_RULE_##r, .client = TAP_CLIENT_##c, TAP_VERSIONS_##v .effect = TAP_EFFECT_##e,                  \
    .sure = TAP_SURE_##s, .shows = w }
#define TAP_EFFECT_END { .client = TAP_CLIENT_UNKNOWN }

/* Which versions: the words for people, the first of them, the first that is none any more. */
#define TAP_VERSIONS_ANY
#define TAP_VERSIONS_HELPER .versions = "stream helper", .helper = TRUE,
#define TAP_VERSIONS_RAW .versions = "raw events", .raw = TRUE,
#define TAP_VERSIONS_CC_HELPER .versions = "2.0", .before = "2.1",
#define TAP_VERSIONS_CC_RAW .versions = "2.1", .since = "2.1",
#define TAP_VERSIONS_CC_RAW_OLD .versions = "2.1.100", .since = "2.1", .before = "2.1.196",
#define TAP_VERSIONS_CC_NEW .versions = "2.1.329", .since = "2.1.196",
#define TAP_VERSIONS_TS_OLD .versions = "0.71", .before = "0.134", .helper = TRUE,
#define TAP_VERSIONS_TS_NEW .versions = "1.11", .since = "0.134", .helper = TRUE,

G_END_DECLS
