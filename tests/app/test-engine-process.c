/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine-fixture.h"

static void
start (EngineFixture *fixture)
{
  tap_engine_process_start (fixture->engine);
  g_assert_cmpint (tap_engine_process_get_state (fixture->engine), ==, TAP_ENGINE_STARTING);
  engine_fixture_wait_state (fixture->engine, TAP_ENGINE_RUNNING);
}

static void
assert_contains (const char *text, const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    g_error ("“%s” does not contain “%s”", text, part);
}

static void
test_start (EngineFixture *fixture, gconstpointer data)
{
  TapEngineProcess *engine = fixture->engine;
  g_autofree char *answer = NULL;
  int pid;

  g_assert_cmpint (tap_engine_process_get_state (engine), ==, TAP_ENGINE_NONE);
  start (fixture);
  g_assert_true (g_str_has_prefix (tap_engine_process_get_url (engine), "http://127.0.0.1:"));
  g_assert_cmpstr (tap_engine_process_get_upstream (engine), ==, "http://127.0.0.1:9");
  assert_contains (tap_engine_process_get_output (engine), "/captures/");
  g_assert_true (g_str_has_suffix (tap_engine_process_get_output (engine), ".tapline.jsonl"));
  g_assert_true (tap_engine_process_get_recording (engine));
  g_assert_false (tap_engine_process_is_demo (engine));
  g_assert_null (tap_engine_process_get_message (engine));

  pid = engine_fixture_get_pid ();
  g_assert_cmpint (pid, >, 0);
  g_assert_cmpint (getsid (pid), ==, pid); /* a session of its own */
  answer = engine_fixture_ask (tap_engine_process_get_url (engine), "/v1/models");
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 502 "));

  tap_engine_process_stop (engine);
  g_assert_cmpint (tap_engine_process_get_state (engine), ==, TAP_ENGINE_STOPPING);
  engine_fixture_wait_state (engine, TAP_ENGINE_NONE);
  g_assert_null (tap_engine_process_get_message (engine));
  g_assert_false (tap_engine_process_get_recording (engine));
  g_assert_nonnull (tap_engine_process_get_output (engine));
  g_assert_cmpint (engine_fixture_get_pid (), ==, 0);
}

/* The engine outlives the window that started it, and the next window finds it. */
static void
test_attach (EngineFixture *fixture, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autofree char *output = NULL;
  int pid;

  start (fixture);
  url = g_strdup (tap_engine_process_get_url (fixture->engine));
  output = g_strdup (tap_engine_process_get_output (fixture->engine));
  pid = engine_fixture_get_pid ();
  engine_fixture_let_go (&fixture->engine);

  fixture->engine = tap_engine_process_new (fixture->settings);
  start (fixture);
  g_assert_cmpint (engine_fixture_get_pid (), ==, pid);
  g_assert_cmpstr (tap_engine_process_get_url (fixture->engine), ==, url);
  g_assert_cmpstr (tap_engine_process_get_output (fixture->engine), ==, output);

  tap_engine_process_stop (fixture->engine);
  engine_fixture_wait_state (fixture->engine, TAP_ENGINE_NONE);
  g_assert_cmpint (engine_fixture_get_pid (), ==, 0);
}

/* What the test does when it is started with this argument: a window that starts an engine, and is
 * killed. */
#define DIE "--start-engine-and-die"

static int
start_and_die (void)
{
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL);
  start (&fixture);
  raise (SIGKILL);
  return 1;
}

/* kill -9 of the window does nothing to the engine, nor to its agents; the next window finds it. */
static void
test_window_killed (EngineFixture *fixture, gconstpointer data)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) window = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, self, DIE, NULL);
  int pid;

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (window, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (window));
  pid = engine_fixture_get_pid ();
  g_assert_cmpint (pid, >, 0);

  start (fixture);
  g_assert_cmpint (engine_fixture_get_pid (), ==, pid);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *each = engine_fixture_ask (tap_engine_process_get_url (fixture->engine),
                                                  "/v1/models");

      g_assert_true (g_str_has_prefix (each, "HTTP/1.1 502 "));
    }
  g_assert_cmpint (engine_fixture_get_pid (), ==, pid);
}

