/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-engine-process-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "tap-engine-trouble.h"
#include "tap-error.h"

#define POLL_STOPPING_MS 100
#define MAX_ATTEMPTS 3 /* to start one or to attach to one, whichever is first */

static gboolean
poll_cb (gpointer user_data)
{
  tap_engine_process_ask (user_data);
  return G_SOURCE_CONTINUE;
}

void
tap_engine_process_poll (TapEngineProcess *self, guint ms)
{
  g_clear_handle_id (&self->poll, g_source_remove);
  if (ms > 0)
    self->poll = g_timeout_add (ms, poll_cb, self);
}

static void
child_ready_cb (TapEngineChild *child, const char *line, gpointer user_data)
{
  tap_engine_process_ask (user_data);
}

static void
child_ended_cb (TapEngineChild *child, gpointer user_data)
{
  TapEngineProcess *self = user_data;
  const char *errors = tap_engine_child_get_errors (child);
  g_autofree char *listen = g_settings_get_string (self->settings, "listen");
  g_autofree char *upstream = g_settings_get_string (self->settings, "upstream");
  g_autofree char *folder = g_settings_get_string (self->settings, "data-folder");
  g_autofree char *why = NULL;
  int signal;
  int status = tap_engine_child_get_status (child, &signal);

  if (self->state == TAP_ENGINE_STARTING)
    {
      /* Another window was quicker: it is attached to. */
      if (tap_engine_trouble_classify (errors) == TAP_TROUBLE_CONTROL
          && ++self->attempts < MAX_ATTEMPTS)
        {
          g_clear_pointer (&self->child, tap_engine_child_free);
          tap_engine_process_ask (self);
          return;
        }
      why = tap_engine_trouble_explain (errors, listen, upstream,
                                        *folder != '\0' ? folder : NULL);
      tap_engine_process_settle (self, TAP_ENGINE_FAILED, why);
    }
  else if (self->state == TAP_ENGINE_STOPPING)
    {
      why = self->report.output != NULL && !self->demo
              ? tap_engine_trouble_explain_stop (errors + MIN (self->said, strlen (errors)),
                                                 self->report.output)
              : NULL;
      tap_engine_process_set_loss (self, why);
      tap_engine_process_settle (self, TAP_ENGINE_NONE, NULL);
    }
  else
    {
      why = tap_engine_trouble_explain_end (errors, status, signal, self->report.url);
      tap_engine_process_settle (self, TAP_ENGINE_LOST, why);
    }
}

static void
spawn (TapEngineProcess *self)
{
  static const TapEngineChildFuncs funcs = { child_ready_cb, child_ended_cb };
  g_autoptr (GError) error = NULL;
  g_autofree char *listen = g_settings_get_string (self->settings, "listen");
  g_autofree char *upstream = g_settings_get_string (self->settings, "upstream");
  g_autofree char *folder = g_settings_get_string (self->settings, "data-folder");
  g_autofree char *output = g_strconcat (folder, G_DIR_SEPARATOR_S, NULL);
  g_autofree char *control = tap_control_default_path ();
  const char *arguments[] = { "record", "--listen", listen, "--upstream", upstream, "--control",
                              control, *folder != '\0' ? "--output" : NULL, output, NULL };

  self->child = tap_engine_child_new (arguments, &funcs, self, &error);
  if (self->child == NULL)
    tap_engine_process_settle (self, TAP_ENGINE_FAILED, error->message);
}

/* Nobody answers. */
static void
miss (TapEngineProcess *self)
{
  if (self->child != NULL)
    return; /* its end is told at once by other means */
  switch (self->state)
    {
    case TAP_ENGINE_STARTING:
      spawn (self);
      break;
    case TAP_ENGINE_STOPPING:
      /* What it said as it went somebody else has read. */
      if (self->report.stuck)
        tap_engine_process_set_loss (self, _ ("The disk took no more as the last capture was "
                                              "stopped. Its end may be missing."));
      tap_engine_process_settle (self, TAP_ENGINE_NONE, NULL);
      break;
    case TAP_ENGINE_RUNNING:
      {
        g_autofree char *why = tap_engine_trouble_explain_end ("", 0, 0, self->report.url);

        tap_engine_process_settle (self, TAP_ENGINE_LOST, why);
        break;
      }
    case TAP_ENGINE_NONE:
    case TAP_ENGINE_FAILED:
    case TAP_ENGINE_LOST:
    default:
      break;
    }
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TapEngineProcess) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = tap_control_client_call_finish (self->client, result, &error);
  g_auto (TapEngineReport) report = { 0 };

  self->asking = FALSE;
  if (self->disposed || self->demo)
    return;
  if (json != NULL && tap_engine_report_parse (&report, json))
    {
      if (self->state == TAP_ENGINE_STARTING || self->state == TAP_ENGINE_RUNNING)
        tap_engine_process_apply (self, &report);
    }
  else if (json == NULL && g_error_matches (error, TAP_ERROR, TAP_ERROR_CONNECT))
    miss (self);
  else if (self->state == TAP_ENGINE_STARTING)
    tap_engine_process_settle (self, TAP_ENGINE_FAILED, error != NULL ? error->message
                              : _ ("What answers at the engine's socket is of another version than "
                                   "this window. End it, then try again."));
}

void
tap_engine_process_ask (TapEngineProcess *self)
{
  if (self->asking)
    return;
  self->asking = TRUE;
  tap_control_client_call_async (self->client, "GET", "/v1/status", NULL, status_cb,
                                 g_object_ref (self));
}

