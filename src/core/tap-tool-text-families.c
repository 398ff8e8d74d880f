/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tool-text-families.h"

#include <string.h>

#define NAME_MAX_LENGTH 128

/* A reader over what follows the marker. Each step either passes, fails, or finds that there is
 * not enough text yet; after the first that does not pass, the others do nothing. */
typedef struct
{
  const char *text;
  gsize length;
  gsize pos;
  TapToolTextVerdict verdict; /* YES as long as all steps passed */
} Reader;

static gboolean
reader_goes_on (Reader *self)
{
  if (self->verdict == TAP_TOOL_TEXT_YES && self->pos == self->length)
    self->verdict = TAP_TOOL_TEXT_MORE;

  return self->verdict == TAP_TOOL_TEXT_YES;
}

static void
skip_space (Reader *self)
{
  while (self->pos < self->length && g_ascii_isspace (self->text[self->pos]))
    self->pos++;
}

static void
expect (Reader *self, const char *literal)
{
  for (; *literal != '\0' && reader_goes_on (self); literal++)
    {
      if (self->text[self->pos] == *literal)
        self->pos++;
      else
        self->verdict = TAP_TOOL_TEXT_NO;
    }
}

/* One of some literals, none of which begins another. Returns which. */
static guint
expect_one (Reader *self, const char *const *literals)
{
  gsize start = self->pos;
  TapToolTextVerdict before = self->verdict;
  gboolean more = FALSE;

  for (guint i = 0; literals[i] != NULL && before == TAP_TOOL_TEXT_YES; i++)
    {
      self->pos = start;
      self->verdict = before;
      expect (self, literals[i]);
      if (self->verdict == TAP_TOOL_TEXT_YES)
        return i;
      more = more || self->verdict == TAP_TOOL_TEXT_MORE;
    }

  if (before == TAP_TOOL_TEXT_YES)
    self->verdict = more ? TAP_TOOL_TEXT_MORE : TAP_TOOL_TEXT_NO;

  return 0;
}

static gboolean
is_name_char (char c, gboolean first)
{
  return g_ascii_isalnum (c) || c == '_' || (!first && strchr ("-.:/", c) != NULL && c != '\0');
}

/* A tool's name, and what must stand behind it. Placeholders such as "..." are none. */
static void
expect_name (Reader *self, const char **name, gsize *name_length)
{
  gsize start = self->pos;

  while (self->verdict == TAP_TOOL_TEXT_YES && self->pos < self->length
         && is_name_char (self->text[self->pos], self->pos == start))
    self->pos++;

  if (!reader_goes_on (self))
    return;

  if (self->pos == start || self->pos - start > NAME_MAX_LENGTH)
    self->verdict = TAP_TOOL_TEXT_NO;
  else
    {
      *name = self->text + start;
      *name_length = self->pos - start;
    }
}

/* {"name": "NAME", ...  or  {"arguments": {...  */
static TapToolTextVerdict
judge_json (const char *text, gsize length, gboolean complete, const char **name,
            gsize *name_length)
{
  static const char *const keys[] = { "name\"", "arguments\"", "parameters\"", "function\"", NULL };
  Reader reader = { text, length, 0, TAP_TOOL_TEXT_YES };
  gboolean has_key;
  guint key;

  skip_space (&reader);
  expect (&reader, "{");
  skip_space (&reader);
  expect (&reader, "\"");
  key = expect_one (&reader, keys);
  has_key = reader.verdict == TAP_TOOL_TEXT_YES;
  skip_space (&reader);
  expect (&reader, ":");
  skip_space (&reader);

  if (key == 0)
    {
      expect (&reader, "\"");
      expect_name (&reader, name, name_length);
      expect (&reader, "\"");
    }
  else
    {
      static const char *const values[] = { "{", "\"", NULL };

      expect_one (&reader, values);
    }

  if (reader.verdict == TAP_TOOL_TEXT_MORE && complete)
    return has_key ? TAP_TOOL_TEXT_YES : TAP_TOOL_TEXT_NO;

  return reader.verdict;
}

/* <function=NAME>  inside <tool_call> */
static TapToolTextVerdict
judge_function_inside (const char *text, gsize length, gboolean complete, const char **name,
                       gsize *name_length)
{
  Reader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  skip_space (&reader);
  expect (&reader, "<function=");
  expect_name (&reader, name, name_length);
  expect (&reader, ">");

  return reader.verdict;
}

/* NAME> and then a parameter or the end: <function=NAME> without <tool_call> */
static TapToolTextVerdict
judge_function (const char *text, gsize length, gboolean complete, const char **name,
                gsize *name_length)
{
  static const char *const next[] = { "<parameter=", "</function>", NULL };
  Reader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  expect_name (&reader, name, name_length);
  expect (&reader, ">");
  skip_space (&reader);
  expect_one (&reader, next);

  return reader.verdict;
}

/* NAME, and then <arg_key>, or on a line of its own the end of a call without arguments */
static TapToolTextVerdict
judge_arg_key (const char *text, gsize length, gboolean complete, const char **name,
               gsize *name_length)
{
  static const char *const next[] = { "<arg_key>", "\n</tool_call>", "\n<arg_key>", NULL };
  Reader reader = { text, length, 0, TAP_TOOL_TEXT_YES };

  if (length > 0 && text[0] == '\n')
    reader.pos = 1;
  expect_name (&reader, name, name_length);
  expect_one (&reader, next);

  return reader.verdict;
}

/* Rows with the same marker stand together; the first that says yes has it. */
const TapToolTextFamily tap_tool_text_families[] = {
  { "Qwen, Hermes", "<tool_call>", FALSE, judge_json },
  { "Qwen3-Coder", "<tool_call>", FALSE, judge_function_inside },
  { "GLM", "<tool_call>", FALSE, judge_arg_key },
  { "Qwen3-Coder", "<function=", TRUE, judge_function },
};

const guint tap_tool_text_n_families = G_N_ELEMENTS (tap_tool_text_families);