/* Two that start at once end up with one engine. */
static void
test_race (EngineFixture *fixture, gconstpointer data)
{
  TapEngineProcess *other = tap_engine_process_new (fixture->settings);

  tap_engine_process_start (other);
  start (fixture);
  engine_fixture_wait_state (other, TAP_ENGINE_RUNNING);
  g_assert_cmpstr (tap_engine_process_get_url (other), ==,
                   tap_engine_process_get_url (fixture->engine));
  engine_fixture_let_go (&other);
}

static void
test_killed (EngineFixture *fixture, gconstpointer attached)
{
  TapEngineProcess *engine;
  gint64 began = g_get_monotonic_time ();
  gint64 lived;

  g_assert_cmpint (tap_engine_process_get_alive (fixture->engine), ==, 0);
  start (fixture);
  if (attached != NULL)
    {
      engine_fixture_let_go (&fixture->engine);
      fixture->engine = tap_engine_process_new (fixture->settings);
      start (fixture);
    }
  engine = fixture->engine;
  g_assert_cmpint (kill (engine_fixture_get_pid (), SIGKILL), ==, 0);
  lived = g_get_monotonic_time () - began;
  engine_fixture_wait_state (engine, TAP_ENGINE_LOST);
  g_assert_cmpint (tap_engine_process_get_alive (engine), >, 0);
  g_assert_cmpint (tap_engine_process_get_alive (engine), <=, lived);
  assert_contains (tap_engine_process_get_message (engine), tap_engine_process_get_url (engine));
  if (attached == NULL)
    assert_contains (tap_engine_process_get_message (engine), "signal 9");
  g_assert_false (tap_engine_process_get_recording (engine));
  g_assert_nonnull (tap_engine_process_get_output (engine));

  /* The Record button starts it again. */
  tap_engine_process_set_recording (engine, TRUE);
  engine_fixture_wait_state (engine, TAP_ENGINE_RUNNING);
  g_assert_null (tap_engine_process_get_message (engine));
  g_assert_true (tap_engine_process_get_recording (engine));
}

static void
limit_files (int pid, rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, NULL, &limit), ==, 0);
  limit.rlim_cur = MIN (size, limit.rlim_max);
  g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, &limit, NULL), ==, 0);
}

/* The disk takes nothing for a while: the window is told from when on it knows nothing, and when it
 * knows it all. */
static void
test_disk_full (EngineFixture *fixture, gconstpointer data)
{
  TapEngineProcess *engine = fixture->engine;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *log = NULL;
  gint64 held;
  gsize size;
  int pid;

  signal (SIGXFSZ, SIG_IGN); /* the engine's, too */
  start (fixture);
  pid = engine_fixture_get_pid ();
  first = engine_fixture_ask (tap_engine_process_get_url (engine), "/v1/models");
  g_assert_cmpint (tap_engine_process_get_held (engine), ==, -1);
  limit_files (pid, 1);
  second = engine_fixture_ask (tap_engine_process_get_url (engine), "/v1/models");
  g_assert_true (g_str_has_prefix (second, "HTTP/1.1 502 "));
  engine_fixture_wait_message (engine);
  held = tap_engine_process_get_held (engine);
  g_assert_cmpint (held, >, 0);
  g_assert_true (tap_engine_process_is_stuck (engine));
  assert_contains (tap_engine_process_get_message (engine), "not shown");

  limit_files (pid, RLIM_INFINITY);
  while (tap_engine_process_get_held (engine) >= 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (tap_engine_process_get_message (engine));
  g_assert_false (tap_engine_process_is_stuck (engine));
  g_assert_true (g_file_get_contents (tap_engine_process_get_output (engine), &log, &size, NULL));
  g_assert_cmpuint (tap_engine_process_get_written (engine), ==, size);
}

static void
test_port_taken (EngineFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *listen = NULL;

  g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &bound, &error);
  g_assert_no_error (error);
  listen = g_strdup_printf ("127.0.0.1:%u", g_inet_socket_address_get_port (
                                              G_INET_SOCKET_ADDRESS (bound)));
  g_settings_set_string (fixture->settings, "listen", listen);
  tap_engine_process_start (fixture->engine);
  engine_fixture_wait_state (fixture->engine, TAP_ENGINE_FAILED);
  assert_contains (tap_engine_process_get_message (fixture->engine), listen);
  assert_contains (tap_engine_process_get_message (fixture->engine), "Preferences");

  g_settings_set_string (fixture->settings, "listen", "127.0.0.1:0");
  tap_engine_process_start (fixture->engine);
  engine_fixture_wait_state (fixture->engine, TAP_ENGINE_RUNNING);
}

