/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-listen-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-error.h"

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

char *
tap_listen_address_normalize (const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  const char *colon = strrchr (stripped, ':');
  const char *port_text = colon != NULL ? colon + 1 : stripped;
  g_autofree char *host = colon != NULL ? g_strndup (stripped, colon - stripped)
                                        : g_strdup ("127.0.0.1");
  gboolean brackets = host[0] == '[' && g_str_has_suffix (host, "]");
  g_autofree char *bare = brackets ? g_strndup (host + 1, strlen (host) - 2) : g_strdup (host);
  g_autoptr (GError) fault = NULL;
  guint64 port;

  if (!g_ascii_string_to_unsigned (port_text, 10, 0, G_MAXUINT16, &port, &fault)
      && g_error_matches (fault, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_OUT_OF_BOUNDS))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE, _ ("A port is a number from 1 to 65535."));
      return NULL;
    }
  if (fault != NULL || *host == '\0' || (!brackets && strchr (host, ':') != NULL))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("Write an address and a port, such as 127.0.0.1:4747."));
      return NULL;
    }
  if (!is_loopback (bare))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("Agents connect from this computer only: write 127.0.0.1 or [::1] before the "
                      "port."));
      return NULL;
    }
  return g_strdup_printf ("%s:%" G_GUINT64_FORMAT, host, port);
}
