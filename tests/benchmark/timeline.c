/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tap-timeline.h"
#include "tap-tracks.h"
#include "timeline-log.h"

/* How long a frame of the timeline takes, with its real widgets in a window: eight lanes, one of
 * which has a million events, ruler and overview; zoomed and dragged; then a session that grows by
 * 2,000 events a second. From before-paint to after-paint of the frame clock, so that layout,
 * drawing and the renderer are all in it. Prints; judges where a limit is given. */

#define S G_USEC_PER_SEC
#define LANES 8
#define LANE_HEIGHT 44
#define MANY 1000000
#define FEW 20000
#define PHASE_FRAMES 300
#define LIVE_SECONDS 8
#define LIVE_RATE 2000   /* events a second */
#define LIVE_STEP_MS 10
#define MAX_FRAMES 4000

typedef struct
{
  TapAxis *axis;
  TapSession *session;
  TapSelection *selection;
  TapTracks *tracks;
  GtkWidget *window;
  TapLane *lanes[LANES];
  double frames[MAX_FRAMES]; /* ms */
  guint n_frames;
  gint64 begun;
  double cpu_begun;
  double cpu;                /* ms of this thread, in all frames */
  gboolean counting;
  TimelineLog *log;
  guint64 written;
  gint64 live_from;          /* monotonic */
} Bench;

static gint64
get_time (void)
{
  return g_get_monotonic_time ();
}

/* Of this thread, ms: what a busy machine does not lengthen. */
static double
get_cpu (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
before_cb (GdkFrameClock *clock, Bench *self)
{
  self->begun = get_time ();
  self->cpu_begun = get_cpu ();
}

static void
after_cb (GdkFrameClock *clock, Bench *self)
{
  if (!self->counting || self->n_frames == MAX_FRAMES)
    return;
  self->frames[self->n_frames++] = (double) (get_time () - self->begun) / 1000;
  self->cpu += get_cpu () - self->cpu_begun;
}

static int
compare (const void *a, const void *b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

/* TRUE: within the limit. */
static gboolean
report (Bench *self, const char *what, double limit, double part)
{
  double sum = 0, judged;

  if (self->n_frames == 0)
    {
      g_print ("%-28s no frame was drawn\n", what);
      return FALSE;
    }
  qsort (self->frames, self->n_frames, sizeof (double), compare);
  for (guint i = 0; i < self->n_frames; i++)
    sum += self->frames[i];
  judged = self->frames[(guint) (self->n_frames * part)];
  g_print ("%-28s frames %4u  mean %5.2f  p50 %5.2f  p95 %5.2f  p99 %5.2f  max %5.2f ms  "
           "cpu %5.2f   %s\n",
           what, self->n_frames, sum / self->n_frames, self->frames[self->n_frames / 2],
           self->frames[(guint) (self->n_frames * 0.95)],
           self->frames[(guint) (self->n_frames * 0.99)], self->frames[self->n_frames - 1], self->cpu / self->n_frames,
           judged <= limit ? "ok" : "TOO SLOW");
  return judged <= limit;
}

static void
write_many (const char *path)
{
  TimelineLog *log = timeline_log_new (path);
  gint64 at[LANES];
  guint left[LANES];
  GRand *random = g_rand_new_with_seed (1);
  guint open = LANES;

  for (guint i = 0; i < LANES; i++)
    {
      at[i] = (gint64) i * 1000;
      left[i] = i == 3 ? MANY : FEW;
      timeline_log_request (log, i + 1, at[i]);
    }
  for (guint i = 0; i < LANES; i++)
    {
      at[i] += 100000;
      timeline_log_answer (log, i + 1, at[i], 200);
      timeline_log_message_start (log, i + 1, at[i]);
      timeline_log_event (log, i + 1, at[i], TAP_EVENT_START);
    }
  /* The one that is behind goes on, so that the times of the log do not fall. */
  while (open > 0)
    {
      guint next = LANES;
      int dice = g_rand_int_range (random, 0, 1000);

      for (guint i = 0; i < LANES; i++)
        {
          if (left[i] > 0 && (next == LANES || at[i] < at[next]))
            next = i;
        }
      at[next] += next == 3 ? g_rand_int_range (random, 0, 600)
                            : g_rand_int_range (random, 0, 30000);
      at[next] += dice == 0 ? 200000 : 0;
      timeline_log_event (log, next + 1, at[next],
                          dice < 900 ? TAP_EVENT_TEXT
                                     : (TapEventKind) (dice % 2 == 0 ? TAP_EVENT_PING
                                                                     : TAP_EVENT_THINKING));
      if (--left[next] == 0)
        {
          timeline_log_end (log, next + 1, at[next], "gateway", "complete");
          open--;
        }
    }
  g_rand_free (random);
  timeline_log_free (log);
}

static void
feed_axis (Bench *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->window);
  GListModel *items = tap_session_get_items (self->session);
  TapSpan spans[LANES];
  guint count = MIN (g_list_model_get_n_items (items), LANES);
  gint64 now = tap_session_get_now (self->session, gdk_frame_clock_get_frame_time (clock));
  gint64 last = 0;

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (TapExchangeItem) item = g_list_model_get_item (items, i);
      const TapExchangeFacts *facts = tap_exchange_item_get_facts (item);

      spans[i] = (TapSpan){ facts->began, facts->ended >= 0 ? facts->ended : TAP_SPAN_OPEN };
      last = MAX (last, facts->ended >= 0 ? facts->ended : now);
    }
  tap_axis_set_busy (self->axis, spans, count, last);
}

