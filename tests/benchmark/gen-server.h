/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gnutls/gnutls.h>

#include <glib.h>

/* The generator's loop: listening sockets, connections and timers on one epoll descriptor. */
typedef struct _GenServer GenServer;

GenServer *gen_server_new (void);

/* Listens on a free port of 127.0.0.1 and returns it. @credentials: (nullable): for TLS. */
guint16 gen_server_listen (GenServer *self, gnutls_certificate_credentials_t credentials);

/* Runs until SIGINT or SIGTERM. */
void gen_server_run (GenServer *self);

void gen_server_free (GenServer *self);
