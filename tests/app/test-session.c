/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "log-writer.h"
#include "tap-session.h"

#define GAP (10 * G_USEC_PER_SEC)

typedef struct
{
  LogWriter log;
  TapSession *session;
  guint told;      /* "changed" of the session */
  guint items_told;
  guint largest;   /* changes at a time */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  log_writer_init (&self->log);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->session);
  log_writer_clear (&self->log);
}

static void
item_changed_cb (TapExchangeItem *item, gpointer user_data)
{
  Fixture *self = user_data;

  self->items_told++;
  /* Who is told may look at the trace. */
  g_assert_nonnull (tap_session_lock (self->session));
  tap_session_unlock (self->session);
}

static void
changed_cb (TapSession *session, gpointer user_data)
{
  Fixture *self = user_data;

  self->told++;
  self->largest = MAX (self->largest, tap_session_get_changed (session)->len);
}

static void
open_session (Fixture *self, gboolean live)
{
  g_autoptr (GError) error = NULL;

  self->session = tap_session_new (self->log.path, live, GAP, &error);
  g_assert_no_error (error);
  g_signal_connect (self->session, "changed", G_CALLBACK (changed_cb), self);
}

static const TapExchangeFacts *
get_facts (Fixture *self, guint64 exchange)
{
  TapExchangeItem *item = tap_session_find (self->session, exchange);

  return item != NULL ? tap_exchange_item_get_facts (item) : NULL;
}

static gboolean
is_read (gpointer user_data)
{
  return tap_session_get_progress (((Fixture *) user_data)->session) >= 1;
}

static gboolean
has_ping (gpointer user_data)
{
  const TapExchangeFacts *facts = get_facts (user_data, 1);

  return facts != NULL && facts->events == 1;
}

static gboolean
has_ended (gpointer user_data)
{
  const TapExchangeFacts *facts = get_facts (user_data, 1);

  return facts != NULL && facts->state == TAP_EXCHANGE_ENDED;
}

static void
test_facts (Fixture *self, gconstpointer data)
{
  const TapExchangeFacts *facts;
  const char *style;
  g_autofree char *open = NULL;
  g_autofree char *ended = NULL;

  log_writer_begin (&self->log, 1, "claude-cli/2.1.0 (external\t, cli)", NULL);
  open_session (self, TRUE);
  log_writer_wait (is_read, self);
  g_signal_connect (tap_session_find (self->session, 1), "changed", G_CALLBACK (item_changed_cb),
                    self);
  log_writer_event (&self->log, 1, "ping", "{\"type\":\"ping\"}");
  log_writer_wait (has_ping, self);

  facts = get_facts (self, 1);
  g_assert_cmpuint (self->items_told, >, 0);
  g_assert_cmpstr (facts->method, ==, "POST");
  g_assert_cmpstr (facts->target, ==, "/v1/messages?beta=true");
  g_assert_cmpstr (facts->path, ==, "/v1/messages");
  g_assert_cmpstr (facts->client, ==, "claude-cli/2.1.0 (external\357\277\275, cli)");
  g_assert_cmpstr (facts->client_name, ==, "Claude Code 2.1.0");
  g_assert_cmpuint (facts->status, ==, 200);
  g_assert_cmpint (facts->state, ==, TAP_EXCHANGE_ANSWERING);
  g_assert_cmpint (facts->ended, ==, -1);
  g_assert_cmpint (tap_session_get_started (self->session), ==, 1700000000000000);
  g_assert_cmpint (tap_exchange_item_get_duration (tap_session_find (self->session, 1),
                                                   facts->began + 77777), ==, 77777);
  g_assert_cmpint (facts->silent_since, ==, facts->last_byte);
  g_assert_cmpint (tap_exchange_item_get_gap (tap_session_find (self->session, 1),
                                              facts->last_byte + 5 * G_USEC_PER_SEC), ==,
                   5 * G_USEC_PER_SEC);
  open = tap_exchange_item_dup_verdict (tap_session_find (self->session, 1), &style);
  g_assert_cmpstr (open, ==, "streaming…");
  g_assert_cmpstr (style, ==, "accent");
  g_assert_cmpuint (tap_session_count_broken (self->session), ==, 0);

  log_writer_end (&self->log, 1, "gateway", "fin");
  log_writer_wait (has_ended, self);
  g_assert_cmpstr (facts->end_how, ==, "fin");
  g_assert_cmpint (facts->worst, ==, TAP_SEVERITY_ERROR);
  g_assert_cmpuint (tap_session_count_broken (self->session), ==, 1);
  g_assert_true (g_strv_contains ((const char *const *) facts->rules, "truncated-body"));
  g_assert_cmpint (facts->silent_since, ==, -1);
  ended = tap_exchange_item_dup_verdict (tap_session_find (self->session, 1), &style);
  g_assert_cmpstr (ended, ==, "cut");
  g_assert_cmpstr (style, ==, "error");
}

