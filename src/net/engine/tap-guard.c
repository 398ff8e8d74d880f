/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-guard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const TapRefusal welcome = { 0, NULL, NULL };
static const TapRefusal not_here
    = { 403, "foreign-host",
        N_ ("the request names a host that is neither this machine nor the gateway set up here; "
            "use the URL that tapline-cli printed") };
static const TapRefusal from_page
    = { 403, "browser-page", N_ ("requests that a web page makes are not passed on") };
static const TapRefusal no_proxy
    = { 400, "not-a-proxy",
        N_ ("this listener stands for one gateway and is no proxy for others; use the URL that "
            "tapline-cli printed as the agent's base URL") };

/* "host", "host:port", "[address]:port" without its port. */
static char *
host_of (const char *authority, gsize length)
{
  g_autofree char *text = g_strndup (authority, length);
  char *host = NULL;
  guint16 port;

  if (tap_split_host_port (text, &host, &port))
    return host;
  if (length > 2 && text[0] == '[' && text[length - 1] == ']')
    return g_strndup (text + 1, length - 2);
  return g_steal_pointer (&text);
}

static gboolean
is_ours (const char *authority, gsize length, const TapUpstream *upstream)
{
  g_autofree char *host = host_of (authority, length);

  return tap_host_is_loopback (host) || g_ascii_strcasecmp (host, upstream->host) == 0;
}

/* Whether the target is absolute ("http://host/path"): its authority and what follows. */
static gboolean
split_absolute (const TapHead *head, const char **authority, gsize *authority_length,
                const char **rest, gsize *rest_length)
{
  static const char scheme[] = "http://";
  const char *target = head->bytes + head->target;
  const char *end = target + head->target_length;
  const char *slash;

  if (head->target_length < strlen (scheme)
      || g_ascii_strncasecmp (target, scheme, strlen (scheme)) != 0)
    return FALSE;
  *authority = target + strlen (scheme);
  for (slash = *authority; slash < end && *slash != '/' && *slash != '?'; slash++)
    ;
  *authority_length = slash - *authority;
  *rest = slash;
  *rest_length = end - slash;
  return TRUE;
}

TapRefusal
tap_guard_check (const TapHead *head, const TapUpstream *upstream)
{
  const TapHeadField *host = tap_head_find (head, "Host", NULL);
  const TapHeadField *site = tap_head_find (head, "Sec-Fetch-Site", NULL);
  const char *target = head->bytes + head->target;
  const char *authority, *rest;
  gsize authority_length, rest_length;

  if (split_absolute (head, &authority, &authority_length, &rest, &rest_length))
    {
      if (!is_ours (authority, authority_length, upstream))
        return no_proxy;
    }
  else if (target[0] != '/' && !(head->target_length == 1 && target[0] == '*'))
    return no_proxy;

  if (host != NULL && !is_ours (head->bytes + host->value, host->value_length, upstream))
    return not_here;
  if (tap_head_find (head, "Origin", NULL) != NULL)
    return from_page;
  if (site != NULL && site->value_length == strlen ("cross-site")
      && g_ascii_strncasecmp (head->bytes + site->value, "cross-site", site->value_length) == 0)
    return from_page;
  return welcome;
}

static gboolean
is_named (const TapHead *head, const TapHeadField *field, const char *name)
{
  return field->name_length == strlen (name)
         && g_ascii_strncasecmp (head->bytes + field->name, name, field->name_length) == 0;
}

static void
append (GByteArray *out, const char *bytes, gsize length)
{
  g_byte_array_append (out, (const guint8 *) bytes, length);
}

GByteArray *
tap_guard_edit (const TapHead *head, const TapUpstream *upstream, char **target)
{
  const TapHeadField *host = tap_head_find (head, "Host", NULL);
  gsize authority_length = strlen (upstream->authority);
  const char *authority, *rest = head->bytes + head->target;
  gsize length, rest_length = head->target_length;
  gboolean absolute = split_absolute (head, &authority, &length, &rest, &rest_length);
  gboolean new_target = absolute || (upstream->prefix[0] != '\0' && rest[0] == '/');
  gboolean new_host = host != NULL
                      && (host->value_length != authority_length
                          || memcmp (head->bytes + host->value, upstream->authority,
                                     authority_length) != 0);
  gsize behind = head->target + head->target_length, from;
  GByteArray *out;

  *target = NULL;
  if (!new_target && !new_host)
    return NULL;

  out = g_byte_array_sized_new (head->length + authority_length + strlen (upstream->prefix) + 2);
  append (out, head->bytes, head->target);
  if (new_target)
    {
      *target = g_strdup_printf ("%s%s%.*s", upstream->prefix,
                                 rest_length == 0 || rest[0] == '?' ? "/" : "", (int) rest_length,
                                 rest);
      append (out, *target, strlen (*target));
    }
  else
    append (out, rest, rest_length);
  append (out, head->bytes + behind, head->first_line_length - behind);

  /* What lies between the edits is copied as it is, the blank line at the end with it. */
  from = head->first_line_length;
  for (guint i = 0; i < head->fields->len; i++)
    {
      const TapHeadField *field = &g_array_index (head->fields, TapHeadField, i);

      if (is_named (head, field, "Host"))
        {
          append (out, head->bytes + from, field->value - from);
          append (out, upstream->authority, authority_length);
          from = field->value + field->value_length;
        }
      else if (absolute
               && (is_named (head, field, "Proxy-Connection")
                   || is_named (head, field, "Proxy-Authorization")))
        {
          append (out, head->bytes + from, field->line - from);
          from = field->line + field->line_length;
        }
    }
  append (out, head->bytes + from, head->length - from);
  return out;
}
