/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-curl.h"

#include "tap-head.h"
#include "tap-utf8.h"

#include <string.h>

#define MASK '*'

/* What curl makes itself, or what would be wrong once the framing is another. */
static const char *const own_headers[] = {
  "Host", "Content-Length", "Transfer-Encoding", "Connection", "Accept-Encoding", "Expect",
};

static gboolean
is_own (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_headers); i++)
    {
      if (strlen (own_headers[i]) == length
          && g_ascii_strncasecmp (own_headers[i], name, length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Within single quotes a shell takes everything but the quote itself. */
static void
append_quoted (GString *out, const char *text, gsize length)
{
  g_string_append_c (out, '\'');
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\'')
        g_string_append (out, "'\\''");
      else
        g_string_append_c (out, text[i]);
    }
  g_string_append_c (out, '\'');
}

/* How many bytes at the end of a value are a mask; a word such as Bearer stays. */
static gsize
mask_length (const char *value, gsize length)
{
  gsize masked = 0;

  while (masked < length && value[length - 1 - masked] == MASK)
    masked++;
  return masked >= 3 ? masked : 0;
}

static void
append_header (GString *out, const TapHead *head, const TapHeadField *field)
{
  const char *name = head->bytes + field->name;
  const char *value = head->bytes + field->value;
  gsize masked = mask_length (value, field->value_length);
  g_autoptr (GString) line = g_string_new_len (name, field->name_length);

  if (is_own (name, field->name_length))
    return;
  g_string_append (line, field->value_length > 0 ? ": " : ";");
  g_string_append_len (line, value, (gssize) (field->value_length - masked));
  g_string_append (out, " \\\n  -H ");
  append_quoted (out, line->str, line->len);
  if (masked > 0)
    g_string_append (out, "\"$API_KEY\"");
}

char *
tap_curl_from_request (const char *base, const char *head_bytes, gsize head_length,
                       const char *body, gsize body_length)
{
  g_auto (TapHead) head = { NULL };
  g_autoptr (GString) url = g_string_new (base);
  const char *target;
  GString *out;

  if (tap_head_parse_request (&head, head_bytes, head_length) != TAP_HEAD_OK)
    return NULL;
  target = head.bytes + head.target;
  if (*target == '/')
    {
      if (url->len > 0 && url->str[url->len - 1] == '/')
        g_string_truncate (url, url->len - 1);
      g_string_append_len (url, target, head.target_length);
    }
  else
    {
      g_string_truncate (url, 0);
      g_string_append_len (url, target, head.target_length);
    }

  out = g_string_new ("curl -N");
  if (head.method_length != strlen ("GET") || strncmp (head.bytes, "GET", head.method_length) != 0)
    {
      g_string_append (out, " -X ");
      append_quoted (out, head.bytes, head.method_length);
    }
  g_string_append_c (out, ' ');
  append_quoted (out, url->str, url->len);
  for (guint i = 0; i < head.fields->len; i++)
    append_header (out, &head, &g_array_index (head.fields, TapHeadField, i));
  if (body != NULL && body_length > 0)
    {
      g_string_append (out, " \\\n  --data-binary ");
      if (body_length <= TAP_CURL_MAX_BODY && memchr (body, '\0', body_length) == NULL
          && tap_utf8_valid_length (body, body_length) == body_length)
        append_quoted (out, body, body_length);
      else
        g_string_append (out, "@body.bin");
    }
  return g_string_free (out, FALSE);
}
