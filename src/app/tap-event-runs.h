/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange.h"

G_BEGIN_DECLS

/* The rows of the events' table: events, runs of alike deltas as one row, silences between them,
 * and the end. Plain numbers, grown as the exchange grows; a million deltas are a few rows until
 * their run is opened. Looked at and updated under the trace's lock. */
typedef enum
{
  TAP_RUN_EVENT,   /* the block "first" */
  TAP_RUN_FOLDED,  /* the blocks "first" … "last" */
  TAP_RUN_SILENCE, /* the silence "first" */
  TAP_RUN_END,
} TapRunKind;

typedef struct
{
  TapRunKind kind;
  guint first;
  guint last;
} TapRun;

/* So many alike make a run. */
#define TAP_RUN_MIN 4

typedef struct
{
  GArray *rows;       /* of TapRun */
  GHashTable *opened; /* first blocks of runs that the user opened */
  gboolean all_open;
  guint blocks;       /* of the exchange, that are in rows */
  guint silences;
  guint findings;     /* as many as were known then: a later one can split a run */
  gboolean ended;

  /* Where it goes on: the newest blocks that are alike, and what lies before them. */
  guint tail_first;   /* their first block */
  guint tail_row;     /* with their first row */
  guint tail_end;     /* the row behind their last */
  gint64 told_to;     /* when the newest silence before them ended; -1: there is none */
} TapEventRuns;

/* What became of the rows: from @position on, @removed went and @added came. */
typedef struct
{
  guint position;
  guint removed;
  guint added;
} TapRunChange;

/* A zero-filled one is ready. */
void tap_event_runs_clear (TapEventRuns *self);

/* Whether there is nothing new to take in. */
gboolean tap_event_runs_is_current (const TapEventRuns *self, TapExchange *exchange);

/* Takes in what is new, for which it looks at the newest rows alone, unless there are new findings
 * or the end, which may say something of old events. FALSE: nothing changed. */
gboolean tap_event_runs_update (TapEventRuns *self, TapExchange *exchange, TapRunChange *change);

/* Opens or closes the run that begins with that block; all of them. */
void tap_event_runs_toggle (TapEventRuns *self, TapExchange *exchange, guint first,
                            TapRunChange *change);
void tap_event_runs_open_all (TapEventRuns *self, TapExchange *exchange, gboolean open,
                              TapRunChange *change);

/* The row with the event of that number, or that whose run has it. FALSE: none. */
gboolean tap_event_runs_find (const TapEventRuns *self, TapExchange *exchange, guint number,
                              guint *row);

G_END_DECLS
