/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tls.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sys/socket.h>

#include <glib/gi18n-lib.h>

/* Messages of TLS's own between those that matter: a few are usual, no end of them is not. */
#define MAX_MESSAGES 64

#define RECORD_TYPE_MIN 20 /* change_cipher_spec; RFC 8446, B.1 */
#define RECORD_TYPE_MAX 24 /* heartbeat */

struct _TapTlsTrust
{
  gnutls_certificate_credentials_t credentials;
};

struct _TapTls
{
  gnutls_session_t session;
  int fd;
  int last_errno;
  int read_end;           /* a fatal code that was met behind bytes that had to be handed out first */
  gboolean starved;       /* the socket had nothing when it was last asked */
  gsize owed;             /* bytes of a send that was interrupted, still to be repeated */
  gboolean bad_certificate;
  gboolean heard;         /* something came */
  gboolean foreign;       /* and it was no TLS */
  char *fault;
};

TapTlsTrust *
tap_tls_trust_new (const char *ca_file, GError **error)
{
  g_autoptr (TapTlsTrust) self = g_new0 (TapTlsTrust, 1);
  int n;

  gnutls_certificate_allocate_credentials (&self->credentials);
  gnutls_certificate_set_x509_system_trust (self->credentials);
  if (ca_file != NULL)
    {
      n = gnutls_certificate_set_x509_trust_file (self->credentials, ca_file, GNUTLS_X509_FMT_PEM);
      if (n <= 0)
        {
          g_set_error (error, TAP_ERROR, n == GNUTLS_E_FILE_ERROR ? TAP_ERROR_IO : TAP_ERROR_FORMAT,
                       _ ("%s holds no certificate that can be read: give --upstream-ca a PEM file"),
                       ca_file);
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

void
tap_tls_trust_free (TapTlsTrust *self)
{
  if (self == NULL)
    return;
  gnutls_certificate_free_credentials (self->credentials);
  g_free (self);
}

static ssize_t
pull (gnutls_transport_ptr_t pointer, void *buffer, size_t length)
{
  TapTls *self = pointer;
  ssize_t n = recv (self->fd, buffer, length, 0);

  /* Each record of TLS begins with its type. */
  if (n > 0 && !self->heard)
    {
      guint8 type = *(const guint8 *) buffer;

      self->heard = TRUE;
      self->foreign = type < RECORD_TYPE_MIN || type > RECORD_TYPE_MAX;
    }
  if (n < 0)
    {
      self->starved = errno == EAGAIN || errno == EWOULDBLOCK;
      self->last_errno = errno;
      gnutls_transport_set_errno (self->session, errno);
    }
  return n;
}

static ssize_t
push (gnutls_transport_ptr_t pointer, const void *bytes, size_t length)
{
  TapTls *self = pointer;
  ssize_t n = send (self->fd, bytes, length, MSG_NOSIGNAL);

  if (n < 0)
    {
      self->last_errno = errno;
      gnutls_transport_set_errno (self->session, errno);
    }
  return n;
}

TapTls *
tap_tls_new (TapTlsTrust *trust, int fd, const char *host)
{
  static const gnutls_datum_t alpn = { (unsigned char *) "http/1.1", 8 };
  TapTls *self = g_new0 (TapTls, 1);

  self->fd = fd;
  gnutls_init (&self->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_set_default_priority (self->session);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, trust->credentials);
  gnutls_alpn_set_protocols (self->session, &alpn, 1, 0);
  if (!g_hostname_is_ip_address (host))
    gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, host, strlen (host));
  gnutls_session_set_verify_cert (self->session, host, 0);
  gnutls_handshake_set_timeout (self->session, GNUTLS_INDEFINITE_TIMEOUT);
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_pull_function (self->session, pull);
  gnutls_transport_set_push_function (self->session, push);
  return self;
}

void
tap_tls_free (TapTls *self)
{
  if (self == NULL)
    return;
  gnutls_deinit (self->session);
  g_free (self->fault);
  g_free (self);
}

static gboolean
is_reset (int code)
{
  return code == ECONNRESET || code == EPIPE || code == ENOTCONN || code == ETIMEDOUT;
}

static TapTlsStatus
fail (TapTls *self, int code)
{
  switch (code)
    {
    case GNUTLS_E_AGAIN:
    case GNUTLS_E_INTERRUPTED:
      return TAP_TLS_AGAIN;
    case GNUTLS_E_PREMATURE_TERMINATION:
      return TAP_TLS_CUT;
    case GNUTLS_E_PULL_ERROR:
    case GNUTLS_E_PUSH_ERROR:
      if (is_reset (self->last_errno))
        return TAP_TLS_RESET;
      break;
    default:
      break;
    }

  g_clear_pointer (&self->fault, g_free);
  if (code == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR)
    {
      gnutls_datum_t text = { 0 };
      unsigned int status = gnutls_session_get_verify_cert_status (self->session);

      self->bad_certificate = TRUE;
      if (gnutls_certificate_verification_status_print (status, GNUTLS_CRT_X509, &text, 0) >= 0)
        {
          self->fault = g_strstrip (g_strdup ((char *) text.data));
          gnutls_free (text.data);
        }
    }
  else if (code == GNUTLS_E_FATAL_ALERT_RECEIVED)
    self->fault = g_strdup_printf (_ ("the gateway sent the TLS alert “%s”"),
                                   gnutls_alert_get_name (gnutls_alert_get (self->session)));
  if (self->fault == NULL)
    self->fault = g_strdup (gnutls_strerror (code));
  if (g_str_has_suffix (self->fault, "."))
    self->fault[strlen (self->fault) - 1] = '\0';
  return TAP_TLS_FAILED;
}

TapTlsStatus
tap_tls_handshake (TapTls *self)
{
  int code = 0;

  for (int i = 0; i < MAX_MESSAGES; i++)
    {
      code = gnutls_handshake (self->session);
      if (code >= 0)
        return TAP_TLS_OK;
      if (code == GNUTLS_E_AGAIN || gnutls_error_is_fatal (code))
        break;
    }
  if (gnutls_error_is_fatal (code) && code != GNUTLS_E_PREMATURE_TERMINATION
      && code != GNUTLS_E_PULL_ERROR && code != GNUTLS_E_PUSH_ERROR)
    gnutls_alert_send_appropriate (self->session, code);
  return fail (self, code);
}

TapTlsStatus
tap_tls_read (TapTls *self, void *buffer, gsize length, gsize *n)
{
  ssize_t code = self->read_end;

  *n = 0;
  if (code != 0)
    return fail (self, code);
  for (int messages = 0; *n < length && messages < MAX_MESSAGES;)
    {
      self->starved = FALSE;
      code = gnutls_record_recv (self->session, (guint8 *) buffer + *n, length - *n);
      if (code > 0)
        *n += code;
      else if (code == 0 || gnutls_error_is_fatal (code) || self->starved)
        break;
      else
        /* A message of TLS's own, such as a session ticket, also gives GNUTLS_E_AGAIN; more may
         * lie in the socket behind it. */
        messages++;
    }
  /* What was read goes first. A clean end is found again by the next call, a fatal one is not. */
  if (*n > 0)
    {
      if (code < 0 && gnutls_error_is_fatal (code))
        self->read_end = code;
      return TAP_TLS_OK;
    }
  return code == 0 ? TAP_TLS_END : fail (self, code);
}

gboolean
tap_tls_has_more (TapTls *self)
{
  return !self->starved;
}

TapTlsStatus
tap_tls_write (TapTls *self, const void *bytes, gsize length, gsize *n)
{
  *n = 0;
  while (*n < length)
    {
      gsize size = self->owed > 0 ? MIN (self->owed, length - *n) : length - *n;
      ssize_t code = gnutls_record_send (self->session, (const guint8 *) bytes + *n, size);

      if (code < 0)
        {
          if (code == GNUTLS_E_AGAIN)
            self->owed = size;
          if (code == GNUTLS_E_INTERRUPTED)
            continue;
          return fail (self, code);
        }
      self->owed = 0;
      *n += code;
    }
  return TAP_TLS_OK;
}

TapTlsStatus
tap_tls_bye (TapTls *self)
{
  int code = gnutls_bye (self->session, GNUTLS_SHUT_WR);

  return code >= 0 ? TAP_TLS_OK : fail (self, code);
}

gboolean
tap_tls_is_bad_certificate (TapTls *self)
{
  return self->bad_certificate;
}

gboolean
tap_tls_is_foreign (TapTls *self)
{
  return self->foreign;
}

const char *
tap_tls_get_fault (TapTls *self)
{
  return self->fault;
}

const char *
tap_tls_get_protocol (TapTls *self)
{
  return gnutls_protocol_get_name (gnutls_protocol_get_version (self->session));
}
