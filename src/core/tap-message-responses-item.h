/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-message-private.h"

G_BEGIN_DECLS

/* The items of OpenAI's Responses as parts of a message. Where a part stands: in the item itself,
 * among its contents, or among its summaries. */
typedef enum
{
  TAP_RESPONSE_ITEM,
  TAP_RESPONSE_CONTENT,
  TAP_RESPONSE_SUMMARY,
  TAP_RESPONSE_N_PLACES,
} TapResponsePlace;

/* Of an item, and of what stands in it; any numbers. */
gpointer tap_response_key (gint64 item, TapResponsePlace place, gint64 index);

/* The open part of that key; it is made where there is none. @name: (nullable) */
TapPart *tap_response_part (TapMessage *self, gpointer key, TapPartKind kind, const char *name,
                            guint number);

/* Sets a part's text: a string as its text, anything else as its JSON, nothing as it is. */
void tap_response_set_text (TapPart *part, const TapJson *json, guint32 node, guint number);

/* A content or summary, and an item, as they begin, end (@complete), or are in a body. */
void tap_response_take_part (TapMessage *self, gpointer key, guint32 node, gboolean complete,
                             guint number);
void tap_response_take_item (TapMessage *self, gint64 index, guint32 node, gboolean complete,
                             guint number);

G_END_DECLS
