/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-grammar.h"
#include "tap-message.h"
#include "tap-utf8.h"

/* The message is put together along with it. */
static void
feed_message (const TapSseBlock *block, const TapJson *json, gpointer user_data)
{
  if (block->number > 0)
    tap_message_feed (user_data, block->number, block->data, block->data_length);
}

static guint
digest_message (const TapMessage *message)
{
  guint sum = tap_message_is_complete (message);

  for (guint i = 0; i < tap_message_count (message); i++)
    {
      const TapPart *part = tap_message_get (message, i);

      g_assert (tap_utf8_valid_length (part->text->str, part->text->len) == part->text->len);
      sum = sum * 31 + part->kind * 7 + part->last_event + g_str_hash (part->text->str);
    }

  return sum;
}

static guint
digest (const uint8_t *bytes, size_t size, size_t step, const TapGrammar *grammar)
{
  g_autoptr (TapMessage) message = tap_message_new (grammar);
  g_autoptr (TapChecker) checker = tap_checker_new (grammar, NULL, feed_message, message);
  TapFindings *findings = tap_checker_findings (checker);
  guint sum;

  for (size_t pos = 0; pos < size; pos += MIN (step, size - pos))
    tap_checker_push (checker, bytes + pos, MIN (step, size - pos), 0);
  tap_checker_finish (checker, TAP_BODY_TRUNCATED, 0);
  sum = digest_message (message);

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
  const TapGrammar *const *grammars = tap_grammar_all ();

  g_assert (digest (bytes, size, 7, NULL) == digest (bytes, size, size + 1, NULL));
  for (guint i = 0; grammars[i] != NULL; i++)
    {
      g_autoptr (TapMessage) whole = tap_message_new (grammars[i]);

      g_assert (digest (bytes, size, 1, grammars[i])
                == digest (bytes, size, size + 1, grammars[i]));
      tap_message_feed_body (whole, (const char *) bytes, size);
      digest_message (whole);
    }

  return 0;
}
