/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-follower.h"

#include <sched.h>

#include "tap-error.h"
#include "tap-log-loop.h"
#include "tap-trace.h"
#include "tap-verdict.h"

#define POLL_MS 100
#define HAND_OVER_MS 20 /* summaries that come close together wake the owner once */

struct _TapFollower
{
  TapFollowerFunc func;
  TapFollowerDone done;
  gpointer user_data;
  GMainContext *owner;   /* where func and done are called */
  GThread *thread;

  TapLogLoop loop;

  /* The thread's own. */
  TapLogReader *reader;
  TapTrace *trace;
  GArray *ended;         /* ids to forget once the fold has returned */

  gint tell_begun;       /* atomic */

  GMutex mutex;          /* guards what follows */
  GCond fetched;         /* signalled when the pending ones were taken, or nobody wants them */
  GPtrArray *pending;    /* of TapSummary */
  GSource *hand_over;    /* attached to the owner while something is pending */
  gboolean drained;
};

static GPtrArray *
new_pending (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tap_summary_free);
}

static gboolean
hand_over_cb (gpointer user_data)
{
  TapFollower *self = user_data;
  g_autoptr (GPtrArray) pending = NULL;
  gboolean drained;

  g_mutex_lock (&self->mutex);
  pending = g_steal_pointer (&self->pending);
  self->pending = new_pending ();
  g_clear_pointer (&self->hand_over, g_source_unref);
  drained = self->drained;
  self->drained = FALSE;
  g_cond_signal (&self->fetched);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < pending->len; i++)
    self->func (g_ptr_array_index (pending, i), self->user_data);
  if (drained && self->done != NULL)
    self->done (self->user_data);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
schedule_hand_over (TapFollower *self)
{
  if (self->hand_over != NULL)
    return;
  self->hand_over = g_timeout_source_new (HAND_OVER_MS);
  g_source_set_callback (self->hand_over, hand_over_cb, self, NULL);
  g_source_attach (self->hand_over, self->owner);
}

/* Errors first. @rules: (out) room for TAP_SUMMARY_MAX_RULES and NULL. */
static void
collect_rules (const TapFindings *findings, const char **rules)
{
  const guint n = tap_findings_count (findings);
  gboolean seen[TAP_N_RULES] = { FALSE };
  guint n_rules = 0;

  for (int severity = TAP_SEVERITY_ERROR; n > 0 && severity >= TAP_SEVERITY_NOTE; severity--)
    for (guint i = 0; i < n && n_rules < TAP_SUMMARY_MAX_RULES; i++)
      {
        const TapFinding *finding = tap_findings_get (findings, i);

        if ((int) finding->severity != severity || seen[finding->rule])
          continue;
        rules[n_rules++] = tap_rule_id (finding->rule);
        seen[finding->rule] = TRUE;
      }
  rules[n_rules] = NULL;
}

/* Most exchanges are in order, and cost nothing here. */
static const char *
find_cause (const TapTrace *trace, const TapExchange *exchange, const TapSummary *summary)
{
  TapTone tone;
  TapCause cause;

  if (summary->errors + summary->warnings == 0 && summary->status >= 100 && summary->status < 400
      && g_strcmp0 (summary->end_how, "complete") == 0)
    return NULL;
  cause = tap_verdict_find_cause (trace, exchange, &tone);
  return tone == TAP_TONE_GOOD || cause == TAP_CAUSE_COMPLETE_WITH_FLAWS ? NULL
                                                                         : tap_cause_id (cause);
}

static TapSummary *
summarise (TapTrace *trace, TapExchange *exchange, gboolean ended)
{
  const char *rules[TAP_SUMMARY_MAX_RULES + 1];
  TapSummary summary = { 0 };
  const TapFindings *findings = tap_exchange_get_findings (exchange);
  gint64 end = tap_exchange_get_ended (exchange);

  if (end < 0)
    end = tap_trace_get_now (trace);

  summary.exchange = tap_exchange_get_id (exchange);
  summary.ended = ended;
  summary.began = tap_trace_get_started (trace) + MAX (tap_exchange_get_began (exchange), 0);
  summary.method = tap_exchange_get_method (exchange);
  summary.target = tap_exchange_get_target (exchange);
  summary.client = tap_exchange_get_client (exchange);
  summary.model = tap_exchange_get_model (exchange);
  if (!ended)
    return tap_summary_copy (&summary);

  summary.duration = end - MAX (tap_exchange_get_began (exchange), 0);
  summary.status = tap_exchange_get_status (exchange);
  summary.events = tap_exchange_count_events (exchange);
  summary.longest_gap = tap_exchange_get_longest_gap (exchange, end);
  summary.bytes_up = tap_exchange_get_bytes_up (exchange);
  summary.bytes_down = tap_exchange_get_bytes_in (exchange);
  summary.end_by = tap_exchange_get_end_by (exchange);
  summary.end_how = tap_exchange_get_end_how (exchange);
  summary.end_detail = tap_exchange_get_end_detail (exchange);
  summary.errors = tap_findings_count_severity (findings, TAP_SEVERITY_ERROR);
  summary.warnings = tap_findings_count_severity (findings, TAP_SEVERITY_WARNING);
  summary.notes = tap_findings_count_severity (findings, TAP_SEVERITY_NOTE);
  summary.cause = find_cause (trace, exchange, &summary);
  collect_rules (findings, rules);
  summary.rules = rules;
  return tap_summary_copy (&summary);
}

