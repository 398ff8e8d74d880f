/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "check-trace.h"

static void
append_finding (GString *out, const TapFinding *finding)
{
  g_assert_nonnull (finding->detail);
  g_assert_cmpstr (finding->detail, !=, "");
  g_assert_true (g_utf8_validate (finding->detail, -1, NULL));

  g_string_append_printf (out, "%s%s@", out->len > 0 ? " " : "", tap_rule_id (finding->rule));
  if (finding->event > 0)
    g_string_append_printf (out, "%u", finding->event);
  else
    g_string_append (out, "end");
  if (finding->severity != tap_rule_severity (finding->rule))
    g_string_append_printf (out, ":%s", tap_severity_name (finding->severity));
}

char *
check_trace (const char *body, gsize length, gsize step, const TapGrammar *grammar,
             const TapGrammarRequest *request)
{
  g_autoptr (TapChecker) checker = tap_checker_new (grammar, request, NULL, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  TapFindings *findings = tap_checker_findings (checker);

  for (gsize pos = 0; pos < length; pos += MIN (step, length - pos))
    {
      gsize count = MIN (step, length - pos);
      g_autofree guint8 *bytes = g_memdup2 (body + pos, count);

      tap_checker_push (checker, bytes, count, 0);
    }
  tap_checker_finish (checker, TAP_BODY_COMPLETE, 0);

  for (guint i = 0; i < tap_findings_count (findings); i++)
    append_finding (out, tap_findings_get (findings, i));

  return g_string_free (g_steal_pointer (&out), FALSE);
}
