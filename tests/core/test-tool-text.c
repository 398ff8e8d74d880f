/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tool-text.h"

#include <string.h>

#define GENERIC "generic"

static const struct
{
  const char *title;
  const char *text;
  const char *family; /* NULL: no call */
  const char *name;
  int marker_end;     /* how many bytes the text has when the marker is complete */
} cases[] = {
  { "hermes", "<tool_call>\n{\"name\": \"read_file\", \"arguments\": {}}\n</tool_call>",
    "Qwen, Hermes", "read_file", 11 },
  { "hermes on one line", "Sure. <tool_call>{\"name\":\"f\",\"arguments\":{\"a\":1}}</tool_call>",
    "Qwen, Hermes", "f", 17 },
  { "hermes, arguments first", "<tool_call>{\"arguments\": {\"a\": 1}, \"name\": \"f\"}",
    "Qwen, Hermes", NULL, 11 },
  { "hermes, cut in the name", "<tool_call>\n{\"name\": \"read_f", "Qwen, Hermes", NULL, 11 },
  { "hermes, cut before the key", "<tool_call>\n{\"na", NULL },
  { "hermes, a placeholder", "Write <tool_call>{\"name\": \"...\", \"arguments\": {}}</tool_call>",
    NULL },
  { "hermes, another placeholder", "<tool_call>{\"name\": \"<name>\"}</tool_call>", NULL },
  { "hermes, other JSON", "<tool_call>{\"temperature\": 3}</tool_call>", NULL },
  { "coder", "<tool_call>\n<function=list_dir>\n<parameter=path>\n/tmp\n</parameter>\n"
             "</function>\n</tool_call>",
    "Qwen3-Coder", "list_dir", 11 },
  { "coder without its wrapper", "I look.\n<function=list_dir>\n<parameter=path>\n/tmp\n",
    "Qwen3-Coder", "list_dir", 27 },
  { "coder without arguments", "<function=now>\n</function>", "Qwen3-Coder", "now", 14 },
  { "coder, talked about", "Qwen writes <function=NAME> and then its parameters.", NULL },
  { "coder, cut", "<function=now>\n<par", NULL },
  { "glm", "<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Ulm</arg_value>\n"
           "</tool_call>",
    "GLM", "get_weather", 11 },
  { "glm on one line", "<tool_call>get_weather<arg_key>city</arg_key>", "GLM", "get_weather", 11 },
  { "glm without arguments", "<tool_call>now\n</tool_call>", "GLM", "now", 11 },
  { "second marker", "<tool_call> is a marker. <tool_call>{\"name\": \"f\"", "Qwen, Hermes", "f",
    36 },
  { "marker after a marker", "<tool_call><tool_call>{\"name\": \"f\"", "Qwen, Hermes", "f", 22 },
  { "marker after half a marker", "<tool_<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 17 },
  { "only named", "The model wraps a call into <tool_call> and </tool_call>.", NULL },
  { "only named, with a name", "Put it into <tool_call>name</tool_call>.", NULL },
  { "only a mention of JSON", "<tool_call> {json} </tool_call>", NULL },
  { "closing only", "</tool_call>{\"name\": \"f\"}", NULL },
  { "longer word", "<tool_calls>{\"name\": \"f\"}", NULL },
  { "fence", "So:\n```\n<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>\n```\n", NULL },
  { "fence with a language", "```xml\n<tool_call>{\"name\": \"f\"}\n```", NULL },
  { "fence of tildes", "~~~\n<tool_call>{\"name\": \"f\"}\n~~~", NULL },
  { "indented fence", "   ```\n<tool_call>{\"name\": \"f\"}\n   ```", NULL },
  { "longer fence", "````\n```\n<tool_call>{\"name\": \"f\"}\n````", NULL },
  { "fence that never closes", "```\n<tool_call>{\"name\": \"f\"}\n", NULL },
  { "after a fence", "```\ncode\n```\n<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 24 },
  { "after a longer end of a fence", "```\ncode\n`````  \n<tool_call>{\"name\": \"f\"}",
    "Qwen, Hermes", "f", 28 },
  { "not the end of a fence", "```\ncode\n``` no\n<tool_call>{\"name\": \"f\"}\n```", NULL },
  { "not a fence", "a ``` b\n<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 19 },
  { "too far in for a fence", "    ```\n<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 19 },
  { "inline code", "It is `<tool_call>{\"name\": \"f\"}</tool_call>` that Qwen writes.", NULL },
  { "inline code of two", "It is ``<tool_call>{\"name\": \"`f`\"}</tool_call>`` here.", NULL },
  { "inline code of three", "```<tool_call>{\"name\": \"f\"}``` is inline", NULL },
  { "after inline code", "`x` <tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 15 },
  { "after inline code of three", "```x```\n<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 19 },
  { "a lone backtick", "Don`t.\n<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 18 },
  { "a lone backtick on the line", "Don`t <tool_call>{\"name\": \"f\"}\n", "Qwen, Hermes", "f", 17 },
  { "a lone backtick to the end", "Don`t <tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 17 },
  { "too far", "<tool_call>                                                                    "
               "                                                                                "
               "                                                                                "
               "                                                      {\"name\": \"f\"}",
    NULL },
  { "long before", "a < b, x <tool> y <t> \xE2\x82\xAC ~ [1] {2} <tool_call>{\"name\": \"f\"}",
    "Qwen, Hermes", "f", 47 },
  { "deepseek v3",
    "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather\n```json\n{"
    "\"city\": \"Ulm\"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
    "DeepSeek", "get_weather", 28 },
  { "deepseek v3.1",
    "Let me look.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get_weather<｜tool▁sep｜>{\"city\""
    ": \"Ulm\"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
    "DeepSeek", "get_weather", 40 },
  { "deepseek without its wrapper",
    "<｜tool▁call▁begin｜>get_weather<｜tool▁sep｜>{}<｜tool▁call▁end｜>",
    "DeepSeek", "get_weather", 27 },
  { "deepseek in ASCII",
    "<|tool_calls_begin|><|tool_call_begin|>get_weather<|tool_sep|>{\"a\": 1}",
    "DeepSeek", "get_weather", 20 },
  { "deepseek, wide blocks and ASCII bars",
    "<|tool▁calls▁begin|><|tool▁call▁begin|>f<|tool▁sep|>{}",
    "DeepSeek", "f", 24 },
  { "deepseek, cut in its name",
    "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get_wea",
    "DeepSeek", NULL, 28 },
  { "deepseek, cut before its name",
    "<｜tool▁calls▁begin｜><｜tool▁c", NULL },
  { "deepseek, talked about",
    "DeepSeek begins with <｜tool▁calls▁begin｜> and ends with <｜tool▁calls▁end｜>.", NULL },
  { "deepseek, tokens named in a row",
    "The tokens are <｜tool▁calls▁begin｜>, <｜tool▁call▁begin｜> and <｜tool▁sep｜>.", NULL },
  { "deepseek in inline code",
    "It writes `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>f<｜tool▁sep｜>{}` here.", NULL },
  { "deepseek in a fence",
    "```\n<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>f<｜tool▁sep｜>{}\n```\n", NULL },
  { "deepseek, a placeholder",
    "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>NAME\n```json", NULL },
  { "wide characters elsewhere",
    "a ｜ b ▁ c <｜ d <tool▁call>{\"name\": \"f\"}",
    "Qwen, Hermes", "f", 34 },
  { "half a wide character",
    "<｜｝<tool_call>{\"name\": \"f\"}",
    "Qwen, Hermes", "f", 18 },
  { "dsml",
    "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"look\">\n<｜DSML｜parameter name=\"path"
    "\" string=\"true\">/tmp</｜DSML｜parameter>",
    "DeepSeek", "look", 26 },
  { "dsml without its wrapper",
    "<｜DSML｜invoke name=\"look\">\n<｜DSML｜parameter name=\"path\" string=\"true\">/tmp",
    "DeepSeek", "look", 30 },
  { "dsml without arguments",
    "<｜DSML｜invoke name=\"look\">\n</｜DSML｜invoke>",
    "DeepSeek", "look", 30 },
  { "dsml in ASCII",
    "<|DSML|function_calls>\n<|DSML|invoke name=\"look\">",
    "DeepSeek", "look", 22 },
  { "dsml, talked about",
    "V3.2 uses <｜DSML｜function_calls> and <｜DSML｜invoke name=\"...\">.", NULL },
  { "dsml in inline code",
    "It is `<｜DSML｜function_calls><｜DSML｜invoke name=\"look\">` there.", NULL },
  { "minimax m2",
    "<minimax:tool_call>\n<invoke name=\"look\">\n<parameter name=\"path\">/tmp</parame"
    "ter>\n</invoke>\n</minimax:tool_call>",
    "MiniMax", "look", 19 },
  { "minimax m2, talked about",
    "It wraps calls into <minimax:tool_call> and </minimax:tool_call>.", NULL },
  { "minimax m2 in a fence",
    "```xml\n<minimax:tool_call>\n<invoke name=\"look\">\n```\n", NULL },
  { "minimax m3",
    "]<]minimax[>[<tool_call>\n]<]minimax[>[<invoke name=\"look\">]<]minimax[>[<paramet"
    "er name=\"path\">/tmp",
    "MiniMax", "look", 13 },
  { "minimax m3 without its wrapper",
    "]<]minimax[>[<invoke name=\"look\">",
    "MiniMax", "look", 13 },
  { "minimax m3 after half of its sign",
    "]<]<]minimax[>[<invoke name=\"look\">",
    "MiniMax", "look", 15 },
  { "minimax m3 after its own beginning",
    "]<]<]minimax[>[<invoke name=\"look\">",
    "MiniMax", "look", 15 },
  { "minimax m3, talked about",
    "M3 puts ]<]minimax[>[ before each tag.", NULL },
  { "minimax m3 in inline code",
    "It is `]<]minimax[>[<invoke name=\"look\">` there.", NULL },
  { "kimi",
    "<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0<|tool_call_"
    "argument_begin|>{\"city\": \"Ulm\"}<|tool_call_end|><|tool_calls_section_end|>",
    "Kimi", "get_weather", 28 },
  { "kimi, cut",
    "<|tool_calls_section_begin|><|tool_call_begin|>functions.get_w",
    "Kimi", NULL, 28 },
  { "kimi, talked about",
    "Kimi has <|tool_calls_section_begin|> and <|tool_call_begin|> for this.", NULL },
  { "kimi in a fence",
    "~~~\n<|tool_calls_section_begin|><|tool_call_begin|>functions.f:0<|tool_call_argum"
    "ent_begin|>{}\n~~~\n", NULL },
  { "mistral, a list",
    "[TOOL_CALLS] [{\"name\": \"look\", \"arguments\": {}}]",
    "Mistral", "look", 12 },
  { "mistral, newer",
    "[TOOL_CALLS]look[ARGS]{\"path\": \"/tmp\"}",
    "Mistral", "look", 12 },
  { "mistral, with an id",
    "[TOOL_CALLS]look[CALL_ID]a1b2c3d4e[ARGS]{}",
    "Mistral", "look", 12 },
  { "mistral, talked about",
    "Mistral uses [TOOL_CALLS] and [ARGS] as tokens.", NULL },
  { "mistral, an array of something else",
    "[TOOL_CALLS] [1, 2]", NULL },
  { "mistral in inline code",
    "It is `[TOOL_CALLS]look[ARGS]{}` there.", NULL },
  { "llama, python",
    "<|python_tag|>{\"name\": \"look\", \"parameters\": {\"a\": 1}}",
    "Llama", "look", 14 },
  { "llama, a built-in tool",
    "<|python_tag|>brave_search.call(query=\"Ulm\")",
    "Llama", "brave_search", 14 },
  { "llama, a function",
    "<function=look>{\"path\": \"/tmp\"}</function>",
    "Llama", "look", 15 },
  { "llama, a function without arguments",
    "<function=look>{}</function>",
    "Llama", "look", 15 },
  { "llama, talked about",
    "The <|python_tag|> token begins a call, <function=NAME>{json}</function> too.", NULL },
  { "llama, code",
    "<|python_tag|>print(1)", NULL },
  { "llama in a fence",
    "```\n<function=look>{\"path\": \"/tmp\"}</function>\n```\n", NULL },
  { "claude",
    "<function_calls>\n<invoke name=\"look\">\n<parameter name=\"path\">/tmp</parameter"
    ">",
    "Claude", "look", 16 },
  { "claude, prefixed",
    "<antml:function_calls>\n<antml:invoke name=\"look\">",
    "Claude", "look", 22 },
  { "claude without its wrapper",
    "<invoke name=\"look\">\n<parameter name=\"path\">/tmp",
    "Claude", "look", 20 },
  { "claude without its wrapper, prefixed",
    "<antml:invoke name=\"look\">\n</antml:invoke>",
    "Claude", "look", 26 },
  { "claude, talked about",
    "Put it into <function_calls> with <invoke name=\"look\"> and so on.", NULL },
  { "claude, a placeholder",
    "<function_calls>\n<invoke name=\"$TOOL\">\n", NULL },
  { "claude in inline code",
    "It is `<function_calls><invoke name=\"look\">` there.", NULL },
  { "gpt-oss",
    "<|channel|>commentary to=functions.look <|constrain|>json<|message|>{\"path\": \"/"
    "tmp\"}<|call|>",
    "gpt-oss", "look", 11 },
  { "gpt-oss, analysis",
    "<|channel|>analysis to=functions.look code<|message|>{}",
    "gpt-oss", "look", 11 },
  { "gpt-oss, the other order",
    "<|start|>assistant to=functions.look<|channel|>commentary json<|message|>{}",
    "gpt-oss", "look", 9 },
  { "gpt-oss, only a channel",
    "<|channel|>commentary<|message|>I look.", NULL },
  { "gpt-oss, talked about",
    "Harmony has <|channel|> and <|start|>, and calls to=functions.NAME there.", NULL },
  { "gpt-oss in a fence",
    "```\n<|channel|>commentary to=functions.look <|message|>{}\n```\n", NULL },
  { "generic, a tag",
    "I call <tool>{\"name\": \"look\", \"arguments\": {}}</tool>",
    GENERIC, "look", 13 },
  { "generic, a tag talked about",
    "It is put between <tool> and </tool>.", NULL },
  { "generic, a fence",
    "```json\n{\"name\": \"look\", \"arguments\": {\"path\": \"/tmp\"}}\n```",
    GENERIC, "look", 59 },
  { "generic, a fence with space around",
    "\n ```\n{\"name\": \"look\", \"input\": {}}\n```\n\n",
    GENERIC, "look", 39 },
  { "generic, bare",
    "{\"name\": \"look\", \"parameters\": {\"path\": \"/tmp\"}}\n",
    GENERIC, "look", 48 },
  { "generic, with text before",
    "I call:\n```json\n{\"name\": \"look\", \"arguments\": {}}\n```", NULL },
  { "generic, with text after",
    "```json\n{\"name\": \"look\", \"arguments\": {}}\n```\nDone.", NULL },
  { "generic, two fences",
    "```json\n{\"name\": \"look\", \"arguments\": {}}\n```\n```json\n{}\n```", NULL },
  { "generic, cut",
    "{\"name\": \"look\", \"parameters\": {\"pa", NULL },
  { "generic, an answer in JSON",
    "{\"name\": \"Ulm\", \"people\": 129942}", NULL },
  { "generic, a list",
    "[{\"name\": \"look\", \"arguments\": {}}]", NULL },
  { "generic, one line",
    "```{\"name\": \"look\", \"arguments\": {}}```", NULL },
  { "generic, only fences",
    "``````", NULL },
  { "none", "Just text, with `code`, <b>tags</b> and\n```\na fence\n```\n", NULL },
  { "empty", "", NULL },
};

/* Pushes the text in steps; the event that a byte belongs to is its place, from 1. */
static gboolean
scan (const char *text, gsize step, TapToolTextHit *hit)
{
  g_auto (TapToolText) scanner = { 0 };
  gsize length = strlen (text);
  gboolean found = FALSE;

  for (gsize pos = 0; pos < length; pos += step)
    {
      gsize count = MIN (step, length - pos);
      g_autofree char *bytes = g_memdup2 (text + pos, count);
      g_auto (TapToolTextHit) again = { 0 };

      if (tap_tool_text_push (&scanner, bytes, count, pos + count, 10 * (pos + count),
                              found ? &again : hit))
        {
          g_assert_false (found);
          found = TRUE;
        }
    }

  if (found)
    {
      g_assert_false (tap_tool_text_end (&scanner, hit));
      return TRUE;
    }

  return tap_tool_text_end (&scanner, hit);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (gsize step = 1; step <= strlen (cases[i].text) + 1; step++)
        {
          g_auto (TapToolTextHit) hit = { 0 };
          gsize end = cases[i].marker_end;

          if (scan (cases[i].text, step, &hit) != (cases[i].family != NULL))
            g_error ("%s, in steps of %" G_GSIZE_FORMAT, cases[i].title, step);
          if (cases[i].family == NULL)
            continue;

          g_assert_cmpstr (hit.family != NULL ? hit.family : GENERIC, ==, cases[i].family);
          g_assert_cmpstr (hit.name, ==, cases[i].name);

          /* The step that brought the marker's last byte. */
          end = MIN ((end + step - 1) / step * step, strlen (cases[i].text));
          g_assert_cmpuint (hit.event, ==, end);
          g_assert_cmpint (hit.at, ==, 10 * end);
        }
    }
}

static void
test_only_once (void)
{
  g_auto (TapToolTextHit) hit = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 5; i++)
    g_string_append_printf (text, "<tool_call>{\"name\": \"f%u\", \"arguments\": {}}</tool_call>\n", i);

  g_assert_true (scan (text->str, 3, &hit));
  g_assert_cmpstr (hit.name, ==, "f0");
}

/* Text made to cost as much as it can stays cheap: this takes minutes where a step is not bounded. */
static void
test_bounded (void)
{
  static const char *const parts[] = {
    "<tool_call>", "<tool_call>{\"name\": \"", "<function=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "<tool_call>a\n", "`<tool_call>{\"name\": \"a\"", "```\n~~~\n", "<<<<",
    "]<]minimax[>[", "]<]", "<｜tool▁", "<|DSML|invoke name=\"a", "<|channel|>commentary to=a",
    "[TOOL_CALLS]a", "{\"name\": \"a\", ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_auto (TapToolTextHit) hit = { 0 };
      g_autoptr (GString) text = g_string_new (NULL);

      while (text->len < 500000)
        g_string_append (text, parts[i]);
      scan (text->str, 4096, &hit);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tool-text/cases", test_cases);
  g_test_add_func ("/tool-text/only-once", test_only_once);
  g_test_add_func ("/tool-text/bounded", test_bounded);

  return g_test_run ();
}
