/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-report.h"

static void
test_times (void)
{
  static const struct
  {
    gint64 us;
    const char *text;
  } table[] = {
    { 0, "0 µs" },           { 999, "999 µs" },         { 1000, "1 ms" },
    { 1499, "1 ms" },        { 1500, "2 ms" },          { 999499, "999 ms" },
    { 999500, "1.00 s" },    { 3120000, "3.12 s" },     { 99994000, "99.99 s" },
    { 99996000, "100.0 s" }, { 125000000, "125.0 s" },  { 179949000, "179.9 s" },
    { 179999000, "3 min 00 s" }, { 245000000, "4 min 05 s" }, { 7259600000, "121 min 00 s" },
    { -5, "0 µs" }, { G_MAXINT64, "35791394 min 07 s" },
  };
  const TapReportStyle utf8 = { .utf8 = TRUE };
  const TapReportStyle ascii = { .utf8 = FALSE };
  g_autofree char *plain = tap_report_time (7, &ascii);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = tap_report_time (table[i].us, &utf8);

      g_assert_cmpstr (text, ==, table[i].text);
    }
  g_assert_cmpstr (plain, ==, "7 us");
}

static void
test_clean (void)
{
  static const struct
  {
    const char *from;
    const char *to;
  } table[] = {
    { "", "" },
    { "plain „text“ 漢", "plain „text“ 漢" },
    { "\033[31mred\r\n\t", "�[31mred���" },
    { "a\342\200\256b", "a�b" }, /* a right-to-left override */
    { "\302\233x", "�x" },       /* a control character above ASCII */
    { "bad \377 byte", "bad � byte" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      tap_report_append_clean (out, table[i].from);
      g_assert_cmpstr (out->str, ==, table[i].to);
    }
}

static void
test_json (void)
{
  g_autoptr (TapFindings) findings = tap_findings_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  tap_findings_add (findings, TAP_RULE_IDLE_GAP, 3, 70, "%s", "\"q\" \\ \001\n\177 ✓ \377");
  tap_findings_add (findings, TAP_RULE_TRUNCATED_BODY, 0, -1, "%s", "x");
  tap_report_append_json (out, "a/\"b\"", 5, findings);
  tap_report_append_json (out, "-", 0, findings);
  g_assert_cmpstr (out->str, ==,
                   "{\"file\":\"a/\\\"b\\\"\",\"exchange\":5,\"event\":3,\"at\":70,"
                   "\"rule\":\"idle-gap\",\"severity\":\"warning\","
                   "\"detail\":\"\\\"q\\\" \\\\ \\u0001\\u000a\\u007f ✓ �\"}\n"
                   "{\"file\":\"a/\\\"b\\\"\",\"exchange\":5,\"event\":null,\"at\":null,"
                   "\"rule\":\"truncated-body\",\"severity\":\"error\",\"detail\":\"x\"}\n"
                   "{\"file\":\"-\",\"exchange\":null,\"event\":3,\"at\":70,"
                   "\"rule\":\"idle-gap\",\"severity\":\"warning\","
                   "\"detail\":\"\\\"q\\\" \\\\ \\u0001\\u000a\\u007f ✓ �\"}\n"
                   "{\"file\":\"-\",\"exchange\":null,\"event\":null,\"at\":null,"
                   "\"rule\":\"truncated-body\",\"severity\":\"error\",\"detail\":\"x\"}\n");
}

static void
test_findings (void)
{
  const TapReportStyle style = { .utf8 = TRUE, .width = 40 };
  g_autoptr (TapFindings) findings = tap_findings_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < TAP_FINDINGS_MAX_OF_RULE + 2; i++)
    tap_findings_add (findings, TAP_RULE_IDLE_GAP, 3, 2000070, "%s",
                      "A sentence that is longer than the line.");
  tap_report_append_findings (out, findings, 2000000, &style);
  g_assert_true (g_str_has_prefix (out->str,
                                   "    warning  idle-gap                   at event 3, after 70 µs\n"
                                   "             A sentence that is longer\n"
                                   "             than the line.\n"
                                   "             Nothing at all came for a\n"
                                   "             long time.\n"));
  g_assert_true (g_str_has_suffix (out->str, "    and 2 more of the same kinds\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/times", test_times);
  g_test_add_func ("/report/clean", test_clean);
  g_test_add_func ("/report/json", test_json);
  g_test_add_func ("/report/findings", test_findings);
  return g_test_run ();
}
