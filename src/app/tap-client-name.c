/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-client-name.h"

#include <string.h>

char *
tap_client_name_from_agent (const char *user_agent)
{
  gsize length;
  char *name;

  if (user_agent == NULL)
    return NULL;
  length = strcspn (user_agent, " (;");
  /* "OpenAI/Python 2.8": the product's name has two words. */
  if (length > 0 && user_agent[length] == ' ' && g_ascii_isdigit (user_agent[length + 1]))
    length += 1 + strcspn (user_agent + length + 1, " (;");
  if (length == 0)
    return NULL;
  name = g_strndup (user_agent, length);
  return g_strdelimit (name, "/", ' ');
}
