/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gnutls/gnutls.h>

#include <glib.h>

/* Credentials of a server named localhost and 127.0.0.1, signed by an authority made for this run,
 * whose certificate is written to @ca_path for the clients. Aborts with a message on failure. */
gnutls_certificate_credentials_t bench_tls_server (const char *ca_path);

/* Credentials of a client that trusts the authority in @ca_path alone. */
gnutls_certificate_credentials_t bench_tls_client (const char *ca_path);
