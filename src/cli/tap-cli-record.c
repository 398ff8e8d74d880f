/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-cli.h"

#include <glib/gi18n-lib.h>

int
tap_cli_record (int argc, char **argv)
{
  g_autofree char *upstream = NULL;
  const GOptionEntry entries[] = {
    { "upstream", 'u', 0, G_OPTION_ARG_STRING, &upstream,
      N_ ("The gateway, e.g. https://api.anthropic.com"), N_ ("URL") },
    { NULL },
  };

  if (!tap_cli_parse (NULL, _ ("Captures until it is interrupted."), entries, &argc, &argv))
    return TAP_EXIT_USAGE;
  if (upstream == NULL)
    return tap_cli_fail (_ ("no gateway was given; add “--upstream URL”."));
  return tap_cli_fail (_ ("this build cannot record yet."));
}
