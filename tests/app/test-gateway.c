/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window knows of gateways and agents without asking anybody, and the check against real
 * sockets of this computer. */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "tap-agent-lines.h"
#include "tap-error.h"
#include "tap-gateway-check.h"
#include "tap-gateway-url.h"
#include "tap-probe.h"

static void
test_judge_status (void)
{
  static const struct
  {
    guint status;
    TapProbeVerdict verdict;
    const char *part;
  } cases[] = {
    { 200, TAP_PROBE_GOOD, "answers /v1/models" },
    { 204, TAP_PROBE_GOOD, "answers /v1/models" },
    { 302, TAP_PROBE_DOUBTFUL, "redirects" },
    { 400, TAP_PROBE_GOOD, "without a key" },
    { 401, TAP_PROBE_GOOD, "asks for a key" },
    { 403, TAP_PROBE_GOOD, "key" },
    { 404, TAP_PROBE_GOOD, "does not answer /v1/models" },
    { 407, TAP_PROBE_DOUBTFUL, "proxy" },
    { 429, TAP_PROBE_DOUBTFUL, "too often" },
    { 500, TAP_PROBE_DOUBTFUL, "error of its own" },
    { 529, TAP_PROBE_DOUBTFUL, "error of its own" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int tls = 0; tls < 2; tls++)
      {
        TapProbeOutcome outcome = { .status = cases[i].status, .tls = tls };
        g_autofree char *number = g_strdup_printf ("%u", cases[i].status);
        g_autofree char *sentence = NULL;

        g_assert_cmpint (tap_probe_judge (&outcome, "http://host:1", &sentence), ==, cases[i].verdict);
        g_test_message ("%s", sentence);
        g_assert_nonnull (strstr (sentence, cases[i].part));
        g_assert_nonnull (strstr (sentence, number));
        g_assert_true ((strstr (sentence, "certificate is good") != NULL) == tls);
      }
}

static void
test_judge_error (void)
{
  const struct
  {
    GQuark domain;
    int code;
    GTlsCertificateFlags flags;
    const char *part;
  } cases[] = {
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, 0, "cannot be reached: the connection is refused. Check" },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, 0, "does not answer" },
    { G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND, 0, "not known" },
    { G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, 0, "network" },
    { G_IO_ERROR, G_IO_ERROR_FAILED, 0, "cannot be reached: the system's words." },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, 0, "not known" },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, 0, "looked up" },
    { G_TLS_ERROR, G_TLS_ERROR_NOT_TLS, 0, "If it does not speak TLS, write http://" },
    { G_TLS_ERROR, G_TLS_ERROR_MISC, 0, "cannot be reached: the system's words." },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, G_TLS_CERTIFICATE_EXPIRED, "has expired" },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, G_TLS_CERTIFICATE_UNKNOWN_CA, "vouches" },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, G_TLS_CERTIFICATE_BAD_IDENTITY, "another name" },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
      G_TLS_CERTIFICATE_UNKNOWN_CA | G_TLS_CERTIFICATE_EXPIRED, "has expired" },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, 0, "not to be trusted." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (cases[i].domain, cases[i].code,
                                                      "the system's words.");
      TapProbeOutcome outcome = { .error = error, .flags = cases[i].flags };
      g_autofree char *sentence = NULL;

      g_assert_cmpint (tap_probe_judge (&outcome, "http://host:1", &sentence), ==,
                       TAP_PROBE_UNREACHABLE);
      g_test_message ("%s", sentence);
      g_assert_nonnull (strstr (sentence, "http://host:1"));
      g_assert_nonnull (strstr (sentence, cases[i].part));
      g_assert_null (strstr (sentence, ".."));
    }
}

typedef struct
{
  TapProbeVerdict verdict;
  char *sentence;
  GError *error;
  gboolean done;
} Answer;

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->verdict = tap_probe_finish (result, &answer->sentence, &answer->error);
  answer->done = TRUE;
}

static void
serve_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
          gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  g_assert_null (soup_message_headers_get_one (headers, "Authorization"));
  if (g_str_equal (path, "/v1/models"))
    soup_server_message_set_status (message, 401, NULL);
  else if (g_str_equal (path, "/moved/v1/models"))
    soup_server_message_set_redirect (message, 302, "http://127.0.0.1:1/");
  else
    soup_server_message_set_status (message, 404, NULL);
}

