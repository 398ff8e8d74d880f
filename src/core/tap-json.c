/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-json.h"

#include <string.h>

#define EACH_BYTE(value) (G_GUINT64_CONSTANT (0x0101010101010101) * (value))
#define HIGH_BITS EACH_BYTE (0x80)

/* Where the parser stands in one text. */
typedef struct
{
  TapJson *json;
  const char *start, *at, *end;
  const char *reason; /* set once: the text stops being JSON at "at" */
  gboolean too_deep;
  guint depth;
  guint32 open[TAP_JSON_MAX_DEPTH]; /* the containers around */
} Parser;

static gboolean
fail (Parser *self, const char *reason)
{
  self->reason = self->at == self->end ? "the end of the text" : reason;
  return FALSE;
}

static TapJsonNode *
add_node (Parser *self, TapJsonType type, const char *start)
{
  TapJson *json = self->json;
  TapJsonNode *node;

  if (G_UNLIKELY (json->n_nodes == json->allocated))
    {
      /* A node is at least a byte of the text, so that this does not go past 32 bits. */
      json->allocated = json->allocated == 0 ? 64 : MIN (json->allocated * G_GUINT64_CONSTANT (2),
                                                         G_MAXUINT32);
      json->nodes = g_renew (TapJsonNode, json->nodes, json->allocated);
    }
  node = &json->nodes[json->n_nodes++];
  *node = (TapJsonNode) { .type = type, .start = start - self->start, .end = json->n_nodes };
  return node;
}

