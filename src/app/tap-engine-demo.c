/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-engine-process-private.h"

#include "tap-demo-log.h"
#include "tap-engine-trouble.h"

static void
demo_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TapEngineProcess) self = user_data;
  g_auto (TapEngineReport) report = { .held_at = -1 };

  tap_demo_log_find_finish (result, &report.url, &report.upstream, NULL);
  if (self->disposed || !self->demo || self->state != TAP_ENGINE_STARTING)
    return;
  report.output = g_strdup (self->demo_path);
  report.recording = TRUE;
  tap_engine_process_apply (self, &report);
  tap_engine_process_poll (self, 0); /* its end is told by its process */
}

static void
demo_ready_cb (TapEngineChild *child, const char *line, gpointer user_data)
{
  TapEngineProcess *self = user_data;

  tap_demo_log_find_async (self->demo_path, demo_found_cb, g_object_ref (self));
}

static void
demo_ended_cb (TapEngineChild *child, gpointer user_data)
{
  TapEngineProcess *self = user_data;
  g_autofree char *why = NULL;

  if (self->state == TAP_ENGINE_STARTING)
    {
      why = tap_engine_trouble_explain (tap_engine_child_get_errors (child), "127.0.0.1", "", NULL);
      tap_engine_process_settle (self, TAP_ENGINE_FAILED, why);
    }
  else
    tap_engine_process_settle (self, TAP_ENGINE_NONE, NULL);
}

static void
demo_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const TapEngineChildFuncs funcs = { demo_ready_cb, demo_ended_cb };
  g_autoptr (TapEngineProcess) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = tap_demo_log_make_finish (result, &error);
  const char *arguments[] = { "demo", "--output", path, NULL };

  if (self->disposed || !self->demo || self->state != TAP_ENGINE_STARTING || self->child != NULL)
    return;
  if (path == NULL)
    {
      tap_engine_process_settle (self, TAP_ENGINE_FAILED, error->message);
      return;
    }
  g_free (self->demo_path);
  self->demo_path = g_strdup (path);
  self->child = tap_engine_child_new (arguments, &funcs, self, &error);
  if (self->child == NULL)
    tap_engine_process_settle (self, TAP_ENGINE_FAILED, error->message);
}

void
tap_engine_process_start_demo (TapEngineProcess *self)
{
  g_return_if_fail (TAP_IS_ENGINE_PROCESS (self));

  if (self->demo && self->child != NULL)
    return;
  tap_engine_process_settle (self, TAP_ENGINE_NONE, NULL);
  self->demo = TRUE;
  tap_engine_process_set_state (self, TAP_ENGINE_STARTING, NULL);
  tap_demo_log_make_async (demo_made_cb, g_object_ref (self));
}
