/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tool-text-families.h"

#include "tap-tool-text-reader.h"
#include "tap-tool-text-tokens.h"

#include <string.h>

#define ANT "antml:"

/* <function=NAME>  inside <tool_call> */
static TapToolTextVerdict
judge_function_inside (const char *text, gsize length, gboolean complete, const char **name,
                       gsize *name_length)
{
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect (&reader, "<function=");
  tap_tool_text_expect_name (&reader, name, name_length);
  tap_tool_text_expect (&reader, ">");

  return reader.verdict;
}

/* NAME> and then a parameter or the end: <function=NAME> without <tool_call> */
static TapToolTextVerdict
judge_function (const char *text, gsize length, gboolean complete, const char **name,
                gsize *name_length)
{
  static const char *const next[] = { "<parameter=", "</function>", NULL };
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  tap_tool_text_expect_name (&reader, name, name_length);
  tap_tool_text_expect (&reader, ">");
  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect_one (&reader, next);

  return reader.verdict;
}

/* NAME, and then <arg_key>, or on a line of its own the end of a call without arguments */
static TapToolTextVerdict
judge_arg_key (const char *text, gsize length, gboolean complete, const char **name,
               gsize *name_length)
{
  static const char *const next[] = { "<arg_key>", "\n</tool_call>", "\n<arg_key>", NULL };
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  if (length > 0 && text[0] == '\n')
    reader.pos = 1;
  tap_tool_text_expect_name (&reader, name, name_length);
  tap_tool_text_expect_one (&reader, next);

  return reader.verdict;
}

/* NAME>{"a": ...}</function> */
static TapToolTextVerdict
judge_function_json (const char *text, gsize length, gboolean complete, const char **name,
                     gsize *name_length)
{
  static const char *const next[] = { "\"", "}", NULL };
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  tap_tool_text_expect_name (&reader, name, name_length);
  tap_tool_text_expect (&reader, ">");
  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect (&reader, "{");
  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect_one (&reader, next);

  return reader.verdict;
}

/* "NAME" of an attribute */
static void
expect_attribute (TapToolTextReader *reader, const char **name, gsize *name_length)
{
  tap_tool_text_expect (reader, "\"");
  tap_tool_text_expect_name (reader, name, name_length);
  tap_tool_text_expect (reader, "\"");
}

/* <invoke name="NAME"  inside a wrapper */
static TapToolTextVerdict
judge_invoke_inside (const char *text, gsize length, gboolean complete, const char **name,
                     gsize *name_length)
{
  static const char *const tags[] = { "<invoke name=", "<" ANT "invoke name=",
                                      "<|DSML|invoke name=", NULL };
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect_one (&reader, tags);
  expect_attribute (&reader, name, name_length);

  return reader.verdict;
}

/* "NAME"> and then a parameter or the end: <invoke name="NAME"> without its wrapper */
static TapToolTextVerdict
judge_invoke (const char *text, gsize length, gboolean complete, const char **name,
              gsize *name_length)
{
  static const char *const next[] = { "<parameter name=", "</invoke>",
                                      "<" ANT "parameter name=", "</" ANT "invoke>",
                                      "<|DSML|parameter name=", "</|DSML|invoke>", NULL };
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  expect_attribute (&reader, name, name_length);
  tap_tool_text_expect (&reader, ">");
  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect_one (&reader, next);

  return reader.verdict;
}

/* <tool_call> or <invoke name="NAME", each with its own sign before it */
static TapToolTextVerdict
judge_minimax3 (const char *text, gsize length, gboolean complete, const char **name,
                gsize *name_length)
{
  static const char *const tags[] = { "<tool_call>", "<invoke name=", NULL };
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  if (tap_tool_text_expect_one (&reader, tags) == 0)
    {
      tap_tool_text_skip_space (&reader);
      tap_tool_text_expect (&reader, "]<]minimax[>[<invoke name=");
    }
  expect_attribute (&reader, name, name_length);

  return reader.verdict;
}

#define WIDE_CALLS "<｜tool▁calls▁begin｜>"
#define WIDE_CALL "<｜tool▁call▁begin｜>"

/* Rows with the same marker stand together; the first that says yes has it. */
const TapToolTextFamily tap_tool_text_families[] = {
  { "Qwen, Hermes", "<tool_call>", NULL, FALSE, tap_tool_text_judge_json },
  { "Qwen3-Coder", "<tool_call>", NULL, FALSE, judge_function_inside },
  { "GLM", "<tool_call>", NULL, FALSE, judge_arg_key },
  { "Qwen3-Coder", "<function=", NULL, TRUE, judge_function },
  { "Llama", "<function=", NULL, TRUE, judge_function_json },
  { "Llama", "<|python_tag|>", NULL, FALSE, tap_tool_text_judge_json },
  { "Llama", "<|python_tag|>", NULL, FALSE, tap_tool_text_judge_python },
  { "DeepSeek", "<|tool_calls_begin|>", WIDE_CALLS, FALSE, tap_tool_text_judge_calls_begin },
  { "DeepSeek", "<|tool_call_begin|>", WIDE_CALL, FALSE, tap_tool_text_judge_call_begin },
  { "DeepSeek", "<|DSML|function_calls>", "<｜DSML｜function_calls>", FALSE, judge_invoke_inside },
  { "DeepSeek", "<|DSML|invoke name=", "<｜DSML｜invoke name=", TRUE, judge_invoke },
  { "Kimi", "<|tool_calls_section_begin|>", NULL, FALSE, tap_tool_text_judge_calls_begin },
  { "MiniMax", "<minimax:tool_call>", NULL, FALSE, judge_invoke_inside },
  { "MiniMax", "]<]minimax[>[", NULL, FALSE, judge_minimax3 },
  { "Claude", "<function_calls>", NULL, FALSE, judge_invoke_inside },
  { "Claude", "<" ANT "function_calls>", NULL, FALSE, judge_invoke_inside },
  { "Claude", "<invoke name=", NULL, TRUE, judge_invoke },
  { "Claude", "<" ANT "invoke name=", NULL, TRUE, judge_invoke },
  { "Mistral", "[TOOL_CALLS]", NULL, FALSE, tap_tool_text_judge_json_list },
  { "Mistral", "[TOOL_CALLS]", NULL, FALSE, tap_tool_text_judge_args },
  { "gpt-oss", "<|channel|>", NULL, FALSE, tap_tool_text_judge_harmony },
  { "gpt-oss", "<|start|>", NULL, FALSE, tap_tool_text_judge_harmony },
  { NULL, "<tool>", NULL, FALSE, tap_tool_text_judge_json },
};

const guint tap_tool_text_n_families = G_N_ELEMENTS (tap_tool_text_families);
