/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-messages.h"
#include "tap-utf8.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  TapRule rule;
  guint event;
  gint64 at;
  char *detail;
} Held;

static const struct
{
  const char *name;
  TapStopReason reason;
} stop_reasons[] = {
  { "end_turn", TAP_STOP_END_TURN },
  { "tool_use", TAP_STOP_TOOL_USE },
  { "max_tokens", TAP_STOP_MAX_TOKENS },
  { "stop_sequence", TAP_STOP_SEQUENCE },
  { "pause_turn", TAP_STOP_OTHER },
  { "refusal", TAP_STOP_OTHER },
  { "model_context_window_exceeded", TAP_STOP_OTHER },
  { "compaction", TAP_STOP_OTHER },
};

/* Counts that may only grow (Z.15). */
static const struct
{
  const char *name;
  gsize offset;
} counters[] = {
  { "output_tokens", G_STRUCT_OFFSET (TapMessages, output_tokens) },
  { "cache_creation_input_tokens", G_STRUCT_OFFSET (TapMessages, cache_creation_tokens) },
  { "cache_read_input_tokens", G_STRUCT_OFFSET (TapMessages, cache_read_tokens) },
};

static void
held_clear (gpointer item)
{
  g_free (((Held *) item)->detail);
}

void
tap_messages_hold (TapMessages *self, const TapGrammarEvent *event, TapRule rule, char *detail)
{
  Held held = { rule, event->block->number, event->block->last_at, detail };

  if (self->pending == NULL)
    {
      self->pending = g_array_new (FALSE, FALSE, sizeof (Held));
      g_array_set_clear_func (self->pending, held_clear);
    }

  /* As many as are kept of one rule. */
  if (self->pending->len >= TAP_FINDINGS_MAX_OF_RULE)
    tap_messages_settle_held (self, event->findings);

  g_array_append_val (self->pending, held);
}

void
tap_messages_settle_held (TapMessages *self, TapFindings *findings)
{
  gboolean cut = self->stop == TAP_STOP_MAX_TOKENS;

  for (guint i = 0; self->pending != NULL && i < self->pending->len; i++)
    {
      const Held *held = &g_array_index (self->pending, Held, i);
      TapRule rule = held->rule;
      TapSeverity severity;

      if (rule == TAP_RULE_TOOL_INPUT_NOT_JSON && cut)
        rule = TAP_RULE_TOOL_INPUT_TRUNCATED;
      severity = tap_rule_severity (rule);
      if (rule == TAP_RULE_OPEN_BLOCK_AT_MESSAGE_DELTA && cut)
        severity = TAP_SEVERITY_WARNING;

      tap_findings_add_as (findings, rule, severity, held->event, held->at, "%s", held->detail);
    }

  if (self->pending != NULL)
    g_array_set_size (self->pending, 0);
}

static void
take_stop_reason (TapMessages *self, const TapGrammarEvent *event, guint32 node)
{
  self->stop = TAP_STOP_NULL;
  self->stop_event = event->block->number;
  self->stop_at = event->block->last_at;

  if (node == TAP_JSON_NONE || tap_json_is (event->json, node, TAP_JSON_NULL))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (stop_reasons); i++)
    {
      if (tap_json_equals (event->json, node, stop_reasons[i].name))
        {
          self->stop = stop_reasons[i].reason;
          return;
        }
    }

  {
    g_autofree char *quoted = tap_grammar_quote (event->json, node);

    self->stop = TAP_STOP_UNKNOWN;
    tap_grammar_report (event, TAP_RULE_UNKNOWN_STOP_REASON, _ ("The stop reason is “%s”."),
                        quoted);
  }
}

static void
take_usage (TapMessages *self, const TapGrammarEvent *event, guint32 usage)
{
  gint64 value;

  if (!tap_json_is (event->json, usage, TAP_JSON_OBJECT))
    {
      tap_grammar_report (event, TAP_RULE_USAGE_MISSING, _ ("It has no usage."));
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (counters); i++)
    {
      gint64 *counter = G_STRUCT_MEMBER_P (self, counters[i].offset);

      if (!tap_json_int64 (event->json, tap_json_member (event->json, usage, counters[i].name),
                           &value))
        continue;
      if (value < *counter)
        tap_grammar_report (event, TAP_RULE_USAGE_DECREASED,
                            _ ("%s fell from %jd to %jd."),
                            counters[i].name, *counter, value);
      *counter = value;
    }

  if (tap_json_int64 (event->json, tap_json_member (event->json, usage, "input_tokens"), &value))
    {
      /* Of interest is a count that is 0 at the start and stays so. */
      if (!self->has_delta || self->input_tokens == 0)
        self->input_tokens = value;
    }
}

static void
begin_anew (TapMessages *self, TapFindings *findings)
{
  tap_messages_blocks_end (self, findings);
  tap_messages_blocks_clear (self);
  tap_messages_turn_clear (self);
  self->phase = TAP_MESSAGES_OPEN;
  self->implied = FALSE;
  self->stop = TAP_STOP_NULL;
  self->stop_event = 0;
  self->has_delta = self->unread_block = self->has_tool_use = self->open_reported = FALSE;
  self->next_index = 0;
  self->input_tokens = self->output_tokens = -1;
  self->cache_creation_tokens = self->cache_read_tokens = -1;
}

