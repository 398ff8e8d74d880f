/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-trace.h"

#include <string.h>

/* What a transcript cannot say of attempts: who is told, and what stays when exchanges are
 * forgotten. */

static void
push (TapTrace *trace, guint64 id, gint64 at, const char *rest)
{
  g_autofree char *line = g_strdup_printf ("{\"seq\":1,\"exchange\":%" G_GUINT64_FORMAT
                                           ",\"at\":%" G_GINT64_FORMAT ",%s}",
                                           id, at, rest);
  g_autoptr (GError) error = NULL;
  g_autoptr (TapRecord) record = tap_record_parse_line (line, strlen (line), &error);

  g_assert_no_error (error);
  tap_trace_push (trace, record);
}

#define HEAD                                                                                       \
  "\"kind\":\"request\",\"text\":\"POST /v1/messages HTTP/1.1\\r\\nHost: h\\r\\n"                      \
  "session-id: s1\\r\\nContent-Length: 28\\r\\n\\r\\n\""
#define BODY "\"kind\":\"up\",\"text\":\"{\\\"stream\\\":true,\\\"messages\\\":7}\""

static void
ask (TapTrace *trace, guint64 id, gint64 at)
{
  push (trace, id, at, HEAD);
  push (trace, id, at, BODY);
}

static void
fail (TapTrace *trace, guint64 id, gint64 at)
{
  push (trace, id, at, "\"kind\":\"end\",\"by\":\"gateway\",\"how\":\"rst\",\"pending\":\"head\"");
}

typedef struct
{
  guint progress_of_first; /* how often that of exchange 1 was told */
  gboolean forget;
} Told;

static void
changed_cb (TapTrace *trace, TapExchange *exchange, TapChange change, gpointer user_data)
{
  Told *told = user_data;

  if (change == TAP_CHANGE_PROGRESS && tap_exchange_get_id (exchange) == 1)
    told->progress_of_first++;
  if (told->forget && change == TAP_CHANGE_ENDED)
    tap_trace_forget (trace, tap_exchange_get_id (exchange));
}

/* That there is a next one is told of the one before, once it is known to be the same. */
static void
test_next_is_told (void)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
  Told told = { 0 };

  ask (trace, 1, 1000);
  fail (trace, 1, 2000);
  tap_trace_set_func (trace, changed_cb, &told);
  push (trace, 2, 3000, HEAD);
  g_assert_cmpuint (tap_exchange_get_attempt (tap_trace_find (trace, 1))->next, ==, 0);
  g_assert_cmpuint (told.progress_of_first, ==, 0);
  push (trace, 2, 3000, BODY);
  g_assert_cmpuint (tap_exchange_get_attempt (tap_trace_find (trace, 1))->next, ==, 2);
  g_assert_cmpuint (told.progress_of_first, ==, 1);
  g_assert_cmpint (tap_exchange_get_attempt (tap_trace_find (trace, 2))->kind, ==,
                   TAP_ATTEMPT_RETRY);
  g_assert_cmpint (tap_exchange_get_attempt (tap_trace_find (trace, 2))->wait, ==, 1000);
}

/* A stream that is given up while the next request is under way already. */
static void
test_end_is_late (void)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
  const TapAttempt *attempt;

  ask (trace, 1, 1000);
  ask (trace, 2, 500000);
  attempt = tap_exchange_get_attempt (tap_trace_find (trace, 2));
  g_assert_cmpint (attempt->kind, ==, TAP_ATTEMPT_REPEAT);
  g_assert_cmpint (attempt->wait, <, 0);
  push (trace, 1, 600000, "\"kind\":\"end\",\"by\":\"agent\",\"how\":\"fin\",\"pending\":\"head\"");
  g_assert_cmpint (attempt->kind, ==, TAP_ATTEMPT_RETRY);
  g_assert_cmpint (attempt->wait, ==, -100000);

  /* Much later it is no reason any more. */
  ask (trace, 3, 700000);
  push (trace, 2, 5000000, "\"kind\":\"end\",\"by\":\"agent\",\"how\":\"fin\",\"pending\":\"head\"");
  g_assert_cmpint (tap_exchange_get_attempt (tap_trace_find (trace, 3))->kind, ==,
                   TAP_ATTEMPT_REPEAT);
}

/* Who forgets what ended still learns how many attempts there were. */
static void
test_forgotten (void)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
  Told told = { .forget = TRUE };

  tap_trace_set_func (trace, changed_cb, &told);
  for (guint64 id = 1; id <= 6; id++)
    {
      const TapAttempt *attempt;

      ask (trace, id, (gint64) id * 1000000);
      attempt = tap_exchange_get_attempt (tap_trace_find (trace, id));
      g_assert_cmpuint (attempt->number, ==, id);
      g_assert_cmpuint (attempt->of, ==, id - 1);
      g_assert_cmpuint (attempt->first, ==, 1);
      g_assert_cmpuint (tap_trace_count (trace), ==, 1);
      fail (trace, id, (gint64) id * 1000000 + 100);
      g_assert_cmpuint (tap_trace_count (trace), ==, 0);
    }
}

/* More calls than are remembered: the oldest are forgotten, and nothing else happens. */
static void
test_many (void)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
  Told told = { .forget = TRUE };
  guint64 id = 1;

  tap_trace_set_func (trace, changed_cb, &told);
  ask (trace, 1, 1000);
  fail (trace, 1, 2000);
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *head = g_strdup_printf (
        "\"kind\":\"request\",\"text\":\"POST /v1/messages HTTP/1.1\\r\\nHost: h\\r\\n"
        "session-id: s%u\\r\\nContent-Length: 14\\r\\n\\r\\n\"",
        i + 2);

      push (trace, ++id, 3000, head);
      push (trace, id, 3000, "\"kind\":\"up\",\"text\":\"{\\\"messages\\\":7}\"");
      g_assert_cmpuint (tap_exchange_get_attempt (tap_trace_find (trace, id))->number, ==, 1);
      fail (trace, id, 3000);
    }
  ask (trace, ++id, 4000);
  g_assert_cmpuint (tap_exchange_get_attempt (tap_trace_find (trace, id))->number, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attempts/next", test_next_is_told);
  g_test_add_func ("/attempts/end-is-late", test_end_is_late);
  g_test_add_func ("/attempts/forgotten", test_forgotten);
  g_test_add_func ("/attempts/many", test_many);
  return g_test_run ();
}
