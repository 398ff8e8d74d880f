/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-event-runs.h"
#include "tap-session.h"

G_BEGIN_DECLS

/* The events of one exchange as a list model of TapEventRow, made when they are asked for. */
#define TAP_TYPE_EVENT_ROW (tap_event_row_get_type ())
G_DECLARE_FINAL_TYPE (TapEventRow, tap_event_row, TAP, EVENT_ROW, GObject)

#define TAP_TYPE_EVENT_MODEL (tap_event_model_get_type ())
G_DECLARE_FINAL_TYPE (TapEventModel, tap_event_model, TAP, EVENT_MODEL, GObject)

typedef enum
{
  TAP_CELL_NUMBER,  /* "4–25" */
  TAP_CELL_TIME,    /* since the exchange began */
  TAP_CELL_CLOCK,   /* of the wall */
  TAP_CELL_GAP,     /* since the event before */
  TAP_CELL_NAME,    /* "content_block_delta ×22" */
  TAP_CELL_CONTENT,
  TAP_CELL_FINDING, /* rules */
  TAP_N_CELLS,
} TapCell;

/* What a cell shows; "" where it has nothing. (transfer full) */
char *tap_event_row_dup_text (TapEventRow *self, TapCell cell);

TapRunKind tap_event_row_get_kind (TapEventRow *self);
TapEventKind tap_event_row_get_event_kind (TapEventRow *self);
guint tap_event_row_get_number (TapEventRow *self);      /* of its first event; 0: none */
int tap_event_row_get_severity (TapEventRow *self);      /* TapSeverity; -1: nothing found */
gboolean tap_event_row_is_run (TapEventRow *self);       /* can be opened or closed */
gboolean tap_event_row_is_folded (TapEventRow *self);

TapEventModel *tap_event_model_new (TapSession *session, TapExchangeItem *item);

/* Looks for what is new; emits "items-changed", with "changing" before it and "changed" behind it:
 * while a row is selected, GTK would look at each new one for whether it is the selected one. */
void tap_event_model_update (TapEventModel *self);
void tap_event_model_toggle (TapEventModel *self, TapEventRow *row);
void tap_event_model_open_all (TapEventModel *self, gboolean open);
gboolean tap_event_model_find (TapEventModel *self, guint number, guint *position);

/* Bytes came that cells may have waited for: each row that did emits "changed", as
 * does one of whose event something was found out later. */
/* Where a row of this model is by now, which may have come from before a change. @near: where it
 * was, and mostly still is. */
gboolean tap_event_model_find_row (TapEventModel *self, TapEventRow *row, guint near,
                                   guint *position);

void tap_event_model_set_content (TapEventModel *self, TapContent *content); /* borrowed, nullable */
void tap_event_model_content_changed (TapEventModel *self);

G_END_DECLS
