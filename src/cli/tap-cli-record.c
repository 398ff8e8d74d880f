/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-cli.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tap-cli-text.h"
#include "tap-control-client.h"
#include "tap-control.h"
#include "tap-engine-status.h"
#include "tap-engine.h"
#include "tap-follower.h"
#include "tap-lines.h"
#include "tap-trouble.h"

/* How long the last lines may take once the engine has stopped; the log is whole by then. */
#define LAST_LINES_MS 2000
#define TELLING_NICE 10

typedef struct
{
  GMainLoop *loop;
  TapEngine *engine;
  TapControl *control;
  TapFollower *follower;
  TapLines *lines;
  TapTrouble *trouble;
  gboolean stopping;
  guint give_up;
} Recording;

static void
print_line (Recording *recording, const char *line)
{
  g_autofree char *encoded = tap_cli_has_unicode () ? NULL : tap_cli_encode (line);

  tap_lines_add (recording->lines, encoded != NULL ? encoded : line);
}

static gboolean
give_up_cb (gpointer user_data)
{
  Recording *recording = user_data;

  recording->give_up = 0;
  print_line (recording, _ ("… further lines are in the log"));
  g_main_loop_quit (recording->loop);
  return G_SOURCE_REMOVE;
}

static void
begin_stop (Recording *recording)
{
  g_autofree char *unwritten = NULL;
  gboolean complete;

  if (recording->stopping)
    {
      /* Asked twice: no waiting for the last lines. */
      g_main_loop_quit (recording->loop);
      return;
    }
  recording->stopping = TRUE;
  complete = tap_engine_stop (recording->engine, &unwritten);
  tap_trouble_conclude (recording->trouble, complete, unwritten);
  tap_follower_finish (recording->follower);
  recording->give_up = g_timeout_add (LAST_LINES_MS, give_up_cb, recording);
}

static gboolean
signal_cb (gpointer user_data)
{
  begin_stop (user_data);
  return G_SOURCE_CONTINUE;
}

static void
stop_cb (gpointer user_data)
{
  begin_stop (user_data);
}

static char *
status_cb (gpointer user_data)
{
  Recording *recording = user_data;

  return tap_engine_status_to_json (recording->engine);
}

static void
set_recording_cb (gboolean on, gpointer user_data)
{
  Recording *recording = user_data;

  tap_engine_set_recording (recording->engine, on);
}

static gboolean
set_upstream_cb (const char *url, gpointer user_data, GError **error)
{
  Recording *recording = user_data;

  return tap_engine_set_upstream (recording->engine, url, error);
}

/* Only who follows wants to know of exchanges that begin. */
static void
set_followed_cb (gboolean followed, gpointer user_data)
{
  Recording *recording = user_data;

  if (recording->follower != NULL)
    tap_follower_set_tell_begun (recording->follower, followed);
}

static void
summary_cb (const TapSummary *summary, gpointer user_data)
{
  Recording *recording = user_data;

  if (tap_control_is_followed (recording->control))
    {
      g_autofree char *json = tap_summary_to_json (summary);

      tap_control_tell (recording->control, json);
    }
  if (summary->ended)
    {
      g_autofree char *line = tap_cli_summary_line (summary);

      print_line (recording, line);
    }
}

static void
drained_cb (gpointer user_data)
{
  Recording *recording = user_data;

  g_main_loop_quit (recording->loop);
}

static gboolean
set_up (Recording *recording, const TapEngineOptions *options, const char *control,
        GError **error)
{
  static const TapControlHooks hooks = {
    .status = status_cb,
    .stop = stop_cb,
    .set_recording = set_recording_cb,
    .set_upstream = set_upstream_cb,
    .set_followed = set_followed_cb,
  };

  /* The socket first: if another engine holds it, no log was begun in vain. */
  recording->control = tap_control_new (control, &hooks, recording, error);
  if (recording->control == NULL)
    return FALSE;
  recording->engine = tap_engine_new (options, error);
  if (recording->engine == NULL)
    return FALSE;
  recording->follower = tap_follower_new (tap_engine_get_output (recording->engine), 0, summary_cb,
                                          drained_cb, recording, error);
  if (recording->follower == NULL)
    return FALSE;
  set_followed_cb (tap_control_is_followed (recording->control), recording);
  return TRUE;
}

