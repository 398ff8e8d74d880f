/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-grammar.h"

static guint
digest (const uint8_t *bytes, size_t size, size_t step, const TapGrammar *grammar)
{
  g_autoptr (TapChecker) checker = tap_checker_new (grammar, NULL, NULL, NULL);
  TapFindings *findings = tap_checker_findings (checker);
  guint sum = 0;

  for (size_t pos = 0; pos < size; pos += MIN (step, size - pos))
    tap_checker_push (checker, bytes + pos, MIN (step, size - pos), 0);
  tap_checker_finish (checker, TAP_BODY_TRUNCATED, 0);

  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      g_assert (finding->event <= tap_checker_events (checker));
      g_assert (g_utf8_validate (finding->detail, -1, NULL));
      sum = sum * 31 + finding->rule * 7 + finding->event + g_str_hash (finding->detail);
    }

  return sum;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const TapGrammar *messages = tap_grammar_by_name ("anthropic-messages");

  g_assert (digest (bytes, size, 7, NULL) == digest (bytes, size, size + 1, NULL));
  g_assert (digest (bytes, size, 1, messages) == digest (bytes, size, size + 1, messages));

  return 0;
}
