/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>
#include <time.h>

#include "log-writer.h"
#include "tap-detail.h"

/* The page of a request with a large body: how long the window stands still, at most, while the
 * body is opened, scrolled from end to end, and searched. A turn of the main loop is what passes
 * between two polls: by the clock, and what the thread used of the processor, which a busy machine
 * does not lengthen. The exit status tells whether the limit holds for the latter. */

#define LIMIT_MS 50
#define SIZE (7 * 1024 * 1024)
#define ONE_LINE (3 * 1024 * 1024)
#define LONG_STRING (300 * 1024)
#define SCROLLS 600
#define ROUNDS 2
#define N_CLOCKS 2 /* the processor's, the wall's */

static const char *const phases[] = { "opened", "scrolled from end to end", "searched", "left" };

typedef struct
{
  LogWriter log;
  TapSession *session;
  TapSelection *selection;
  TapDetail *detail;
  GtkWidget *window;
  double resumed[N_CLOCKS]; /* ms */
  double longest[N_CLOCKS];
  double best[G_N_ELEMENTS (phases)][N_CLOCKS];
  guint phase;
  gboolean failed;
} Bench;

static Bench bench;

static double
get_time (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1000000;
}

static gint
poll_cb (GPollFD *fds, guint n_fds, gint timeout)
{
  static const clockid_t clocks[] = { CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC };
  gint ready;

  for (guint i = 0; i < N_CLOCKS && bench.resumed[0] > 0; i++)
    bench.longest[i] = MAX (bench.longest[i], get_time (clocks[i]) - bench.resumed[i]);
  ready = g_poll (fds, n_fds, timeout);
  for (guint i = 0; i < N_CLOCKS; i++)
    bench.resumed[i] = get_time (clocks[i]);
  return ready;
}

static void
end_phase (guint round)
{
  for (guint i = 0; i < N_CLOCKS; i++)
    {
      double *best = &bench.best[bench.phase][i];

      *best = round == 0 ? bench.longest[i] : MIN (*best, bench.longest[i]);
      bench.longest[i] = 0;
    }
  bench.phase = (bench.phase + 1) % G_N_ELEMENTS (phases);
}

static void
judge (const char *body)
{
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      gboolean good = bench.best[i][0] <= LIMIT_MS;

      g_print ("%-24s %-24s longest turn %6.2f ms (by the clock %7.2f)  at most %d  %s\n", body,
               phases[i], bench.best[i][0], bench.best[i][1], LIMIT_MS, good ? "ok" : "MISSED");
      bench.failed = bench.failed || !good;
    }
}

/* Strings as they are in the requests of agents: mostly short, now and then a whole file. */
static GString *
make_body (gsize size, gsize string)
{
  GString *body = g_string_new ("{\"messages\":[");

  for (guint i = 0; body->len < size; i++)
    {
      gsize length = string > 0 ? (i % 20 == 7 ? string : 40 + i * 37 % 900) : size - body->len;

      g_string_append_printf (body, "%s{\"role\":\"user\",\"content\":\"", i > 0 ? "," : "");
      for (gsize n = 0; n < length; n++)
        {
          if (n % 61 == 60)
            g_string_append (body, "\\n");
          else
            g_string_append_c (body, n % 7 == 6 ? ' ' : "abcdefghijklmnop"[(n * n + i) % 16]);
        }
      g_string_append (body, "\"}");
    }
  g_string_append (body, "],\"the_end\":true}");
  return body;
}