static inline void
skip_space (Parser *self)
{
  while (self->at < self->end
         && (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

/* To the first byte that is a quote, a backslash or a control character. */
static inline const char *
skip_plain (const char *at, const char *end)
{
  while (end - at >= 8)
    {
      guint64 word, quote, slash, found;

      memcpy (&word, at, sizeof word);
      quote = word ^ EACH_BYTE ('"');
      slash = word ^ EACH_BYTE ('\\');
      /* A borrow may mark a byte too many, but only behind one that is rightly marked. */
      found = ((quote - EACH_BYTE (1)) & ~quote) | ((slash - EACH_BYTE (1)) & ~slash)
              | ((word - EACH_BYTE (0x20)) & ~word);
      found &= HIGH_BITS;
      if (found != 0)
        return at + (__builtin_ctzll (GUINT64_TO_LE (found)) >> 3);
      at += 8;
    }
  while (at < end && *at != '"' && *at != '\\' && (guchar) *at >= 0x20)
    at++;
  return at;
}

/* What may stand behind a backslash alone. */
static const guint8 is_simple_escape[256] = {
  ['"'] = TRUE, ['\\'] = TRUE, ['/'] = TRUE, ['b'] = TRUE,
  ['f'] = TRUE, ['n'] = TRUE,  ['r'] = TRUE, ['t'] = TRUE,
};

static gboolean
read_escape (Parser *self)
{
  self->at++;
  if (self->at == self->end)
    return fail (self, NULL);
  if (*self->at == 'u')
    {
      for (guint i = 0; i < 4; i++)
        if (++self->at == self->end || !g_ascii_isxdigit (*self->at))
          return fail (self, "a \\u without four hexadecimal digits");
    }
  else if (!is_simple_escape[(guchar) *self->at])
    return fail (self, "an unknown escape in a string");
  self->at++;
  return TRUE;
}

static gboolean
read_string (Parser *self)
{
  TapJsonNode *node = add_node (self, TAP_JSON_STRING, ++self->at);

  for (;;)
    {
      self->at = skip_plain (self->at, self->end);
      if (self->at == self->end)
        return fail (self, NULL);
      if (*self->at == '"')
        break;
      if (*self->at != '\\')
        return fail (self, "a control character in a string");
      node->escaped = TRUE;
      if (self->end - self->at >= 2 && is_simple_escape[(guchar) self->at[1]])
        self->at += 2;
      else if (!read_escape (self))
        return FALSE;
    }
  node->length = self->at - self->start - node->start;
  self->at++;
  return TRUE;
}

static gboolean
read_digits (Parser *self)
{
  const char *first = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > first || fail (self, "a number without a digit");
}

static gboolean
read_number (Parser *self)
{
  TapJsonNode *node = add_node (self, TAP_JSON_NUMBER, self->at);

  if (*self->at == '-')
    self->at++;
  if (self->at < self->end && *self->at == '0')
    self->at++;
  else if (!read_digits (self))
    return FALSE;
  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      if (!read_digits (self))
        return FALSE;
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      if (!read_digits (self))
        return FALSE;
    }
  node->length = self->at - self->start - node->start;
  return TRUE;
}

static gboolean
read_word (Parser *self, TapJsonType type, const char *word)
{
  TapJsonNode *node = add_node (self, type, self->at);

  for (const char *letter = word; *letter != '\0'; letter++, self->at++)
    if (self->at == self->end || *self->at != *letter)
      return fail (self, "an unknown word");
  node->length = self->at - self->start - node->start;
  return TRUE;
}

static gboolean
open_container (Parser *self, TapJsonType type)
{
  if (self->depth == TAP_JSON_MAX_DEPTH)
    {
      self->too_deep = TRUE;
      return fail (self, "too many levels");
    }
  self->open[self->depth++] = self->json->n_nodes;
  add_node (self, type, self->at++);
  return TRUE;
}

static void
close_container (Parser *self)
{
  TapJsonNode *node = &self->json->nodes[self->open[--self->depth]];

  self->at++;
  node->end = self->json->n_nodes;
  node->length = self->at - self->start - node->start;
}

static gboolean
read_value (Parser *self)
{
  if (self->at == self->end)
    return fail (self, NULL);
  switch (*self->at)
    {
    case '"':
      return read_string (self);
    case '{':
      return open_container (self, TAP_JSON_OBJECT);
    case '[':
      return open_container (self, TAP_JSON_ARRAY);
    case 't':
      return read_word (self, TAP_JSON_TRUE, "true");
    case 'f':
      return read_word (self, TAP_JSON_FALSE, "false");
    case 'n':
      return read_word (self, TAP_JSON_NULL, "null");
    case '-':
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
      return read_number (self);
    default:
      return fail (self, "no value where one must stand");
    }
}

static gboolean
read_key (Parser *self)
{
  if (self->at == self->end || *self->at != '"')
    return fail (self, "no name where a member must stand");
  if (!read_string (self))
    return FALSE;
  skip_space (self);
  if (self->at == self->end || *self->at != ':')
    return fail (self, "no colon behind a name");
  self->at++;
  skip_space (self);
  return TRUE;
}

/* A value and what is inside it: one turn a value, or an end of a container. */
static gboolean
read_text (Parser *self)
{
  gboolean opened;

  skip_space (self);
  do
    {
      guint depth = self->depth;

      if (!read_value (self))
        return FALSE;
      opened = self->depth > depth;

      /* To where the next value begins, through all the ends between. */
      while (self->depth > 0)
        {
          gboolean object = self->json->nodes[self->open[self->depth - 1]].type == TAP_JSON_OBJECT;

          skip_space (self);
          if (self->at < self->end && *self->at == (object ? '}' : ']'))
            {
              close_container (self);
              opened = FALSE;
              continue;
            }
          if (!opened)
            {
              if (self->at == self->end || *self->at != ',')
                return fail (self, "no comma between two values");
              self->at++;
              skip_space (self);
            }
          if (object && !read_key (self))
            return FALSE;
          break;
        }
    }
  while (self->depth > 0);

  skip_space (self);
  return self->at == self->end || fail (self, "more text behind the value");
}

void
tap_json_clear (TapJson *self)
{
  g_free (self->nodes);
  memset (self, 0, sizeof *self);
}

gboolean
tap_json_parse (TapJson *self, const char *text, gsize length, TapJsonFault *fault)
{
  Parser parser;

  self->text = text;
  self->n_nodes = 0;

  parser.json = self;
  parser.start = parser.at = text;
  parser.end = text + length;
  parser.reason = NULL;
  parser.too_deep = FALSE;
  parser.depth = 0;

  if (length >= G_MAXUINT32)
    fail (&parser, "more than 4 GiB");
  else if (read_text (&parser))
    return TRUE;

  self->n_nodes = 0;
  if (fault != NULL)
    {
      fault->offset = parser.at - parser.start;
      fault->reason = parser.reason;
      fault->too_deep = parser.too_deep;
    }
  return FALSE;
}
