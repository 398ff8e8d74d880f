/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-messages.h"

G_BEGIN_DECLS

/* The types of blocks and deltas (protocol B.3), and a block as long as it is open. */

typedef enum
{
  TAP_DELTA_TEXT = 1 << 0,
  TAP_DELTA_CITATIONS = 1 << 1,
  TAP_DELTA_THINKING = 1 << 2,
  TAP_DELTA_SIGNATURE = 1 << 3,
  TAP_DELTA_INPUT = 1 << 4,
  TAP_DELTA_COMPACTION = 1 << 5,
} TapDeltaKind;

typedef struct
{
  const char *name;
  TapDeltaKind kind;
  const char *part; /* what it must have (nullable) */
  TapJsonType part_type;
} TapDeltaType;

typedef enum
{
  TAP_BLOCK_OTHER,
  TAP_BLOCK_TEXT,
  TAP_BLOCK_THINKING,
  TAP_BLOCK_REDACTED,
  TAP_BLOCK_TOOL,        /* one that the agent runs */
  TAP_BLOCK_SERVER_TOOL, /* one that runs elsewhere */
} TapBlockKind;

typedef struct
{
  const char *name;
  TapBlockKind kind;
  guint deltas; /* TapDeltaKind that it may take */
} TapBlockType;

static inline gboolean
tap_messages_is_tool (const TapBlockType *type)
{
  return type != NULL && (type->kind == TAP_BLOCK_TOOL || type->kind == TAP_BLOCK_SERVER_TOOL);
}

/* NULL where the node is no string or no known type. */
const TapDeltaType *tap_messages_delta_type (const TapJson *json, guint32 node);
const TapBlockType *tap_messages_block_type (const TapJson *json, guint32 node);

struct _TapMessagesBlock
{
  gint64 index;
  const TapBlockType *type; /* NULL: unknown, takes anything */
  gboolean has_delta;       /* text or a signature, as its type needs */
  gboolean too_large;
  char *tool;               /* (nullable) quoted name */
  GString *input;           /* (nullable) of a tool */
  TapToolText text;
};

static inline TapBlockKind
tap_messages_block_kind (const TapMessagesBlock *self)
{
  return self->type != NULL ? self->type->kind : TAP_BLOCK_OTHER;
}

/* Stands for a block that was closed. */
extern TapMessagesBlock tap_messages_closed;

/* NULL: never started. */
TapMessagesBlock *tap_messages_find_block (TapMessages *self, gint64 index);

/* FALSE, and reported, if the event has none that can be. */
gboolean tap_messages_read_index (const TapGrammarEvent *event, gint64 *index);

/* Looks for tool calls in a text node, and at the end of the text. */
void tap_messages_scan_text (TapMessages *self, const TapGrammarEvent *event,
                             TapMessagesBlock *block, guint32 node);
void tap_messages_end_text (TapMessages *self, TapFindings *findings, TapMessagesBlock *block);

/* Judges the input of a tool's block that closes. */
void tap_messages_judge_input (TapMessages *self, const TapGrammarEvent *event,
                               const TapMessagesBlock *block);

G_END_DECLS
