/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar-text.h"

G_BEGIN_DECLS

/* The insides of the grammar of OpenAI Chat Completions (protocol C.1, C.2, Z.11), shared by its
 * files: tap-grammar-chat.c has the chunks and the end, tap-chat-choice.c what one choice says,
 * tap-chat-tools.c its tool calls. */

typedef enum
{
  TAP_CHAT_WAITING, /* for the first chunk */
  TAP_CHAT_OPEN,
  TAP_CHAT_DONE,    /* after [DONE] */
  TAP_CHAT_FAILED,  /* after an error */
} TapChatPhase;

typedef enum
{
  TAP_FINISH_NONE,
  TAP_FINISH_STOP,
  TAP_FINISH_LENGTH,
  TAP_FINISH_TOOL_CALLS,
  TAP_FINISH_FUNCTION_CALL,
  TAP_FINISH_ERROR,
  TAP_FINISH_OTHER, /* content_filter, or a new one */
} TapChatFinish;

typedef struct
{
  gint64 index;
  char *id;             /* (nullable) */
  char *name;           /* (nullable) quoted */
  GString *arguments;   /* (nullable) as far as they came */
  guint custom : 1;     /* its input is no JSON */
  guint too_large : 1;
} TapChatCall;

typedef struct
{
  gint64 index;
  guint first_event;
  gint64 first_at;
  guint8 finish;        /* TapChatFinish, the first */
  guint has_role : 1;
  guint has_function : 1; /* the one call of the old way, without tool_calls */
  TapToolText text;
  GPtrArray *calls;     /* (nullable) of TapChatCall, in the order in which they began */
  GHashTable *by_index; /* (nullable) their indexes → TapChatCall */
  gint64 next_call;     /* the index to be expected of a new one */
} TapChatChoice;

typedef struct
{
  const TapGrammarRequest *request; /* (nullable) */
  guint8 phase;
  guint has_usage : 1;
  guint has_chunk : 1;     /* when [DONE] came */
  guint has_model : 1;
  guint id_changed : 1;    /* was reported */
  guint other_dialect : 1; /* an event of one came, which was reported */
  guint unread : 1;        /* a chunk could not be read, and may have held what is missing */
  char *id;                /* (nullable) of the chunks */
  GPtrArray *choices;      /* of TapChatChoice, in the order in which they came */
  GHashTable *by_index;
  TapChatChoice *newest;   /* (nullable) looked up last */
} TapChat;

/* Errors: tap-chat-error.c. TRUE where JavaScript takes the value for true, as clients do. */
gboolean tap_chat_is_truthy (const TapJson *json, guint32 node);
/* A value as it stands, short. Free with g_free(). */
char *tap_chat_quote_json (const TapJson *json, guint32 node);
/* The error that a chunk is or holds, or TAP_JSON_NONE: OpenAI's and OpenRouter's member, vLLM's
 * object, or all of an event that is named error. */
guint32 tap_chat_find_error (const TapGrammarEvent *event);
/* That of a choice which failed by itself, in OpenRouter's way. */
guint32 tap_chat_find_choice_error (const TapGrammarEvent *event, guint32 choice);
/* @error: an object with a message, a text, or anything else that is one. */
void tap_chat_report_error (const TapGrammarEvent *event, guint32 error);

/* Choices. @position: of the choice in its chunk, for one without an index. */
void tap_chat_take_choice (TapChat *self, const TapGrammarEvent *event, guint32 node,
                           gint64 position);
void tap_chat_end_text (const TapChat *self, TapChatChoice *choice, TapFindings *findings);
void tap_chat_choices_clear (TapChat *self);

/* The tool calls in a delta; FALSE if it has none. */
gboolean tap_chat_take_calls (TapChatChoice *choice, const TapGrammarEvent *event, guint32 delta);
/* Whether a delta holds a piece of a call that says anything. */
gboolean tap_chat_has_calls (const TapGrammarEvent *event, guint32 delta);
/* The choice is finished: judges its calls. @certain: no chunk was unreadable. */
void tap_chat_judge_calls (const TapChatChoice *choice, const TapGrammarEvent *event,
                           gboolean certain);
void tap_chat_calls_clear (TapChatChoice *choice);

G_END_DECLS
