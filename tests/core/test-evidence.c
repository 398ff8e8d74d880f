/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "chat-trace.h"
#include "verdict-script.h"

#include <string.h>

/* What a verdict shows: its evidence in order, and of clients those that can have seen it. */

#define STEPS(...) (const Step[]){ __VA_ARGS__, { STEP_OVER, 0, 0, NULL } }
#define API_FAIL \
  EV ("error", {"type": "error", "error": {"type": "api_error", "message": "upstream went away"}})
#define OPENAI "OpenAI/JS 7.55.0"

static TapVerdict *
judge (TapTrace *trace, const Step *steps)
{
  script_push (trace, steps);
  return tap_verdict_new (trace, tap_trace_get (trace, tap_trace_count (trace) - 1));
}

/* Each row as the id of its rule, else as its first words. */
typedef struct
{
  const char *name;
  const char *last;      /* what the last row holds */
  const char *not_last;  /* what it does not */
  const char *first;     /* what the first row holds */
  const Step *steps;
} Order;

static const Order orders[] = {
  /* All of it in one moment: the head comes first and the end last. */
  { "head-and-end-at-once", "The HTTP body ended properly", NULL, "Status 200",
    STEPS (ANY_ASK, STREAM_AT (100), END_BY (100, "gateway complete")) },
  { "error-and-end-at-once", "after the error", NULL, "The error says api_error",
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, BEGUN API_FAIL), END_BY (200, "gateway complete")) },
  { "early-end", "but the answer in it did not: message_stop never came", NULL, "missing-message-stop",
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, BEGUN), END_BY (200, "gateway complete")) },
  { "proper-end", "and so did the answer in it (message_stop)", "never came", "duplicate-message-start",
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, START GOOD), END_BY (200, "gateway complete")) },
  { "early-end-of-a-chat", "finish_reason never came", NULL, "chat-missing-finish-reason",
    STEPS (CHAT_ASK (OPENAI), STREAM_AT (100), BODY (200, ROLE SAY ("Hel")),
           END_BY (200, "gateway complete")) },
  { "cut", "missing-message-stop", "reset its connection", "truncated-body",
    STEPS (ANY_ASK, STREAM_AT (100), BODY (200, BEGUN), END_BY (200, "gateway rst")) },
};

static void
test_order (gconstpointer data)
{
  const Order *one = data;
  g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
  g_autoptr (TapVerdict) verdict = judge (trace, one->steps);
  const TapEvidence *first = g_ptr_array_index (verdict->evidence, 0);
  const TapEvidence *last = g_ptr_array_index (verdict->evidence, verdict->evidence->len - 1);

  g_test_message ("%s … %s", first->text, last->text);
  g_assert_nonnull (strstr (first->text, one->first));
  g_assert_nonnull (strstr (last->text, one->last));
  if (one->not_last != NULL)
    g_assert_null (strstr (last->text, one->not_last));
  for (guint i = 0; i < verdict->evidence->len; i++)
    {
      const TapEvidence *row = g_ptr_array_index (verdict->evidence, i);
      TapRule rule;

      g_assert_true (row->rule == NULL || tap_rule_from_id (row->rule, &rule));
      g_assert_true (row->event == 0 || row->place == TAP_PLACE_EVENT);
    }
}

static guint
count_client (const TapVerdict *verdict, TapClient client)
{
  guint n = 0;

  for (guint i = 0; i < verdict->effects->len; i++)
    n += ((const TapEffect *) g_ptr_array_index (verdict->effects, i))->client == client;
  return n;
}

