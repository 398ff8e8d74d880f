/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The rules about exchanges: what a body cannot show of itself. */

/* A stream that has one of these did not come to its own end. */
static const char *const end_missing[] = {
  "missing-message-start",      "missing-message-stop",       "empty-stream",
  "chat-missing-finish-reason", "responses-missing-terminal", "gemini-missing-finish-reason",
};

/* Words of note records that are findings too. */
static const struct
{
  const char *note;
  TapRule rule;
} notes[] = {
  { "malformed-response", TAP_RULE_MALFORMED_RESPONSE },
  { "agent-not-reading", TAP_RULE_AGENT_NOT_READING },
  { "trailing-bytes", TAP_RULE_TRAILING_BYTES },
};

TapFindings *
tap_judge_own (TapExchange *self)
{
  if (self->own == NULL)
    self->own = tap_findings_new ();
  return self->own;
}

gboolean
tap_judge_has (TapFindings *findings, TapRule rule)
{
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      if (tap_findings_get (findings, i)->rule == rule)
        return TRUE;
    }
  return FALSE;
}

static void
begin_stall (TapExchange *self)
{
  TapStall stall = { .from = MAX (self->answered, self->last_byte), .to = -1 };

  if (self->stalls == NULL)
    self->stalls = g_array_new (FALSE, FALSE, sizeof (TapStall));
  else if (g_array_index (self->stalls, TapStall, self->stalls->len - 1).to < 0)
    return;
  g_array_append_val (self->stalls, stall);
  tap_silences_stall (&self->silences);
}

void
tap_judge_note (TapExchange *self, TapRecord *record)
{
  const char *note = tap_record_get_string (record, "note");
  const char *detail = tap_record_get_string (record, "detail");
  gint64 at = tap_record_get_at (record);
  guint event = 0;

  for (guint i = 0; note != NULL && i < G_N_ELEMENTS (notes); i++)
    {
      if (!g_str_equal (notes[i].note, note))
        continue;
      /* That stands where it began; the others tell of the end. */
      if (notes[i].rule == TAP_RULE_AGENT_NOT_READING)
        {
          event = self->n_events;
          begin_stall (self);
        }
      if (!tap_judge_has (tap_judge_own (self), notes[i].rule))
        tap_findings_add (self->own, notes[i].rule, event, at, "%s",
                          detail != NULL ? detail : tap_rule_meaning (notes[i].rule));
    }
}

/* After each read of the body: what is broken below the protocol is told once. */
void
tap_judge_progress (TapExchange *self, gint64 at)
{
  const char *fault = tap_answer_decode_fault (&self->answer);

  if (self->answer.broken && !tap_judge_has (tap_judge_own (self), TAP_RULE_MALFORMED_RESPONSE))
    tap_findings_add (self->own, TAP_RULE_MALFORMED_RESPONSE, 0, at,
                      _ ("After %ju bytes of content the chunk framing is broken."),
                      self->answer.body.payload);
  if (fault != NULL && !tap_judge_has (tap_judge_own (self), TAP_RULE_BODY_NOT_DECODABLE))
    tap_findings_add (self->own, TAP_RULE_BODY_NOT_DECODABLE, 0, at, "%s", fault);
}

static gboolean
is_terminal_missing (TapExchange *self)
{
  TapFindings *findings = tap_answer_findings (&self->answer);

  /* What the checker did not see may still have come. */
  if (findings == NULL || self->answer.blind)
    return self->ending != TAP_ENDING_COMPLETE;
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const char *id = tap_rule_id (tap_findings_get (findings, i)->rule);

      for (guint k = 0; k < G_N_ELEMENTS (end_missing); k++)
        {
          if (g_str_equal (id, end_missing[k]))
            return TRUE;
        }
    }
  return FALSE;
}

static guint
count_at_end (TapFindings *findings)
{
  guint n = findings != NULL ? tap_findings_count (findings) : 0;
  guint count = 0;

  while (count < n && tap_findings_get (findings, n - 1 - count)->event == 0)
    count++;
  return count;
}

void
tap_judge_end (TapExchange *self, gint64 at)
{
  gboolean cut;

  if (!self->answer.complete)
    tap_silences_end (&self->silences, at);

  self->ending = tap_judge_find_ending (self);
  cut = self->ending != TAP_ENDING_COMPLETE || self->answer.broken;
  self->n_before_end = count_at_end (tap_answer_findings (&self->answer));
  if (self->answer.begun)
    tap_answer_finish (&self->answer, cut ? TAP_BODY_TRUNCATED : TAP_BODY_COMPLETE, at);
  self->terminal_missing = is_terminal_missing (self);

  tap_judge_ending (self, at);
  tap_judge_body (self);
  tap_judge_bursts (self);
  if (self->ending != TAP_ENDING_UNREACHABLE && self->ending != TAP_ENDING_REFUSED)
    tap_judge_status (self);

  /* The last look at what is freed now. */
  self->state = TAP_EXCHANGE_ENDED;
  g_clear_pointer (&self->merged, tap_findings_free);
  tap_judge_findings (self);
  self->grammar = tap_exchange_get_grammar (self);
  tap_ask_drop (&self->ask);
  tap_answer_clear (&self->answer);
  g_clear_pointer (&self->ask.tools, g_strfreev);
  g_clear_pointer (&self->own, tap_findings_free);
}