static void
test_probe (void)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  GSList *uris;
  g_autofree char *url = NULL;
  static const struct
  {
    const char *path;
    TapProbeVerdict verdict;
    const char *part;
  } cases[] = {
    { "", TAP_PROBE_GOOD, "401" },
    { "api", TAP_PROBE_GOOD, "404" },
    { "moved", TAP_PROBE_DOUBTFUL, "302" },
    { NULL, TAP_PROBE_UNREACHABLE, "cannot be reached: the connection is refused" },
  };

  soup_server_add_handler (server, NULL, serve_cb, NULL, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  url = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Answer answer = { 0 };
      g_autofree char *target = g_strconcat (url, cases[i].path, NULL);

      if (cases[i].path == NULL)
        soup_server_disconnect (server);
      tap_probe_async (target, NULL, probed_cb, &answer);
      while (!answer.done)
        g_main_context_iteration (NULL, TRUE);
      g_assert_no_error (answer.error);
      g_test_message ("%s", answer.sentence);
      g_assert_cmpint (answer.verdict, ==, cases[i].verdict);
      g_assert_nonnull (strstr (answer.sentence, cases[i].part));
      g_assert_null (strstr (answer.sentence, ".."));
      g_free (answer.sentence);
    }
}

static gboolean
plain_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
          gpointer user_data)
{
  static const char answer[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
  gboolean answers = GPOINTER_TO_INT (user_data);
  char request[4096];

  if (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request,
                           sizeof request, NULL, NULL) > 0
      && answers)
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer,
                               strlen (answer), NULL, NULL, NULL);
  return TRUE;
}

/* Asked for TLS, a server without it answers in plain words, or goes. */
static void
test_probe_plain (void)
{
  static const char *const parts[] = { "ends the connection during the TLS handshake",
                                       "does not speak TLS. Try http:// instead of https://." };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GSocketService) service = g_threaded_socket_service_new (2);
      g_autoptr (GError) error = NULL;
      Answer answer = { 0 };
      g_autofree char *url = NULL;

      url = g_strdup_printf ("https://127.0.0.1:%u",
                             g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL,
                                                                  &error));
      g_assert_no_error (error);
      g_signal_connect (service, "run", G_CALLBACK (plain_cb), GUINT_TO_POINTER (i));
      tap_probe_async (url, NULL, probed_cb, &answer);
      while (!answer.done)
        g_main_context_iteration (NULL, TRUE);
      g_test_message ("%s", answer.sentence);
      g_assert_cmpint (answer.verdict, ==, TAP_PROBE_UNREACHABLE);
      g_assert_nonnull (strstr (answer.sentence, parts[i]));
      g_free (answer.sentence);
      g_socket_service_stop (service);
    }
}

static void
test_probe_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };

  tap_probe_async ("http://127.0.0.1:1", cancellable, probed_cb, &answer);
  g_cancellable_cancel (cancellable);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (answer.verdict, ==, TAP_PROBE_NONE);
  g_assert_null (answer.sentence);
  g_clear_error (&answer.error);
}

static void
test_url (void)
{
  static const struct
  {
    const char *text;
    const char *url; /* NULL: none */
    const char *why; /* a part of the reason */
  } cases[] = {
    { "https://api.anthropic.com", "https://api.anthropic.com" },
    { "  https://api.anthropic.com/ ", "https://api.anthropic.com" },
    { "api.anthropic.com", "https://api.anthropic.com" },
    { "gateway.example:4000/api//", "https://gateway.example:4000/api" },
    { "localhost:8080", "http://localhost:8080" },
    { "127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1" },
    { "[::1]:8080", "http://[::1]:8080" },
    { "http://gateway.example", "http://gateway.example" },
    { "", NULL, "no URL" },
    { "   ", NULL, "no URL" },
    { "https://", NULL, "no URL" },
    { "ftp://example.test", NULL, "no URL" },
    { "two words", NULL, "no URL" },
    { "https://user:pass@example.test", NULL, "password" },
    { "https://example.test/?key=1", NULL, "“?”" },
    { "https://example.test/#x", NULL, "“#”" },
    { "https://example.test:99999", NULL, "1 to 65535" },
    { "http://127.0.0.1:99999", NULL, "1 to 65535" },
    { "127.0.0.1:0", NULL, "1 to 65535" },
    { "http://127.0.0.1:x", NULL, "1 to 65535" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *url = tap_gateway_url_normalize (cases[i].text, &error);

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpstr (url, ==, cases[i].url);
      if (url != NULL)
        continue;
      g_assert_error (error, TAP_ERROR, TAP_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, cases[i].why));
    }
}

