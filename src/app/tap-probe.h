/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks a gateway for GET /v1/models without a key, to see whether it is there at all. */

typedef enum
{
  TAP_PROBE_NONE,        /* not asked yet */
  TAP_PROBE_ASKING,
  TAP_PROBE_GOOD,        /* reachable, as an agent would want it */
  TAP_PROBE_DOUBTFUL,    /* reachable, with something to look at */
  TAP_PROBE_UNREACHABLE,
} TapProbeVerdict;

typedef struct
{
  guint status;               /* of HTTP; 0: no answer */
  const GError *error;        /* (nullable) why there is none */
  GTlsCertificateFlags flags; /* what is wrong with the certificate */
  gboolean tls;
  gboolean plain;             /* it answers without TLS, which it was asked for */
} TapProbeOutcome;

/* What it means, in one or two sentences. @url: the gateway's. Pure.
 * @sentence: (out) (transfer full). */
TapProbeVerdict tap_probe_judge (const TapProbeOutcome *outcome, const char *url,
                                 char **sentence);

/* @url: of the gateway, with a path or without. Ends within ten seconds. */
void tap_probe_async (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);

/* TAP_PROBE_NONE with @error only if it was cancelled. @sentence: (out) (transfer full). */
TapProbeVerdict tap_probe_finish (GAsyncResult *result, char **sentence, GError **error);

G_END_DECLS
