/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-record-private.h"

#include "tap-plain-text.h"
#include "tap-utf8.h"

#include <string.h>

/* A line as Tapline itself writes it: the common members in their order, then fields, then the
 * bytes. Such a line is read once, from its beginning to its end, and what it says is written
 * where it stays. Nothing is decided about any other line here. */

#define MAX_DIGITS 18 /* which always fit */

typedef struct
{
  const char *at;
  const char *end;
} Line;

/* Where a name or a string ends in the line, and so has its NUL in the copy. */
typedef struct
{
  TapRecordField fields[TAP_RECORD_MAX_PLAIN];
  const char *ends[2 * TAP_RECORD_MAX_PLAIN];
  guint n_fields;
  guint n_ends;
} Fields;

static inline gboolean
take (Line *line, const char *text, gsize length)
{
  if ((gsize) (line->end - line->at) < length || memcmp (line->at, text, length) != 0)
    return FALSE;
  line->at += length;
  return TRUE;
}

#define TAKE(line, literal) take (line, literal, sizeof literal - 1)

static inline gboolean
take_number (Line *line, gint64 *value)
{
  gboolean negative = TAKE (line, "-");
  const char *first = line->at;
  gint64 number = 0;

  while (line->at < line->end && line->at - first < MAX_DIGITS && g_ascii_isdigit (*line->at))
    number = number * 10 + (*line->at++ - '0');
  if (line->at == first || (*first == '0' && (negative || line->at - first > 1)))
    return FALSE;
  *value = negative ? -number : number;
  return TRUE;
}

/* ASCII without an escape, up to behind its quote; @end: (out): where the quote stands. */
static const char *
take_plain (Line *line, const char **end)
{
  const char *first = line->at, *at = first;

  while (line->end - at >= 8)
    {
      guint64 word;
      gsize n = tap_copy_plain (&word, at);

      at += n;
      if (n < sizeof word)
        break;
    }
  while (at < line->end && tap_is_plain (*at))
    at++;
  if (at == line->end || *at != '"')
    return NULL;
  *end = at;
  line->at = at + 1;
  return first;
}

static inline gboolean
take_value (Line *line, Fields *fields, TapRecordField *field)
{
  field->string = NULL;
  field->number = 0;
  if (TAKE (line, "\""))
    {
      field->type = TAP_JSON_STRING;
      field->string = take_plain (line, &fields->ends[fields->n_ends++]);
      return field->string != NULL;
    }
  field->type = TAP_JSON_NUMBER;
  if (TAKE (line, "true"))
    field->type = TAP_JSON_TRUE;
  else if (TAKE (line, "false"))
    field->type = TAP_JSON_FALSE;
  else
    return take_number (line, &field->number);
  return TRUE;
}

