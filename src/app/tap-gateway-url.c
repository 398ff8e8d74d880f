/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-gateway-url.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-error.h"

static gboolean
is_this_computer (const char *text)
{
  static const char *const names[] = { "localhost", "127.", "[::1]" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strncasecmp (text, names[i], strlen (names[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, TAP_ERROR, TAP_ERROR_USAGE, why);
  return FALSE;
}

/* @uri: NULL: @fault says why it could not be read. */
static gboolean
check (GUri *uri, const GError *fault, GError **error)
{
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (g_error_matches (fault, G_URI_ERROR, G_URI_ERROR_BAD_PORT)
      || (uri != NULL && g_uri_get_port (uri) == 0))
    return refuse (error, _ ("A port is a number from 1 to 65535."));
  if ((!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https")) || host == NULL
      || *host == '\0' || strpbrk (host, " \t") != NULL)
    return refuse (error, _ ("This is no URL of a gateway. Write one such as "
                             "https://api.anthropic.com."));
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, _ ("A name and a password do not belong here. Give keys to the agent, "
                             "which sends them."));
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return refuse (error, _ ("Only host, port and path belong here. Leave out what follows “?” or "
                             "“#”."));
  return TRUE;
}

char *
tap_gateway_url_normalize (const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *url = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) fault = NULL;
  gsize length;

  if (strstr (stripped, "://") == NULL && *stripped != '\0')
    url = g_strconcat (is_this_computer (stripped) ? "http://" : "https://", stripped, NULL);
  else
    url = g_strdup (stripped);
  for (length = strlen (url); length > 0 && url[length - 1] == '/'; length--)
    url[length - 1] = '\0';

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD, &fault);
  return check (uri, fault, error) ? g_steal_pointer (&url) : NULL;
}

static int
get_port (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);
  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

gboolean
tap_gateway_url_is_at (const char *url, const char *origin)
{
  g_autoptr (GUri) first = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GUri) second = g_uri_parse (origin, G_URI_FLAGS_ENCODED, NULL);

  return first != NULL && second != NULL && g_uri_get_host (first) != NULL
         && g_uri_get_host (second) != NULL
         && g_str_equal (g_uri_get_scheme (first), g_uri_get_scheme (second))
         && g_ascii_strcasecmp (g_uri_get_host (first), g_uri_get_host (second)) == 0
         && get_port (first) == get_port (second);
}

char **
tap_gateway_history_add (const char *const *history, const char *url)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 1;

  g_strv_builder_add (builder, url);
  for (guint i = 0; history[i] != NULL && n < TAP_GATEWAY_HISTORY_MAX; i++)
    if (!g_str_equal (history[i], url))
      {
        g_strv_builder_add (builder, history[i]);
        n++;
      }
  return g_strv_builder_end (builder);
}
