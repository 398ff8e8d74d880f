/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gnutls/gnutls.h>

#include <glib.h>
#include <netinet/in.h>

/* One measurement: N connections at once, all driven by one thread. */
typedef struct
{
  struct sockaddr_in address;
  gnutls_certificate_credentials_t credentials; /* NULL: plain */
  char *host;                                   /* of the Host header; owned */
  const char *target;
  guint connections;
  guint64 duration;    /* ns for which requests are repeated on each connection; 0: one each */
  gboolean latencies;  /* keep each event's (or small request's) latency */
  gboolean tell_ready; /* print "ready" when events come on every connection */
} ClientPlan;

typedef struct
{
  guint64 answers; /* whole and right */
  guint64 events;
  guint64 body_bytes;
  double seconds;    /* from the first event's stamp, or the first request, to the last byte */
  GArray *latencies; /* of guint32, in ns, sorted; empty unless asked for */
  guint failed;      /* connections whose answer was wrong or did not end */
  const char *failure; /* (nullable): why the first of them failed */
} ClientResult;

/* @timeout: ns after which all that is not done counts as failed. */
void client_run (const ClientPlan *plan, guint64 timeout, ClientResult *result);
void client_result_clear (ClientResult *result);
