/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-har-private.h"

#include <string.h>

/* Heads as HTTP/1.1 would have them, whatever was spoken: the body's framing is the archive's own. */

#define MAX_FIELDS 4096

static const struct
{
  const char *coding;
  const char *magic;
} magics[] = {
  { "gzip", "\x1f\x8b" },
  { "x-gzip", "\x1f\x8b" },
  { "zstd", "\x28\xb5\x2f\xfd" },
};

static const char *const framing_fields[] = { "content-length", "transfer-encoding", "trailer" };

static gboolean
is_token (const char *name)
{
  return *name != '\0' && name[strspn (name, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0';
}

static gboolean
is_framing (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (framing_fields); i++)
    {
      if (g_ascii_strcasecmp (name, framing_fields[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The archive's body is decoded, but for writers that leave that to others. */
static gboolean
is_coded (const char *coding, const GByteArray *body)
{
  for (guint i = 0; body != NULL && i < G_N_ELEMENTS (magics); i++)
    {
      gsize n = strlen (magics[i].magic);

      if (g_ascii_strcasecmp (coding, magics[i].coding) == 0 && body->len >= n
          && memcmp (body->data, magics[i].magic, n) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Browsers join fields of one name with line feeds, where a comma would not do. */
static void
append_field (GString *head, const char *name, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", MAX_FIELDS);

  for (guint i = 0; i == 0 || lines[i] != NULL; i++)
    {
      char *line = lines[i] != NULL ? lines[i] : (char *) "";

      for (char *at = line; *at != '\0'; at++)
        {
          if ((guchar) *at < ' ' && *at != '\t')
            *at = ' ';
        }
      g_string_append_printf (head, "%s: %s\r\n", name, line);
      if (lines[i] == NULL)
        break;
    }
}

typedef struct
{
  gboolean host;
  gboolean type;
} Seen;

/* Without what framed the body on its way, and what is HTTP/2's own. */
static Seen
append_fields (GString *head, const TapJson *json, guint32 message, const GByteArray *body)
{
  guint32 fields = tap_json_member (json, message, "headers");
  guint n = 0;
  Seen seen = { FALSE, FALSE };

  if (!tap_json_is (json, fields, TAP_JSON_ARRAY))
    return seen;
  for (guint32 field = tap_json_first (json, fields); field != TAP_JSON_NONE && n < MAX_FIELDS;
       field = tap_json_next (json, fields, field), n++)
    {
      g_autofree char *name = tap_har_string (json, field, "name");
      g_autofree char *value = tap_har_string (json, field, "value");
      gboolean host, coding;

      if (name == NULL || value == NULL || !is_token (name) || is_framing (name))
        continue;
      host = g_ascii_strcasecmp (name, "host") == 0;
      coding = g_ascii_strcasecmp (name, "content-encoding") == 0;
      if ((host && seen.host) || (coding && !is_coded (value, body)))
        continue;
      seen.host |= host;
      seen.type |= g_ascii_strcasecmp (name, "content-type") == 0;
      append_field (head, name, value);
    }
  return seen;
}

static void
append_type (GString *head, const TapJson *json, guint32 content)
{
  g_autofree char *type = tap_har_string (json, content, "mimeType");

  if (type != NULL && *type != '\0' && !g_str_equal (type, "x-unknown"))
    append_field (head, "Content-Type", type);
}

static GBytes *
finish (GString *head, const TapHar *har, const GByteArray *body)
{
  if (body != NULL)
    g_string_append_printf (head, "Content-Length: %u\r\n", body->len);
  g_string_append (head, "\r\n");
  tap_mask_head (har->mask, head->str, head->len);
  return g_string_free_to_bytes (head);
}

static void
append_minor (GString *head, const TapJson *json, guint32 message)
{
  g_autofree char *version = tap_har_string (json, message, "httpVersion");

  g_string_append (head, version != NULL && g_ascii_strcasecmp (version, "HTTP/1.0") == 0
                           ? "HTTP/1.0"
                           : "HTTP/1.1");
}

/* @host: (out) (transfer full): with its port, without a user's name. */
static char *
split_url (const char *url, char **scheme, char **host)
{
  const char *colon = strstr (url, "://");
  const char *authority = colon != NULL ? colon + 3 : url;
  gsize length = strcspn (authority, "/?#");
  const char *path = authority + length;
  GString *target;

  if (colon == NULL || colon == url || length == 0)
    return NULL;
  *scheme = g_ascii_strdown (url, colon - url);
  *host = g_strndup (authority, length);
  if (strrchr (*host, '@') != NULL)
    memmove (*host, strrchr (*host, '@') + 1, strlen (strrchr (*host, '@')));

  target = g_string_new (*path == '/' ? NULL : "/");
  for (; *path != '\0' && *path != '#'; path++)
    {
      if ((guchar) *path <= ' ' || *path == 0x7f)
        g_string_append_printf (target, "%%%02X", (guint) (guchar) *path);
      else
        g_string_append_c (target, *path);
    }
  return g_string_free (target, FALSE);
}

GBytes *
tap_har_request_head (const TapHarEntry *entry, const TapHar *har, const GByteArray *body,
                      char **upstream)
{
  const TapJson *json = har->json;
  g_autofree char *method = tap_har_string (json, entry->request, "method");
  g_autofree char *url = tap_har_string (json, entry->request, "url");
  g_autofree char *scheme = NULL;
  g_autofree char *host = NULL;
  g_autofree char *target = url != NULL ? split_url (url, &scheme, &host) : NULL;
  guint32 post = tap_json_member (json, entry->request, "postData");
  GString *head;
  Seen seen;

  if (method == NULL || !is_token (method) || target == NULL)
    return NULL;
  head = g_string_new (NULL);
  g_string_append_printf (head, "%s %s ", method,
                          g_ascii_strcasecmp (method, "CONNECT") == 0 ? host : target);
  append_minor (head, json, entry->request);
  g_string_append (head, "\r\n");
  seen = append_fields (head, json, entry->request, body);
  if (!seen.host)
    append_field (head, "Host", host);
  if (!seen.type && body != NULL)
    append_type (head, json, post);
  *upstream = g_strdup_printf ("%s://%s", scheme, host);
  return finish (head, har, body);
}

GBytes *
tap_har_response_head (const TapHarEntry *entry, const TapHar *har, const GByteArray *body)
{
  const TapJson *json = har->json;
  g_autofree char *reason = tap_har_string (json, entry->response, "statusText");
  GString *head = g_string_new (NULL);
  Seen seen;

  append_minor (head, json, entry->response);
  for (char *at = reason; at != NULL && *at != '\0'; at++)
    {
      if ((guchar) *at < ' ')
        *at = ' ';
    }
  g_string_append_printf (head, " %03u %s\r\n", entry->status, reason != NULL ? reason : "");
  seen = append_fields (head, json, entry->response, body);
  if (!seen.type)
    append_type (head, json, tap_json_member (json, entry->response, "content"));
  return finish (head, har, body);
}
