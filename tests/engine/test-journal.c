/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE (20 * G_USEC_PER_SEC)
#define PATIENCE_MS 5000

typedef struct
{
  TapRing *ring;
  TapJournal *journal;
  char *path;
  int file; /* where the log will be */
  int fd;   /* what the journal writes to */
} Fixture;

static void
open_journal (Fixture *self, int fd)
{
  g_assert_cmpint (fd, >=, 0);
  self->file = g_file_open_tmp ("tapline-test-XXXXXX", &self->path, NULL);
  g_assert_cmpint (self->file, >=, 0);
  self->fd = fd;
  self->ring = tap_ring_new (4 * 1024 * 1024);
  self->journal = tap_journal_new (self->ring, fd, 0);
  g_assert_cmpint (tap_journal_get_held (self->journal), ==, -1);
  tap_journal_start (self->journal);
}

static void
close_journal (Fixture *self)
{
  tap_ring_close (self->ring);
  g_assert_true (tap_journal_finish (self->journal, PATIENCE_MS));
  tap_journal_free (self->journal);
  tap_ring_free (self->ring);
  close (self->fd);
  close (self->file);
  g_unlink (self->path);
  g_free (self->path);
}

static void
put (Fixture *self, guint64 exchange, gint64 at, const char *text)
{
  tap_ring_put (self->ring, exchange, at, TAP_RECORD_IN, text, strlen (text), NULL);
}

/* What it waits for is another thread's doing. */
static void
wait_held (Fixture *self, gint64 at)
{
  gint64 until = g_get_monotonic_time () + PATIENCE;

  while (tap_journal_get_held (self->journal) != at)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (1000);
    }
}

static void
wait_written (Fixture *self)
{
  gint64 until = g_get_monotonic_time () + PATIENCE;

  while (tap_journal_get_bytes (self->journal) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (1000);
    }
}

/* Takes what comes until nothing is held back any more. */
static void
drain (Fixture *self, int end)
{
  gint64 until = g_get_monotonic_time () + PATIENCE;
  char taken[4096];

  g_assert_cmpint (fcntl (end, F_SETFL, O_NONBLOCK), ==, 0);
  while (tap_journal_get_held (self->journal) >= 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      if (read (end, taken, sizeof taken) < 0)
        g_usleep (1000);
    }
}

/* A full disk: from the oldest record that waits on the log has nothing; once there is room, it
 * has all of it, at the times at which it came. */
static void
test_full (void)
{
  Fixture self;
  g_autofree char *log = NULL;

  open_journal (&self, open ("/dev/full", O_WRONLY | O_CLOEXEC));
  put (&self, 1, 5000, "one");
  wait_held (&self, 5000);
  g_assert_cmpint (tap_journal_get_errno (self.journal), ==, ENOSPC);
  put (&self, 2, 9000, "two");
  g_assert_cmpint (tap_journal_get_held (self.journal), ==, 5000);
  g_assert_cmpuint (tap_journal_get_bytes (self.journal), ==, 0);

  g_assert_cmpint (dup2 (self.file, self.fd), ==, self.fd);
  wait_held (&self, -1);
  g_assert_cmpint (tap_journal_get_errno (self.journal), ==, 0);
  g_assert_true (g_file_get_contents (self.path, &log, NULL, NULL));
  g_assert_nonnull (strstr (log, "\"at\":5000,\"kind\":\"in\",\"text\":\"one\""));
  g_assert_nonnull (strstr (log, "\"at\":9000,\"kind\":\"in\",\"text\":\"two\""));
  g_assert_cmpuint (tap_journal_get_bytes (self.journal), ==, strlen (log));
  close_journal (&self);
}

/* Half a batch: what is held back begins with the first line that is not whole. */
static void
test_full_in_between (void)
{
  Fixture self;
  g_autofree char *text = g_strnfill (40000, 'x');
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  /* Two lines of 40,000 bytes are in it, and then it takes no more: EAGAIN, as good as ENOSPC. */
  g_assert_cmpint (fcntl (ends[1], F_SETPIPE_SZ, 128 * 1024), >=, 128 * 1024);
  g_assert_cmpint (fcntl (ends[1], F_SETFL, O_NONBLOCK), ==, 0);
  open_journal (&self, ends[1]);
  for (guint i = 1; i <= 6; i++)
    put (&self, 1, i * 1000, text);
  wait_held (&self, 4000);
  drain (&self, ends[0]);
  close_journal (&self);
  close (ends[0]);
}

/* A disk that hangs says nothing, but what came since is as little in the log. */
static void
test_hangs (void)
{
  Fixture self;
  g_autofree char *text = g_strnfill (100000, 'x');
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  open_journal (&self, ends[1]);
  put (&self, 1, 7000, text);
  wait_held (&self, 7000);
  g_assert_cmpint (tap_journal_get_errno (self.journal), ==, 0);
  drain (&self, ends[0]);
  close_journal (&self);
  close (ends[0]);
}

static void
test_good (void)
{
  Fixture self;

  open_journal (&self, open ("/dev/null", O_WRONLY | O_CLOEXEC));
  put (&self, 1, 5000, "one");
  wait_written (&self);
  g_assert_cmpint (tap_journal_get_held (self.journal), ==, -1);
  close_journal (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/good", test_good);
  g_test_add_func ("/journal/full", test_full);
  g_test_add_func ("/journal/full-in-between", test_full_in_between);
  g_test_add_func ("/journal/hangs", test_hangs);
  return g_test_run ();
}