/* A log of very many exchanges is taken over a slice at a time, in order. */
static void
test_loading (Fixture *self, gconstpointer data)
{
  GListModel *items;
  guint n = 3000;

  for (guint i = 1; i <= n; i++)
    {
      log_writer_begin (&self->log, i, "a", NULL);
      log_writer_end (&self->log, i, "gateway", "complete");
    }
  open_session (self, FALSE);
  g_assert_cmpfloat (tap_session_get_progress (self->session), <, 1);
  log_writer_wait (is_read, self);
  items = tap_session_get_items (self->session);
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, n);
  g_assert_cmpuint (self->largest, <=, 500);
  g_assert_cmpuint (self->told, >=, n / 500);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TapExchangeItem) item = g_list_model_get_item (items, i);

      g_assert_cmpuint (tap_exchange_item_get_facts (item)->id, ==, i + 1);
      g_assert_cmpuint (tap_exchange_item_get_facts (item)->index, ==, i);
      g_assert_cmpint (tap_exchange_item_get_facts (item)->state, ==, TAP_EXCHANGE_ENDED);
    }
}

/* The engine is gone: what has no end is judged as it stands. */
static void
test_finish (Fixture *self, gconstpointer data)
{
  g_autofree char *words = NULL;
  const char *style;

  log_writer_begin (&self->log, 1, "a", NULL);
  open_session (self, TRUE);
  log_writer_wait (is_read, self);
  g_assert_false (has_ended (self));
  g_assert_true (tap_session_get_live (self->session));
  tap_session_finish (self->session, 0);
  g_assert_false (tap_session_get_live (self->session));
  log_writer_wait (has_ended, self);
  words = tap_exchange_item_dup_verdict (tap_session_find (self->session, 1), &style);
  g_assert_cmpstr (words, ==, "capture ended");
}

static gboolean
has_problem (gpointer user_data)
{
  g_autofree char *problem = tap_session_dup_problem (((Fixture *) user_data)->session);

  return problem != NULL;
}

/* An empty log is read, and so is one whose only line is half written; a broken one is told of. */
static void
test_progress (Fixture *self, gconstpointer data)
{
  log_writer_add_raw (&self->log, "{\"seq\":9,");
  open_session (self, TRUE);
  log_writer_wait (is_read, self);
  g_assert_false (has_problem (self));
  log_writer_add_raw (&self->log, "nonsense\n");
  log_writer_wait (has_problem, self);
  g_assert_true (is_read (self));
}

/* Time goes on between records, as the frame clock does, and never goes back. */
static void
test_now (Fixture *self, gconstpointer data)
{
  gint64 newest;

  log_writer_begin (&self->log, 1, "a", NULL);
  open_session (self, TRUE);
  log_writer_wait (is_read, self);
  newest = self->log.at - 1000; /* the writer's next is a step further */
  g_assert_cmpint (tap_session_get_now (self->session, 5000000), ==, newest);
  g_assert_cmpint (tap_session_get_now (self->session, 5016000), ==, newest + 16000);
  g_assert_cmpint (tap_session_get_now (self->session, 5000000), ==, newest + 16000);
  g_assert_cmpint (tap_session_get_now (self->session, 0), ==, newest + 16000);

  /* A record that shows that it is later than was thought. */
  self->log.at += 1000000;
  log_writer_event (&self->log, 1, "ping", "{}");
  log_writer_wait (has_ping, self);
  newest = self->log.at - 1000;
  g_assert_cmpint (tap_session_get_now (self->session, 5032000), ==, newest);
  g_assert_cmpint (tap_session_get_now (self->session, 5048000), ==, newest + 16000);

  /* When it ended nobody knows, but that it was not before the newest record. */
  tap_session_finish (self->session, 0);
  g_assert_cmpint (tap_session_get_now (self->session, 9000000), ==, newest);
}

/* A log that tells what the clock was is as old as it is, however long nothing came. */
static void
test_clock (Fixture *self, gconstpointer data)
{
  log_writer_add (&self->log, 0, TAP_RECORD_SESSION, NULL, 0,
                  "\"format\":\"1.0\",\"version\":\"0\",\"started\":1,\"monotonic\":7000000");
  log_writer_begin (&self->log, 1, "a", NULL);
  open_session (self, TRUE);
  log_writer_wait (is_read, self);
  g_assert_cmpint (tap_session_get_now (self->session, 67000000), ==, 60000000);
  g_assert_cmpint (tap_session_get_now (self->session, 67016000), ==, 60016000);
}

#define CLOCK 7000000

