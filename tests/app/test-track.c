/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>

#include "tap-track.h"
#include "tap-tracks.h"
#include "timeline-log.h"

#define S G_USEC_PER_SEC

static const struct
{
  const char *by;
  const char *how;
  gboolean answered;
  gboolean streamed;  /* a stream that is not whole */
  TapTrackEnd end;
  gboolean faulty;
} cases[] = {
  { "gateway", "complete", TRUE, FALSE, TAP_TRACK_CUT, TRUE }, /* an empty stream */
  { "gateway", "complete", TRUE, TRUE, TAP_TRACK_CUT, TRUE },
  { "gateway", "fin", TRUE, TRUE, TAP_TRACK_CUT, TRUE },
  { "gateway", "cut", TRUE, TRUE, TAP_TRACK_CUT, TRUE },
  { "gateway", "tls", TRUE, TRUE, TAP_TRACK_CUT, TRUE },
  { "gateway", "tls", FALSE, FALSE, TAP_TRACK_UNREACHED, TRUE },
  { "gateway", "rst", TRUE, TRUE, TAP_TRACK_RESET, TRUE },
  { "gateway", "rst", FALSE, FALSE, TAP_TRACK_RESET, TRUE },
  { "gateway", "refused", FALSE, FALSE, TAP_TRACK_UNREACHED, TRUE },
  { "gateway", "no-such-name", FALSE, FALSE, TAP_TRACK_UNREACHED, TRUE },
  { "gateway", "unreachable", FALSE, FALSE, TAP_TRACK_UNREACHED, TRUE },
  { "agent", "fin", TRUE, TRUE, TAP_TRACK_LEFT, FALSE },
  { "agent", "rst", TRUE, TRUE, TAP_TRACK_LEFT, FALSE },
  { "tapline", "stopped", TRUE, TRUE, TAP_TRACK_STOPPED, FALSE },
  { "tapline", "bad-request", FALSE, FALSE, TAP_TRACK_UNREACHED, TRUE },
};

typedef struct
{
  char *folder;
  char *path;
  TapSession *session;
  TapTracks *tracks;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("tap-track-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "log.tapline", NULL);
}

static void
open_log (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->session = tap_session_new (self->path, FALSE, 10 * S, &error);
  g_assert_no_error (error);
  self->tracks = tap_tracks_of (self->session);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->tracks);
  g_object_unref (self->session);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

/* Until so many events of an exchange are known. */
static const TapTrack *
wait_for (Fixture *self, guint index, guint count)
{
  const TapTrack *track;

  while ((track = tap_tracks_get (self->tracks, index)) == NULL
         || tap_bins_count (&track->bins) < count || track->end == TAP_TRACK_OPEN)
    g_main_context_iteration (NULL, TRUE);
  return track;
}

static void
test_ends (Fixture *self, gconstpointer data)
{
  TimelineLog *log = timeline_log_new (self->path);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 at = i * 10 * S;

      timeline_log_request (log, i + 1, at);
      if (cases[i].answered)
        timeline_log_answer (log, i + 1, at + 1, 200);
      if (cases[i].streamed)
        timeline_log_message_start (log, i + 1, at + 2);
      timeline_log_end (log, i + 1, at + S, cases[i].by, cases[i].how);
    }
  timeline_log_free (log);
  open_log (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TapTrack *track = wait_for (self, i, 0);

      g_test_message ("%s by %s", cases[i].how, cases[i].by);
      g_assert_cmpint (track->end, ==, cases[i].end);
      g_assert_cmpint (track->faulty, ==, cases[i].faulty);
      g_assert_cmpint (track->ended, ==, i * 10 * S + S);
      g_assert_cmpint (track->silent.from, ==, -1);
    }
}

/* While nothing can be written, what is open is known until then, and a silence too. */
static void
test_held (Fixture *self, gconstpointer data)
{
  TimelineLog *log = timeline_log_new (self->path);
  g_autoptr (GError) error = NULL;
  const TapTrack *track;
  guint serial;

  timeline_log_request (log, 1, 0);
  timeline_log_answer (log, 1, 1, 200);
  timeline_log_message_start (log, 1, 2 * S);
  timeline_log_request (log, 2, 5 * S);
  timeline_log_free (log);
  self->session = tap_session_new (self->path, TRUE, 10 * S, &error);
  g_assert_no_error (error);
  self->tracks = tap_tracks_of (self->session);
  tap_session_set_held (self->session, 7 * S, 0);
  wait_for (self, 1, 0);
  track = wait_for (self, 0, 1);
  g_assert_cmpint (track->end, ==, TAP_TRACK_UNRECORDED);
  g_assert_cmpint (track->ended, ==, 7 * S);
  g_assert_cmpint (track->silent.from, ==, -1);
  g_assert_cmpint (track->waiting.from, ==, -1);
  g_assert_cmpuint (track->silences->len, >=, 1);
  for (guint i = 0; i < track->silences->len; i++)
    g_assert_cmpint (g_array_index (track->silences, TapSilence, i).to, ==, 7 * S);

  /* The disk takes it again: it is open, as it was. */
  serial = track->serial;
  tap_session_set_held (self->session, -1, 0);
  g_assert_cmpuint (track->serial, >, serial);
  g_assert_cmpint (track->end, ==, TAP_TRACK_OPEN);
  g_assert_cmpint (track->ended, ==, -1);
  g_assert_cmpint (track->silent.from, ==, 2 * S);
  g_assert_cmpuint (track->silences->len, ==, 0);
}

/* More than one slice of events; all of them come. */
static void
test_slices (Fixture *self, gconstpointer data)
{
  const guint count = 100000;
  TimelineLog *log = timeline_log_new (self->path);
  const TapTrack *track;

  timeline_log_request (log, 1, 0);
  timeline_log_answer (log, 1, 10, 200);
  for (guint i = 0; i < count; i++)
    timeline_log_event (log, 1, 100 + i * 7, i % 1000 == 0 ? TAP_EVENT_COMMENT : TAP_EVENT_TEXT);
  timeline_log_end (log, 1, 100 + count * 7, "gateway", "rst");
  timeline_log_free (log);
  open_log (self);
  track = wait_for (self, 0, count);
  g_assert_cmpuint (tap_bins_count (&track->bins), ==, count);
  g_assert_cmpuint (track->events, ==, count - count / 1000);
  for (guint i = 0; i < count; i += 997)
    g_assert_cmpint (tap_bins_get_time (&track->bins, i), ==, 100 + i * 7);
  g_assert_cmpint (tap_bins_worst (&track->bins, 1000, 1), ==, TAP_EVENT_COMMENT);
  /* Of a rule that is broken in each event so many findings are kept, in the order of time. */
  g_assert_cmpuint (track->marks->len, >=, 2);
  for (guint i = 1; i < track->marks->len; i++)
    g_assert_cmpint (g_array_index (track->marks, TapTrackMark, i).at, >=,
                     g_array_index (track->marks, TapTrackMark, i - 1).at);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/track/ends", Fixture, NULL, set_up, test_ends, tear_down);
  g_test_add ("/track/held", Fixture, NULL, set_up, test_held, tear_down);
  g_test_add ("/track/slices", Fixture, NULL, set_up, test_slices, tear_down);
  return g_test_run ();
}
