/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "tap-summary.h"

static TapSummary *
parse (const char *json)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);

  g_assert_nonnull (root);
  return tap_summary_from_json (json_node_get_object (root));
}

static void
test_round_trip (void)
{
  static const char *const lines[] = {
    "{\"type\":\"begun\",\"exchange\":3,\"began\":1795237060000000,\"method\":\"POST\","
    "\"target\":\"/v1/messages?beta=true\",\"model\":\"m\"}",
    "{\"type\":\"ended\",\"exchange\":3,\"began\":1795237060000000,\"method\":\"POST\","
    "\"target\":\"/\",\"client\":\"c/1\",\"duration\":12,\"status\":502,\"events\":4,"
    "\"longest_gap\":5,\"bytes_up\":6,\"bytes_down\":7,\"end_by\":\"gateway\","
    "\"end_how\":\"rst\",\"end_detail\":\"d\",\"errors\":1,\"warnings\":2,\"notes\":3,"
    "\"cause\":\"gateway-reset\",\"rules\":[\"idle-gap\",\"truncated-body\"]}",
    "{\"type\":\"ended\",\"exchange\":4,\"began\":0,\"duration\":0,\"status\":0,\"events\":0,"
    "\"longest_gap\":0,\"bytes_up\":0,\"bytes_down\":0,\"errors\":0,\"warnings\":0,\"notes\":0,"
    "\"rules\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (TapSummary) summary = parse (lines[i]);
      g_autofree char *again = NULL;

      g_assert_nonnull (summary);
      again = tap_summary_to_json (summary);
      g_assert_cmpstr (again, ==, lines[i]);
    }
}

static void
test_foreign (void)
{
  static const char *const nothing[] = {
    "{}", "{\"type\":1}", "{\"type\":null}", "{\"type\":\"heartbeat\"}", "{\"type\":[\"ended\"]}",
  };
  g_autoptr (TapSummary) odd = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    g_assert_null (parse (nothing[i]));

  odd = parse ("{\"type\":\"ended\",\"exchange\":\"x\",\"status\":-5,\"events\":1e3,"
               "\"method\":7,\"target\":{},\"rules\":[1,null,\"a\\u001b[2Jb\"],\"more\":1}");
  g_assert_nonnull (odd);
  g_assert_cmpuint (odd->exchange, ==, 0);
  g_assert_cmpuint (odd->status, ==, 0);
  g_assert_null (odd->method);
  g_assert_cmpstr (odd->rules[0], ==, "a\357\277\275[2Jb");
  g_assert_null (odd->rules[1]);
}

static void
test_clean (void)
{
  static const struct
  {
    const char *in;
    const char *out;
  } cases[] = {
    { NULL, NULL },
    { "", "" },
    { "/v1/messages?q=ä", "/v1/messages?q=ä" },
    { "a\033[31mb\r\nc\td\177", "a\357\277\275[31mb\357\277\275\357\277\275c\357\277\275d"
                                "\357\277\275" },
    { "\xff\xfe", "\357\277\275\357\277\275" },
    { "\342\200\256gpj.exe", "\357\277\275gpj.exe" },       /* a right-to-left override */
    { "a\342\200\250b", "a\357\277\275b" },                 /* a line separator */
  };
  g_autofree char *endless = g_strnfill (100000, 'x');
  g_autofree char *cut = tap_summary_clean (endless);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = tap_summary_clean (cases[i].in);

      g_assert_cmpstr (out, ==, cases[i].out);
    }
  g_assert_cmpuint (strlen (cut), <=, TAP_SUMMARY_MAX_STRING);
  g_assert_true (g_str_has_suffix (cut, "…"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/summary/round-trip", test_round_trip);
  g_test_add_func ("/summary/foreign", test_foreign);
  g_test_add_func ("/summary/clean", test_clean);
  return g_test_run ();
}