/* One event at about 1 s, of a log that tells what the clock was. */
static void
open_silent (Fixture *self)
{
  log_writer_add (&self->log, 0, TAP_RECORD_SESSION, NULL, 0,
                  "\"format\":\"1.0\",\"version\":\"0\",\"started\":1,\"monotonic\":7000000");
  log_writer_begin (&self->log, 1, "a", NULL);
  self->log.at = G_USEC_PER_SEC;
  log_writer_event (&self->log, 1, "x", "{}");
  open_session (self, TRUE);
  log_writer_wait (has_ping, self);
}

static gint64
get_now (Fixture *self, gint64 seconds)
{
  return tap_session_get_now (self->session, CLOCK + seconds * G_USEC_PER_SEC);
}

static const char *
get_words (Fixture *self, const char **style)
{
  g_autofree char *words = tap_exchange_item_dup_verdict (tap_session_find (self->session, 1),
                                                          style);

  return g_intern_string (words);
}

static TapSilence
get_silence (Fixture *self)
{
  TapTrace *trace = tap_session_lock (self->session);
  TapExchange *exchange = tap_trace_find (trace, 1);
  TapSilence silence = { 0 };

  if (tap_exchange_count_silences (exchange) == 1)
    silence = *tap_exchange_get_silence (exchange, 0);
  tap_session_unlock (self->session);
  return silence;
}

