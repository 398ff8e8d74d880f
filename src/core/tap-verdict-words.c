/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

/* The sentences: what happened, with its numbers; who did it; what it fits. */

void
tap_say (GString *out, const char *format, ...)
{
  va_list args;

  if (out->len > 0)
    g_string_append_c (out, ' ');
  va_start (args, format);
  g_string_append_vprintf (out, format, args);
  va_end (args);
}

char *
tap_verdict_seconds (gint64 us)
{
  /* Rounded as the report rounds its own. */
  if (us < 1000)
    return g_strdup_printf (_ ("%d µs"), (int) MAX (us, 0));
  if (us < 999500)
    return g_strdup_printf (_ ("%d ms"), (int) ((us + 500) / 1000));
  return g_strdup_printf (_ ("%.1f s"), (double) us / G_USEC_PER_SEC);
}

/* How it stood when it ended, and who ended it: the end of a sentence. */
static const struct
{
  const char *how;
  const char *before; /* an answer began */
  const char *during;
} endings[] = {
  { "fin", N_ ("the gateway closed the connection, without an answer"),
    N_ ("the gateway closed the connection in the middle of the answer") },
  { "rst", N_ ("the gateway reset the connection, without an answer"),
    N_ ("the gateway reset the connection in the middle of the answer") },
  { "cut", N_ ("the connection ended without the end that TLS gives it, and without an answer"),
    N_ ("the connection ended without the end that TLS gives it, in the middle of the answer") },
  { "timeout", N_ ("the connection timed out, without an answer"),
    N_ ("the connection timed out in the middle of the answer") },
  { "", N_ ("the connection failed, without an answer"),
    N_ ("the connection failed in the middle of the answer") },
};

static const char *
find_ending (const TapCase *c)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (endings) - 1 && !g_str_equal (endings[i].how, c->how))
    i++;
  return c->status == 0 ? _ (endings[i].before) : _ (endings[i].during);
}

/* --- Silence. */

static const char *
doing (const TapCase *c)
{
  switch (c->gap.during)
    {
    case TAP_EVENT_TEXT:
      return _ ("while text was being written");

    case TAP_EVENT_THINKING:
      return _ ("while thinking was being written");

    case TAP_EVENT_TOOL:
      return _ ("while a tool call was being written");

    default:
      return NULL;
    }
}

/* The beginning of a sentence. */
static char *
describe_silence (const TapCase *c)
{
  g_autofree char *length = tap_verdict_seconds (c->gap_length);
  g_autofree char *tool = tap_utf8_quote (c->progress->tool);
  const char *what = doing (c);

  if (tap_exchange_get_answered (c->exchange) < 0
      || tap_exchange_get_answered (c->exchange) >= c->gap.to)
    return g_strdup_printf (_ ("The gateway did not answer for %s"), length);
  if (c->gap.during == TAP_EVENT_TOOL && c->progress->tool != NULL)
    return g_strdup_printf (_ ("Nothing came for %s while a tool call (%s) was being written"), length,
                            tool);
  if (what != NULL)
    /* Translators: a time, and "while text was being written". */
    return g_strdup_printf (_ ("Nothing came for %s %s"), length, what);
  if (c->gap.after_event > 0)
    return g_strdup_printf (_ ("Nothing came for %s after event %u"), length, c->gap.after_event);
  return g_strdup_printf (_ ("Nothing came for %s, not even a first event"), length);
}

static void
say_provider_words (const TapCase *c, GString *out)
{
  g_autofree char *message = NULL;

  if (c->error == NULL)
    return;
  message = tap_utf8_quote (c->error->message);
  tap_say (out, c->error->is_page ? _ ("It sent a page titled “%s”.") : _ ("It says: “%s”."), message);
}

