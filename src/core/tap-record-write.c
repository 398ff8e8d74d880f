/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-record.h"

#include "tap-plain-text.h"

#include <string.h>

/* What stands behind the backslash for a byte that has a short escape. */
static const char short_escape[256] = {
  ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\',
};

/* Makes room for @more bytes behind the string's end and returns where they go. */
static char *
reserve (GString *out, gsize more)
{
  gsize length = out->len;

  g_string_set_size (out, length + more);
  return out->str + length;
}

/* Writes the bytes as the inside of a JSON string; there is room for six times as many. FALSE if they are no text: no UTF-8, or with a
 * NUL, which json-glib's strings cannot hold. What was written behind @to is then of no use. */
static gboolean
write_text (char **to, const guint8 *bytes, gsize length)
{
  const guint8 *end = length > 0 ? bytes + length : bytes; /* no bytes can be NULL */
  char *out = *to;

  while (bytes < end)
    {
      guint8 byte;

      if (end - bytes >= 8)
        {
          gsize n = tap_copy_plain (out, bytes);

          bytes += n;
          out += n;
          if (n == 8)
            continue;
        }

      byte = *bytes;
      if (tap_is_plain (byte))
        {
          *out++ = byte;
          bytes++;
        }
      else if (short_escape[byte] != 0)
        {
          *out++ = '\\';
          *out++ = short_escape[byte];
          bytes++;
        }
      else if (byte >= 0x80)
        {
          const guint8 *next = bytes;

          /* A run of such characters is checked at once. */
          while (next < end && *next >= 0x80)
            next++;
          if (!g_utf8_validate_len ((const char *) bytes, next - bytes, NULL))
            return FALSE;
          memcpy (out, bytes, next - bytes);
          out += next - bytes;
          bytes = next;
        }
      else if (byte == 0)
        return FALSE;
      else
        {
          memcpy (out, "\\u00", 4);
          out[4] = '0' + (byte >> 4);
          out[5] = "0123456789abcdef"[byte & 15];
          out += 6;
          bytes++;
        }
    }
  *to = out;
  return TRUE;
}

static void
append_base64 (GString *out, const guint8 *bytes, gsize length)
{
  char *to = reserve (out, (length / 3 + 2) * 4);
  int state = 0, save = 0;
  gsize n = g_base64_encode_step (bytes, length, FALSE, to, &state, &save);

  n += g_base64_encode_close (FALSE, to + n, &state, &save);
  g_string_truncate (out, to + n - out->str);
}

static void
append_bytes (GString *out, const guint8 *bytes, gsize length)
{
  static const char text[] = ",\"text\":\"";
  gsize before = out->len;
  char *to = reserve (out, strlen (text) + length * 6 + 1);

  memcpy (to, text, strlen (text));
  to += strlen (text);
  if (write_text (&to, bytes, length))
    {
      *to++ = '"';
      g_string_truncate (out, to - out->str);
      return;
    }
  g_string_truncate (out, before);
  g_string_append (out, ",\"base64\":\"");
  append_base64 (out, bytes, length);
  g_string_append_c (out, '"');
}

static inline char *
put (char *to, const char *text, gsize length)
{
  memcpy (to, text, length);
  return to + length;
}

static char *
put_number (char *to, gint64 value)
{
  char digits[24];
  char *p = digits + sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    *--p = '0' + rest % 10;
  while ((rest /= 10) > 0);
  if (value < 0)
    *--p = '-';
  return put (to, p, digits + sizeof digits - p);
}

#define PUT(to, literal) put (to, literal, sizeof literal - 1)

static void
append_begin (GString *out, guint64 seq, guint64 exchange, gint64 at, TapRecordKind kind)
{
  const char *name = tap_record_kind_name (kind);
  char begin[160]; /* four names, three numbers of at most 20 digits, the kind */
  char *to = begin;

  to = put_number (PUT (to, "{\"seq\":"), seq);
  to = put_number (PUT (to, ",\"exchange\":"), exchange);
  to = put_number (PUT (to, ",\"at\":"), at);
  to = PUT (to, ",\"kind\":\"");
  to = put (to, name, strlen (name));
  *to++ = '"';
  g_string_append_len (out, begin, to - begin);
}

void
tap_record_append_line_raw (GString *out, guint64 seq, guint64 exchange, gint64 at,
                            TapRecordKind kind, const guint8 *bytes, gsize length,
                            gboolean has_bytes, const char *fields_json)
{
  append_begin (out, seq, exchange, at, kind);
  if (fields_json != NULL && fields_json[0] != '\0')
    {
      g_string_append_c (out, ',');
      g_string_append (out, fields_json);
    }
  if (has_bytes)
    append_bytes (out, bytes, length);
  g_string_append_len (out, "}\n", 2);
}

/* json-glib makes sure that a double looks like one, and so writes 1e+30 as 1e+30.0, which is no
 * JSON. Takes the ".0" behind an exponent out again, in place. */
static void
mend_exponents (char *json)
{
  gboolean in_string = FALSE, in_exponent = FALSE;
  char *to = json;

  for (const char *from = json; *from != '\0'; from++)
    {
      if (in_string && *from == '\\')
        *to++ = *from++;
      else if (*from == '"')
        in_string = !in_string;
      else if (!in_string && (*from == 'e' || *from == 'E'))
        in_exponent = g_ascii_isdigit (from[1]) || from[1] == '+' || from[1] == '-';
      else if (*from == ',' || *from == ']' || *from == '}')
        in_exponent = FALSE;
      else if (in_exponent && !in_string && *from == '.')
        {
          from++;
          continue;
        }
      *to++ = *from;
    }
  *to = '\0';
}

void
tap_record_append_line (const TapRecord *self, GString *out)
{
  JsonObject *fields = tap_record_get_fields (self);
  g_autofree char *text = NULL;
  g_autofree char *inside = NULL;
  const guint8 *data;
  gsize length;

  if (fields != NULL && json_object_get_size (fields) > 0)
    {
      g_autoptr (JsonNode) node = json_node_alloc ();

      json_node_init_object (node, fields);
      text = json_to_string (node, FALSE);
      mend_exponents (text);
      inside = g_strndup (text + 1, strlen (text) - 2);
    }
  data = tap_record_peek_bytes (self, &length);
  tap_record_append_line_raw (out, tap_record_get_seq (self), tap_record_get_exchange (self),
                              tap_record_get_at (self), tap_record_get_kind (self), data, length,
                              tap_record_has_bytes (self), inside);
}
