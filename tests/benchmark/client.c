/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

/* The measuring client of the benchmark: asks one URL on N connections at once, verifies all that
 * comes, and prints one JSON object a run. Exit status 1 if anything was wrong or missing. */

#include "client-run.h"

#include "bench-clock.h"
#include "bench-tls.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <arpa/inet.h>

static int connections = 1;
static int repeat = 1;
static int pause_ms;
static double duration;
static double timeout = 60;
static gboolean latencies;
static gboolean tell_ready;
static char *ca;

static const GOptionEntry entries[] = {
  { "connections", 'c', 0, G_OPTION_ARG_INT, &connections, "Connections at once", "N" },
  { "repeat", 'r', 0, G_OPTION_ARG_INT, &repeat, "Runs, each on new connections", "N" },
  { "pause", 'p', 0, G_OPTION_ARG_INT, &pause_ms, "Milliseconds between runs", "MS" },
  { "duration", 'd', 0, G_OPTION_ARG_DOUBLE, &duration,
    "Ask again on each connection for so long", "SECONDS" },
  { "timeout", 't', 0, G_OPTION_ARG_DOUBLE, &timeout, "Give up after", "SECONDS" },
  { "latencies", 'l', 0, G_OPTION_ARG_NONE, &latencies, "Measure each event's latency", NULL },
  { "ready", 0, 0, G_OPTION_ARG_NONE, &tell_ready,
    "Print \"ready\" when events come on all connections", NULL },
  { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca, "Authority to trust, for an https URL", "FILE" },
  { NULL },
};

/* The latency below which this share of all lies, in µs. */
static double
quantile (const GArray *sorted, double share)
{
  if (sorted->len == 0)
    return 0;
  return g_array_index (sorted, guint32, (guint) (share * (sorted->len - 1) + 0.5)) / 1000.0;
}

static void
print_result (const ClientResult *result, guint64 cpu)
{
  printf ("{\"answers\":%" G_GUINT64_FORMAT ",\"events\":%" G_GUINT64_FORMAT
          ",\"body_bytes\":%" G_GUINT64_FORMAT ",\"seconds\":%.9f,\"client_cpu_us\":%.1f",
          result->answers, result->events, result->body_bytes, result->seconds,
          (double) cpu / 1000.0);
  if (result->latencies->len > 0)
    printf (",\"min_us\":%.3f,\"p50_us\":%.3f,\"p90_us\":%.3f,\"p99_us\":%.3f,\"max_us\":%.3f",
            quantile (result->latencies, 0), quantile (result->latencies, 0.5),
            quantile (result->latencies, 0.9), quantile (result->latencies, 0.99),
            quantile (result->latencies, 1));
  printf (",\"failed\":%u", result->failed);
  if (result->failure != NULL)
    printf (",\"failure\":\"%s\"", result->failure);
  printf ("}\n");
  fflush (stdout);
}

/* "http://127.0.0.1:4000/burst?events=1": FALSE if it is not of that form. */
static gboolean
parse_url (const char *url, ClientPlan *plan)
{
  gboolean tls = g_str_has_prefix (url, "https://");
  g_autofree char *host = NULL;
  const char *path, *colon;

  if (!tls && !g_str_has_prefix (url, "http://"))
    return FALSE;
  url += tls ? 8 : 7;
  path = strchr (url, '/');
  colon = strchr (url, ':');
  if (path == NULL || colon == NULL || colon > path)
    return FALSE;
  host = g_strndup (url, (gsize) (colon - url));
  plan->address.sin_family = AF_INET;
  plan->address.sin_port = htons ((guint16) g_ascii_strtoull (colon + 1, NULL, 10));
  if (inet_pton (AF_INET, strcmp (host, "localhost") == 0 ? "127.0.0.1" : host,
                 &plan->address.sin_addr) != 1)
    return FALSE;
  plan->host = g_strndup (url, (gsize) (path - url));
  plan->target = path;
  if (tls)
    plan->credentials = bench_tls_client (ca);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("URL");
  g_autoptr (GError) error = NULL;
  ClientPlan plan = { 0 };
  gboolean failed = FALSE;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2
      || (g_str_has_prefix (argv[1], "https:") && ca == NULL) || !parse_url (argv[1], &plan)
      || connections < 1)
    {
      g_printerr ("%s: %s\n", argv[0], error != NULL ? error->message : "one URL, and see --help");
      return 2;
    }
  signal (SIGPIPE, SIG_IGN);
  plan.connections = (guint) connections;
  plan.duration = (guint64) (duration * 1e9);
  plan.latencies = latencies;
  plan.tell_ready = tell_ready;

  for (int i = 0; i < repeat; i++)
    {
      guint64 cpu = bench_cpu ();
      ClientResult result;

      if (i > 0)
        g_usleep ((gulong) pause_ms * 1000);
      client_run (&plan, (guint64) (timeout * 1e9), &result);
      print_result (&result, bench_cpu () - cpu);
      failed |= result.failed > 0;
      client_result_clear (&result);
    }
  if (plan.credentials != NULL)
    gnutls_certificate_free_credentials (plan.credentials);
  g_free (plan.host);
  g_free (ca);
  return failed ? 1 : 0;
}