static void
show (Bench *self, const char *path, gboolean live)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GError) error = NULL;
  GdkFrameClock *clock;
  TapOverview *overview;

  self->session = tap_session_new (path, live, 10 * S, &error);
  if (self->session == NULL)
    g_error ("%s", error->message);
  self->tracks = tap_tracks_of (self->session);
  self->axis = tap_axis_new ();
  self->selection = tap_selection_new ();
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (tap_ruler_new (self->axis)));
  for (guint i = 0; i < LANES; i++)
    {
      self->lanes[i] = tap_lane_new (self->axis, self->selection);
      gtk_widget_set_size_request (GTK_WIDGET (self->lanes[i]), -1, LANE_HEIGHT);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->lanes[i]));
    }
  overview = tap_overview_new (self->axis);
  tap_overview_set_session (overview, self->session);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (overview));
  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1250, 460);
  adw_window_set_content (ADW_WINDOW (self->window), box);
  gtk_window_present (GTK_WINDOW (self->window));
  clock = gtk_widget_get_frame_clock (self->window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_cb), self);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_cb), self);
}

static void
hide (Bench *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->tracks);
  g_clear_object (&self->axis);
  g_clear_object (&self->selection);
  g_clear_object (&self->session);
}

static void
fill_lanes (Bench *self)
{
  GListModel *items = tap_session_get_items (self->session);

  for (guint i = 0; i < LANES; i++)
    {
      g_autoptr (TapExchangeItem) item = g_list_model_get_item (items, i);

      tap_lane_set_item (self->lanes[i], item != NULL ? self->session : NULL, item);
    }
}

static guint
count_known (Bench *self)
{
  guint count = 0;

  for (guint i = 0; i < tap_tracks_count (self->tracks); i++)
    {
      const TapTrack *track = tap_tracks_get (self->tracks, i);

      count += track != NULL ? tap_bins_count (&track->bins) : 0;
    }
  return count;
}

static void
load (Bench *self)
{
  gint64 begun = get_time ();
  guint count = MANY + (LANES - 1) * FEW;

  while (count_known (self) < count || tap_session_get_progress (self->session) < 1)
    g_main_context_iteration (NULL, TRUE);
  g_print ("%-28s %.2f s for %u events\n", "loaded",
           (double) (get_time () - begun) / G_USEC_PER_SEC, count);
  fill_lanes (self);
  feed_axis (self);
}

typedef void (*Step) (Bench *self, guint frame);

static void
step_zoom (Bench *self, guint frame)
{
  tap_axis_zoom (self->axis, frame / 60 % 2 == 0 ? 1.06 : 1 / 1.06,
                 tap_axis_get_width (self->axis) * (0.5 + 0.4 * sin (frame * 0.05)));
}

