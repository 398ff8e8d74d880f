/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-rows.h"

#include "tap-row-order.h"
#include "tap-row-private.h"

#define REORDER_MS 250 /* how often what a filter or a sort says of live exchanges is asked again */

/* A group of exchanges; its heading's row lives as long as it. */
typedef struct
{
  TapRow *row;
  GArray *members;  /* of guint: indexes of exchanges that are shown; scratch of arrange() */
} Group;

/* An exchange, by its index. */
typedef struct
{
  TapExchangeItem *item;
  Group *group;
  guint position;   /* its place + 1; 0: not shown */
  gboolean passes;  /* the filter */
  guint attempt;    /* its number in its call, as it was arranged */
} Entry;

/* What stands in a row: a heading, or the exchange of that index. */
typedef struct
{
  TapRow *heading;  /* borrowed from its group; NULL: an exchange */
  guint index;
} Place;

struct _TapRows
{
  GObject parent_instance;

  TapSession *session;
  TapFilter filter;      /* without its text */
  TapFilterWords *words;
  gboolean filtered;
  TapSort sort;
  GPtrArray *groups;     /* of Group, in the order of their first exchange */
  GHashTable *by_key;    /* key → Group */
  GArray *entries;       /* of Entry: the exchanges that were looked at */
  GArray *places;        /* of Place: the model */
  GHashTable *alive;     /* index → TapRow: rows that somebody has */
  guint shown;
  guint reorder;         /* source */
};

static GType
tap_rows_get_item_type (GListModel *model)
{
  return TAP_TYPE_ROW;
}

static guint
tap_rows_get_n_items (GListModel *model)
{
  return TAP_ROWS (model)->places->len;
}

/* While somebody has the row of an exchange it stays the same one, so that a selection follows it
 * when it moves. */
static gpointer
tap_rows_get_item (GListModel *model, guint position)
{
  TapRows *self = TAP_ROWS (model);
  const Place *place;
  TapRow *row;

  if (position >= self->places->len)
    return NULL;
  place = &g_array_index (self->places, Place, position);
  if (place->heading != NULL)
    return g_object_ref (place->heading);
  row = g_hash_table_lookup (self->alive, GUINT_TO_POINTER (place->index));
  if (row != NULL)
    return g_object_ref (row);
  return tap_row_new_item (g_array_index (self->entries, Entry, place->index).item, place->index,
                           self->alive);
}

static void
tap_rows_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tap_rows_get_item_type;
  iface->get_n_items = tap_rows_get_n_items;
  iface->get_item = tap_rows_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TapRows, tap_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tap_rows_list_model_init))

static void
group_free (gpointer data)
{
  Group *group = data;

  g_object_unref (group->row);
  g_array_unref (group->members);
  g_free (group);
}

static Group *
find_group (TapRows *self, const TapExchangeFacts *facts)
{
  const char *key = tap_group_key (facts);
  Group *group = g_hash_table_lookup (self->by_key, key);

  if (group == NULL)
    {
      group = g_new0 (Group, 1);
      group->row = tap_row_new_heading (tap_group_title (facts));
      group->members = g_array_new (FALSE, FALSE, sizeof (guint));
      g_ptr_array_add (self->groups, group);
      g_hash_table_insert (self->by_key, g_strdup (key), group);
    }
  return group;
}

static gboolean
passes (TapRows *self, TapExchangeItem *item)
{
  return !self->filtered
         || tap_filter_passes (&self->filter, self->words, tap_exchange_item_get_facts (item),
                               tap_exchange_item_get_verdict (item),
                               tap_exchange_item_get_pinned (item),
                               tap_exchange_item_get_comment (item));
}

/* Takes in the exchanges that are new in the session. */
static void
look_at_new (TapRows *self)
{
  GListModel *items = tap_session_get_items (self->session);
  guint n_items = g_list_model_get_n_items (items);

  for (guint i = self->entries->len; i < n_items; i++)
    {
      /* The session keeps it. */
      g_autoptr (TapExchangeItem) item = g_list_model_get_item (items, i);
      const TapExchangeFacts *facts = tap_exchange_item_get_facts (item);
      Entry entry = { item, find_group (self, facts), 0, passes (self, item),
                      facts->attempt.number };

      g_array_append_val (self->entries, entry);
    }
}

