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
  guint n_open;         /* choices that have no end yet, in the protocols that have choices */
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

void tap_message_append_json (TapPart *part, const TapJson *json, guint32 node); /* as it stands */

/* The open part of that index, which is made if there is none. */
TapPart *tap_message_open (TapMessage *self, int index, TapPartKind kind, guint number);
void tap_message_close (TapMessage *self, int index, guint number);

/* A provider's error: an object with a message, a text, or anything else. */
void tap_message_add_error (TapMessage *self, guint32 error, guint number);

/* If the member of that name is a whole number. */
void tap_message_read_count (const TapMessage *self, guint32 object, const char *name,
                             gint64 *value);

/* Counts of a provider that counts with the prompt what came from a cache; -1: not said. */
void tap_message_set_prompt (TapMessage *self, gint64 prompt, gint64 cached);

/* In protocols with choices: the index of one choice's part, and the name of that part where there
 * may be another choice's. */
#define TAP_MESSAGE_SLOTS (1 << 20)
int tap_message_slot (gint64 choice, guint slot);
void tap_message_name_choice (TapPart *part, gint64 choice);
/* @index: a slot that no part has. The message is complete once all choices that began ended. */
void tap_message_begin_choice (TapMessage *self, int index);
void tap_message_end_choice (TapMessage *self, int index);

/* tap-message-anthropic.c */
gboolean tap_message_anthropic_event (TapMessage *self, guint number);
gboolean tap_message_anthropic_body (TapMessage *self);

/* tap-message-chat.c */
gboolean tap_message_chat_event (TapMessage *self, guint number);
gboolean tap_message_chat_body (TapMessage *self);

/* tap-message-gemini.c */
gboolean tap_message_gemini_event (TapMessage *self, guint number);
gboolean tap_message_gemini_body (TapMessage *self);

/* tap-message-responses.c */
gboolean tap_message_responses_event (TapMessage *self, guint number);
gboolean tap_message_responses_body (TapMessage *self);

G_END_DECLS
