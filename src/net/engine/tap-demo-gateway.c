/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-demo-gateway.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "tap-demo-scenes.h"
#include "tap-error.h"

struct _TapDemoGateway
{
  SoupServer *server;
  char *url;
  guint silence;
  guint answered;
  GPtrArray *streams;
};

/* An answer on its way, one piece after the other. */
typedef struct
{
  TapDemoGateway *gateway;
  SoupServerMessage *message;
  const TapDemoPiece *next;
  GSource *timer;
} Stream;

static void
stop_timer (Stream *stream)
{
  if (stream->timer != NULL)
    g_source_destroy (stream->timer);
  g_clear_pointer (&stream->timer, g_source_unref);
}

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  stop_timer (stream);
  g_signal_handlers_disconnect_by_data (stream->message, stream);
  g_object_unref (stream->message);
  g_free (stream);
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  Stream *stream = user_data;

  g_ptr_array_remove (stream->gateway->streams, stream);
}

static void schedule (Stream *stream);

static gboolean
piece_cb (gpointer user_data)
{
  Stream *stream = user_data;
  SoupMessageBody *body = soup_server_message_get_response_body (stream->message);
  const TapDemoPiece *piece = stream->next++;

  stop_timer (stream);
  if (piece->bytes != NULL)
    {
      soup_message_body_append (body, SOUP_MEMORY_STATIC, piece->bytes, strlen (piece->bytes));
      schedule (stream);
    }
  else
    {
      soup_message_body_complete (body);
    }
  soup_server_message_unpause (stream->message);
  return G_SOURCE_REMOVE;
}

static void
schedule (Stream *stream)
{
  guint after = stream->next->after;

  stream->timer = g_timeout_source_new (after == TAP_DEMO_SILENCE ? stream->gateway->silence
                                                                  : after);
  g_source_set_callback (stream->timer, piece_cb, stream, NULL);
  g_source_attach (stream->timer, g_main_context_get_thread_default ());
}

static void
refuse (SoupServerMessage *message, guint status, const char *type, const char *what)
{
  g_autofree char *json = g_strdup_printf ("{\"type\":\"error\",\"error\":{\"type\":\"%s\","
                                           "\"message\":\"%s\"}}",
                                           type, what);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, json,
                                    strlen (json));
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  TapDemoGateway *self = user_data;
  SoupMessageHeaders *asked = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const TapDemoAnswer *answer = tap_demo_get_answer (self->answered, NULL);
  g_autofree char *id = NULL;
  Stream *stream;

  /* The key arrives as it was sent: masks are for what is stored, not for the wire. */
  if (g_strcmp0 (soup_message_headers_get_one (asked, "x-api-key"), TAP_DEMO_KEY) != 0)
    {
      refuse (message, SOUP_STATUS_UNAUTHORIZED, "authentication_error", "invalid x-api-key");
      return;
    }
  if (answer == NULL || !g_str_equal (path, "/v1/messages")
      || soup_server_message_get_method (message) != SOUP_METHOD_POST)
    {
      refuse (message, SOUP_STATUS_NOT_FOUND, "not_found_error", "the demo has no answer to that");
      return;
    }

  self->answered++;
  id = g_strdup_printf ("req_demo%02u", self->answered);
  soup_message_headers_replace (headers, "Content-Type", answer->content_type);
  soup_message_headers_replace (headers, "Cache-Control", "no-cache");
  soup_message_headers_replace (headers, "request-id", id);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  soup_server_message_set_status (message, answer->status, NULL);

  stream = g_new0 (Stream, 1);
  stream->gateway = self;
  stream->message = g_object_ref (message);
  stream->next = answer->pieces;
  g_ptr_array_add (self->streams, stream);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), stream);
  schedule (stream);
}

TapDemoGateway *
tap_demo_gateway_new (guint silence, GError **error)
{
  g_autoptr (TapDemoGateway) self = g_new0 (TapDemoGateway, 1);
  g_autoptr (GError) failure = NULL;
  GSList *uris;

  self->silence = silence;
  self->streams = g_ptr_array_new_with_free_func (stream_free);
  self->server = soup_server_new ("server-header", "demo-gateway", NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  if (!soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &failure))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_BUSY,
                   _ ("the demo's gateway finds no free port on 127.0.0.1 (%s); end a program "
                      "that holds many, and try again."),
                   failure->message);
      return NULL;
    }
  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return g_steal_pointer (&self);
}

void
tap_demo_gateway_free (TapDemoGateway *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->streams);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self->url);
  g_free (self);
}

const char *
tap_demo_gateway_get_url (TapDemoGateway *self)
{
  return self->url;
}

guint
tap_demo_gateway_count_answered (TapDemoGateway *self)
{
  return self->answered;
}
