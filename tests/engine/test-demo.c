/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "tap-demo-agent.h"
#include "tap-demo-gateway.h"
#include "tap-demo-scenes.h"

typedef struct
{
  TapDemoAgent *agent;
  GMainLoop *loop;
  gboolean done;
} Run;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;

  run->done = tap_demo_agent_run_finish (run->agent, result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (run->loop);
}

/* Agent and gateway without anything between them: the script is played as it is written. */
static void
test_script (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TapDemoGateway) gateway = tap_demo_gateway_new (10, &error);
  g_autoptr (TapDemoAgent) agent = NULL;
  Run run = { 0 };

  g_assert_no_error (error);
  agent = tap_demo_agent_new (tap_demo_gateway_get_url (gateway));
  run.agent = agent;
  run.loop = g_main_loop_new (NULL, FALSE);
  tap_demo_agent_run_async (agent, NULL, done_cb, &run);
  g_main_loop_run (run.loop);
  g_main_loop_unref (run.loop);

  g_assert_true (run.done);
  g_assert_cmpuint (tap_demo_count_answers (), ==, TAP_DEMO_SCENES + 1);
  g_assert_cmpuint (tap_demo_gateway_count_answered (gateway), ==, tap_demo_count_answers ());
  g_assert_cmpuint (tap_demo_agent_count_attempts (agent), ==, tap_demo_count_answers ());
  for (guint i = 0; i < tap_demo_count_answers (); i++)
    {
      const TapDemoAnswer *answer = tap_demo_get_answer (i, NULL);
      g_autoptr (GString) expected = g_string_new (NULL);

      for (guint j = 0; answer->pieces[j].bytes != NULL; j++)
        g_string_append (expected, answer->pieces[j].bytes);
      g_assert_cmpuint (tap_demo_agent_get_status (agent, i), ==, answer->status);
      g_assert_cmpstr (tap_demo_agent_get_body (agent, i)->str, ==, expected->str);
    }
}

static void
test_answers (void)
{
  guint scene = G_MAXUINT;

  g_assert_nonnull (tap_demo_get_answer (0, &scene));
  g_assert_cmpuint (scene, ==, 0);
  g_assert_nonnull (tap_demo_get_answer (6, &scene));
  g_assert_cmpuint (scene, ==, 5);
  g_assert_null (tap_demo_get_answer (7, &scene));
}

/* The gateway answers nobody but the demo's agent. */
static void
test_refused (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *key;
    guint status;
  } cases[] = {
    { "POST", "/v1/messages", NULL, 401 },
    { "POST", "/v1/messages", "sk-ant-demo-****", 401 },
    { "GET", "/v1/messages", TAP_DEMO_KEY, 404 },
    { "POST", "/v1/other", TAP_DEMO_KEY, 404 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (TapDemoGateway) gateway = tap_demo_gateway_new (10, &error);
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strconcat (tap_demo_gateway_get_url (gateway), cases[i].path, NULL);
      g_autoptr (SoupMessage) message = soup_message_new (cases[i].method, url);

      if (cases[i].key != NULL)
        soup_message_headers_append (soup_message_get_request_headers (message), "x-api-key",
                                     cases[i].key);
      soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
      while (soup_message_get_status (message) == 0)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (soup_message_get_status (message), ==, cases[i].status);
    }
  g_assert_cmpuint (tap_demo_gateway_count_answered (gateway), ==, 0);
  soup_session_abort (session);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/answers", test_answers);
  g_test_add_func ("/demo/script", test_script);
  g_test_add_func ("/demo/refused", test_refused);
  return g_test_run ();
}
