/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-mask-private.h"

#include <string.h>

typedef enum
{
  PLACE_NONE,
  PLACE_KEY,
  PLACE_COOKIE,
  PLACE_SET_COOKIE,
  PLACE_AUTHORITY,
} Place;

typedef struct
{
  const char *text;
  gsize length;
} Word;

#define WORD(text) { text, sizeof text - 1 }

/* protocol D.2, and what gateways use besides. */
static const struct
{
  Word name;
  Place place;
} places[] = {
  { WORD ("authorization"), PLACE_KEY },
  { WORD ("proxy-authorization"), PLACE_KEY },
  { WORD ("x-api-key"), PLACE_KEY },
  { WORD ("api-key"), PLACE_KEY },
  { WORD ("x-goog-api-key"), PLACE_KEY },
  { WORD ("cookie"), PLACE_COOKIE },
  { WORD ("cookie2"), PLACE_COOKIE },
  { WORD ("set-cookie"), PLACE_SET_COOKIE },
  { WORD ("set-cookie2"), PLACE_SET_COOKIE },
  { WORD ("helicone-auth"), PLACE_KEY },
  { WORD ("ocp-apim-subscription-key"), PLACE_KEY },
  { WORD ("private-token"), PLACE_KEY },
  { WORD ("x-access-token"), PLACE_KEY },
  { WORD ("x-amz-security-token"), PLACE_KEY },
  { WORD ("x-auth-token"), PLACE_KEY },
  { WORD ("x-functions-key"), PLACE_KEY },
  { WORD ("x-litellm-key"), PLACE_KEY },
  { WORD ("host"), PLACE_AUTHORITY },
  { WORD ("x-forwarded-host"), PLACE_AUTHORITY },
  { WORD ("x-original-host"), PLACE_AUTHORITY },
};

/* Gateways invent names of their own, which end as the common ones do. */
static const Word key_endings[] = {
  WORD ("-api-key"), WORD ("-apikey"), WORD ("-authorization"),
};

static const Word schemes[] = {
  WORD ("apikey"), WORD ("aws4-hmac-sha256"), WORD ("basic"), WORD ("bearer"), WORD ("digest"),
  WORD ("dpop"), WORD ("key"), WORD ("negotiate"), WORD ("ntlm"), WORD ("oauth"), WORD ("token"),
};

static const Word cookie_attributes[] = {
  WORD ("comment"), WORD ("domain"), WORD ("expires"), WORD ("httponly"), WORD ("max-age"),
  WORD ("partitioned"), WORD ("path"), WORD ("priority"), WORD ("samesite"), WORD ("secure"),
  WORD ("version"),
};

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* @word: in lower case. */
static inline gboolean
is_word (const char *text, gsize length, const Word *word)
{
  return word->length == length && (length == 0 || g_ascii_tolower (text[0]) == word->text[0])
         && g_ascii_strncasecmp (text, word->text, length) == 0;
}

static gboolean
is_one_of (const char *text, gsize length, const Word *words, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (is_word (text, length, &words[i]))
      return TRUE;
  return FALSE;
}

/* RFC 7617: what stands behind "Basic" is the base64 of "user:password". */
static void
learn_basic (TapMask *self, const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autofree guchar *decoded = NULL;
  const guchar *colon;
  gsize n;

  decoded = g_base64_decode (copy, &n);
  colon = n > 0 ? memchr (decoded, ':', n) : NULL;
  if (colon == NULL)
    return;
  tap_mask_learn (self, (const char *) decoded, n);
  tap_mask_learn (self, (const char *) colon + 1, decoded + n - (colon + 1));
}

/* Parameters as of Digest: only what may be a secret, not each word. */
static void
learn_parts (TapMask *self, const char *text, gsize length)
{
  for (gsize start = 0, end; start < length; start = end + 1)
    {
      gboolean digit = FALSE;

      for (end = start; end < length && strchr (" \t,;=\"", text[end]) == NULL; end++)
        digit |= g_ascii_isdigit (text[end]);
      if (digit && end - start >= 2 * TAP_MASK_MIN_VALUE && end - start < length)
        tap_mask_learn (self, text + start, end - start);
    }
}

void
tap_mask_key (TapMask *self, char *value, gsize length)
{
  static const Word basic = WORD ("basic");
  gsize word, rest;

  for (word = 0; word < length && !is_blank (value[word]); word++)
    ;
  for (rest = word; rest < length && is_blank (value[rest]); rest++)
    ;
  if (!is_one_of (value, word, schemes, G_N_ELEMENTS (schemes)))
    rest = 0;
  else if (is_word (value, word, &basic))
    learn_basic (self, value + rest, length - rest);

  tap_mask_learn (self, value + rest, length - rest);
  learn_parts (self, value + rest, length - rest);
  tap_mask_bytes (value + rest, length - rest);
}

