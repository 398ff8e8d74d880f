/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-cli.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-cli-text.h"
#include "tap-demo-agent.h"
#include "tap-demo-gateway.h"
#include "tap-demo-text.h"
#include "tap-engine.h"
#include "tap-log-reader.h"
#include "tap-trace.h"

#define POLL_MS 40
#define MIN_SILENCE 0.5
#define MAX_SILENCE 3600.0

typedef struct
{
  GMainLoop *loop;
  GCancellable *cancellable;
  TapDemoGateway *gateway;
  TapEngine *engine;
  TapDemoAgent *agent;
  TapLogReader *reader;
  TapTrace *trace;
  TapDemoStyle style;
  guint begun;         /* exchanges */
  guint ended;
  GPtrArray *problems; /* what went otherwise than the script says */
  GError *error;
} Demo;

static void
print (GString *text)
{
  g_print ("%s", text->str);
  g_string_truncate (text, 0);
}

/* The folded trace has an exchange for each answer of the script, in its order: the agent asks for
 * one after the other. */
static void
changed_cb (TapTrace *trace, TapExchange *exchange, TapChange change, gpointer user_data)
{
  Demo *demo = user_data;
  g_autoptr (GString) text = g_string_new (NULL);
  const TapDemoAnswer *answer;
  guint scene;

  if (change == TAP_CHANGE_BEGAN)
    {
      answer = tap_demo_get_answer (demo->begun++, &scene);
      if (answer != NULL && answer == tap_demo_scenes[scene].answers[0])
        tap_demo_append_heading (text, &demo->style, scene);
      print (text);
    }
  else if (change == TAP_CHANGE_ENDED)
    {
      answer = tap_demo_get_answer (demo->ended++, &scene);
      if (answer == NULL)
        return;
      tap_demo_append_exchange (text, &demo->style, trace, exchange);
      tap_demo_compare (answer, exchange, demo->problems);
      if (tap_demo_get_answer (demo->ended, NULL) == NULL
          || tap_demo_get_answer (demo->ended, NULL) != tap_demo_scenes[scene].answers[1])
        {
          tap_demo_append_advice (text, &demo->style, scene);
          g_string_append_c (text, '\n');
        }
      print (text);
    }
}

static gboolean
read_on_cb (gpointer user_data)
{
  Demo *demo = user_data;

  while (TRUE)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TapRecord) record = tap_log_reader_next (demo->reader, &error);

      if (error != NULL)
        g_ptr_array_add (demo->problems, g_strdup (error->message));
      if (record == NULL)
        return G_SOURCE_CONTINUE;
      tap_trace_push (demo->trace, record);
    }
}

static void
played_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Demo *demo = user_data;

  tap_demo_agent_run_finish (demo->agent, result, &demo->error);
  g_main_loop_quit (demo->loop);
}

static gboolean
signal_cb (gpointer user_data)
{
  Demo *demo = user_data;

  g_cancellable_cancel (demo->cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
set_up (Demo *demo, guint silence_ms, gint64 gap, const char *output)
{
  TapEngineOptions options = { .listen = "127.0.0.1:0", .output = output };

  demo->gateway = tap_demo_gateway_new (silence_ms, &demo->error);
  if (demo->gateway == NULL)
    return FALSE;
  options.upstream = tap_demo_gateway_get_url (demo->gateway);
  demo->engine = tap_engine_new (&options, &demo->error);
  if (demo->engine == NULL)
    return FALSE;
  demo->reader = tap_log_reader_open (tap_engine_get_output (demo->engine), &demo->error);
  if (demo->reader == NULL)
    return FALSE;
  demo->trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, gap);
  tap_trace_set_func (demo->trace, changed_cb, demo);
  demo->agent = tap_demo_agent_new (tap_engine_get_url (demo->engine));
  return TRUE;
}

static void
print_opening (Demo *demo)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *arrow = demo->style.unicode ? "→" : "->";

  tap_cli_append_wrapped (text,
                          _ ("A scripted agent speaks with a scripted gateway, and Tapline stands "
                             "between them as it would between real ones. Nothing leaves this "
                             "computer, and no API key is needed."),
                          0, 0);
  g_string_append_printf (text, _ ("\n\n   agent %s Tapline %s %s gateway %s\n"), arrow,
                          tap_engine_get_url (demo->engine), arrow,
                          tap_engine_get_upstream (demo->engine));
  g_string_append (text, _ ("   Each line below is an exchange, its events where they came:\n"));
  tap_demo_append_legend (text, &demo->style);
  g_string_append_c (text, '\n');
  print (text);
}

/* As a shell takes it, without quotes where none are needed. */
static char *
quote_if_needed (const char *path)
{
  for (const char *at = path; *at != '\0'; at++)
    {
      if (!g_ascii_isalnum (*at) && strchr ("/._-+:,@%", *at) == NULL)
        return g_shell_quote (path);
    }
  return g_strdup (path);
}