/* Who does not speak a protocol is not said to break on it. */
static void
test_clients (void)
{
  g_autoptr (TapTrace) messages_trace = tap_trace_new (0, TAP_TRACE_GAP);
  g_autoptr (TapTrace) chat_trace = tap_trace_new (0, TAP_TRACE_GAP);
  g_autoptr (TapVerdict) messages
    = judge (messages_trace, STEPS (ANY_ASK, STREAM_AT (100), END_BY (300, "gateway complete")));
  g_autoptr (TapVerdict) chat
    = judge (chat_trace, STEPS (CHAT_ASK (OPENAI), STREAM_AT (100), END_BY (300, "gateway complete")));

  g_assert_cmpuint (count_client (messages, TAP_CLIENT_CLAUDE_CODE), >, 0);
  g_assert_cmpuint (count_client (messages, TAP_CLIENT_OPENAI_JS), ==, 0);
  g_assert_cmpuint (count_client (messages, TAP_CLIENT_OPENCODE), >, 0);
  g_assert_cmpuint (count_client (chat, TAP_CLIENT_CLAUDE_CODE), ==, 0);
  g_assert_cmpuint (count_client (chat, TAP_CLIENT_ANTHROPIC_JS), ==, 0);
  g_assert_cmpint (((const TapEffect *) g_ptr_array_index (chat->effects, 0))->client, ==,
                   TAP_CLIENT_OPENAI_JS);
}

/* The provider's words stand where a client shows them. */
static void
test_shows (void)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
  g_autoptr (TapVerdict) verdict
    = judge (trace, STEPS (CHAT_ASK (OPENAI), STREAM_AT (100), BODY (3000, ROLE SAY ("I’ll write")),
                           BODY (3100, ERROR), END_BY (3200, "gateway complete")));
  const TapExchange *exchange = tap_trace_get (trace, 0);
  const TapEffect *effect = g_ptr_array_index (verdict->effects, 0);
  g_autofree char *shows = tap_effect_dup_shows (effect, tap_exchange_get_error (exchange));
  g_autofree char *expected
    = g_strdup_printf ("APIError: %s", tap_exchange_get_error (exchange)->message);

  g_assert_cmpstr (shows, ==, expected);
  for (guint i = 1; i < verdict->effects->len; i++)
    {
      const TapEffect *other = g_ptr_array_index (verdict->effects, i);
      g_autofree char *as_it_is = tap_effect_dup_shows (other, tap_exchange_get_error (exchange));

      if (other->shows != NULL && strstr (other->shows, "<message>") == NULL)
        g_assert_cmpstr (as_it_is, ==, other->shows);
    }
}

/* A limit that one service is known for is no proof that it was there, unless its name says so. */
static void
test_whose_limit (void)
{
  static const struct
  {
    const char *upstream;
    gint64 silence; /* ms */
    const char *says; /* NULL: nothing of the host */
  } cases[] = {
    { "http://gateway.example:4000", 125000, "The gateway here is http://gateway.example:4000" },
    { "https://openrouter.ai/api", 125000, NULL },
    { "http://gateway.example:4000", 60000, NULL }, /* nginx may be anywhere */
    { "https://api.z.ai/api/anthropic", 180000, NULL },
    { "https://gateway.example", 180000, "whose limit it was cannot be told for sure." },
  };
  const char *before = script_upstream;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TapTrace) trace = tap_trace_new (0, TAP_TRACE_GAP);
      g_autoptr (TapVerdict) verdict = NULL;

      script_upstream = cases[i].upstream;
      verdict = judge (trace, STEPS (ANY_ASK, STREAM_AT (100), BODY (1000, BEGUN),
                                     END_BY (1000 + cases[i].silence, "gateway fin")));
      g_test_message ("%s", verdict->sentence);
      g_assert_nonnull (strstr (verdict->sentence, "limit reported for"));
      if (cases[i].says != NULL)
        g_assert_nonnull (strstr (verdict->sentence, cases[i].says));
      else
        g_assert_null (strstr (verdict->sentence, "The gateway here is"));
    }
  script_upstream = before;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *name = g_strconcat ("/evidence/order/", orders[i].name, NULL);

      g_test_add_data_func (name, &orders[i], test_order);
    }
  g_test_add_func ("/evidence/clients", test_clients);
  g_test_add_func ("/evidence/shows", test_shows);
  g_test_add_func ("/evidence/whose-limit", test_whose_limit);
  return g_test_run ();
}
