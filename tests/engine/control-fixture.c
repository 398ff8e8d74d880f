/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "control-fixture.h"

#include <glib/gstdio.h>

#include "tap-error.h"

static char *
status_hook (gpointer user_data)
{
  ControlFixture *fixture = user_data;

  if (fixture->upstream != NULL)
    return g_strdup_printf ("{\"recording\":%s,\"upstream\":\"%s\"}",
                            fixture->off ? "false" : "true", fixture->upstream);
  return g_strdup (fixture->off ? "{\"recording\":false}" : "{\"pid\":1}");
}

static void
recording_hook (gboolean on, gpointer user_data)
{
  ControlFixture *fixture = user_data;

  fixture->off = !on;
}

static gboolean
upstream_hook (const char *url, gpointer user_data, GError **error)
{
  ControlFixture *fixture = user_data;

  if (!g_str_has_prefix (url, "http://"))
    {
      g_set_error_literal (error, TAP_ERROR, TAP_ERROR_USAGE, "write “http://”");
      return FALSE;
    }
  g_free (fixture->upstream);
  fixture->upstream = g_strdup (url);
  return TRUE;
}

static void
followed_hook (gboolean followed, gpointer user_data)
{
  ControlFixture *fixture = user_data;

  g_atomic_int_set (&fixture->followed, followed);
}

static void
stop_hook (gpointer user_data)
{
  ControlFixture *fixture = user_data;

  g_atomic_int_inc (&fixture->stops);
  g_main_loop_quit (fixture->loop);
}

const TapControlHooks control_fixture_hooks = {
  .status = status_hook,
  .stop = stop_hook,
  .set_recording = recording_hook,
  .set_upstream = upstream_hook,
  .set_followed = followed_hook,
  .heartbeat = 20,
};

static gboolean
ready_cb (gpointer user_data)
{
  ControlFixture *fixture = user_data;

  g_atomic_int_set (&fixture->ready, TRUE);
  g_main_context_wakeup (NULL);
  return G_SOURCE_REMOVE;
}

static gpointer
serve (gpointer user_data)
{
  ControlFixture *fixture = user_data;
  g_autoptr (GSource) ready = g_idle_source_new ();

  g_main_context_push_thread_default (fixture->context);
  fixture->control = tap_control_new (fixture->path, &control_fixture_hooks, fixture, &fixture->error);
  g_source_set_callback (ready, ready_cb, fixture, NULL);
  g_source_attach (ready, fixture->context);
  g_main_loop_run (fixture->loop);
  tap_control_free (fixture->control);
  fixture->control = NULL;
  g_main_context_pop_thread_default (fixture->context);
  return NULL;
}

void
control_fixture_start (ControlFixture *fixture)
{
  fixture->ready = FALSE;
  fixture->context = g_main_context_new ();
  fixture->loop = g_main_loop_new (fixture->context, FALSE);
  fixture->thread = g_thread_new ("server", serve, fixture);
  while (!g_atomic_int_get (&fixture->ready))
    g_main_context_iteration (NULL, TRUE);
}

void
control_fixture_stop (ControlFixture *fixture)
{
  if (fixture->thread == NULL)
    return;
  g_main_loop_quit (fixture->loop);
  g_thread_join (g_steal_pointer (&fixture->thread));
  g_clear_pointer (&fixture->loop, g_main_loop_unref);
  g_clear_pointer (&fixture->context, g_main_context_unref);
}

void
control_fixture_set_up (ControlFixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tapline-control-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "control.sock", NULL);
}

void
control_fixture_tear_down (ControlFixture *fixture, gconstpointer data)
{
  control_fixture_stop (fixture);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
  g_free (fixture->upstream);
  g_clear_error (&fixture->error);
}