static char *
describe_end_of_silence (const TapCase *c)
{
  g_autofree char *message = c->error != NULL ? tap_utf8_quote (c->error->message) : NULL;

  if (c->status >= 400)
    return g_strdup_printf (_ ("the gateway answered with status %u"), c->status);
  if (c->lead != NULL && message != NULL)
    return g_strdup_printf (_ ("the gateway sent an error (“%s”) and ended the stream"), message);
  if (c->lead != NULL)
    return g_strdup (_ ("the gateway sent an error and ended the stream"));
  if (c->ending == TAP_ENDING_CUT)
    return g_strdup (find_ending (c));
  return g_strdup (_ ("the gateway ended the stream as if it were complete"));
}

/* Whose limit it is only his host's name would prove. */
static void
say_whose_limit (const TapCase *c, GString *out, const TapLimit *limit)
{
  const char *upstream = tap_exchange_get_upstream (c->exchange);
  g_autofree char *quoted = tap_utf8_quote (upstream);

  if (limit->host == NULL || upstream == NULL || strstr (upstream, limit->host) != NULL)
    return;
  tap_say (out, _ ("The gateway here is %s, so whose limit it was cannot be told for sure."), quoted);
}

void
tap_say_idle_limit (const TapCase *c, GString *out)
{
  const TapLimit *limit = tap_case_gateway_limit (c);
  g_autofree char *silence = describe_silence (c);
  g_autofree char *end = describe_end_of_silence (c);

  /* Translators: "Nothing came for 125.0 s", and "the gateway closed the connection". */
  tap_say (out, _ ("%s; then %s."), silence, end);
  if (limit != NULL)
    {
      g_autofree char *fits = tap_limit_describe (limit, c->gap_length);

      /* Translators: such as: The silence fits the 60 s limit reported for nginx. */
      tap_say (out, _ ("The silence %s."), fits);
      say_whose_limit (c, out, limit);
    }
  else
    tap_say (out, _ ("Probably a time limit on the way, though none that is known fits."));
}

/* --- No connection, no HTTP. */

static const struct
{
  const char *how;
  const char *says;
} unreachable[] = {
  { "no-such-name", N_ ("No address is known for the gateway’s name: check its spelling, or the name server.") },
  { "refused", N_ ("The connection was refused: check that the gateway runs, and its port.") },
  { "bad-certificate", N_ ("The gateway’s certificate was not accepted: Tapline has to be told its authority.") },
  { "tls", N_ ("No TLS session came about with the gateway: check whether it speaks TLS at that port.") },
  { "", N_ ("There is no way to the gateway’s address: check the network.") },
};

void
tap_say_no_connection (const TapCase *c, GString *out)
{
  const char *upstream = tap_exchange_get_upstream (c->exchange);
  g_autofree char *quoted = tap_utf8_quote (upstream);
  const char *detail = tap_exchange_get_end_detail (c->exchange);
  guint i = 0;

  while (i < G_N_ELEMENTS (unreachable) - 1 && !g_str_equal (unreachable[i].how, c->how))
    i++;
  tap_say (out, "%s", _ (unreachable[i].says));
  if (upstream != NULL && (detail == NULL || strstr (detail, "://") == NULL))
    tap_say (out, _ ("The gateway is set to %s."), quoted);
  if (detail != NULL && *detail != '\0')
    tap_say (out, _ ("The reason given: %s%s"), detail, g_str_has_suffix (detail, ".") ? "" : ".");
}

void
tap_say_blocked (const TapCase *c, GString *out)
{
  const char *detail = tap_exchange_get_end_detail (c->exchange);

  tap_say (out, _ ("Tapline refused the agent’s request and sent nothing to the gateway."));
  if (detail != NULL && *detail != '\0')
    tap_say (out, "%s%s", detail, g_str_has_suffix (detail, ".") ? "" : ".");
}

void
tap_say_not_http (const TapCase *c, GString *out)
{
  tap_say (out, _ ("What the gateway sent is not proper HTTP."));
  if (c->lead != NULL)
    tap_say (out, "%s", c->lead->detail);
}

/* --- The status says it. */

