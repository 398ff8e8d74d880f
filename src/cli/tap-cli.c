/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-cli.h"

#include <glib/gi18n-lib.h>

static char *program;

void
tap_cli_set_program (const char *argv0)
{
  g_free (program);
  program = argv0 != NULL ? g_filename_display_name (argv0) : NULL;
}

const char *
tap_cli_get_program (void)
{
  return program != NULL ? program : "tapline-cli";
}

int
tap_cli_fail (const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("tapline-cli: %s\n", message);
  return TAP_EXIT_USAGE;
}

gboolean
tap_cli_parse (const char *arguments, const char *summary, const GOptionEntry *entries, int *argc,
               char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autoptr (GError) error = NULL;

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      tap_cli_fail (_ ("%s; “%s --help” lists the options."), error->message, g_get_prgname ());
      return FALSE;
    }
  if (arguments == NULL && *argc > 1)
    {
      tap_cli_fail (_ ("“%s” is one argument too many; “%s --help” tells the usage."), (*argv)[1],
                    g_get_prgname ());
      return FALSE;
    }
  return TRUE;
}
