/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was found broken. Rule ids, severities and meanings are an interface: users put them into
 * bug reports. One table (tap-finding.c) holds them all. */
typedef enum
{
  TAP_SEVERITY_NOTE,
  TAP_SEVERITY_WARNING,
  TAP_SEVERITY_ERROR,
} TapSeverity;

/* One X-macro, so that the enum, the table and the test of completeness cannot drift apart:
 * X (SYMBOL, "rule-id", default severity, "what it means, one sentence, translatable"). */
#include "tap-rules.inc.h"

typedef enum
{
#define X(symbol, id, severity, meaning) TAP_RULE_##symbol,
  TAP_RULES (X)
#undef X
  TAP_N_RULES
} TapRule;

const char *tap_rule_id (TapRule rule);
TapSeverity tap_rule_severity (TapRule rule);
const char *tap_rule_meaning (TapRule rule); /* translated */
gboolean tap_rule_is_of_exchange (TapRule rule); /* no body alone can show it */
gboolean tap_rule_from_id (const char *id, TapRule *rule);
const char *tap_severity_name (TapSeverity severity); /* "error", "warning", "note" */

typedef struct
{
  TapRule rule;
  TapSeverity severity; /* settled at the end; may differ from the rule's own */
  guint event;          /* from 1; 0: the end of the stream, or a whole body */
  gint64 at;            /* µs since the session began; -1 where no time is known */
  char *detail;         /* one sentence of evidence, never NULL */
} TapFinding;

/* A growing list in the order of events; owns its findings. Of one rule it keeps so many; more,
 * from a body that breaks it in each of a million events, are counted but not kept. */
#define TAP_FINDINGS_MAX_OF_RULE 1000

typedef struct _TapFindings TapFindings;

TapFindings *tap_findings_new (void);
void tap_findings_free (TapFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapFindings, tap_findings_free)

guint tap_findings_count (const TapFindings *self);
const TapFinding *tap_findings_get (const TapFindings *self, guint index);
/* With those that were dropped. */
guint tap_findings_count_severity (const TapFindings *self, TapSeverity severity);
guint tap_findings_count_dropped (const TapFindings *self);
/* Counts @count more that somebody else dropped already. */
void tap_findings_add_dropped (TapFindings *self, TapSeverity severity, guint count);

/* Adds one, sorted in by its event (the end last; equal events in the order of adding), with the
 * rule's own severity or one of the caller's. */
void tap_findings_add (TapFindings *self, TapRule rule, guint event, gint64 at,
                       const char *format, ...) G_GNUC_PRINTF (5, 6);
void tap_findings_add_as (TapFindings *self, TapRule rule, TapSeverity severity, guint event,
                          gint64 at, const char *format, ...) G_GNUC_PRINTF (6, 7);
void tap_findings_add_copy (TapFindings *self, const TapFinding *finding);

G_END_DECLS
