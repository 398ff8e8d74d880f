/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-model.h"

#include <string.h>

#include "tap-end-words.h"
#include "tap-event-model-private.h"
#include "tap-summary.h"

static void tap_event_model_list_model_init (GListModelInterface *iface);

enum
{
  MODEL_CHANGING,
  MODEL_CHANGED,
  N_MODEL_SIGNALS,
};

static guint model_signals[N_MODEL_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (TapEventModel, tap_event_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tap_event_model_list_model_init))

/* Returns whether they are others than before. */
static gboolean
read_findings (TapEventRow *self, TapExchange *exchange)
{
  TapFindings *findings = tap_exchange_get_findings (exchange);
  guint number = self->run.kind == TAP_RUN_END ? 0 : self->first.number;
  g_autoptr (GString) rules = g_string_new (NULL);
  int severity = -1;

  if (self->run.kind == TAP_RUN_END || (self->run.kind == TAP_RUN_EVENT && self->first.severity > 0))
    {
      for (guint i = 0; i < tap_findings_count (findings); i++)
        {
          const TapFinding *finding = tap_findings_get (findings, i);

          if (finding->event != number)
            continue;
          severity = MAX (severity, (int) finding->severity);
          if (strstr (rules->str, tap_rule_id (finding->rule)) == NULL)
            g_string_append_printf (rules, "%s%s", rules->len > 0 ? ", " : "",
                                    tap_rule_id (finding->rule));
        }
    }
  if (severity == self->severity && g_strcmp0 (self->rules, rules->str) == 0)
    return FALSE;
  self->severity = severity;
  g_free (self->rules);
  self->rules = g_strdup (rules->str);
  return TRUE;
}

/* From the trace, which may be ahead of what the session says of the exchange. */
static void
read_end (TapEventRow *self, TapExchange *exchange)
{
  g_autofree char *by = tap_summary_clean (tap_exchange_get_end_by (exchange));
  g_autofree char *how = tap_summary_clean (tap_exchange_get_end_how (exchange));
  g_autofree char *detail = tap_summary_clean (tap_exchange_get_end_detail (exchange));
  TapExchangeFacts facts = {
    .state = TAP_EXCHANGE_ENDED,
    .end_by = by,
    .end_how = how,
    .end_detail = detail,
  };

  self->ended = tap_exchange_get_ended (exchange);
  self->end_words = tap_end_words (&facts);
}

static gpointer
tap_event_model_get_item (GListModel *model, guint position)
{
  TapEventModel *self = TAP_EVENT_MODEL (model);
  TapEventRow *row;
  TapTrace *trace;
  TapExchange *exchange;

  if (self->runs.rows == NULL || position >= self->runs.rows->len)
    return NULL;
  row = g_object_new (TAP_TYPE_EVENT_ROW, NULL);
  row->model = self;
  row->run = g_array_index (self->runs.rows, TapRun, position);
  g_hash_table_add (self->alive, row);

  trace = tap_session_lock (self->session);
  exchange = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  if (exchange != NULL && row->run.kind == TAP_RUN_SILENCE)
    {
      row->silence = *tap_exchange_get_silence (exchange, row->run.first);
    }
  else if (exchange != NULL && row->run.kind != TAP_RUN_END)
    {
      row->first = *tap_exchange_get_block (exchange, row->run.first);
      row->last = *tap_exchange_get_block (exchange, row->run.last);
      if (row->run.first > 0)
        row->before = tap_exchange_get_block (exchange, row->run.first - 1)->last_at;
    }
  if (exchange != NULL && row->run.kind == TAP_RUN_END)
    read_end (row, exchange);
  if (exchange != NULL && row->run.kind != TAP_RUN_SILENCE)
    read_findings (row, exchange);
  tap_session_unlock (self->session);
  return row;
}

static GType
tap_event_model_get_item_type (GListModel *model)
{
  return TAP_TYPE_EVENT_ROW;
}

static guint
tap_event_model_get_n_items (GListModel *model)
{
  TapEventModel *self = TAP_EVENT_MODEL (model);

  return self->runs.rows != NULL ? self->runs.rows->len : 0;
}

static void
tap_event_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item = tap_event_model_get_item;
  iface->get_item_type = tap_event_model_get_item_type;
  iface->get_n_items = tap_event_model_get_n_items;
}

/* What is found out later of an event that already has a row. */
static void
refresh_findings (TapEventModel *self, TapExchange *exchange)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      TapEventRow *row = key;

      if (row->run.kind == TAP_RUN_EVENT)
        row->first = *tap_exchange_get_block (exchange, row->run.first);
      if (read_findings (row, exchange))
        g_ptr_array_add (self->refreshed, g_object_ref (row));
    }
}

static void
tell_refreshed (TapEventModel *self)
{
  for (guint i = 0; i < self->refreshed->len; i++)
    tap_event_row_changed (g_ptr_array_index (self->refreshed, i));
  g_ptr_array_set_size (self->refreshed, 0);
}

/* Does something to the runs under the lock, and tells what became of the rows. */
typedef gboolean (*Change) (TapEventModel *self, TapExchange *exchange, TapRunChange *change,
                            guint argument);

static TapExchange *
lock (TapEventModel *self)
{
  return tap_trace_find (tap_session_lock (self->session),
                         tap_exchange_item_get_facts (self->item)->id);
}

