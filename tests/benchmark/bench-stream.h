/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gnutls/gnutls.h>

#include <glib.h>

/* A non-blocking socket, with TLS on it or without. */
typedef struct
{
  int fd;               /* -1: closed */
  gnutls_session_t tls; /* NULL: plain */
  gboolean shaking;     /* the handshake is not done */
} BenchStream;

/* Takes @fd, makes it non-blocking and sets TCP_NODELAY. @credentials: (nullable): NULL for plain;
 * @server: which side of the handshake this is. */
void bench_stream_open (BenchStream *self, int fd, gnutls_certificate_credentials_t credentials,
                        gboolean server);
void bench_stream_close (BenchStream *self);

/* Goes on with the handshake: 1 done, 0 wait for the socket, -1 failed. At once 1 where plain. */
int bench_stream_handshake (BenchStream *self);

/* TRUE where the handshake waits for room in the socket and not for bytes. */
gboolean bench_stream_wants_room (BenchStream *self);

/* Like recv() and send(): 0 is the end, -1 with errno EAGAIN says wait. A send that says wait must
 * be repeated with the same bytes. */
gssize bench_stream_recv (BenchStream *self, void *buffer, gsize size);
gssize bench_stream_send (BenchStream *self, const void *data, gsize length);