static void
run (Recording *recording)
{
  guint interrupt;
  guint terminate;

  /* Nobody who stops reading the lines may stop the capture. */
  signal (SIGPIPE, SIG_IGN);
  recording->lines = tap_lines_new (STDOUT_FILENO);
  recording->loop = g_main_loop_new (NULL, FALSE);
  interrupt = g_unix_signal_add (SIGINT, signal_cb, recording);
  terminate = g_unix_signal_add (SIGTERM, signal_cb, recording);

  tap_engine_start (recording->engine);
  recording->trouble = tap_trouble_new (recording->engine);
  /* This thread only tells; on Linux it alone gets the priority, and the relay keeps its own. */
  setpriority (PRIO_PROCESS, 0, TELLING_NICE);
  tap_lines_add (recording->lines, tap_engine_get_url (recording->engine));
  g_printerr (_ ("Recording to %s; Ctrl+C ends it.\n"), tap_engine_get_output (recording->engine));
  g_main_loop_run (recording->loop);

  g_clear_handle_id (&recording->give_up, g_source_remove);
  g_source_remove (interrupt);
  g_source_remove (terminate);
}

static void
clear (Recording *recording)
{
  g_clear_pointer (&recording->follower, tap_follower_free);
  g_clear_pointer (&recording->trouble, tap_trouble_free);
  g_clear_pointer (&recording->engine, tap_engine_free);
  g_clear_pointer (&recording->control, tap_control_free);
  g_clear_pointer (&recording->lines, tap_lines_free);
  g_clear_pointer (&recording->loop, g_main_loop_unref);
}

int
tap_cli_record (int argc, char **argv)
{
  g_autofree char *upstream = NULL;
  g_autofree char *listen = NULL;
  g_autofree char *output = NULL;
  g_autofree char *control = NULL;
  g_autofree char *upstream_ca = NULL;
  g_auto (GStrv) resolve = NULL;
  const GOptionEntry entries[] = {
    { "upstream", 'u', 0, G_OPTION_ARG_STRING, &upstream,
      N_ ("The gateway, e.g. https://api.anthropic.com"), N_ ("URL") },
    { "listen", 'l', 0, G_OPTION_ARG_STRING, &listen,
      N_ ("Where the agent connects; port 0 picks a free one"), N_ ("HOST:PORT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("The log; it must not exist yet. FOLDER/ for a new one in it"), N_ ("FILE") },
    { "control", 0, 0, G_OPTION_ARG_FILENAME, &control,
      N_ ("The control socket, if not the usual one"), N_ ("SOCKET") },
    { "upstream-ca", 0, 0, G_OPTION_ARG_FILENAME, &upstream_ca,
      N_ ("Authorities to trust besides the system's (PEM)"), N_ ("FILE") },
    { "resolve", 0, 0, G_OPTION_ARG_STRING_ARRAY, &resolve,
      N_ ("Dial ADDR for HOST; can be repeated"), N_ ("HOST:PORT=ADDR:PORT") },
    { NULL },
  };
  TapEngineOptions options = { 0 };
  Recording recording = { 0 };
  g_autoptr (GError) error = NULL;
  int status = TAP_EXIT_OK;

  if (!tap_cli_parse (NULL,
                      _ ("Captures what an agent and its gateway say to each other, until it is\n"
                         "interrupted. The first line printed is the URL to point the agent at,\n"
                         "e.g. as ANTHROPIC_BASE_URL; then comes a line for each exchange."),
                      entries, &argc, &argv))
    return TAP_EXIT_USAGE;
  if (upstream == NULL)
    return tap_cli_fail (_ ("no gateway was given; add “--upstream URL”, e.g. “--upstream "
                            "https://api.anthropic.com”."));
  if (control == NULL)
    control = tap_control_default_path ();

  options.upstream = upstream;
  options.listen = listen;
  options.output = output;
  options.upstream_ca = upstream_ca;
  options.resolve = (const char *const *) resolve;
  if (set_up (&recording, &options, control, &error))
    run (&recording);
  else
    status = tap_cli_fail ("%s", error->message);
  clear (&recording);
  return status;
}
