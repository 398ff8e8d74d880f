/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-cli-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

static char *
format_time (gint64 at, const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = NULL;

  /* Out of the calendar's range. */
  if (utc == NULL)
    return g_strdup ("--:--:--");
  local = g_date_time_to_local (utc);
  return g_date_time_format (local != NULL ? local : utc, format);
}

/* Of the second last asked for: the local time costs three looks into the file system, and
 * hundreds of exchanges may begin in one second. Lines are made by one thread. */
static const char *
clock_of (gint64 at)
{
  static gint64 second = G_MININT64;
  static char *text;

  if (text == NULL || second != at / G_USEC_PER_SEC)
    {
      g_free (text);
      text = format_time (at, "%H:%M:%S");
      second = at / G_USEC_PER_SEC;
    }
  return text;
}

char *
tap_cli_clock (gint64 at)
{
  return g_strdup (clock_of (at));
}

char *
tap_cli_date_and_clock (gint64 at)
{
  return format_time (at, "%Y-%m-%d %H:%M:%S");
}

static char *
describe_end (const TapSummary *summary)
{
  if (summary->end_how == NULL)
    return g_strdup (_ ("no end seen"));
  if (g_str_equal (summary->end_how, "complete") || summary->end_by == NULL)
    return g_strdup (summary->end_how);
  /* Translators: who ended an exchange and how, e.g. "rst by gateway". */
  return g_strdup_printf (_ ("%s by %s"), summary->end_how, summary->end_by);
}

char *
tap_cli_summary_line (const TapSummary *summary)
{
  g_autofree char *end = NULL;
  g_autofree char *rules = NULL;
  GString *line = g_string_sized_new (160);

  g_string_append (line, clock_of (summary->began));
  g_string_append_printf (line, "  #%" G_GUINT64_FORMAT "  %s %s", summary->exchange,
                          summary->method != NULL ? summary->method : "-",
                          summary->target != NULL ? summary->target : "-");
  if (!summary->ended)
    {
      g_string_append_printf (line, "  %s", _ ("begins"));
      if (summary->model != NULL)
        g_string_append_printf (line, "  %s", summary->model);
      return g_string_free (line, FALSE);
    }

  end = describe_end (summary);
  if (summary->status > 0)
    g_string_append_printf (line, "  %u", summary->status);
  else
    g_string_append_printf (line, "  %s", _ ("no answer"));
  g_string_append_printf (line, "  %.3f s  ", summary->duration / (double) G_USEC_PER_SEC);
  g_string_append_printf (line, g_dngettext (GETTEXT_PACKAGE, "%u event", "%u events",
                                             summary->events),
                          summary->events);
  g_string_append_printf (line, _ ("  gap %.3f s"),
                          summary->longest_gap / (double) G_USEC_PER_SEC);
  g_string_append_printf (line, "  %s", end);
  if (summary->rules != NULL && summary->rules[0] != NULL)
    {
      rules = g_strjoinv (", ", summary->rules);
      g_string_append_printf (line, "  %s", rules);
    }
  return g_string_free (line, FALSE);
}

static guint
columns_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  /* Where the locale has no ellipsis, three dots stand for it. */
  if (c == 0x2026 && !tap_cli_has_unicode ())
    return 3;
  return g_unichar_iswide (c) ? 2 : 1;
}

static guint
count_columns (const char *text, gsize length)
{
  guint columns = 0;

  for (const char *at = text; at < text + length; at = g_utf8_next_char (at))
    columns += columns_of (g_utf8_get_char (at));
  return columns;
}

guint
tap_cli_columns (const char *text)
{
  return count_columns (text, strlen (text));
}

void
tap_cli_append_wrapped (GString *out, const char *text, guint column, guint indent)
{
  while (*text != '\0')
    {
      gsize length = strcspn (text, " \n");
      guint columns = count_columns (text, length);

      if (column > indent && column + columns > TAP_CLI_WIDTH)
        {
          while (out->len > 0 && out->str[out->len - 1] == ' ')
            g_string_truncate (out, out->len - 1);
          g_string_append_printf (out, "\n%*s", (int) indent, "");
          column = indent;
        }
      g_string_append_len (out, text, length);
      column += columns;
      text += length;
      if (*text != '\0')
        {
          g_string_append_c (out, ' ');
          column++;
          text++;
        }
    }
}

gboolean
tap_cli_has_colour (void)
{
  const char *refused = g_getenv ("NO_COLOR");
  const char *terminal = g_getenv ("TERM");

  return isatty (STDOUT_FILENO) && (refused == NULL || *refused == '\0') && terminal != NULL
         && !g_str_equal (terminal, "dumb");
}

char *
tap_cli_encode (const char *text)
{
  const char *charset;
  g_autofree char *target = NULL;
  char *encoded;

  if (g_get_charset (&charset))
    return g_strdup (text);
  target = g_strconcat (charset, "//TRANSLIT", NULL);
  encoded = g_convert_with_fallback (text, -1, target, "UTF-8", "?", NULL, NULL, NULL);
  return encoded != NULL ? encoded : g_strdup (text);
}

gboolean
tap_cli_has_unicode (void)
{
  return g_get_charset (NULL);
}
