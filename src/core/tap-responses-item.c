/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-responses.h"

#include "tap-utf8.h"

#include <glib/gi18n-lib.h>

/* An index beyond this is none that a client could use. */
#define MAX_INDEX (G_MAXINT32 - 1)

static void
item_free (gpointer data)
{
  TapResponsesItem *item = data;

  if (item->input != NULL)
    g_string_free (item->input, TRUE);
  g_clear_pointer (&item->by_index, g_hash_table_unref);
  g_clear_pointer (&item->parts, g_ptr_array_unref);
  g_free (item->id);
  g_free (item->title);
  g_free (item);
}

static TapResponsesItem *
find_item (const TapResponses *self, gint64 index)
{
  return self->items != NULL
           ? g_hash_table_lookup (self->items, GSIZE_TO_POINTER ((gsize) index + 1))
           : NULL;
}

static TapResponsesItem *
put_item (TapResponses *self, gint64 index)
{
  TapResponsesItem *item = g_new0 (TapResponsesItem, 1);

  if (self->items == NULL)
    self->items = g_hash_table_new_full (NULL, NULL, NULL, item_free);
  item->index = index;
  g_hash_table_insert (self->items, GSIZE_TO_POINTER ((gsize) index + 1), item);

  return item;
}

gboolean
tap_responses_read_index (const TapGrammarEvent *event, const char *member, gint64 *index)
{
  return tap_json_int64 (event->json, tap_json_member (event->json, 0, member), index)
         && *index >= 0 && *index <= MAX_INDEX;
}

/* Type and name, as far as the event says them. */
static void
describe (const TapGrammarEvent *event, TapResponsesItem *item, guint32 node)
{
  g_autofree char *type
    = tap_grammar_quote (event->json, tap_json_member (event->json, node, "type"));
  g_autofree char *name
    = tap_grammar_quote (event->json, tap_json_member (event->json, node, "name"));

  g_free (item->title);
  item->title = *name != '\0'
                  ? g_strdup_printf (_ ("item %d (%s “%s”)"), (int) item->index, type, name)
                  : g_strdup_printf (_ ("item %d (%s)"), (int) item->index, type);
}

static void
read_type (const TapGrammarEvent *event, TapResponsesItem *item, guint32 node)
{
  guint32 type = tap_json_member (event->json, node, "type");

  item->type = tap_responses_item_type (event->json, type);
  describe (event, item, node);
  if (item->type == NULL)
    {
      g_autofree char *quoted = tap_grammar_quote (event->json, type);

      tap_grammar_report (event, TAP_RULE_UNKNOWN_BLOCK_TYPE, _ ("The item's type is “%s”."),
                          quoted);
    }
}

/* An id that differs is told once an item. */
void
tap_responses_compare_ids (const TapGrammarEvent *event, TapResponsesItem *item, guint32 node)
{
  g_autofree char *quoted = NULL;
  g_autofree char *before = NULL;

  if (item->id_changed || !tap_grammar_has_text (event->json, node))
    return;
  if (item->id == NULL)
    {
      item->id = tap_json_dup_string (event->json, node);
      return;
    }
  if (tap_json_equals (event->json, node, item->id))
    return;

  item->id_changed = TRUE;
  quoted = tap_grammar_quote (event->json, node);
  before = tap_utf8_quote (item->id);
  tap_grammar_report (event, TAP_RULE_RESPONSES_ITEM_ID_CHANGED,
                      _ ("Of %s the id was “%s” and is “%s”."), item->title, before, quoted);
}

static void
judge_place (TapResponses *self, const TapGrammarEvent *event, gint64 index)
{
  const TapResponsesItem *before = find_item (self, index);

  if (before != NULL && !before->adopted)
    tap_grammar_report (event, TAP_RULE_RESPONSES_OUTPUT_INDEX_DUPLICATE,
                        _ ("output_index %d was taken by %s."), (int) index, before->title);
  else if (self->next_index >= 0 && index > self->next_index && !self->missed)
    tap_grammar_report (event, TAP_RULE_RESPONSES_OUTPUT_INDEX_GAP,
                        _ ("An item begins at output_index %d where %d was to be expected."),
                        (int) index, (int) self->next_index);
}

void
tap_responses_item_added (TapResponses *self, const TapGrammarEvent *event)
{
  guint32 node = tap_json_member (event->json, 0, "item");
  TapResponsesItem *item;
  gint64 index;

  if (!tap_responses_read_index (event, "output_index", &index))
    {
      tap_grammar_report (event, TAP_RULE_RESPONSES_OUTPUT_INDEX_GAP,
                          _ ("An item begins without an output_index that is a number from 0."));
      return;
    }

  judge_place (self, event, index);
  self->next_index = MAX (self->next_index, index + 1);
  item = put_item (self, index);
  read_type (event, item, node);
  tap_responses_compare_ids (event, item, tap_json_member (event->json, node, "id"));
}