static void
step_drag (Bench *self, guint frame)
{
  if (frame == 0)
    tap_axis_zoom (self->axis, 10, tap_axis_get_width (self->axis) / 2);
  tap_axis_pan (self->axis, 17 * (frame / 50 % 2 == 0 ? 1 : -1));
}

static void
step_deep (Bench *self, guint frame)
{
  if (frame == 0)
    tap_axis_zoom (self->axis, 1000, tap_axis_get_width (self->axis) / 2);
  tap_axis_pan (self->axis, 31);
}

static void
run_phase (Bench *self, Step step)
{
  tap_axis_fit (self->axis);
  self->n_frames = 0;
  self->cpu = 0;
  self->counting = TRUE;
  for (guint frame = 0; frame < PHASE_FRAMES; frame++)
    {
      guint before = self->n_frames;

      step (self, frame);
      gtk_widget_queue_draw (GTK_WIDGET (self->lanes[0]));
      while (self->n_frames == before)
        g_main_context_iteration (NULL, TRUE);
    }
  self->counting = FALSE;
}

/* --- A session that grows. */

static gboolean
write_cb (gpointer user_data)
{
  Bench *self = user_data;
  gint64 at = get_time () - self->live_from;
  guint64 due = (guint64) at * LIVE_RATE / G_USEC_PER_SEC;

  for (; self->written < due; self->written++)
    timeline_log_event (self->log, (guint) (self->written % 4) + 1, at,
                        self->written % 50 == 0 ? TAP_EVENT_THINKING : TAP_EVENT_TEXT);
  timeline_log_flush (self->log);
  return G_SOURCE_CONTINUE;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  feed_axis (user_data);
  return G_SOURCE_CONTINUE;
}

static void
run_live (Bench *self, const char *path)
{
  guint source;

  self->log = timeline_log_new (path);
  self->live_from = get_time ();
  for (guint i = 0; i < 4; i++)
    {
      timeline_log_request (self->log, i + 1, i * 10);
      timeline_log_answer (self->log, i + 1, 100 + i * 10, 200);
      timeline_log_message_start (self->log, i + 1, 100 + i * 10);
      timeline_log_event (self->log, i + 1, 100 + i * 10, TAP_EVENT_START);
    }
  timeline_log_flush (self->log);
  show (self, path, TRUE);
  while (g_list_model_get_n_items (tap_session_get_items (self->session)) < 4)
    g_main_context_iteration (NULL, TRUE);
  fill_lanes (self);
  gtk_widget_add_tick_callback (self->window, tick_cb, self, NULL);
  source = g_timeout_add (LIVE_STEP_MS, write_cb, self);
  self->n_frames = 0;
  self->cpu = 0;
  self->counting = TRUE;
  while (get_time () - self->live_from < LIVE_SECONDS * S)
    g_main_context_iteration (NULL, TRUE);
  self->counting = FALSE;
  g_source_remove (source);
  g_print ("%-28s %u of %" G_GUINT64_FORMAT " events drawn\n", "grown", count_known (self),
           self->written);
  timeline_log_free (self->log);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    Step step;
  } phases[] = {
    { "1,000,000 events: zoom", step_zoom },
    { "1,000,000 events: drag", step_drag },
    { "1,000,000 events: deep drag", step_deep },
  };
  Bench *self = g_new0 (Bench, 1);
  g_autofree char *folder = g_dir_make_tmp ("tap-bench-timeline-XXXXXX", NULL);
  g_autofree char *many = g_build_filename (folder, "many.tapline", NULL);
  g_autofree char *live = g_build_filename (folder, "live.tapline", NULL);
  gboolean good = TRUE;

  gtk_init ();
  adw_init ();
  write_many (many);
  show (self, many, FALSE);
  load (self);
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      run_phase (self, phases[i].step);
      good = report (self, phases[i].name, 8, 0.5) && good;
    }
  hide (self);
  g_unlink (many);

  run_live (self, live);
  good = report (self, "2,000 events/s live", 16, 0.99) && good;
  hide (self);
  g_unlink (live);
  g_rmdir (folder);
  g_free (self);
  return good ? 0 : 1;
}
