/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-words/lines", test_words);
  g_test_add_func ("/event-words/long", test_long_words);
  return g_test_run ();
}
