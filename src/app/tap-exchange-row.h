/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-rows.h"
#include "tap-timeline.h"

G_BEGIN_DECLS

/* What a row's widget needs besides its row; lives as long as the list. */
typedef struct
{
  TapSession *session; /* (nullable) */
  TapAxis *axis;
  TapSelection *selection;
  gboolean compact;    /* the lane below the text, not beside it */
  gboolean apart;      /* attempts do not stand under the first of their call */
} TapRowContext;

/* Pixels of the text beside the lanes; the ruler and the overview begin behind it, too. */
#define TAP_ROW_TEXT_WIDTH 330

/* A row of the list: a heading, or an exchange's text with its lane. Rows are recycled. */
#define TAP_TYPE_EXCHANGE_ROW (tap_exchange_row_get_type ())
G_DECLARE_FINAL_TYPE (TapExchangeRow, tap_exchange_row, TAP, EXCHANGE_ROW, GtkWidget)

GtkWidget *tap_exchange_row_new (const TapRowContext *context); /* borrowed */
void tap_exchange_row_set_row (TapExchangeRow *self, TapRow *row); /* (nullable) */

TapExchangeItem *tap_exchange_row_get_item (TapExchangeRow *self);  /* (transfer none) (nullable) */

/* Lengths of open exchanges grow by themselves. @now: µs of the session. */
void tap_exchange_row_set_now (TapExchangeRow *self, gint64 now);

G_END_DECLS
