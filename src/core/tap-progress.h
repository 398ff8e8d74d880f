/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-event.h"
#include "tap-json.h"

G_BEGIN_DECLS

/* What an answer was at when it stopped. A zero-filled one is ready. */
typedef struct
{
  TapEventKind kind;       /* of the newest event with content, or of the part that began after it;
                              TAP_EVENT_START: there was none yet; TAP_EVENT_OTHER: nothing came */
  gboolean in_part;        /* a block or item was open; Chat, Gemini: a choice that had begun */
  char *tool;              /* (nullable) the tool whose input was being written */
  char *stop_reason;       /* (nullable) as far as one came */
  guint content_events;    /* so many had text, thinking or tool input */
} TapProgress;

void tap_progress_clear (TapProgress *self);

/* The names that tell more than an event's kind, as quarks, so that an event of a long answer costs
 * a few comparisons. */
#define TAP_PROGRESS_N_NAMES 10

typedef struct
{
  guint32 names[TAP_PROGRESS_N_NAMES];
  guint32 delta; /* of which there are most, and of which the kind says all */
} TapProgressNames;

void tap_progress_names_init (TapProgressNames *self);

static inline gboolean
tap_progress_is_content (TapEventKind kind)
{
  return kind == TAP_EVENT_TEXT || kind == TAP_EVENT_THINKING || kind == TAP_EVENT_TOOL;
}

/* An event of @kind and @name, as it was classified. @json: (nullable) its data. */
void tap_progress_see (TapProgress *self, const TapProgressNames *names, TapEventKind kind,
                       guint32 name, const TapJson *json);

/* A whole answer in one JSON text: its stop reason. */
void tap_progress_read_body (TapProgress *self, const TapJson *json);

G_END_DECLS
