/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-control.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "tap-control-socket.h"

#define HEARTBEAT_MS 5000
#define ACCEPT_PAUSE_MS 200
#define MAX_BODY (64 * 1024)

struct _TapControl
{
  TapControlHooks hooks;
  gpointer user_data;
  TapControlSocket socket;
  SoupServer *server;
  GSource *accept;    /* waits for a client, or for a while after it failed */
  GSource *heartbeat; /* while somebody follows */
  GSource *stop;      /* once a request to stop was answered */
  GPtrArray *followers;
};

typedef struct
{
  TapControl *control; /* not owned */
  SoupServerMessage *message;
  gsize backlog;       /* bytes that are not written yet */
  guint64 missed;      /* lines that were left out since the backlog was full */
} Follower;

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
answer (SoupServerMessage *message, guint status, const char *json)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  /* A kept-alive connection that its client closes would cost SoupServer a descriptor. */
  soup_message_headers_replace (headers, "Connection", "close");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, json,
                                    strlen (json));
}

static void
answer_error (SoupServerMessage *message, guint status, const char *what)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, what);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, FALSE);
  answer (message, status, json);
}

static void
status_cb (TapControl *self, SoupServerMessage *message)
{
  g_autofree char *json = self->hooks.status (self->user_data);

  answer (message, SOUP_STATUS_OK, json);
}

/* The member of the request's body, or NULL once the request was answered with what is wrong.
 * @body: (out) (transfer full): holds the member. */
static JsonNode *
get_member (SoupServerMessage *message, const char *name, GType type, JsonNode **body)
{
  SoupMessageBody *request = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (request);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *what = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  JsonNode *root = NULL;
  JsonNode *member = NULL;

  if (length > 0 && length <= MAX_BODY && json_parser_load_from_data (parser, text, length, NULL))
    root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    member = json_object_get_member (json_node_get_object (root), name);
  if (member != NULL && json_node_get_value_type (member) == type)
    {
      *body = json_parser_steal_root (parser);
      return member;
    }
  what = g_strdup_printf ("Send a JSON object with \"%s\" as a %s.", name,
                          type == G_TYPE_BOOLEAN ? "boolean" : "string");
  answer_error (message, SOUP_STATUS_BAD_REQUEST, what);
  return NULL;
}

static void
recording_cb (TapControl *self, SoupServerMessage *message)
{
  g_autoptr (JsonNode) body = NULL;
  JsonNode *on = get_member (message, "on", G_TYPE_BOOLEAN, &body);

  if (on == NULL)
    return;
  self->hooks.set_recording (json_node_get_boolean (on), self->user_data);
  status_cb (self, message);
}

static void
upstream_cb (TapControl *self, SoupServerMessage *message)
{
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *url = get_member (message, "url", G_TYPE_STRING, &body);

  if (url == NULL)
    return;
  if (self->hooks.set_upstream (json_node_get_string (url), self->user_data, &error))
    status_cb (self, message);
  else
    answer_error (message, SOUP_STATUS_BAD_REQUEST, error->message);
}

static gboolean
stop_cb (gpointer user_data)
{
  TapControl *self = user_data;

  g_clear_pointer (&self->stop, g_source_unref);
  self->hooks.stop (self->user_data);
  return G_SOURCE_REMOVE;
}

static void
stop_answered_cb (SoupServerMessage *message, gpointer user_data)
{
  TapControl *self = user_data;

  if (self->stop != NULL || self->accept == NULL)
    return;
  /* Not from inside the message's own signal: stopping frees the server. */
  self->stop = g_idle_source_new ();
  g_source_set_callback (self->stop, stop_cb, self, NULL);
  g_source_attach (self->stop, g_main_context_get_thread_default ());
}

static void
stop_requested_cb (TapControl *self, SoupServerMessage *message)
{
  answer (message, SOUP_STATUS_OK, "{\"stopping\":true}");
  g_signal_connect (message, "finished", G_CALLBACK (stop_answered_cb), self);
}

