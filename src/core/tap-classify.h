/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-event.h"
#include "tap-json.h"
#include "tap-sse.h"

G_BEGIN_DECLS

/* What a block is to the eye: its kind and its name, for colours and for silence. It judges
 * nothing; that is the grammar's work.
 *
 * Names become quarks, which live as long as the process. What comes from outside must not fill
 * them, so one TapNames (of a trace) takes TAP_NAMES_MAX of them at most; later ones are 0, but for
 * those that a protocol has. */
#define TAP_NAMES_SLOTS 256
#define TAP_NAMES_MAX 128
#define TAP_NAME_MAX_LENGTH 96

typedef struct
{
  const char *name; /* the quark's string; NULL: a free slot */
  guint32 length;
  GQuark quark;
  guint8 kind;      /* TapEventKind */
  guint8 look;      /* where its data says more */
} TapName;

/* A zero-filled one is ready for use, and owns nothing. */
typedef struct
{
  TapName slots[TAP_NAMES_SLOTS];
  guint count;
} TapNames;

/* @json: the block's data, or NULL. @name: (out) a quark or 0. */
TapEventKind tap_event_classify (TapNames *names, const TapSseBlock *block, const TapJson *json,
                                 guint32 *name);

G_END_DECLS
