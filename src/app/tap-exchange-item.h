/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "tap-trace.h"

G_BEGIN_DECLS

/* What the window lists of an exchange: a copy, so that it can be read without the trace's lock.
 * Made and kept fresh by TapSession; everybody else only looks. */
#define TAP_TYPE_EXCHANGE_ITEM (tap_exchange_item_get_type ())
G_DECLARE_FINAL_TYPE (TapExchangeItem, tap_exchange_item, TAP, EXCHANGE_ITEM, GObject)

/* Strings are NULL where they are not known, and clean: valid UTF-8 without control characters.
 * Times in µs since the session began, -1 where there is none. */
typedef struct
{
  guint64 id;
  guint index;            /* for tap_trace_get() */
  TapExchangeState state;
  char *method;
  char *target;           /* path and query */
  char *path;             /* without the query */
  char *client;           /* the User-Agent, whole */
  char *client_name;      /* "Claude Code 2.1.0", or what the User-Agent says: "curl 8.5" */
  char *session;          /* key of the group it belongs to; NULL: grouped by client */
  TapAskClass ask_class;
  char *agent_type;       /* of a sub-agent, if it said so */
  gboolean asked_stream;
  TapAttempt attempt;
  guint failed_before;    /* attempts just before it that were answered with the same status… */
  guint failed_status;    /* … of 400 or above */
  char *model;
  char *upstream;
  char *content_type;
  char *end_by;
  char *end_how;
  char *end_pending;
  char *end_detail;
  guint status;           /* 0: none yet */
  gint64 began, asked, answered, first_byte, last_byte, ended;
  guint64 bytes_up, bytes_in, bytes_lost;
  guint events;
  guint blocks;
  gint64 longest_gap;     /* of byte silence, while open as of the newest update */
  gint64 silent_since;    /* open, and waited for since then; -1: not */
  gboolean unrecorded;    /* open, and what comes cannot be written just now */
  guint counts[TAP_SEVERITY_ERROR + 1]; /* findings by severity */
  int worst;              /* TapSeverity, -1: nothing found */
  char *worst_rule;       /* id of the first finding of that severity; NULL */
  char **rules;           /* (nullable) ids of all that was found, each once, worst first */
} TapExchangeFacts;

/* Emits "changed" after its facts changed. Valid until then. */
const TapExchangeFacts *tap_exchange_item_get_facts (TapExchangeItem *self);

/* How long it took, or has taken at @now. µs */
gint64 tap_exchange_item_get_duration (TapExchangeItem *self, gint64 now);

/* The longest byte silence, with the one that lasts at @now. µs */
gint64 tap_exchange_item_get_gap (TapExchangeItem *self, gint64 now);

/* How it stands as a pill says it: "200 complete", "cut in silence", "streaming…", and the style
 * class of its colour ("success", "warning", "error", "accent", "dim"). (transfer full) (static) */
char *tap_exchange_item_dup_verdict (TapExchangeItem *self, const char **style);
const char *tap_exchange_item_get_verdict (TapExchangeItem *self); /* the same, until it changes */

/* The user's own marks, kept beside the log by TapMarks. Properties "pinned" and "comment". */
gboolean tap_exchange_item_get_pinned (TapExchangeItem *self);
const char *tap_exchange_item_get_comment (TapExchangeItem *self); /* (nullable) */

/* For TapSession and TapMarks alone. None of them emits "changed", because the trace's lock may be
 * held: tell_changed() does. set_mark() returns whether it is another mark; @gap: µs of silence
 * that are listed; @held: nothing can be written just now. */
TapExchangeItem *tap_exchange_item_new (guint64 id, guint index);
gboolean tap_exchange_item_set_mark (TapExchangeItem *self, gboolean pinned, const char *comment);
void tap_exchange_item_update (TapExchangeItem *self, const TapTrace *trace, gint64 now,
                               gint64 gap, gboolean held);
void tap_exchange_item_tell_changed (TapExchangeItem *self);

G_END_DECLS
