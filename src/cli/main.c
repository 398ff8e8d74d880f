/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-cli.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>

#include "tap-cli-text.h"

static const TapCommand commands[] = {
  { "record", N_ ("Capture what an agent and its gateway say to each other"), tap_cli_record },
  { "check", N_ ("Tell what is broken in captures and recorded streams"), tap_cli_check },
  { "status", N_ ("Tell what a running engine does"), tap_cli_status },
  { "follow", N_ ("Print the exchanges of a running engine as they begin and end"), tap_cli_follow },
  { "demo", N_ ("Show five failures and how they are explained, without a network"), tap_cli_demo },
};

static void
print_to_stdout (const char *text)
{
  g_autofree char *encoded = tap_cli_encode (text);

  fputs (encoded, stdout);
  fflush (stdout);
}

static void
print_to_stderr (const char *text)
{
  g_autofree char *encoded = tap_cli_encode (text);

  fputs (encoded, stderr);
  fflush (stderr);
}

static void
print_help (void)
{
  g_print (_ ("Usage: tapline-cli COMMAND [OPTION…]\n"
              "\n"
              "Captures an AI agent's traffic byte for byte, and says what broke.\n"
              "\n"
              "Commands:\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-9s %s\n", commands[i].name, _ (commands[i].summary));
  g_print (_ ("\n"
              "“tapline-cli COMMAND --help” lists a command's options.\n"
              "“tapline-cli --version” tells the version.\n"));
}

static const TapCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i].name, name))
        return &commands[i];
    }
  return NULL;
}

int
main (int argc, char **argv)
{
  const TapCommand *command;
  g_autofree char *program = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  tap_cli_set_program (argv[0]);
  g_set_print_handler (print_to_stdout);
  g_set_printerr_handler (print_to_stderr);

  if (argc < 2)
    return tap_cli_fail (_ ("no command was given; “tapline-cli --help” lists them."));
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help"))
    {
      print_help ();
      return TAP_EXIT_OK;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("tapline-cli %s\n", PACKAGE_VERSION);
      return TAP_EXIT_OK;
    }

  command = find_command (argv[1]);
  if (command == NULL)
    return tap_cli_fail (argv[1][0] == '-'
                           ? _ ("there is no option “%s” before a command; “tapline-cli --help” "
                                "lists what there is.")
                           : _ ("there is no command “%s”; “tapline-cli --help” lists them."),
                         argv[1]);

  /* GOption takes the program's name for the usage line. */
  program = g_strdup_printf ("tapline-cli %s", command->name);
  g_set_prgname (program);
  return command->run (argc - 1, argv + 1);
}
