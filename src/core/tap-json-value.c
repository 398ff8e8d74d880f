/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-json.h"
#include "tap-utf8.h"

#include <string.h>

#define EACH_BYTE(value) (G_GUINT64_CONSTANT (0x0101010101010101) * (value))

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

static gunichar
hex4 (const char *digits)
{
  gunichar value = 0;

  for (guint i = 0; i < 4; i++)
    value = value << 4 | (gunichar) g_ascii_xdigit_value (digits[i]);
  return value;
}

/* What an escape with one letter stands for. */
static const char escaped[256] = {
  ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
  ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
};

/* The escape at @at, right behind its backslash, which takes no more room than it takes there;
 * returns how many bytes it takes there. */
static inline gsize
write_escape (char **out, const char *at, const char *end)
{
  gunichar c;

  if (*at != 'u')
    {
      *(*out)++ = escaped[(guchar) *at];
      return 1;
    }

  c = hex4 (at + 1);
  if (c >= 0xd800 && c < 0xdc00 && end - at >= 11 && at[5] == '\\' && at[6] == 'u')
    {
      gunichar low = hex4 (at + 7);

      if (low >= 0xdc00 && low < 0xe000)
        {
          *out += g_unichar_to_utf8 (0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00), *out);
          return 11;
        }
    }
  *out += g_unichar_to_utf8 (c >= 0xd800 && c < 0xe000 ? 0xfffd : c, *out);
  return 5;
}

/* Copies up to the next backslash; there is room for all of it. */
static inline gsize
copy_plain (char *out, const char *at, gsize length)
{
  gsize done = 0;

  while (length - done >= 8)
    {
      guint64 word, slash, found;

      memcpy (&word, at + done, sizeof word);
      memcpy (out + done, &word, sizeof word);
      slash = word ^ EACH_BYTE ('\\');
      found = (slash - EACH_BYTE (1)) & ~slash & EACH_BYTE (0x80);
      if (found != 0)
        return done + (__builtin_ctzll (GUINT64_TO_LE (found)) >> 3);
      done += 8;
    }
  for (; done < length && at[done] != '\\'; done++)
    out[done] = at[done];
  return done;
}

/* A string that is valid UTF-8, with its escapes resolved: it never grows. */
static void
append_valid (GString *out, const char *at, gsize length)
{
  const char *end = at + length;
  gsize before = out->len;
  char *to;

  g_string_set_size (out, before + length);
  to = out->str + before;
  while (at < end)
    {
      gsize plain = copy_plain (to, at, end - at);

      at += plain;
      to += plain;
      if (at < end)
        at += 1 + write_escape (&to, at + 1, end);
    }
  g_string_truncate (out, to - out->str);
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
  if (tap_utf8_valid_length (at, n->length) == n->length)
    {
      if (n->escaped)
        append_valid (out, at, n->length);
      else
        g_string_append_len (out, at, n->length);
      return TRUE;
    }
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
        {
          char character[8], *to = character;

          at += 1 + write_escape (&to, at + 1, end);
          g_string_append_len (out, character, to - character);
        }
    }
  return TRUE;
}

char *
tap_json_dup_string (const TapJson *self, guint32 node)
{
  g_autoptr (GString) string = NULL;
  const TapJsonNode *n = get_node (self, node);

  if (n == NULL || n->type != TAP_JSON_STRING)
    return NULL;
  if (!n->escaped && tap_utf8_valid_length (self->text + n->start, n->length) == n->length)
    return g_strndup (self->text + n->start, n->length);
  string = g_string_sized_new (self->nodes[node].length + 1);
  tap_json_append_string (self, node, string);
  return g_string_free (g_steal_pointer (&string), FALSE);
}

/* @plain: the string holds no byte of U+FFFD. Only an escape, or U+FFFD for a broken byte, can make
 * other bytes the same string. */
static inline gboolean
equals (const TapJson *self, const TapJsonNode *n, const char *string, gsize length,
        gboolean plain)
{
  g_autoptr (GString) value = NULL;

  if (!n->escaped && n->length == length && memcmp (self->text + n->start, string, length) == 0)
    return TRUE;
  if (!n->escaped && plain)
    return FALSE;
  value = g_string_sized_new (n->length + 1);
  tap_json_append_string (self, n - self->nodes, value);
  return value->len == length && memcmp (value->str, string, length) == 0;
}

gboolean
tap_json_equals (const TapJson *self, guint32 node, const char *string)
{
  const TapJsonNode *n = get_node (self, node);
  gsize length;

  if (n == NULL || n->type != TAP_JSON_STRING)
    return FALSE;
  length = strlen (string);
  return equals (self, n, string, length, memchr (string, 0xef, length) == NULL);
}

guint32
tap_json_member (const TapJson *self, guint32 object, const char *name)
{
  guint32 found = TAP_JSON_NONE, end;
  gsize length;
  gboolean plain;

  if (!tap_json_is (self, object, TAP_JSON_OBJECT))
    return TAP_JSON_NONE;
  length = strlen (name);
  plain = memchr (name, 0xef, length) == NULL;
  end = self->nodes[object].end;
  for (guint32 key = object + 1; key < end; key = self->nodes[key + 1].end)
    if (equals (self, &self->nodes[key], name, length, plain))
      found = key + 1;
  return found;
}

static gboolean
read_digits (const char *text, gsize length, gint64 *value)
{
  gboolean negative = text[0] == '-';
  guint64 limit = (guint64) G_MAXINT64 + negative, number = 0;

  for (gsize i = negative; i < length; i++)
    {
      guint digit = text[i] - '0';

      /* Eighteen digits always fit. */
      if (i >= 18 && number > (limit - digit) / 10)
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
    plain = (guchar) (text[i] - '0') < 10 || text[i] == '-';
  if (plain)
    return read_digits (text, n->length, value);

  copy = g_strndup (text, n->length);
  number = g_ascii_strtod (copy, NULL);
  if (!(number >= -limit && number <= limit) || number != (double) (gint64) number)
    return FALSE;
  *value = (gint64) number;
  return TRUE;
}
