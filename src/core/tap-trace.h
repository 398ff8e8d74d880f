/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange.h"

G_BEGIN_DECLS

/* The fold: records in, exchanges out. Live, loaded or in a test, the same records give the same
 * trace; that is a test. */
typedef struct _TapTrace TapTrace;

typedef enum
{
  TAP_TRACE_KEEP_EVENTS = 1 << 0, /* keep a TapEvent a block; without it only counts and findings */
} TapTraceFlags;

#define TAP_TRACE_GAP (10 * G_USEC_PER_SEC) /* the default threshold of a silence, in µs */

typedef enum
{
  TAP_CHANGE_BEGAN,
  TAP_CHANGE_HEAD,     /* the response's head came */
  TAP_CHANGE_PROGRESS, /* more of its body */
  TAP_CHANGE_ENDED,
} TapChange;

typedef void (*TapTraceFunc) (TapTrace *self, TapExchange *exchange, TapChange change,
                              gpointer user_data);

TapTrace *tap_trace_new (TapTraceFlags flags, gint64 gap);
void tap_trace_free (TapTrace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapTrace, tap_trace_free)

/* For the user who knows better than the paths do: the grammar of every stream; NULL: none. */
void tap_trace_set_grammar (TapTrace *self, const TapGrammar *grammar);

/* Called after each record that changed an exchange. */
void tap_trace_set_func (TapTrace *self, TapTraceFunc func, gpointer user_data);

void tap_trace_push (TapTrace *self, TapRecord *record);

/* No more records will come, and none is missing by accident of time: exchanges that have no end
 * record are judged as they stand (the engine was killed, or the file was cut). */
void tap_trace_finish (TapTrace *self);

/* No record tells it, but the capture went on until then at least, and nothing came: to be said
 * before it is finished. */
void tap_trace_went_on (TapTrace *self, gint64 until);

guint tap_trace_count (const TapTrace *self);
TapExchange *tap_trace_get (const TapTrace *self, guint index);         /* in order of beginning */
TapExchange *tap_trace_find (const TapTrace *self, guint64 exchange);   /* by id, or NULL */

/* Drops an exchange that has ended, to bound the memory of who only watches. */
void tap_trace_forget (TapTrace *self, guint64 exchange);

gint64 tap_trace_get_started (const TapTrace *self);  /* wall clock, µs since 1970; 0 unknown */
/* The monotonic clock at the session's beginning, µs, of the machine that wrote it, which is of use
 * only while it runs; 0 unknown. */
gint64 tap_trace_get_clock (const TapTrace *self);
/* µs: the newest record, or later, if the capture is known to have gone on. */
gint64 tap_trace_get_now (const TapTrace *self);
const char *tap_trace_get_version (const TapTrace *self); /* of the Tapline that wrote it */

G_END_DECLS
