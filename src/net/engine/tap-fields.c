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
  g_string_append_printf (fields, "\"%s\":", name);
}

void
tap_fields_add_string (GString *fields, const char *name, const char *value, gssize length)
{
  g_autofree char *valid = NULL;

  if (value == NULL)
    return;
  add_name (fields, name);
  valid = g_utf8_make_valid (value, length);
  g_string_append_c (fields, '"');
  for (const char *p = valid; *p != '\0'; p++)
    {
      guchar c = *p;

      if (c == '"' || c == '\\')
        g_string_append_c (fields, '\\');
      if (c < 0x20 || c == 0x7f)
        g_string_append_printf (fields, "\\u%04x", c);
      else
        g_string_append_c (fields, c);
    }
  g_string_append_c (fields, '"');
}

void
tap_fields_add_int (GString *fields, const char *name, gint64 value)
{
  add_name (fields, name);
  g_string_append_printf (fields, "%" G_GINT64_FORMAT, value);
}

void
tap_fields_add_boolean (GString *fields, const char *name, gboolean value)
{
  add_name (fields, name);
  g_string_append (fields, value ? "true" : "false");
}
