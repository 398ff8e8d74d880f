/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "log-writer.h"
#include "tap-detail.h"

G_BEGIN_DECLS

/* The detail in a window, of logs that the tests write. */
typedef struct
{
  LogWriter log;
  TapSession *session;
  TapSelection *selection;
  TapDetail *detail;
  GtkWidget *window;
  const char *wanted; /* that a label or a cell is to say */
  guint n;            /* a test's own */
  double upper;
} DetailFixture;

#define DELTA(text) "{\"type\":\"content_block_delta\",\"index\":0," \
                    "\"delta\":{\"type\":\"text_delta\",\"text\":\"" text "\"}}"

void detail_set_up (DetailFixture *self, gconstpointer data);
void detail_tear_down (DetailFixture *self, gconstpointer data);

/* The beginning of an answer, with that many deltas, and what ends it. */
void detail_write_answer (LogWriter *log, guint64 exchange, guint deltas);
void detail_write_rest (LogWriter *log, guint64 exchange);

void detail_open_log (DetailFixture *self, gboolean live);
void detail_choose (DetailFixture *self, guint64 exchange, guint event);

/* The first one that is on the screen; what it says, in part. (transfer none) (nullable) */
GtkWidget *detail_find_words (GtkWidget *widget, const char *part);
GtkWidget *detail_find_type (GtkWidget *widget, GType type);
void detail_wait_for (DetailFixture *self, const char *words);

/* The table of events. */
GListModel *detail_get_rows (DetailFixture *self);
guint detail_get_chosen (DetailFixture *self);
void detail_open_run (DetailFixture *self, guint position); /* or fold it */

G_END_DECLS
