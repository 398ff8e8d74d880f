/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tool-text-reader.h"

#include <string.h>

#define NAME_MAX_LENGTH 128

static gboolean
goes_on (TapToolTextReader *self)
{
  if (self->verdict == TAP_TOOL_TEXT_YES && self->pos == self->length)
    self->verdict = TAP_TOOL_TEXT_MORE;

  return self->verdict == TAP_TOOL_TEXT_YES;
}

void
tap_tool_text_skip_space (TapToolTextReader *self)
{
  while (self->pos < self->length && g_ascii_isspace (self->text[self->pos]))
    self->pos++;
}

void
tap_tool_text_expect (TapToolTextReader *self, const char *literal)
{
  for (; *literal != '\0' && goes_on (self); literal++)
    {
      if (self->text[self->pos] == *literal)
        self->pos++;
      else
        self->verdict = TAP_TOOL_TEXT_NO;
    }
}

guint
tap_tool_text_expect_one (TapToolTextReader *self, const char *const *literals)
{
  gsize start = self->pos;
  TapToolTextVerdict before = self->verdict;
  gboolean more = FALSE;

  for (guint i = 0; literals[i] != NULL && before == TAP_TOOL_TEXT_YES; i++)
    {
      self->pos = start;
      self->verdict = before;
      tap_tool_text_expect (self, literals[i]);
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

/* What texts about calls write in a name's place, where they write a word. */
static const char *const placeholders[] = {
  "FUNCTION_NAME", "NAME", "TOOL_NAME", "function_name", "tool_name",
};

static gboolean
is_placeholder (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (placeholders); i++)
    {
      if (strlen (placeholders[i]) == length && memcmp (placeholders[i], name, length) == 0)
        return TRUE;
    }

  return FALSE;
}

void
tap_tool_text_expect_name (TapToolTextReader *self, const char **name, gsize *name_length)
{
  gsize start = self->pos;

  while (self->verdict == TAP_TOOL_TEXT_YES && self->pos < self->length
         && is_name_char (self->text[self->pos], self->pos == start))
    self->pos++;

  if (!goes_on (self))
    return;

  if (self->pos == start || self->pos - start > NAME_MAX_LENGTH
      || is_placeholder (self->text + start, self->pos - start))
    self->verdict = TAP_TOOL_TEXT_NO;
  else
    {
      *name = self->text + start;
      *name_length = self->pos - start;
    }
}