static void
print_closing (Demo *demo)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *output = g_filename_display_name (tap_engine_get_output (demo->engine));
  g_autofree char *quoted = quote_if_needed (tap_engine_get_output (demo->engine));

  if (demo->problems->len == 0)
    {
      tap_cli_append_wrapped (text,
                              _ ("Five failures in six scenes, each found and explained from what "
                                 "was on the wire alone. Every byte is in this log, with its time "
                                 "and without the key:"),
                              0, 0);
    }
  else
    {
      g_string_append (text, _ ("This demo did not go as its script says:\n"));
      for (guint i = 0; i < demo->problems->len; i++)
        g_string_append_printf (text, "   %s\n", (char *) g_ptr_array_index (demo->problems, i));
      g_string_append (text, _ ("Run it again on an idle machine; if it stays, report it with "
                                "this log:"));
    }
  g_string_append_printf (text, "\n   %s\n\n", output);
  g_string_append_printf (text, _ ("See its findings again, and check any other log:\n"
                                   "   %s check %s\n\n"),
                          tap_cli_get_program (), quoted);
  tap_cli_append_wrapped (text,
                          _ ("Watch your own agent: start this, and give the URL that it prints to "
                             "the agent as ANTHROPIC_BASE_URL:"),
                          0, 0);
  g_string_append_printf (text, _ ("\n   %s record --upstream https://api.anthropic.com\n"),
                          tap_cli_get_program ());
  print (text);
}

static void
play (Demo *demo)
{
  g_autoptr (GSource) watch = tap_log_reader_watch (demo->reader, POLL_MS);
  guint interrupt = g_unix_signal_add (SIGINT, signal_cb, demo);

  g_source_set_callback (watch, read_on_cb, demo, NULL);
  g_source_attach (watch, NULL);
  tap_engine_start (demo->engine);
  print_opening (demo);
  tap_demo_agent_run_async (demo->agent, demo->cancellable, played_cb, demo);
  g_main_loop_run (demo->loop);

  g_source_destroy (watch);
  g_source_remove (interrupt);
  tap_engine_stop (demo->engine, NULL);
  read_on_cb (demo);
  tap_trace_finish (demo->trace);
  if (demo->error == NULL && demo->ended != tap_demo_count_answers ())
    g_ptr_array_add (demo->problems,
                     g_strdup_printf (_ ("%u exchanges ended, and not %u"), demo->ended,
                                      tap_demo_count_answers ()));
}

static int
run_demo (guint silence_ms, gint64 gap, const char *output)
{
  Demo demo = { 0 };
  int status = TAP_EXIT_OK;

  demo.loop = g_main_loop_new (NULL, FALSE);
  demo.cancellable = g_cancellable_new ();
  demo.problems = g_ptr_array_new_with_free_func (g_free);
  demo.style.colour = tap_cli_has_colour ();
  demo.style.unicode = tap_cli_has_unicode ();
  if (set_up (&demo, silence_ms, gap, output))
    play (&demo);

  if (g_error_matches (demo.error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    status = TAP_EXIT_FOUND;
  else if (demo.error != NULL)
    status = tap_cli_fail ("%s", demo.error->message);
  else
    {
      print_closing (&demo);
      status = demo.problems->len == 0 ? TAP_EXIT_OK : TAP_EXIT_FOUND;
    }

  g_clear_pointer (&demo.agent, tap_demo_agent_free);
  g_clear_pointer (&demo.trace, tap_trace_free);
  g_clear_pointer (&demo.reader, tap_log_reader_free);
  g_clear_pointer (&demo.engine, tap_engine_free);
  g_clear_pointer (&demo.gateway, tap_demo_gateway_free);
  g_clear_error (&demo.error);
  g_ptr_array_unref (demo.problems);
  g_object_unref (demo.cancellable);
  g_main_loop_unref (demo.loop);
  return status;
}

int
tap_cli_demo (int argc, char **argv)
{
  g_autofree char *output = NULL;
  double silence = 3.0;
  double gap = 0.0;
  const GOptionEntry entries[] = {
    { "silence", 0, 0, G_OPTION_ARG_DOUBLE, &silence,
      N_ ("How long the third scene's silence lasts (3)"), N_ ("SECONDS") },
    { "gap", 0, 0, G_OPTION_ARG_DOUBLE, &gap,
      N_ ("From when on silence is a finding (half the silence)"), N_ ("SECONDS") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("The log; it must not exist yet"),
      N_ ("FILE") },
    { NULL },
  };

  if (!tap_cli_parse (NULL,
                      _ ("Runs a scripted agent against a scripted gateway, through the real\n"
                         "engine, and explains what it finds. It needs no network and no key."),
                      entries, &argc, &argv))
    return TAP_EXIT_USAGE;
  if (!(silence >= MIN_SILENCE && silence <= MAX_SILENCE))
    return tap_cli_fail (_ ("the silence must last %.1f to %.0f seconds; give “--silence 3”, say."),
                         MIN_SILENCE, MAX_SILENCE);
  if (gap == 0.0)
    gap = MIN (silence / 2, TAP_TRACE_GAP / (double) G_USEC_PER_SEC);
  if (!(gap > 0.0 && gap < silence))
    return tap_cli_fail (_ ("the gap must be above 0 and below the silence, which lasts %.1f "
                            "seconds; leave “--gap” out, or give less."),
                         silence);
  return run_demo ((guint) (silence * 1000), (gint64) (gap * G_USEC_PER_SEC), output);
}
