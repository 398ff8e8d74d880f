/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The capture engine as the window sees it: a process of its own that it starts, or finds living
 * and attaches to. Properties, all with "notify": "state" (uint: TapEngineState), "recording",
 * "url", "upstream", "output" (the log it writes), "message" (what is wrong and what to do, for a
 * notice, or NULL), "loss" (what an engine that was stopped could not keep, or NULL), "lost" (uint64:
 * bytes that could not be written), "held" (int64: µs of the session: the log has nothing of what came
 * from then on, because the disk does not take it; -1: it has all), "agents" (uint: connected just
 * now). Nothing here waits, and letting go of it ends no engine.
 *
 * One object is for one engine or one demo at a time: a demo beside a running engine wants an object
 * of its own. */
#define TAP_TYPE_ENGINE_PROCESS (tap_engine_process_get_type ())
G_DECLARE_FINAL_TYPE (TapEngineProcess, tap_engine_process, TAP, ENGINE_PROCESS, GObject)

typedef enum
{
  TAP_ENGINE_NONE,
  TAP_ENGINE_STARTING,
  TAP_ENGINE_RUNNING,
  TAP_ENGINE_STOPPING,
  TAP_ENGINE_FAILED,   /* "message" says why, and what to do */
  TAP_ENGINE_LOST,     /* it ended by itself, or was killed */
} TapEngineState;

TapEngineProcess *tap_engine_process_new (GSettings *settings);

/* Attaches to a living engine, else starts one that outlives the window. Nothing if it has one; after
 * one that is just being stopped it starts the next. */
void tap_engine_process_start (TapEngineProcess *self);

/* The demo: a gateway, an agent and a relay of their own, that end by themselves: then the state is
 * TAP_ENGINE_NONE again, and the output stays. It does not outlive the window. */
#define TAP_DEMO_GAP (G_USEC_PER_SEC * 3 / 2) /* µs of silence to list there: it is short of time */
void tap_engine_process_start_demo (TapEngineProcess *self);

/* Ends the engine, also one that somebody else started. Agents cannot connect any more. The
 * application stays until it has ended, with a window or without. None is started after it any
 * more. */
void tap_engine_process_stop (TapEngineProcess *self);

/* Off still relays: exchanges that begin while it is off are not logged. On also starts an engine
 * where there is none. */
void tap_engine_process_set_recording (TapEngineProcess *self, gboolean recording);

/* For connections that begin after it, and for the next start. An URL that is none becomes the
 * message, and nothing changes. */
void tap_engine_process_set_upstream (TapEngineProcess *self, const char *url);

TapEngineState tap_engine_process_get_state (TapEngineProcess *self);
gboolean tap_engine_process_get_recording (TapEngineProcess *self);
guint tap_engine_process_get_agents (TapEngineProcess *self);
guint64 tap_engine_process_get_lost (TapEngineProcess *self);
gint64 tap_engine_process_get_held (TapEngineProcess *self);     /* as it was last */
guint64 tap_engine_process_get_written (TapEngineProcess *self); /* bytes of the log, at that time */

/* Until when it is known to have lived: the time in the session of its output, µs, when it last said
 * something of itself; 0: unknown. */
gint64 tap_engine_process_get_alive (TapEngineProcess *self);
gboolean tap_engine_process_is_demo (TapEngineProcess *self);
const char *tap_engine_process_get_url (TapEngineProcess *self);      /* (nullable) */
const char *tap_engine_process_get_upstream (TapEngineProcess *self); /* (nullable) */
const char *tap_engine_process_get_output (TapEngineProcess *self);   /* (nullable) */
const char *tap_engine_process_get_message (TapEngineProcess *self);  /* (nullable) */

/* Whether what waits in memory would be lost if the engine were stopped now. */
gboolean tap_engine_process_is_stuck (TapEngineProcess *self);

/* What an engine that was stopped could not keep, a sentence, until it is taken note of. */
const char *tap_engine_process_get_loss (TapEngineProcess *self);     /* (nullable) */
void tap_engine_process_forget_loss (TapEngineProcess *self);

G_END_DECLS
