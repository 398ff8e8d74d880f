/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-messages-block.h"

#include <glib/gi18n-lib.h>

#define CLOSED (&tap_messages_closed)

void
tap_messages_scan_text (TapMessages *self, const TapGrammarEvent *event,
                        TapMessagesBlock *block, guint32 node)
{
  tap_grammar_scan_text (event, self->request, &block->text, node, _ ("Text of block"), block->index);
}

void
tap_messages_end_text (TapMessages *self, TapFindings *findings, TapMessagesBlock *block)
{
  tap_grammar_end_text (findings, self->request, &block->text, _ ("Text of block"), block->index);
}

static void
add_input (const TapGrammarEvent *event, TapMessagesBlock *block, guint32 node)
{
  if (block->too_large)
    return;

  if (block->input == NULL)
    block->input = g_string_sized_new (64);
  tap_json_append_string (event->json, node, block->input);

  if (block->input->len > TAP_SSE_MAX_BLOCK)
    {
      block->too_large = TRUE;
      g_string_free (block->input, TRUE);
      block->input = NULL;
      tap_grammar_report (event, TAP_RULE_OVERSIZE_EVENT,
                          _ ("The tool's input grew too large to be judged."));
    }
}

static void
judge_delta (TapMessages *self, const TapGrammarEvent *event, TapMessagesBlock *block,
             const TapDeltaType *type, guint32 delta)
{
  guint32 part = type->part != NULL ? tap_json_member (event->json, delta, type->part)
                                    : TAP_JSON_NONE;

  if (block->type != NULL && (block->type->deltas & type->kind) == 0)
    {
      tap_grammar_report_as (event, TAP_RULE_DELTA_TYPE_MISMATCH,
                             tap_messages_block_kind (block) == TAP_BLOCK_REDACTED && type->kind == TAP_DELTA_THINKING
                               ? TAP_SEVERITY_WARNING
                               : TAP_SEVERITY_ERROR,
                             _ ("A %s came for block %d, which is of type %s."), type->name,
                             (int) block->index, block->type->name);
      return;
    }

  if (type->part != NULL && !tap_json_is (event->json, part, type->part_type))
    {
      /* Thinking that is not shown comes as estimates of its length. */
      if (type->kind != TAP_DELTA_THINKING
          || tap_json_member (event->json, delta, "estimated_tokens") == TAP_JSON_NONE)
        tap_grammar_report (event, TAP_RULE_DELTA_SHAPE, _ ("A %s has no proper %s."), type->name,
                            type->part);
      return;
    }

  if (type->kind == TAP_DELTA_INPUT)
    add_input (event, block, part);
  else if (type->kind == TAP_DELTA_TEXT)
    {
      block->has_delta = TRUE;
      if (tap_messages_block_kind (block) == TAP_BLOCK_TEXT)
        tap_messages_scan_text (self, event, block, part);
    }
  else if (type->kind == TAP_DELTA_SIGNATURE)
    block->has_delta = TRUE;
}

void
tap_messages_block_delta (TapMessages *self, const TapGrammarEvent *event)
{
  TapMessagesBlock *block;
  const TapDeltaType *found;
  guint32 delta, type;
  gint64 index;

  if (event->json == NULL || !tap_messages_read_index (event, &index))
    return;

  block = tap_messages_find_block (self, index);
  if (block == NULL || block == CLOSED)
    {
      tap_grammar_report (event,
                          block == NULL ? TAP_RULE_DELTA_WITHOUT_START : TAP_RULE_DELTA_AFTER_STOP,
                          block == NULL ? _ ("Block %d was never started.")
                                        : _ ("Block %d is already closed."),
                          (int) index);
      return;
    }

  self->newest = block;
  delta = tap_json_member (event->json, 0, "delta");
  type = tap_json_member (event->json, delta, "type");
  if (!tap_json_is (event->json, type, TAP_JSON_STRING))
    {
      tap_grammar_report (event, TAP_RULE_DELTA_SHAPE,
                          tap_json_is (event->json, delta, TAP_JSON_OBJECT)
                            ? _ ("The delta has no type.")
                            : _ ("content_block_delta has no delta."));
      return;
    }

  found = tap_messages_delta_type (event->json, type);
  if (found != NULL)
    judge_delta (self, event, block, found, delta);
  else
    {
      g_autofree char *quoted = tap_grammar_quote (event->json, type);

      tap_grammar_report (event, TAP_RULE_UNKNOWN_DELTA_TYPE, _ ("The delta's type is “%s”."),
                          quoted);
    }
}

/* The input of a tool, put together, must be one JSON object. */
void
tap_messages_judge_input (TapMessages *self, const TapGrammarEvent *event, const TapMessagesBlock *block)
{
  g_auto (TapJson) json = { 0 };
  TapJsonFault fault = { 0 };

  if (block->input == NULL || block->input->len == 0)
    return;

  if (!tap_json_parse (&json, block->input->str, block->input->len, &fault))
    {
      if (fault.too_deep)
        tap_grammar_report (event, TAP_RULE_JSON_TOO_DEEP,
                            _ ("The input of tool “%s” is nested too deep."), block->tool);
      else
        tap_messages_hold (self, event, TAP_RULE_TOOL_INPUT_NOT_JSON,
                           g_strdup_printf (_ ("The input of tool “%s” stops being JSON at byte "
                                               "%zu of %zu: %s."),
                                            block->tool, fault.offset, block->input->len,
                                            fault.reason));
    }
  else if (!tap_json_is (&json, 0, TAP_JSON_OBJECT))
    tap_messages_hold (self, event, TAP_RULE_TOOL_INPUT_NOT_JSON,
                       g_strdup_printf (_ ("The input of tool “%s” is JSON, but no object."),
                                        block->tool));
}
