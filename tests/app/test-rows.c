/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "log-writer.h"
#include "tap-rows.h"
#include "tap-verdict-text.h"

#include <string.h>

typedef struct
{
  LogWriter log;
  TapSession *session;
  TapRows *rows;
  GString *told;   /* "position-removed+added " of each items-changed */
  GPtrArray *copy; /* the model as somebody sees it who only follows its signals: of char* */
  guint wanted;    /* exchanges */
} Fixture;

static char *
describe (GListModel *model, guint position)
{
  g_autoptr (TapRow) row = g_list_model_get_item (model, position);
  TapExchangeItem *item = tap_row_get_item (row);

  if (item == NULL)
    return g_strdup (tap_row_get_heading (row));
  return g_strdup_printf ("%" G_GUINT64_FORMAT, tap_exchange_item_get_facts (item)->id);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added,
                  gpointer user_data)
{
  Fixture *self = user_data;

  g_string_append_printf (self->told, "%u-%u+%u ", position, removed, added);
  if (removed > 0)
    g_ptr_array_remove_range (self->copy, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->copy, (int) (position + i), describe (model, position + i));
}

static gboolean
has_wanted (gpointer user_data)
{
  Fixture *self = user_data;

  return g_list_model_get_n_items (tap_session_get_items (self->session)) >= self->wanted;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  log_writer_init (&self->log);
  self->told = g_string_new (NULL);
  self->copy = g_ptr_array_new_with_free_func (g_free);
  self->session = tap_session_new (self->log.path, TRUE, 0, &error);
  g_assert_no_error (error);
  self->rows = tap_rows_new (self->session);
  g_signal_connect (self->rows, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->rows);
  g_clear_object (&self->session);
  g_ptr_array_unref (self->copy);
  g_string_free (self->told, TRUE);
  log_writer_clear (&self->log);
}

static void
add (Fixture *self, const char *client, guint n_events)
{
  guint64 exchange = ++self->wanted;

  log_writer_begin (&self->log, exchange, client, NULL);
  for (guint i = 0; i < n_events; i++)
    log_writer_event (&self->log, exchange, "ping", "{\"type\":\"ping\"}");
}

