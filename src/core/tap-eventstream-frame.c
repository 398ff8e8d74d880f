/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-eventstream-frame.h"

#include "tap-utf8.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The value that a header's type has: so many bytes, or a length of two bytes before it. */
#define PREFIXED G_MAXUINT8
static const guint8 value_sizes[] = { 0, 0, 1, 2, 4, 8, PREFIXED, PREFIXED, 8, 16 };
#define STRING_VALUE 7

typedef struct
{
  const char *bytes; /* NULL: there is none */
  gsize length;
} Value;

typedef struct
{
  Value message_type;
  Value event_type;
  Value exception_type;
  Value error_code;
  Value error_message;
} Headers;

static const struct
{
  const char *name;
  gsize offset;
} known_headers[] = {
  { ":message-type", G_STRUCT_OFFSET (Headers, message_type) },
  { ":event-type", G_STRUCT_OFFSET (Headers, event_type) },
  { ":exception-type", G_STRUCT_OFFSET (Headers, exception_type) },
  { ":error-code", G_STRUCT_OFFSET (Headers, error_code) },
  { ":error-message", G_STRUCT_OFFSET (Headers, error_message) },
};

static gboolean
is (const Value *value, const char *string)
{
  return value->bytes != NULL && value->length == strlen (string)
         && memcmp (value->bytes, string, value->length) == 0;
}

static void
keep_header (Headers *headers, const guint8 *name, gsize name_length, const Value *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (known_headers); i++)
    {
      if (strlen (known_headers[i].name) == name_length
          && memcmp (known_headers[i].name, name, name_length) == 0)
        *(Value *) G_STRUCT_MEMBER_P (headers, known_headers[i].offset) = *value;
    }
}

/* One header: its name with a length before it, a type, a value. FALSE: it cannot be read. */
static gboolean
read_header (Headers *headers, const guint8 **at, const guint8 *end)
{
  const guint8 *pos = *at;
  const guint8 *name = pos + 1;
  gsize name_length = *pos;
  gsize size;
  guint8 type;

  if (name_length == 0 || (gsize) (end - name) < name_length + 1)
    return FALSE;
  pos = name + name_length;
  type = *pos++;
  if (type >= G_N_ELEMENTS (value_sizes))
    return FALSE;

  size = value_sizes[type];
  if (size == PREFIXED)
    {
      if (end - pos < 2)
        return FALSE;
      size = (gsize) pos[0] << 8 | pos[1];
      pos += 2;
    }
  if ((gsize) (end - pos) < size)
    return FALSE;

  if (type == STRING_VALUE)
    keep_header (headers, name, name_length, &(Value){ (const char *) pos, size });
  *at = pos + size;

  return TRUE;
}

static void
append_json_string (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_c (out, '\\');
      if ((guchar) *c < 0x20)
        g_string_append_printf (out, "\\u%04x", (guchar) *c);
      else
        g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}

static char *
dup_value (const Value *value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (value->bytes != NULL)
    tap_utf8_append_repaired (text, value->bytes, value->length);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* An exception has its text in the payload; an error, which is no exception of the service's, in a
 * header. */
static char *
dup_exception_text (const Headers *headers, const TapFrameWords *words, TapJson *json)
{
  static const char *const members[] = { "message", "Message", "originalMessage" };

  if (headers->error_message.bytes != NULL)
    return dup_value (&headers->error_message);
  if (tap_json_parse (json, words->data->str, words->data->len, NULL))
    {
      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        {
          char *text = tap_json_dup_string (json, tap_json_member (json, 0, members[i]));

          if (text != NULL)
            return text;
        }
    }
  return g_strdup (words->data->str);
}

static void
become_error (TapFrameWords *words, const Headers *headers, TapJson *json)
{
  g_autofree char *text = dup_exception_text (headers, words, json);
  g_autofree char *type = dup_value (headers->exception_type.bytes != NULL
                                       ? &headers->exception_type
                                       : &headers->error_code);

  g_string_assign (words->event, "error");
  g_string_assign (words->data, "{\"type\":\"error\",\"error\":{\"type\":");
  append_json_string (words->data, *type != '\0' ? type : "exception");
  g_string_append (words->data, ",\"message\":");
  append_json_string (words->data, text);
  g_string_append (words->data, "}}");
}

/* {"bytes": base64, "p": padding}: the event is in the bytes. */
static const char *
unwrap (TapFrameWords *words, TapJson *json)
{
  g_autofree char *coded = NULL;
  g_autofree guchar *bytes = NULL;
  guint32 type;
  gsize length;

  if (!tap_json_parse (json, words->data->str, words->data->len, NULL))
    return NULL;
  coded = tap_json_dup_string (json, tap_json_member (json, 0, "bytes"));
  if (coded == NULL)
    return NULL;
  if (strspn (coded, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
        != strlen (coded)
      || strlen (coded) % 4 != 0)
    return N_ ("what it wraps is not base64");

  bytes = g_base64_decode (coded, &length);
  g_string_truncate (words->data, 0);
  words->bad_utf8 = tap_utf8_valid_length ((const char *) bytes, length) < length;
  tap_utf8_append_repaired (words->data, (const char *) bytes, length);

  if (tap_json_parse (json, words->data->str, words->data->len, NULL))
    {
      type = tap_json_member (json, 0, "type");
      if (tap_json_is (json, type, TAP_JSON_STRING) && json->nodes[type].length > 0)
        {
          g_string_truncate (words->event, 0);
          tap_json_append_string (json, type, words->event);
          g_string_truncate (words->event, strlen (words->event->str));
        }
    }

  return NULL;
}

const char *
tap_frame_read (TapFrameWords *words, const guint8 *headers_bytes, gsize headers_length,
                const guint8 *payload, gsize payload_length, TapJson *json)
{
  Headers headers = { 0 };
  const guint8 *end = headers_bytes + headers_length;

  g_string_truncate (words->event, 0);
  g_string_truncate (words->data, 0);
  for (const guint8 *pos = headers_bytes; pos < end;)
    {
      if (!read_header (&headers, &pos, end))
        return N_ ("its headers cannot be read");
    }

  words->bad_utf8 = tap_utf8_valid_length ((const char *) payload, payload_length) < payload_length;
  tap_utf8_append_repaired (words->data, (const char *) payload, payload_length);

  if (is (&headers.message_type, "exception") || is (&headers.message_type, "error"))
    {
      become_error (words, &headers, json);
      return NULL;
    }
  if (headers.event_type.bytes != NULL)
    tap_utf8_append_repaired (words->event, headers.event_type.bytes, headers.event_type.length);

  return is (&headers.event_type, "chunk") ? unwrap (words, json) : NULL;
}
