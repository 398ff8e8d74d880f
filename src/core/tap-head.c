/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-head.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define USUAL_FIELDS 24

typedef struct
{
  guint status;
  const char *text;
} FaultText;

static const FaultText fault_texts[TAP_N_HEAD_FAULTS] = {
  [TAP_HEAD_OK] = { 0, N_ ("The head is in order.") },
  [TAP_HEAD_INCOMPLETE] = { 400, N_ ("The head has no blank line at its end.") },
  [TAP_HEAD_TOO_LARGE] = { 431, N_ ("The head is larger than 256 KiB.") },
  [TAP_HEAD_BARE_LF] = { 400, N_ ("A line of the head ends with LF alone.") },
  [TAP_HEAD_FOLDED] = { 400, N_ ("A line of the head begins with white space.") },
  [TAP_HEAD_NUL] = { 400, N_ ("The head holds a NUL byte.") },
  [TAP_HEAD_BARE_CR] = { 400, N_ ("The head holds a CR that ends no line.") },
  [TAP_HEAD_SPACE_BEFORE_COLON] = { 400, N_ ("White space stands before the colon of a field.") },
  [TAP_HEAD_BAD_NAME] = { 400, N_ ("The name of a field is missing or holds a forbidden byte.") },
  [TAP_HEAD_BAD_FIRST_LINE] = { 400, N_ ("The first line is not one of HTTP/1.") },
  [TAP_HEAD_BAD_VERSION] = { 400, N_ ("The version in the first line is not HTTP/1.") },
  [TAP_HEAD_TWO_HOSTS] = { 400, N_ ("The request has more than one Host.") },
  [TAP_HEAD_NO_HOST] = { 400, N_ ("The request has no Host.") },
  [TAP_HEAD_LENGTH_AND_CODING]
  = { 400, N_ ("The head has both Transfer-Encoding and Content-Length.") },
  [TAP_HEAD_TWO_LENGTHS] = { 400, N_ ("The head has more than one Content-Length.") },
  [TAP_HEAD_BAD_LENGTH] = { 400, N_ ("Content-Length is not a plain decimal number.") },
  [TAP_HEAD_UNKNOWN_CODING]
  = { 400, N_ ("Transfer-Encoding is unknown, does not end with one “chunked”, or stands in "
               "HTTP/1.0.") },
};

