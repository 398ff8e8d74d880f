/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-messages-block.h"

#include <glib/gi18n-lib.h>

/* An index beyond this is none that a client could use. */
#define MAX_INDEX (G_MAXINT32 - 1)

TapMessagesBlock tap_messages_closed;
#define CLOSED (&tap_messages_closed)

static void
block_free (gpointer item)
{
  TapMessagesBlock *self = item;

  if (self == CLOSED)
    return;

  tap_tool_text_clear (&self->text);
  if (self->input != NULL)
    g_string_free (self->input, TRUE);
  g_free (self->tool);
  g_free (self);
}

TapMessagesBlock *
tap_messages_find_block (TapMessages *self, gint64 index)
{
  if (self->newest != NULL && self->newest->index == index)
    return self->newest;
  if (self->blocks == NULL)
    return NULL;

  return g_hash_table_lookup (self->blocks, GSIZE_TO_POINTER ((gsize) index + 1));
}

static void
set_block (TapMessages *self, gint64 index, TapMessagesBlock *block)
{
  if (self->blocks == NULL)
    self->blocks = g_hash_table_new_full (NULL, NULL, NULL, block_free);

  self->newest = block != CLOSED ? block : NULL;
  g_hash_table_insert (self->blocks, GSIZE_TO_POINTER ((gsize) index + 1), block);
}

void
tap_messages_blocks_clear (TapMessages *self)
{
  g_clear_pointer (&self->blocks, g_hash_table_unref);
  self->newest = NULL;
  self->n_open = 0;
}

gboolean
tap_messages_read_index (const TapGrammarEvent *event, gint64 *index)
{
  guint32 node = tap_json_member (event->json, 0, "index");

  if (tap_json_int64 (event->json, node, index) && *index >= 0 && *index <= MAX_INDEX)
    return TRUE;

  if (node == TAP_JSON_NONE)
    tap_grammar_report (event, TAP_RULE_NEGATIVE_OR_MISSING_INDEX, _ ("It has no index."));
  else
    tap_grammar_report (event, TAP_RULE_NEGATIVE_OR_MISSING_INDEX,
                        _ ("Its index is no whole number from 0."));

  return FALSE;
}

void
tap_messages_add_tool (TapMessages *self, const TapGrammarEvent *event, guint32 block)
{
  guint32 id = tap_json_member (event->json, block, "id");
  const TapBlockType *found
    = tap_messages_block_type (event->json, tap_json_member (event->json, block, "type"));

  if (!tap_messages_is_tool (found))
    return;

  if (found->kind == TAP_BLOCK_TOOL)
    self->has_tool_use = TRUE;

  if (!tap_grammar_has_text (event->json, tap_json_member (event->json, block, "name")))
    tap_grammar_report (event, TAP_RULE_TOOL_USE_MISSING_NAME, _ ("A %s block has no name."),
                        found->name);

  if (!tap_grammar_has_text (event->json, id))
    {
      tap_grammar_report (event, TAP_RULE_TOOL_USE_MISSING_ID, _ ("A %s block has no id."),
                          found->name);
      return;
    }

  if (self->tool_ids == NULL)
    self->tool_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_add (self->tool_ids, tap_json_dup_string (event->json, id)))
    {
      g_autofree char *quoted = tap_grammar_quote (event->json, id);

      tap_grammar_report (event, TAP_RULE_TOOL_USE_DUPLICATE_ID,
                          _ ("The id “%s” was used before in this message."), quoted);
    }
}

static TapMessagesBlock *
open_block (TapMessages *self, gint64 index)
{
  TapMessagesBlock *block = g_new0 (TapMessagesBlock, 1);
  const TapMessagesBlock *before = tap_messages_find_block (self, index);

  if (before == NULL || before == CLOSED)
    self->n_open++;
  block->index = index;
  set_block (self, index, block);
  self->next_index = index + 1;

  return block;
}

static void
judge_place (TapMessages *self, const TapGrammarEvent *event, gint64 index)
{
  const TapMessagesBlock *before = tap_messages_find_block (self, index);
  guint others = self->n_open;

  if (before != NULL && before != CLOSED)
    others--;

  if (before != NULL)
    tap_grammar_report (event, TAP_RULE_DUPLICATE_BLOCK_START,
                        before == CLOSED ? _ ("Block %d is already closed.")
                                         : _ ("Block %d is already open."),
                        (int) index);
  else if (self->next_index >= 0 && index != self->next_index)
    tap_grammar_report (event, TAP_RULE_BLOCK_INDEX_GAP,
                        _ ("Block %d starts where block %d was to be expected."), (int) index,
                        (int) self->next_index);

  if (others > 0)
    tap_grammar_report (event, TAP_RULE_INTERLEAVED_BLOCKS,
                        _ ("Block %d starts while others are open: %u."), (int) index, others);
}

