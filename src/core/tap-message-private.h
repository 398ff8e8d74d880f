/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-json.h"
#include "tap-message.h"

G_BEGIN_DECLS

struct _TapMessage
{
  const struct _TapMessageKind *kind; /* of the protocol */
  GPtrArray *parts;     /* of TapPart */
  GHashTable *by_index; /* the protocol's own index of a part → TapPart, open ones */
  TapJson json;         /* scratch */
  char *id;
  char *model;
  char *stop_reason;
  gint64 input_tokens;
  gint64 cached_tokens;
  gint64 output_tokens;
  gboolean complete;
};

/* How a protocol's events become parts: one row of the table in tap-message.c. */
typedef struct _TapMessageKind
{
  const char *grammar; /* its name */
  /* FALSE: the event is none of the protocol's. */
  gboolean (*event) (TapMessage *self, guint number);
  gboolean (*body) (TapMessage *self);
} TapMessageKind;

TapPart *tap_message_add_part (TapMessage *self, TapPartKind kind, guint number);
void tap_message_replace (char **field, const TapJson *json, guint32 node); /* if it is a string */
void tap_message_append (TapPart *part, const TapJson *json, guint32 node, guint number);

/* tap-message-anthropic.c */
gboolean tap_message_anthropic_event (TapMessage *self, guint number);
gboolean tap_message_anthropic_body (TapMessage *self);

G_END_DECLS