/* FALSE: the message_start repeats the open message's, and nothing of it is taken. */
static gboolean
judge_order (TapMessages *self, const TapGrammarEvent *event, guint32 id)
{
  g_autofree char *quoted = tap_grammar_quote (event->json, id);
  g_autofree char *open = NULL;

  if (self->phase == TAP_MESSAGES_DONE)
    {
      tap_grammar_report (event, TAP_RULE_SECOND_MESSAGE_AFTER_STOP,
                          _ ("Message “%s” began after message_stop."), quoted);
      return TRUE;
    }

  if (self->phase == TAP_MESSAGES_WAITING || self->implied)
    return TRUE;

  if (self->id == NULL ? !tap_grammar_has_text (event->json, id)
                      : tap_json_equals (event->json, id, self->id))
    {
      tap_grammar_report (event, TAP_RULE_DUPLICATE_MESSAGE_START,
                          _ ("Message “%s” began again while it was still open."), quoted);
      return FALSE;
    }

  open = tap_utf8_quote (self->id);
  tap_grammar_report (event, TAP_RULE_SPLICED_MESSAGE_START,
                      _ ("Message “%s” began while “%s” was still open."), quoted, open);
  tap_messages_settle_held (self, event->findings);

  return TRUE;
}

void
tap_messages_turn_start (TapMessages *self, const TapGrammarEvent *event)
{
  guint32 message, content, id;
  gboolean implied = self->implied && self->phase == TAP_MESSAGES_OPEN;

  if (event->json == NULL)
    {
      if (self->phase == TAP_MESSAGES_OPEN)
        return;
      begin_anew (self, event->findings);
      self->implied = TRUE;
      return;
    }

  message = tap_json_member (event->json, 0, "message");
  id = tap_json_member (event->json, message, "id");
  if (!judge_order (self, event, id))
    return;

  if (implied)
    {
      /* The blocks that came before it are its own. */
      self->implied = FALSE;
    }
  else
    begin_anew (self, event->findings);

  g_free (self->id);
  self->id = tap_grammar_has_text (event->json, id) ? tap_json_dup_string (event->json, id) : NULL;

  take_usage (self, event, tap_json_member (event->json, message, "usage"));
  if (!implied || !self->has_delta)
    take_stop_reason (self, event, tap_json_member (event->json, message, "stop_reason"));
  tap_grammar_compare_models (event, self->request,
                              tap_json_member (event->json, message, "model"));

  content = tap_json_member (event->json, message, "content");
  if (tap_json_is (event->json, content, TAP_JSON_ARRAY))
    {
      for (guint32 block = tap_json_first (event->json, content); block != TAP_JSON_NONE;
           block = tap_json_next (event->json, content, block))
        {
          tap_messages_add_tool (self, event, block);
          self->next_index = -1;
        }
    }
}

void
tap_messages_turn_delta (TapMessages *self, const TapGrammarEvent *event)
{
  guint32 delta;

  self->has_delta = TRUE;

  if (event->json == NULL)
    {
      self->stop = TAP_STOP_UNKNOWN;
      return;
    }

  delta = tap_json_member (event->json, 0, "delta");
  if (!tap_json_is (event->json, delta, TAP_JSON_OBJECT))
    tap_grammar_report (event, TAP_RULE_DELTA_SHAPE, _ ("message_delta has no delta."));

  take_stop_reason (self, event, tap_json_member (event->json, delta, "stop_reason"));
  take_usage (self, event, tap_json_member (event->json, 0, "usage"));

  if (self->n_open > 0 && !self->open_reported)
    {
      self->open_reported = TRUE;
      tap_messages_hold (self, event, TAP_RULE_OPEN_BLOCK_AT_MESSAGE_DELTA,
                         g_strdup_printf (_ ("Blocks still open: %u."), self->n_open));
    }
}

void
tap_messages_turn_stop (TapMessages *self, const TapGrammarEvent *event)
{
  if (!self->has_delta && self->stop == TAP_STOP_NULL)
    tap_grammar_report (event, TAP_RULE_MISSING_MESSAGE_DELTA,
                        _ ("message_stop came without a message_delta."));

  tap_messages_settle (self, event->findings);
  self->phase = TAP_MESSAGES_DONE;
}

/* What stands at the last message_delta, or, where there is none, at a message_start that already
 * had the stop reason (Z.10). */
void
tap_messages_settle (TapMessages *self, TapFindings *findings)
{
  guint event = self->stop_event;
  gint64 at = self->stop_at;

  tap_messages_settle_held (self, findings);

  if (self->has_delta && self->stop == TAP_STOP_NULL)
    tap_findings_add (findings, TAP_RULE_NULL_STOP_REASON, event, at,
                      _ ("The last message_delta says no stop reason."));

  if (self->stop == TAP_STOP_TOOL_USE && !self->has_tool_use && !self->unread_block)
    tap_findings_add (findings, TAP_RULE_STOP_REASON_TOOL_USE_WITHOUT_TOOL, event, at,
                      _ ("The message has no tool_use block."));

  if (self->has_tool_use
      && (self->stop == TAP_STOP_END_TURN || self->stop == TAP_STOP_SEQUENCE))
    tap_findings_add (findings, TAP_RULE_TOOL_USE_WITHOUT_STOP_REASON, event, at,
                      _ ("The message has a tool_use block, but its stop reason is %s."),
                      self->stop == TAP_STOP_END_TURN ? "end_turn" : "stop_sequence");

  if (self->has_delta && self->input_tokens == 0)
    tap_findings_add (findings, TAP_RULE_USAGE_ZERO_INPUT, event, at,
                      _ ("input_tokens is 0 in message_start and stays so."));
}

void
tap_messages_turn_clear (TapMessages *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->tool_ids, g_hash_table_unref);
  g_clear_pointer (&self->pending, g_array_unref);
}