static void
append_place (GArray *places, TapRow *heading, guint index)
{
  Place place = { heading, index };

  g_array_append_val (places, place);
}

static void
append_sorted (TapRows *self, GArray *places)
{
  g_autofree TapSortKey *keys = g_new (TapSortKey, self->entries->len);
  guint n_keys = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->passes)
        keys[n_keys++] = (TapSortKey){
          tap_sort_measure (self->sort, tap_exchange_item_get_facts (entry->item)), i
        };
    }
  tap_sort_keys (keys, n_keys);
  for (guint i = 0; i < n_keys; i++)
    append_place (places, NULL, keys[i].index);
}

/* The place among the others of the exchange that its call began with. */
static guint
find_first (TapRows *self, guint index)
{
  const Entry *entry = &g_array_index (self->entries, Entry, index);
  const TapAttempt *attempt = &tap_exchange_item_get_facts (entry->item)->attempt;
  TapExchangeItem *first = attempt->number > 1 ? tap_session_find (self->session, attempt->first)
                                               : NULL;
  const TapExchangeFacts *facts = first != NULL ? tap_exchange_item_get_facts (first) : NULL;

  /* What the filter hides, nothing can stand under. */
  return facts != NULL && facts->index < index
                 && g_array_index (self->entries, Entry, facts->index).group == entry->group
                 && g_array_index (self->entries, Entry, facts->index).passes
             ? facts->index
             : index;
}

/* The attempts of a call stand one under the other, where the first of them stands. */
static void
append_group (TapRows *self, const Group *group, GArray *places)
{
  g_autofree TapSortKey *keys = g_new (TapSortKey, group->members->len);

  append_place (places, group->row, 0);
  for (guint i = 0; i < group->members->len; i++)
    {
      guint index = g_array_index (group->members, guint, i);

      keys[i] = (TapSortKey){ -(gint64) find_first (self, index), index };
    }
  tap_sort_keys (keys, group->members->len);
  for (guint i = 0; i < group->members->len; i++)
    append_place (places, NULL, keys[i].index);
}

static void
append_grouped (TapRows *self, GArray *places)
{
  for (guint i = 0; i < self->groups->len; i++)
    g_array_set_size (((Group *) g_ptr_array_index (self->groups, i))->members, 0);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->passes)
        g_array_append_val (entry->group->members, i);
    }
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = g_ptr_array_index (self->groups, i);

      if (group->members->len > 0)
        append_group (self, group, places);
    }
}

static void
note_positions (TapRows *self)
{
  self->shown = 0;
  for (guint i = 0; i < self->entries->len; i++)
    g_array_index (self->entries, Entry, i).position = 0;
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);

      if (place->heading != NULL)
        continue;
      g_array_index (self->entries, Entry, place->index).position = i + 1;
      self->shown++;
    }
}

static gboolean
is_same (const GArray *a, guint i, const GArray *b, guint j)
{
  const Place *first = &g_array_index (a, Place, i);
  const Place *second = &g_array_index (b, Place, j);

  return first->heading == second->heading && first->index == second->index;
}

/* Rows that stay where they are at both ends are not told of. */
static void
rearrange (TapRows *self)
{
  g_autoptr (GArray) old = self->places;
  GArray *new = g_array_sized_new (FALSE, FALSE, sizeof (Place),
                                   self->entries->len + self->groups->len);
  guint shared;
  guint head = 0;
  guint tail = 0;

  g_clear_handle_id (&self->reorder, g_source_remove);
  if (self->sort == TAP_SORT_BEGAN)
    append_grouped (self, new);
  else
    append_sorted (self, new);
  self->places = new;
  note_positions (self);

  shared = MIN (old->len, new->len);
  while (head < shared && is_same (old, head, new, head))
    head++;
  while (tail < shared - head && is_same (old, old->len - 1 - tail, new, new->len - 1 - tail))
    tail++;
  if (old->len - head - tail > 0 || new->len - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                new->len - head - tail);
  for (guint i = 0; self->sort == TAP_SORT_BEGAN && i < self->groups->len; i++)
    {
      Group *group = g_ptr_array_index (self->groups, i);

      tap_row_set_count (group->row, group->members->len);
    }
}

