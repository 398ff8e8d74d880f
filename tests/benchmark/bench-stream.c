/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

void
bench_stream_open (BenchStream *self, int fd, gnutls_certificate_credentials_t credentials,
                   gboolean server)
{
  static const gnutls_datum_t protocol = { (unsigned char *) "http/1.1", 8 };
  int one = 1;

  fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) | O_NONBLOCK);
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  self->fd = fd;
  self->tls = NULL;
  self->shaking = credentials != NULL;
  if (!self->shaking)
    return;

  gnutls_init (&self->tls,
               (server ? GNUTLS_SERVER : GNUTLS_CLIENT) | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_set_default_priority (self->tls);
  gnutls_credentials_set (self->tls, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_alpn_set_protocols (self->tls, &protocol, 1, 0);
  if (!server)
    gnutls_session_set_verify_cert (self->tls, "localhost", 0);
  gnutls_transport_set_int (self->tls, fd);
}

void
bench_stream_close (BenchStream *self)
{
  if (self->fd < 0)
    return;
  if (self->tls != NULL)
    {
      if (!self->shaking)
        gnutls_bye (self->tls, GNUTLS_SHUT_WR);
      gnutls_deinit (self->tls);
      self->tls = NULL;
    }
  close (self->fd);
  self->fd = -1;
}

int
bench_stream_handshake (BenchStream *self)
{
  int result;

  if (!self->shaking)
    return 1;
  do
    result = gnutls_handshake (self->tls);
  while (result == GNUTLS_E_INTERRUPTED
         || (result < 0 && result != GNUTLS_E_AGAIN && !gnutls_error_is_fatal (result)));
  if (result == GNUTLS_E_AGAIN)
    return 0;
  if (result < 0)
    {
      g_printerr ("TLS: %s\n", gnutls_strerror (result));
      return -1;
    }
  self->shaking = FALSE;
  return 1;
}

gboolean
bench_stream_wants_room (BenchStream *self)
{
  return self->shaking && gnutls_record_get_direction (self->tls) == 1;
}

/* GnuTLS's result as recv() and send() would have it. */
static gssize
as_errno (gssize result)
{
  if (result >= 0)
    return result;
  errno = result == GNUTLS_E_AGAIN || result == GNUTLS_E_INTERRUPTED ? EAGAIN : ECONNRESET;
  return -1;
}

gssize
bench_stream_recv (BenchStream *self, void *buffer, gsize size)
{
  gssize result;

  if (self->tls == NULL)
    return recv (self->fd, buffer, size, 0);
  do
    result = gnutls_record_recv (self->tls, buffer, size);
  while (result < 0 && result != GNUTLS_E_AGAIN && !gnutls_error_is_fatal ((int) result));
  return as_errno (result);
}

gssize
bench_stream_send (BenchStream *self, const void *data, gsize length)
{
  if (self->tls == NULL)
    return send (self->fd, data, length, MSG_NOSIGNAL);
  return as_errno (gnutls_record_send (self->tls, data, length));
}
