/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-control-client.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "tap-error.h"

#define TIMEOUT_S 15
#define MAX_ANSWER (1024 * 1024)

struct _TapControlClient
{
  char *path;
  SoupSession *session;
};

typedef struct
{
  char *path; /* of the socket, for messages */
  SoupMessage *message;
  GDataInputStream *lines;
  TapControlLine line;
  gpointer line_data;
  gboolean stopped; /* the engine said that it ends */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->path);
  g_clear_object (&call->message);
  g_clear_object (&call->lines);
  g_free (call);
}

char *
tap_control_default_path (void)
{
  const char *runtime = g_get_user_runtime_dir ();

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return g_build_filename (runtime, "app", APP_ID, "control.sock", NULL);
  return g_build_filename (runtime, "tapline", "control.sock", NULL);
}

TapControlClient *
tap_control_client_new (const char *path)
{
  TapControlClient *self = g_new0 (TapControlClient, 1);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);

  self->path = g_strdup (path);
  self->session = soup_session_new_with_options ("remote-connectable", address,
                                                 "proxy-resolver", NULL,
                                                 "timeout", TIMEOUT_S,
                                                 "idle-timeout", 1,
                                                 NULL);
  return self;
}

void
tap_control_client_free (TapControlClient *self)
{
  if (self == NULL)
    return;
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self->path);
  g_free (self);
}

static GError *
explain (const Call *call, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_error_new (TAP_ERROR, TAP_ERROR_CONNECT,
                        _ ("no engine answers at “%s”; start one with “tapline-cli record "
                           "--upstream URL”, or name its socket with “--control SOCKET”."),
                        call->path);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new (TAP_ERROR, TAP_ERROR_CONNECT,
                        _ ("the engine at “%s” is there but has not answered for %d seconds; see "
                           "whether it is stopped or its machine is out of memory."),
                        call->path, TIMEOUT_S);
  return g_error_new (TAP_ERROR, TAP_ERROR_CONNECT,
                      _ ("the engine at “%s” cannot be asked (%s); see whether it still runs and "
                         "belongs to you."),
                      call->path, error->message);
}

/* Ends @task with an error that says what and what to do; cancelled stays cancelled. */
static void
fail (GTask *task, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_error (task, explain (g_task_get_task_data (task), error));
}

static void
fail_foreign (GTask *task, const char *what)
{
  const Call *call = g_task_get_task_data (task);

  g_task_return_new_error (task, TAP_ERROR, TAP_ERROR_FORMAT,
                           _ ("what answers at “%s” is not an engine of Tapline (%s); name the "
                              "engine's socket with “--control SOCKET”."),
                           call->path, what);
}

static GTask *
begin (TapControlClient *self, const char *method, const char *path, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);
  g_autofree char *uri = g_strconcat ("http://localhost", path, NULL);

  call->path = g_strdup (self->path);
  call->message = soup_message_new (method, uri);
  g_task_set_task_data (task, call, call_free);
  return task;
}

/* What {"error":{"message":…}} says, or NULL. */
static const char *
find_refusal (JsonNode *root)
{
  JsonNode *error = json_object_get_member (json_node_get_object (root), "error");
  JsonNode *message = error != NULL && JSON_NODE_HOLDS_OBJECT (error)
                        ? json_object_get_member (json_node_get_object (error), "message")
                        : NULL;

  return message != NULL && json_node_get_value_type (message) == G_TYPE_STRING
           ? json_node_get_string (message)
           : NULL;
}

static void
fail_refused (GTask *task, JsonNode *root)
{
  const Call *call = g_task_get_task_data (task);
  guint status = soup_message_get_status (call->message);
  const char *refusal = find_refusal (root);

  if (refusal != NULL && status == SOUP_STATUS_BAD_REQUEST)
    g_task_return_new_error (task, TAP_ERROR, TAP_ERROR_USAGE, "%s", refusal);
  else
    g_task_return_new_error (task, TAP_ERROR, TAP_ERROR_USAGE,
                             _ ("the engine at “%s” refused the request with status %u; it may "
                                "be of another version than this program."),
                             call->path, status);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result,
                                                               &error);
  g_autoptr (JsonParser) parser = NULL;
  gsize length;
  const char *text;

  if (body == NULL)
    {
      fail (task, error);
      return;
    }
  text = g_bytes_get_data (body, &length);
  parser = json_parser_new_immutable ();
  if (length > MAX_ANSWER || !json_parser_load_from_data (parser, text, length, &error)
      || json_parser_get_root (parser) == NULL
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      fail_foreign (task, error != NULL ? error->message : _ ("no JSON object"));
      return;
    }
  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (call->message)))
    {
      fail_refused (task, json_parser_get_root (parser));
      return;
    }
  g_task_return_pointer (task, g_strndup (text, length), g_free);
}

void
tap_control_client_call_async (TapControlClient *self, const char *method, const char *path,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = begin (self, method, path, cancellable, callback, user_data);
  Call *call = g_task_get_task_data (task);

  soup_session_send_and_read_async (self->session, call->message, G_PRIORITY_DEFAULT, cancellable,
                                    answered_cb, task);
}

void
tap_control_client_post_async (TapControlClient *self, const char *path, const char *json,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = begin (self, "POST", path, cancellable, callback, user_data);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

  soup_message_set_request_body_from_bytes (call->message, "application/json", body);
  soup_session_send_and_read_async (self->session, call->message, G_PRIORITY_DEFAULT, cancellable,
                                    answered_cb, task);
}

char *
tap_control_client_call_finish (TapControlClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
says_stopped (const char *line)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root;
  JsonNode *type;

  /* Most lines are not it; parsing them twice would be a waste. */
  if (strstr (line, "stopped") == NULL)
    return FALSE;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, line, -1, NULL))
    return FALSE;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  type = json_object_get_member (json_node_get_object (root), "type");
  return type != NULL && json_node_get_value_type (type) == G_TYPE_STRING
         && g_str_equal (json_node_get_string (type), "stopped");
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (call->lines, result, &length,
                                                                     &error);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  if (line == NULL && call->stopped)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (line == NULL)
    {
      g_task_return_new_error (task, TAP_ERROR, TAP_ERROR_CONNECT,
                               _ ("the engine at “%s” went without a word; its log holds all up "
                                  "to then, see “tapline-cli check FILE”."),
                               call->path);
      return;
    }

  call->stopped = says_stopped (line);
  call->line (line, call->line_data);
  g_data_input_stream_read_line_async (call->lines, G_PRIORITY_DEFAULT,
                                       g_task_get_cancellable (task), line_cb,
                                       g_object_ref (task));
}

static void
following_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result,
                                                              &error);

  if (stream == NULL)
    {
      fail (task, error);
      return;
    }
  if (soup_message_get_status (call->message) != SOUP_STATUS_OK)
    {
      fail_foreign (task, soup_message_get_reason_phrase (call->message));
      return;
    }
  call->lines = g_data_input_stream_new (stream);
  g_data_input_stream_read_line_async (call->lines, G_PRIORITY_DEFAULT,
                                       g_task_get_cancellable (task), line_cb,
                                       g_object_ref (task));
}

void
tap_control_client_follow_async (TapControlClient *self, TapControlLine line,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = begin (self, "GET", "/v1/follow", cancellable, callback, user_data);
  Call *call = g_task_get_task_data (task);

  call->line = line;
  call->line_data = user_data;
  soup_session_send_async (self->session, call->message, G_PRIORITY_DEFAULT, cancellable,
                           following_cb, task);
}

gboolean
tap_control_client_follow_finish (TapControlClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
