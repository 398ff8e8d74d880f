/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-body-text.h"

#include <string.h>

#include "tap-json-text.h"
#include "tap-json.h"
#include "tap-utf8.h"

#define NUL_SIGN "\xe2\x90\x80"
#define PARAGRAPH "\xe2\x80\xa9" /* a text view ends its lines there, too */

typedef struct
{
  guint32 start;
  guint32 number : 31;
  guint32 in_string : 1;
} Line;

struct _TapBodyText
{
  GString *text;
  gboolean json;
  GArray *lines; /* of Line */
};

static gboolean
is_inside (char byte)
{
  return ((guchar) byte & 0xc0) == 0x80;
}

/* Bytes of what must not be torn apart: a character, or an escape of JSON. */
static gsize
measure (const char *at)
{
  gsize length = 1;

  if (*at == '\\')
    {
      if (at[1] == 'u' && strnlen (at, 6) == 6)
        return 6;
      if (at[1] == '\0' || at[1] == '\n' || at[1] == '\r')
        return 1;
      at++;
      length++;
    }
  while (is_inside (at[1]))
    {
      at++;
      length++;
    }
  return length;
}

/* Behind the line break at @at, or 0 if there is none. */
static gsize
skip_break (const char *at)
{
  if (*at == '\n')
    return 1;
  if (*at == '\r')
    return at[1] == '\n' ? 2 : 1;
  return g_str_has_prefix (at, PARAGRAPH) ? strlen (PARAGRAPH) : 0;
}

/* Where the line ends, and whether another begins behind it. @in_string is carried on. */
static const char *
find_end (const char *line, const char *end, gboolean *broken, gboolean *in_string)
{
  const char *word = NULL; /* where a word begins, late in the line */
  gboolean word_in_string = FALSE;
  const char *at = line;

  while (at < end)
    {
      gsize length = skip_break (at);

      if (length > 0)
        {
          *broken = TRUE;
          return at + length;
        }
      length = measure (at);
      if ((gsize) (at - line) + length > TAP_BODY_TEXT_LINE)
        {
          *broken = FALSE;
          if (word == NULL)
            return at;
          *in_string = word_in_string;
          return word;
        }
      *in_string ^= *at == '"';
      at += length;
      if (at[-1] == ' ' && at - line > TAP_BODY_TEXT_LINE * 3 / 4)
        {
          word = at;
          word_in_string = *in_string;
        }
    }
  *broken = FALSE;
  return end;
}

static void
find_lines (TapBodyText *self)
{
  const char *text = self->text->str;
  const char *end = text + self->text->len;
  const char *at = text;
  gboolean broken = FALSE;
  gboolean in_string = FALSE;
  Line line = { 0, 1, 0 };

  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  do
    {
      g_array_append_val (self->lines, line);
      at = find_end (at, end, &broken, &in_string);
      line.start = (guint32) (at - text);
      line.number += broken;
      line.in_string = in_string && self->json;
    }
  while (at < end || broken);
}

static GString *
repair (const char *bytes, gsize length)
{
  GString *text = g_string_sized_new (length);

  tap_utf8_append_repaired (text, bytes, length);
  if (strlen (text->str) < text->len)
    {
      g_autoptr (GString) whole = text;

      text = g_string_sized_new (whole->len);
      for (gsize i = 0; i < whole->len; i++)
        {
          if (whole->str[i] != '\0')
            g_string_append_c (text, whole->str[i]);
          else
            g_string_append (text, NUL_SIGN);
        }
    }
  return text;
}

TapBodyText *
tap_body_text_new (const char *bytes, gsize length, gboolean as_sent)
{
  TapBodyText *self = g_atomic_rc_box_new0 (TapBodyText);
  g_auto (TapJson) json = { NULL };
  char *formatted = NULL;

  self->text = repair (bytes, length);
  if (!as_sent)
    formatted = tap_json_text_format (self->text->str, self->text->len);
  self->json = formatted != NULL
               || (as_sent && self->text->len > 0
                   && tap_json_parse (&json, self->text->str, self->text->len, NULL));
  if (formatted != NULL)
    {
      g_string_assign (self->text, formatted);
      g_free (formatted);
    }
  find_lines (self);
  return self;
}

TapBodyText *
tap_body_text_ref (TapBodyText *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TapBodyText *self = data;

  g_string_free (self->text, TRUE);
  g_array_unref (self->lines);
}

void
tap_body_text_unref (TapBodyText *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const char *
tap_body_text_get (TapBodyText *self, gsize *length)
{
  if (length != NULL)
    *length = self->text->len;
  return self->text->str;
}

gboolean
tap_body_text_is_json (TapBodyText *self)
{
  return self->json;
}

guint
tap_body_text_count_lines (TapBodyText *self)
{
  return self->lines->len;
}

gsize
tap_body_text_get_start (TapBodyText *self, guint line)
{
  return line < self->lines->len ? g_array_index (self->lines, Line, line).start : self->text->len;
}

guint
tap_body_text_get_number (TapBodyText *self, guint line)
{
  return g_array_index (self->lines, Line, MIN (line, self->lines->len - 1)).number;
}

gboolean
tap_body_text_is_continued (TapBodyText *self, guint line)
{
  return line > 0 && line < self->lines->len
         && tap_body_text_get_number (self, line) == tap_body_text_get_number (self, line - 1);
}

gboolean
tap_body_text_begins_in_string (TapBodyText *self, guint line)
{
  return line < self->lines->len && g_array_index (self->lines, Line, line).in_string;
}

guint
tap_body_text_find_line (TapBodyText *self, gsize offset)
{
  guint low = 0;
  guint high = self->lines->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->lines, Line, middle).start <= offset)
        low = middle;
      else
        high = middle;
    }
  return low;
}

guint
tap_body_text_count_same (TapBodyText *self, TapBodyText *other)
{
  gsize length = MIN (self->text->len, other->text->len);
  guint lines = MIN (self->lines->len, other->lines->len);
  gsize same = 0;

  if (memcmp (self->text->str, other->text->str, length) == 0)
    same = length;
  else
    while (self->text->str[same] == other->text->str[same])
      same++;
  for (guint i = 1; i < lines; i++)
    {
      Line one = g_array_index (self->lines, Line, i);
      Line another = g_array_index (other->lines, Line, i);

      if (one.start > same || one.start != another.start || one.number != another.number)
        return i - 1;
    }
  return lines - 1;
}