static gboolean
reorder_cb (gpointer user_data)
{
  TapRows *self = user_data;

  self->reorder = 0;
  rearrange (self);
  return G_SOURCE_REMOVE;
}

/* What a request's body says of whose it is, and whether it is another attempt, comes after its
 * head. Returns whether its row has to go elsewhere. */
static gboolean
look_again (TapRows *self, Entry *entry)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (entry->item);
  Group *group = find_group (self, facts);
  gboolean passed = passes (self, entry->item);
  gboolean moves = passed != entry->passes || group != entry->group
                   || entry->attempt != facts->attempt.number;

  entry->group = group;
  entry->passes = passed;
  entry->attempt = facts->attempt.number;
  return moves;
}

static void
session_changed_cb (TapRows *self)
{
  GPtrArray *changed = tap_session_get_changed (self->session);
  guint known = self->entries->len;
  gboolean moves = self->sort != TAP_SORT_BEGAN && changed->len > 0;

  for (guint i = 0; i < changed->len; i++)
    {
      TapExchangeItem *item = g_ptr_array_index (changed, i);
      guint index = tap_exchange_item_get_facts (item)->index;

      if (index < known)
        moves = look_again (self, &g_array_index (self->entries, Entry, index)) || moves;
    }
  look_at_new (self);

  /* What is new is shown at once, but for the first of a sort. */
  if (self->sort == TAP_SORT_BEGAN && self->entries->len > known)
    rearrange (self);
  else if ((moves || self->entries->len > known) && self->reorder == 0)
    self->reorder = g_timeout_add (REORDER_MS, reorder_cb, self);
}

void
tap_rows_set_filter (TapRows *self, const TapFilter *filter)
{
  g_return_if_fail (TAP_IS_ROWS (self));

  self->filter = *filter;
  self->filter.text = NULL;
  g_clear_pointer (&self->words, tap_filter_words_free);
  self->words = tap_filter_words_new (filter->text);
  self->filtered = (filter->text != NULL && *filter->text != '\0') || filter->severity >= 0
                   || filter->pinned || filter->open;
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      entry->passes = passes (self, entry->item);
    }
  rearrange (self);
}

void
tap_rows_set_sort (TapRows *self, TapSort sort)
{
  g_return_if_fail (TAP_IS_ROWS (self));

  if (self->sort == sort)
    return;
  self->sort = sort;
  rearrange (self);
}

guint
tap_rows_count_shown (TapRows *self)
{
  g_return_val_if_fail (TAP_IS_ROWS (self), 0);

  return self->shown;
}

gboolean
tap_rows_find (TapRows *self, TapExchangeItem *item, guint *position)
{
  const Entry *entry;
  guint index;

  g_return_val_if_fail (TAP_IS_ROWS (self), FALSE);

  index = tap_exchange_item_get_facts (item)->index;
  if (index >= self->entries->len)
    return FALSE;
  entry = &g_array_index (self->entries, Entry, index);
  if (entry->item != item || entry->position == 0)
    return FALSE;
  *position = entry->position - 1;
  return TRUE;
}

static void
tap_rows_dispose (GObject *object)
{
  TapRows *self = TAP_ROWS (object);

  g_clear_handle_id (&self->reorder, g_source_remove);
  G_OBJECT_CLASS (tap_rows_parent_class)->dispose (object);
}

static void
tap_rows_finalize (GObject *object)
{
  TapRows *self = TAP_ROWS (object);

  tap_filter_words_free (self->words);
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->alive);
  g_ptr_array_unref (self->groups);
  g_array_unref (self->entries);
  g_array_unref (self->places);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tap_rows_parent_class)->finalize (object);
}

static void
tap_rows_class_init (TapRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_rows_finalize;
}

static void
tap_rows_init (TapRows *self)
{
  self->filter.severity = -1;
  self->groups = g_ptr_array_new_with_free_func (group_free);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->alive = g_hash_table_new (NULL, NULL);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
}

TapRows *
tap_rows_new (TapSession *session)
{
  TapRows *self;

  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);

  self = g_object_new (TAP_TYPE_ROWS, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  look_at_new (self);
  rearrange (self);
  return self;
}
