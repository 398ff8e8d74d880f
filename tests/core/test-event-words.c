/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-words.h"

#include <string.h>

static const struct
{
  const char *title;
  const char *data;
  const char *words;
} cases[] = {
  { "text", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
            "\"text\":\"Hello\\nyou\"}}", "“Hello⏎you”" },
  { "thinking", "{\"delta\":{\"thinking\":\"hm\"}}", "“hm”" },
  { "input", "{\"delta\":{\"partial_json\":\"{\\\"a\\\":\"}}", "“{\"a\":”" },
  { "message_start", "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\","
                     "\"usage\":{\"input_tokens\":12}}}", "msg_1 · m · input 12 tokens" },
  { "tool", "{\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"name\":\"Bash\"}}",
    "[1] tool_use · Bash" },
  { "stop", "{\"type\":\"content_block_stop\",\"index\":3}", "[3]" },
  { "stop reason", "{\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}}",
    "stop reason end_turn · output 7 tokens" },
  { "stop reason of null", "{\"delta\":{\"stop_reason\":null},\"usage\":{\"output_tokens\":7}}",
    "output 7 tokens" },
  { "error", "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Busy\"}}",
    "overloaded_error · “Busy”" },
  { "error with a number", "{\"error\":{\"code\":429,\"message\":\"Slow\"}}", "429 · “Slow”" },
  { "chat", "{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}", "“Hi”" },
  { "chat, empty first", "{\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}]}",
    "finish reason stop" },
  { "chat, a tool's input", "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":"
                            "{\"arguments\":\"{\"}}]}}]}", "“{”" },
  { "chat, no choice", "{\"choices\":[],\"usage\":{\"completion_tokens\":3}}",
    "output 3 tokens" },
  { "responses", "{\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}", "“Hi”" },
  { "responses, item", "{\"item\":{\"type\":\"function_call\",\"name\":\"f\"}}",
    "function_call · f" },
  { "type alone", "{\"type\":\"ping\"}", "" },
  { "type and something", "{\"type\":\"x\",\"y\":1}", "{\"type\":\"x\",\"y\":1}" },
  { "no object", "[1,2]", "[1,2]" },
  { "string", "\"x\"", "\"x\"" },
  { "no JSON", "[DONE]", "[DONE]" },
  { "control characters", "a\tb\x01" "c\x7f", "a b c " },
  { "no UTF-8", "a\xff" "b", "a\357\277\275b" },
  { "nothing", "", "" },
  { "wrong types", "{\"message\":7,\"delta\":[],\"choices\":{},\"usage\":\"x\",\"error\":\"bad\"}",
    "{\"message\":7,\"delta\":[],\"choices\":{},\"usage\":\"x\",\"error\":\"bad\"}" },
};

static char *
run (const char *data, gsize length)
{
  g_auto (TapJson) json = { NULL };
  g_autofree char *copy = g_memdup2 (data, length); /* without a NUL */

  tap_json_parse (&json, copy != NULL ? copy : "", length, NULL);
  return tap_event_words (&json, copy != NULL ? copy : "", length);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = run (cases[i].data, strlen (cases[i].data));

      g_test_message ("%s", cases[i].title);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* However much an event says, a line has an end, between characters. */
static void
test_length (void)
{
  g_autoptr (GString) data = g_string_new ("{\"delta\":{\"text\":\"");
  g_autofree char *words = NULL;
  g_autofree char *broken = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (data, "ä€");
  broken = run (data->str, data->len);
  g_string_append (data, "\"}}");
  words = run (data->str, data->len);
  g_assert_cmpint (g_utf8_strlen (words, -1), ==, TAP_EVENT_WORDS_MAX + 1);
  g_assert_true (g_str_has_prefix (words, "“ä€"));
  g_assert_true (g_str_has_suffix (words, "…"));
  g_assert_cmpint (g_utf8_strlen (broken, -1), ==, TAP_EVENT_WORDS_MAX + 1);
  g_assert_true (g_utf8_validate (broken, -1, NULL));
}

static void
test_joined (void)
{
  static const char *const datas[] = {
    "{\"delta\":{\"text\":\"a\"}}", "{\"type\":\"ping\"}", "nonsense",
    "{\"choices\":[{\"delta\":{\"content\":\"b\"}}]}", "{\"delta\":{\"text\":\"c\"}}",
  };
  g_auto (TapJson) json = { NULL };
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (datas); i++)
    {
      gboolean adds = i != 1 && i != 2;

      tap_json_parse (&json, datas[i], strlen (datas[i]), NULL);
      g_assert_cmpint (tap_event_delta_append (&json, joined), ==, adds);
    }
  g_assert_cmpstr (joined->str, ==, "abc");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-words/cases", test_cases);
  g_test_add_func ("/event-words/length", test_length);
  g_test_add_func ("/event-words/joined", test_joined);
  return g_test_run ();
}
