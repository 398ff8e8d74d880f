/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-json-close.h"

#include <string.h>

#include "tap-json.h"

typedef struct
{
  GString *open;      /* the brackets that close what is open, outermost first */
  gsize safe;         /* so much of the text is complete, but for these brackets */
  gboolean is_value;  /* what comes next, unless a colon has to be first */
} State;

static gboolean
is_in_array (const State *self)
{
  return self->open->len > 0 && self->open->str[self->open->len - 1] == ']';
}

/* Where a string ends whose first letter is at @at: its quote, or FALSE if it is cut off, where
 * its last whole letter or escape ends. */
static gboolean
find_end (const GString *text, gsize at, gsize *end)
{
  while (at < text->len && text->str[at] != '"')
    {
      gsize step = 1;

      if (text->str[at] == '\\')
        step = at + 1 < text->len && text->str[at + 1] == 'u' ? strlen ("\\u0000") : 2;
      if (at + step > text->len)
        break;
      at += step;
    }
  *end = at;
  return at < text->len && text->str[at] == '"';
}

/* Returns where to go on. */
static gsize
take_string (State *self, GString *text, gsize at)
{
  gsize end;

  if (find_end (text, at, &end))
    {
      end++;
    }
  else if (self->is_value)
    {
      g_string_truncate (text, end);
      g_string_append (text, "…\"");
      end = text->len;
    }
  else
    {
      return text->len;
    }
  if (self->is_value)
    self->safe = end;
  return end;
}

/* FALSE: it cannot be JSON. */
static gboolean
take_bracket (State *self, char c, gsize behind)
{
  switch (c)
    {
    case '{':
    case '[':
      if (self->open->len >= TAP_JSON_MAX_DEPTH)
        return FALSE;
      g_string_append_c (self->open, c == '{' ? '}' : ']');
      break;

    case '}':
    case ']':
    default:
      if (self->open->len == 0 || self->open->str[self->open->len - 1] != c)
        return FALSE;
      g_string_truncate (self->open, self->open->len - 1);
      break;
    }
  self->safe = behind;
  self->is_value = is_in_array (self);
  return TRUE;
}

static void
close_all (State *self, GString *text)
{
  g_string_truncate (text, self->safe);
  while (self->open->len > 0)
    {
      g_string_append_c (text, self->open->str[self->open->len - 1]);
      g_string_truncate (self->open, self->open->len - 1);
    }
}

gboolean
tap_json_close (GString *text)
{
  g_autoptr (GString) open = g_string_new (NULL);
  State self = { .open = open, .is_value = TRUE };

  for (gsize at = 0; at < text->len;)
    {
      char c = text->str[at];

      at++;
      if (c == '"')
        {
          at = take_string (&self, text, at);
        }
      else if (c == '{' || c == '[' || c == '}' || c == ']')
        {
          if (!take_bracket (&self, c, at))
            return FALSE;
        }
      else if (c == ',')
        {
          self.safe = at - 1;
          self.is_value = is_in_array (&self);
        }
      else if (c == ':')
        {
          self.is_value = TRUE;
        }
    }
  close_all (&self, text);
  return text->len > 0;
}
