/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-fields.h"
#include "tap-framing.h"
#include "tap-link.h"

G_BEGIN_DECLS

/* One request and its answer on a link. */
typedef struct
{
  guint64 id;
  char *method;
  TapBody body;          /* of the answer */
  guint64 received;      /* bytes of the answer after its head */
  gsize staged_from;     /* where its head begins in what is staged, as long as it is */
  guint status;
  gboolean staged;
  gboolean request_done;
  gboolean answer_begun;
  gboolean answer_done;
  gboolean cut;          /* the gateway ended while the request was still being sent */
  TapWireEnd cut_end;
} TapCall;

typedef enum
{
  TAP_UP_HEAD,    /* a request's head is awaited */
  TAP_UP_BODY,
  TAP_UP_TUNNEL,  /* another protocol, both ways */
  TAP_UP_STOPPED, /* refused: what still comes is thrown away */
} TapUpState;

typedef enum
{
  TAP_DOWN_HEAD,
  TAP_DOWN_BODY,
  TAP_DOWN_OPAQUE, /* framing lost, or another protocol: all that comes belongs to one exchange */
} TapDownState;

/* The id of exchanges that began while recording was off: nothing of them is logged. */
#define TAP_LINK_UNLOGGED G_MAXUINT64

struct _TapLink
{
  TapLinkShared *shared;
  TapOrigin *origin;           /* as they were when the agent connected */
  const TapUpstream *upstream;
  guint64 connection;
  TapWire *agent;
  TapWire *gateway;          /* NULL before the first request */
  guint64 gateway_connection;
  GCancellable *connecting;  /* while the gateway's side is being opened */
  GByteArray *waiting;       /* for the gateway, until it is connected */
  GByteArray *staged;        /* of this read: a head goes out when what came with it was checked */

  TapUpState up;
  GByteArray *head;          /* of a request, as far as it came */
  gsize head_seen;
  TapBody up_body;
  TapCall *asking;           /* whose request is being read */
  guint requests;

  TapDownState down;
  GByteArray *answer_head;   /* as far as it came, if it did not come at once */
  gint64 answer_head_at;
  GQueue calls;              /* of TapCall: those without a whole answer, oldest first */
  guint64 last_exchange;

  GBytes *answer;            /* of our own, to be sent after those of earlier calls */
  TapCall *answer_call;
  const char *answer_how;
  char *answer_detail;
  const char *answer_by;

  TapTimer stall_timer;      /* set while the agent does not take what was sent */
  guint stalled : 1;
  guint agent_ended : 1;     /* its end was read and passed on */
  guint gateway_ended : 1;
  guint dead : 1;
};

/* tap-link.c */
gint64 tap_link_now (TapLink *self);
/* Opens an exchange with the next id, or TAP_LINK_UNLOGGED. */
TapCall *tap_link_begin_call (TapLink *self);
void tap_link_run (TapLink *self);
void tap_link_put (TapLink *self, guint64 exchange, gint64 at, TapRecordKind kind,
                   const void *bytes, gsize length, const char *fields);
void tap_link_note (TapLink *self, guint64 exchange, gint64 at, const char *note,
                    const char *detail);
void tap_link_end_call (TapLink *self, TapCall *call, gint64 at, const char *by, const char *how,
                        const char *detail);
/* Ends the call if its request is whole and its answer too, or was cut. */
void tap_link_settle (TapLink *self, TapCall *call, gint64 at);
/* An answer of our own for @call, then nothing more. */
void tap_link_answer (TapLink *self, TapCall *call, GBytes *answer, const char *by,
                      const char *how, const char *detail);
/* If an answer of our own still waits, its call ends without it. */
void tap_link_drop_answer (TapLink *self, gint64 at);

/* tap-link-up.c: the agent's bytes. */
void tap_link_pump_up (TapLink *self);
void tap_link_connected (TapOriginResult *result, gpointer user_data);

/* tap-link-down.c: what the gateway's bytes mean, after they were passed on. */
void tap_link_observe (TapLink *self, const guint8 *bytes, gsize length, gint64 at);
/* The gateway's stream ended: what was kept of a head that never became whole is recorded. */
void tap_link_observe_end (TapLink *self, gint64 at);

/* tap-link-end.c: who ended what, and telling the other side in kind. */
void tap_link_check_ends (TapLink *self);
void tap_link_end_cut_call (TapLink *self, TapCall *call, gint64 at);
/* Ends all that is open, and the agent's connection with a reset: what it got is not all. */
void tap_link_abandon (TapLink *self, gint64 at, const char *by, const char *how,
                       const char *detail);
void tap_link_free (TapLink *self);

G_END_DECLS
