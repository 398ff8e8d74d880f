/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar.h"

G_BEGIN_DECLS

/* An answer as a reader would see it: text, thinking, tool calls, put together from the events
 * as far as they came. It judges nothing and takes what is broken as it is; where the stream broke
 * off stays visible as a part that is not complete. */
typedef struct _TapMessage TapMessage;

typedef enum
{
  TAP_PART_TEXT,
  TAP_PART_THINKING,
  TAP_PART_TOOL_CALL,   /* name, id; text: its input as JSON, as far as it came */
  TAP_PART_TOOL_RESULT, /* of a server's tool */
  TAP_PART_ERROR,       /* the provider's own text */
  TAP_PART_OTHER,       /* name: its type; text: its JSON */
} TapPartKind;

typedef struct
{
  TapPartKind kind;
  gboolean complete;    /* its own end was seen */
  guint first_event;    /* numbers of the events that began and last added to it */
  guint last_event;
  char *name;           /* (nullable) */
  char *id;             /* (nullable) */
  GString *text;        /* valid UTF-8 */
} TapPart;

/* @grammar: (nullable) the protocol; NULL or one it does not know: each event's data is a part of
 * kind OTHER, up to a bound. */
TapMessage *tap_message_new (const TapGrammar *grammar);
void tap_message_free (TapMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapMessage, tap_message_free)

/* One event of a stream: its data's JSON text. @number: as TapEvent counts. */
void tap_message_feed (TapMessage *self, guint number, const char *data, gsize length);

/* A whole body that is no stream: the JSON answer of a request without streaming. */
void tap_message_feed_body (TapMessage *self, const char *body, gsize length);

guint tap_message_count (const TapMessage *self);
const TapPart *tap_message_get (const TapMessage *self, guint index);

/* NULL or -1 where not said. (transfer none) */
const char *tap_message_get_id (const TapMessage *self);
const char *tap_message_get_model (const TapMessage *self);
const char *tap_message_get_stop_reason (const TapMessage *self);
gint64 tap_message_get_input_tokens (const TapMessage *self);   /* without what came from a cache */
gint64 tap_message_get_cached_tokens (const TapMessage *self);
gint64 tap_message_get_output_tokens (const TapMessage *self);
gboolean tap_message_is_complete (const TapMessage *self);      /* its terminal event was seen */

G_END_DECLS