static void
test_bad_settings (EngineFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *key;
    const char *value;
    const char *good;
  } cases[] = {
    { "listen", "0.0.0.0:4747", "127.0.0.1:0" },
    { "listen", "nonsense", "127.0.0.1:0" },
    { "upstream", "ftp://example.test", "http://127.0.0.1:9" },
    { "upstream", "nonsense", "http://127.0.0.1:9" },
    { "data-folder", "/proc/nowhere", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_settings_set_string (fixture->settings, cases[i].key, cases[i].value);
      tap_engine_process_start (fixture->engine);
      engine_fixture_wait_state (fixture->engine, TAP_ENGINE_FAILED);
      assert_contains (tap_engine_process_get_message (fixture->engine), cases[i].value);
      g_assert_null (strstr (tap_engine_process_get_message (fixture->engine), "--"));
      if (cases[i].good != NULL)
        g_settings_set_string (fixture->settings, cases[i].key, cases[i].good);
    }
}

static void
test_no_program (EngineFixture *fixture, gconstpointer data)
{
  g_autofree char *program = g_strdup (g_getenv ("TAPLINE_CLI"));

  g_setenv ("TAPLINE_CLI", "/nowhere/tapline-cli", TRUE);
  tap_engine_process_start (fixture->engine);
  engine_fixture_wait_state (fixture->engine, TAP_ENGINE_FAILED);
  assert_contains (tap_engine_process_get_message (fixture->engine), "tapline-cli");
  g_setenv ("TAPLINE_CLI", program, TRUE);
}

static void
test_recording (EngineFixture *fixture, gconstpointer data)
{
  TapEngineProcess *engine = fixture->engine;
  TapEngineProcess *other = tap_engine_process_new (fixture->settings);

  start (fixture);
  tap_engine_process_start (other);
  engine_fixture_wait_state (other, TAP_ENGINE_RUNNING);
  for (int on = 0; on < 2; on++)
    {
      g_autofree char *answer = NULL;

      tap_engine_process_set_recording (engine, on);
      g_assert_cmpint (tap_engine_process_get_recording (engine), ==, on);
      engine_fixture_wait_recording (other, on); /* the engine has it, so it tells it to others */
      answer = engine_fixture_ask (tap_engine_process_get_url (engine), "/v1/models");
      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 502 "));
    }
  g_assert_cmpint (tap_engine_process_get_state (engine), ==, TAP_ENGINE_RUNNING);
  engine_fixture_let_go (&other);
}

static void
test_upstream (EngineFixture *fixture, gconstpointer data)
{
  TapEngineProcess *engine = fixture->engine;
  g_autofree char *saved = NULL;

  start (fixture);
  tap_engine_process_set_upstream (engine, "nonsense");
  engine_fixture_wait_message (engine);
  assert_contains (tap_engine_process_get_message (engine), "http");
  g_assert_cmpint (tap_engine_process_get_state (engine), ==, TAP_ENGINE_RUNNING);
  g_assert_cmpstr (tap_engine_process_get_upstream (engine), ==, "http://127.0.0.1:9");

  tap_engine_process_set_upstream (engine, "http://127.0.0.1:7/v2/");
  g_assert_cmpstr (tap_engine_process_get_upstream (engine), ==, "http://127.0.0.1:7/v2/");
  engine_fixture_wait_upstream (engine, "http://127.0.0.1:7/v2");
  g_assert_null (tap_engine_process_get_message (engine));
  saved = g_settings_get_string (fixture->settings, "upstream");
  g_assert_cmpstr (saved, ==, "http://127.0.0.1:7/v2/");

  /* Of two that are asked for at a time, the one that is refused is not kept. */
  g_free (saved);
  tap_engine_process_set_upstream (engine, "http://127.0.0.1:8");
  tap_engine_process_set_upstream (engine, "nonsense");
  engine_fixture_wait_upstream (engine, "http://127.0.0.1:8");
  saved = g_settings_get_string (fixture->settings, "upstream");
  g_assert_cmpstr (saved, ==, "http://127.0.0.1:8");

  /* Without an engine it is for the next one. */
  tap_engine_process_stop (engine);
  engine_fixture_wait_state (engine, TAP_ENGINE_NONE);
  g_assert_null (tap_engine_process_get_upstream (engine));
  tap_engine_process_set_upstream (engine, "http://127.0.0.1:5");
  start (fixture);
  g_assert_cmpstr (tap_engine_process_get_upstream (engine), ==, "http://127.0.0.1:5");
}

