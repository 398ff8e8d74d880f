/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "control-fixture.h"
#include "tap-error.h"

/* The address sanitizer keeps what was freed for a while. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED TRUE
#elif defined(__has_feature)
#define IS_SANITIZED __has_feature (address_sanitizer)
#else
#define IS_SANITIZED FALSE
#endif

static int
dial (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  struct timeval limit = { .tv_sec = 20 };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  return fd;
}

static void
put (int fd, const char *text)
{
  g_assert_cmpint (send (fd, text, strlen (text), MSG_NOSIGNAL), ==, (gssize) strlen (text));
}

/* Reads to the end, or until @until was seen. */
static char *
get (int fd, const char *until)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while (until == NULL || strstr (text->str, until) == NULL)
    {
      n = recv (fd, buffer, sizeof buffer, 0);
      if (n < 0)
        g_error ("recv: %s, after “%s”", g_strerror (errno), text->str);
      if (n == 0)
        break;
      g_string_append_len (text, buffer, n);
    }
  return g_string_free (text, FALSE);
}

static char *
ask (const char *path, const char *request)
{
  int fd = dial (path);
  char *answer;

  put (fd, request);
  answer = get (fd, NULL);
  close (fd);
  return answer;
}

static void
test_requests (ControlFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *request;
    const char *status;
    const char *body;
  } cases[] = {
    { "GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 ", "{\"pid\":1}" },
    { "GET /v1/status HTTP/1.0\r\n\r\n", "HTTP/1.0 505 ", "HTTP/1.1" },
    { "GET /v1/status HTTP/1.0\r\nHost: x\r\n\r\n", "HTTP/1.0 505 ", "HTTP/1.1" },
    { "GET * HTTP/1.0\r\n\r\n", "HTTP/1.0 400 ", "" },
    { "GET /v1/status HTTP/1.1\r\n\r\n", "HTTP/1.1 400 ", "" },
    { "POST /v1/stop HTTP/1.0\r\n\r\n", "HTTP/1.0 505 ", "" },
    { "GET /v1/stop HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 405 ", "Allow: POST" },
    { "POST /v1/status HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 405 ",
      "Allow: GET" },
    { "GET /v1/status/more HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404 ", "{\"error\":{" },
    { "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404 ", "{\"error\":{" },
    { "\x16\x03\x01 garbage\r\n\r\n", "HTTP/1.", "" },
  };

  control_fixture_start (fixture);
  g_assert_no_error (fixture->error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = ask (fixture->path, cases[i].request);

      g_test_message ("%s", answer);
      g_assert_true (g_str_has_prefix (answer, cases[i].status));
      g_assert_nonnull (strstr (answer, cases[i].body));
    }
  g_assert_cmpint (g_atomic_int_get (&fixture->stops), ==, 0);
}

static void
test_changes (ControlFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    const char *body;
    const char *status;
    const char *answer;
  } cases[] = {
    { "recording", "{\"on\":false}", "200", "{\"recording\":false}" },
    { "recording", "{\"on\":true}", "200", "{\"pid\":1}" },
    { "recording", "{\"on\":0}", "400", "\\\"on\\\" as a boolean" },
    { "recording", "{}", "400", "boolean" },
    { "recording", "[]", "400", "boolean" },
    { "recording", "nonsense", "400", "boolean" },
    { "recording", "", "400", "boolean" },
    { "upstream", "{\"url\":\"http://127.0.0.1:1\"}", "200", "\"upstream\":\"http://127.0.0.1:1\"" },
    { "upstream", "{\"url\":\"nonsense\"}", "400", "write “http://”" },
    { "upstream", "{\"url\":null}", "400", "as a string" },
    { "upstream", "{\"on\":true}", "400", "as a string" },
    { "recording", "{\"on\":false,\"more\":1}", "200",
      "{\"recording\":false,\"upstream\":\"http://127.0.0.1:1\"}" },
  };
  g_autofree char *large = g_strnfill (70 * 1024, ' ');
  g_autofree char *get = NULL;

  control_fixture_start (fixture);
  for (guint i = 0; i <= G_N_ELEMENTS (cases); i++)
    {
      gboolean last = i == G_N_ELEMENTS (cases);
      const char *body = last ? large : cases[i].body;
      g_autofree char *request
        = g_strdup_printf ("POST /v1/%s HTTP/1.1\r\nHost: x\r\nContent-Length: %zu\r\n\r\n%s",
                           last ? "recording" : cases[i].path, strlen (body), body);
      g_autofree char *answer = ask (fixture->path, request);

      g_test_message ("%s", answer);
      g_assert_true (g_str_has_prefix (answer + strlen ("HTTP/1.1 "),
                                       last ? "413" : cases[i].status));
      if (!last)
        g_assert_nonnull (strstr (answer, cases[i].answer));
    }
  get = ask (fixture->path, "GET /v1/upstream HTTP/1.1\r\nHost: x\r\n\r\n");
  g_assert_true (g_str_has_prefix (get, "HTTP/1.1 405 "));
}

