/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "tap-engine-report.h"
#include "tap-engine-trouble.h"

static void
test_explain (void)
{
  static const struct
  {
    const char *errors;
    TapTroubleKind kind;
    const char *parts[3];
  } cases[] = {
    { "tapline-cli: port 4747 is taken by another program (perhaps by a running Tapline: see "
      "tapline-cli status): choose another with --listen 127.0.0.1:0\n",
      TAP_TROUBLE_LISTEN, { "LISTEN", "Another program", "Preferences" } },
    { "tapline-cli: 127.0.0.1:80 cannot be listened on (Permission denied): choose another address "
      "with --listen\n",
      TAP_TROUBLE_LISTEN, { "LISTEN", "Permission denied", "Preferences" } },
    { "tapline-cli: “x” is no address to listen on: write HOST:PORT, such as 127.0.0.1:4747\n",
      TAP_TROUBLE_LISTEN, { "“LISTEN”", "127.0.0.1:4747" } },
    { "tapline-cli: the upstream is no URL of a gateway: write http://HOST:PORT or https://HOST\n",
      TAP_TROUBLE_UPSTREAM, { "“UPSTREAM”", "https://" } },
    { "warning of something\ntapline-cli: /f/x cannot be written (No space left on device): choose "
      "another place with --output\n",
      TAP_TROUBLE_OUTPUT, { "FOLDER", "No space left on device", "Preferences" } },
    { "tapline-cli: an engine is already recording and answers at “/run/x”; see “tapline-cli "
      "status”, or start this one with another “--control SOCKET”.\n",
      TAP_TROUBLE_CONTROL, { "Tapline" } },
    { "tapline-cli: the trust is gone\n", TAP_TROUBLE_OTHER, { "The trust is gone." } },
    { "", TAP_TROUBLE_OTHER, { "could not be started" } },
    { "tapline-cli: \xff\xfe\n", TAP_TROUBLE_OTHER, { "." } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tap_engine_trouble_explain (cases[i].errors, "LISTEN", "UPSTREAM",
                                                          "FOLDER");

      g_test_message ("%s", text);
      g_assert_cmpint (tap_engine_trouble_classify (cases[i].errors), ==, cases[i].kind);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_true (g_str_has_suffix (text, "."));
      g_assert_null (strstr (text, "--"));
      for (guint j = 0; j < G_N_ELEMENTS (cases[i].parts) && cases[i].parts[j] != NULL; j++)
        g_assert_nonnull (strstr (text, cases[i].parts[j]));
    }
}

static void
test_explain_stop (void)
{
  static const struct
  {
    const char *errors;
    const char *part; /* NULL: nothing was lost */
  } cases[] = {
    { "", NULL },
    { "Recording to /f/x.jsonl; Ctrl+C ends it.\n", NULL },
    { "tapline-cli: /f/x.jsonl cannot be written just now (No space left on device).\n", NULL },
    { "tapline-cli: /f/x.jsonl is being written again.\n", NULL },
    { "tapline-cli: /f/x.jsonl cannot be written just now (No space left on device).\n"
      "tapline-cli: the log ends early; it lacks exchange 1: 400204 bytes.\n",
      "kept: the log ends early; it lacks exchange 1: 400204 bytes." },
    { "tapline-cli: in all, 7 bytes of traffic were not kept.\n", "7 bytes" },
    { "tapline-cli: in all, 7 bytes \xff.\n", "7 bytes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tap_engine_trouble_explain_stop (cases[i].errors, "/f/x.jsonl");

      g_test_message ("%s", text != NULL ? text : "nothing");
      g_assert_cmpint (text != NULL, ==, cases[i].part != NULL);
      if (text == NULL)
        continue;
      g_assert_nonnull (strstr (text, cases[i].part));
      g_assert_null (strstr (text, ".."));
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
test_explain_end (void)
{
  static const struct
  {
    const char *errors;
    int status;
    int signal;
    const char *url;
    const char *part;
  } cases[] = {
    { "Recording to /x; Ctrl+C ends it.\n", -1, 9, "http://u", "signal 9" },
    { "Recording to /x; Ctrl+C ends it.\n", 3, 0, "http://u", "status was 3" },
    { "tapline-cli: the log ends early\n", 0, 0, "http://u", "the log ends early" },
    { "Recording to /x; Ctrl+C ends it.\n", 0, 0, "http://u", "has ended. " },
    { "", -1, 15, NULL, "signal 15" },
    { "", 0, 0, NULL, "has ended." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tap_engine_trouble_explain_end (cases[i].errors, cases[i].status,
                                                              cases[i].signal, cases[i].url);

      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, cases[i].part));
      g_assert_null (strstr (text, "Recording to"));
      g_assert_true ((cases[i].url != NULL) == (strstr (text, "http://u") != NULL));
    }
}

static void
test_report (void)
{
  static const struct
  {
    const char *json;
    gboolean good;
    gboolean recording;
    guint agents;
    const char *problem;
    gint64 held;    /* 0: nothing is; else since 1 µs before */
    guint64 written;
  } cases[] = {
    { "{\"url\":\"u\",\"upstream\":\"g\",\"output\":\"o\"}", TRUE, TRUE, 0, NULL },
    { "{\"url\":\"u\",\"upstream\":\"g\",\"output\":\"o\",\"recording\":false,\"agents_open\":2}",
      TRUE, FALSE, 2, NULL },
    { "{\"url\":\"u\",\"output\":\"o\",\"lost_bytes\":2000000,\"log_error\":null}", TRUE, TRUE, 0,
      "2.0" },
    { "{\"url\":\"u\",\"output\":\"o\",\"lost_bytes\":5,\"log_error\":\"No space left\"}", TRUE,
      TRUE, 0, "No space left", 1 },
    { "{\"url\":\"u\",\"output\":\"o\",\"recording\":\"no\",\"agents_open\":-4}", TRUE, TRUE, 0,
      NULL },
    { "{\"url\":\"u\",\"output\":\"o\",\"lost_bytes\":5,\"log_error\":\"No space left\","
      "\"log_held_at\":77,\"log_bytes\":9,\"now\":5}",
      TRUE, TRUE, 0, "No space left", 78, 9 },
    { "{\"url\":\"u\",\"output\":\"o\",\"log_error\":null,\"log_held_at\":88,\"log_bytes\":9}", TRUE,
      TRUE, 0, "too slowly", 89, 9 },
    { "{\"url\":\"u\",\"output\":\"o\",\"log_error\":null,\"log_held_at\":null}", TRUE, TRUE, 0, NULL },
    { "{\"url\":7,\"output\":\"o\"}", FALSE },
    { "{\"output\":\"o\"}", FALSE },
    { "[]", FALSE },
    { "nonsense", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TapEngineReport) report = { 0 };

      g_assert_cmpint (tap_engine_report_parse (&report, cases[i].json), ==, cases[i].good);
      if (!cases[i].good)
        {
          g_assert_null (report.url);
          continue;
        }
      g_assert_cmpint (report.recording, ==, cases[i].recording);
      g_assert_cmpuint (report.agents, ==, cases[i].agents);
      g_assert_cmpint (report.held_at + 1, ==, cases[i].held);
      g_assert_cmpint (report.stuck, ==, cases[i].held > 0);
      g_assert_cmpuint (report.written, ==, cases[i].written);
      g_assert_cmpint (report.now, ==, strstr (cases[i].json, "\"now\"") != NULL ? 5 : 0);
      g_assert_cmpint (report.problem != NULL, ==, cases[i].problem != NULL);
      if (cases[i].problem != NULL)
        g_assert_nonnull (strstr (report.problem, cases[i].problem));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine-trouble/explain", test_explain);
  g_test_add_func ("/engine-trouble/explain-end", test_explain_end);
  g_test_add_func ("/engine-trouble/explain-stop", test_explain_stop);
  g_test_add_func ("/engine-trouble/report", test_report);
  return g_test_run ();
}