static void
apply (TapEventModel *self, Change function, guint argument)
{
  guint findings = self->runs.findings;
  TapExchange *exchange;
  TapRunChange change;
  gboolean changed;

  /* While GTK is told nothing yet, the rows have to be those that it knows. */
  g_signal_emit (self, model_signals[MODEL_CHANGING], 0);
  exchange = lock (self);
  changed = exchange != NULL && function (self, exchange, &change, argument);
  if (changed && self->runs.findings != findings)
    refresh_findings (self, exchange);
  tap_session_unlock (self->session);
  tell_refreshed (self);
  if (changed && change.removed + change.added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), change.position, change.removed,
                                change.added);
  g_signal_emit (self, model_signals[MODEL_CHANGED], 0);
}

static gboolean
do_update (TapEventModel *self, TapExchange *exchange, TapRunChange *change, guint argument)
{
  return tap_event_runs_update (&self->runs, exchange, change);
}

static gboolean
do_toggle (TapEventModel *self, TapExchange *exchange, TapRunChange *change, guint first)
{
  tap_event_runs_toggle (&self->runs, exchange, first, change);
  return TRUE;
}

static gboolean
do_open_all (TapEventModel *self, TapExchange *exchange, TapRunChange *change, guint open)
{
  tap_event_runs_open_all (&self->runs, exchange, open, change);
  return TRUE;
}

void
tap_event_model_update (TapEventModel *self)
{
  TapExchange *exchange;
  gboolean current;

  g_return_if_fail (TAP_IS_EVENT_MODEL (self));

  exchange = lock (self);
  current = exchange == NULL || tap_event_runs_is_current (&self->runs, exchange);
  tap_session_unlock (self->session);
  if (!current)
    apply (self, do_update, 0);
}

void
tap_event_model_toggle (TapEventModel *self, TapEventRow *row)
{
  g_return_if_fail (TAP_IS_EVENT_MODEL (self));

  if (tap_event_row_is_run (row))
    apply (self, do_toggle, row->run.first);
}

void
tap_event_model_open_all (TapEventModel *self, gboolean open)
{
  g_return_if_fail (TAP_IS_EVENT_MODEL (self));

  if (self->runs.rows != NULL)
    apply (self, do_open_all, open);
}

gboolean
tap_event_model_find (TapEventModel *self, guint number, guint *position)
{
  TapTrace *trace;
  TapExchange *exchange;
  gboolean found;

  g_return_val_if_fail (TAP_IS_EVENT_MODEL (self), FALSE);

  trace = tap_session_lock (self->session);
  exchange = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  found = exchange != NULL && tap_event_runs_find (&self->runs, exchange, number, position);
  tap_session_unlock (self->session);
  return found;
}

static gboolean
is_row_at (TapEventModel *self, TapEventRow *row, guint position)
{
  const TapRun *run;

  if (self->runs.rows == NULL || position >= self->runs.rows->len)
    return FALSE;
  run = &g_array_index (self->runs.rows, TapRun, position);
  return run->kind == row->run.kind && run->first == row->run.first;
}

gboolean
tap_event_model_find_row (TapEventModel *self, TapEventRow *row, guint near, guint *position)
{
  guint count;

  g_return_val_if_fail (TAP_IS_EVENT_MODEL (self), FALSE);
  g_return_val_if_fail (TAP_IS_EVENT_ROW (row), FALSE);

  count = self->runs.rows != NULL ? self->runs.rows->len : 0;
  *position = near;
  if (is_row_at (self, row, near))
    return TRUE;
  for (*position = 0; *position < count; (*position)++)
    {
      if (is_row_at (self, row, *position))
        return TRUE;
    }
  return FALSE;
}

void
tap_event_model_set_content (TapEventModel *self, TapContent *content)
{
  g_return_if_fail (TAP_IS_EVENT_MODEL (self));

  self->content = content;
}

void
tap_event_model_content_changed (TapEventModel *self)
{
  g_autoptr (GList) rows = NULL;

  g_return_if_fail (TAP_IS_EVENT_MODEL (self));

  rows = g_hash_table_get_keys (self->alive);
  for (GList *l = rows; l != NULL; l = l->next)
    {
      if (((TapEventRow *) l->data)->lacks)
        tap_event_row_changed (l->data);
    }
}

static void
tap_event_model_finalize (GObject *object)
{
  TapEventModel *self = TAP_EVENT_MODEL (object);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    ((TapEventRow *) row)->model = NULL;
  g_hash_table_unref (self->alive);
  g_ptr_array_unref (self->refreshed);
  tap_event_runs_clear (&self->runs);
  tap_json_clear (&self->json);
  g_clear_object (&self->session);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (tap_event_model_parent_class)->finalize (object);
}

static void
tap_event_model_class_init (TapEventModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_event_model_finalize;
  model_signals[MODEL_CHANGING] = g_signal_new ("changing", G_TYPE_FROM_CLASS (klass),
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 0);
  model_signals[MODEL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                               G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
}

static void
tap_event_model_init (TapEventModel *self)
{
  self->alive = g_hash_table_new (NULL, NULL);
  self->refreshed = g_ptr_array_new_with_free_func (g_object_unref);
}

TapEventModel *
tap_event_model_new (TapSession *session, TapExchangeItem *item)
{
  TapEventModel *self = g_object_new (TAP_TYPE_EVENT_MODEL, NULL);

  self->session = g_object_ref (session);
  self->item = g_object_ref (item);
  tap_event_model_update (self);
  return self;
}
