/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-mask-private.h"

#include <string.h>

#define MAX_NAME 40

/* In lower case, with '_' for '-'. */
static const char *const secret_parameters[] = {
  "access_key", "access_token", "accesstoken", "api_key", "api_token", "apikey", "auth",
  "auth_token", "authorization", "authtoken", "bearer", "client_secret", "credential", "id_token",
  "key", "passwd", "password", "private_token", "pwd", "refresh_token", "secret", "session_token",
  "sig", "signature", "subscription_key", "token", "x_amz_credential", "x_amz_security_token",
  "x_amz_signature", "x_api_key", "x_goog_api_key", "x_goog_signature",
};

static gboolean
ends_text (char c)
{
  return (guchar) c <= ' ' || c == '"' || c == '<' || c == '>';
}

static GString *
decode (const char *text, gsize length, gboolean plus)
{
  GString *out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    if (text[i] == '%' && length - i > 2 && g_ascii_isxdigit (text[i + 1])
        && g_ascii_isxdigit (text[i + 2]))
      {
        g_string_append_c (out, (char) (g_ascii_xdigit_value (text[i + 1]) << 4
                                        | g_ascii_xdigit_value (text[i + 2])));
        i += 2;
      }
    else
      g_string_append_c (out, plus && text[i] == '+' ? ' ' : text[i]);
  return out;
}

static void
learn_encoded (TapMask *self, const char *text, gsize length, gboolean plus)
{
  g_autoptr (GString) decoded = decode (text, length, plus);

  tap_mask_learn (self, text, length);
  tap_mask_learn (self, decoded->str, decoded->len);
}

static gboolean
is_secret_name (const char *name, gsize length)
{
  g_autoptr (GString) decoded = NULL;

  if (length == 0 || length > MAX_NAME * 3)
    return FALSE;
  decoded = decode (name, length, FALSE);
  for (gsize i = 0; i < decoded->len; i++)
    decoded->str[i] = decoded->str[i] == '-' ? '_' : g_ascii_tolower (decoded->str[i]);
  for (guint i = 0; i < G_N_ELEMENTS (secret_parameters); i++)
    if (strcmp (secret_parameters[i], decoded->str) == 0)
      return TRUE;
  return FALSE;
}

/* "user:password@" at the beginning of an authority. */
static void
mask_user_info (TapMask *self, char *text, gsize length)
{
  gsize end = 0, at, colon;

  while (end < length && !ends_text (text[end]) && strchr ("/?#\\", text[end]) == NULL)
    end++;
  for (at = end; at > 0 && text[at - 1] != '@'; at--)
    ;
  if (at == 0)
    return;
  at--;
  for (colon = 0; colon < at && text[colon] != ':'; colon++)
    ;
  if (colon < at)
    learn_encoded (self, text + colon + 1, at - colon - 1, FALSE);
  else
    learn_encoded (self, text, at, FALSE);
  tap_mask_bytes (text, colon);
  if (colon < at)
    tap_mask_bytes (text + colon + 1, at - colon - 1);
}

/* To the end of a parameter's value. The text may stand inside a JSON string: of an escape both
 * bytes are taken or none, so that the string stays one. */
static gsize
value_end (const char *text, gsize at, gsize length)
{
  while (at < length && !ends_text (text[at]) && text[at] != '&' && text[at] != '#')
    {
      if (text[at] == '\\' && (at + 1 == length || strchr ("\"bfnrt", text[at + 1]) != NULL))
        break;
      at += text[at] == '\\' ? 2 : 1;
    }
  return at;
}

static void
mask_parameter (TapMask *self, char *text, gsize length)
{
  gsize name = 0, end;

  while (name < length && !ends_text (text[name]) && strchr ("=&#?", text[name]) == NULL)
    name++;
  if (name == length || text[name] != '=' || !is_secret_name (text, name))
    return;
  end = value_end (text, ++name, length);
  learn_encoded (self, text + name, end - name, TRUE);
  tap_mask_bytes (text + name, end - name);
}

void
tap_mask_url (TapMask *self, char *text, gsize length, gboolean authority)
{
  static const guint8 is_mark[256] = { [':'] = TRUE, ['?'] = TRUE, ['&'] = TRUE, ['#'] = TRUE };

  if (authority || (length > 2 && memcmp (text, "//", 2) == 0))
    {
      gsize skip = authority ? 0 : 2;

      mask_user_info (self, text + skip, length - skip);
    }
  for (gsize i = 0; i < length; i++)
    {
      if (!is_mark[(guchar) text[i]])
        continue;
      if (text[i] == ':' && length - i > 3 && text[i + 1] == '/' && text[i + 2] == '/')
        mask_user_info (self, text + i + 3, length - i - 3);
      else if (text[i] == ':' && length - i > 5 && memcmp (text + i + 1, "\\/\\/", 4) == 0)
        mask_user_info (self, text + i + 5, length - i - 5); /* in JSON */
      else if (text[i] == '?' || text[i] == '&' || text[i] == '#')
        mask_parameter (self, text + i + 1, length - i - 1);
    }
}
