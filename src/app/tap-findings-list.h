/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-exchange.h"

G_BEGIN_DECLS

/* What was found in an exchange: a row for each rule, in order, with the evidence of the one
 * that is selected. Emits "jump" (guint64 exchange, guint event) for a row, and "step" (int by) for
 * the finding after, or before, the one that is selected. */
#define TAP_TYPE_FINDINGS_LIST (tap_findings_list_get_type ())
G_DECLARE_FINAL_TYPE (TapFindingsList, tap_findings_list, TAP, FINDINGS_LIST, GtkWidget)

/* A copy of what the list shows, made under the trace's lock and shown without it. */
typedef struct
{
  guint64 exchange;
  GArray *rules;    /* of TapFoundRule, as they were broken first */
  guint count;      /* of all findings */
  int current;      /* index of the finding that is selected; -1: none */
  TapRule rule;     /* of that one… */
  guint event;
  char *detail;
} TapFound;

typedef struct
{
  TapRule rule;
  TapSeverity severity;
  guint count;
  guint event;      /* of the first, as TapSelection counts */
} TapFoundRule;

/* @event: that is selected. @current: the finding that was, -1: none. */
TapFound *tap_found_new (const TapExchange *exchange, guint event, int current);
void tap_found_free (TapFound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapFound, tap_found_free)

GtkWidget *tap_findings_list_new (void);
void tap_findings_list_show (TapFindingsList *self, TapFound *found); /* (transfer full) */

G_END_DECLS
