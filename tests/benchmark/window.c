/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap-session-view.h"
#include "timeline-log.h"

/* The whole of a session in a window, list, timeline and detail: how long until its first frame,
 * how long a frame takes while events come, how late an event is drawn, how long a frame takes when
 * the table of a million events is thrown about, and how soon a window that was hidden is up to
 * date. From before-paint to after-paint of the frame clock. Prints each against its limit; the
 * exit status tells whether all hold. */

#define S G_USEC_PER_SEC
#define MANY 1000000
#define LIVE_RATE 2000     /* events a second */
#define LIVE_STEP_MS 10
#define LIVE_SECONDS 8
#define THROWN_FRAMES 300
#define AWAY_EVENTS 300000 /* of an hour in which nobody looked */
#define MAX_FRAMES 4000

typedef struct
{
  GtkWidget *window;
  TapSessionView *view;
  TapSession *session;
  TimelineLog *log;
  double frames[MAX_FRAMES]; /* ms */
  guint n_frames;
  gboolean counting;
  gint64 begun;
  gint64 first_frame;        /* monotonic; 0: none yet */
  gint64 live_from;
  gint64 written_at[LIVE_RATE * (LIVE_SECONDS + 1)]; /* monotonic, by event */
  guint written;
  guint drawn;
  double latest;             /* ms */
  gboolean failed;
} Bench;

static Bench bench;

static void
before_cb (GdkFrameClock *clock, gpointer user_data)
{
  bench.begun = g_get_monotonic_time ();
}

static guint
count_shown (void)
{
  g_autoptr (TapExchangeItem) item
      = g_list_model_get_item (tap_session_get_items (bench.session), 0);

  return item != NULL ? tap_exchange_item_get_facts (item)->events : 0;
}

static void
after_cb (GdkFrameClock *clock, gpointer user_data)
{
  gint64 now = g_get_monotonic_time ();

  if (bench.first_frame == 0)
    bench.first_frame = now;
  if (!bench.counting)
    return;
  if (bench.n_frames < MAX_FRAMES)
    bench.frames[bench.n_frames++] = (double) (now - bench.begun) / 1000;
  if (bench.live_from > 0 && bench.session != NULL)
    {
      for (guint shown = MIN (count_shown (), bench.written); bench.drawn < shown; bench.drawn++)
        bench.latest = MAX (bench.latest, (double) (now - bench.written_at[bench.drawn]) / 1000);
    }
}

static void
judge (const char *what, double value, double limit, const char *unit)
{
  gboolean good = value <= limit;

  g_print ("%-52s %9.2f %-3s  at most %6.0f  %s\n", what, value, unit, limit,
           good ? "ok" : "MISSED");
  bench.failed = bench.failed || !good;
}

static int
compare (const void *a, const void *b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return (one > other) - (one < other);
}

static void
judge_frames (const char *what, double part, double limit)
{
  qsort (bench.frames, bench.n_frames, sizeof (double), compare);
  if (bench.n_frames == 0)
    {
      g_print ("%-52s no frame was drawn\n", what);
      bench.failed = TRUE;
      return;
    }
  judge (what, bench.frames[(guint) ((bench.n_frames - 1) * part)], limit, "ms");
}

static void
begin_counting (void)
{
  bench.n_frames = 0;
  bench.counting = TRUE;
}

static gboolean
stop_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean done = FALSE;

  g_timeout_add (ms, stop_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
open_window (void)
{
  GdkFrameClock *clock;

  bench.window = adw_window_new ();
  bench.view = g_object_new (TAP_TYPE_SESSION_VIEW, NULL);
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1360, 860);
  adw_window_set_content (ADW_WINDOW (bench.window), GTK_WIDGET (bench.view));
  gtk_window_present (GTK_WINDOW (bench.window));
  clock = gtk_widget_get_frame_clock (bench.window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_cb), NULL);
}

