/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-json-text.h"

#include "tap-json.h"

/* Indentation makes it longer, but not without bounds. */
#define MAX_GROWTH 8
#define ALWAYS (1024 * 1024) /* bytes */

static void
new_line (GString *out, guint depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

/* It was parsed, so that nothing but the text itself has to be looked at. */
static char *
format_valid (const char *text, gsize length)
{
  g_autoptr (GString) out = g_string_sized_new (length + length / 2);
  gsize limit = MAX (length * MAX_GROWTH, ALWAYS);
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (out->len > limit)
        return NULL;
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
            g_string_append_len (out, text + i, (gssize) (MIN (end + 1, length) - i));
            i = end;
            break;
          }

        default:
          if (!g_ascii_isspace (text[i]))
            g_string_append_c (out, text[i]);
          break;
        }
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
tap_json_text_format (const char *text, gsize length)
{
  g_auto (TapJson) json = { NULL };

  if (length == 0 || !tap_json_parse (&json, text, length, NULL))
    return NULL;
  return format_valid (text, length);
}
