/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-json.h"

G_BEGIN_DECLS

/* What an event says, in one line for a table: a delta's text in quotes, a block's type and tool,
 * usage and stop reason, an error's own words; of what is not known, its JSON. At most
 * TAP_EVENT_WORDS_MAX characters, without control characters. Anthropic's and OpenAI's streams.
 * @json: of @data, parsed, or with no nodes. (transfer full) */
#define TAP_EVENT_WORDS_MAX 400

char *tap_event_words (const TapJson *json, const char *data, gsize length);

/* The text alone that a delta adds, to be joined with its neighbours'; FALSE if it adds none. */
gboolean tap_event_delta_append (const TapJson *json, GString *out);

G_END_DECLS