static void
show (const char *path, gboolean live)
{
  g_autoptr (GError) error = NULL;

  tap_session_view_set_session (bench.view, NULL);
  g_clear_object (&bench.session);
  bench.session = tap_session_new (path, live, 10 * S, &error);
  if (bench.session == NULL)
    g_error ("%s", error->message);
  tap_session_view_set_session (bench.view, bench.session);
}

static void
select_first (void)
{
  g_autoptr (TapExchangeItem) item = NULL;

  while (g_list_model_get_n_items (tap_session_get_items (bench.session)) == 0)
    g_main_context_iteration (NULL, TRUE);
  item = g_list_model_get_item (tap_session_get_items (bench.session), 0);
  tap_selection_set (tap_session_view_get_selection (bench.view), item, 0);
}

/* When this process began, by the monotonic clock; to a hundredth of a second. */
static gint64
get_start (void)
{
  g_autofree char *stat = NULL;
  g_auto (GStrv) fields = NULL;
  guint64 ticks;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL))
    return 0;
  fields = g_strsplit (strrchr (stat, ')') + 2, " ", -1);
  ticks = g_ascii_strtoull (fields[19], NULL, 10);
  return (gint64) (ticks * S / (guint64) sysconf (_SC_CLK_TCK));
}

static gboolean
write_cb (gpointer user_data)
{
  gint64 now = g_get_monotonic_time ();
  guint due = (guint) MIN ((now - bench.live_from) * LIVE_RATE / S,
                           (gint64) G_N_ELEMENTS (bench.written_at));

  for (; bench.written < due; bench.written++)
    {
      timeline_log_event (bench.log, 1, now - bench.live_from,
                          bench.written % 50 == 0 ? TAP_EVENT_THINKING : TAP_EVENT_TEXT);
      bench.written_at[bench.written] = now;
    }
  timeline_log_flush (bench.log);
  return G_SOURCE_CONTINUE;
}

static void
bench_live (const char *path)
{
  guint writer;

  bench.log = timeline_log_new (path);
  timeline_log_request (bench.log, 1, 0);
  timeline_log_answer (bench.log, 1, 1000, 200);
  timeline_log_flush (bench.log);
  show (path, TRUE);
  select_first ();
  bench.live_from = g_get_monotonic_time ();
  writer = g_timeout_add (LIVE_STEP_MS, write_cb, NULL);
  run_for (1000);
  begin_counting ();
  bench.latest = 0;
  bench.drawn = MIN (count_shown (), bench.written);
  run_for (LIVE_SECONDS * 1000);
  bench.counting = FALSE;
  g_source_remove (writer);
  judge_frames ("2,000 events/s, list, timeline and table: p99 frame", 0.99, 16);
  judge ("an event in the log is drawn, latest of all", bench.latest, 100, "ms");
  bench.live_from = 0;
}

static void
bench_hidden (void)
{
  guint before = count_shown ();
  gint64 shown_at;

  gtk_widget_set_visible (bench.window, FALSE);
  for (guint i = 0; i < AWAY_EVENTS; i++)
    timeline_log_event (bench.log, 1, LIVE_SECONDS * S + (gint64) i * 12000, TAP_EVENT_TEXT);
  timeline_log_flush (bench.log);
  run_for (3000); /* far shorter than the hour */
  shown_at = g_get_monotonic_time ();
  gtk_window_present (GTK_WINDOW (bench.window));
  bench.first_frame = 0;
  while (count_shown () < before + AWAY_EVENTS || bench.first_frame == 0)
    g_main_context_iteration (NULL, TRUE);
  judge ("hidden for an hour of traffic, then current",
         (double) (g_get_monotonic_time () - shown_at) / 1000, 1000, "ms");
  timeline_log_free (bench.log);
}

/* The scroller of the events' table: the last one below the widget that is mapped. */
static GtkWidget *
find_scroller (GtkWidget *widget, const char *inside)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_scroller (child, inside);

      if (found != NULL)
        return found;
    }
  if (GTK_IS_SCROLLED_WINDOW (widget)
      && g_str_equal (G_OBJECT_TYPE_NAME (gtk_scrolled_window_get_child (
                          GTK_SCROLLED_WINDOW (widget))),
                      inside))
    return widget;
  return NULL;
}

