/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-head.h"

#include <libsoup/soup.h>
#include <string.h>

/* The next element of a comma-separated list that may be spread over several fields. */
typedef struct
{
  const TapHead *head;
  const char *name;
  const TapHeadField *field;
  gsize at;
} List;

/* Line ends stand in a value only where it was folded. */
static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static gboolean
list_next (List *self, const char **item, gsize *length)
{
  if (self->field == NULL)
    self->field = tap_head_find (self->head, self->name, NULL);

  for (; self->field != NULL;
       self->field = tap_head_find (self->head, self->name, self->field), self->at = 0)
    {
      const char *value = self->head->bytes + self->field->value;
      const char *comma;
      gsize start = self->at, end;

      if (start > self->field->value_length)
        continue;
      comma = memchr (value + start, ',', self->field->value_length - start);
      end = comma != NULL ? (gsize) (comma - value) : self->field->value_length;
      self->at = end + 1;

      while (start < end && is_space (value[start]))
        start++;
      while (end > start && is_space (value[end - 1]))
        end--;
      *item = value + start;
      *length = end - start;
      return TRUE;
    }
  return FALSE;
}

static gboolean
item_is (const char *item, gsize length, const char *token)
{
  return strlen (token) == length && g_ascii_strncasecmp (item, token, length) == 0;
}

gboolean
tap_head_has_token (const TapHead *self, const char *name, const char *token)
{
  g_autofree char *value = tap_head_dup_value (self, name);

  return value != NULL && soup_header_contains (value, token);
}

gboolean
tap_head_is_chunked (const TapHead *self, gboolean strict)
{
  static const char *const known[]
      = { "gzip", "x-gzip", "deflate", "compress", "x-compress", NULL };
  List list = { self, "transfer-encoding", NULL, 0 };
  const char *item;
  gsize length;
  gboolean chunked = FALSE;

  while (list_next (&list, &item, &length))
    {
      gboolean ok = FALSE;

      if (length == 0 && !strict)
        continue;
      if (strict && chunked)
        return FALSE;
      chunked = item_is (item, length, "chunked");
      for (guint i = 0; known[i] != NULL && !ok; i++)
        ok = item_is (item, length, known[i]);
      if (strict && !chunked && !ok)
        return FALSE;
    }
  return chunked;
}

/* RFC 9110, 8.6: digits and nothing else; beyond 2^63 - 1 nobody means it. */
gboolean
tap_head_parse_length (const char *text, gsize length, guint64 *value)
{
  guint64 number = 0;

  *value = 0;
  if (length == 0)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      if (number > (G_MAXINT64 - (guint64) (text[i] - '0')) / 10)
        return FALSE;
      number = number * 10 + (text[i] - '0');
    }
  *value = number;
  return TRUE;
}

static gboolean
content_length (const TapHead *self, guint64 *length)
{
  List list = { self, "content-length", tap_head_find (self, "content-length", NULL), 0 };
  const char *item;
  gsize item_length;
  gboolean found = FALSE;

  if (list.field == NULL)
    return FALSE;

  /* Equal lengths said twice still are one length (RFC 9112, 6.3, 5); different ones none. */
  while (list_next (&list, &item, &item_length))
    {
      guint64 value;

      if (!tap_head_parse_length (item, item_length, &value) || (found && value != *length))
        return FALSE;
      *length = value;
      found = TRUE;
    }
  return found;
}

TapFraming
tap_head_request_framing (const TapHead *self, guint64 *length)
{
  *length = 0;
  if (tap_head_find (self, "transfer-encoding", NULL) != NULL)
    return TAP_FRAMING_CHUNKED;
  return content_length (self, length) ? TAP_FRAMING_LENGTH : TAP_FRAMING_NONE;
}

TapFraming
tap_head_response_framing (const TapHead *self, const char *request_method, gsize method_length,
                           guint64 *length)
{
  gboolean to_connect = method_length == 7 && memcmp (request_method, "CONNECT", 7) == 0;
  gboolean to_head = method_length == 4 && memcmp (request_method, "HEAD", 4) == 0;

  *length = 0;
  if (self->status == 101 || (to_connect && self->status / 100 == 2))
    return TAP_FRAMING_TUNNEL;
  if (to_head || self->status / 100 == 1 || self->status == 204 || self->status == 304)
    return TAP_FRAMING_NONE;
  if (tap_head_find (self, "transfer-encoding", NULL) != NULL)
    return tap_head_is_chunked (self, FALSE) ? TAP_FRAMING_CHUNKED : TAP_FRAMING_CLOSE;
  if (content_length (self, length))
    return TAP_FRAMING_LENGTH;
  *length = 0;
  return TAP_FRAMING_CLOSE;
}
