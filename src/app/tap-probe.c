/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-probe.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "tap-sentence.h"

#define PATIENCE_S 10

/* The strings have one %s each: the gateway's URL. */
typedef struct
{
  GQuark (*domain) (void);
  int code;
  const char *text;
} Cause;

static const Cause causes[] = {
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED,
    N_ ("The gateway %s cannot be reached: the connection is refused. Check the address, or start "
        "the gateway.") },
  { g_io_error_quark, G_IO_ERROR_HOST_NOT_FOUND,
    N_ ("The gateway %s cannot be reached: its name is not known. Check the address, and whether "
        "the network is up.") },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT,
    N_ ("The gateway %s cannot be reached: it does not answer. See whether it runs, and whether a "
        "firewall is between.") },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE,
    N_ ("The gateway %s cannot be reached: there is no way to it. Check the address, and whether "
        "the network is up.") },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE,
    N_ ("The gateway %s cannot be reached: there is no way to it. Check the address, and whether "
        "the network is up.") },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED,
    N_ ("The gateway %s ends the connection without an answer. Check the address, or see what the "
        "gateway says.") },
  { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT,
    N_ ("The gateway %s ends the connection without an answer. Check the address, or see what the "
        "gateway says.") },
  { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND,
    N_ ("The gateway %s cannot be reached: its name is not known. Check the address, and whether "
        "the network is up.") },
  { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE,
    N_ ("The gateway %s cannot be reached: its name cannot be looked up just now. See whether the "
        "network is up.") },
  { g_tls_error_quark, G_TLS_ERROR_UNAVAILABLE,
    N_ ("TLS is not available to this check, so the gateway %s could not be asked.") },
  { g_tls_error_quark, G_TLS_ERROR_NOT_TLS,
    N_ ("The gateway %s ends the connection during the TLS handshake. If it does not speak TLS, "
        "write http:// instead of https://.") },
  { g_tls_error_quark, G_TLS_ERROR_HANDSHAKE,
    N_ ("The gateway %s and Tapline find no common TLS.") },
  { g_tls_error_quark, G_TLS_ERROR_CERTIFICATE_REQUIRED,
    N_ ("The gateway %s wants a certificate of its client, which Tapline has none of.") },
  { g_tls_error_quark, G_TLS_ERROR_EOF,
    N_ ("The gateway %s ends the connection during the TLS handshake. If it does not speak TLS, "
        "write http:// instead of https://.") },
};

static const struct
{
  GTlsCertificateFlags flag;
  const char *text;
} faults[] = {
  { G_TLS_CERTIFICATE_EXPIRED, N_ ("it has expired") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("it is not valid yet") },
  { G_TLS_CERTIFICATE_REVOKED, N_ ("it was revoked") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, N_ ("it is for another name") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA, N_ ("nobody known vouches for it") },
  { G_TLS_CERTIFICATE_INSECURE, N_ ("it is too weak") },
};

/* The first that holds. */
static const struct
{
  guint from;
  guint to;
  TapProbeVerdict verdict;
  const char *text;
} answers[] = {
  { 200, 299, TAP_PROBE_GOOD, N_ ("Reachable; it answers /v1/models.") },
  { 300, 399, TAP_PROBE_DOUBTFUL,
    N_ ("Reachable, but it redirects to another place. Agents may not follow.") },
  { 401, 401, TAP_PROBE_GOOD, N_ ("Reachable; it asks for a key, which the agent sends.") },
  { 403, 403, TAP_PROBE_GOOD, N_ ("Reachable; it lets nobody in without a key, which the agent sends.") },
  { 404, 405, TAP_PROBE_GOOD,
    N_ ("Reachable; it does not answer /v1/models, as some gateways do not.") },
  { 407, 407, TAP_PROBE_DOUBTFUL, N_ ("Reachable, but a proxy in between asks for a password.") },
  { 429, 429, TAP_PROBE_DOUBTFUL, N_ ("Reachable, but it says that it is asked too often.") },
  { 500, 599, TAP_PROBE_DOUBTFUL,
    N_ ("Reachable, but it answers with an error of its own; something behind it may be down.") },
  { 1, G_MAXUINT, TAP_PROBE_GOOD, N_ ("Reachable; it does not answer /v1/models without a key.") },
};

static char *
describe_certificate (GTlsCertificateFlags flags, const char *url)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if ((flags & faults[i].flag) != 0)
      return g_strdup_printf (_ ("The certificate of the gateway %s is not to be trusted: %s."), url,
                              _ (faults[i].text));
  return g_strdup_printf (_ ("The certificate of the gateway %s is not to be trusted."), url);
}

