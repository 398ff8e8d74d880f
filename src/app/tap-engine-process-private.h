/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-control-client.h"
#include "tap-engine-child.h"
#include "tap-engine-process.h"
#include "tap-engine-report.h"

G_BEGIN_DECLS

struct _TapEngineProcess
{
  GObject parent_instance;

  GSettings *settings;
  TapControlClient *client;
  TapEngineChild *child; /* NULL: attached to somebody else's, or none */
  TapEngineState state;
  TapEngineReport report;
  char *trouble;         /* why it failed or is lost */
  char *complaint;       /* about the last change that was asked for */
  char *loss;            /* what the one before could not keep */
  char *wanted;          /* the upstream that was asked for */
  char *demo_path;       /* becomes the output once it is there */
  GApplication *held;    /* until the engine has ended, even if the last window is gone by then */
  guint poll;
  guint attempts;
  guint changes;         /* that were asked for and are not answered */
  gsize said;            /* bytes of the child's errors from before it was told to stop */
  gboolean again;        /* to be started once it has stopped */
  gboolean asking;
  gboolean demo;
  gboolean disposed;
};

/* tap-engine-process.c: the object and what it tells. Each notifies of what it changes. */
void tap_engine_process_set_state (TapEngineProcess *self, TapEngineState state,
                                   const char *trouble);
void tap_engine_process_set_complaint (TapEngineProcess *self, const char *complaint);
void tap_engine_process_set_loss (TapEngineProcess *self, const char *loss);
void tap_engine_process_hold (TapEngineProcess *self, gboolean hold);
void tap_engine_process_set_shown_recording (TapEngineProcess *self, gboolean recording);

/* What a living engine says of itself; it runs from now on. */
void tap_engine_process_apply (TapEngineProcess *self, const TapEngineReport *report);

/* It is gone: what belongs to a living one is forgotten, its log stays. */
void tap_engine_process_settle (TapEngineProcess *self, TapEngineState state,
                                const char *trouble);

/* tap-engine-start.c: asks for its status at once, and each so many ms (0: no more). */
void tap_engine_process_ask (TapEngineProcess *self);
void tap_engine_process_poll (TapEngineProcess *self, guint ms);

#define TAP_ENGINE_POLL_MS 1000

G_END_DECLS
