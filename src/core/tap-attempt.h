/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How an exchange belongs to those before it: attempts of one call, joined by session, fingerprint
 * of the request and time. */
typedef enum
{
  TAP_ATTEMPT_FIRST,
  TAP_ATTEMPT_RETRY,    /* the same request again, after an attempt that failed */
  TAP_ATTEMPT_FALLBACK, /* the same without streaming, after a stream that failed */
  TAP_ATTEMPT_REPEAT,   /* the same again although an answer was whole, or still came */
} TapAttemptKind;

typedef struct
{
  TapAttemptKind kind;
  guint number;     /* of this attempt, from 1; 0: the request is not known (yet) */
  guint64 of;       /* the exchange before it; 0: none */
  guint64 first;    /* the first of them all; its own id for the first */
  guint64 next;     /* the one after it, once it came; 0: none */
  gint64 wait;      /* µs from the end of the one before to the beginning of this; below 0: it
                       began before that had ended */
  gboolean is_guess; /* no session key joined them, only the request's likeness */
} TapAttempt;

G_END_DECLS