/* A start while the one before is being stopped: the next follows it, unless that is taken back. */
static void
test_start_while_stopping (EngineFixture *fixture, gconstpointer data)
{
  TapEngineProcess *engine = fixture->engine;
  int first;

  start (fixture);
  first = engine_fixture_get_pid ();
  tap_engine_process_stop (engine);
  g_assert_cmpint (tap_engine_process_get_state (engine), ==, TAP_ENGINE_STOPPING);
  tap_engine_process_start (engine);
  g_assert_cmpint (tap_engine_process_get_state (engine), ==, TAP_ENGINE_STOPPING);
  g_assert_nonnull (tap_engine_process_get_message (engine));
  if (data == NULL)
    {
      engine_fixture_wait_state (engine, TAP_ENGINE_RUNNING);
      g_assert_cmpint (engine_fixture_get_pid (), !=, first);
    }
  else
    {
      tap_engine_process_stop (engine);
      engine_fixture_wait_state (engine, TAP_ENGINE_NONE);
      g_assert_cmpint (engine_fixture_get_pid (), ==, 0);
    }
  g_assert_null (tap_engine_process_get_message (engine));
  g_assert_null (tap_engine_process_get_loss (engine));
}

static void
test_demo (EngineFixture *fixture, gconstpointer data)
{
  TapEngineProcess *engine = fixture->engine;

  tap_engine_process_start_demo (engine);
  g_assert_true (tap_engine_process_is_demo (engine));
  engine_fixture_wait_state (engine, TAP_ENGINE_RUNNING);
  g_assert_true (g_file_test (tap_engine_process_get_output (engine), G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_str_has_prefix (tap_engine_process_get_url (engine), "http://127.0.0.1:"));
  g_assert_true (g_str_has_prefix (tap_engine_process_get_upstream (engine), "http://127.0.0.1:"));
  if (data == NULL)
    tap_engine_process_stop (engine);
  engine_fixture_wait_state (engine, TAP_ENGINE_NONE);
  g_assert_null (tap_engine_process_get_message (engine));
  g_assert_nonnull (tap_engine_process_get_output (engine));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (EngineFixture *fixture, gconstpointer data);
    const char *data;
  } tests[] = {
    { "/engine-process/start", test_start, NULL },
    { "/engine-process/attach", test_attach, NULL },
    { "/engine-process/window-killed", test_window_killed, NULL },
    { "/engine-process/race", test_race, NULL },
    { "/engine-process/killed", test_killed, NULL },
    { "/engine-process/killed-attached", test_killed, "attached" },
    { "/engine-process/disk-full", test_disk_full, NULL },
    { "/engine-process/port-taken", test_port_taken, NULL },
    { "/engine-process/bad-settings", test_bad_settings, NULL },
    { "/engine-process/no-program", test_no_program, NULL },
    { "/engine-process/recording", test_recording, NULL },
    { "/engine-process/upstream", test_upstream, NULL },
    { "/engine-process/start-while-stopping", test_start_while_stopping, NULL },
    { "/engine-process/stop-while-stopping", test_start_while_stopping, "again" },
    { "/engine-process/demo", test_demo, "to its end" },
    { "/engine-process/demo-stopped", test_demo, NULL },
  };

  int status;

  if (argc > 1 && g_str_equal (argv[1], DIE))
    return start_and_die ();
  engine_fixture_prepare ();
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, EngineFixture, tests[i].data, engine_fixture_set_up, tests[i].run,
                engine_fixture_tear_down);
  status = g_test_run ();
  engine_fixture_finish ();
  return status;
}
