/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-classify.h"
#include "tap-event-words.h"

#include <string.h>

#define START "{\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"model\":\"q\",\"usage\":{\"input_tokens\":7,\"cache_read_input_tokens\":3,\"output_tokens\":1}}}"
#define TEXT(i) "{\"type\":\"content_block_start\",\"index\":" #i ",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"
#define TOOL(i) "{\"type\":\"content_block_start\",\"index\":" #i ",\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"Bash\",\"input\":{}}}"
#define DELTA(i, s) "{\"type\":\"content_block_delta\",\"index\":" #i ",\"delta\":{\"type\":\"text_delta\",\"text\":\"" s "\"}}"
#define INPUT(i, s) "{\"type\":\"content_block_delta\",\"index\":" #i ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" s "\"}}"
#define STOP(i) "{\"type\":\"content_block_stop\",\"index\":" #i "}"
#define END "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":9}}"
#define DONE "{\"type\":\"message_stop\"}"

/* What a line of the table says of an event. */
static const struct
{
  const char *data;
  const char *words;
} lines[] = {
  { DELTA (0, "a\\nb"), "“a⏎b”" },
  { INPUT (0, "{"), "“{”" },
  { TOOL (1), "[1] tool_use · Bash" },
  { START, "m1 · q · input 7 tokens" },
  { END, "stop reason end_turn · output 9 tokens" },
  { DONE, "" },
  { "{\"error\":{\"type\":\"x\",\"message\":\"lost\"}}", "x · “lost”" },
  { "{\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}", "“hi”" },
  { "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}", "finish reason stop" },
  { "{\"type\":\"response.output_text.delta\",\"delta\":\"hi\"}", "“hi”" },
  { "{\"type\":\"response.output_item.added\",\"output_index\":1,\"item\":{\"type\":"
    "\"function_call\",\"name\":\"look\",\"arguments\":\"\"}}", "[1] function_call · look" },
  { "{\"type\":\"response.content_part.added\",\"output_index\":0,\"part\":{\"type\":"
    "\"output_text\"}}", "[0] output_text" },
  { "{\"type\":\"response.output_text.done\",\"output_index\":0,\"text\":\"Hi\"}", "[0] “Hi”" },
  { "{\"type\":\"response.function_call_arguments.done\",\"arguments\":\"{}\"}", "“{}”" },
  { "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\",\"status\":"
    "\"in_progress\",\"error\":null}}", "r · m · in_progress" },
  { "{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
    "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"usage\":{\"input_tokens\":3,"
    "\"output_tokens\":9}}}",
    "incomplete · reason max_output_tokens · input 3 tokens · output 9 tokens" },
  { "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":"
    "\"server_error\",\"message\":\"Lost\"}}}", "failed · server_error · “Lost”" },
  { "{\"type\":\"error\",\"code\":\"rate_limit\",\"message\":\"Slow down\",\"param\":null}",
    "rate_limit · “Slow down”" },
  { "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}", "assistant" },
  { "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":"
    "\"look\",\"arguments\":\"\"}}]}}]}", "look" },
  { "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":9}}",
    "input 3 tokens · output 9 tokens" },
  { "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hi\"}]}}]}", "“hi”" },
  { "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"look\",\"args\":{}}}]},"
    "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":3,"
    "\"candidatesTokenCount\":9}}",
    "look · finish reason STOP · input 3 tokens · output 9 tokens" },
  { "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}", "blocked: SAFETY" },
  { "{\"contentBlockIndex\":0,\"delta\":{\"toolUse\":{\"input\":\"{\"}}}", "“{”" },
  { "{\"contentBlockIndex\":1,\"start\":{\"toolUse\":{\"name\":\"look\"}}}", "[1] look" },
  { "{\"stopReason\":\"end_turn\"}", "stop reason end_turn" },
  { "{\"a\":[1,2]}", "{\"a\":[1,2]}" },
  { "[DONE]", "[DONE]" },
  { "no\x01json\xff", "no json�" },
};

static void
test_words (void)
{
  g_auto (TapJson) json = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      gsize length = strlen (lines[i].data);
      g_autofree char *words = NULL;

      if (!tap_json_parse (&json, lines[i].data, length, NULL))
        json.n_nodes = 0;
      words = tap_event_words (&json, lines[i].data, length);
      g_assert_cmpstr (words, ==, lines[i].words);
    }
}

static void
test_long_words (void)
{
  g_autofree char *data = g_strnfill (100000, 'x');
  g_auto (TapJson) json = { NULL };
  g_autofree char *words = tap_event_words (&json, data, 100000);

  g_assert_cmpint (g_utf8_strlen (words, -1), ==, TAP_EVENT_WORDS_MAX + 1);
  g_assert_true (g_str_has_suffix (words, "…"));
}

