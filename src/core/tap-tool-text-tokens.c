/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tool-text-tokens.h"

#include "tap-tool-text-reader.h"

#include <string.h>

/* {"name": "NAME", ...  or  {"arguments": {...  */
TapToolTextVerdict
tap_tool_text_judge_json (const char *text, gsize length, gboolean complete, const char **name,
                          gsize *name_length)
{
  static const char *const keys[] = { "name\"", "arguments\"", "parameters\"", "function\"", NULL };
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };
  gboolean has_key;
  guint key;

  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect (&reader, "{");
  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect (&reader, "\"");
  key = tap_tool_text_expect_one (&reader, keys);
  has_key = reader.verdict == TAP_TOOL_TEXT_YES;
  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect (&reader, ":");
  tap_tool_text_skip_space (&reader);

  if (key == 0)
    {
      tap_tool_text_expect (&reader, "\"");
      tap_tool_text_expect_name (&reader, name, name_length);
      tap_tool_text_expect (&reader, "\"");
    }
  else
    {
      static const char *const values[] = { "{", "\"", NULL };

      tap_tool_text_expect_one (&reader, values);
    }

  if (reader.verdict == TAP_TOOL_TEXT_MORE && complete)
    return has_key ? TAP_TOOL_TEXT_YES : TAP_TOOL_TEXT_NO;

  return reader.verdict;
}

/* A name that some families write as functions.NAME:0. */
static void
trim_name (const char **name, gsize *name_length)
{
  static const char space[] = "functions.";
  gsize digits = *name_length;

  while (digits > 0 && g_ascii_isdigit ((*name)[digits - 1]))
    digits--;
  if (digits > 1 && digits < *name_length && (*name)[digits - 1] == ':')
    *name_length = digits - 1;
  if (*name_length > strlen (space) && memcmp (*name, space, strlen (space)) == 0)
    {
      *name += strlen (space);
      *name_length -= strlen (space);
    }
}

/* function<|tool_sep|>NAME and a fence, NAME<|tool_sep|>{, or Kimi's
 * functions.NAME:0<|tool_call_argument_begin|> */
static void
expect_begun_call (TapToolTextReader *reader, const char **name, gsize *name_length)
{
  static const char *const seps[] = { "<|tool_sep|>", "<|tool_call_argument_begin|>", NULL };
  static const char *const ends[] = { "\n", "`", "{", "<|", NULL };
  guint sep;

  tap_tool_text_skip_space (reader);
  tap_tool_text_expect_name (reader, name, name_length);
  sep = tap_tool_text_expect_one (reader, seps);
  if (reader->verdict != TAP_TOOL_TEXT_YES)
    return;

  if (sep == 0 && *name_length == strlen ("function")
      && memcmp (*name, "function", *name_length) == 0)
    {
      tap_tool_text_expect_name (reader, name, name_length);
      tap_tool_text_expect_one (reader, ends);
    }
  else
    {
      tap_tool_text_skip_space (reader);
      tap_tool_text_expect (reader, "{");
      trim_name (name, name_length);
    }
}

TapToolTextVerdict
tap_tool_text_judge_call_begin (const char *text, gsize length, gboolean complete,
                                const char **name, gsize *name_length)
{
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  expect_begun_call (&reader, name, name_length);

  return reader.verdict;
}

/* The same inside its wrapper. Cut off after two of these tokens it is one too. */
TapToolTextVerdict
tap_tool_text_judge_calls_begin (const char *text, gsize length, gboolean complete,
                                 const char **name, gsize *name_length)
{
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };
  gboolean begun;

  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect (&reader, "<|tool_call_begin|>");
  begun = reader.verdict == TAP_TOOL_TEXT_YES;
  expect_begun_call (&reader, name, name_length);
  if (reader.verdict == TAP_TOOL_TEXT_MORE && complete && begun)
    return TAP_TOOL_TEXT_YES;

  return reader.verdict;
}

/* [{"name": "NAME", ... */
TapToolTextVerdict
tap_tool_text_judge_json_list (const char *text, gsize length, gboolean complete, const char **name,
                               gsize *name_length)
{
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect (&reader, "[");
  if (reader.verdict != TAP_TOOL_TEXT_YES)
    return reader.verdict;

  return tap_tool_text_judge_json (text + reader.pos, length - reader.pos, complete, name,
                                   name_length);
}

/* NAME[ARGS]{ or, as the newer models have it, NAME[CALL_ID]... or NAME{ */
TapToolTextVerdict
tap_tool_text_judge_args (const char *text, gsize length, gboolean complete, const char **name,
                          gsize *name_length)
{
  static const char *const next[] = { "[ARGS]", "[CALL_ID]", "{\"", "{}", NULL };
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect_name (&reader, name, name_length);
  tap_tool_text_expect_one (&reader, next);

  return reader.verdict;
}

/* NAME.call(query="...") of a tool that is built in */
TapToolTextVerdict
tap_tool_text_judge_python (const char *text, gsize length, gboolean complete, const char **name,
                            gsize *name_length)
{
  static const char call[] = ".call";
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  tap_tool_text_skip_space (&reader);
  tap_tool_text_expect_name (&reader, name, name_length);
  tap_tool_text_expect (&reader, "(");
  if (reader.verdict != TAP_TOOL_TEXT_YES)
    return reader.verdict;

  if (*name_length <= strlen (call)
      || memcmp (*name + *name_length - strlen (call), call, strlen (call)) != 0)
    return TAP_TOOL_TEXT_NO;
  *name_length -= strlen (call);

  return TAP_TOOL_TEXT_YES;
}

/* commentary to=functions.NAME, after <|channel|> or <|start|> */
TapToolTextVerdict
tap_tool_text_judge_harmony (const char *text, gsize length, gboolean complete, const char **name,
                             gsize *name_length)
{
  static const char *const roles[] = { "commentary to=", "analysis to=", "assistant to=", NULL };
  static const char *const next[] = { " ", "<|", "\n", NULL };
  TapToolTextReader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  tap_tool_text_expect_one (&reader, roles);
  tap_tool_text_expect_name (&reader, name, name_length);
  tap_tool_text_expect_one (&reader, next);
  if (reader.verdict == TAP_TOOL_TEXT_YES)
    trim_name (name, name_length);

  return reader.verdict;
}
