/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tap-cli-text.h"
#include "tap-lines.h"

static char *
read_all (int fd)
{
  GString *text = g_string_new (NULL);
  char buffer[65536];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  return g_string_free (text, FALSE);
}

static void
test_lines_order (void)
{
  g_autofree char *text = NULL;
  TapLines *lines;
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  lines = tap_lines_new (fds[1]);
  tap_lines_add (lines, "one");
  tap_lines_add (lines, "two");
  tap_lines_free (lines);
  close (fds[1]);
  text = read_all (fds[0]);
  g_assert_cmpstr (text, ==, "one\ntwo\n");
  close (fds[0]);
}

/* Without an end: the context writes, all that came together at once. */
static void
test_lines_together (void)
{
  char buffer[64];
  TapLines *lines;
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  lines = tap_lines_new (fds[1]);
  for (guint i = 0; i < 3; i++)
    {
      tap_lines_add (lines, "one");
      tap_lines_add (lines, "two");
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpint (read (fds[0], buffer, sizeof buffer), ==, 8);
      g_assert_cmpmem (buffer, 8, "one\ntwo\n", 8);
    }
  tap_lines_free (lines);
  close (fds[0]);
  close (fds[1]);
}

static gpointer
read_thread (gpointer data)
{
  return read_all (GPOINTER_TO_INT (data));
}

/* Far more than the pipe and the queue take, with nobody reading: it returns all the same. Then
 * somebody reads: whole lines in order, and the number of those that are missing. */
static void
test_lines_full (void)
{
  const guint n = 3000;
  g_autofree char *line = g_strnfill (1000, 'x');
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;
  guint whole = 0;
  guint64 missed = 0;
  TapLines *lines;
  GThread *reader;
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  lines = tap_lines_new (fds[1]);
  for (guint i = 0; i < n; i++)
    tap_lines_add (lines, line);
  reader = g_thread_new ("reader", read_thread, GINT_TO_POINTER (fds[0]));
  tap_lines_free (lines);
  close (fds[1]);
  text = g_thread_join (reader);
  rows = g_strsplit (text, "\n", -1);
  for (guint i = 0; rows[i] != NULL; i++)
    {
      if (g_str_equal (rows[i], line))
        whole++;
      else if (strstr (rows[i], "left out") != NULL)
        missed = g_ascii_strtoull (rows[i] + strcspn (rows[i], "0123456789"), NULL, 10);
      else
        g_assert_cmpstr (rows[i], ==, "");
    }
  g_assert_cmpuint (whole, >, 1000);
  g_assert_cmpuint (missed, >, 0);
  g_assert_cmpuint (whole + missed, ==, n);
  close (fds[0]);
}

static void
test_lines_closed (void)
{
  TapLines *lines;
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  close (fds[0]);
  lines = tap_lines_new (fds[1]);
  tap_lines_add (lines, "one");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (tap_lines_is_closed (lines));
  tap_lines_add (lines, "two");
  tap_lines_free (lines);
  close (fds[1]);
}

static void
test_summary_line (void)
{
  const char *const rules[] = { "duplicate-message-start", "idle-gap", NULL };
  const TapSummary good = { .exchange = 7, .ended = TRUE, .method = "POST",
                            .target = "/v1/messages", .status = 200,
                            .duration = 3412345, .events = 1, .longest_gap = 90000,
                            .end_by = "gateway", .end_how = "complete" };
  TapSummary other = good;
  TapSummary newer = good;
  TapSummary early = good;
  TapSummary flawed = good;
  TapSummary begun = { .exchange = 8, .method = "GET", .target = "/v1/models" };
  TapSummary bare = { .exchange = 9, .ended = TRUE };
  struct
  {
    const TapSummary *summary;
    const char *line; /* behind the time of day */
  } cases[] = {
    { &good, "  #7  POST /v1/messages  200  3.412 s  1 event  gap 0.090 s  complete" },
    { &other, "  #7  POST /v1/messages  200  3.412 s  17 events  gap 0.090 s  rst by gateway  "
              "duplicate-message-start, idle-gap  Gateway sent the beginning twice" },
    { &newer, "  #7  POST /v1/messages  200  3.412 s  1 event  gap 0.090 s  body ended" },
    { &early, "  #7  POST /v1/messages  200  3.412 s  1 event  gap 0.090 s  body ended  "
              "Gateway ended the answer early" },
    { &flawed, "  #7  POST /v1/messages  200  3.412 s  1 event  gap 0.090 s  complete  "
               "Complete, with flaws" },
    { &begun, "  #8  GET /v1/models  begins" },
    { &bare, "  #9  - -  no answer  0.000 s  0 events  gap 0.000 s  no end seen" },
  };

  other.events = 17;
  other.end_how = "rst";
  other.rules = rules;
  other.cause = "order-duplicate";
  early.cause = "gateway-ended-early";
  flawed.cause = "complete-with-flaws";
  newer.cause = "a-cause-of-tomorrow";
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = tap_cli_summary_line (cases[i].summary);

      g_assert_cmpuint (strlen (line), >, 8);
      g_assert_cmpstr (line + 8, ==, cases[i].line);
    }
}

static void
test_wrap (void)
{
  static const char text[] = "Ein Satz, der länger ist als achtzig Spalten, damit er an einer "
                             "Stelle umbrochen wird, und zwar zwischen zwei Wörtern.";
  g_autoptr (GString) out = g_string_new ("   label ");
  g_auto (GStrv) rows = NULL;

  tap_cli_append_wrapped (out, text, 9, 9);
  rows = g_strsplit (out->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 2);
  for (guint i = 0; rows[i] != NULL; i++)
    {
      g_assert_cmpuint (tap_cli_columns (rows[i]), <=, TAP_CLI_WIDTH);
      g_assert_false (g_str_has_suffix (rows[i], " "));
    }
  g_assert_true (g_str_has_prefix (rows[1], "         "));
  g_assert_cmpint (rows[1][9], !=, ' ');
  g_assert_cmpuint (tap_cli_columns ("日本"), ==, 4);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/lines/order", test_lines_order);
  g_test_add_func ("/cli/lines/together", test_lines_together);
  g_test_add_func ("/cli/lines/full", test_lines_full);
  g_test_add_func ("/cli/lines/closed", test_lines_closed);
  g_test_add_func ("/cli/summary-line", test_summary_line);
  g_test_add_func ("/cli/wrap", test_wrap);
  return g_test_run ();
}
