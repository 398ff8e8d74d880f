/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-fields.h"

#include <string.h>

static void
add_name (GString *fields, const char *name)
{
  if (fields->len > 0)
    g_string_append_c (fields, ',');
  g_string_append_c (fields, '"');
  g_string_append (fields, name);
  g_string_append_len (fields, "\":", 2);
}

static inline gboolean
is_plain (guchar c)
{
  return c >= 0x20 && c != 0x7f && c != '"' && c != '\\';
}

static void
append_escaped (GString *fields, const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *plain = text;

      while (text < end && is_plain (*text))
        text++;
      g_string_append_len (fields, plain, text - plain);
      if (text == end)
        return;
      if (*text == '"' || *text == '\\')
        {
          g_string_append_c (fields, '\\');
          g_string_append_c (fields, *text);
        }
      else
        g_string_append_printf (fields, "\\u%04x", (guint) (guchar) *text);
      text++;
    }
}

void
tap_fields_add_string (GString *fields, const char *name, const char *value, gssize length)
{
  gsize size;

  if (value == NULL)
    return;
  size = length < 0 ? strlen (value) : (gsize) length;
  add_name (fields, name);
  g_string_append_c (fields, '"');
  if (g_utf8_validate_len (value, size, NULL))
    append_escaped (fields, value, size);
  else
    {
      g_autofree char *valid = g_utf8_make_valid (value, size);

      append_escaped (fields, valid, strlen (valid));
    }
  g_string_append_c (fields, '"');
}

void
tap_fields_add_int (GString *fields, const char *name, gint64 value)
{
  char digits[24];
  char *p = digits + sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    *--p = '0' + rest % 10;
  while ((rest /= 10) > 0);
  if (value < 0)
    *--p = '-';
  add_name (fields, name);
  g_string_append_len (fields, p, digits + sizeof digits - p);
}

void
tap_fields_add_boolean (GString *fields, const char *name, gboolean value)
{
  add_name (fields, name);
  g_string_append (fields, value ? "true" : "false");
}
