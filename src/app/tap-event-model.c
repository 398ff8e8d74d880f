/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-end-words.h"
#include "tap-event-words.h"
#include "tap-report.h"
#include "tap-sse.h"

#define MAX_READ 8192    /* bytes of an event that its line is made from */
#define MAX_JOINED 300   /* bytes of a run's text */

static const TapReportStyle plain = { .utf8 = TRUE };

struct _TapEventModel
{
  GObject parent_instance;

  TapSession *session;
  TapExchangeItem *item;
  TapContent *content;    /* (nullable) borrowed */
  TapEventRuns runs;
  GHashTable *alive;      /* of TapEventRow: those that somebody holds */
  TapJson json;           /* scratch */
};

struct _TapEventRow
{
  GObject parent_instance;

  TapEventModel *model;   /* (nullable) borrowed: it clears it when it goes */
  TapRun run;
  TapEvent first;         /* copies, for events and runs */
  TapEvent last;
  gint64 before;          /* when the event before it came; -1: it is the first */
  TapSilence silence;
  int severity;
  char *rules;            /* (nullable) */
};

enum
{
  ROW_CHANGED,
  N_ROW_SIGNALS,
};

static guint row_signals[N_ROW_SIGNALS];

G_DEFINE_FINAL_TYPE (TapEventRow, tap_event_row, G_TYPE_OBJECT)

static void tap_event_model_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TapEventModel, tap_event_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tap_event_model_list_model_init))

static void
tap_event_row_finalize (GObject *object)
{
  TapEventRow *self = TAP_EVENT_ROW (object);

  if (self->model != NULL)
    g_hash_table_remove (self->model->alive, self);
  g_free (self->rules);
  G_OBJECT_CLASS (tap_event_row_parent_class)->finalize (object);
}

