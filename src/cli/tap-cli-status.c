/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-cli.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "tap-cli-text.h"
#include "tap-control-client.h"

/* `status` and `follow`: what a running engine says over its control socket. */
typedef struct
{
  GMainLoop *loop;
  TapControlClient *client;
  GCancellable *cancellable;
  gboolean json;
  char *answer;
  GError *error;
} Query;

static gint64
get_int (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node)
                                                                         : 0;
}

static gboolean
get_boolean (JsonObject *object, const char *name, gboolean unless)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN
           ? json_node_get_boolean (node)
           : unless;
}

static char *
dup_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? tap_summary_clean (json_node_get_string (node))
           : NULL;
}

static void
print_status (const char *json)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  JsonObject *object = json_node_get_object (root);
  g_autofree char *url = dup_string (object, "url");
  g_autofree char *upstream = dup_string (object, "upstream");
  g_autofree char *output = dup_string (object, "output");
  g_autofree char *log_error = dup_string (object, "log_error");
  g_autofree char *started = tap_cli_date_and_clock (get_int (object, "started"));
  g_autofree char *size = g_format_size ((guint64) get_int (object, "log_bytes"));
  g_autofree char *up = g_format_size ((guint64) get_int (object, "bytes_up"));
  g_autofree char *down = g_format_size ((guint64) get_int (object, "bytes_down"));
  g_autofree char *lost = g_format_size ((guint64) get_int (object, "lost_bytes"));

  g_print (_ ("Agents connect to  %s\n"), url != NULL ? url : "-");
  g_print (_ ("Gateway            %s\n"), upstream != NULL ? upstream : "-");
  g_print (_ ("Log                %s (%s)\n"), output != NULL ? output : "-", size);
  if (get_boolean (object, "recording", TRUE))
    g_print (_ ("Recording          on\n"));
  else
    g_print (_ ("Recording          off: traffic passes on, and what begins now is not logged\n"));
  g_print (_ ("Since              %s (process %jd)\n"), started, get_int (object, "pid"));
  g_print (_ ("Exchanges          %jd open, %jd ended\n"), get_int (object, "exchanges_open"),
           get_int (object, "exchanges_ended"));
  g_print (_ ("Agents             %jd connected\n"), get_int (object, "agents_open"));
  g_print (_ ("Traffic            %s up, %s down\n"), up, down);
  if (get_int (object, "lost_records") > 0)
    g_print (_ ("Not recorded       %s in %jd records\n"), lost, get_int (object, "lost_records"));
  if (log_error != NULL)
    g_print (_ ("The log cannot be written just now: %s\n"), log_error);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Query *query = user_data;

  query->answer = tap_control_client_call_finish (query->client, result, &query->error);
  g_main_loop_quit (query->loop);
}

static void
line_cb (const char *line, gpointer user_data)
{
  Query *query = user_data;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (TapSummary) summary = NULL;
  JsonObject *object;

  if (query->json)
    {
      puts (line);
      fflush (stdout);
      return;
    }
  root = json_from_string (line, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  object = json_node_get_object (root);
  summary = tap_summary_from_json (object);
  if (summary != NULL)
    {
      g_autofree char *text = tap_cli_summary_line (summary);

      g_print ("%s\n", text);
    }
  else if (get_int (object, "lines") > 0)
    {
      g_print (_ ("… %jd lines left out\n"), get_int (object, "lines"));
    }
}

static void
followed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Query *query = user_data;

  tap_control_client_follow_finish (query->client, result, &query->error);
  g_main_loop_quit (query->loop);
}

static gboolean
signal_cb (gpointer user_data)
{
  Query *query = user_data;

  g_cancellable_cancel (query->cancellable);
  return G_SOURCE_CONTINUE;
}

typedef void (*QueryFunc) (Query *query);

static void
ask_status (Query *query)
{
  tap_control_client_call_async (query->client, "GET", "/v1/status", query->cancellable,
                                 answered_cb, query);
}

static void
ask_follow (Query *query)
{
  tap_control_client_follow_async (query->client, line_cb, query->cancellable, followed_cb, query);
}

static int
run_query (int argc, char **argv, const char *summary, QueryFunc ask)
{
  g_autofree char *control = NULL;
  g_autofree char *format = NULL;
  const GOptionEntry entries[] = {
    { "control", 0, 0, G_OPTION_ARG_FILENAME, &control,
      N_ ("The engine's control socket, if not the usual one"), N_ ("SOCKET") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format,
      N_ ("How to print: text (for people) or json"), N_ ("FORMAT") },
    { NULL },
  };
  Query query = { 0 };
  int status = TAP_EXIT_OK;
  guint interrupt;
  guint terminate;

  if (!tap_cli_parse (NULL, summary, entries, &argc, &argv))
    return TAP_EXIT_USAGE;
  if (format != NULL && !g_str_equal (format, "text") && !g_str_equal (format, "json"))
    return tap_cli_fail (_ ("there is no format “%s”; it can be “text” or “json”."), format);
  if (control == NULL)
    control = tap_control_default_path ();

  query.json = g_strcmp0 (format, "json") == 0;
  query.loop = g_main_loop_new (NULL, FALSE);
  query.client = tap_control_client_new (control);
  query.cancellable = g_cancellable_new ();
  interrupt = g_unix_signal_add (SIGINT, signal_cb, &query);
  terminate = g_unix_signal_add (SIGTERM, signal_cb, &query);
  ask (&query);
  g_main_loop_run (query.loop);

  if (query.error != NULL && !g_error_matches (query.error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    status = tap_cli_fail ("%s", query.error->message);
  else if (query.answer != NULL && query.json)
    puts (query.answer);
  else if (query.answer != NULL)
    print_status (query.answer);

  g_source_remove (interrupt);
  g_source_remove (terminate);
  tap_control_client_free (query.client);
  g_object_unref (query.cancellable);
  g_main_loop_unref (query.loop);
  g_clear_error (&query.error);
  g_free (query.answer);
  return status;
}

int
tap_cli_status (int argc, char **argv)
{
  return run_query (argc, argv, _ ("Tells what a running engine does, and where its log lies."),
                    ask_status);
}

int
tap_cli_follow (int argc, char **argv)
{
  return run_query (argc, argv,
                    _ ("Prints a line as an exchange begins and as it ends, until it is\n"
                       "interrupted or the engine ends."),
                    ask_follow);
}
