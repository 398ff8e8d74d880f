/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit statuses of every command. */
enum
{
  TAP_EXIT_OK = 0,
  TAP_EXIT_FOUND = 1, /* it ran, and found errors */
  TAP_EXIT_USAGE = 2, /* a file could not be read, or the usage was wrong */
};

/* A command is one row of the table in main.c and one file, tap-cli-NAME.c. */
typedef struct
{
  const char *name;
  const char *summary; /* translatable */
  int (*run) (int argc, char **argv); /* argv[0] is the command's name; returns an exit status */
} TapCommand;

int tap_cli_check (int argc, char **argv);
int tap_cli_record (int argc, char **argv);
int tap_cli_status (int argc, char **argv);
int tap_cli_follow (int argc, char **argv);
int tap_cli_demo (int argc, char **argv);

/* How the program was called, for lines that can be copied into a shell. main() sets it. */
void tap_cli_set_program (const char *argv0);
const char *tap_cli_get_program (void);

/* Prints "tapline-cli: MESSAGE" to stderr and returns TAP_EXIT_USAGE. The message says what, and
 * what to do, and is translated already. */
int tap_cli_fail (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Parses the options of a command; what is left in @argv are its arguments, argv[0] the command.
 * @arguments: their names for the help, e.g. "FILE…", or NULL: then there may be none.
 * On failure it has told the user already. `--help` prints and ends the program. */
gboolean tap_cli_parse (const char *arguments, const char *summary, const GOptionEntry *entries,
                        int *argc, char ***argv);

G_END_DECLS
