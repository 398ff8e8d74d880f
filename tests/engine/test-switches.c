/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is switched while traffic flows: recording, and the gateway. Raw sockets on both sides. */

#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tap-engine.h"

#define PATIENCE_S 20

typedef struct
{
  char *folder;
  char *output;
  int gateways[2];
  char *urls[2];
  TapEngine *engine;
} Fixture;

static void
set_patience (int fd)
{
  struct timeval limit = { .tv_sec = PATIENCE_S };

  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

static int
open_gateway (char **url)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, size), ==, 0);
  g_assert_cmpint (listen (fd, 8), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &size), ==, 0);
  set_patience (fd);
  *url = g_strdup_printf ("http://127.0.0.1:%u", ntohs (address.sin_port));
  return fd;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TapEngineOptions options = { .listen = "127.0.0.1:0" };

  fixture->folder = g_dir_make_tmp ("tapline-switches-XXXXXX", NULL);
  fixture->output = g_build_filename (fixture->folder, "log.jsonl", NULL);
  for (guint i = 0; i < 2; i++)
    fixture->gateways[i] = open_gateway (&fixture->urls[i]);
  options.upstream = fixture->urls[0];
  options.output = fixture->output;
  fixture->engine = tap_engine_new (&options, &error);
  g_assert_no_error (error);
  tap_engine_start (fixture->engine);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tap_engine_free (fixture->engine);
  for (guint i = 0; i < 2; i++)
    {
      close (fixture->gateways[i]);
      g_free (fixture->urls[i]);
    }
  g_assert_cmpint (g_unlink (fixture->output), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->output);
  g_free (fixture->folder);
}

static int
connect_agent (Fixture *fixture)
{
  g_autoptr (GUri) uri = g_uri_parse (tap_engine_get_url (fixture->engine), G_URI_FLAGS_NONE, NULL);
  struct sockaddr_in address = { .sin_family = AF_INET };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  address.sin_port = htons (g_uri_get_port (uri));
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  set_patience (fd);
  return fd;
}

static void
put (int fd, const char *text)
{
  g_assert_cmpint (send (fd, text, strlen (text), MSG_NOSIGNAL), ==, (gssize) strlen (text));
}

static void
expect (int fd, const char *end)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char byte;

  while (!g_str_has_suffix (text->str, end))
    {
      if (recv (fd, &byte, 1, 0) != 1)
        g_error ("only “%s” came", text->str);
      g_string_append_c (text, byte);
    }
}

static void
request (int agent, const char *path)
{
  g_autofree char *head = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path);

  put (agent, head);
}

/* Accepts, unless there is a connection already, and reads a request. */
static int
receive (Fixture *fixture, guint gateway, int connection)
{
  if (connection < 0)
    connection = accept (fixture->gateways[gateway], NULL, NULL);
  g_assert_cmpint (connection, >=, 0);
  set_patience (connection);
  expect (connection, "\r\n\r\n");
  return connection;
}

