/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-session.h"

G_BEGIN_DECLS

/* The rows of the list: a model of TapRow, grouped by session, filtered and sorted. It works on
 * an array of indexes; a row is made when it is asked for. A heading emits "changed" when its
 * count did. */
#define TAP_TYPE_ROW (tap_row_get_type ())
G_DECLARE_FINAL_TYPE (TapRow, tap_row, TAP, ROW, GObject)

/* NULL: the row is a heading. (transfer none) */
TapExchangeItem *tap_row_get_item (TapRow *self);
const char *tap_row_get_heading (TapRow *self);   /* "claude-cli 2.1 · session 7f3a…" */
guint tap_row_get_count (TapRow *self);           /* of the exchanges under a heading */

typedef enum
{
  TAP_SORT_BEGAN,    /* the only one under which groups have headings */
  TAP_SORT_DURATION, /* the others: largest first */
  TAP_SORT_EVENTS,
  TAP_SORT_GAP,
  TAP_SORT_FINDINGS,
} TapSort;

/* An exchange must fulfil all that is set. */
typedef struct
{
  const char *text;     /* (nullable) words, each in the method, target, model, client, session,
                           comment, pill, a rule, or at the beginning of the status; "path:…",
                           "method:…", "client:…", "session:…", "model:…", "comment:…" and
                           "finding:…" (or "rule:…") in one of them alone; "status:5xx",
                           "status:>=400", "class:side", "is:failed", "is:running", "is:retry",
                           "is:fallback". Quotes hold words together. Case does not matter. */
  int severity;         /* findings at least as bad as TapSeverity; -1: any, also none */
  gboolean pinned;
  gboolean open;
} TapFilter;

#define TAP_TYPE_ROWS (tap_rows_get_type ())
G_DECLARE_FINAL_TYPE (TapRows, tap_rows, TAP, ROWS, GObject)

TapRows *tap_rows_new (TapSession *session);
void tap_rows_set_filter (TapRows *self, const TapFilter *filter); /* copied */
void tap_rows_set_sort (TapRows *self, TapSort sort);
guint tap_rows_count_shown (TapRows *self);   /* exchanges, without headings */
gboolean tap_rows_find (TapRows *self, TapExchangeItem *item, guint *position);

G_END_DECLS