/* The engine was killed: what was seen until then is kept, and nothing is known after it. */
static void
test_killed (Fixture *self, gconstpointer data)
{
  g_autoptr (TapSession) old = NULL;
  g_autoptr (GError) error = NULL;

  open_silent (self);
  g_assert_cmpint (get_now (self, 32), ==, 32 * G_USEC_PER_SEC);
  tap_session_finish (self->session, 31 * G_USEC_PER_SEC);
  g_assert_cmpint (get_now (self, 60), ==, 31 * G_USEC_PER_SEC);
  log_writer_wait (has_ended, self);
  g_assert_cmpint (get_now (self, 61), ==, 31 * G_USEC_PER_SEC);
  g_assert_cmpint (get_facts (self, 1)->ended, ==, 31 * G_USEC_PER_SEC);
  g_assert_cmpint (get_facts (self, 1)->longest_gap, ==, 30 * G_USEC_PER_SEC);
  g_assert_cmpint (get_silence (self).from, ==, G_USEC_PER_SEC);
  g_assert_cmpint (get_silence (self).to, ==, 31 * G_USEC_PER_SEC);

  /* For another threshold the same is known. */
  old = g_steal_pointer (&self->session);
  self->session = tap_session_read_again (old, 40 * G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  log_writer_wait (has_ended, self);
  g_assert_false (tap_session_get_live (self->session));
  g_assert_cmpint (get_facts (self, 1)->ended, ==, 31 * G_USEC_PER_SEC);
  g_assert_cmpint (get_silence (self).to, ==, 0);

  /* Who opens the log later sees what is in it. */
  g_clear_object (&self->session);
  open_session (self, FALSE);
  log_writer_wait (has_ended, self);
  g_assert_cmpint (get_facts (self, 1)->ended, ==, G_USEC_PER_SEC);
}

/* It lived longer than the newest record, but the window heard of it before. */
static void
test_killed_after_record (Fixture *self, gconstpointer data)
{
  open_silent (self);
  tap_session_finish (self->session, 1000);
  log_writer_wait (has_ended, self);
  g_assert_cmpint (get_now (self, 60), ==, G_USEC_PER_SEC);
  g_assert_cmpint (get_facts (self, 1)->ended, ==, G_USEC_PER_SEC);
}

static gboolean
is_released (gpointer user_data)
{
  return !tap_session_get_held (((Fixture *) user_data)->session);
}

/* While nothing can be written, nobody knows whether the gateway is silent. */
static void
test_held (Fixture *self, gconstpointer data)
{
  const char *style;

  open_silent (self);
  g_assert_cmpint (get_now (self, 15), ==, 15 * G_USEC_PER_SEC);
  self->told = 0;
  tap_session_set_held (self->session, 1500000, 0);
  g_assert_cmpuint (self->told, ==, 1);
  g_assert_true (tap_session_get_held (self->session));
  g_assert_cmpint (get_now (self, 16), ==, 1500000);
  g_assert_cmpint (get_now (self, 40), ==, 1500000);
  g_assert_cmpstr (get_words (self, &style), ==, "not recorded from here");
  g_assert_cmpstr (style, ==, "dim");
  g_assert_true (get_facts (self, 1)->unrecorded);
  g_assert_cmpint (get_facts (self, 1)->longest_gap, <, G_USEC_PER_SEC);

  /* What could be written after all moves it, and what waits does not. */
  self->log.at = 5 * G_USEC_PER_SEC;
  log_writer_begin (&self->log, 2, "b", NULL);
  while (get_facts (self, 2) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (get_now (self, 41), ==, self->log.at - 1000);
  g_assert_true (get_facts (self, 2)->unrecorded);

  /* There is room again, and what waited is written, but not read yet. */
  tap_session_set_held (self->session, -1, self->log.written + 50);
  g_assert_false (is_released (self));
  g_assert_cmpint (get_now (self, 42), ==, self->log.at - 1000);
  self->log.at = 41 * G_USEC_PER_SEC;
  log_writer_add (&self->log, 1, TAP_RECORD_LOST, NULL, 0, "\"bytes\":400,\"records\":3");
  log_writer_wait (is_released, self);
  g_assert_cmpint (get_now (self, 43), ==, 43 * G_USEC_PER_SEC);
  g_assert_cmpstr (get_words (self, &style), ==, "streaming…");
  g_assert_cmpstr (style, ==, "warning");
  g_assert_cmpuint (get_facts (self, 1)->bytes_lost, ==, 400);
  g_assert_cmpint (get_facts (self, 1)->silent_since, ==, 41 * G_USEC_PER_SEC);
  g_assert_cmpint (get_facts (self, 1)->longest_gap, <, 3 * G_USEC_PER_SEC);
}

/* Nothing came while the disk took nothing: then it is over at once. */
static void
test_held_in_vain (Fixture *self, gconstpointer data)
{
  g_autoptr (TapSession) old = NULL;
  g_autoptr (GError) error = NULL;
  const char *style;

  open_silent (self);
  tap_session_set_held (self->session, 1500000, 0);
  old = g_steal_pointer (&self->session);
  self->session = tap_session_read_again (old, GAP, &error);
  g_assert_no_error (error);
  log_writer_wait (has_ping, self);
  g_assert_cmpstr (get_words (self, &style), ==, "not recorded from here");
  log_writer_wait (is_read, self);
  tap_session_set_held (self->session, -1, self->log.written);
  log_writer_wait (is_released, self);
  g_assert_cmpint (get_now (self, 20), ==, 20 * G_USEC_PER_SEC);
  g_assert_cmpstr (get_words (self, &style), ==, "streaming…");
}

/* The engine was killed while it could write nothing: what came is not known since then. */
static void
test_held_and_killed (Fixture *self, gconstpointer data)
{
  open_silent (self);
  tap_session_set_held (self->session, 1500000, 0);
  tap_session_finish (self->session, 31 * G_USEC_PER_SEC);
  log_writer_wait (has_ended, self);
  g_assert_cmpint (get_now (self, 60), ==, 1500000);
  g_assert_cmpint (get_facts (self, 1)->ended, ==, 1500000);
  g_assert_false (get_facts (self, 1)->unrecorded);
  g_assert_cmpint (get_silence (self).to, ==, 0);
}

static void
mark_cb (TapExchangeItem *item, gpointer user_data)
{
  Fixture *self = user_data;

  if (!tap_exchange_item_get_pinned (item))
    tap_session_mark (self->session, item, TRUE, NULL);
}

static void
count_items_cb (TapSession *session, gpointer user_data)
{
  ((Fixture *) user_data)->items_told += tap_session_get_changed (session)->len;
}

/* Who is told of a change may set a mark; nothing of the rest is lost to others. */
static void
test_mark_while_told (Fixture *self, gconstpointer data)
{
  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_begin (&self->log, 2, "a", NULL);
  open_session (self, FALSE);
  log_writer_wait (is_read, self);
  g_signal_connect (self->session, "changed", G_CALLBACK (count_items_cb), self);
  g_signal_connect (tap_session_find (self->session, 1), "changed", G_CALLBACK (mark_cb), self);
  tap_session_mark (self->session, tap_session_find (self->session, 1), FALSE, "x");
  g_assert_true (tap_exchange_item_get_pinned (tap_session_find (self->session, 1)));
  /* Once for the outer mark and once for the inner one. */
  g_assert_cmpuint (self->items_told, ==, 2);
  g_assert_null (tap_session_get_changed (self->session));
}

static void
test_dropped_while_told (Fixture *self, gconstpointer data)
{
  open_session (self, TRUE);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (g_clear_object), &self->session);
  log_writer_begin (&self->log, 1, "a", NULL);
  while (self->session != NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/session/facts", test_facts },
    { "/session/loading", test_loading },
    { "/session/finish", test_finish },
    { "/session/progress", test_progress },
    { "/session/now", test_now },
    { "/session/clock", test_clock },
    { "/session/killed", test_killed },
    { "/session/killed-after-record", test_killed_after_record },
    { "/session/held", test_held },
    { "/session/held-in-vain", test_held_in_vain },
    { "/session/held-and-killed", test_held_and_killed },
    { "/session/mark-while-told", test_mark_while_told },
    { "/session/dropped-while-told", test_dropped_while_told },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