static void
append_line (Follower *follower, const char *line)
{
  SoupMessageBody *body = soup_server_message_get_response_body (follower->message);
  char *text = g_strconcat (line, "\n", NULL);
  gsize length = strlen (text);

  follower->backlog += length;
  soup_message_body_append_take (body, (guchar *) text, length);
  soup_server_message_unpause (follower->message);
}

static void
tell_follower (Follower *follower, const char *line)
{
  if (follower->backlog >= TAP_CONTROL_MAX_BACKLOG)
    {
      follower->missed++;
      return;
    }
  if (follower->missed > 0)
    {
      g_autofree char *missed = g_strdup_printf ("{\"type\":\"missed\",\"lines\":%" G_GUINT64_FORMAT
                                                 "}",
                                                 follower->missed);

      follower->missed = 0;
      append_line (follower, missed);
    }
  append_line (follower, line);
}

static gboolean
heartbeat_cb (gpointer user_data)
{
  tap_control_tell (user_data, "{\"type\":\"heartbeat\"}");
  return G_SOURCE_CONTINUE;
}

static void
wrote_cb (SoupServerMessage *message, guint length, gpointer user_data)
{
  Follower *follower = user_data;

  follower->backlog -= MIN (follower->backlog, length);
}

static void
follower_finished_cb (SoupServerMessage *message, gpointer user_data)
{
  Follower *follower = user_data;
  TapControl *self = follower->control;

  g_ptr_array_remove (self->followers, follower);
  if (self->followers->len > 0)
    return;
  drop_source (&self->heartbeat);
  if (self->hooks.set_followed != NULL)
    self->hooks.set_followed (FALSE, self->user_data);
}

static void
follower_free (gpointer data)
{
  Follower *follower = data;

  g_signal_handlers_disconnect_by_data (follower->message, follower);
  g_object_unref (follower->message);
  g_free (follower);
}

static void
follow_cb (TapControl *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  Follower *follower = g_new0 (Follower, 1);

  follower->control = self;
  follower->message = g_object_ref (message);
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Content-Type", "application/jsonl");
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_cb), follower);
  g_signal_connect (message, "finished", G_CALLBACK (follower_finished_cb), follower);
  g_ptr_array_add (self->followers, follower);
  if (self->followers->len == 1 && self->hooks.set_followed != NULL)
    self->hooks.set_followed (TRUE, self->user_data);

  /* At once, so that who follows knows that it does. */
  append_line (follower, "{\"type\":\"heartbeat\"}");
  if (self->heartbeat == NULL)
    {
      self->heartbeat = g_timeout_source_new (self->hooks.heartbeat);
      g_source_set_callback (self->heartbeat, heartbeat_cb, self, NULL);
      g_source_attach (self->heartbeat, g_main_context_get_thread_default ());
    }
}

static const struct
{
  const char *method;
  const char *path;
  void (*run) (TapControl *self, SoupServerMessage *message);
} requests[] = {
  { "GET", "/v1/status", status_cb },
  { "GET", "/v1/follow", follow_cb },
  { "POST", "/v1/recording", recording_cb },
  { "POST", "/v1/stop", stop_requested_cb },
  { "POST", "/v1/upstream", upstream_cb },
};

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  TapControl *self = user_data;
  const char *allowed = NULL;

  if (soup_server_message_get_http_version (message) != SOUP_HTTP_1_1)
    {
      answer_error (message, SOUP_STATUS_HTTP_VERSION_NOT_SUPPORTED, "Speak HTTP/1.1.");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      if (!g_str_equal (requests[i].path, path))
        continue;
      if (g_str_equal (requests[i].method, soup_server_message_get_method (message)))
        {
          requests[i].run (self, message);
          return;
        }
      allowed = requests[i].method;
    }

  if (allowed == NULL)
    {
      answer_error (message, SOUP_STATUS_NOT_FOUND, "There is no such resource.");
      return;
    }
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                allowed);
  answer_error (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "This resource wants another method.");
}

