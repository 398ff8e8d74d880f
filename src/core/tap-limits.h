/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-identity.h"

G_BEGIN_DECLS

/* How long who waits in silence before he hangs up (protocol D.4). That a silence is as long as one
 * of these is a hint and no proof. */
typedef enum
{
  TAP_LIMIT_OF_GATEWAY = 1 << 0, /* of something on the way, or of the provider */
  TAP_LIMIT_OF_AGENT = 1 << 1,
  TAP_LIMIT_OF_ANY = TAP_LIMIT_OF_GATEWAY | TAP_LIMIT_OF_AGENT,
} TapLimitSide;

typedef struct
{
  gint64 from, to;  /* µs; a default that is told in two ways lies between */
  TapLimitSide side;
  guint clients;    /* bits 1 << TapClient that have it; 0: it is nobody's in particular */
  const char *who;  /* use tap_limit_who() */
  const char *host; /* (nullable) what the name of a host of theirs holds */
} TapLimit;

const TapLimit *tap_limit_get (guint index); /* NULL behind the last */

/* The known limit of @side that a silence of @gap µs fits best, which is one that it passed by no
 * more than a twentieth, or missed by no more than a fiftieth; NULL if there is none. On the agent's
 * side a client that is known has only its own; one that is not rather has those of none that is. */
const TapLimit *tap_limit_near (gint64 gap, TapLimitSide side, TapClient client);

/* How far off, in µs: above 0 the silence was longer. */
gint64 tap_limit_distance (const TapLimit *self, gint64 gap);

const char *tap_limit_who (const TapLimit *self); /* translated: "nginx and AWS load balancers" */

/* A hint with its distance, as the rest of a sentence: "fits the 60 s limit of nginx and AWS load
 * balancers (0.2 s past it)". Free with g_free(). */
char *tap_limit_describe (const TapLimit *self, gint64 gap);

G_END_DECLS