static void
changed_cb (TapTrace *trace, TapExchange *exchange, TapChange change, gpointer user_data)
{
  TapFollower *self = user_data;
  guint64 id = tap_exchange_get_id (exchange);
  TapSummary *summary;

  if (change != TAP_CHANGE_ENDED
      && (change != TAP_CHANGE_BEGAN || !g_atomic_int_get (&self->tell_begun)))
    return;
  if (change == TAP_CHANGE_ENDED)
    g_array_append_val (self->ended, id);

  summary = summarise (trace, exchange, change == TAP_CHANGE_ENDED);
  g_mutex_lock (&self->mutex);
  while (self->pending->len >= TAP_FOLLOWER_MAX_PENDING
         && !tap_log_loop_is_abandoned (&self->loop))
    g_cond_wait (&self->fetched, &self->mutex);
  g_ptr_array_add (self->pending, summary);
  schedule_hand_over (self);
  g_mutex_unlock (&self->mutex);
}

static void
read_on (gpointer user_data)
{
  TapFollower *self = user_data;

  while (!tap_log_loop_is_abandoned (&self->loop))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TapRecord) record = tap_log_reader_next (self->reader, &error);

      if (record != NULL)
        tap_trace_push (self->trace, record);
      else if (!g_error_matches (error, TAP_ERROR, TAP_ERROR_FORMAT))
        break; /* no more as yet, or not readable just now; a broken line is passed over */

      for (guint i = 0; i < self->ended->len; i++)
        tap_trace_forget (self->trace, g_array_index (self->ended, guint64, i));
      g_array_set_size (self->ended, 0);
    }
}

static gpointer
thread_main (gpointer user_data)
{
  TapFollower *self = user_data;
  struct sched_param parameters = { 0 };

  /* Where it is not allowed it runs like any other thread: slower for others, but not wrong. */
  sched_setscheduler (0, SCHED_IDLE, &parameters);

  if (tap_log_loop_run (&self->loop, self->reader, POLL_MS, read_on, self))
    {
      tap_trace_finish (self->trace);
      g_mutex_lock (&self->mutex);
      self->drained = TRUE;
      schedule_hand_over (self);
      g_mutex_unlock (&self->mutex);
    }
  return NULL;
}

TapFollower *
tap_follower_new (const char *path, gint64 gap, TapFollowerFunc func, TapFollowerDone done,
                  gpointer user_data, GError **error)
{
  g_autoptr (TapLogReader) reader = NULL;
  TapFollower *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  reader = tap_log_reader_open (path, error);
  if (reader == NULL)
    return NULL;

  self = g_new0 (TapFollower, 1);
  self->func = func;
  self->done = done;
  self->user_data = user_data;
  self->owner = g_main_context_ref_thread_default ();
  tap_log_loop_init (&self->loop, TRUE);
  self->reader = g_steal_pointer (&reader);
  self->trace = tap_trace_new (0, gap > 0 ? gap : TAP_TRACE_GAP);
  self->ended = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_mutex_init (&self->mutex);
  g_cond_init (&self->fetched);
  self->pending = new_pending ();
  self->tell_begun = TRUE;
  tap_trace_set_func (self->trace, changed_cb, self);
  self->thread = g_thread_new ("tap-follower", thread_main, self);
  return self;
}

void
tap_follower_set_tell_begun (TapFollower *self, gboolean tell)
{
  g_atomic_int_set (&self->tell_begun, !!tell);
}

void
tap_follower_finish (TapFollower *self)
{
  tap_log_loop_finish (&self->loop);
}

void
tap_follower_free (TapFollower *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  tap_log_loop_abandon (&self->loop);
  g_cond_signal (&self->fetched);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);

  if (self->hand_over != NULL)
    {
      g_source_destroy (self->hand_over);
      g_source_unref (self->hand_over);
    }
  g_ptr_array_unref (self->pending);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->fetched);
  g_array_unref (self->ended);
  tap_trace_free (self->trace);
  tap_log_reader_free (self->reader);
  tap_log_loop_clear (&self->loop);
  g_main_context_unref (self->owner);
  g_free (self);
}
