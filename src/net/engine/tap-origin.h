/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-upstream.h"
#include "tap-wire.h"

G_BEGIN_DECLS

/* Where responses come from. Today that is the network; a recording or an HTTP/2 session will be
 * other rows of the same table, and nobody behind it will know. */

/* What became of the attempt to open one; times in µs each step took, -1 where there was none. */
typedef struct
{
  TapWire *wire;          /* (transfer full); NULL if it failed */
  gint64 resolved;
  gint64 connected;
  gint64 tls;
  char *address;          /* of the other side, "127.0.0.1:9100"; NULL: unknown */
  char *local;            /* of our side */
  char *protocol;         /* of TLS, or NULL */
  const char *how;        /* on failure: "no-such-name", "refused", "unreachable", "tls",
                             "bad-certificate", "reset" */
  char *detail;           /* on failure: a sentence for people */
} TapOriginResult;

typedef struct _TapOrigin TapOrigin;
typedef void (*TapOriginFunc) (TapOriginResult *result, gpointer user_data);

struct _TapOrigin
{
  /* Opens a stream to it, on the thread-default context; @func is called once, unless @cancel was
   * cancelled before. */
  void (*open) (TapOrigin *self, TapLoop *loop, GCancellable *cancel, TapOriginFunc func,
                gpointer user_data);
  void (*free) (TapOrigin *self);
};

/* The network: name look-up, connect (no proxy of the user's), TLS. Both borrowed. */
TapOrigin *tap_origin_network_new (const TapUpstream *upstream, TapTlsTrust *trust);

G_END_DECLS