static void
tap_event_row_class_init (TapEventRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_event_row_finalize;
  row_signals[ROW_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_event_row_init (TapEventRow *self)
{
  self->before = -1;
  self->severity = -1;
}

TapRunKind
tap_event_row_get_kind (TapEventRow *self)
{
  return self->run.kind;
}

TapEventKind
tap_event_row_get_event_kind (TapEventRow *self)
{
  return (TapEventKind) self->first.kind;
}

guint
tap_event_row_get_number (TapEventRow *self)
{
  if (self->run.kind == TAP_RUN_SILENCE)
    return self->silence.after_event;
  return self->run.kind == TAP_RUN_END ? 0 : self->first.number;
}

int
tap_event_row_get_severity (TapEventRow *self)
{
  return self->severity;
}

gboolean
tap_event_row_is_folded (TapEventRow *self)
{
  return self->run.kind == TAP_RUN_FOLDED;
}

gboolean
tap_event_row_is_run (TapEventRow *self)
{
  return self->run.kind == TAP_RUN_FOLDED
         || (self->model != NULL && self->model->runs.opened != NULL
             && self->run.kind == TAP_RUN_EVENT
             && g_hash_table_contains (self->model->runs.opened,
                                       GUINT_TO_POINTER (self->run.first + 1)));
}

/* The event's data as it stood on the wire, and parsed where it is JSON. */
static gboolean
read_event (TapEventModel *self, const TapEvent *event, GString *data)
{
  g_autofree guint8 *bytes = g_malloc (MAX_READ);
  g_auto (TapSse) sse = { NULL };
  TapSseBlock block;
  gsize length;

  if (self->content == NULL)
    return FALSE;
  length = tap_content_read (self->content, TAP_CONTENT_ANSWER, event->offset, bytes,
                             MIN (event->length, MAX_READ));
  if (length == 0)
    return FALSE;
  tap_sse_push (&sse, bytes, length, 0);
  tap_sse_end (&sse);
  if (tap_sse_pull (&sse, &block) && block.data != NULL)
    g_string_append_len (data, block.data, (gssize) block.data_length);
  else
    g_string_append_len (data, (const char *) bytes, (gssize) length);
  return TRUE;
}

static char *
dup_content (TapEventRow *row)
{
  TapEventModel *self = row->model;
  g_autoptr (GString) data = g_string_new (NULL);

  if (!read_event (self, &row->first, data))
    return g_strdup ("");
  if (!tap_json_parse (&self->json, data->str, data->len, NULL))
    self->json.n_nodes = 0;
  return tap_event_words (&self->json, data->str, data->len);
}

/* The text that the deltas of a run add, as far as a line has room. */
static char *
dup_joined (TapEventRow *row)
{
  TapEventModel *self = row->model;
  g_autoptr (GString) joined = g_string_new ("“");
  TapTrace *trace = tap_session_lock (self->session);
  TapExchange *exchange
      = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (TapEvent));

  for (guint i = row->run.first; exchange != NULL && i <= row->run.last && events->len < 64; i++)
    g_array_append_vals (events, tap_exchange_get_block (exchange, i), 1);
  tap_session_unlock (self->session);

  for (guint i = 0; i < events->len && joined->len < MAX_JOINED; i++)
    {
      g_autoptr (GString) data = g_string_new (NULL);

      if (!read_event (self, &g_array_index (events, TapEvent, i), data))
        return g_strdup ("");
      if (tap_json_parse (&self->json, data->str, data->len, NULL))
        tap_event_delta_append (&self->json, joined);
    }
  if (joined->len == strlen ("“"))
    return g_strdup ("");
  if (joined->len >= MAX_JOINED || row->run.last - row->run.first >= 64)
    g_string_append (joined, "…");
  g_string_append (joined, "”");
  /* As one line. */
  self->json.n_nodes = 0;
  return tap_event_words (&self->json, joined->str, joined->len);
}

static char *
dup_clock (TapEventRow *self, gint64 at)
{
  gint64 started = tap_session_get_started (self->model->session);
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *clock = NULL;

  if (started <= 0)
    return g_strdup ("");
  time = g_date_time_new_from_unix_local ((started + at) / G_USEC_PER_SEC);
  clock = g_date_time_format (time, "%H:%M:%S");
  return g_strdup_printf ("%s.%03d", clock, (int) ((started + at) % G_USEC_PER_SEC / 1000));
}

static char *
dup_number (TapEventRow *self)
{
  if (self->run.kind == TAP_RUN_FOLDED)
    return g_strdup_printf ("%u–%u", self->first.number, self->last.number);
  return self->first.number > 0 ? g_strdup_printf ("%u", self->first.number) : g_strdup ("·");
}

static char *
dup_name (TapEventRow *self)
{
  const char *name = self->first.name != 0 ? g_quark_to_string (self->first.name) : NULL;

  if (name == NULL)
    name = self->first.kind == TAP_EVENT_COMMENT ? _ ("comment")
           : self->first.kind == TAP_EVENT_ERROR ? _ ("error object")
                                                 : _ ("unnamed");
  if (self->run.kind == TAP_RUN_FOLDED)
    return g_strdup_printf ("%s ×%u", name, self->run.last - self->run.first + 1);
  return g_strdup (name);
}

static char *
dup_event_text (TapEventRow *self, TapCell cell)
{
  gint64 began = tap_exchange_item_get_facts (self->model->item)->began;

  switch (cell)
    {
    case TAP_CELL_NUMBER:
      return dup_number (self);

    case TAP_CELL_TIME:
      return tap_report_time (MAX (self->first.last_at - began, 0), &plain);

    case TAP_CELL_CLOCK:
      return dup_clock (self, self->first.last_at);

    case TAP_CELL_GAP:
      return self->before >= 0 ? tap_report_time (MAX (self->first.last_at - self->before, 0),
                                                  &plain)
                               : g_strdup ("");

    case TAP_CELL_NAME:
      return dup_name (self);

    case TAP_CELL_CONTENT:
      return self->run.kind == TAP_RUN_FOLDED ? dup_joined (self) : dup_content (self);

    case TAP_CELL_FINDING:
      return g_strdup (self->rules != NULL ? self->rules : "");

    case TAP_N_CELLS:
    default:
      return g_strdup ("");
    }
}

static char *
dup_silence_text (TapEventRow *self)
{
  g_autofree char *length = tap_report_time (self->silence.to - self->silence.from, &plain);

  return self->silence.bytes
             ? g_strdup_printf (_ ("%s of silence: no event, no ping, no byte"), length)
             : g_strdup_printf (_ ("%s of pings alone: no event that says anything"), length);
}

static char *
dup_end_text (TapEventRow *self, TapCell cell)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self->model->item);

  switch (cell)
    {
    case TAP_CELL_NUMBER:
      return g_strdup ("—");

    case TAP_CELL_TIME:
      return tap_report_time (MAX (facts->ended - facts->began, 0), &plain);

    case TAP_CELL_CLOCK:
      return dup_clock (self, facts->ended);

    case TAP_CELL_NAME:
      return g_strdup (_ ("end"));

    case TAP_CELL_CONTENT:
      return tap_end_words (facts);

    case TAP_CELL_FINDING:
      return g_strdup (self->rules != NULL ? self->rules : "");

    case TAP_CELL_GAP:
    case TAP_N_CELLS:
    default:
      return g_strdup ("");
    }
}