TapResponsesItem *
tap_responses_force_item (TapResponses *self, gint64 index)
{
  TapResponsesItem *item = put_item (self, index);

  item->adopted = TRUE;
  item->title = g_strdup_printf (_ ("item %d"), (int) index);

  return item;
}

/* What began before the first event that is there may be filled without having been added: of a
 * resumed response, or one of which an event could not be read. */
TapResponsesItem *
tap_responses_adopt_item (TapResponses *self, gint64 index)
{
  TapResponsesItem *item = find_item (self, index);

  if (item != NULL || (!self->missed && !self->resumed)
      || (self->resumed && !self->missed && self->next_index > 0))
    return item;

  return tap_responses_force_item (self, index);
}

/* What its deltas brought is judged where the agent takes it: when the item is done. */
static void
judge_call (TapResponses *self, const TapGrammarEvent *event, const TapResponsesItem *item,
            guint32 node)
{
  guint32 id = tap_json_member (event->json, node, "call_id");

  if (!tap_grammar_has_text (event->json, tap_json_member (event->json, node, "name")))
    tap_grammar_report (event, TAP_RULE_TOOL_USE_MISSING_NAME, _ ("There is no name in %s."),
                        item->title);
  if (!tap_grammar_has_text (event->json, id))
    {
      tap_grammar_report (event, TAP_RULE_TOOL_USE_MISSING_ID, _ ("There is no call_id in %s."),
                          item->title);
      return;
    }

  if (self->call_ids == NULL)
    self->call_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_add (self->call_ids, tap_json_dup_string (event->json, id)))
    {
      g_autofree char *quoted = tap_grammar_quote (event->json, id);

      tap_grammar_report (event, TAP_RULE_TOOL_USE_DUPLICATE_ID,
                          _ ("The call_id “%s” was used before in this response."), quoted);
    }
}

static void
report_open_parts (const TapGrammarEvent *event, const TapResponsesItem *item)
{
  for (guint i = 0; item->parts != NULL && i < item->parts->len; i++)
    {
      const TapResponsesPart *part = g_ptr_array_index (item->parts, i);

      if (!part->done && part->added)
        tap_grammar_report (event, TAP_RULE_RESPONSES_MISSING_DONE,
                            part->index >= 0 ? _ ("Part %d of %s was never done.")
                                             : _ ("Summary %d of %s was never done."),
                            (int) (part->index >= 0 ? part->index : -1 - part->index),
                            item->title);
    }
}

void
tap_responses_item_done (TapResponses *self, const TapGrammarEvent *event)
{
  guint32 node = tap_json_member (event->json, 0, "item");
  TapResponsesItem *item = NULL;
  gboolean incomplete = tap_json_equals (event->json, tap_json_member (event->json, node, "status"),
                                         "incomplete");
  gint64 index;

  if (tap_responses_read_index (event, "output_index", &index))
    item = tap_responses_adopt_item (self, index);
  if (item == NULL)
    {
      tap_grammar_report (event, TAP_RULE_RESPONSES_DELTA_WITHOUT_ITEM,
                          _ ("An item is done that was never added."));
      return;
    }

  if (item->type == NULL && item->adopted)
    item->type = tap_responses_item_type (event->json, tap_json_member (event->json, node, "type"));
  describe (event, item, node);
  self->cut = self->cut || incomplete;
  tap_responses_compare_ids (event, item, tap_json_member (event->json, node, "id"));
  if (item->type != NULL && item->type->is_call && !item->done)
    judge_call (self, event, item, node);
  if (item->type != NULL && item->type->text != NULL)
    tap_responses_judge_input (self, event, item,
                               tap_json_member (event->json, node, item->type->text));
  if (item->done)
    return;
  if (!incomplete)
    report_open_parts (event, item);
  tap_responses_end_parts (self, event->findings, item);
  item->done = TRUE;
}

static int
compare_indexes (gconstpointer a, gconstpointer b)
{
  const TapResponsesItem *first = a;
  const TapResponsesItem *second = b;

  return (first->index > second->index) - (first->index < second->index);
}

void
tap_responses_items_missing (TapResponses *self, const TapGrammarEvent *event)
{
  g_autoptr (GList) items = self->items != NULL ? g_hash_table_get_values (self->items) : NULL;

  items = g_list_sort (items, compare_indexes);
  for (const GList *l = items; l != NULL; l = l->next)
    {
      const TapResponsesItem *item = l->data;

      if (!item->done && !item->adopted)
        tap_grammar_report (event, TAP_RULE_RESPONSES_MISSING_DONE,
                            _ ("Of %s no response.output_item.done came."), item->title);
    }
}

void
tap_responses_items_end (TapResponses *self, TapFindings *findings)
{
  GHashTableIter iter;
  gpointer value;

  if (self->items == NULL)
    return;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    tap_responses_end_parts (self, findings, value);
}

void
tap_responses_items_clear (TapResponses *self)
{
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->call_ids, g_hash_table_unref);
}
