/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-grammar-text.h"

G_BEGIN_DECLS

/* The insides of the grammar of OpenAI Responses (protocol C.3, Z.12), shared by its files:
 * tap-grammar-responses.c has the events, tap-responses-turn.c the beginning and the end,
 * tap-responses-item.c items, tap-responses-part.c what comes within them, tap-responses-input.c
 * the inputs of tools, tap-responses-types.c the tables. */

typedef enum
{
  TAP_RESPONSES_WAITING, /* for response.created */
  TAP_RESPONSES_OPEN,
  TAP_RESPONSES_DONE,    /* after the terminal event */
  TAP_RESPONSES_FAILED,  /* after an error event */
} TapResponsesPhase;

typedef struct
{
  const TapGrammarRequest *request; /* (nullable) */
  guint8 phase;
  gboolean name_missing;    /* was reported */
  guint resumed : 1;        /* it may begin anywhere */
  guint missed : 1;         /* an event could not be read: what it began is not known */
  guint end_unread : 1;     /* the last event could not be read, and may have been the end */
  guint anew : 1;           /* another response has begun, whose numbers are its own */
  guint numbered : 1;       /* an event had a sequence_number */
  guint number_unsure : 1;  /* an event since the last number could not be read */
  guint after_reported : 1; /* an event after the end */
  guint cut : 1;            /* an item, or the response, is incomplete */

  const char *ended_by;     /* static: the name of the terminal event */
  gint64 sequence;          /* the last number */
  char *id;                 /* (nullable) the response's */
  GHashTable *items;        /* by output_index + 1; NULL: none yet */
  gint64 next_index;        /* of the next item; -1: any */
  GHashTable *call_ids;     /* set of the call ids in this response */
  GArray *held;             /* tool inputs that are no JSON: the end tells why */
} TapResponses;

typedef struct
{
  const char *name;
  const char *text;  /* (nullable) the member that holds what the deltas bring, once it is done */
  gboolean is_call;  /* the agent runs it */
  gboolean is_json;  /* and its text is JSON */
} TapResponsesItemType;

typedef struct
{
  gint64 index;      /* content_index, or -1 - summary_index */
  const char *type;  /* static; NULL: unknown, takes anything */
  guint added : 1;
  guint done : 1;
  TapToolText text;
} TapResponsesPart;

typedef struct
{
  gint64 index;
  const TapResponsesItemType *type; /* NULL: unknown, takes anything */
  char *id;          /* (nullable) */
  char *title;       /* its type and name as evidence */
  guint adopted : 1; /* its beginning was not seen */
  guint done : 1;
  guint id_changed : 1;  /* was reported */
  guint mismatch : 1;    /* was reported */
  guint input_judged : 1;
  guint too_large : 1;
  GString *input;    /* (nullable) the deltas, put together */
  GPtrArray *parts;  /* (nullable) of TapResponsesPart, as they came */
  GHashTable *by_index; /* the same; NULL: there are none */
} TapResponsesItem;

/* What an event does to an item that is there, or should be. */
typedef enum
{
  TAP_RESPONSES_PART_ADDED,
  TAP_RESPONSES_PART_DONE,
  TAP_RESPONSES_TEXT_DELTA,  /* of a part */
  TAP_RESPONSES_TEXT_DONE,
  TAP_RESPONSES_INPUT_DELTA, /* of the item itself */
  TAP_RESPONSES_INPUT_DONE,
  TAP_RESPONSES_STATE,       /* how far a built-in tool is */
} TapResponsesStep;

typedef struct
{
  const char *name;
  TapResponsesStep step;
  const char *target;      /* (nullable) the type of part or item that can take it */
  gboolean of_summary;     /* its part is counted by summary_index */
  gboolean needs_part;     /* clients fail where its part was never added */
} TapResponsesFill;

/* NULL where the node is no string or nothing known. */
const TapResponsesFill *tap_responses_fill (const TapJson *json, guint32 type);
const TapResponsesItemType *tap_responses_item_type (const TapJson *json, guint32 type);
const char *tap_responses_part_type (const TapJson *json, guint32 type);

/* The response as a whole. None of these needs the event's JSON. */
void tap_responses_take_created (TapResponses *self, const TapGrammarEvent *event);
void tap_responses_take_completed (TapResponses *self, const TapGrammarEvent *event);
void tap_responses_take_failed (TapResponses *self, const TapGrammarEvent *event);
void tap_responses_take_incomplete (TapResponses *self, const TapGrammarEvent *event);
void tap_responses_take_error (TapResponses *self, const TapGrammarEvent *event);
/* An event within a response. FALSE: it comes after the end, and nothing of it is taken. */
gboolean tap_responses_enter (TapResponses *self, const TapGrammarEvent *event, const char *name,
                              gboolean is_end);

/* Items and their parts */
void tap_responses_item_added (TapResponses *self, const TapGrammarEvent *event);
void tap_responses_item_done (TapResponses *self, const TapGrammarEvent *event);
void tap_responses_item_fill (TapResponses *self, const TapGrammarEvent *event,
                              const TapResponsesFill *fill);
/* The response ended as it should: what is still open was forgotten. */
void tap_responses_items_missing (TapResponses *self, const TapGrammarEvent *event);
/* The bytes, or this response, are over. */
void tap_responses_items_end (TapResponses *self, TapFindings *findings);
void tap_responses_items_clear (TapResponses *self);

/* FALSE: the event has none that can be. */
gboolean tap_responses_read_index (const TapGrammarEvent *event, const char *member, gint64 *index);
/* An item that may be filled; NULL: it was never added, and should have been. */
TapResponsesItem *tap_responses_adopt_item (TapResponses *self, gint64 index);
/* One is made that was never added. */
TapResponsesItem *tap_responses_force_item (TapResponses *self, gint64 index);
void tap_responses_compare_ids (const TapGrammarEvent *event, TapResponsesItem *item, guint32 node);
void tap_responses_end_parts (TapResponses *self, TapFindings *findings, TapResponsesItem *item);

/* What fills them */
/* A request whose tools are not known may have had any. */
const TapGrammarRequest *tap_responses_asked (const TapResponses *self);
void tap_responses_add_input (const TapGrammarEvent *event, TapResponsesItem *item, guint32 node);
/* @node: all of the item's input as the gateway puts it together. */
void tap_responses_judge_input (TapResponses *self, const TapGrammarEvent *event,
                                TapResponsesItem *item, guint32 node);
void tap_responses_settle (TapResponses *self, TapFindings *findings);

G_END_DECLS
