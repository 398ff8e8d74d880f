/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-live-trace.h"

#include <glib/gi18n-lib.h>

#include "tap-error.h"
#include "tap-log-loop.h"

#define POLL_MS 20
#define BATCH_RECORDS 256            /* read without the lock, folded with it */
#define BATCH_BYTES (64 * 1024)

/* What the trace does not know of its exchanges, by their index. */
typedef struct
{
  guint64 id;
  TapContentPlaces places;
  gboolean changed; /* since the changes were taken */
} Entry;

/* The records of the newest connections that belong together; TAP_CONTENT_NOWHERE: none. */
typedef struct
{
  guint64 agent;
  guint64 gateway;
} Link;

typedef struct
{
  TapRecord *record;
  guint64 offset;
} Line;

struct _TapLiveTrace
{
  TapLiveTraceFunc changed;
  gpointer user_data;
  GMainContext *owner;
  GThread *thread;

  TapLogLoop loop;
  gint64 until;          /* set before it finishes: µs of the trace, when its engine was last known
                            to live */

  /* The thread's own. */
  TapLogReader *reader;
  GArray *batch;         /* of Line */
  GHashTable *links;     /* id of the agent's connection → Link */

  /* Whoever wants the lock takes its turn first, so that the thread, which lets go of it for a
   * moment only, cannot take it again before one who waits. */
  GMutex turn;
  GMutex lock;           /* guards what follows */
  TapTrace *trace;
  GArray *entries;       /* of Entry */
  GHashTable *by_id;     /* id → index + 1 */
  guint newest;          /* index of the last record's exchange */
  GArray *changes;       /* of guint */

  GMutex state;          /* guards what follows; the last to be taken */
  TapLiveProgress progress;
  guint problems_told;
  GSource *telling;      /* attached to the owner until the changes are taken */
  gboolean told;
};

static gboolean
tell_cb (gpointer user_data)
{
  TapLiveTrace *self = user_data;

  g_mutex_lock (&self->state);
  g_clear_pointer (&self->telling, g_source_unref);
  g_mutex_unlock (&self->state);
  self->changed (self->user_data);
  return G_SOURCE_REMOVE;
}

static void
tell (TapLiveTrace *self)
{
  g_mutex_lock (&self->state);
  if (!self->told)
    {
      self->told = TRUE;
      self->telling = g_idle_source_new ();
      g_source_set_priority (self->telling, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->telling, tell_cb, self, NULL);
      g_source_attach (self->telling, self->owner);
    }
  g_mutex_unlock (&self->state);
}

static void
take_lock (TapLiveTrace *self)
{
  g_mutex_lock (&self->turn);
  g_mutex_lock (&self->lock);
  g_mutex_unlock (&self->turn);
}

static void
line_clear (gpointer data)
{
  tap_record_unref (((Line *) data)->record);
}

static void
note_problem (TapLiveTrace *self, const char *message)
{
  g_mutex_lock (&self->state);
  if (self->progress.problems++ == 0)
    self->progress.problem = g_strdup (message);
  g_mutex_unlock (&self->state);
}

/* FALSE: the file has no more for now. */
static gboolean
read_batch (TapLiveTrace *self)
{
  guint64 begin = tap_log_reader_get_offset (self->reader);

  while (self->batch->len < BATCH_RECORDS && !tap_log_loop_is_abandoned (&self->loop))
    {
      g_autoptr (GError) error = NULL;
      Line line = { .record = tap_log_reader_next (self->reader, &error) };

      if (line.record != NULL)
        {
          line.offset = tap_log_reader_get_offset (self->reader);
          g_array_append_val (self->batch, line);
          if (line.offset > begin + BATCH_BYTES)
            return TRUE;
        }
      else if (error == NULL)
        {
          return FALSE;
        }
      else
        {
          note_problem (self, error->message);
          if (!g_error_matches (error, TAP_ERROR, TAP_ERROR_FORMAT)
              && !g_error_matches (error, TAP_ERROR, TAP_ERROR_NEWER))
            return FALSE;
        }
    }
  return TRUE;
}

/* With the lock held. */
static void
mark_changed (TapLiveTrace *self, guint index)
{
  Entry *entry = &g_array_index (self->entries, Entry, index);

  if (entry->changed)
    return;
  entry->changed = TRUE;
  g_array_append_val (self->changes, index);
}