/* KiB that the process ever had in memory. */
static guint64
peak_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

/* A body that is too large, or does not say how large it is, is read but not kept. */
static void
test_large_body (ControlFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *head;
    const char *before;
    const char *behind;
    const char *end;
  } cases[] = {
    { "Content-Length: 67108864", "", "", "" },
    { "Transfer-Encoding: chunked", "100000\r\n", "\r\n", "0\r\n\r\n" },
  };
  g_autofree char *piece = g_strnfill (1024 * 1024, ' ');

  control_fixture_start (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *head = g_strdup_printf ("POST /v1/recording HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n",
                                               cases[i].head);
      g_autofree char *answer = NULL;
      guint64 before = peak_memory ();
      int fd = dial (fixture->path);

      put (fd, head);
      for (guint k = 0; k < 64; k++)
        {
          put (fd, cases[i].before);
          put (fd, piece);
          put (fd, cases[i].behind);
        }
      put (fd, cases[i].end);
      answer = get (fd, NULL);
      close (fd);
      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413 "));
      if (!IS_SANITIZED)
        g_assert_cmpuint (peak_memory (), <, before + 16 * 1024);
    }
}

static void
test_file (ControlFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "made", NULL);
  struct stat status;

  g_free (fixture->path);
  fixture->path = g_build_filename (folder, "control.sock", NULL);
  control_fixture_start (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (stat (folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0700);
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_true (S_ISSOCK (status.st_mode));
  g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
  control_fixture_stop (fixture);
  g_assert_cmpint (stat (fixture->path, &status), ==, -1);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_stale (ControlFixture *fixture, gconstpointer data)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_autofree char *answer = NULL;

  g_strlcpy (address.sun_path, fixture->path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (fd, 1), ==, 0);
  close (fd);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  control_fixture_start (fixture);
  g_assert_no_error (fixture->error);
  answer = ask (fixture->path, "GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n");
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
}

static void
test_living (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;

  control_fixture_start (fixture);
  g_assert_null (tap_control_new (fixture->path, &control_fixture_hooks, fixture, &error));
  g_assert_error (error, TAP_ERROR, TAP_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_nonnull (strstr (error->message, "--control"));
  answer = ask (fixture->path, "GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n");
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
}

static void
test_unusable (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *below = g_build_filename (fixture->path, "control.sock", NULL);
  g_autofree char *name = g_strnfill (200, 'x');
  g_autofree char *endless = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (fixture->path, "precious", -1, NULL));
  g_assert_null (tap_control_new (fixture->path, &control_fixture_hooks, fixture, &error));
  g_assert_error (error, TAP_ERROR, TAP_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));

  g_assert_null (tap_control_new (below, &control_fixture_hooks, fixture, &error));
  g_assert_error (error, TAP_ERROR, TAP_ERROR_IO);
  g_clear_error (&error);

  g_assert_null (tap_control_new (endless, &control_fixture_hooks, fixture, &error));
  g_assert_error (error, TAP_ERROR, TAP_ERROR_USAGE);
}

