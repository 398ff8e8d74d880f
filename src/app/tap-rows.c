/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-rows.h"

#include "tap-row-order.h"

#define REORDER_MS 250 /* how often what a filter or a sort says of live exchanges is asked again */

struct _TapRow
{
  GObject parent_instance;

  TapExchangeItem *item; /* NULL: a heading */
  char *heading;
  guint count;
};

enum
{
  ROW_CHANGED,
  N_ROW_SIGNALS,
};

static guint row_signals[N_ROW_SIGNALS];

G_DEFINE_FINAL_TYPE (TapRow, tap_row, G_TYPE_OBJECT)

static void
tap_row_finalize (GObject *object)
{
  TapRow *self = TAP_ROW (object);

  g_clear_object (&self->item);
  g_free (self->heading);
  G_OBJECT_CLASS (tap_row_parent_class)->finalize (object);
}

static void
tap_row_class_init (TapRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_row_finalize;
  row_signals[ROW_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_row_init (TapRow *self)
{
}

TapExchangeItem *
tap_row_get_item (TapRow *self)
{
  g_return_val_if_fail (TAP_IS_ROW (self), NULL);

  return self->item;
}

const char *
tap_row_get_heading (TapRow *self)
{
  g_return_val_if_fail (TAP_IS_ROW (self), NULL);

  return self->heading;
}

guint
tap_row_get_count (TapRow *self)
{
  g_return_val_if_fail (TAP_IS_ROW (self), 0);

  return self->count;
}

/* A group of exchanges; its heading's row lives as long as it. */
typedef struct
{
  TapRow *row;
  GArray *members;  /* of guint: indexes of exchanges that are shown */
} Group;

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
  GArray *places;        /* of Place: the model */
  GArray *positions;     /* of guint by index: its place + 1, or 0 */
  guint shown;
  guint known;           /* exchanges of the session that were looked at */
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
  row = g_object_new (TAP_TYPE_ROW, NULL);
  row->item = g_list_model_get_item (tap_session_get_items (self->session), place->index);
  return row;
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
      group->row = g_object_new (TAP_TYPE_ROW, NULL);
      group->row->heading = tap_group_title (facts);
      group->members = g_array_new (FALSE, FALSE, sizeof (guint));
      g_ptr_array_add (self->groups, group);
      g_hash_table_insert (self->by_key, g_strdup (key), group);
    }
  return group;
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer user_data)
{
  TapRows *self = user_data;
  GListModel *items = tap_session_get_items (self->session);
  g_autoptr (TapExchangeItem) first = g_list_model_get_item (items, ((const Place *) a)->index);
  g_autoptr (TapExchangeItem) second = g_list_model_get_item (items, ((const Place *) b)->index);

  return tap_sort_compare (self->sort, tap_exchange_item_get_facts (first),
                           tap_exchange_item_get_facts (second));
}

/* Puts the exchanges that pass into groups or one list. (transfer full) */
static GArray *
arrange (TapRows *self)
{
  GListModel *items = tap_session_get_items (self->session);
  guint n_items = g_list_model_get_n_items (items);
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (Place), n_items + self->groups->len);

  for (guint i = 0; i < self->groups->len; i++)
    g_array_set_size (((Group *) g_ptr_array_index (self->groups, i))->members, 0);
  self->shown = 0;
  self->known = n_items;
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TapExchangeItem) item = g_list_model_get_item (items, i);
      const TapExchangeFacts *facts = tap_exchange_item_get_facts (item);
      Place place = { NULL, i };

      if (self->filtered
          && !tap_filter_passes (&self->filter, self->words, facts,
                                 tap_exchange_item_get_pinned (item),
                                 tap_exchange_item_get_comment (item)))
        continue;
      self->shown++;
      if (self->sort == TAP_SORT_BEGAN)
        g_array_append_val (find_group (self, facts)->members, i);
      else
        g_array_append_val (places, place);
    }
  if (self->sort != TAP_SORT_BEGAN)
    {
      g_array_sort_with_data (places, compare_places, self);
      return places;
    }

  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = g_ptr_array_index (self->groups, i);
      Place heading = { group->row, 0 };

      if (group->members->len == 0)
        continue;
      g_array_append_val (places, heading);
      for (guint m = 0; m < group->members->len; m++)
        {
          Place place = { NULL, g_array_index (group->members, guint, m) };

          g_array_append_val (places, place);
        }
      if (group->row->count != group->members->len)
        {
          group->row->count = group->members->len;
          g_signal_emit (group->row, row_signals[ROW_CHANGED], 0);
        }
    }
  return places;
}

static gboolean
is_same (const GArray *a, guint i, const GArray *b, guint j)
{
  const Place *first = &g_array_index (a, Place, i);
  const Place *second = &g_array_index (b, Place, j);

  return first->heading == second->heading && first->index == second->index;
}

static void
note_positions (TapRows *self)
{
  g_array_set_size (self->positions, 0);
  g_array_set_size (self->positions, self->known);
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);

      if (place->heading == NULL)
        g_array_index (self->positions, guint, place->index) = i + 1;
    }
}

/* Rows that stay where they are at both ends are not told of. */
static void
rearrange (TapRows *self)
{
  g_autoptr (GArray) old = self->places;
  GArray *new = arrange (self);
  guint shared = MIN (old->len, new->len);
  guint head = 0;
  guint tail = 0;

  g_clear_handle_id (&self->reorder, g_source_remove);
  self->places = new;
  note_positions (self);
  while (head < shared && is_same (old, head, new, head))
    head++;
  while (tail < shared - head && is_same (old, old->len - 1 - tail, new, new->len - 1 - tail))
    tail++;
  if (old->len - head - tail > 0 || new->len - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                new->len - head - tail);
}

static gboolean
reorder_cb (gpointer user_data)
{
  TapRows *self = user_data;

  self->reorder = 0;
  rearrange (self);
  return G_SOURCE_REMOVE;
}

static void
session_changed_cb (TapRows *self)
{
  gboolean moves = self->filtered || self->sort != TAP_SORT_BEGAN;

  if (!moves && g_list_model_get_n_items (tap_session_get_items (self->session)) == self->known)
    return;
  if (!moves)
    rearrange (self);
  else if (self->reorder == 0)
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
  guint index;

  g_return_val_if_fail (TAP_IS_ROWS (self), FALSE);

  index = tap_exchange_item_get_facts (item)->index;
  if (index >= self->positions->len || g_array_index (self->positions, guint, index) == 0)
    return FALSE;
  *position = g_array_index (self->positions, guint, index) - 1;
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
  g_ptr_array_unref (self->groups);
  g_array_unref (self->places);
  g_array_unref (self->positions);
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
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->positions = g_array_new (FALSE, TRUE, sizeof (guint));
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
  rearrange (self);
  return self;
}
