/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-upstream.h"

#include <arpa/inet.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <string.h>

gboolean
tap_split_host_port (const char *text, char **host, guint16 *port)
{
  const char *colon = strrchr (text, ':');
  gsize length;
  guint64 value;

  if (colon == NULL || colon == text
      || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &value, NULL))
    return FALSE;
  length = colon - text;
  if (text[0] == '[' && text[length - 1] == ']' && length > 2)
    *host = g_strndup (text + 1, length - 2);
  else if (memchr (text, ':', length) == NULL)
    *host = g_strndup (text, length);
  else
    return FALSE;
  *port = value;
  return TRUE;
}

gboolean
tap_host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;
  struct in_addr in;

  /* What most requests name. */
  if (inet_pton (AF_INET, host, &in) == 1)
    return ntohl (in.s_addr) >> 24 == IN_LOOPBACKNET;
  if (g_ascii_strcasecmp (host, "localhost") == 0 || g_ascii_strcasecmp (host, "localhost.") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static char *
make_authority (const char *host, guint16 port, guint16 default_port)
{
  gboolean brackets = strchr (host, ':') != NULL;
  g_autofree char *name = brackets ? g_strdup_printf ("[%s]", host) : g_strdup (host);

  return port == default_port ? g_steal_pointer (&name) : g_strdup_printf ("%s:%u", name, port);
}

static gboolean
take_resolve (TapUpstream *self, const char *rule, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (rule, "=", 2);
  g_autofree char *host = NULL;
  g_autofree char *address = NULL;
  guint16 port, dial_port;

  if (g_strv_length (parts) != 2 || !tap_split_host_port (parts[0], &host, &port)
      || !tap_split_host_port (parts[1], &address, &dial_port))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("“%s” is no rule for a name: write HOST:PORT=ADDRESS:PORT"), rule);
      return FALSE;
    }
  if (g_ascii_strcasecmp (host, self->host) == 0 && port == self->port)
    {
      g_free (self->dial_host);
      self->dial_host = g_steal_pointer (&address);
      self->dial_port = dial_port;
    }
  return TRUE;
}

TapUpstream *
tap_upstream_new (const char *url, const char *const *resolve, GError **error)
{
  g_autoptr (TapUpstream) self = g_new0 (TapUpstream, 1);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD, NULL);
  const char *path;
  gsize length;
  guint16 default_port;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || (strcmp (g_uri_get_scheme (uri), "http") != 0
          && strcmp (g_uri_get_scheme (uri), "https") != 0))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("the upstream is no URL of a gateway: write http://HOST:PORT or https://HOST"));
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL
      || g_uri_get_fragment (uri) != NULL)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("the upstream may hold a host, a port and a path only: give credentials and "
                      "parameters to the agent"));
      return NULL;
    }

  self->tls = strcmp (g_uri_get_scheme (uri), "https") == 0;
  default_port = self->tls ? 443 : 80;
  self->host = g_strdup (g_uri_get_host (uri));
  self->port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : default_port;
  self->authority = make_authority (self->host, self->port, default_port);
  self->origin = g_strdup_printf ("%s://%s", g_uri_get_scheme (uri), self->authority);

  path = g_uri_get_path (uri);
  for (length = strlen (path); length > 0 && path[length - 1] == '/'; length--)
    ;
  self->prefix = g_strndup (path, length);
  self->url = g_strconcat (self->origin, self->prefix, NULL);

  self->dial_host = g_strdup (self->host);
  self->dial_port = self->port;
  for (guint i = 0; resolve != NULL && resolve[i] != NULL; i++)
    if (!take_resolve (self, resolve[i], error))
      return NULL;
  return g_steal_pointer (&self);
}

void
tap_upstream_free (TapUpstream *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->prefix);
  g_free (self->authority);
  g_free (self->origin);
  g_free (self->url);
  g_free (self->dial_host);
  g_free (self);
}
