/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-responses.h"

#include <glib/gi18n-lib.h>

/* What comes within an item: its parts, their text, its input. */

static void
part_free (gpointer data)
{
  TapResponsesPart *part = data;

  tap_tool_text_clear (&part->text);
  g_free (part);
}

static TapResponsesPart *
find_part (const TapResponsesItem *item, gint64 index)
{
  return item->by_index != NULL
           ? g_hash_table_lookup (item->by_index, GSIZE_TO_POINTER ((gsize) index))
           : NULL;
}

static TapResponsesPart *
add_part (TapResponsesItem *item, gint64 index, const char *type)
{
  TapResponsesPart *part = g_new0 (TapResponsesPart, 1);

  if (item->parts == NULL)
    {
      item->parts = g_ptr_array_new_with_free_func (part_free);
      item->by_index = g_hash_table_new (NULL, NULL);
    }
  part->index = index;
  part->type = type;
  g_ptr_array_add (item->parts, part);
  g_hash_table_insert (item->by_index, GSIZE_TO_POINTER ((gsize) index), part);

  return part;
}

static void
report_no_item (const TapGrammarEvent *event, const TapResponsesItem *item,
                const TapResponsesFill *fill)
{
  if (item == NULL)
    tap_grammar_report (event, TAP_RULE_RESPONSES_DELTA_WITHOUT_ITEM,
                        _ ("%s came for an item that was never added."), fill->name);
  else
    tap_grammar_report (event, TAP_RULE_RESPONSES_DELTA_WITHOUT_ITEM,
                        _ ("%s came for %s, which is already done."), fill->name, item->title);
}

static void
report_no_part (const TapGrammarEvent *event, const TapResponsesItem *item,
                const TapResponsesFill *fill, gint64 index)
{
  tap_grammar_report (event, TAP_RULE_RESPONSES_DELTA_WITHOUT_ITEM,
                      _ ("%s came for part %d of %s, which was never added."), fill->name,
                      (int) index, item->title);
}

static void
judge_part_type (const TapGrammarEvent *event, const TapResponsesItem *item,
                 const TapResponsesFill *fill, const char *is)
{
  tap_grammar_report (event, TAP_RULE_RESPONSES_PART_TYPE_MISMATCH,
                      _ ("%s came for %s, where there is %s."), fill->name, item->title, is);
}

static void
take_part (TapResponses *self, const TapGrammarEvent *event, TapResponsesItem *item,
           const TapResponsesFill *fill, TapResponsesPart *part, gint64 index)
{
  guint32 node = tap_json_member (event->json, 0, "part");
  guint32 type = tap_json_member (event->json, node, "type");
  const char *found = tap_responses_part_type (event->json, type);

  if (found == NULL && tap_json_is (event->json, type, TAP_JSON_STRING)
      && fill->step == TAP_RESPONSES_PART_ADDED)
    {
      g_autofree char *quoted = tap_grammar_quote (event->json, type);

      tap_grammar_report (event, TAP_RULE_UNKNOWN_BLOCK_TYPE, _ ("The part's type is “%s”."),
                          quoted);
    }

  if (fill->step == TAP_RESPONSES_PART_ADDED)
    {
      if (part == NULL)
        part = add_part (item, index, found);
      part->type = found;
      part->added = TRUE;
      part->done = FALSE;
      return;
    }
  if (part == NULL)
    return;
  if (part->type != NULL && found != NULL && part->type != found)
    judge_part_type (event, item, fill, part->type);
  part->done = TRUE;
  tap_grammar_end_text (event->findings, tap_responses_asked (self), &part->text, _ ("Text of item"),
                        item->index);
}

static void
take_text (TapResponses *self, const TapGrammarEvent *event, TapResponsesItem *item,
           const TapResponsesFill *fill, TapResponsesPart *part, gint64 index)
{
  if (part == NULL)
    {
      if (fill->needs_part && !item->adopted && !self->missed)
        report_no_part (event, item, fill, index);
      part = add_part (item, index, fill->target);
    }

  if (part->type != NULL && part->type != fill->target
           && !g_str_equal (part->type, fill->target))
    judge_part_type (event, item, fill, part->type);
  else if (fill->step == TAP_RESPONSES_TEXT_DELTA && g_str_equal (fill->target, "output_text"))
    tap_grammar_scan_text (event, tap_responses_asked (self), &part->text,
                           tap_json_member (event->json, 0, "delta"), _ ("Text of item"), item->index);
}

static void
take_input (TapResponses *self, const TapGrammarEvent *event, TapResponsesItem *item,
            const TapResponsesFill *fill)
{
  if (item->type != NULL && !g_str_equal (item->type->name, fill->target))
    {
      judge_part_type (event, item, fill, item->type->name);
      return;
    }
  if (fill->step == TAP_RESPONSES_INPUT_DELTA)
    tap_responses_add_input (event, item, tap_json_member (event->json, 0, "delta"));
  else if (item->type != NULL)
    tap_responses_judge_input (self, event, item,
                               tap_json_member (event->json, 0, item->type->text));
}

void
tap_responses_item_fill (TapResponses *self, const TapGrammarEvent *event,
                         const TapResponsesFill *fill)
{
  TapResponsesItem *item = NULL;
  TapResponsesPart *part;
  gint64 index;
  gint64 part_index = 0;
  gboolean has_index = tap_responses_read_index (event, "output_index", &index);

  if (has_index)
    item = tap_responses_adopt_item (self, index);
  if (item == NULL || (item->done && fill->step != TAP_RESPONSES_STATE))
    {
      if (fill->step != TAP_RESPONSES_STATE)
        report_no_item (event, item, fill);
      /* Told once an item. */
      if (item == NULL && has_index)
        tap_responses_force_item (self, index);
      return;
    }

  tap_responses_compare_ids (event, item, tap_json_member (event->json, 0, "item_id"));
  tap_responses_read_index (event, fill->of_summary ? "summary_index" : "content_index", &part_index);
  if (fill->of_summary)
    part_index = -1 - part_index;
  part = find_part (item, part_index);

  switch (fill->step)
    {
    case TAP_RESPONSES_PART_ADDED:
    case TAP_RESPONSES_PART_DONE:
      take_part (self, event, item, fill, part, part_index);
      break;

    case TAP_RESPONSES_TEXT_DELTA:
    case TAP_RESPONSES_TEXT_DONE:
      take_text (self, event, item, fill, part, part_index);
      break;

    case TAP_RESPONSES_INPUT_DELTA:
    case TAP_RESPONSES_INPUT_DONE:
      take_input (self, event, item, fill);
      break;

    case TAP_RESPONSES_STATE:
    default:
      break;
    }
}

void
tap_responses_end_parts (TapResponses *self, TapFindings *findings, TapResponsesItem *item)
{
  for (guint i = 0; item->parts != NULL && i < item->parts->len; i++)
    {
      TapResponsesPart *part = g_ptr_array_index (item->parts, i);

      tap_grammar_end_text (findings, tap_responses_asked (self), &part->text, _ ("Text of item"),
                            item->index);
    }
}
