/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

/* The gateway of the benchmark: see gen-plan.h for what it answers. Its first line on stdout is
 * the plain URL, the second the TLS one where --ca is given. */

#include <stdio.h>
#include <string.h>

#include "bench-tls.h"
#include "gen-server.h"

int
main (int argc, char **argv)
{
  gnutls_certificate_credentials_t credentials = NULL;
  GenServer *server;

  if (argc != 1 && !(argc == 3 && strcmp (argv[1], "--ca") == 0))
    {
      g_printerr ("usage: %s [--ca FILE-TO-WRITE]\n", argv[0]);
      return 2;
    }

  server = gen_server_new ();
  printf ("http://127.0.0.1:%u\n", gen_server_listen (server, NULL));
  if (argc == 3)
    {
      credentials = bench_tls_server (argv[2]);
      printf ("https://127.0.0.1:%u\n", gen_server_listen (server, credentials));
    }
  fflush (stdout);
  gen_server_run (server);
  gen_server_free (server);
  if (credentials != NULL)
    gnutls_certificate_free_credentials (credentials);
  return 0;
}