/* What an event is to the eye. */
static const struct
{
  const char *event; /* (nullable) */
  const char *data;
  TapEventKind kind;
} kinds[] = {
  { "message_start", "{\"type\":\"message_start\"}", TAP_EVENT_START },
  { NULL, "{\"type\":\"response.queued\"}", TAP_EVENT_START },
  { NULL, "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\"}}",
    TAP_EVENT_START },
  { NULL, "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\"}}",
    TAP_EVENT_TOOL },
  { NULL, "{\"type\":\"response.output_item.added\",\"item\":7}", TAP_EVENT_START },
  { NULL, "{\"type\":\"response.output_text.delta\",\"delta\":\"x\"}", TAP_EVENT_TEXT },
  { NULL, "{\"type\":\"response.reasoning_summary_text.delta\"}", TAP_EVENT_THINKING },
  { NULL, "{\"type\":\"response.reasoning_summary_text.done\"}", TAP_EVENT_STOP },
  { NULL, "{\"type\":\"response.function_call_arguments.delta\"}", TAP_EVENT_TOOL },
  { NULL, "{\"type\":\"response.function_call_arguments.done\"}", TAP_EVENT_STOP },
  { NULL, "{\"type\":\"response.web_search_call.searching\"}", TAP_EVENT_TOOL },
  { NULL, "{\"type\":\"response.mcp_list_tools.failed\"}", TAP_EVENT_TOOL },
  { NULL, "{\"type\":\"response.hologram\"}", TAP_EVENT_OTHER },
  { NULL, "{\"type\":\"response.cancelled\"}", TAP_EVENT_STOP },
  { NULL, "{\"type\":\"response.failed\"}", TAP_EVENT_ERROR },
  { NULL, "{\"type\":\"keepalive\"}", TAP_EVENT_PING },
  { NULL, "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}", TAP_EVENT_TEXT },
  { NULL, "{\"choices\":[{\"delta\":{\"refusal\":\"x\"}}]}", TAP_EVENT_TEXT },
  { NULL, "{\"choices\":[{\"delta\":{\"reasoning\":\"x\",\"content\":\"\"}}]}", TAP_EVENT_THINKING },
  { NULL, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}", TAP_EVENT_STOP },
  { NULL, "{\"choices\":[],\"usage\":{}}", TAP_EVENT_STOP },
  { NULL, "{\"choices\":[],\"prompt_filter_results\":[]}", TAP_EVENT_START },
  { NULL, "{\"choices\":[{\"delta\":[7]}]}", TAP_EVENT_START },
  { NULL, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}", TAP_EVENT_TEXT },
  { NULL, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\",\"thought\":true}]}}]}",
    TAP_EVENT_THINKING },
  { NULL, "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{}}]}}]}", TAP_EVENT_TOOL },
  { NULL, "{\"candidates\":[{\"finishReason\":\"STOP\"}]}", TAP_EVENT_STOP },
  { NULL, "{\"candidates\":7}", TAP_EVENT_OTHER },
  { NULL, "{\"promptFeedback\":{}}", TAP_EVENT_STOP },
  { NULL, "{\"error\":{\"message\":\"x\"}}", TAP_EVENT_ERROR },
  { "contentBlockDelta", "{\"delta\":{\"text\":\"x\"}}", TAP_EVENT_TEXT },
  { "contentBlockDelta", "{\"delta\":{\"toolUse\":{}}}", TAP_EVENT_TOOL },
  { "contentBlockDelta", "{\"delta\":{\"reasoningContent\":{}}}", TAP_EVENT_THINKING },
  { "contentBlockDelta", "{}", TAP_EVENT_OTHER },
  { "contentBlockStart", "{\"start\":{\"toolUse\":{}}}", TAP_EVENT_TOOL },
  { "contentBlockStart", "{}", TAP_EVENT_START },
  { "messageStop", "{}", TAP_EVENT_STOP },
  { NULL, "[DONE]", TAP_EVENT_STOP },
  { NULL, "[7]", TAP_EVENT_OTHER },
};

static void
test_kinds (void)
{
  g_auto (TapJson) json = { NULL };
  g_autofree TapNames *names = g_new0 (TapNames, 1);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize length = strlen (kinds[i].data);
      gboolean good = tap_json_parse (&json, kinds[i].data, length, NULL);
      const TapSseBlock block = {
        .number = 1,
        .flags = TAP_SSE_EVENT | TAP_SSE_DATA,
        .event = kinds[i].event,
        .data = kinds[i].data,
        .data_length = length,
      };
      guint32 name;

      g_test_message ("%s", kinds[i].data);
      g_assert_cmpint (tap_event_classify (names, &block, good ? &json : NULL, &name), ==,
                       kinds[i].kind);
    }
}

/* However many strange names came before, those of the protocols are known. */
static void
test_many_names (void)
{
  static const struct
  {
    const char *name;
    TapEventKind kind;
  } known[] = {
    { "message_start", TAP_EVENT_START },
    { "ping", TAP_EVENT_PING },
    { "response.output_text.delta", TAP_EVENT_TEXT },
    { "messageStop", TAP_EVENT_STOP },
  };
  g_autofree TapNames *names = g_new0 (TapNames, 1);
  guint32 name;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *strange = g_strdup_printf ("strange-%u", i);
      const TapSseBlock block = { .number = 1, .flags = TAP_SSE_EVENT, .event = strange };

      g_assert_cmpint (tap_event_classify (names, &block, NULL, &name), ==, TAP_EVENT_OTHER);
      g_assert_true ((name != 0) == (i < TAP_NAMES_MAX));
    }
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      const TapSseBlock block = { .number = 1, .flags = TAP_SSE_EVENT, .event = known[i].name };

      g_assert_cmpint (tap_event_classify (names, &block, NULL, &name), ==, known[i].kind);
      g_assert_cmpstr (g_quark_to_string (name), ==, known[i].name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-words/lines", test_words);
  g_test_add_func ("/event-words/kinds", test_kinds);
  g_test_add_func ("/event-words/many-names", test_many_names);
  g_test_add_func ("/event-words/long", test_long_words);
  return g_test_run ();
}
