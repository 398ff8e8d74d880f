/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "control-fixture.h"
#include "tap-control-client.h"
#include "tap-error.h"

typedef struct
{
  ControlFixture *fixture;
  GMainLoop *loop;
  GPtrArray *lines;
  TapControlClient *client;
  gboolean followed;
  char *body;
  GError *error;
} Watch;

static gboolean
tell_cb (gpointer user_data)
{
  ControlFixture *fixture = user_data;

  tap_control_tell (fixture->control, "{\"type\":\"ended\",\"exchange\":1}");
  return G_SOURCE_REMOVE;
}

static void
line_cb (const char *line, gpointer user_data)
{
  Watch *watch = user_data;

  g_ptr_array_add (watch->lines, g_strdup (line));
  if (watch->lines->len == 1)
    g_main_context_invoke (watch->fixture->context, tell_cb, watch->fixture);
  if (watch->lines->len == 6)
    g_main_loop_quit (watch->fixture->loop);
}

static void
followed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Watch *watch = user_data;

  watch->followed = tap_control_client_follow_finish (watch->client, result, &watch->error);
  g_main_loop_quit (watch->loop);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Watch *watch = user_data;

  watch->body = tap_control_client_call_finish (watch->client, result, &watch->error);
  g_main_loop_quit (watch->loop);
}

static void
watch_init (Watch *watch, ControlFixture *fixture)
{
  *watch = (Watch) { .fixture = fixture };
  watch->loop = g_main_loop_new (NULL, FALSE);
  watch->lines = g_ptr_array_new_with_free_func (g_free);
  watch->client = tap_control_client_new (fixture->path);
}

static void
watch_clear (Watch *watch)
{
  tap_control_client_free (watch->client);
  g_main_loop_unref (watch->loop);
  g_ptr_array_unref (watch->lines);
  g_free (watch->body);
  g_clear_error (&watch->error);
}

static void
test_client_follow (ControlFixture *fixture, gconstpointer data)
{
  Watch watch;
  gboolean told = FALSE;

  control_fixture_start (fixture);
  watch_init (&watch, fixture);
  tap_control_client_follow_async (watch.client, line_cb, NULL, followed_cb, &watch);
  g_main_loop_run (watch.loop);
  g_assert_no_error (watch.error);
  g_assert_true (watch.followed);
  g_assert_cmpuint (watch.lines->len, >=, 7);
  g_assert_cmpstr (g_ptr_array_index (watch.lines, 0), ==, "{\"type\":\"heartbeat\"}");
  g_assert_cmpstr (g_ptr_array_index (watch.lines, watch.lines->len - 1), ==,
                   "{\"type\":\"stopped\"}");
  for (guint i = 0; i < watch.lines->len; i++)
    told |= g_str_has_prefix (g_ptr_array_index (watch.lines, i), "{\"type\":\"ended\"");
  g_assert_true (told);
  watch_clear (&watch);
}

static void
test_client_call (ControlFixture *fixture, gconstpointer data)
{
  Watch watch;

  control_fixture_start (fixture);
  watch_init (&watch, fixture);
  tap_control_client_call_async (watch.client, "GET", "/v1/status", NULL, called_cb, &watch);
  g_main_loop_run (watch.loop);
  g_assert_no_error (watch.error);
  g_assert_cmpstr (watch.body, ==, "{\"pid\":1}");

  tap_control_client_call_async (watch.client, "GET", "/v1/nothing", NULL, called_cb, &watch);
  g_clear_pointer (&watch.body, g_free);
  g_main_loop_run (watch.loop);
  g_assert_error (watch.error, TAP_ERROR, TAP_ERROR_USAGE);
  watch_clear (&watch);
}

static void
test_client_alone (ControlFixture *fixture, gconstpointer data)
{
  Watch watch;

  watch_init (&watch, fixture);
  tap_control_client_call_async (watch.client, "GET", "/v1/status", NULL, called_cb, &watch);
  g_main_loop_run (watch.loop);
  g_assert_error (watch.error, TAP_ERROR, TAP_ERROR_CONNECT);
  g_assert_nonnull (strstr (watch.error->message, "tapline-cli record"));
  g_clear_error (&watch.error);

  tap_control_client_follow_async (watch.client, line_cb, NULL, followed_cb, &watch);
  g_main_loop_run (watch.loop);
  g_assert_error (watch.error, TAP_ERROR, TAP_ERROR_CONNECT);
  watch_clear (&watch);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (ControlFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/control-client/follow", test_client_follow },
    { "/control-client/call", test_client_call },
    { "/control-client/alone", test_client_alone },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, ControlFixture, NULL, control_fixture_set_up, tests[i].run,
                control_fixture_tear_down);
  return g_test_run ();
}
