/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-curl.h"

#include <string.h>

#include "tap-head.h"
#include "tap-mask.h"
#include "tap-utf8.h"

#define MIN_MASK 3 /* of TAP_MASK_CHAR one after another */

/* What curl makes itself, or what would be wrong once framing and coding are undone. */
static const char *const own_headers[] = {
  "Host",       "Content-Length",  "Transfer-Encoding", "Content-Encoding",
  "Connection", "Accept-Encoding", "Expect",
};

static gboolean
is_name (const char *text, gsize length, const char *name)
{
  return strlen (name) == length && g_ascii_strncasecmp (name, text, length) == 0;
}

static gboolean
is_own (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_headers); i++)
    {
      if (is_name (name, length, own_headers[i]))
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

/* The same, but what is masked becomes the key, which the shell fills in. */
static void
append_unmasked (GString *out, const char *text, gsize length)
{
  gsize plain = 0;

  for (gsize i = 0; i < length;)
    {
      gsize masked = 0;

      while (i + masked < length && text[i + masked] == TAP_MASK_CHAR)
        masked++;
      if (masked < MIN_MASK)
        {
          i += MAX (masked, 1);
          continue;
        }
      if (i > plain)
        append_quoted (out, text + plain, i - plain);
      g_string_append (out, "\"$API_KEY\"");
      plain = i += masked;
    }
  if (plain < length)
    append_quoted (out, text + plain, length - plain);
}

static void
append_header (GString *out, const TapHead *head, const TapHeadField *field)
{
  const char *name = head->bytes + field->name;
  g_autoptr (GString) line = g_string_new_len (name, field->name_length);

  if (is_own (name, field->name_length))
    return;
  /* With a colon and nothing behind it, curl would leave the header out. */
  g_string_append (line, field->value_length > 0 ? ": " : ";");
  g_string_append_len (line, head->bytes + field->value, (gssize) field->value_length);
  g_string_append (out, " \\\n  -H ");
  append_unmasked (out, line->str, line->len);
}

/* What curl would add on its own, if nobody said otherwise. */
static void
append_absent (GString *out, const TapHead *head, gboolean has_body)
{
  static const struct
  {
    const char *name;
    gboolean with_body;
  } absent[] = { { "Accept", FALSE }, { "User-Agent", FALSE }, { "Content-Type", TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
    {
      if ((has_body || !absent[i].with_body) && tap_head_find (head, absent[i].name, NULL) == NULL)
        g_string_append_printf (out, " \\\n  -H '%s:'", absent[i].name);
    }
}

static void
append_body (GString *out, const char *body, gsize length)
{
  g_string_append (out, " \\\n  ");
  /* --data-raw, because a text that begins with @ is no file. */
  if (length <= TAP_CURL_MAX_BODY && memchr (body, '\0', length) == NULL
      && tap_utf8_valid_length (body, length) == length)
    {
      g_string_append (out, "--data-raw ");
      append_quoted (out, body, length);
    }
  else
    {
      g_string_append (out, "--data-binary @body.bin");
    }
}

static void
append_method (GString *out, const TapHead *head)
{
  if (is_name (head->bytes, head->method_length, "HEAD"))
    {
      g_string_append (out, " --head");
    }
  else if (!is_name (head->bytes, head->method_length, "GET"))
    {
      g_string_append (out, " -X ");
      append_quoted (out, head->bytes, head->method_length);
    }
}

char *
tap_curl_from_request (const char *base, const char *head_bytes, gsize head_length,
                       const char *body, gsize body_length)
{
  g_auto (TapHead) head = { NULL };
  g_autoptr (GString) url = g_string_new (base);
  gboolean has_body = body != NULL && body_length > 0;
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
  /* Brackets and braces would be patterns. */
  if (strpbrk (url->str, "[]{}") != NULL)
    g_string_append (out, " -g");
  append_method (out, &head);
  g_string_append_c (out, ' ');
  append_unmasked (out, url->str, url->len);
  for (guint i = 0; i < head.fields->len; i++)
    append_header (out, &head, &g_array_index (head.fields, TapHeadField, i));
  append_absent (out, &head, has_body);
  if (has_body)
    append_body (out, body, body_length);
  return g_string_free (out, FALSE);
}
