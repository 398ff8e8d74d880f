/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-session-private.h"

#include <glib/gi18n-lib.h>

#define UPDATE_MS 16     /* what changes within a frame's time is taken together */
#define UPDATE_ITEMS 500 /* of a log that is being loaded so many at a time, for the frame's sake */

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapSession, tap_session, G_TYPE_OBJECT)

static TapExchangeItem *
add_item (TapSession *self, TapExchange *exchange, guint index)
{
  guint64 *id = g_new (guint64, 1);
  TapExchangeItem *item;

  *id = tap_exchange_get_id (exchange);
  item = tap_exchange_item_new (*id, index);
  g_hash_table_insert (self->by_id, id, item);
  tap_marks_apply (self->marks, item);
  return item;
}

/* What was known before the changes were taken is in them. */
static void
note_progress (TapSession *self)
{
  const TapLiveProgress *seen = &self->seen;

  /* A log that grows is read once its reader has caught up for the first time. */
  if (self->progress >= 1)
    return;
  if (!seen->complete && seen->read < seen->size)
    self->progress = (double) seen->read / (double) seen->size;
  else
    self->progress = self->taken == self->indexes->len ? 1 : 0.999;
}

static gboolean
is_broken (TapExchangeItem *item)
{
  return tap_exchange_item_get_facts (item)->worst >= TAP_SEVERITY_WARNING;
}

/* Under the lock. */
void
tap_session_update_item (TapSession *self, TapExchangeItem *item, const TapTrace *trace,
                         gint64 now)
{
  gboolean was_broken = is_broken (item);
  gboolean is_open;

  tap_exchange_item_update (item, trace, now, self->gap, self->clock.held_at >= 0);
  self->n_broken += is_broken (item) - was_broken;
  g_ptr_array_add (self->changed, g_object_ref (item));
  is_open = tap_exchange_item_get_facts (item)->state != TAP_EXCHANGE_ENDED;
  if (!is_open)
    g_ptr_array_remove_fast (self->open, item);
  else if (!g_ptr_array_find (self->open, item, NULL))
    g_ptr_array_add (self->open, item);
}

/* Without the lock, which who is told may want; and who is told may set a mark, which is told of
 * at once. */
void
tap_session_tell_changed (TapSession *self)
{
  g_autoptr (GPtrArray) changed = g_steal_pointer (&self->changed);
  GPtrArray *outer = self->telling;

  self->changed = g_ptr_array_new_with_free_func (g_object_unref);
  self->telling = changed;
  for (guint i = 0; i < changed->len; i++)
    tap_exchange_item_tell_changed (g_ptr_array_index (changed, i));
  g_signal_emit (self, signals[CHANGED], 0);
  self->telling = outer;
}

static gboolean
update_cb (gpointer user_data)
{
  g_autoptr (TapSession) self = g_object_ref (user_data);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  guint known = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  gboolean take = self->taken == self->indexes->len;
  gint64 before = self->clock.newest;
  TapTrace *trace;
  guint end;

  if (take)
    {
      g_free (self->seen.problem);
      tap_live_trace_get_progress (self->trace, &self->seen);
    }
  trace = tap_live_trace_lock (self->trace);
  self->started = tap_trace_get_started (trace);
  self->clock.clock = tap_trace_get_clock (trace);
  self->clock.newest = tap_trace_get_now (trace);
  if (take)
    {
      tap_live_trace_take_changes (self->trace, self->indexes);
      self->taken = 0;
      self->more = FALSE;
    }
  end = MIN (self->taken + UPDATE_ITEMS, self->indexes->len);
  for (; self->taken < end; self->taken++)
    {
      guint index = g_array_index (self->indexes, guint, self->taken);
      TapExchange *exchange = tap_trace_get (trace, index);
      g_autoptr (TapExchangeItem) item = NULL;

      if (index < known)
        {
          item = g_list_model_get_item (G_LIST_MODEL (self->items), index);
        }
      else
        {
          item = add_item (self, exchange, index);
          g_ptr_array_add (added, g_object_ref (item));
        }
      tap_session_update_item (self, item, trace, self->clock.newest);
    }
  tap_live_trace_unlock (self->trace);

  note_progress (self);
  if (self->taken == self->indexes->len && !self->more)
    self->update = 0;
  if (added->len > 0)
    g_list_store_splice (self->items, known, 0, added->pdata, added->len);
  tap_session_tell_changed (self);
  tap_session_time_changed (self, before);
  return self->update != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
trace_changed_cb (gpointer user_data)
{
  TapSession *self = user_data;

  self->more = TRUE;
  if (self->update == 0)
    self->update = g_timeout_add_full (G_PRIORITY_DEFAULT, UPDATE_MS, update_cb, self, NULL);
}

GListModel *
tap_session_get_items (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->items);
}