static void
changed_cb (TapTrace *trace, TapExchange *exchange, TapChange change, gpointer user_data)
{
  TapLiveTrace *self = user_data;
  guint64 id = tap_exchange_get_id (exchange);
  guint count = self->entries->len;

  if (self->newest >= count || g_array_index (self->entries, Entry, self->newest).id != id)
    {
      guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, &id));

      if (found == 0)
        return; /* it has just begun: fold_line() knows where */
      self->newest = found - 1;
    }
  mark_changed (self, self->newest);
}

static Link *
find_link (TapLiveTrace *self, const TapRecord *record, const char *field)
{
  gint64 id = tap_record_get_int (record, field);
  Link *link = g_hash_table_lookup (self->links, &id);

  if (link == NULL)
    {
      link = g_new (Link, 1);
      *link = (Link){ TAP_CONTENT_NOWHERE, TAP_CONTENT_NOWHERE };
      g_hash_table_insert (self->links, g_memdup2 (&id, sizeof id), link);
    }
  return link;
}

/* Connections are opened before the exchanges that use them. */
static void
note_connection (TapLiveTrace *self, const Line *line)
{
  if (g_strcmp0 (tap_record_get_string (line->record, "side"), "gateway") == 0)
    find_link (self, line->record, "for")->gateway = line->offset;
  else
    find_link (self, line->record, "connection")->agent = line->offset;
}

static TapContentPlaces
find_places (TapLiveTrace *self, const Line *line)
{
  TapContentPlaces places = { line->offset, TAP_CONTENT_NOWHERE, TAP_CONTENT_NOWHERE };
  const Link *link;

  if (tap_record_get_kind (line->record) != TAP_RECORD_REQUEST)
    return places;
  link = find_link (self, line->record, "connection");
  places.agent = link->agent;
  if (tap_record_get_boolean (line->record, "reused"))
    places.gateway = link->gateway;
  return places;
}

static void
fold_line (TapLiveTrace *self, const Line *line)
{
  guint count = self->entries->len;

  if (tap_record_get_kind (line->record) == TAP_RECORD_CONNECTION)
    note_connection (self, line);
  tap_trace_push (self->trace, line->record);
  if (tap_trace_count (self->trace) > count)
    {
      guint64 *id = g_new (guint64, 1);
      Entry entry = { tap_record_get_exchange (line->record), find_places (self, line), FALSE };

      *id = entry.id;
      g_array_append_val (self->entries, entry);
      g_hash_table_insert (self->by_id, id, GUINT_TO_POINTER (count + 1));
      self->newest = count;
      mark_changed (self, count);
    }
}

/* Whether that is news. */
static gboolean
note_progress (TapLiveTrace *self, gboolean caught_up, gboolean complete)
{
  TapLiveProgress before;
  TapLiveProgress *now = &self->progress;
  gboolean news;

  g_mutex_lock (&self->state);
  before = *now;
  now->size = tap_log_reader_get_size (self->reader);
  now->read = caught_up ? now->size : tap_log_reader_get_offset (self->reader);
  now->complete = now->complete || complete;
  news = now->read != before.read || now->complete != before.complete
         || now->problems != self->problems_told;
  self->problems_told = now->problems;
  g_mutex_unlock (&self->state);
  return news;
}

static void
fold_batch (TapLiveTrace *self)
{
  take_lock (self);
  for (guint i = 0; i < self->batch->len; i++)
    fold_line (self, &g_array_index (self->batch, Line, i));
  g_mutex_unlock (&self->lock);
  g_array_set_size (self->batch, 0);
}

static void
read_on (gpointer user_data)
{
  TapLiveTrace *self = user_data;
  gboolean more = TRUE;

  while (more && !tap_log_loop_is_abandoned (&self->loop))
    {
      more = read_batch (self);
      if (self->batch->len > 0)
        fold_batch (self);
      /* Also when there was nothing to fold: then it is known that all is read. */
      if (note_progress (self, !more, FALSE))
        tell (self);
    }
}

