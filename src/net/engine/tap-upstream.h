/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "tap-error.h"

G_BEGIN_DECLS

/* Where a listener's requests go: an origin, a path that is put before each target, and the
 * addresses that the user gave for names. */
typedef struct
{
  gboolean tls;
  char *host;       /* name or address, without brackets */
  guint16 port;
  char *prefix;     /* path without a slash at its end; may be empty */
  char *authority;  /* for the Host header: host, in brackets if it must be, and a port if it is
                       not the scheme's own */
  char *origin;     /* "https://authority", for people and for the log */
  char *url;        /* origin and prefix */
  char *dial_host;  /* what is connected to, in place of host and port */
  guint16 dial_port;
} TapUpstream;

/* @url: http:// or https://; user info, query and fragment are refused. @resolve: (nullable):
 * "HOST:PORT=ADDRESS:PORT". TAP_ERROR_USAGE. */
TapUpstream *tap_upstream_new (const char *url, const char *const *resolve, GError **error);
void tap_upstream_free (TapUpstream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapUpstream, tap_upstream_free)

/* Splits "HOST:PORT", "[ADDRESS]:PORT"; FALSE if it is none. @host: (out) (transfer full). */
gboolean tap_split_host_port (const char *text, char **host, guint16 *port);

/* Whether a name or address (without brackets and port) can only mean this machine. */
gboolean tap_host_is_loopback (const char *host);

G_END_DECLS
