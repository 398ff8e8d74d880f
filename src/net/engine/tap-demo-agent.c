/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-demo-agent.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "tap-demo-request.h"
#include "tap-demo-scenes.h"
#include "tap-error.h"

#define PAUSE_MS 120 /* between two turns */
#define RETRY_MS 400 /* before a second attempt */
#define READ_SIZE 16384

struct _TapDemoAgent
{
  char *base_url;
  char *session_id;
  SoupSession *session;
  GPtrArray *attempts; /* Attempt */
  guint scene;
  guint attempt;       /* of the scene */
};

typedef struct
{
  guint status;
  GString *body;
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  g_string_free (attempt->body, TRUE);
  g_free (attempt);
}

TapDemoAgent *
tap_demo_agent_new (const char *base_url)
{
  TapDemoAgent *self = g_new0 (TapDemoAgent, 1);

  self->base_url = g_strdup (base_url);
  self->session_id = g_uuid_string_random ();
  self->attempts = g_ptr_array_new_with_free_func (attempt_free);
  /* The environment may name a proxy; the demo stays on this machine. */
  self->session = soup_session_new_with_options ("proxy-resolver", NULL, "timeout", 0,
                                                 "idle-timeout", 0, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  return self;
}

void
tap_demo_agent_free (TapDemoAgent *self)
{
  if (self == NULL)
    return;
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_ptr_array_unref (self->attempts);
  g_free (self->session_id);
  g_free (self->base_url);
  g_free (self);
}

static void ask (GTask *task);

static gboolean
ask_cb (gpointer user_data)
{
  GTask *task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    ask (task);
  return G_SOURCE_REMOVE;
}

/* The attempt is over: another one, the next scene, or the end. */
static void
go_on (GTask *task)
{
  TapDemoAgent *self = g_task_get_task_data (task);
  const Attempt *last = g_ptr_array_index (self->attempts, self->attempts->len - 1);
  g_autoptr (GSource) pause = NULL;
  gboolean again = last->status >= 500
                   && tap_demo_scenes[self->scene].answers[self->attempt + 1] != NULL;

  if (again)
    {
      self->attempt++;
    }
  else
    {
      self->attempt = 0;
      self->scene++;
    }
  if (self->scene == TAP_DEMO_SCENES)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  pause = g_timeout_source_new (again ? RETRY_MS : PAUSE_MS);
  g_source_set_callback (pause, ask_cb, g_object_ref (task), g_object_unref);
  g_source_attach (pause, g_task_get_context (task));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TapDemoAgent *self = g_task_get_task_data (task);
  Attempt *attempt = g_ptr_array_index (self->attempts, self->attempts->len - 1);
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (stream, result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;
  /* A broken end is an end, too: the agent takes what comes. */
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      go_on (task);
      return;
    }
  g_string_append_len (attempt->body, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_input_stream_read_bytes_async (stream, READ_SIZE, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TapDemoAgent *self = g_task_get_task_data (task);
  SoupSession *session = SOUP_SESSION (source);
  g_autoptr (GError) error = NULL;
  SoupMessage *message = soup_session_get_async_result_message (session, result);
  g_autoptr (GInputStream) stream = soup_session_send_finish (session, result, &error);
  Attempt *attempt;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (stream == NULL)
    {
      g_task_return_new_error (task, TAP_ERROR, TAP_ERROR_CONNECT,
                               _ ("the demo's agent got no answer from %s (%s); try again, and "
                                  "report it if it stays."),
                               self->base_url, error->message);
      return;
    }
  attempt = g_new0 (Attempt, 1);
  attempt->status = soup_message_get_status (message);
  attempt->body = g_string_new (NULL);
  g_ptr_array_add (self->attempts, attempt);
  g_input_stream_read_bytes_async (stream, READ_SIZE, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
ask (GTask *task)
{
  TapDemoAgent *self = g_task_get_task_data (task);
  g_autoptr (SoupMessage) message = tap_demo_request_new (self->base_url, self->session_id,
                                                          self->scene);

  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT,
                           g_task_get_cancellable (task), sent_cb, g_object_ref (task));
}

void
tap_demo_agent_run_async (TapDemoAgent *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, self, NULL);
  self->scene = 0;
  self->attempt = 0;
  g_ptr_array_set_size (self->attempts, 0);
  ask (task);
}

gboolean
tap_demo_agent_run_finish (TapDemoAgent *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

guint
tap_demo_agent_count_attempts (TapDemoAgent *self)
{
  return self->attempts->len;
}

guint
tap_demo_agent_get_status (TapDemoAgent *self, guint attempt)
{
  return ((const Attempt *) g_ptr_array_index (self->attempts, attempt))->status;
}

const GString *
tap_demo_agent_get_body (TapDemoAgent *self, guint attempt)
{
  return ((const Attempt *) g_ptr_array_index (self->attempts, attempt))->body;
}