static gpointer
thread_main (gpointer user_data)
{
  TapLiveTrace *self = user_data;

  if (tap_log_loop_run (&self->loop, self->reader, POLL_MS, read_on, self))
    {
      take_lock (self);
      tap_trace_went_on (self->trace, self->until);
      tap_trace_finish (self->trace);
      g_mutex_unlock (&self->lock);
      if (tap_log_reader_has_rest (self->reader))
        note_problem (self, _ ("the last line is not whole, the log was cut off"));
      note_progress (self, TRUE, TRUE);
      tell (self);
    }
  return NULL;
}

TapLiveTrace *
tap_live_trace_new (const char *path, gint64 gap, gboolean grows, TapLiveTraceFunc changed,
                    gpointer user_data, GError **error)
{
  g_autoptr (TapLogReader) reader = NULL;
  TapLiveTrace *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (changed != NULL, NULL);

  reader = tap_log_reader_open (path, error);
  if (reader == NULL)
    return NULL;

  self = g_new0 (TapLiveTrace, 1);
  self->changed = changed;
  self->user_data = user_data;
  self->owner = g_main_context_ref_thread_default ();
  tap_log_loop_init (&self->loop, grows);
  self->progress.size = tap_log_reader_get_size (reader);
  self->reader = g_steal_pointer (&reader);
  self->batch = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->batch, line_clear);
  g_mutex_init (&self->turn);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->state);
  self->trace = tap_trace_new (TAP_TRACE_KEEP_EVENTS, gap > 0 ? gap : TAP_TRACE_GAP);
  tap_trace_set_func (self->trace, changed_cb, self);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->changes = g_array_new (FALSE, FALSE, sizeof (guint));
  self->links = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->thread = g_thread_new ("tap-live-trace", thread_main, self);
  return self;
}

void
tap_live_trace_finish (TapLiveTrace *self, gint64 until)
{
  self->until = until;
  tap_log_loop_finish (&self->loop);
}

void
tap_live_trace_free (TapLiveTrace *self)
{
  if (self == NULL)
    return;
  tap_log_loop_abandon (&self->loop);
  g_thread_join (self->thread);

  if (self->telling != NULL)
    {
      g_source_destroy (self->telling);
      g_source_unref (self->telling);
    }
  g_array_unref (self->batch);
  g_hash_table_unref (self->links);
  g_array_unref (self->changes);
  g_hash_table_unref (self->by_id);
  g_array_unref (self->entries);
  tap_trace_free (self->trace);
  tap_log_reader_free (self->reader);
  g_free (self->progress.problem);
  g_mutex_clear (&self->state);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->turn);
  tap_log_loop_clear (&self->loop);
  g_main_context_unref (self->owner);
  g_free (self);
}

TapTrace *
tap_live_trace_lock (TapLiveTrace *self)
{
  take_lock (self);
  return self->trace;
}

void
tap_live_trace_unlock (TapLiveTrace *self)
{
  g_mutex_unlock (&self->lock);
}

static int
compare_indexes (gconstpointer a, gconstpointer b)
{
  const guint *first = a;
  const guint *second = b;

  return (*first > *second) - (*first < *second);
}

void
tap_live_trace_take_changes (TapLiveTrace *self, GArray *indexes)
{
  g_array_set_size (indexes, 0);
  g_array_append_vals (indexes, self->changes->data, self->changes->len);
  g_array_sort (indexes, compare_indexes);
  for (guint i = 0; i < self->changes->len; i++)
    g_array_index (self->entries, Entry, g_array_index (self->changes, guint, i)).changed = FALSE;
  g_array_set_size (self->changes, 0);

  g_mutex_lock (&self->state);
  self->told = FALSE;
  if (self->telling != NULL)
    {
      g_source_destroy (self->telling);
      g_clear_pointer (&self->telling, g_source_unref);
    }
  g_mutex_unlock (&self->state);
}

gboolean
tap_live_trace_get_places (TapLiveTrace *self, guint64 exchange, TapContentPlaces *places)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, &exchange));

  if (found == 0)
    return FALSE;
  *places = g_array_index (self->entries, Entry, found - 1).places;
  return TRUE;
}

void
tap_live_trace_get_progress (TapLiveTrace *self, TapLiveProgress *progress)
{
  g_mutex_lock (&self->state);
  *progress = self->progress;
  progress->problem = g_strdup (self->progress.problem);
  g_mutex_unlock (&self->state);
}