static char *
describe_error (const TapProbeOutcome *outcome, const char *url)
{
  const GError *error = outcome->error;
  g_autofree char *reason = NULL;

  if (error == NULL)
    return g_strdup_printf (_ ("The gateway %s did not answer."), url);
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return describe_certificate (outcome->flags, url);
  if (outcome->plain)
    return g_strdup_printf (_ ("The gateway %s does not speak TLS. Try http:// instead of "
                               "https://."),
                            url);
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    if (g_error_matches (error, causes[i].domain (), causes[i].code))
      {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        return g_strdup_printf (_ (causes[i].text), url);
#pragma GCC diagnostic pop
      }
  reason = tap_clause (error->message);
  return g_strdup_printf (_ ("The gateway %s cannot be reached: %s."), url, reason);
}

TapProbeVerdict
tap_probe_judge (const TapProbeOutcome *outcome, const char *url, char **sentence)
{
  for (guint i = 0; outcome->status > 0 && i < G_N_ELEMENTS (answers); i++)
    if (outcome->status >= answers[i].from && outcome->status <= answers[i].to)
      {
        *sentence = outcome->tls
                      ? g_strdup_printf (_ ("%s Its certificate is good. (Status %u)"),
                                         _ (answers[i].text), outcome->status)
                      : g_strdup_printf (_ ("%s (Status %u)"), _ (answers[i].text),
                                         outcome->status);
        return answers[i].verdict;
      }
  *sentence = describe_error (outcome, url);
  return TAP_PROBE_UNREACHABLE;
}

typedef struct
{
  SoupSession *session;
  SoupMessage *message;
  char *url;
  char *target;
  GError *error; /* of the attempt with TLS, while one without is made */
  char *sentence;
} Probe;

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  g_clear_object (&probe->session);
  g_clear_object (&probe->message);
  g_clear_error (&probe->error);
  g_free (probe->url);
  g_free (probe->target);
  g_free (probe->sentence);
  g_free (probe);
}

static void answered_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* TRUE if there is something to send. */
static gboolean
send (GTask *task, const char *target)
{
  Probe *probe = g_task_get_task_data (task);

  g_clear_object (&probe->message);
  probe->message = soup_message_new ("GET", target);
  if (probe->message == NULL)
    return FALSE;
  soup_message_add_flags (probe->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  soup_session_send_async (probe->session, probe->message, G_PRIORITY_DEFAULT,
                           g_task_get_cancellable (task), answered_cb, g_object_ref (task));
  return TRUE;
}

/* What a server without TLS does with its beginning is called otherwise by each of them. */
static gboolean
may_be_plain (const GError *error, SoupMessage *message)
{
  return (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_MISC)
          || g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_NOT_TLS)
          || g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF))
         && soup_message_get_tls_peer_certificate (message) == NULL;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *probe = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (probe->session, result, &error);
  TapProbeOutcome outcome = { .error = probe->error != NULL ? probe->error : error };

  if (g_task_return_error_if_cancelled (task))
    return;
  if (probe->error == NULL && may_be_plain (error, probe->message))
    {
      g_autofree char *plain = g_strconcat ("http", probe->target + strlen ("https"), NULL);

      probe->error = g_steal_pointer (&error);
      if (send (task, plain))
        return;
      outcome.error = probe->error;
    }
  outcome.plain = probe->error != NULL && stream != NULL;
  /* A body is of no interest, and may be without end. */
  if (stream != NULL && !outcome.plain)
    outcome.status = soup_message_get_status (probe->message);
  outcome.flags = soup_message_get_tls_peer_certificate_errors (probe->message);
  outcome.tls = soup_message_get_tls_peer_certificate (probe->message) != NULL;
  soup_session_abort (probe->session);
  g_task_return_int (task, tap_probe_judge (&outcome, probe->url, &probe->sentence));
}

void
tap_probe_async (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Probe *probe = g_new0 (Probe, 1);

  g_task_set_task_data (task, probe, probe_free);
  probe->url = g_strdup (url);
  probe->target = g_strconcat (url, g_str_has_suffix (url, "/") ? "" : "/", "v1/models", NULL);
  /* As the engine connects: without the user's proxy. */
  probe->session = soup_session_new_with_options ("proxy-resolver", NULL, "timeout", PATIENCE_S,
                                                  "user-agent", "Tapline/" PACKAGE_VERSION, NULL);
  if (send (task, probe->target))
    return;
  probe->sentence = g_strdup (_ ("This is no URL of a gateway."));
  g_task_return_int (task, TAP_PROBE_UNREACHABLE);
}

TapProbeVerdict
tap_probe_finish (GAsyncResult *result, char **sentence, GError **error)
{
  Probe *probe = g_task_get_task_data (G_TASK (result));
  gssize verdict = g_task_propagate_int (G_TASK (result), error);

  if (verdict < 0)
    return TAP_PROBE_NONE;
  *sentence = g_strdup (probe->sentence);
  return (TapProbeVerdict) verdict;
}
