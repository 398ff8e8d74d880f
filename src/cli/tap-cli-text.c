/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-cli-text.h"

#include "tap-verdict.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
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
tap_cli_clock_ms (gint64 at)
{
  return g_strdup_printf ("%s.%03d", clock_of (at), (int) (at % G_USEC_PER_SEC / 1000));
}

char *
tap_cli_date_and_clock (gint64 at)
{
  return format_time (at, "%Y-%m-%d %H:%M:%S");
}

/* What follows says how the answer in the body fared, so the line does not call it complete first. */
static gboolean
is_complete_in_name (const TapSummary *summary)
{
  return g_str_equal (summary->end_how, "complete") && summary->cause != NULL
         && !g_str_has_prefix (summary->cause, "complete");
}

static void
append_end (GString *line, const TapSummary *summary)
{
  if (summary->end_how == NULL)
    g_string_append (line, _ ("no end seen"));
  else if (is_complete_in_name (summary))
    g_string_append (line, _ ("body ended"));
  else if (g_str_equal (summary->end_how, "complete") || summary->end_by == NULL)
    g_string_append (line, summary->end_how);
  else
    /* Translators: who ended an exchange and how, e.g. "rst by gateway". */
    g_string_append_printf (line, _ ("%s by %s"), summary->end_how, summary->end_by);
}

static guint64
to_ms (gint64 duration)
{
  return ((guint64) MAX (duration, 0) + 500) / 1000;
}

static void
append_number (GString *line, guint64 number)
{
  char digits[24];
  char *p = digits + sizeof digits;

  do
    *--p = '0' + number % 10;
  while ((number /= 10) > 0);
  g_string_append_len (line, p, digits + sizeof digits - p);
}

/* Seconds with three digits behind the locale's decimal point. */
static void
append_seconds (GString *line, guint64 ms)
{
  char digits[3] = { '0' + ms / 100 % 10, '0' + ms / 10 % 10, '0' + ms % 10 };

  append_number (line, ms / 1000);
  g_string_append (line, nl_langinfo (RADIXCHAR));
  g_string_append_len (line, digits, sizeof digits);
}

/* "17 events". The number is mostly that of the line before, and nothing in a line takes as long as
 * the words of a language that has no translation of them. */
static const char *
events_text (guint events)
{
  static guint last;
  static char *text;

  if (text == NULL || events != last)
    {
      g_free (text);
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u event", "%u events", events),
                              events);
      last = events;
    }
  return text;
}

/* The longest silence, which is mostly that of the line before as well. */
static const char *
gap_text (guint64 ms)
{
  static guint64 last;
  static char *text;

  if (text == NULL || ms != last)
    {
      g_autoptr (GString) seconds = g_string_new (NULL);

      append_seconds (seconds, ms);
      g_free (text);
      /* Translators: the longest silence, in seconds. */
      text = g_strdup_printf (_ ("  gap %s s"), seconds->str);
      last = ms;
    }
  return text;
}

/* The title of a verdict. Another version's engine may know causes that this one does not. */
static void
append_cause (GString *line, const char *id)
{
  for (TapCause cause = 0; cause < TAP_N_CAUSES; cause++)
    {
      if (!g_str_equal (tap_cause_id (cause), id))
        continue;
      g_string_append_printf (line, "  %s", tap_cause_title (cause));
      return;
    }
}

char *
tap_cli_summary_line (const TapSummary *summary)
{
  GString *line = g_string_sized_new (160);

  g_string_append (line, clock_of (summary->began));
  g_string_append (line, "  #");
  append_number (line, summary->exchange);
  g_string_append (line, "  ");
  g_string_append (line, summary->method != NULL ? summary->method : "-");
  g_string_append_c (line, ' ');
  g_string_append (line, summary->target != NULL ? summary->target : "-");
  g_string_append (line, "  ");
  if (!summary->ended)
    {
      g_string_append (line, _ ("begins"));
      if (summary->model != NULL)
        g_string_append_printf (line, "  %s", summary->model);
      return g_string_free (line, FALSE);
    }

  if (summary->status > 0)
    append_number (line, summary->status);
  else
    g_string_append (line, _ ("no answer"));
  g_string_append (line, "  ");
  append_seconds (line, to_ms (summary->duration));
  g_string_append (line, " s  ");
  g_string_append (line, events_text (summary->events));
  g_string_append (line, gap_text (to_ms (summary->longest_gap)));
  g_string_append (line, "  ");
  append_end (line, summary);
  for (guint i = 0; summary->rules != NULL && summary->rules[i] != NULL; i++)
    {
      g_string_append (line, i == 0 ? "  " : ", ");
      g_string_append (line, summary->rules[i]);
    }
  if (summary->cause != NULL)
    append_cause (line, summary->cause);
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