/* Before a body is read, which would be kept as far as it comes. */
static void
headers_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupEncoding encoding = soup_message_headers_get_encoding (headers);

  if (encoding == SOUP_ENCODING_NONE
      || (encoding == SOUP_ENCODING_CONTENT_LENGTH
          && soup_message_headers_get_content_length (headers) <= MAX_BODY))
    return;
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  answer_error (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
                "Send at most 64 KiB, with a Content-Length.");
}

static void wait_for_clients (TapControl *self);

static gboolean
try_again_cb (gpointer user_data)
{
  wait_for_clients (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
accept_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  TapControl *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, &error);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GSocketAddress) address = NULL;

  if (accepted == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
      /* A lack of descriptors, say, passes; asking for it all the time does not help. */
      drop_source (&self->accept);
      self->accept = g_timeout_source_new (ACCEPT_PAUSE_MS);
      g_source_set_callback (self->accept, try_again_cb, self, NULL);
      g_source_attach (self->accept, g_main_context_get_thread_default ());
      return G_SOURCE_REMOVE;
    }

  /* For a request without Host, SoupServer makes a URI of the local address and takes it for an
   * internet one without asking. It gets one. */
  address = g_inet_socket_address_new_from_string ("127.0.0.1", 80);
  connection = g_socket_connection_factory_create_connection (accepted);
  soup_server_accept_iostream (self->server, G_IO_STREAM (connection), address, address, NULL);
  return G_SOURCE_CONTINUE;
}

static void
wait_for_clients (TapControl *self)
{
  drop_source (&self->accept);
  self->accept = g_socket_create_source (self->socket.socket, G_IO_IN, NULL);
  g_source_set_callback (self->accept, G_SOURCE_FUNC (accept_cb), self, NULL);
  g_source_attach (self->accept, g_main_context_get_thread_default ());
}

TapControl *
tap_control_new (const char *path, const TapControlHooks *hooks, gpointer user_data,
                 GError **error)
{
  TapControlSocket socket = { 0 };
  TapControl *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (hooks->status != NULL && hooks->stop != NULL, NULL);
  g_return_val_if_fail (hooks->set_recording != NULL && hooks->set_upstream != NULL, NULL);

  if (!tap_control_socket_open (&socket, path, error))
    return NULL;

  self = g_new0 (TapControl, 1);
  self->hooks = *hooks;
  if (self->hooks.heartbeat == 0)
    self->hooks.heartbeat = HEARTBEAT_MS;
  self->user_data = user_data;
  self->socket = socket;
  self->followers = g_ptr_array_new_with_free_func (follower_free);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_early_handler (self->server, NULL, headers_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  wait_for_clients (self);
  return self;
}

/* The last lines go out as far as the socket takes them without waiting. */
static void
dismiss_followers (TapControl *self)
{
  GMainContext *context = g_main_context_get_thread_default ();

  for (guint i = 0; i < self->followers->len; i++)
    {
      Follower *follower = g_ptr_array_index (self->followers, i);

      tell_follower (follower, "{\"type\":\"stopped\"}");
      soup_message_body_complete (soup_server_message_get_response_body (follower->message));
    }
  for (guint i = 0; i < 64 && self->followers->len > 0; i++)
    g_main_context_iteration (context, FALSE);
}

void
tap_control_free (TapControl *self)
{
  if (self == NULL)
    return;
  drop_source (&self->accept);
  drop_source (&self->stop);
  dismiss_followers (self);
  drop_source (&self->heartbeat);
  g_ptr_array_unref (self->followers);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  tap_control_socket_clear (&self->socket);
  g_free (self);
}

void
tap_control_tell (TapControl *self, const char *line)
{
  for (guint i = 0; i < self->followers->len; i++)
    tell_follower (g_ptr_array_index (self->followers, i), line);
}

gboolean
tap_control_is_followed (TapControl *self)
{
  return self->followers->len > 0;
}

const char *
tap_control_get_path (TapControl *self)
{
  return self->socket.path;
}