TapExchangeItem *
tap_session_find (TapSession *self, guint64 exchange)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  return g_hash_table_lookup (self->by_id, &exchange);
}

GPtrArray *
tap_session_get_changed (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  return self->telling;
}

guint
tap_session_count_broken (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), 0);

  return self->n_broken;
}

const char *
tap_session_get_path (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  return self->path;
}

gint64
tap_session_get_started (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), 0);

  return self->started;
}

gint64
tap_session_get_gap (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), TAP_TRACE_GAP);

  return self->gap;
}

double
tap_session_get_progress (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), 1);

  return self->progress;
}

char *
tap_session_dup_problem (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  if (self->seen.problem == NULL)
    return g_strdup (tap_marks_get_problem (self->marks));
  /* Translators: %s: why, the first of the lines that are broken */
  return g_strdup_printf (_ ("Not all of the file can be read: %s."), self->seen.problem);
}

TapTrace *
tap_session_lock (TapSession *self)
{
  return tap_live_trace_lock (self->trace);
}

void
tap_session_unlock (TapSession *self)
{
  tap_live_trace_unlock (self->trace);
}

TapContent *
tap_session_open_content (TapSession *self, guint64 exchange, TapContentFunc changed,
                          gpointer user_data, GError **error)
{
  TapContentPlaces places = { 0, TAP_CONTENT_NOWHERE, TAP_CONTENT_NOWHERE };

  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  tap_live_trace_lock (self->trace);
  tap_live_trace_get_places (self->trace, exchange, &places);
  tap_live_trace_unlock (self->trace);
  return tap_content_new (self->path, exchange, &places, self->clock.live, changed, user_data,
                          error);
}

void
tap_session_mark (TapSession *self, TapExchangeItem *item, gboolean pinned, const char *comment)
{
  g_return_if_fail (TAP_IS_SESSION (self));

  tap_marks_set (self->marks, item, pinned, comment);
  g_ptr_array_add (self->changed, g_object_ref (item));
  tap_session_tell_changed (self);
}

static void
marks_changed_cb (gpointer user_data)
{
  TapSession *self = user_data;
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TapExchangeItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (tap_marks_apply (self->marks, item))
        g_ptr_array_add (self->changed, g_object_ref (item));
    }
  tap_session_tell_changed (self);
}

static void
tap_session_dispose (GObject *object)
{
  TapSession *self = TAP_SESSION (object);

  g_clear_handle_id (&self->update, g_source_remove);
  g_clear_handle_id (&self->second, g_source_remove);
  g_clear_pointer (&self->trace, tap_live_trace_free);
  g_clear_pointer (&self->marks, tap_marks_free);
  g_clear_object (&self->items);
  g_ptr_array_set_size (self->open, 0);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  G_OBJECT_CLASS (tap_session_parent_class)->dispose (object);
}

static void
tap_session_finalize (GObject *object)
{
  TapSession *self = TAP_SESSION (object);

  g_array_unref (self->indexes);
  g_ptr_array_unref (self->changed);
  g_ptr_array_unref (self->open);
  g_free (self->path);
  g_free (self->seen.problem);
  G_OBJECT_CLASS (tap_session_parent_class)->finalize (object);
}

static void
tap_session_class_init (TapSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tap_session_dispose;
  object_class->finalize = tap_session_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_session_init (TapSession *self)
{
  self->items = g_list_store_new (TAP_TYPE_EXCHANGE_ITEM);
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->indexes = g_array_new (FALSE, FALSE, sizeof (guint));
  self->changed = g_ptr_array_new_with_free_func (g_object_unref);
  self->open = g_ptr_array_new ();
}

TapSession *
tap_session_new (const char *path, gboolean live, gint64 gap, GError **error)
{
  g_autoptr (TapSession) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (TAP_TYPE_SESSION, NULL);
  self->path = g_strdup (path);
  self->opened_live = live;
  tap_session_clock_init (&self->clock, live);
  self->gap = gap > 0 ? gap : TAP_TRACE_GAP;
  self->trace = tap_live_trace_new (path, gap, live, trace_changed_cb, self, error);
  if (self->trace == NULL)
    return NULL;
  self->marks = tap_marks_new (path, marks_changed_cb, self);
  return g_steal_pointer (&self);
}