static void
test_is_at (void)
{
  static const struct
  {
    const char *url;
    const char *origin;
    gboolean is;
  } cases[] = {
    { "http://127.0.0.1:1", "http://127.0.0.1:1", TRUE },
    { "https://gateway.example/api", "https://gateway.example", TRUE },
    { "https://Gateway.example:443/api", "https://gateway.example", TRUE },
    { "http://gateway.example:80", "http://gateway.example", TRUE },
    { "http://[::1]:8080/a", "http://[::1]:8080", TRUE },
    { "http://127.0.0.1:1", "http://127.0.0.1:12", FALSE },
    { "http://127.0.0.1:1", "https://127.0.0.1:1", FALSE },
    { "http://gateway.example", "http://gateway.example.test", FALSE },
    { "nonsense", "nonsense", FALSE },
    { "http://127.0.0.1:1", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s at %s", cases[i].url, cases[i].origin);
      g_assert_cmpint (tap_gateway_url_is_at (cases[i].url, cases[i].origin), ==, cases[i].is);
    }
}

static void
known_cb (gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* What was found stays while it is asked again, and is of no other gateway. */
static void
test_check (void)
{
  static const char *const closed = "http://127.0.0.1:1";
  guint changes = 0;
  g_autoptr (TapGatewayCheck) check = tap_gateway_check_new (known_cb, &changes);

  g_assert_cmpint (tap_gateway_check_get_verdict (check, closed), ==, TAP_PROBE_NONE);
  tap_gateway_check_ask (check, closed);
  g_assert_cmpint (tap_gateway_check_get_verdict (check, closed), ==, TAP_PROBE_ASKING);
  g_assert_cmpuint (changes, ==, 1);
  g_assert_null (tap_gateway_check_get_trouble (check, closed));
  while (changes == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tap_gateway_check_get_verdict (check, closed), ==, TAP_PROBE_UNREACHABLE);
  g_assert_nonnull (tap_gateway_check_get_trouble (check, closed));
  g_assert_cmpint (tap_gateway_check_get_verdict (check, "http://127.0.0.1:2"), ==, TAP_PROBE_NONE);
  g_assert_null (tap_gateway_check_get_trouble (check, "http://127.0.0.1:2"));

  tap_gateway_check_ask (check, closed);
  g_assert_cmpint (tap_gateway_check_get_verdict (check, closed), ==, TAP_PROBE_ASKING);
  g_assert_nonnull (tap_gateway_check_get_trouble (check, closed));
  /* Another gateway's answer says nothing of it. */
  tap_gateway_check_note_answer (check, "http://127.0.0.1:2");
  g_assert_nonnull (tap_gateway_check_get_trouble (check, closed));
  tap_gateway_check_note_answer (check, closed);
  g_assert_cmpint (tap_gateway_check_get_verdict (check, closed), ==, TAP_PROBE_GOOD);
  g_assert_null (tap_gateway_check_get_trouble (check, closed));

  tap_gateway_check_ask (check, "http://127.0.0.1:2");
  g_assert_cmpint (tap_gateway_check_get_verdict (check, closed), ==, TAP_PROBE_NONE);
}

static void
test_history (void)
{
  g_auto (GStrv) history = g_strsplit ("a b c", " ", -1);
  g_autofree char *text = NULL;
  g_auto (GStrv) grown = tap_gateway_history_add ((const char *const *) history, "b");

  text = g_strjoinv (" ", grown);
  g_assert_cmpstr (text, ==, "b a c");
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *url = g_strdup_printf ("u%u", i);
      char **next = tap_gateway_history_add ((const char *const *) grown, url);

      g_strfreev (grown);
      grown = next;
    }
  g_assert_cmpuint (g_strv_length (grown), ==, TAP_GATEWAY_HISTORY_MAX);
  g_assert_cmpstr (grown[0], ==, "u19");
}

static void
test_lines (void)
{
  g_assert_cmpuint (tap_n_agent_lines, ==, 6);
  for (guint i = 0; i < tap_n_agent_lines; i++)
    {
      g_autofree char *line = tap_agent_line_fill (&tap_agent_lines[i], "http://[::1]:4747");

      g_assert_nonnull (strstr (line, "http://[::1]:4747"));
      g_assert_null (strchr (line, '%'));
      g_assert_false (tap_agent_line_is_foreign (&tap_agent_lines[i], NULL));
      g_assert_false (tap_agent_line_is_foreign (&tap_agent_lines[i], "https://gateway.example"));
      g_assert_false (tap_agent_line_is_foreign (&tap_agent_lines[i], "nonsense"));
      g_assert_false (tap_agent_line_is_foreign (&tap_agent_lines[i], tap_agent_lines[i].usual));
      g_assert_true (tap_agent_line_is_foreign (&tap_agent_lines[i], "https://api.anthropic.com/x")
                     != tap_agent_line_is_foreign (&tap_agent_lines[i], "https://API.openai.com"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gateway/judge-status", test_judge_status);
  g_test_add_func ("/gateway/judge-error", test_judge_error);
  g_test_add_func ("/gateway/probe", test_probe);
  g_test_add_func ("/gateway/probe-plain", test_probe_plain);
  g_test_add_func ("/gateway/probe-cancelled", test_probe_cancelled);
  g_test_add_func ("/gateway/url", test_url);
  g_test_add_func ("/gateway/is-at", test_is_at);
  g_test_add_func ("/gateway/check", test_check);
  g_test_add_func ("/gateway/history", test_history);
  g_test_add_func ("/gateway/lines", test_lines);
  return g_test_run ();
}
