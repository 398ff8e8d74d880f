/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A reverse proxy made only of SoupServer and SoupSession, as well as these two allow: streaming
 * both ways with back-pressure, limits and timeouts off, decoding and authentication off, its own
 * watch for an agent that leaves, and its own cut where the gateway's answer was cut. It stands
 * beside Tapline in the neutrality table and in the benchmark.
 *
 *   soup-peer --upstream URL --listen HOST:PORT [--upstream-ca FILE] */

#include "config.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <libsoup/soup.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "soup-body.h"

#define READ_SIZE (64 * 1024)
#define QUEUE_MAX (256 * 1024)

static SoupSession *session;
static char *upstream;

typedef struct
{
  SoupServerMessage *agent;
  SoupMessage *gateway;
  GInputStream *answer;
  SoupPeerBody *body; /* (nullable): the request's, on its way to the gateway */
  GCancellable *cancellable;
  GSource *watch;     /* of the agent's socket */
  gsize queued;       /* of the answer: read, not yet written */
  gboolean request_read, answered, head_written, reading, complete, gone;
  GError *failure;
} Exchange;

static void read_on (Exchange *self);

static void
exchange_unref (gpointer data)
{
  Exchange *self = data;

  g_source_destroy (self->watch);
  g_source_unref (self->watch);
  g_clear_object (&self->gateway);
  g_clear_object (&self->answer);
  g_clear_object (&self->body);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->failure);
}

static void
release (Exchange *self)
{
  g_atomic_rc_box_release_full (self, exchange_unref);
}

static gboolean
was_reset (const GError *failure)
{
  return g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

/* The only public way to leave an answer unfinished: shut the socket down first, or libsoup writes
 * a last chunk as it lets the connection go. */
static void
cut (Exchange *self)
{
  GSocket *socket = soup_server_message_get_socket (self->agent);
  g_autoptr (GIOStream) stream = NULL;

  if (self->gone)
    return;
  self->gone = TRUE;
  if (socket && !self->answer && was_reset (self->failure))
    {
      struct linger linger = { .l_onoff = 1, .l_linger = 0 };

      setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    }
  else if (socket)
    {
      g_socket_shutdown (socket, FALSE, TRUE, NULL);
    }
  stream = soup_server_message_steal_connection (self->agent);
  if (stream)
    g_io_stream_close (stream, NULL, NULL);
}

static void
resume (Exchange *self)
{
  if (!self->gone)
    soup_server_message_unpause (self->agent);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Exchange *self = data;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &self->failure);

  self->reading = FALSE;
  if (bytes && g_bytes_get_size (bytes) > 0 && !self->gone)
    {
      SoupMessageBody *body = soup_server_message_get_response_body (self->agent);

      self->queued += g_bytes_get_size (bytes);
      soup_message_body_append_bytes (body, bytes);
      resume (self);
      read_on (self);
    }
  else if (bytes && !self->gone)
    {
      self->complete = TRUE;
      soup_message_body_complete (soup_server_message_get_response_body (self->agent));
      resume (self);
    }
  else if (self->queued == 0 && self->head_written)
    cut (self);
  release (self);
}

static void
read_on (Exchange *self)
{
  if (self->reading || self->complete || self->failure || self->queued > QUEUE_MAX)
    return;
  self->reading = TRUE;
  g_input_stream_read_bytes_async (self->answer, READ_SIZE, G_PRIORITY_DEFAULT,
                                   self->cancellable, read_cb, g_atomic_rc_box_acquire (self));
}

static void
wrote_body_data_cb (SoupServerMessage *agent, guint size, Exchange *self)
{
  self->queued -= MIN (size, self->queued);
  if (self->failure && self->queued == 0)
    cut (self);
  else if (self->answer)
    read_on (self);
}

static void
wrote_headers_cb (SoupServerMessage *agent, Exchange *self)
{
  self->head_written = TRUE;
  if (self->failure && self->answer && self->queued == 0)
    cut (self);
}

/* Copies a header but for those of the connection, and of the framing, which the two sides of
 * libsoup settle each for itself. */
static void
copy_header (const char *name, const char *value, gpointer to)
{
  static const char *const own[] = { "Host", "Connection", "Keep-Alive", "Transfer-Encoding",
                                     "Content-Length", "Expect", NULL };

  for (gsize i = 0; own[i]; i++)
    if (g_ascii_strcasecmp (name, own[i]) == 0)
      return;
  soup_message_headers_append (to, name, value);
}

/* The words stand in the shape of the Messages dialect or of OpenAI's; quotes would break it. */
static void
answer_error (SoupServerMessage *agent, guint status, const char *words)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (agent));
  gboolean messages = strstr (path, "/messages") != NULL;
  g_autofree char *text = g_strdelimit (g_strdup (words), "\"\\", '\'');
  char *body = g_strdup_printf ("{%s\"error\":{\"type\":\"api_error\",\"message\":\"%s\"}}",
                                messages ? "\"type\":\"error\"," : "", text);

  soup_server_message_set_status (agent, status, NULL);
  soup_server_message_set_response (agent, "application/json", SOUP_MEMORY_TAKE, body,
                                    strlen (body));
}

