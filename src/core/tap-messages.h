/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar-text.h"

G_BEGIN_DECLS

/* The insides of the grammar of Anthropic Messages (protocol B and Z), shared by its files:
 * tap-grammar-messages.c has the events and phases, tap-messages-block.c the blocks and deltas,
 * tap-messages-turn.c usage, stop reasons and what is settled at the end of a message. */

typedef enum
{
  TAP_MESSAGES_WAITING, /* for message_start */
  TAP_MESSAGES_OPEN,
  TAP_MESSAGES_DONE,    /* after message_stop */
  TAP_MESSAGES_FAILED,  /* after an error */
} TapMessagesPhase;

typedef enum
{
  TAP_STOP_NULL, /* absent or null */
  TAP_STOP_END_TURN,
  TAP_STOP_MAX_TOKENS,
  TAP_STOP_SEQUENCE,
  TAP_STOP_TOOL_USE,
  TAP_STOP_OTHER,   /* another known one */
  TAP_STOP_UNKNOWN, /* a new one, or one that could not be read */
} TapStopReason;

typedef struct _TapMessagesBlock TapMessagesBlock;

typedef struct
{
  const TapGrammarRequest *request; /* (nullable) */
  guint8 phase;
  guint8 stop;                      /* TapStopReason, the newest */
  gboolean name_missing;            /* was reported */
  guint implied : 1;                /* the message goes on although its message_start is missing */
  guint other_dialect : 1;          /* a chunk of it came */
  guint has_delta : 1;              /* a message_delta */
  guint unread_block : 1;           /* a content_block_start could not be read */
  guint has_tool_use : 1;
  guint open_reported : 1;

  char *id;                   /* the message's (nullable) */
  guint stop_event;           /* where the stop reason stands */
  gint64 stop_at;

  GHashTable *blocks;         /* by index + 1: what is open, or CLOSED */
  TapMessagesBlock *newest;   /* (nullable) the one looked up last */
  guint n_open;
  gint64 next_index;          /* -1: any */
  GHashTable *tool_ids;       /* set of the ids in this message */
  GArray *pending;            /* findings whose severity the end decides */

  gint64 input_tokens;        /* -1: not known; so with the others */
  gint64 output_tokens;
  gint64 cache_creation_tokens;
  gint64 cache_read_tokens;
} TapMessages;

/* Blocks */
void tap_messages_block_start (TapMessages *self, const TapGrammarEvent *event);
void tap_messages_block_delta (TapMessages *self, const TapGrammarEvent *event);
void tap_messages_block_stop (TapMessages *self, const TapGrammarEvent *event);
void tap_messages_add_tool (TapMessages *self, const TapGrammarEvent *event, guint32 block);
/* The bytes of the stream are over. */
void tap_messages_blocks_end (TapMessages *self, TapFindings *findings);
void tap_messages_blocks_clear (TapMessages *self);

/* The message as a whole */
void tap_messages_turn_start (TapMessages *self, const TapGrammarEvent *event);
void tap_messages_turn_delta (TapMessages *self, const TapGrammarEvent *event);
void tap_messages_turn_stop (TapMessages *self, const TapGrammarEvent *event);
/* A finding at @event whose rule or severity is not settled before the end. Takes @detail. */
void tap_messages_hold (TapMessages *self, const TapGrammarEvent *event, TapRule rule,
                        char *detail);
void tap_messages_settle_held (TapMessages *self, TapFindings *findings);
void tap_messages_settle (TapMessages *self, TapFindings *findings);
void tap_messages_turn_clear (TapMessages *self);

G_END_DECLS