static const TapBlockType *
read_block_type (const TapGrammarEvent *event, guint32 content)
{
  guint32 type = tap_json_member (event->json, content, "type");
  const TapBlockType *found = tap_messages_block_type (event->json, type);
  g_autofree char *quoted = NULL;

  if (found != NULL)
    return found;

  if (!tap_json_is (event->json, type, TAP_JSON_STRING))
    {
      tap_grammar_report (event, TAP_RULE_DELTA_SHAPE,
                          tap_json_is (event->json, content, TAP_JSON_OBJECT)
                            ? _ ("content_block has no type.")
                            : _ ("content_block_start has no content_block."));
      return NULL;
    }

  quoted = tap_grammar_quote (event->json, type);
  tap_grammar_report (event, TAP_RULE_UNKNOWN_BLOCK_TYPE, _ ("The block's type is “%s”."), quoted);

  return NULL;
}

void
tap_messages_block_start (TapMessages *self, const TapGrammarEvent *event)
{
  TapMessagesBlock *block;
  guint32 content, part;
  gint64 index;

  if (event->json == NULL)
    {
      self->unread_block = TRUE;
      open_block (self, CLAMP (self->next_index, 0, MAX_INDEX));
      return;
    }

  content = tap_json_member (event->json, 0, "content_block");
  if (!tap_messages_read_index (event, &index))
    {
      tap_messages_add_tool (self, event, content);
      return;
    }

  judge_place (self, event, index);
  block = open_block (self, index);
  block->type = read_block_type (event, content);
  tap_messages_add_tool (self, event, content);

  switch (tap_messages_block_kind (block))
    {
    case TAP_BLOCK_TEXT:
      part = tap_json_member (event->json, content, "text");
      if (tap_grammar_has_text (event->json, part))
        {
          block->has_delta = TRUE;
          tap_messages_scan_text (self, event, block, part);
        }
      break;

    case TAP_BLOCK_THINKING:
      part = tap_json_member (event->json, content, "signature");
      block->has_delta = tap_grammar_has_text (event->json, part);
      break;

    case TAP_BLOCK_TOOL:
    case TAP_BLOCK_SERVER_TOOL:
      part = tap_json_member (event->json, content, "name");
      block->tool = tap_grammar_quote (event->json, part);
      break;

    case TAP_BLOCK_REDACTED:
    case TAP_BLOCK_OTHER:
    default:
      break;
    }
}

void
tap_messages_block_stop (TapMessages *self, const TapGrammarEvent *event)
{
  TapMessagesBlock *block;
  gint64 index;

  if (event->json == NULL)
    {
      /* If only one block is open, it is that one. */
      if (self->n_open != 1 || self->newest == NULL)
        return;
      index = self->newest->index;
    }
  else if (!tap_messages_read_index (event, &index))
    return;

  block = tap_messages_find_block (self, index);
  if (block == NULL || block == CLOSED)
    {
      tap_grammar_report (event, TAP_RULE_STOP_WITHOUT_START,
                          block == NULL ? _ ("Block %d was never started.")
                                        : _ ("Block %d is already closed."),
                          (int) index);
      return;
    }

  switch (tap_messages_block_kind (block))
    {
    case TAP_BLOCK_TEXT:
      tap_messages_end_text (self, event->findings, block);
      if (!block->has_delta)
        tap_grammar_report (event, TAP_RULE_EMPTY_TEXT_BLOCK, _ ("Block %d has no text."),
                            (int) index);
      break;

    case TAP_BLOCK_THINKING:
      if (!block->has_delta)
        tap_grammar_report (event, TAP_RULE_THINKING_WITHOUT_SIGNATURE,
                            _ ("Block %d closes without a signature_delta."), (int) index);
      break;

    case TAP_BLOCK_TOOL:
    case TAP_BLOCK_SERVER_TOOL:
      tap_messages_judge_input (self, event, block);
      break;

    case TAP_BLOCK_REDACTED:
    case TAP_BLOCK_OTHER:
    default:
      break;
    }

  set_block (self, index, CLOSED);
  self->n_open--;
}

void
tap_messages_blocks_end (TapMessages *self, TapFindings *findings)
{
  GHashTableIter iter;
  gpointer value;

  if (self->blocks == NULL)
    return;

  g_hash_table_iter_init (&iter, self->blocks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (value != CLOSED)
        tap_messages_end_text (self, findings, value);
    }
}
