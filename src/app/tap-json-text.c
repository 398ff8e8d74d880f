/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-json-text.h"

#include "tap-json.h"
#include "tap-utf8.h"

static void
new_line (GString *out, guint depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

static void
append_long (GString *out, const char *text, gsize length)
{
  gsize column = 0;

  for (gsize i = 0; i < length; i++)
    {
      column = text[i] == '\n' ? 0 : column + 1;
      /* Between characters, not within one. */
      if (column > TAP_JSON_TEXT_MAX_LINE && ((guchar) text[i] & 0xc0) != 0x80)
        {
          g_string_append_c (out, '\n');
          column = 1;
        }
      g_string_append_c (out, text[i]);
    }
}

/* It was parsed, so that nothing but the text itself has to be looked at. */
static char *
format_valid (const char *text, gsize length)
{
  GString *out = g_string_sized_new (length + length / 2);
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      switch (text[i])
        {
        case '{':
        case '[':
          {
            gsize next = i + 1;

            g_string_append_c (out, text[i]);
            while (next < length && g_ascii_isspace (text[next]))
              next++;
            if (next < length && (text[next] == '}' || text[next] == ']'))
              {
                g_string_append_c (out, text[next]);
                i = next;
              }
            else
              {
                new_line (out, ++depth);
              }
            break;
          }

        case '}':
        case ']':
          new_line (out, --depth);
          g_string_append_c (out, text[i]);
          break;

        case ',':
          g_string_append_c (out, ',');
          new_line (out, depth);
          break;

        case ':':
          g_string_append (out, ": ");
          break;

        case '"':
          {
            gsize end = i + 1;

            while (end < length && text[end] != '"')
              end += text[end] == '\\' ? 2 : 1;
            append_long (out, text + i, MIN (end + 1, length) - i);
            i = end;
            break;
          }

        default:
          if (!g_ascii_isspace (text[i]))
            g_string_append_c (out, text[i]);
          break;
        }
    }
  return g_string_free (out, FALSE);
}

char *
tap_json_text_format (const char *text, gsize length)
{
  g_auto (TapJson) json = { NULL };

  if (length == 0 || !tap_json_parse (&json, text, length, NULL))
    return NULL;
  return format_valid (text, length);
}

char *
tap_json_text_break_lines (const char *text, gsize length)
{
  g_autoptr (GString) valid = g_string_new (NULL);
  GString *out = g_string_new (NULL);

  tap_utf8_append_repaired (valid, text, length);
  append_long (out, valid->str, valid->len);
  return g_string_free (out, FALSE);
}