/* What the model holds, which must be what its signals told; each exchange is found where it is. */
static char *
get_rows (Fixture *self)
{
  GListModel *model = G_LIST_MODEL (self->rows);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpuint (self->copy->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < self->copy->len; i++)
    {
      g_autoptr (TapRow) row = g_list_model_get_item (model, i);
      g_autofree char *now = describe (model, i);
      guint position;

      g_assert_cmpstr (g_ptr_array_index (self->copy, i), ==, now);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", now);
      if (tap_row_get_item (row) == NULL)
        {
          g_string_append_printf (text, "(%u)", tap_row_get_count (row));
          continue;
        }
      g_assert_true (tap_rows_find (self->rows, tap_row_get_item (row), &position));
      g_assert_cmpuint (position, ==, i);
    }
  g_assert_null (g_list_model_get_item (model, self->copy->len));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
expect (Fixture *self, const char *rows, const char *told)
{
  g_autofree char *have = get_rows (self);

  g_assert_cmpstr (have, ==, rows);
  if (told != NULL)
    g_assert_cmpstr (self->told->str, ==, told);
  g_string_truncate (self->told, 0);
}

static gboolean
is_told (gpointer user_data)
{
  return ((Fixture *) user_data)->told->len > 0;
}

static void
ask (Fixture *self, guint64 exchange, const char *text)
{
  g_autofree char *body = g_strdup_printf (
      "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}",
      text);
  g_autofree char *head = g_strdup_printf (
      "POST /v1/messages HTTP/1.1\r\nHost: a\r\nUser-Agent: claude-cli/2.1.0\r\n"
      "X-Claude-Code-Session-Id: abc\r\nContent-Type: application/json\r\n"
      "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", strlen (body));

  log_writer_add (&self->log, exchange, TAP_RECORD_REQUEST, head, -1, NULL);
  log_writer_add (&self->log, exchange, TAP_RECORD_UP, body, -1, NULL);
  self->wanted = (guint) exchange;
}

static void
answer (Fixture *self, guint64 exchange, const char *status)
{
  g_autofree char *head
      = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n", status);

  log_writer_add (&self->log, exchange, TAP_RECORD_RESPONSE, head, -1, NULL);
  log_writer_end (&self->log, exchange, "gateway", "complete");
}

static gboolean
has_attempt (gpointer user_data)
{
  Fixture *self = user_data;
  TapExchangeItem *item = tap_session_find (self->session, self->wanted);

  return item != NULL && tap_exchange_item_get_facts (item)->attempt.number == 2
         && tap_exchange_item_get_facts (item)->state == TAP_EXCHANGE_ENDED;
}

/* Attempts stand under the first of their call, whatever came between, and say what they are. */
static void
test_attempts (Fixture *self, gconstpointer data)
{
  TapFilter failed = { .text = "is:failed", .severity = -1 };
  TapFilter retries = { .text = "is:retry", .severity = -1 };
  const TapExchangeFacts *facts;
  g_autofree char *text = NULL;

  ask (self, 1, "first");
  answer (self, 1, "502 Bad Gateway");
  ask (self, 2, "other");
  answer (self, 2, "400 Bad Request");
  self->log.at += 500000;
  ask (self, 3, "first");
  answer (self, 3, "200 OK");
  log_writer_wait (has_attempt, self);
  tap_rows_set_sort (self->rows, TAP_SORT_EVENTS);
  tap_rows_set_sort (self->rows, TAP_SORT_BEGAN);
  expect (self, "Claude Code 2.1.0 · session abc(3) 1 3 2", NULL);

  facts = tap_exchange_item_get_facts (tap_session_find (self->session, 3));
  text = tap_verdict_text_attempt (facts);
  g_assert_true (g_str_has_prefix (text, "↳ retry 1 · after 5"));
  g_assert_cmpuint (facts->failed_before, ==, 1);
  g_assert_cmpuint (facts->failed_status, ==, 502);

  tap_rows_set_filter (self->rows, &retries);
  expect (self, "Claude Code 2.1.0 · session abc(1) 3", NULL);
  tap_rows_set_filter (self->rows, &failed);
  g_assert_cmpuint (tap_rows_count_shown (self->rows), >=, 2);
}

static void
test_groups (Fixture *self, gconstpointer data)
{
  expect (self, "", "");
  add (self, "a/1", 0);
  log_writer_wait (has_wanted, self);
  expect (self, "a 1(1) 1", "0-0+2 ");
  add (self, "a/1", 0);
  log_writer_wait (has_wanted, self);
  expect (self, "a 1(2) 1 2", "2-0+1 ");
  add (self, "b/1", 0);
  log_writer_wait (has_wanted, self);
  expect (self, "a 1(2) 1 2 b 1(1) 3", "3-0+2 ");
  add (self, "a/1", 0);
  log_writer_wait (has_wanted, self);
  expect (self, "a 1(3) 1 2 4 b 1(1) 3", "3-0+1 ");
  g_assert_cmpuint (tap_rows_count_shown (self->rows), ==, 4);
}

static void
test_filter (Fixture *self, gconstpointer data)
{
  TapExchangeItem *second;
  guint position;

  add (self, "a/1", 0);
  add (self, "b/1", 0);
  add (self, "a/1", 0);
  log_writer_wait (has_wanted, self);
  expect (self, "a 1(2) 1 3 b 1(1) 2", NULL);

  tap_rows_set_filter (self->rows, &(TapFilter){ .text = "client:B", .severity = -1 });
  expect (self, "b 1(1) 2", "0-3+0 ");
  g_assert_cmpuint (tap_rows_count_shown (self->rows), ==, 1);
  g_assert_false (tap_rows_find (self->rows, tap_session_find (self->session, 1), &position));
  tap_rows_set_filter (self->rows, &(TapFilter){ .severity = TAP_SEVERITY_ERROR });
  expect (self, "", "0-2+0 ");
  tap_rows_set_filter (self->rows, &(TapFilter){ .severity = -1, .open = TRUE });
  expect (self, "a 1(2) 1 3 b 1(1) 2", "0-0+5 ");

  /* One that ends is open no more. */
  log_writer_end (&self->log, 3, "gateway", "complete");
  log_writer_wait (is_told, self);
  expect (self, "a 1(1) 1 b 1(1) 2", "2-1+0 ");

  /* A mark of the user's counts at once. */
  second = tap_session_find (self->session, 2);
  tap_rows_set_filter (self->rows, &(TapFilter){ .severity = -1, .pinned = TRUE });
  expect (self, "", NULL);
  tap_session_mark (self->session, second, TRUE, "look here");
  log_writer_wait (is_told, self);
  expect (self, "b 1(1) 2", "0-0+2 ");
  tap_rows_set_filter (self->rows, &(TapFilter){ .text = "comment:HERE", .severity = -1 });
  expect (self, "b 1(1) 2", "");
  tap_rows_set_filter (self->rows, &(TapFilter){ .severity = -1 });
  expect (self, "a 1(2) 1 3 b 1(1) 2", "0-0+3 ");
}

static void
test_sort (Fixture *self, gconstpointer data)
{
  g_autoptr (TapRow) first = NULL;
  g_autoptr (TapRow) again = NULL;

  add (self, "a/1", 1);
  add (self, "b/1", 3);
  add (self, "a/1", 2);
  log_writer_wait (has_wanted, self);
  tap_rows_set_sort (self->rows, TAP_SORT_EVENTS);
  expect (self, "2 3 1", NULL);
  first = g_list_model_get_item (G_LIST_MODEL (self->rows), 2);

  /* What is live moves, and whoever holds its row sees that it is the same. */
  for (guint i = 0; i < 3; i++)
    log_writer_event (&self->log, 1, "ping", "{\"type\":\"ping\"}");
  log_writer_wait (is_told, self);
  expect (self, "1 2 3", "0-3+3 ");
  again = g_list_model_get_item (G_LIST_MODEL (self->rows), 0);
  g_assert_true (again == first);

  tap_rows_set_sort (self->rows, TAP_SORT_EVENTS);
  expect (self, "1 2 3", "");
  tap_rows_set_sort (self->rows, TAP_SORT_BEGAN);
  expect (self, "a 1(2) 1 3 b 1(1) 2", NULL);
}

/* A row outlives the model that made it. */
static void
test_row_outlives (Fixture *self, gconstpointer data)
{
  g_autoptr (TapRow) row = NULL;

  add (self, "a/1", 0);
  log_writer_wait (has_wanted, self);
  row = g_list_model_get_item (G_LIST_MODEL (self->rows), 1);
  g_clear_object (&self->rows);
  g_assert_cmpuint (tap_exchange_item_get_facts (tap_row_get_item (row))->id, ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/rows/groups", test_groups },
    { "/rows/filter", test_filter },
    { "/rows/attempts", test_attempts },
    { "/rows/sort", test_sort },
    { "/rows/row-outlives", test_row_outlives },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