static void
write_request (guint64 exchange, GString *body)
{
  g_autofree char *head = g_strdup_printf ("POST /v1/messages HTTP/1.1\r\nHost: a\r\n"
                                           "Content-Length: %zu\r\n\r\n", body->len);

  log_writer_add (&bench.log, exchange, TAP_RECORD_REQUEST, head, -1, NULL);
  for (gsize i = 0; i < body->len; i += 65536)
    log_writer_add (&bench.log, exchange, TAP_RECORD_UP, body->str + i,
                    (gssize) MIN (65536, body->len - i), NULL);
  log_writer_end (&bench.log, exchange, "gateway", "complete");
  g_string_free (body, TRUE);
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

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

static gboolean
is_filled (GtkTextBuffer *buffer)
{
  GtkTextIter end;
  GtkTextIter begin;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_end_iter (buffer, &end);
  begin = end;
  gtk_text_iter_backward_chars (&begin, 20);
  text = gtk_text_buffer_get_text (buffer, &begin, &end, TRUE);
  return strstr (text, "the_end") != NULL;
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  double end = gtk_adjustment_get_upper (adjustment);
  guint *step = user_data;

  /* By the wheel first, then by its bar from end to end, with a leap now and then. */
  if (*step < SCROLLS / 3)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 90);
  else if (*step % 50 == 49)
    gtk_adjustment_set_value (adjustment, g_random_double_range (0, end));
  else
    gtk_adjustment_set_value (adjustment,
                              end * (*step - SCROLLS / 3) / (SCROLLS - SCROLLS / 3 - 1));
  (*step)++;
  return *step < SCROLLS;
}

static gboolean
is_known (gpointer user_data)
{
  return tap_session_get_progress (bench.session) == 1
         && tap_session_find (bench.session, *(guint64 *) user_data) != NULL;
}

static void
bench_body (guint64 exchange, guint round)
{
  GtkTextView *view;
  GtkEditable *entry;
  guint step = 0;

  tap_selection_set (bench.selection, tap_session_find (bench.session, exchange), 0);
  tap_detail_show_page (bench.detail, "request");
  while ((view = GTK_TEXT_VIEW (find_type (bench.window, GTK_SOURCE_TYPE_VIEW))) == NULL
         || !is_filled (gtk_text_view_get_buffer (view)))
    g_main_context_iteration (NULL, TRUE);
  run_for (1000);
  end_phase (round);
  gtk_widget_add_tick_callback (gtk_widget_get_ancestor (GTK_WIDGET (view),
                                                         GTK_TYPE_SCROLLED_WINDOW),
                                scroll_cb, &step, NULL);
  while (step < SCROLLS)
    g_main_context_iteration (NULL, TRUE);
  run_for (500);
  end_phase (round);
  entry = GTK_EDITABLE (find_type (bench.window, GTK_TYPE_SEARCH_ENTRY));
  gtk_editable_set_text (entry, "is not in it");
  run_for (500);
  gtk_editable_set_text (entry, "the_end");
  run_for (500);
  gtk_editable_set_text (entry, "a");
  run_for (500);
  for (guint i = 0; i < 20; i++)
    {
      g_signal_emit_by_name (entry, "activate");
      run_for (50);
    }
  gtk_editable_set_text (entry, "");
  end_phase (round);
  tap_selection_set (bench.selection, NULL, 0);
  run_for (500);
  end_phase (round);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  guint64 last = 2;

  adw_init ();
  gtk_source_init ();
  log_writer_init (&bench.log);
  write_request (1, make_body (SIZE, LONG_STRING));
  write_request (2, make_body (ONE_LINE, 0));
  bench.selection = tap_selection_new ();
  bench.detail = tap_detail_new (bench.selection);
  bench.window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1360, 860);
  gtk_window_set_child (GTK_WINDOW (bench.window), GTK_WIDGET (bench.detail));
  gtk_window_present (GTK_WINDOW (bench.window));
  bench.session = tap_session_new (bench.log.path, FALSE, 10 * G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  tap_detail_set_session (bench.detail, bench.session);
  log_writer_wait (is_known, &last);
  run_for (500);
  g_main_context_set_poll_func (NULL, poll_cb);
  for (guint64 exchange = 1; exchange <= last; exchange++)
    {
      for (guint round = 0; round < ROUNDS; round++)
        bench_body (exchange, round);
      judge (exchange == 1 ? "7 MB, strings of 300 kB" : "3 MB in one string");
    }
  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_clear_object (&bench.session);
  g_clear_object (&bench.selection);
  log_writer_clear (&bench.log);
  return bench.failed ? 1 : 0;
}
