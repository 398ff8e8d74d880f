/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-engine-trouble.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-sentence.h"

#define PREFIX "tapline-cli: "

/* What stands in the engine's sentences in every language: the names of options, and forms. The
 * first that is found holds. */
static const struct
{
  const char *mark;
  TapTroubleKind kind;
} marks[] = {
  { "--control", TAP_TROUBLE_CONTROL },
  { "--output", TAP_TROUBLE_OUTPUT },
  { "--listen", TAP_TROUBLE_LISTEN },
  { "http://HOST", TAP_TROUBLE_UPSTREAM },
  { "127.0.0.1", TAP_TROUBLE_LISTEN },
};

/* The last line: those before it are no reason to give up. Without the program's name. */
static char *
last_sentence (const char *errors)
{
  g_autofree char *valid = g_utf8_make_valid (errors, -1);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (valid), "\n", -1);
  guint n = g_strv_length (lines);
  const char *line = n > 0 ? lines[n - 1] : "";

  if (g_str_has_prefix (line, PREFIX))
    line += strlen (PREFIX);
  return g_strdup (line);
}

/* What stands in round brackets is the system's reason; NULL: nothing does. */
static char *
find_reason (const char *sentence)
{
  const char *open = strchr (sentence, '(');
  const char *close = open != NULL ? strchr (open, ')') : NULL;

  return close != NULL ? g_strndup (open + 1, close - open - 1) : NULL;
}

TapTroubleKind
tap_engine_trouble_classify (const char *errors)
{
  g_autofree char *sentence = last_sentence (errors);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strstr (sentence, marks[i].mark) != NULL)
      return marks[i].kind;
  return TAP_TROUBLE_OTHER;
}

char *
tap_engine_trouble_explain (const char *errors, const char *listen, const char *upstream,
                            const char *folder)
{
  g_autofree char *sentence = last_sentence (errors);
  g_autofree char *reason = find_reason (sentence);

  switch (tap_engine_trouble_classify (errors))
    {
    case TAP_TROUBLE_LISTEN:
      if (strstr (sentence, "tapline-cli status") != NULL)
        return g_strdup_printf (_ ("Another program already uses %s, so agents cannot connect. "
                                   "End it, or choose another port in Preferences."),
                                listen);
      if (strstr (sentence, "--listen") != NULL)
        return g_strdup_printf (_ ("Agents cannot connect at %s (%s). Choose another port in "
                                   "Preferences."),
                                listen, reason != NULL ? reason : sentence);
      return g_strdup_printf (_ ("“%s” is no address of this computer to connect at. Set one such "
                                 "as 127.0.0.1:4747 in Preferences."),
                              listen);
    case TAP_TROUBLE_UPSTREAM:
      return g_strdup_printf (_ ("“%s” is no URL of a gateway. Set one such as "
                                 "https://api.anthropic.com or http://127.0.0.1:8080."),
                              upstream);
    case TAP_TROUBLE_OUTPUT:
      return g_strdup_printf (_ ("Captures cannot be kept in %s (%s). Make room or choose another "
                                 "folder in Preferences."),
                              folder != NULL ? folder : _ ("the usual folder"),
                              reason != NULL ? reason : sentence);
    case TAP_TROUBLE_CONTROL:
      if (reason == NULL)
        return g_strdup (_ ("Another engine of Tapline is starting or does not answer. Try again "
                            "in a moment."));
      return g_strdup_printf (_ ("The engine's control socket cannot be made (%s). See whether "
                                 "your run-time folder can be written, then try again."),
                              reason);
    case TAP_TROUBLE_OTHER:
    default:
      return *sentence != '\0' ? tap_sentence (sentence)
                               : g_strdup (_ ("The engine could not be started. Try again."));
    }
}

char *
tap_engine_trouble_explain_end (const char *errors, int status, int signal, const char *url)
{
  g_autofree char *sentence = last_sentence (errors);
  g_autofree char *how = NULL;

  /* What it said while all was well, such as where its log lies, explains nothing. */
  if (signal != 0)
    how = g_strdup_printf (_ ("it was ended by signal %d, “%s”"), signal, g_strsignal (signal));
  else if (g_strrstr (errors, PREFIX) != NULL)
    how = g_strdup (sentence);
  else if (status > 0)
    how = g_strdup_printf (_ ("its exit status was %d"), status);

  if (how == NULL)
    return url != NULL
             ? g_strdup_printf (_ ("The engine has ended. All that was captured is kept, but agents "
                                   "that point at %s cannot connect. Start recording again."),
                                url)
             : g_strdup (_ ("The engine has ended. Start recording again."));
  return url != NULL
           ? g_strdup_printf (_ ("The engine has ended: %s. What was captured is kept, but agents "
                                 "that point at %s cannot connect. Start recording again."),
                              how, url)
           : g_strdup_printf (_ ("The engine has ended: %s. Start recording again."), how);
}

char *
tap_engine_trouble_explain_stop (const char *errors, const char *output)
{
  g_autofree char *valid = g_utf8_make_valid (errors, -1);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);

  for (guint i = g_strv_length (lines); i > 0; i--)
    {
      const char *line = lines[i - 1];
      g_autofree char *reason = NULL;

      if (!g_str_has_prefix (line, PREFIX) || strstr (line, output) != NULL)
        continue;
      reason = tap_clause (line + strlen (PREFIX));
      return g_strdup_printf (_ ("Not all of the last capture could be kept: %s."), reason);
    }
  return NULL;
}
