/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One block of an answer as the fold keeps it: 48 bytes, no strings of its own, so that a million
 * of them fit. Its text is read again from the log when somebody looks at it. */
typedef enum
{
  TAP_EVENT_OTHER,    /* unknown to the grammar */
  TAP_EVENT_START,    /* the answer, a block or an item begins */
  TAP_EVENT_TEXT,
  TAP_EVENT_THINKING,
  TAP_EVENT_TOOL,     /* a tool call or its input */
  TAP_EVENT_STOP,     /* a block, an item or the answer ends; usage, stop reason */
  TAP_EVENT_PING,     /* a ping, a keepalive */
  TAP_EVENT_COMMENT,
  TAP_EVENT_ERROR,
} TapEventKind;

typedef struct
{
  gint64 first_at;     /* µs since the session began: the read with its first byte */
  gint64 last_at;      /* the read that completed it */
  guint64 offset;      /* in the decoded body */
  guint32 length;      /* at most 4 GiB - 1 */
  guint32 number;      /* as protocol Z.1 counts; 0: a comment or no event */
  guint32 name;        /* GQuark of its name (data.type, else the event's name); 0: none */
  guint8 kind;         /* TapEventKind */
  guint8 severity;     /* worst finding at it + 1; 0: none */
  guint16 flags;       /* TapSseFlags */
} TapEvent;

G_STATIC_ASSERT (sizeof (TapEvent) <= 48);

G_END_DECLS
