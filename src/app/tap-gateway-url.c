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

char *
tap_gateway_url_normalize (const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *url = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *scheme;
  gsize length;

  if (strstr (stripped, "://") == NULL && *stripped != '\0')
    url = g_strconcat (is_this_computer (stripped) ? "http://" : "https://", stripped, NULL);
  else
    url = g_strdup (stripped);
  for (length = strlen (url); length > 0 && url[length - 1] == '/'; length--)
    url[length - 1] = '\0';

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD, NULL);
  scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  if ((!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https"))
      || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || strpbrk (g_uri_get_host (uri), " \t") != NULL)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("This is no URL of a gateway. Write one such as https://api.anthropic.com."));
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL
      || g_uri_get_fragment (uri) != NULL)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("Only host, port and path belong here. Give keys and parameters to the "
                      "agent."));
      return NULL;
    }
  return g_steal_pointer (&url);
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