static gboolean
is_attribute (const char *text, gsize name, gsize length)
{
  return is_one_of (text, name, cookie_attributes, G_N_ELEMENTS (cookie_attributes))
         && (name == length || memchr (text + name + 1, '=', length - name - 1) == NULL);
}

void
tap_mask_cookies (TapMask *self, char *value, gsize length, gboolean attributes)
{
  for (gsize start = 0, end; start < length; start = end + 1)
    {
      gsize name, from, to;

      for (end = start; end < length && value[end] != ';'; end++)
        ;
      while (start < end && is_blank (value[start]))
        start++;
      for (name = start; name < end && value[name] != '='; name++)
        ;
      if (attributes && start > 0 && is_attribute (value + start, name - start, end - start))
        continue;

      from = name < end ? name + 1 : start;
      to = end;
      tap_mask_learn (self, value + from, to - from);
      if (to - from > 2 && value[from] == '"' && value[to - 1] == '"')
        tap_mask_learn (self, value + from + 1, to - from - 2);
      tap_mask_bytes (value + from, to - from);
    }
}

static Place
find_place (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (is_word (name, length, &places[i].name))
      return places[i].place;
  for (guint i = 0; i < G_N_ELEMENTS (key_endings); i++)
    {
      gsize ending = key_endings[i].length;

      if (length > ending && is_word (name + length - ending, ending, &key_endings[i]))
        return PLACE_KEY;
    }
  return PLACE_NONE;
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

/* A line after the first, as far as it can be read as a field; @around: the place that a line
 * which is none goes on with. Returns its place. */
static Place
mask_line (TapMask *self, char *line, gsize length, gboolean goes_on, Place around)
{
  gsize name = 0, end, value;
  Place place;

  goes_on |= length > 0 && is_blank (line[0]);
  while (name < length && !is_name_char (line[name]))
    name++;
  for (end = name; end < length && is_name_char (line[end]); end++)
    ;
  place = find_place (line + name, end - name);
  for (value = end; value < length && line[value] != ':'; value++)
    ;
  if (value == length && place != PLACE_NONE)
    value = end; /* the colon was forgotten */
  else if (value < length)
    value++;
  while (value < length && is_blank (line[value]))
    value++;

  if (around != PLACE_NONE && around != PLACE_AUTHORITY
      && (goes_on || memchr (line, ':', length) == NULL))
    {
      /* The rest of a folded or broken credential. */
      tap_mask_learn (self, line, length);
      tap_mask_bytes (line, length);
      return around;
    }

  switch (place)
    {
    case PLACE_KEY:
      tap_mask_key (self, line + value, length - value);
      break;
    case PLACE_COOKIE:
    case PLACE_SET_COOKIE:
      tap_mask_cookies (self, line + value, length - value, place == PLACE_SET_COOKIE);
      break;
    case PLACE_AUTHORITY:
      tap_mask_url (self, line + value, length - value, TRUE);
      break;
    case PLACE_NONE:
    default:
      tap_mask_url (self, line, length, FALSE);
      break;
    }
  return place;
}

static void
mask_first_line (TapMask *self, char *line, gsize length)
{
  gsize target = 0;

  while (target < length && line[target] != ' ')
    target++;
  while (target < length && line[target] == ' ')
    target++;
  /* A target without a path is an authority: that of CONNECT. */
  tap_mask_url (self, line + target, length - target, target < length && line[target] != '/');
}

static gsize
line_length (const char *line, gsize length)
{
  gsize end;

  for (end = 0; end < length && line[end] != '\n' && line[end] != '\r'; end++)
    ;
  return end;
}

/* From @start on, which may be behind a first line. Returns the place of the last line. */
static Place
mask_fields (TapMask *self, char *head, gsize start, gsize length)
{
  Place place = PLACE_NONE;
  gboolean goes_on = FALSE;

  for (gsize end; start < length; start = end + 1)
    {
      end = start + line_length (head + start, length - start);
      if (end > start)
        place = mask_line (self, head + start, end - start, goes_on, place);

      /* A CR that ends no line may stand inside a value. */
      goes_on = end + 1 < length && head[end] == '\r' && head[end + 1] != '\n';
    }
  return place;
}

void
tap_mask_head (TapMask *self, char *head, gsize length)
{
  gsize end = line_length (head, length);

  mask_first_line (self, head, end);
  mask_fields (self, head, end, length);
  tap_mask_known (self, head, length);
}

gboolean
tap_mask_lines (TapMask *self, char *bytes, gsize length, gboolean goes_on)
{
  gsize start = goes_on ? line_length (bytes, length) : 0;
  Place place;

  if (length == 0)
    return goes_on;
  memset (bytes, TAP_MASK_CHAR, start);
  if (start == length)
    return TRUE;
  place = mask_fields (self, bytes, start, length);
  tap_mask_known (self, bytes, length);
  return bytes[length - 1] != '\n' && place != PLACE_NONE && place != PLACE_AUTHORITY;
}
