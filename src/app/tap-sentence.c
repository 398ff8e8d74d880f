/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-sentence.h"

#include <string.h>

char *
tap_clause (const char *text)
{
  char *clause = g_strstrip (g_strdup (text));

  for (gsize length = strlen (clause); length > 0 && clause[length - 1] == '.'; length--)
    clause[length - 1] = '\0';
  return clause;
}

char *
tap_sentence (const char *text)
{
  g_autofree char *clause = tap_clause (text);
  GString *sentence = g_string_new (NULL);

  if (g_str_has_prefix (clause, "http"))
    {
      g_string_append (sentence, clause);
    }
  else if (*clause != '\0')
    {
      g_string_append_unichar (sentence, g_unichar_toupper (g_utf8_get_char (clause)));
      g_string_append (sentence, g_utf8_next_char (clause));
    }
  g_string_append_c (sentence, '.');
  return g_string_free (sentence, FALSE);
}
