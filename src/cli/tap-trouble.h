/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-engine.h"

G_BEGIN_DECLS

/* Watches an engine for trouble with its log and says so on stderr, once when it begins and once
 * when it is over: the stream goes on all the same, and nobody would know. */
typedef struct _TapTrouble TapTrouble;

TapTrouble *tap_trouble_new (TapEngine *engine);
void tap_trouble_free (TapTrouble *self);

/* A last look, and what could not be written at all. @complete, @unwritten: what tap_engine_stop
 * gave. */
void tap_trouble_conclude (TapTrouble *self, gboolean complete, const char *unwritten);

G_END_DECLS
