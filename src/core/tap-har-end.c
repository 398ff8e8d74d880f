/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-har-private.h"

#include <string.h>

/* What browsers and proxies write as an error, in lower case; the first row that is in it counts.
 * The names are Chromium's (net::ERR_…), Firefox's (NS_…), mitmproxy's and the C library's. */
static const struct
{
  const char *part;
  const char *by;
  const char *how;
  gboolean unreached; /* so it can only be before an answer */
} errors[] = {
  { "err_aborted", "agent", "aborted", FALSE },
  { "cancel", "agent", "aborted", FALSE },
  { "binding_aborted", "agent", "aborted", FALSE },
  { "client disconnect", "agent", "aborted", FALSE },
  { "client closed", "agent", "aborted", FALSE },
  { "err_blocked", "agent", "aborted", FALSE },
  { "name_not_resolved", "gateway", "no-such-name", TRUE },
  { "unknown_host", "gateway", "no-such-name", TRUE },
  { "name or service not known", "gateway", "no-such-name", TRUE },
  { "nodename nor servname", "gateway", "no-such-name", TRUE },
  { "connection_refused", "gateway", "refused", TRUE },
  { "connection refused", "gateway", "refused", TRUE },
  { "connect call failed", "gateway", "refused", TRUE },
  { "err_cert", "gateway", "bad-certificate", TRUE },
  { "certificate", "gateway", "bad-certificate", TRUE },
  { "connection_timed_out", "gateway", "unreachable", TRUE },
  { "unreachable", "gateway", "unreachable", TRUE },
  { "internet_disconnected", "gateway", "unreachable", TRUE },
  { "proxy_connection_failed", "gateway", "unreachable", TRUE },
  { "tunnel_connection_failed", "gateway", "unreachable", TRUE },
  { "err_ssl", "gateway", "tls", FALSE },
  { "tls", "gateway", "tls", FALSE },
  { "reset", "gateway", "rst", FALSE },
  { "connection_closed", "gateway", "fin", FALSE },
  { "empty_response", "gateway", "fin", FALSE },
  { "incomplete_chunked", "gateway", "fin", FALSE },
  { "content_length_mismatch", "gateway", "fin", FALSE },
  { "net_interrupt", "gateway", "fin", FALSE },
  { "partial_transfer", "gateway", "fin", FALSE },
  { "server disconnect", "gateway", "fin", FALSE },
  { "server closed", "gateway", "fin", FALSE },
  { "timed_out", "gateway", "timeout", FALSE },
  { "timed out", "gateway", "timeout", FALSE },
  { "timeout", "gateway", "timeout", FALSE },
};

TapHarEnd
tap_har_end (const char *error, gboolean answered)
{
  g_autofree char *lower = error != NULL ? g_ascii_strdown (error, -1) : NULL;

  if (error == NULL)
    return answered ? (TapHarEnd){ "gateway", "complete" } : (TapHarEnd){ NULL, "stopped" };
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      if (strstr (lower, errors[i].part) != NULL && !(answered && errors[i].unreached))
        return (TapHarEnd){ errors[i].by, errors[i].how };
    }
  return (TapHarEnd){ "gateway", "fault" };
}