static gboolean
is_taken_name (const char *name, gsize length)
{
  static const char *const taken[] = { "seq", "exchange", "at", "kind", "text", "base64" };

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    if (strlen (taken[i]) == length && memcmp (taken[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

/* Up to the bytes or the end. */
static gboolean
take_fields (Line *line, Fields *fields)
{
  for (;;)
    {
      TapRecordField *field = &fields->fields[fields->n_fields];
      Line ahead = *line;
      const char *end;

      if (!TAKE (&ahead, ",\"") || TAKE (&ahead, "text\":") || TAKE (&ahead, "base64\":"))
        return TRUE;
      if (fields->n_fields == TAP_RECORD_MAX_PLAIN)
        return FALSE;
      field->name = take_plain (&ahead, &end);
      if (field->name == NULL || is_taken_name (field->name, end - field->name)
          || !TAKE (&ahead, ":"))
        return FALSE;
      fields->ends[fields->n_ends++] = end;
      if (!take_value (&ahead, fields, field))
        return FALSE;
      fields->n_fields++;
      *line = ahead;
    }
}

/* What a letter behind a backslash stands for. */
static const char escaped[256] = {
  ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
  ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
};

/* Behind a backslash; of those with numbers only the control characters, as they are written. */
static inline gboolean
take_escape (Line *line, guint8 *out)
{
  if (line->at == line->end)
    return FALSE;
  *out = escaped[(guchar) *line->at++];
  if (*out != 0)
    return TRUE;
  if (line->at[-1] != 'u' || !TAKE (line, "00") || line->end - line->at < 2
      || (line->at[0] != '0' && line->at[0] != '1') || !g_ascii_isxdigit (line->at[1]))
    return FALSE;
  *out = (line->at[0] - '0') << 4 | g_ascii_xdigit_value (line->at[1]);
  line->at += 2;
  return *out != 0;
}

/* A run of bytes above 0x7f. */
static inline gboolean
take_wide (Line *line, guint8 **out)
{
  const char *first = line->at;
  gsize length;

  while (line->at < line->end && (guchar) *line->at >= 0x80)
    line->at++;
  length = line->at - first;
  if (tap_utf8_valid_length (first, length) != length)
    return FALSE;
  memcpy (*out, first, length);
  *out += length;
  return TRUE;
}

/* A string's inside and its quote. @out has as much room as is left of the line, and a string never
 * grows, so that whole words may be written. */
static gboolean
take_text (Line *line, guint8 *out, gsize *length)
{
  const guint8 *first = out;

  while (line->at < line->end)
    {
      guint8 c;

      if (line->end - line->at >= 8)
        {
          gsize n = tap_copy_plain (out, line->at);

          line->at += n;
          out += n;
          if (n == 8)
            continue;
        }

      c = *line->at;
      if (c == '\\')
        {
          line->at++;
          if (!take_escape (line, out++))
            return FALSE;
        }
      else if (c == '"')
        {
          line->at++;
          *length = out - first;
          return TRUE;
        }
      else if (c >= 0x80)
        {
          if (!take_wide (line, &out))
            return FALSE;
        }
      else if (c >= 0x20)
        {
          line->at++;
          *out++ = c;
        }
      else
        return FALSE;
    }
  return FALSE;
}

static gboolean
take_base64 (Line *line, guint8 *out, gsize *length)
{
  const char *end;
  const char *first = take_plain (line, &end);
  int state = 0;
  guint save = 0;

  if (first == NULL)
    return FALSE;
  *length = g_base64_decode_step (first, end - first, out, &state, &save);
  return TRUE;
}

static void
copy_fields (TapRecord *self, const Fields *fields, char *to, const char *from, gsize length)
{
  memcpy (to, from, length);
  for (guint i = 0; i < fields->n_ends; i++)
    to[fields->ends[i] - from] = '\0';
  for (guint i = 0; i < fields->n_fields; i++)
    {
      TapRecordField *field = &self->plain[i];

      *field = fields->fields[i];
      field->name = to + (field->name - from);
      if (field->string != NULL)
        field->string = to + (field->string - from);
    }
}

/* @room: as long as what is left of the line. */
static gboolean
take_bytes (Line *line, TapRecord *self, guint8 *room)
{
  gboolean right = TRUE;

  self->data = room;
  self->has_bytes = TRUE;
  if (TAKE (line, ",\"text\":\""))
    right = take_text (line, room, &self->length);
  else if (TAKE (line, ",\"base64\":\""))
    right = take_base64 (line, room, &self->length);
  else
    self->has_bytes = FALSE;
  return right && TAKE (line, "}") && (line->at == line->end || TAKE (line, "\n"))
         && line->at == line->end;
}

TapRecord *
tap_record_read_own_line (const char *text, gsize length)
{
  Line line = { text, text + length };
  gint64 seq, exchange, at;
  TapRecordKind kind;
  const char *name, *from;
  Fields fields;
  TapRecord *self;
  char *room;

  if (!TAKE (&line, "{\"seq\":") || !take_number (&line, &seq)
      || !TAKE (&line, ",\"exchange\":") || !take_number (&line, &exchange)
      || !TAKE (&line, ",\"at\":") || !take_number (&line, &at)
      || !TAKE (&line, ",\"kind\":\"") || (name = take_plain (&line, &from)) == NULL
      || !tap_record_kind_from_name (name, from - name, &kind))
    return NULL;

  from = line.at;
  fields.n_fields = fields.n_ends = 0;
  if (!take_fields (&line, &fields))
    return NULL;

  self = tap_record_alloc (fields.n_fields, line.end - from, &room);
  self->seq = seq;
  self->exchange = exchange;
  self->at = at;
  self->kind = kind;
  copy_fields (self, &fields, room, from, line.at - from);
  if (take_bytes (&line, self, (guint8 *) room + (line.at - from)))
    return self;
  tap_record_unref (self);
  return NULL;
}
