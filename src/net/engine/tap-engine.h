/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "tap-error.h"

G_BEGIN_DECLS

/* The capture as a whole: listener, relay thread, journal thread and log file. It is made, started
 * and stopped on one thread; its own threads are not seen from outside. */
typedef struct _TapEngine TapEngine;

typedef struct
{
  const char *upstream;           /* http:// or https:// URL, with a path prefix or without */
  const char *listen;             /* "HOST:PORT", a loopback address; NULL: 127.0.0.1:4747 */
  const char *output;             /* the log file; NULL: a new one in the user's data folder; with a
                                     slash at its end: a new one in that folder */
  const char *upstream_ca;        /* (nullable) PEM file of further trusted authorities */
  const char *const *resolve;     /* (nullable) "HOST:PORT=ADDRESS:PORT", NULL-terminated */
} TapEngineOptions;

/* Opens the log and binds the listener, so that whatever is wrong is said before anything runs:
 * TAP_ERROR_USAGE, TAP_ERROR_BUSY (port or file taken), TAP_ERROR_IO. */
TapEngine *tap_engine_new (const TapEngineOptions *options, GError **error);

/* Stops it if it runs: open connections are closed, the log is written to its end. */
void tap_engine_free (TapEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapEngine, tap_engine_free)

void tap_engine_start (TapEngine *self);

/* FALSE if the log could not be written to its end; @unwritten: (out) (transfer full) (nullable):
 * then which exchanges lack how much, if that can be told. */
gboolean tap_engine_stop (TapEngine *self, char **unwritten);

/* Off: exchanges that begin from now on are relayed, and not logged. */
void tap_engine_set_recording (TapEngine *self, gboolean recording);
gboolean tap_engine_get_recording (TapEngine *self);

/* For agents that connect from now on. TAP_ERROR_USAGE, and all stays as it was. */
gboolean tap_engine_set_upstream (TapEngine *self, const char *url, GError **error);

const char *tap_engine_get_url (TapEngine *self);      /* to point the agent at, no slash at its end */
const char *tap_engine_get_upstream (TapEngine *self); /* with its path */
const char *tap_engine_get_output (TapEngine *self);   /* path of the log */

/* Counters; can be read from any thread while it runs. */
typedef struct
{
  gint64 started;          /* wall clock, µs since 1970 */
  gint64 now;              /* µs of the session: the time of what would be recorded now */
  guint64 agents_open;     /* connections of agents */
  guint64 exchanges_open;
  guint64 exchanges_ended;
  guint64 bytes_up;        /* read from agents, framing and heads included */
  guint64 bytes_down;      /* read from gateways */
  guint64 log_bytes;       /* written to the log */
  guint64 lost_bytes;      /* could not be written and are gone */
  guint64 lost_records;
  guint64 ring_bytes;      /* wait to be written */
  int log_errno;           /* 0, or why the log cannot be written just now */
  gint64 log_held_at;      /* µs of the session: what came from then on waits; -1: nothing does */
} TapEngineStatus;

void tap_engine_get_status (TapEngine *self, TapEngineStatus *status);

/* For the benchmark: CPU time of the relay thread in µs so far. */
guint64 tap_engine_get_relay_cpu (TapEngine *self);

G_END_DECLS