/* RFC 9110, 5.6.2: tchar. */
static gboolean
is_token_char (guchar c)
{
  static const guint32 set[8] = { 0, 0x03ff6cfa, 0xc7fffffe, 0x57ffffff, 0, 0, 0, 0 };

  return (set[c >> 5] >> (c & 31)) & 1;
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

gsize
tap_head_empty_lines (const char *bytes, gsize length)
{
  gsize at = 0;

  while (length - at >= 2 && bytes[at] == '\r' && bytes[at + 1] == '\n')
    at += 2;
  return at;
}

/* LF ends a line here with or without its CR, so that a head with bare LFs is found, read and
 * refused, and not waited for. */
gsize
tap_head_length (const char *bytes, gsize length, gsize seen)
{
  const char *end = bytes + length;
  const char *at = bytes + (seen > 2 ? MIN (seen, length) - 2 : 0);

  while (at < end && (at = memchr (at, '\n', end - at)) != NULL)
    {
      at++;
      if (at < end && *at == '\n')
        return at + 1 - bytes;
      if (end - at >= 2 && at[0] == '\r' && at[1] == '\n')
        return at + 2 - bytes;
    }
  return 0;
}

static TapHeadFault
read_request_line (TapHead *self, const char *line, gsize length)
{
  const char *version;
  gsize i = 0;

  while (i < length && is_token_char (line[i]))
    i++;
  self->method_length = i;
  if (i == 0 || i == length || line[i] != ' ')
    return TAP_HEAD_BAD_FIRST_LINE;

  self->target = ++i;
  /* Bytes past ASCII are let through: some clients send them raw. */
  while (i < length && (guchar) line[i] > ' ' && line[i] != 0x7f)
    i++;
  self->target_length = i - self->target;
  if (self->target_length == 0 || i == length || line[i] != ' ')
    return TAP_HEAD_BAD_FIRST_LINE;

  version = line + i + 1;
  if (length - i - 1 != strlen ("HTTP/1.1") || memcmp (version, "HTTP/1.", 7) != 0
      || !g_ascii_isdigit (version[7]))
    return TAP_HEAD_BAD_VERSION;
  self->minor = version[7] - '0';
  return TAP_HEAD_OK;
}

static TapHeadFault
read_status_line (TapHead *self, const char *line, gsize length)
{
  if (length < strlen ("HTTP/1.1 200") || memcmp (line, "HTTP/", 5) != 0)
    return TAP_HEAD_BAD_FIRST_LINE;
  if (memcmp (line, "HTTP/1.", 7) != 0 || !g_ascii_isdigit (line[7]))
    return TAP_HEAD_BAD_VERSION;
  self->minor = line[7] - '0';
  if (line[8] != ' ' || !g_ascii_isdigit (line[9]) || !g_ascii_isdigit (line[10])
      || !g_ascii_isdigit (line[11]) || (length > 12 && line[12] != ' '))
    return TAP_HEAD_BAD_FIRST_LINE;

  self->status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  self->reason = MIN (length, 13);
  self->reason_length = length - self->reason;
  /* The grammar wants the space before the reason even where the reason is empty, but so many
   * servers leave it out that it means nothing. */
  return self->status < 100 ? TAP_HEAD_BAD_FIRST_LINE : TAP_HEAD_OK;
}

/* One line after the first. A broken line is taken as far as it can be understood, because a
 * response is passed on, and framed, whatever is wrong with it. */
static TapHeadFault
read_field_line (TapHead *self, gsize start, gsize length, gsize line_length)
{
  const char *line = self->bytes + start;
  TapHeadFault fault = TAP_HEAD_OK;
  TapHeadField field = { 0 };
  const char *colon;
  gsize name_end, value, end;

  if (is_blank (line[0]))
    {
      if (self->fields->len > 0)
        {
          TapHeadField *last = &g_array_index (self->fields, TapHeadField, self->fields->len - 1);

          for (end = length; end > 0 && is_blank (line[end - 1]); end--)
            ;
          if (end > 0)
            last->value_length = start + end - last->value;
          last->line_length = start + line_length - last->line;
        }
      return TAP_HEAD_FOLDED;
    }

  colon = memchr (line, ':', length);
  if (colon == NULL)
    return TAP_HEAD_BAD_NAME;

  name_end = colon - line;
  if (name_end > 0 && is_blank (line[name_end - 1]))
    {
      fault = TAP_HEAD_SPACE_BEFORE_COLON;
      while (name_end > 0 && is_blank (line[name_end - 1]))
        name_end--;
    }
  for (gsize i = 0; i < name_end; i++)
    if (!is_token_char (line[i]))
      fault = TAP_HEAD_BAD_NAME;
  if (name_end == 0)
    return TAP_HEAD_BAD_NAME;

  for (value = colon + 1 - line; value < length && is_blank (line[value]); value++)
    ;
  for (end = length; end > value && is_blank (line[end - 1]); end--)
    ;
  field.name = start;
  field.name_length = name_end;
  field.value = start + value;
  field.value_length = end - value;
  field.line = start;
  field.line_length = line_length;
  g_array_append_val (self->fields, field);
  return fault;
}

static inline gboolean
is_same_text (const char *a, const char *b, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (a[i] != b[i] && ((a[i] ^ b[i]) != 0x20 || !g_ascii_isalpha (a[i])))
      return FALSE;
  return TRUE;
}

/* Most names differ in their length or their first letter already. */
static inline gboolean
name_is (const TapHead *self, const TapHeadField *field, const char *name, gsize length)
{
  return field->name_length == length
         && ((self->bytes[field->name] ^ name[0]) & ~0x20) == 0
         && is_same_text (self->bytes + field->name, name, length);
}

/* RFC 9112, 6.3: what decides the framing must be said once and in one way. */
static TapHeadFault
check_framing (const TapHead *self)
{
  guint hosts = 0, lengths = 0, codings = 0;
  TapHeadFault fault = TAP_HEAD_OK;

  for (guint i = 0; i < self->fields->len; i++)
    {
      const TapHeadField *field = &g_array_index (self->fields, TapHeadField, i);

      hosts += name_is (self, field, "host", 4);
      codings += name_is (self, field, "transfer-encoding", 17);
      if (name_is (self, field, "content-length", 14))
        {
          guint64 unused;

          lengths++;
          if (!tap_head_parse_length (self->bytes + field->value, field->value_length, &unused))
            fault = TAP_HEAD_BAD_LENGTH;
        }
    }

  if (!self->is_response && hosts > 1)
    return TAP_HEAD_TWO_HOSTS;
  if (!self->is_response && hosts == 0 && self->minor > 0)
    return TAP_HEAD_NO_HOST;
  if (codings > 0 && lengths > 0)
    return TAP_HEAD_LENGTH_AND_CODING;
  if (lengths > 1)
    return TAP_HEAD_TWO_LENGTHS;
  if (codings > 0 && (self->minor == 0 || !tap_head_is_chunked (self, TRUE)))
    return TAP_HEAD_UNKNOWN_CODING;
  return fault;
}

static TapHeadFault
check_line_bytes (const char *line, gsize length, gsize line_length, gboolean may_hold_nul)
{
  if (may_hold_nul && memchr (line, '\0', length) != NULL)
    return TAP_HEAD_NUL;
  if (memchr (line, '\r', length) != NULL)
    return TAP_HEAD_BARE_CR;
  return line_length - length == 2 ? TAP_HEAD_OK : TAP_HEAD_BARE_LF;
}

static void
empty (TapHead *self)
{
  GArray *fields = g_steal_pointer (&self->fields);

  memset (self, 0, sizeof *self);
  self->fields = fields != NULL
                     ? fields
                     : g_array_sized_new (FALSE, FALSE, sizeof (TapHeadField), USUAL_FIELDS);
  g_array_set_size (self->fields, 0);
}

static TapHeadFault
parse (TapHead *self, gboolean is_response, const char *bytes, gsize length)
{
  TapHeadFault first_fault = TAP_HEAD_OK;
  gboolean has_nul;
  gsize head_length;

  empty (self);
  self->bytes = bytes;
  self->is_response = is_response;

  head_length = tap_head_length (bytes, MIN (length, TAP_HEAD_MAX), 0);
  if (head_length == 0)
    return length >= TAP_HEAD_MAX ? TAP_HEAD_TOO_LARGE : TAP_HEAD_INCOMPLETE;
  self->length = head_length;
  has_nul = memchr (bytes, '\0', head_length) != NULL;

  for (gsize start = 0, line_length; start < head_length; start += line_length)
    {
      const char *line = bytes + start;
      const char *lf = memchr (line, '\n', head_length - start);
      TapHeadFault fault, fault_of_line;
      gsize line_end;

      line_length = lf + 1 - line;
      line_end = line_length - 1 - (line_length > 1 && lf[-1] == '\r');
      fault_of_line = check_line_bytes (line, line_end, line_length, has_nul);

      if (start == 0)
        {
          self->first_line_length = line_length;
          fault = is_response ? read_status_line (self, line, line_end)
                              : read_request_line (self, line, line_end);
        }
      else if (line_end == 0)
        fault = TAP_HEAD_OK;
      else
        fault = read_field_line (self, start, line_end, line_length);

      if (first_fault == TAP_HEAD_OK)
        first_fault = fault_of_line != TAP_HEAD_OK ? fault_of_line : fault;
    }

  return first_fault != TAP_HEAD_OK ? first_fault : check_framing (self);
}

TapHeadFault
tap_head_parse_request (TapHead *self, const char *bytes, gsize length)
{
  return parse (self, FALSE, bytes, length);
}

TapHeadFault
tap_head_parse_response (TapHead *self, const char *bytes, gsize length)
{
  return parse (self, TRUE, bytes, length);
}

void
tap_head_clear (TapHead *self)
{
  g_clear_pointer (&self->fields, g_array_unref);
  memset (self, 0, sizeof *self);
}

guint
tap_head_fault_status (TapHeadFault fault)
{
  g_return_val_if_fail (fault < TAP_N_HEAD_FAULTS, 400);

  return fault_texts[fault].status;
}

const char *
tap_head_fault_text (TapHeadFault fault)
{
  g_return_val_if_fail (fault < TAP_N_HEAD_FAULTS, NULL);

  return _ (fault_texts[fault].text);
}

const TapHeadField *
tap_head_find (const TapHead *self, const char *name, const TapHeadField *after)
{
  const TapHeadField *fields, *end;
  gsize length = strlen (name);

  if (self->fields == NULL || self->fields->len == 0)
    return NULL;
  fields = (const TapHeadField *) (gconstpointer) self->fields->data;
  end = fields + self->fields->len;
  for (const TapHeadField *field = after != NULL ? after + 1 : fields; field < end; field++)
    if (name_is (self, field, name, length))
      return field;
  return NULL;
}

char *
tap_head_dup_value (const TapHead *self, const char *name)
{
  const TapHeadField *first = tap_head_find (self, name, NULL);
  gsize length;
  char *value, *to;

  if (first == NULL)
    return NULL;
  length = first->value_length;
  for (const TapHeadField *field = first; (field = tap_head_find (self, name, field)) != NULL;)
    length += 2 + field->value_length;

  value = g_malloc (length + 1);
  to = value;
  for (const TapHeadField *field = first; field != NULL; field = tap_head_find (self, name, field))
    {
      if (field != first)
        to = mempcpy (to, ", ", 2);
      to = mempcpy (to, self->bytes + field->value, field->value_length);
    }
  *to = '\0';
  /* A folded value still holds its line ends (RFC 9112, 5.2); a NUL would cut the string. */
  for (to = value; to < value + length; to++)
    if (*to == '\r' || *to == '\n' || *to == '\0')
      *to = ' ';
  return value;
}
