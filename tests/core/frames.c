/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "frames.h"

#include <stdarg.h>
#include <string.h>
#include <zlib.h>

static void
append_u32 (GByteArray *out, gsize value)
{
  const guint8 bytes[] = { (guint8) (value >> 24), (guint8) (value >> 16), (guint8) (value >> 8),
                           (guint8) value };

  g_byte_array_append (out, bytes, sizeof bytes);
}

void
frame_append_raw (GByteArray *out, const guint8 *headers, gsize headers_length,
                  const guint8 *payload, gsize payload_length)
{
  guint start = out->len;

  append_u32 (out, 16 + headers_length + payload_length);
  append_u32 (out, headers_length);
  append_u32 (out, crc32 (0, out->data + start, 8));
  if (headers_length > 0)
    g_byte_array_append (out, headers, (guint) headers_length);
  g_byte_array_append (out, payload, (guint) payload_length);
  append_u32 (out, crc32 (0, out->data + start, out->len - start));
}

void
frame_append (GByteArray *out, const char *payload, const char *header, ...)
{
  g_autoptr (GByteArray) headers = g_byte_array_new ();
  va_list args;

  va_start (args, header);
  for (const char *name = header; name != NULL; name = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);
      const guint8 name_length = (guint8) strlen (name);
      const guint8 type[] = { 7, (guint8) (strlen (value) >> 8), (guint8) strlen (value) };

      g_byte_array_append (headers, &name_length, 1);
      g_byte_array_append (headers, (const guint8 *) name, name_length);
      g_byte_array_append (headers, type, sizeof type);
      g_byte_array_append (headers, (const guint8 *) value, (guint) strlen (value));
    }
  va_end (args);
  frame_append_raw (out, headers->data, headers->len, (const guint8 *) payload, strlen (payload));
}

void
frame_append_event (GByteArray *out, const char *type, const char *payload)
{
  frame_append (out, payload, ":event-type", type, ":content-type", "application/json",
                ":message-type", "event", NULL);
}

void
frame_append_chunk (GByteArray *out, const char *event)
{
  g_autofree char *coded = g_base64_encode ((const guchar *) event, strlen (event));
  g_autofree char *payload = g_strdup_printf ("{\"bytes\":\"%s\",\"p\":\"abcdefg\"}", coded);

  frame_append_event (out, "chunk", payload);
}

void
frame_append_exception (GByteArray *out, const char *type, const char *payload)
{
  frame_append (out, payload, ":exception-type", type, ":content-type", "application/json",
                ":message-type", "exception", NULL);
}