/* The file is removed only if it still is the one that was made. */
static void
test_replaced (ControlFixture *fixture, gconstpointer data)
{
  control_fixture_start (fixture);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, "precious", -1, NULL));
  control_fixture_stop (fixture);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
}

static void
test_stop (ControlFixture *fixture, gconstpointer data)
{
  g_autofree char *answer = NULL;

  control_fixture_start (fixture);
  answer = ask (fixture->path, "POST /v1/stop HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
  g_assert_nonnull (strstr (answer, "{\"stopping\":true}"));
  g_thread_join (g_steal_pointer (&fixture->thread));
  g_assert_cmpint (fixture->stops, ==, 1);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_clear_pointer (&fixture->loop, g_main_loop_unref);
  g_clear_pointer (&fixture->context, g_main_context_unref);
}

static gboolean
flood_cb (gpointer user_data)
{
  ControlFixture *fixture = user_data;
  g_autofree char *line = g_strnfill (1000, 'x');

  for (guint i = 0; i < 4000; i++)
    tap_control_tell (fixture->control, line);
  return G_SOURCE_REMOVE;
}

/* Who does not read costs a bounded backlog, and is told how much it missed. */
static void
test_slow_follower (ControlFixture *fixture, gconstpointer data)
{
  g_autofree char *begin = NULL;
  g_autofree char *rest = NULL;
  int fd;

  control_fixture_start (fixture);
  fd = dial (fixture->path);
  put (fd, "GET /v1/follow HTTP/1.1\r\nHost: x\r\n\r\n");
  begin = get (fd, "{\"type\":\"heartbeat\"}");
  g_assert_true (g_atomic_int_get (&fixture->followed));
  g_main_context_invoke (fixture->context, flood_cb, fixture);
  rest = get (fd, "{\"type\":\"missed\",\"lines\":");
  g_assert_nonnull (strstr (rest, "{\"type\":\"missed\",\"lines\":"));
  g_assert_cmpuint (strlen (rest), >, TAP_CONTROL_MAX_BACKLOG);
  g_assert_cmpuint (strlen (rest), <, TAP_CONTROL_MAX_BACKLOG * 2);
  close (fd);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_no_leak (ControlFixture *fixture, gconstpointer data)
{
  guint before = 0;
  guint after;

  control_fixture_start (fixture);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *answer = NULL;
      g_autofree char *lines = NULL;
      int fd = dial (fixture->path);

      put (fd, "GET /v1/follow HTTP/1.1\r\nHost: x\r\n\r\n");
      lines = get (fd, "heartbeat");
      close (fd);
      answer = ask (fixture->path, "GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n");
      if (i == 9)
        before = count_descriptors ();
    }
  /* A follower that left is noticed by the next heartbeat: two of them settle it. */
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *lines = NULL;
      int fd = dial (fixture->path);

      put (fd, "GET /v1/follow HTTP/1.1\r\nHost: x\r\n\r\n");
      lines = get (fd, "heartbeat\"}\n\r\n15\r\n{\"type\":\"heartbeat\"}\n");
      close (fd);
    }
  after = count_descriptors ();
  g_assert_cmpuint (after, <=, before + 5);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (ControlFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/control/requests", test_requests },
    { "/control/changes", test_changes },
    { "/control/large-body", test_large_body },
    { "/control/file", test_file },
    { "/control/stale", test_stale },
    { "/control/living", test_living },
    { "/control/unusable", test_unusable },
    { "/control/replaced", test_replaced },
    { "/control/stop", test_stop },
    { "/control/slow-follower", test_slow_follower },
    { "/control/no-leak", test_no_leak },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, ControlFixture, NULL, control_fixture_set_up, tests[i].run,
                control_fixture_tear_down);
  return g_test_run ();
}
