/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "tap-error.h"

G_BEGIN_DECLS

/* TLS towards a gateway, by GnuTLS on the socket itself: GIO's would buffer, and would hide how a
 * connection ended. */

/* Whom to trust: the system's authorities, loaded once (it takes milliseconds), and a file of the
 * user's own. */
typedef struct _TapTlsTrust TapTlsTrust;

/* @ca_file: (nullable): PEM. */
TapTlsTrust *tap_tls_trust_new (const char *ca_file, GError **error);
void tap_tls_trust_free (TapTlsTrust *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapTlsTrust, tap_tls_trust_free)

typedef struct _TapTls TapTls;

typedef enum
{
  TAP_TLS_OK,
  TAP_TLS_AGAIN,       /* the socket has nothing, or takes nothing, just now */
  TAP_TLS_END,         /* close_notify: a clean end */
  TAP_TLS_CUT,         /* the connection ended without it */
  TAP_TLS_RESET,       /* ECONNRESET and its like */
  TAP_TLS_FAILED,      /* an alert, a bad record, a bad certificate: tap_tls_get_fault */
} TapTlsStatus;

/* A client session over a connected non-blocking socket, which stays the caller's. @host: name or
 * address that the certificate must be for. Offers http/1.1 only. */
TapTls *tap_tls_new (TapTlsTrust *trust, int fd, const char *host);
void tap_tls_free (TapTls *self);

TapTlsStatus tap_tls_handshake (TapTls *self);

/* Reads until the buffer is full or the socket is empty. @n: (out): with TAP_TLS_OK more than 0;
 * with any other status 0. */
TapTlsStatus tap_tls_read (TapTls *self, void *buffer, gsize length, gsize *n);

/* After TAP_TLS_AGAIN from a read: it had its turn with messages of TLS's own, and the socket was
 * not empty yet. */
gboolean tap_tls_has_more (TapTls *self);

/* Sends what the socket takes. After TAP_TLS_AGAIN with fewer bytes than given, the next call must
 * begin with the very byte after those: a record cut off in the middle is repeated unchanged. */
TapTlsStatus tap_tls_write (TapTls *self, const void *bytes, gsize length, gsize *n);

/* Sends close_notify. */
TapTlsStatus tap_tls_bye (TapTls *self);

gboolean tap_tls_is_bad_certificate (TapTls *self);
gboolean tap_tls_is_foreign (TapTls *self);        /* what came first was no TLS */
const char *tap_tls_get_fault (TapTls *self);      /* for people; NULL: none */
const char *tap_tls_get_protocol (TapTls *self);   /* "TLS1.3" */

G_END_DECLS
