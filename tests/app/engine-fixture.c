/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "tap-control-client.h"
#include "tap-settings.h"

#define PATIENCE_S 30

static char *root;

void
engine_fixture_prepare (void)
{
  static const char *const names[] = { "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME",
                                       "XDG_CONFIG_HOME" };

  /* What GLib caches it must not have been asked for. */
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  root = g_dir_make_tmp ("tapline-app-XXXXXX", NULL);
  g_assert_nonnull (root);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (root, names[i], NULL);

      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      g_setenv (names[i], path, TRUE);
    }
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      if (g_file_test (below, G_FILE_TEST_IS_DIR) && !g_file_test (below, G_FILE_TEST_IS_SYMLINK))
        remove_all (below);
      else
        g_unlink (below);
    }
  g_rmdir (path);
}

void
engine_fixture_set_up (EngineFixture *fixture, gconstpointer data)
{
  fixture->settings = tap_settings_new ();
  g_assert_nonnull (fixture->settings);
  g_settings_set_string (fixture->settings, "listen", "127.0.0.1:0");
  g_settings_set_string (fixture->settings, "upstream", "http://127.0.0.1:9");
  fixture->folder = g_build_filename (g_get_user_data_dir (), "captures", NULL);
  g_settings_set_string (fixture->settings, "data-folder", fixture->folder);
  fixture->engine = tap_engine_process_new (fixture->settings);
}

void
engine_fixture_tear_down (EngineFixture *fixture, gconstpointer data)
{
  int pid = engine_fixture_get_pid ();

  if (pid > 0)
    {
      tap_engine_process_start (fixture->engine);
      engine_fixture_wait_state (fixture->engine, TAP_ENGINE_RUNNING);
      tap_engine_process_stop (fixture->engine);
      engine_fixture_wait_state (fixture->engine, TAP_ENGINE_NONE);
    }
  engine_fixture_let_go (&fixture->engine);
  g_clear_object (&fixture->settings);
  remove_all (fixture->folder);
  g_free (fixture->folder);
}

void
engine_fixture_finish (void)
{
  remove_all (root);
  g_clear_pointer (&root, g_free);
}

static gboolean
late_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

typedef gboolean (*Condition) (TapEngineProcess *engine, gconstpointer wanted);

static void
wait_for (TapEngineProcess *engine, Condition condition, gconstpointer wanted)
{
  gboolean late = FALSE;
  guint patience = g_timeout_add_seconds (PATIENCE_S, late_cb, &late);

  while (!condition (engine, wanted) && !late)
    g_main_context_iteration (NULL, TRUE);
  if (late)
    g_error ("state %d, message %s", tap_engine_process_get_state (engine),
             tap_engine_process_get_message (engine));
  g_source_remove (patience);
}

static gboolean
has_state (TapEngineProcess *engine, gconstpointer wanted)
{
  return tap_engine_process_get_state (engine) == (TapEngineState) GPOINTER_TO_UINT (wanted);
}

static gboolean
has_recording (TapEngineProcess *engine, gconstpointer wanted)
{
  return tap_engine_process_get_recording (engine) == GPOINTER_TO_INT (wanted);
}

static gboolean
has_upstream (TapEngineProcess *engine, gconstpointer wanted)
{
  return g_strcmp0 (tap_engine_process_get_upstream (engine), wanted) == 0;
}

static gboolean
has_message (TapEngineProcess *engine, gconstpointer wanted)
{
  return tap_engine_process_get_message (engine) != NULL;
}

void
engine_fixture_wait_state (TapEngineProcess *engine, TapEngineState state)
{
  wait_for (engine, has_state, GUINT_TO_POINTER (state));
}

void
engine_fixture_wait_recording (TapEngineProcess *engine, gboolean recording)
{
  wait_for (engine, has_recording, GINT_TO_POINTER (recording));
}

void
engine_fixture_wait_upstream (TapEngineProcess *engine, const char *upstream)
{
  wait_for (engine, has_upstream, upstream);
}

void
engine_fixture_wait_message (TapEngineProcess *engine)
{
  wait_for (engine, has_message, NULL);
}

void
engine_fixture_let_go (TapEngineProcess **engine)
{
  gpointer left = *engine;

  g_object_add_weak_pointer (G_OBJECT (*engine), &left);
  g_clear_object (engine);
  while (left != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

int
engine_fixture_get_pid (void)
{
  g_autofree char *path = tap_control_default_path ();
  g_autoptr (TapControlClient) client = tap_control_client_new (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) root_node = NULL;

  tap_control_client_call_async (client, "GET", "/v1/status", NULL, answered_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  json = tap_control_client_call_finish (client, result, NULL);
  root_node = json != NULL ? json_from_string (json, NULL) : NULL;
  return root_node != NULL
           ? (int) json_object_get_int_member (json_node_get_object (root_node), "pid")
           : 0;
}

char *
engine_fixture_ask (const char *url, const char *path)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                              "Connection: close\r\n\r\n",
                                              path);
  GInputStream *input;
  GString *answer = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, PATIENCE_S);
  connection = g_socket_client_connect_to_uri (client, url, 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (answer, buffer, n);
  g_assert_no_error (error);
  return g_string_free (answer, FALSE);
}
