/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-event-model.h"
#include "tap-json.h"

G_BEGIN_DECLS

/* Shared by the model and its rows. */
struct _TapEventModel
{
  GObject parent_instance;

  TapSession *session;
  TapExchangeItem *item;
  TapContent *content;    /* (nullable) borrowed */
  TapEventRuns runs;
  GHashTable *alive;      /* of TapEventRow: those that somebody holds */
  GPtrArray *refreshed;   /* of TapEventRow: to be told as changed, without the lock */
  TapJson json;           /* scratch */
};

struct _TapEventRow
{
  GObject parent_instance;

  TapEventModel *model;   /* (nullable) borrowed: it clears it when it goes */
  TapRun run;
  TapEvent first;         /* copies, for events and runs */
  TapEvent last;
  gint64 before;          /* when the event before it came; -1: it is the first */
  TapSilence silence;
  int severity;
  char *rules;            /* (nullable) */
  gint64 ended;           /* of the end's row */
  char *end_words;        /* (nullable) the same */
  gboolean lacks;         /* its content was not there when it was asked for */
};

void tap_event_row_changed (TapEventRow *self);

G_END_DECLS