void
tap_engine_process_start (TapEngineProcess *self)
{
  g_return_if_fail (TAP_IS_ENGINE_PROCESS (self));

  if (!self->demo && (self->state == TAP_ENGINE_STARTING || self->state == TAP_ENGINE_RUNNING))
    return;
  if (!self->demo && self->state == TAP_ENGINE_STOPPING)
    {
      self->again = TRUE;
      tap_engine_process_set_complaint (self, _ ("The last capture is still being written to disk. "
                                                 "Recording starts as soon as that is done."));
      return;
    }
  if (self->demo && self->child != NULL)
    tap_engine_child_interrupt (self->child);
  g_clear_pointer (&self->child, tap_engine_child_free);
  self->demo = FALSE;
  self->attempts = 0;
  tap_engine_process_set_state (self, TAP_ENGINE_STARTING, NULL);
  tap_engine_process_ask (self);
}

/* TRUE if the engine did what it was asked for. */
static gboolean
take_change (TapEngineProcess *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = tap_control_client_call_finish (self->client, result, &error);
  g_auto (TapEngineReport) report = { 0 };

  self->changes--;
  if (self->disposed || self->demo || self->state != TAP_ENGINE_RUNNING)
    return FALSE;
  tap_engine_process_set_complaint (self, json == NULL ? error->message : NULL);
  if (json != NULL && tap_engine_report_parse (&report, json))
    tap_engine_process_apply (self, &report);
  else
    tap_engine_process_ask (self);
  return json != NULL;
}

static void
recording_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TapEngineProcess) self = user_data;

  take_change (self, result);
}

/* An upstream that was asked for; another may be before its answer is there. */
typedef struct
{
  TapEngineProcess *self;
  char *url;
} Choice;

static void
choice_free (Choice *choice)
{
  g_object_unref (choice->self);
  g_free (choice->url);
  g_free (choice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

static void
upstream_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Choice) choice = user_data;
  TapEngineProcess *self = choice->self;
  gboolean taken = take_change (self, result);

  if (g_strcmp0 (self->wanted, choice->url) == 0)
    g_clear_pointer (&self->wanted, g_free);
  /* The next engine shall start with it, too. */
  if (taken)
    g_settings_set_string (self->settings, "upstream", choice->url);
  if (!self->disposed)
    g_object_notify (G_OBJECT (self), "upstream");
}

static void
change (TapEngineProcess *self, const char *path, JsonObject *object, GAsyncReadyCallback callback,
        gpointer user_data)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *json = json_to_string (node, FALSE);

  self->changes++;
  tap_control_client_post_async (self->client, path, json, NULL, callback, user_data);
}

void
tap_engine_process_set_recording (TapEngineProcess *self, gboolean recording)
{
  g_autoptr (JsonObject) object = NULL;

  g_return_if_fail (TAP_IS_ENGINE_PROCESS (self));

  if (self->state == TAP_ENGINE_RUNNING && !self->demo)
    {
      if (self->report.recording == !!recording)
        return;
      object = json_object_new ();
      json_object_set_boolean_member (object, "on", recording);
      change (self, "/v1/recording", object, recording_changed_cb, g_object_ref (self));
      tap_engine_process_set_shown_recording (self, recording);
    }
  else if (recording)
    tap_engine_process_start (self);
}

void
tap_engine_process_set_upstream (TapEngineProcess *self, const char *url)
{
  g_autoptr (JsonObject) object = NULL;
  Choice *choice;

  g_return_if_fail (TAP_IS_ENGINE_PROCESS (self));
  g_return_if_fail (url != NULL);

  if (self->state == TAP_ENGINE_RUNNING && !self->demo)
    {
      object = json_object_new ();
      json_object_set_string_member (object, "url", url);
      g_free (self->wanted);
      self->wanted = g_strdup (url);
      choice = g_new (Choice, 1);
      *choice = (Choice){ g_object_ref (self), g_strdup (url) };
      change (self, "/v1/upstream", object, upstream_changed_cb, choice);
      g_object_notify (G_OBJECT (self), "upstream");
    }
  else
    g_settings_set_string (self->settings, "upstream", url);
}

static void
stopping_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TapEngineProcess) self = user_data;
  g_autofree char *json = tap_control_client_call_finish (self->client, result, NULL);

  if (json == NULL && !self->disposed && self->state == TAP_ENGINE_STOPPING)
    miss (self);
}

void
tap_engine_process_stop (TapEngineProcess *self)
{
  g_return_if_fail (TAP_IS_ENGINE_PROCESS (self));

  if (self->again)
    {
      self->again = FALSE;
      tap_engine_process_set_complaint (self, NULL);
    }
  if (self->state == TAP_ENGINE_STARTING && self->child == NULL)
    {
      tap_engine_process_settle (self, TAP_ENGINE_NONE, NULL);
      return;
    }
  if (self->state != TAP_ENGINE_STARTING && self->state != TAP_ENGINE_RUNNING)
    return;
  tap_engine_process_hold (self, TRUE);
  self->said = self->child != NULL ? strlen (tap_engine_child_get_errors (self->child)) : 0;
  if (self->demo || self->state == TAP_ENGINE_STARTING)
    tap_engine_child_interrupt (self->child);
  else
    tap_control_client_call_async (self->client, "POST", "/v1/stop", NULL, stopping_cb,
                                   g_object_ref (self));
  tap_engine_process_set_state (self, TAP_ENGINE_STOPPING, NULL);
  if (self->child == NULL)
    tap_engine_process_poll (self, POLL_STOPPING_MS);
}
