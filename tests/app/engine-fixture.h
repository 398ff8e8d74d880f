/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-engine-process.h"

/* The window's view of an engine, with real processes: TAPLINE_CLI says which program. Each test
 * has folders, settings and a control socket of its own. */
typedef struct
{
  char *folder;
  GSettings *settings;
  TapEngineProcess *engine;
} EngineFixture;

/* Before anything of GLib is asked for a folder. */
void engine_fixture_prepare (void);
void engine_fixture_finish (void);

void engine_fixture_set_up (EngineFixture *fixture, gconstpointer data);
void engine_fixture_tear_down (EngineFixture *fixture, gconstpointer data);

/* Gives it up, and returns once it is gone: an answer may still be due. */
void engine_fixture_let_go (TapEngineProcess **engine);

/* Runs the main context until it is so; fails after half a minute. */
void engine_fixture_wait_state (TapEngineProcess *engine, TapEngineState state);
void engine_fixture_wait_recording (TapEngineProcess *engine, gboolean recording);
void engine_fixture_wait_upstream (TapEngineProcess *engine, const char *upstream);
void engine_fixture_wait_message (TapEngineProcess *engine);

/* The process that answers at the control socket; 0: none does. */
int engine_fixture_get_pid (void);

/* Asks the engine's listener as an agent would, and reads the answer's head and body. */
char *engine_fixture_ask (const char *url, const char *path);
