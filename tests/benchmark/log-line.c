/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "log-line.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
} Cursor;

static gboolean
skip (Cursor *cursor, char c)
{
  if (cursor->at == cursor->end || *cursor->at != c)
    return FALSE;
  cursor->at++;
  return TRUE;
}

static gboolean
read_unit (Cursor *cursor, guint32 *unit)
{
  *unit = 0;
  if (cursor->end - cursor->at < 4)
    return FALSE;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (*cursor->at++);

      if (digit < 0)
        return FALSE;
      *unit = *unit * 16 + (guint32) digit;
    }
  return TRUE;
}

/* What follows a backslash. */
static gboolean
read_escape (Cursor *cursor, GString *out)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *name;
  guint32 unit, low;
  char c;

  if (cursor->at == cursor->end)
    return FALSE;
  c = *cursor->at++;
  if (c == 'u')
    {
      if (!read_unit (cursor, &unit))
        return FALSE;
      if (unit >= 0xd800 && unit < 0xdc00)
        {
          if (!skip (cursor, '\\') || !skip (cursor, 'u') || !read_unit (cursor, &low))
            return FALSE;
          unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
      g_string_append_unichar (out, unit);
      return TRUE;
    }
  name = c != '\0' ? strchr (names, c) : NULL;
  if (name == NULL)
    return FALSE;
  g_string_append_c (out, values[name - names]);
  return TRUE;
}

static gboolean
read_string (Cursor *cursor, GString *out)
{
  g_string_truncate (out, 0);
  if (!skip (cursor, '"'))
    return FALSE;
  for (;;)
    {
      const char *from = cursor->at;

      while (cursor->at < cursor->end && *cursor->at != '"' && *cursor->at != '\\')
        cursor->at++;
      g_string_append_len (out, from, cursor->at - from);
      if (cursor->at == cursor->end)
        return FALSE;
      if (*cursor->at++ == '"')
        return TRUE;
      if (!read_escape (cursor, out))
        return FALSE;
    }
}

/* A value that is not looked into. */
static gboolean
skip_value (Cursor *cursor, GString *scratch)
{
  int depth = 0;

  do
    {
      if (cursor->at == cursor->end)
        return FALSE;
      switch (*cursor->at)
        {
        case '"':
          if (!read_string (cursor, scratch))
            return FALSE;
          break;
        case '{':
        case '[':
          depth++;
          cursor->at++;
          break;
        case '}':
        case ']':
          if (depth-- == 0)
            return FALSE;
          cursor->at++;
          break;
        default:
          cursor->at++;
          break;
        }
    }
  while (depth > 0
         || (cursor->at < cursor->end && *cursor->at != ',' && *cursor->at != '}'));
  return TRUE;
}

static void
decode_base64 (GString *data)
{
  gsize length = 0;

  if (data->len > 0)
    g_base64_decode_inplace (data->str, &length);
  g_string_truncate (data, length);
}

static gboolean
read_member (LogLine *self, Cursor *cursor, GString *name, GString *scratch)
{
  if (!read_string (cursor, name) || !skip (cursor, ':'))
    return FALSE;
  if (strcmp (name->str, "text") == 0)
    return read_string (cursor, self->data);
  if (strcmp (name->str, "base64") == 0)
    {
      if (!read_string (cursor, self->data))
        return FALSE;
      decode_base64 (self->data);
      return TRUE;
    }
  if (strcmp (name->str, "kind") == 0)
    {
      if (!read_string (cursor, scratch))
        return FALSE;
      g_strlcpy (self->kind, scratch->str, sizeof self->kind);
      return TRUE;
    }
  if (strcmp (name->str, "exchange") == 0)
    self->exchange = g_ascii_strtoull (cursor->at, NULL, 10);
  else if (strcmp (name->str, "bytes") == 0)
    self->bytes = g_ascii_strtoull (cursor->at, NULL, 10);
  return skip_value (cursor, scratch);
}

gboolean
log_line_parse (LogLine *self, const char *line, gsize length)
{
  static GString *name, *scratch;
  Cursor cursor = { line, line + length };

  if (name == NULL)
    {
      name = g_string_new (NULL);
      scratch = g_string_new (NULL);
    }
  if (self->data == NULL)
    self->data = g_string_new (NULL);
  g_string_truncate (self->data, 0);
  self->kind[0] = '\0';
  self->exchange = 0;
  self->bytes = 0;

  if (!skip (&cursor, '{'))
    return FALSE;
  do
    if (!read_member (self, &cursor, name, scratch))
      return FALSE;
  while (skip (&cursor, ','));
  return skip (&cursor, '}') && cursor.at == cursor.end && self->kind[0] != '\0';
}
