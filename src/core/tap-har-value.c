/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-har-private.h"

#include <string.h>

#define MAX_DIGITS 64

char *
tap_har_string (const TapJson *json, guint32 object, const char *name)
{
  return tap_json_dup_string (json, tap_json_member (json, object, name));
}

gboolean
tap_har_number (const TapJson *json, guint32 object, const char *name, double *value)
{
  guint32 node = tap_json_member (json, object, name);
  char digits[MAX_DIGITS + 1] = "";

  if (!tap_json_is (json, node, TAP_JSON_NUMBER) || json->nodes[node].length > MAX_DIGITS)
    return FALSE;
  memcpy (digits, json->text + json->nodes[node].start, json->nodes[node].length);
  *value = g_ascii_strtod (digits, NULL);
  return *value > -1e15 && *value < 1e15;
}

GByteArray *
tap_har_text (const TapJson *json, guint32 object)
{
  g_autofree char *encoding = tap_har_string (json, object, "encoding");
  GString *text = g_string_new (NULL);
  gsize length;

  if (!tap_json_append_string (json, tap_json_member (json, object, "text"), text))
    {
      g_string_free (text, TRUE);
      return NULL;
    }
  length = text->len;
  if (encoding != NULL && g_ascii_strcasecmp (encoding, "base64") == 0)
    {
      int state = 0;
      guint save = 0;

      /* What it makes is shorter than what it was made of. */
      length = g_base64_decode_step (text->str, text->len, (guchar *) text->str, &state, &save);
    }
  return g_byte_array_new_take ((guint8 *) g_string_free (text, FALSE), length);
}