char *
tap_event_row_dup_text (TapEventRow *self, TapCell cell)
{
  g_return_val_if_fail (TAP_IS_EVENT_ROW (self), NULL);

  if (self->model == NULL)
    return g_strdup ("");
  switch (self->run.kind)
    {
    case TAP_RUN_SILENCE:
      return cell == TAP_CELL_CONTENT ? dup_silence_text (self) : g_strdup ("");

    case TAP_RUN_END:
      return dup_end_text (self, cell);

    case TAP_RUN_EVENT:
    case TAP_RUN_FOLDED:
    default:
      return dup_event_text (self, cell);
    }
}

static void
read_findings (TapEventRow *self, TapExchange *exchange)
{
  TapFindings *findings = tap_exchange_get_findings (exchange);
  g_autoptr (GString) rules = NULL;

  if (self->run.kind == TAP_RUN_FOLDED
      || (self->run.kind == TAP_RUN_EVENT && self->first.severity == 0))
    return;
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);
      guint number = self->run.kind == TAP_RUN_END ? 0 : self->first.number;

      if (finding->event != number)
        continue;
      self->severity = MAX (self->severity, (int) finding->severity);
      if (rules == NULL)
        rules = g_string_new (tap_rule_id (finding->rule));
      else if (strstr (rules->str, tap_rule_id (finding->rule)) == NULL)
        g_string_append_printf (rules, ", %s", tap_rule_id (finding->rule));
    }
  if (rules != NULL)
    self->rules = g_strdup (rules->str);
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

/* Does something to the runs under the lock, and tells what became of the rows. */
typedef gboolean (*Change) (TapEventModel *self, TapExchange *exchange, TapRunChange *change,
                            guint argument);

static void
apply (TapEventModel *self, Change function, guint argument)
{
  TapTrace *trace = tap_session_lock (self->session);
  TapExchange *exchange
      = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  TapRunChange change;
  gboolean changed = exchange != NULL && function (self, exchange, &change, argument);

  tap_session_unlock (self->session);
  if (changed)
    g_list_model_items_changed (G_LIST_MODEL (self), change.position, change.removed,
                                change.added);
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
  g_return_if_fail (TAP_IS_EVENT_MODEL (self));

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
    g_signal_emit (l->data, row_signals[ROW_CHANGED], 0);
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
}

static void
tap_event_model_init (TapEventModel *self)
{
  self->alive = g_hash_table_new (NULL, NULL);
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