/* A page of a browser shows by its headers, or by a name that was made to point here. */
static gboolean
is_from_browser (SoupServerMessage *agent)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (agent);
  const char *host = g_uri_get_host (soup_server_message_get_uri (agent));

  return soup_message_headers_get_one (headers, "Origin")
         || g_strcmp0 (soup_message_headers_get_one (headers, "Sec-Fetch-Site"), "cross-site") == 0
         || !host
         || (g_ascii_strcasecmp (host, "localhost") != 0 && g_strcmp0 (host, "127.0.0.1") != 0
             && g_strcmp0 (host, "::1") != 0);
}

/* libsoup is half duplex: the answer goes out once the whole request was read. */
static void
answer_if_ready (Exchange *self)
{
  SoupMessageHeaders *from, *to;
  SoupEncoding encoding;

  if (!self->request_read || !self->answered || self->gone)
    return;
  to = soup_server_message_get_response_headers (self->agent);
  soup_message_headers_clear (to);
  if (!self->answer)
    {
      if (was_reset (self->failure)
          || g_error_matches (self->failure, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        cut (self);
      else
        answer_error (self->agent, SOUP_STATUS_BAD_GATEWAY, self->failure->message);
      resume (self);
      return;
    }
  from = soup_message_get_response_headers (self->gateway);
  encoding = soup_message_headers_get_encoding (from);
  soup_server_message_set_status (self->agent, soup_message_get_status (self->gateway),
                                  soup_message_get_reason_phrase (self->gateway));
  soup_message_headers_foreach (from, copy_header, to);
  if (soup_message_get_status (self->gateway) == SOUP_STATUS_NO_CONTENT)
    soup_message_headers_set_encoding (to, SOUP_ENCODING_NONE);
  else if (encoding == SOUP_ENCODING_CONTENT_LENGTH)
    soup_message_headers_set_content_length (to, soup_message_headers_get_content_length (from));
  else if (soup_server_message_get_http_version (self->agent) == SOUP_HTTP_1_0)
    soup_message_headers_set_encoding (to, SOUP_ENCODING_EOF);
  else
    soup_message_headers_set_encoding (to, SOUP_ENCODING_CHUNKED);
  resume (self);
  read_on (self);
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Exchange *self = data;

  self->answer = soup_session_send_finish (session, result, &self->failure);
  self->answered = TRUE;
  answer_if_ready (self);
  release (self);
}

static void
got_chunk_cb (SoupServerMessage *agent, GBytes *chunk, Exchange *self)
{
  if (self->body && soup_peer_body_push (self->body, chunk) > QUEUE_MAX)
    soup_server_message_pause (agent);
}

static void
drained_cb (gpointer data)
{
  Exchange *self = data;

  if (!self->request_read)
    resume (self);
}

static void
got_body_cb (SoupServerMessage *agent, Exchange *self)
{
  if (self->body)
    soup_peer_body_finish (self->body);
  self->request_read = TRUE;
}

static void
finished_cb (SoupServerMessage *agent, Exchange *self)
{
  self->gone = TRUE;
  g_source_destroy (self->watch);
  g_cancellable_cancel (self->cancellable);
  if (self->body)
    soup_peer_body_finish (self->body);
}

static gboolean
agent_left_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  Exchange *self = data;

  g_cancellable_cancel (self->cancellable);
  if (self->body)
    soup_peer_body_finish (self->body);
  cut (self);
  return G_SOURCE_REMOVE;
}

/* A paused SoupServerMessage looks at its socket no more: an agent that leaves in silence is seen
 * by a source of our own. */
static void
watch_agent (Exchange *self)
{
  GSocket *socket = soup_server_message_get_socket (self->agent);

  self->watch = g_socket_create_source (socket, (GIOCondition) (POLLRDHUP | POLLHUP | POLLERR),
                                        NULL);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (agent_left_cb), self, NULL);
  g_source_attach (self->watch, NULL);
}