static void
respond (int gateway, int agent)
{
  put (gateway, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
  expect (agent, "done");
}

/* Stops the engine, and returns what its log says, a word a record; notes at the end, because they
 * may come before or after what was already on its way. */
static char *
read_log (Fixture *fixture)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) notes = g_string_new (" |");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (tap_engine_stop (fixture->engine, NULL));
  g_assert_true (g_file_get_contents (fixture->output, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *object = json_node_get_object (node);
      const char *kind = json_object_get_string_member (object, "kind");
      gint64 exchange = json_object_get_int_member (object, "exchange");

      if (g_str_equal (kind, "note"))
        {
          const char *detail = json_object_get_string_member_with_default (object, "detail", "");

          g_string_append_printf (notes, " %s=%s",
                                  json_object_get_string_member (object, "note"),
                                  g_str_equal (detail, fixture->urls[1]) ? "B" : detail);
        }
      else if (exchange > 0 && g_str_equal (kind, "request"))
        g_string_append_printf (words, " %d:%s", (int) exchange,
                                g_str_equal (json_object_get_string_member (object, "upstream"),
                                             fixture->urls[0])
                                  ? "A"
                                  : "B");
      else if (exchange > 0 && !g_str_equal (kind, "connection"))
        g_string_append_printf (words, " %d:%s", (int) exchange, kind);
    }
  g_string_append (words, notes->str);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
test_recording (Fixture *fixture, gconstpointer data)
{
  int agent = connect_agent (fixture);
  int other = connect_agent (fixture);
  int gateway, other_gateway;
  g_autofree char *log = NULL;

  /* One that has begun before is logged to its end. */
  request (agent, "/begun");
  gateway = receive (fixture, 0, -1);
  g_assert_true (tap_engine_get_recording (fixture->engine));
  tap_engine_set_recording (fixture->engine, FALSE);
  g_assert_false (tap_engine_get_recording (fixture->engine));
  respond (gateway, agent);

  /* On the same connection and on another, not logged. */
  request (agent, "/off");
  receive (fixture, 0, gateway);
  respond (gateway, agent);
  request (other, "/other");
  other_gateway = receive (fixture, 0, -1);

  /* One that has begun while it was off is not logged later either. */
  tap_engine_set_recording (fixture->engine, TRUE);
  respond (other_gateway, other);
  request (other, "/on");
  receive (fixture, 0, other_gateway);
  respond (other_gateway, other);

  close (agent);
  close (other);
  log = read_log (fixture);
  g_assert_cmpstr (log, ==,
                   " 1:A 1:response 1:in 1:end 2:A 2:response 2:in 2:end"
                   " | recording=off recording=on");
  close (gateway);
  close (other_gateway);
}

static void
test_partial (Fixture *fixture, gconstpointer data)
{
  int agent = connect_agent (fixture);
  char byte;
  g_autofree char *log = NULL;

  tap_engine_set_recording (fixture->engine, FALSE);
  put (agent, "GET /half HTTP/1.1\r\n");
  shutdown (agent, SHUT_WR);
  g_assert_cmpint (recv (agent, &byte, 1, 0), ==, 0);
  close (agent);
  agent = connect_agent (fixture);
  put (agent, "nonsense\r\n\r\n");
  expect (agent, "HTTP/1.1 400 ");
  close (agent);
  log = read_log (fixture);
  g_assert_cmpstr (log, ==, " | recording=off");
}

static void
test_upstream (Fixture *fixture, gconstpointer data)
{
  g_autofree char *with_path = g_strconcat (fixture->urls[1], "/api/", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;
  int old = connect_agent (fixture);
  int new, gateway, new_gateway;

  request (old, "/1");
  gateway = receive (fixture, 0, -1);
  respond (gateway, old);

  g_assert_false (tap_engine_set_upstream (fixture->engine, "nonsense", &error));
  g_assert_error (error, TAP_ERROR, TAP_ERROR_USAGE);
  g_clear_error (&error);

  /* It would ask itself for ever. */
  g_assert_false (tap_engine_set_upstream (fixture->engine, tap_engine_get_url (fixture->engine),
                                           &error));
  g_assert_error (error, TAP_ERROR, TAP_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "Tapline itself"));
  g_assert_cmpstr (tap_engine_get_upstream (fixture->engine), ==, fixture->urls[0]);
  g_assert_true (tap_engine_set_upstream (fixture->engine, with_path, NULL));
  with_path[strlen (with_path) - 1] = '\0';
  g_assert_cmpstr (tap_engine_get_upstream (fixture->engine), ==, with_path);

  /* Who connects now gets the new one at once; the connection from before stays with the old one. */
  new = connect_agent (fixture);
  put (new, "GET /2 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  new_gateway = accept (fixture->gateways[1], NULL, NULL);
  g_assert_cmpint (new_gateway, >=, 0);
  set_patience (new_gateway);
  expect (new_gateway, "GET /api/2 HTTP/1.1\r\n");
  expect (new_gateway, "\r\n\r\n");
  respond (new_gateway, new);
  request (old, "/3");
  receive (fixture, 0, gateway);
  respond (gateway, old);

  log = read_log (fixture);
  g_assert_cmpstr (log, ==,
                   " 1:A 1:response 1:in 1:end 2:B 2:response 2:in 2:end"
                   " 3:A 3:response 3:in 3:end | upstream=B");
  close (old);
  close (new);
  close (gateway);
  close (new_gateway);
}

/* Whoever connects after the call has returned gets the new one, however busy the relay is. */
static void
test_upstream_at_once (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      guint wanted = (i + 1) % 2;
      int agent, gateway;

      g_assert_true (tap_engine_set_upstream (fixture->engine, fixture->urls[wanted], NULL));
      agent = connect_agent (fixture);
      request (agent, "/");
      gateway = receive (fixture, wanted, -1);
      respond (gateway, agent);
      close (agent);
      close (gateway);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/switches/recording", test_recording },
    { "/switches/partial", test_partial },
    { "/switches/upstream", test_upstream },
    { "/switches/upstream-at-once", test_upstream_at_once },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