static gboolean
throw_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  guint *step = user_data;

  /* By a few rows mostly; now and then far away. */
  if (*step % 20 == 19)
    gtk_adjustment_set_value (adjustment, g_random_double_range (
                                              0, gtk_adjustment_get_upper (adjustment)));
  else
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 40);
  (*step)++;
  return *step < THROWN_FRAMES;
}

static gboolean
zoom_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TapAxis *axis = tap_session_view_get_axis (bench.view);
  guint *step = user_data;

  if (*step % 60 < 20)
    tap_axis_zoom (axis, 1.25, 400);
  else if (*step % 60 < 40)
    tap_axis_pan (axis, 15);
  else
    tap_axis_zoom (axis, 0.8, 400);
  (*step)++;
  return *step < THROWN_FRAMES;
}

static void
move (GtkWidget *widget, GtkTickCallback callback)
{
  guint step = 0;

  run_for (500);
  begin_counting ();
  gtk_widget_add_tick_callback (widget, callback, &step, NULL);
  while (step < THROWN_FRAMES)
    g_main_context_iteration (NULL, TRUE);
  bench.counting = FALSE;
}

static guint64
get_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmRSS:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10) / 1024 : 0;
}

static void
bench_many (const char *path)
{
  TimelineLog *log = timeline_log_new (path);
  gint64 begun;
  double first = 0;
  GtkWidget *table;

  timeline_log_request (log, 1, 0);
  timeline_log_answer (log, 1, 1000, 200);
  timeline_log_message_start (log, 1, 2000);
  for (guint i = 0; i < MANY; i++)
    timeline_log_event (log, 1, 3000 + (gint64) i * 300,
                        i % 7 == 0 ? TAP_EVENT_PING : TAP_EVENT_TEXT);
  timeline_log_end (log, 1, 3000 + (gint64) MANY * 300, "gateway", "complete");
  timeline_log_free (log);

  begun = g_get_monotonic_time ();
  show (path, FALSE);
  while (tap_session_get_progress (bench.session) < 1 || count_shown () < MANY)
    {
      g_main_context_iteration (NULL, TRUE);
      if (first == 0 && g_list_model_get_n_items (tap_session_get_items (bench.session)) > 0)
        first = (double) (g_get_monotonic_time () - begun) / 1000;
    }
  judge ("1,000,000 events opened: first rows", first, 1000, "ms");
  judge ("1,000,000 events opened: all of them",
         (double) (g_get_monotonic_time () - begun) / 1000, 10000, "ms");
  select_first ();
  run_for (3000);
  judge ("memory with all of them and the detail open", (double) get_memory (), 350, "MB");
  table = find_scroller (GTK_WIDGET (bench.view), "GtkColumnView");
  move (table, throw_cb);
  judge_frames ("scrolling the table of 1,000,000 events: p50 frame", 0.5, 8);
  judge_frames ("scrolling the table of 1,000,000 events: p95 frame", 0.95, 16);
  move (GTK_WIDGET (bench.view), zoom_cb);
  judge_frames ("zooming and dragging the whole window: p50 frame", 0.5, 8);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("tapline-bench-XXXXXX", NULL);
  g_autofree char *live = g_build_filename (folder, "live.tapline.jsonl", NULL);
  g_autofree char *many = g_build_filename (folder, "many.tapline.jsonl", NULL);
  gint64 start = get_start ();

  adw_init ();
  open_window ();
  while (bench.first_frame == 0)
    g_main_context_iteration (NULL, TRUE);
  judge ("first frame of an empty session view, from the start",
         (double) (bench.first_frame - start) / 1000, 300, "ms");
  bench_live (live);
  bench_hidden ();
  bench_many (many);
  tap_session_view_set_session (bench.view, NULL);
  g_clear_object (&bench.session);
  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_unlink (live);
  g_unlink (many);
  g_rmdir (folder);
  return bench.failed ? 1 : 0;
}
