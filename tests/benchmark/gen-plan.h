/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* What a request asks of the generator, by path and query:
 *
 *   /paced?events=200&interval_us=5000   a delta each interval
 *   /burst?events=20000&per_write=32     as fast as the socket takes them, so many in a write
 *   /long?events=2000000&per_write=32    the same, longer
 *   /small                               a small JSON answer
 *   /stats                               what was sent so far, as JSON
 *
 * With wait=N the deltas begin when N such streams are open, those of paced streams spread over
 * the interval. drop=K leaves out delta K, cut=K ends the connection before it (counted from 0):
 * they are there to prove that the client notices. */
typedef enum
{
  GEN_STREAM,
  GEN_SMALL,
  GEN_STATS,
  GEN_UNKNOWN,
} GenKind;

typedef struct
{
  GenKind kind;
  guint64 events;
  guint64 per_write;
  guint64 interval_us; /* 0: no pace */
  guint64 wait;
  guint64 drop; /* G_MAXUINT64: none */
  guint64 cut;  /* G_MAXUINT64: none */
} GenPlan;

#define GEN_MAX_PER_WRITE 128

/* @target: the request's target, in origin or absolute form, NUL-terminated. */
void gen_plan_parse (GenPlan *self, const char *target);