static void
say_status (const TapCase *c, GString *out)
{
  const char *reason = tap_exchange_get_reason (c->exchange);
  g_autofree char *wait = tap_verdict_seconds (tap_exchange_get_answered (c->exchange)
                                               - MAX (c->began, 0));

  if (reason != NULL && *reason != '\0')
    {
      g_autofree char *quoted = tap_utf8_quote (reason);

      tap_say (out, _ ("The gateway answered %u %s after %s."), c->status, quoted, wait);
    }
  else
    tap_say (out, _ ("The gateway answered with status %u after %s."), c->status, wait);
}

static void
say_come_again (const TapCase *c, GString *out)
{
  const char *retry_after = tap_exchange_get_retry_after (c->exchange);

  if (retry_after != NULL)
    {
      g_autofree char *quoted = tap_utf8_quote (retry_after);
      gboolean is_date = strspn (retry_after, "0123456789") < strlen (retry_after);

      tap_say (out, is_date ? _ ("It asks to come again at %s (retry-after).")
                            : _ ("It asks to come again after %s s (retry-after)."),
               quoted);
    }
}

static void
say_status_and_words (const TapCase *c, GString *out)
{
  say_status (c, out);
  say_provider_words (c, out);
}

void
tap_say_credentials (const TapCase *c, GString *out)
{
  say_status_and_words (c, out);
  tap_say (out, _ ("Check the key or token that the agent sends: it is missing, wrong or not allowed to do this."));
}

void
tap_say_refused (const TapCase *c, GString *out)
{
  const char *model = tap_exchange_get_model (c->exchange);

  say_status_and_words (c, out);
  if (c->status == 404 && model != NULL)
    {
      g_autofree char *quoted = tap_utf8_quote (model);

      tap_say (out, _ ("The gateway does not know the model %s."), quoted);
    }
  tap_say (out, _ ("Sent again as it is, the request will be refused again."));
}

void
tap_say_server_error (const TapCase *c, GString *out)
{
  say_status_and_words (c, out);
  say_come_again (c, out);
  if (c->error == NULL)
    tap_say (out, _ ("It does not say why."));
}

void
tap_say_endpoint (const TapCase *c, GString *out)
{
  g_autofree char *target = tap_utf8_quote (tap_exchange_get_target (c->exchange));

  tap_say (out, _ ("The gateway answered %u to %s: it does not serve that."), c->status, target);
  say_provider_words (c, out);
  for (guint i = 0; i < tap_findings_count (c->findings); i++)
    {
      TapRule rule = tap_findings_get (c->findings, i)->rule;

      if (rule == TAP_RULE_BETA_QUERY_REJECTED)
        tap_say (out, "%s", tap_rule_meaning (rule));
    }
  if (c->identity->ask_class == TAP_ASK_COUNT_TOKENS)
    tap_say (out, _ ("Agents then estimate the number of tokens themselves."));
}

static void
say_where (const TapCase *c, GString *out)
{
  if (c->status >= 400)
    say_status (c, out);
  else if (c->lead != NULL && c->lead->event > 0)
    tap_say (out, _ ("An error came in the stream, at event %u."), c->lead->event);
  else
    tap_say (out, _ ("An error came under status %u."), c->status);
}

void
tap_say_no_quota (const TapCase *c, GString *out)
{
  say_where (c, out);
  say_provider_words (c, out);
  tap_say (out, _ ("The account has no quota or money left: waiting does not help, only paying or "
                   "raising its limit does."));
}

void
tap_say_rate_limited (const TapCase *c, GString *out)
{
  say_where (c, out);
  say_provider_words (c, out);
  say_come_again (c, out);
}

void
tap_say_overloaded (const TapCase *c, GString *out)
{
  say_where (c, out);
  say_provider_words (c, out);
  say_come_again (c, out);
  if (c->is_2xx)
    tap_say (out, _ ("Most clients do not repeat a request once its answer has begun."));
}
