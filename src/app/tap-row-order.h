/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-rows.h"

G_BEGIN_DECLS

/* Which exchanges a filter lets pass, and what order they stand in: pure, over plain facts. */

/* A filter's text, read once. */
typedef struct _TapFilterWords TapFilterWords;

TapFilterWords *tap_filter_words_new (const char *text); /* (nullable) */
void tap_filter_words_free (TapFilterWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapFilterWords, tap_filter_words_free)

/* @verdict: (nullable) what its pill says. @comment: (nullable) the user's. The filter's own text
 * is not looked at. */
gboolean tap_filter_passes (const TapFilter *filter, const TapFilterWords *words,
                            const TapExchangeFacts *facts, const char *verdict, gboolean pinned,
                            const char *comment);

/* What a class is called in a filter: "side". (static) */
const char *tap_filter_class_name (TapAskClass ask_class);

/* What a sort goes by, the largest first. */
gint64 tap_sort_measure (TapSort sort, const TapExchangeFacts *facts);

typedef struct
{
  gint64 measure;
  guint index;
} TapSortKey;

/* Equal ones stand in the order of their beginning. */
void tap_sort_keys (TapSortKey *keys, guint n_keys);

/* What exchanges are grouped by: the agent's session, else the client; "" if neither is known. */
const char *tap_group_key (const TapExchangeFacts *facts);

/* "claude-cli 2.1.0 · session 7f3a20c1…". (transfer full) */
char *tap_group_title (const TapExchangeFacts *facts);

G_END_DECLS
