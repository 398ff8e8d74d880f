/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "tap-error.h"
#include "tap-follower.h"
#include "tap-record.h"

/* A log of our own making: a session line, and exchanges that begin and end. */
#define REQUEST "GET /x HTTP/1.1\r\nHost: h\r\nUser-Agent: a/1\r\n\r\n"
#define RESPONSE "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

typedef struct
{
  char *path;
  GMainLoop *loop;
  guint begun;
  guint ended;
  gboolean done;
  gboolean ordered;
} Fixture;

static void
append_exchange (GString *log, guint64 id, gboolean with_end)
{
  gint64 at = (gint64) id * 100;

  tap_record_append_line_raw (log, id * 3, id, at, TAP_RECORD_REQUEST, (const guint8 *) REQUEST,
                              strlen (REQUEST), TRUE, NULL);
  tap_record_append_line_raw (log, id * 3 + 1, id, at + 10, TAP_RECORD_RESPONSE,
                              (const guint8 *) RESPONSE, strlen (RESPONSE), TRUE, NULL);
  if (with_end)
    tap_record_append_line_raw (log, id * 3 + 2, id, at + 20, TAP_RECORD_END, NULL, 0, FALSE,
                                "\"by\":\"gateway\",\"how\":\"complete\"");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  int fd = g_file_open_tmp ("tapline-follower-XXXXXX", &fixture->path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  fixture->loop = g_main_loop_new (NULL, FALSE);
  fixture->ordered = TRUE;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_free (fixture->path);
  g_main_loop_unref (fixture->loop);
}

static void
summary_cb (const TapSummary *summary, gpointer user_data)
{
  Fixture *fixture = user_data;

  if (summary->ended)
    fixture->ended++;
  else
    fixture->begun++;
  fixture->ordered &= summary->exchange == (summary->ended ? fixture->ended : fixture->begun);
  g_assert_cmpstr (summary->target, ==, "/x");
  if (summary->ended)
    {
      g_assert_cmpint (summary->status, ==, 200);
      g_assert_cmpstr (summary->client, ==, "a/1");
    }
}

static void
done_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->done = TRUE;
  g_main_loop_quit (fixture->loop);
}

static GString *
begin_log (void)
{
  GString *log = g_string_new (NULL);

  tap_record_append_line_raw (log, 0, 0, 0, TAP_RECORD_SESSION, NULL, 0, FALSE,
                              "\"format\":\"1.0\",\"version\":\"0\",\"started\":1000000");
  return log;
}

/* Many more summaries than it keeps: it waits for who fetches, and none is lost. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  const guint n = TAP_FOLLOWER_MAX_PENDING * 2;
  g_autoptr (GString) log = begin_log ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TapFollower) follower = NULL;

  for (guint i = 1; i <= n; i++)
    append_exchange (log, i, TRUE);
  g_assert_true (g_file_set_contents (fixture->path, log->str, log->len, NULL));
  follower = tap_follower_new (fixture->path, 0, summary_cb, done_cb, fixture, &error);
  g_assert_no_error (error);
  tap_follower_finish (follower);
  g_main_loop_run (fixture->loop);
  g_assert_true (fixture->done);
  g_assert_true (fixture->ordered);
  g_assert_cmpuint (fixture->begun, ==, n);
  g_assert_cmpuint (fixture->ended, ==, n);
}

/* Freed while it waits for who fetches, or still reads: it ends, and calls nobody. */
static void
test_abandoned (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) log = begin_log ();
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= TAP_FOLLOWER_MAX_PENDING * 2; i++)
    append_exchange (log, i, TRUE);
  g_assert_true (g_file_set_contents (fixture->path, log->str, log->len, NULL));
  for (guint i = 0; i < 5; i++)
    {
      TapFollower *follower = tap_follower_new (fixture->path, 0, summary_cb, done_cb, fixture,
                                                &error);

      g_assert_no_error (error);
      tap_follower_free (follower);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->begun, ==, 0);
  g_assert_false (fixture->done);
}

typedef struct
{
  Fixture *fixture;
  TapFollower *follower;
} Growing;

static gboolean
grow_cb (gpointer user_data)
{
  Growing *growing = user_data;
  Fixture *fixture = growing->fixture;
  g_autoptr (GString) more = g_string_new (NULL);
  FILE *file;

  /* The first exchange was told; a second one comes that is never ended. */
  if (fixture->ended == 0)
    return G_SOURCE_CONTINUE;
  append_exchange (more, 2, FALSE);
  file = g_fopen (fixture->path, "a");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (more->str, 1, more->len, file), ==, more->len);
  fclose (file);
  tap_follower_finish (growing->follower);
  return G_SOURCE_REMOVE;
}

/* It reads on as the file grows, and judges at the end what has none. */
static void
test_growing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) log = begin_log ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TapFollower) follower = NULL;
  Growing growing = { .fixture = fixture };

  append_exchange (log, 1, TRUE);
  g_assert_true (g_file_set_contents (fixture->path, log->str, log->len, NULL));
  follower = tap_follower_new (fixture->path, 0, summary_cb, done_cb, fixture, &error);
  g_assert_no_error (error);
  growing.follower = follower;
  g_timeout_add (5, grow_cb, &growing);
  g_main_loop_run (fixture->loop);
  g_assert_cmpuint (fixture->begun, ==, 2);
  g_assert_cmpuint (fixture->ended, ==, 2);
}

/* Who does not ask for beginnings is told of ends alone. */
static void
test_ends_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) log = begin_log ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TapFollower) follower = NULL;
  FILE *file;

  g_assert_true (g_file_set_contents (fixture->path, log->str, log->len, NULL));
  follower = tap_follower_new (fixture->path, 0, summary_cb, done_cb, fixture, &error);
  g_assert_no_error (error);
  tap_follower_set_tell_begun (follower, FALSE);
  g_string_truncate (log, 0);
  append_exchange (log, 1, TRUE);
  append_exchange (log, 2, FALSE);
  file = g_fopen (fixture->path, "a");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (log->str, 1, log->len, file), ==, log->len);
  fclose (file);
  tap_follower_finish (follower);
  g_main_loop_run (fixture->loop);
  g_assert_cmpuint (fixture->begun, ==, 0);
  g_assert_cmpuint (fixture->ended, ==, 2);
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "no log\n", -1, NULL));
  g_assert_null (tap_follower_new (fixture->path, 0, summary_cb, done_cb, fixture, &error));
  g_assert_error (error, TAP_ERROR, TAP_ERROR_FORMAT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/follower/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/follower/abandoned", Fixture, NULL, set_up, test_abandoned, tear_down);
  g_test_add ("/follower/growing", Fixture, NULL, set_up, test_growing, tear_down);
  g_test_add ("/follower/ends-alone", Fixture, NULL, set_up, test_ends_alone, tear_down);
  g_test_add ("/follower/foreign", Fixture, NULL, set_up, test_foreign, tear_down);
  return g_test_run ();
}
