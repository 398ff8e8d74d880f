/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-json.h"
#include "tap-utf8.h"

#include <string.h>

static const TapJsonNode *
get_node (const TapJson *self, guint32 node)
{
  return node < self->n_nodes ? &self->nodes[node] : NULL;
}

TapJsonType
tap_json_type (const TapJson *self, guint32 node)
{
  const TapJsonNode *n = get_node (self, node);

  return n != NULL ? (TapJsonType) n->type : TAP_JSON_NULL;
}

gboolean
tap_json_is (const TapJson *self, guint32 node, TapJsonType type)
{
  const TapJsonNode *n = get_node (self, node);

  return n != NULL && n->type == type;
}

static gboolean
is_container (const TapJsonNode *node)
{
  return node != NULL && (node->type == TAP_JSON_ARRAY || node->type == TAP_JSON_OBJECT);
}

guint32
tap_json_first (const TapJson *self, guint32 container)
{
  const TapJsonNode *n = get_node (self, container);

  return is_container (n) && n->end > container + 1 ? container + 1 : TAP_JSON_NONE;
}

guint32
tap_json_next (const TapJson *self, guint32 container, guint32 node)
{
  const TapJsonNode *around = get_node (self, container);
  guint32 value, next;

  if (!is_container (around) || node <= container || node >= around->end)
    return TAP_JSON_NONE;
  value = around->type == TAP_JSON_OBJECT ? node + 1 : node;
  next = value < around->end ? self->nodes[value].end : around->end;
  return next < around->end ? next : TAP_JSON_NONE;
}

guint32
tap_json_count (const TapJson *self, guint32 container)
{
  guint32 count = 0;

  for (guint32 node = tap_json_first (self, container); node != TAP_JSON_NONE;
       node = tap_json_next (self, container, node))
    count++;
  return count;
}

guint32
tap_json_member (const TapJson *self, guint32 object, const char *name)
{
  guint32 found = TAP_JSON_NONE;

  if (!tap_json_is (self, object, TAP_JSON_OBJECT))
    return TAP_JSON_NONE;
  for (guint32 key = tap_json_first (self, object); key != TAP_JSON_NONE;
       key = tap_json_next (self, object, key))
    if (tap_json_equals (self, key, name))
      found = key + 1;
  return found;
}

static gunichar
hex4 (const char *digits)
{
  gunichar value = 0;

  for (guint i = 0; i < 4; i++)
    value = value << 4 | (gunichar) g_ascii_xdigit_value (digits[i]);
  return value;
}

/* The escape at @at, right behind its backslash; returns how many bytes it takes there. */
static gsize
append_escape (GString *out, const char *at, const char *end)
{
  static const char plain[] = "\b\f\n\r\t";
  static const char letters[] = "bfnrt";
  const char *letter = memchr (letters, *at, sizeof letters - 1);
  gunichar c;

  if (letter != NULL)
    {
      g_string_append_c (out, plain[letter - letters]);
      return 1;
    }
  if (*at != 'u')
    {
      g_string_append_c (out, *at);
      return 1;
    }

  c = hex4 (at + 1);
  if (c >= 0xd800 && c < 0xdc00 && end - at >= 11 && at[5] == '\\' && at[6] == 'u')
    {
      gunichar low = hex4 (at + 7);

      if (low >= 0xdc00 && low < 0xe000)
        {
          g_string_append_unichar (out, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
          return 11;
        }
    }
  g_string_append_unichar (out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
  return 5;
}

gboolean
tap_json_append_string (const TapJson *self, guint32 node, GString *out)
{
  const TapJsonNode *n = get_node (self, node);
  const char *at, *end;

  if (n == NULL || n->type != TAP_JSON_STRING)
    return FALSE;
  at = self->text + n->start;
  end = at + n->length;
  if (!n->escaped)
    {
      tap_utf8_append_repaired (out, at, n->length);
      return TRUE;
    }
  while (at < end)
    {
      const char *slash = memchr (at, '\\', end - at);

      if (slash == NULL)
        slash = end;
      tap_utf8_append_repaired (out, at, slash - at);
      at = slash;
      if (at < end)
        at += 1 + append_escape (out, at + 1, end);
    }
  return TRUE;
}

char *
tap_json_dup_string (const TapJson *self, guint32 node)
{
  g_autoptr (GString) string = NULL;

  if (!tap_json_is (self, node, TAP_JSON_STRING))
    return NULL;
  string = g_string_sized_new (self->nodes[node].length + 1);
  tap_json_append_string (self, node, string);
  return g_string_free (g_steal_pointer (&string), FALSE);
}

gboolean
tap_json_equals (const TapJson *self, guint32 node, const char *string)
{
  const TapJsonNode *n = get_node (self, node);
  gsize length = strlen (string);
  g_autoptr (GString) value = NULL;

  if (n == NULL || n->type != TAP_JSON_STRING)
    return FALSE;
  if (!n->escaped && n->length == length && memcmp (self->text + n->start, string, length) == 0)
    return TRUE;
  /* Only an escape, or U+FFFD for a broken byte, can make other bytes the same string. */
  if (!n->escaped && memchr (string, 0xef, length) == NULL)
    return FALSE;
  value = g_string_sized_new (n->length + 1);
  tap_json_append_string (self, node, value);
  return value->len == length && memcmp (value->str, string, length) == 0;
}

static gboolean
read_digits (const char *text, gsize length, gint64 *value)
{
  gboolean negative = text[0] == '-';
  guint64 limit = (guint64) G_MAXINT64 + negative, number = 0;

  for (gsize i = negative; i < length; i++)
    {
      guint digit = text[i] - '0';

      if (number > (limit - digit) / 10)
        return FALSE;
      number = number * 10 + digit;
    }
  *value = (gint64) (negative ? -number : number);
  return TRUE;
}

gboolean
tap_json_int64 (const TapJson *self, guint32 node, gint64 *value)
{
  const double limit = G_GINT64_CONSTANT (1) << 53;
  const TapJsonNode *n = get_node (self, node);
  const char *text;
  g_autofree char *copy = NULL;
  gboolean plain = TRUE;
  double number;

  if (n == NULL || n->type != TAP_JSON_NUMBER)
    return FALSE;
  text = self->text + n->start;
  for (gsize i = 0; i < n->length && plain; i++)
    plain = g_ascii_isdigit (text[i]) || text[i] == '-';
  if (plain)
    return read_digits (text, n->length, value);

  copy = g_strndup (text, n->length);
  number = g_ascii_strtod (copy, NULL);
  if (!(number >= -limit && number <= limit) || number != (double) (gint64) number)
    return FALSE;
  *value = (gint64) number;
  return TRUE;
}