static void
request_head_cb (SoupServer *server, SoupServerMessage *agent, const char *path,
                 GHashTable *query, gpointer data)
{
  Exchange *self;
  GUri *uri = soup_server_message_get_uri (agent);
  const char *search = g_uri_get_query (uri);
  g_autofree char *target = g_strconcat (upstream, g_uri_get_path (uri), search ? "?" : NULL,
                                         search, NULL);
  SoupMessageHeaders *from = soup_server_message_get_request_headers (agent);
  SoupEncoding encoding = soup_message_headers_get_encoding (from);

  if (is_from_browser (agent) || !g_uri_is_valid (target, SOUP_HTTP_URI_FLAGS, NULL))
    {
      answer_error (agent, SOUP_STATUS_FORBIDDEN, "This is no page for browsers");
      return;
    }
  self = g_atomic_rc_box_new0 (Exchange);
  self->agent = agent;
  self->cancellable = g_cancellable_new ();
  self->gateway = soup_message_new (soup_server_message_get_method (agent), target);
  soup_message_set_flags (self->gateway, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_foreach (from, copy_header,
                                soup_message_get_request_headers (self->gateway));
  if (encoding == SOUP_ENCODING_CHUNKED || encoding == SOUP_ENCODING_CONTENT_LENGTH)
    {
      self->body = soup_peer_body_new (drained_cb, self);
      soup_message_set_request_body (self->gateway, soup_message_headers_get_one (from, "Content-Type"),
                                     G_INPUT_STREAM (self->body),
                                     encoding == SOUP_ENCODING_CHUNKED
                                         ? -1
                                         : soup_message_headers_get_content_length (from));
    }
  soup_message_body_set_accumulate (soup_server_message_get_request_body (agent), FALSE);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (agent), FALSE);
  g_signal_connect (agent, "got-chunk", G_CALLBACK (got_chunk_cb), self);
  g_signal_connect (agent, "got-body", G_CALLBACK (got_body_cb), self);
  g_signal_connect (agent, "wrote-headers", G_CALLBACK (wrote_headers_cb), self);
  g_signal_connect (agent, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self);
  g_signal_connect (agent, "finished", G_CALLBACK (finished_cb), self);
  g_object_set_data_full (G_OBJECT (agent), "exchange", self, (GDestroyNotify) release);
  watch_agent (self);
  soup_session_send_async (session, self->gateway, G_PRIORITY_DEFAULT, self->cancellable, send_cb,
                           g_atomic_rc_box_acquire (self));
}

static void
request_cb (SoupServer *server, SoupServerMessage *agent, const char *path, GHashTable *query,
            gpointer data)
{
  Exchange *self = g_object_get_data (G_OBJECT (agent), "exchange");

  if (!self)
    return;
  soup_server_message_pause (agent);
  answer_if_ready (self);
}

/* libsoup's own listener has a backlog of 10. */
static char *
start_listening (SoupServer *server, const char *where, GError **error)
{
  g_autoptr (GSocketConnectable) connectable = g_network_address_parse (where, 0, error);
  g_autoptr (GSocketAddressEnumerator) addresses = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autofree char *host = NULL;

  if (!connectable)
    return NULL;
  addresses = g_socket_connectable_enumerate (connectable);
  address = g_socket_address_enumerator_next (addresses, NULL, error);
  if (!address)
    return NULL;
  socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_TCP, error);
  if (!socket || !g_socket_bind (socket, address, TRUE, error))
    return NULL;
  g_socket_set_listen_backlog (socket, 4096);
  if (!g_socket_listen (socket, error)
      || !soup_server_listen_socket (server, socket, 0, error)
      || !(bound = g_socket_get_local_address (socket, error)))
    return NULL;
  host = g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (bound)));
  return g_strdup_printf ("http://%s:%u", host,
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
}

int
main (int argc, char **argv)
{
  g_autofree char *where = NULL;
  g_autofree char *ca = NULL;
  const GOptionEntry entries[] = {
    { "upstream", 0, 0, G_OPTION_ARG_STRING, &upstream, "The gateway", "URL" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &where, "Where to listen", "HOST:PORT" },
    { "upstream-ca", 0, 0, G_OPTION_ARG_FILENAME, &ca, "PEM file of trusted authorities", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || !upstream)
    {
      g_printerr ("soup-peer: %s\n", error ? error->message : "--upstream is needed");
      return 2;
    }
  if (g_str_has_suffix (upstream, "/"))
    upstream[strlen (upstream) - 1] = '\0';
  session = soup_session_new_with_options ("max-conns", 4096, "max-conns-per-host", 4096,
                                           "timeout", 0, "idle-timeout", 0,
                                           "proxy-resolver", NULL, NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  if (ca)
    {
      g_autoptr (GTlsDatabase) database = g_tls_file_database_new (ca, &error);

      if (!database)
        {
          g_printerr ("soup-peer: %s\n", error->message);
          return 2;
        }
      soup_session_set_tls_database (session, database);
    }
  soup_server_add_early_handler (server, NULL, request_head_cb, NULL, NULL);
  soup_server_add_handler (server, NULL, request_cb, NULL, NULL);
  url = start_listening (server, where ? where : "127.0.0.1:0", &error);
  if (!url)
    {
      g_printerr ("soup-peer: %s\n", error->message);
      return 2;
    }
  g_print ("%s\n", url);
  g_unix_signal_add (SIGINT, G_SOURCE_FUNC (g_main_loop_quit), loop);
  g_unix_signal_add (SIGTERM, G_SOURCE_FUNC (g_main_loop_quit), loop);
  g_main_loop_run (loop);
  return 0;
}
