/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-row-order.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define SESSION_LETTERS 8 /* of a session's key are enough to tell it from others */

/* Where a word may be found; a bit each. */
enum
{
  IN_METHOD = 1 << 0,
  IN_PATH = 1 << 1,
  IN_MODEL = 1 << 2,
  IN_CLIENT = 1 << 3,
  IN_STATUS = 1 << 4,
  IN_FINDING = 1 << 5,
  IN_COMMENT = 1 << 6,
  IN_SESSION = 1 << 7,
  ANYWHERE = (1 << 8) - 1,
  IN_CLASS = 1 << 8, /* only if it is asked for, as "main" is in many words */
  IN_STATE = 1 << 9,
};

static const struct
{
  const char *prefix;
  guint where;
} prefixes[] = {
  { "method:", IN_METHOD },   { "path:", IN_PATH },       { "model:", IN_MODEL },
  { "client:", IN_CLIENT },   { "status:", IN_STATUS },   { "finding:", IN_FINDING },
  { "rule:", IN_FINDING },    { "comment:", IN_COMMENT }, { "session:", IN_SESSION },
  { "class:", IN_CLASS },     { "is:", IN_STATE },
};

/* What a request is for, as it is asked for. */
static const char *const class_names[] = {
  [TAP_ASK_UNKNOWN] = "unknown",       [TAP_ASK_MAIN] = "main",
  [TAP_ASK_SUBAGENT] = "subagent",     [TAP_ASK_SIDE] = "side",
  [TAP_ASK_COMPACTION] = "compaction", [TAP_ASK_WARMUP] = "warmup",
  [TAP_ASK_PROBE] = "probe",           [TAP_ASK_COUNT_TOKENS] = "count-tokens",
  [TAP_ASK_MODELS] = "models",
};

typedef struct
{
  char *text; /* case folded */
  gboolean ascii;
  guint where;
} Word;

struct _TapFilterWords
{
  GArray *words; /* of Word */
};

static void
word_clear (gpointer data)
{
  g_free (((Word *) data)->text);
}

static gboolean
is_gap (char c)
{
  return c == ' ' || c == '\t' || c == '\n';
}

/* The next word of @text, in which quotes hold what has spaces together; NULL: there is none. */
static char *
next_word (const char **text)
{
  GString *word;
  gboolean quoted = FALSE;
  const char *at = *text;

  while (is_gap (*at))
    at++;
  if (*at == '\0')
    return NULL;
  word = g_string_new (NULL);
  for (; *at != '\0' && (quoted || !is_gap (*at)); at++)
    {
      if (*at == '"')
        quoted = !quoted;
      else
        g_string_append_c (word, *at);
    }
  *text = at;
  return g_string_free (word, FALSE);
}

TapFilterWords *
tap_filter_words_new (const char *text)
{
  TapFilterWords *self = g_new (TapFilterWords, 1);
  const char *rest = text != NULL ? text : "";
  char *next;

  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (self->words, word_clear);
  while ((next = next_word (&rest)) != NULL)
    {
      const char *part = next;
      Word word = { NULL, FALSE, ANYWHERE };

      for (guint p = 0; p < G_N_ELEMENTS (prefixes); p++)
        {
          if (g_ascii_strncasecmp (part, prefixes[p].prefix, strlen (prefixes[p].prefix)) == 0)
            {
              word.where = prefixes[p].where;
              part += strlen (prefixes[p].prefix);
              break;
            }
        }
      if (*part != '\0')
        {
          word.text = g_utf8_casefold (part, -1);
          word.ascii = g_str_is_ascii (word.text);
          g_array_append_val (self->words, word);
        }
      g_free (next);
    }
  return self;
}

void
tap_filter_words_free (TapFilterWords *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->words);
  g_free (self);
}

/* A word of ASCII letters needs no copy of the text, which is what makes a filter fast. */
static gboolean
contains_ascii (const char *hay, const char *needle)
{
  for (; *hay != '\0'; hay++)
    {
      gsize i = 0;

      while (needle[i] != '\0' && g_ascii_tolower (hay[i]) == needle[i])
        i++;
      if (needle[i] == '\0')
        return TRUE;
    }
  return FALSE;
}

static gboolean
contains (const char *hay, const Word *word)
{
  g_autofree char *folded = NULL;

  if (hay == NULL)
    return FALSE;
  if (word->ascii)
    return contains_ascii (hay, word->text);
  folded = g_utf8_casefold (hay, -1);
  return strstr (folded, word->text) != NULL;
}

/* ">=400", "<500": TRUE with what it says. */
static gboolean
is_compared (const char *word, guint status, gboolean *result)
{
  static const struct
  {
    const char *sign;
    int least, most; /* of the difference's sign */
  } signs[] = {
    { ">=", 0, 1 }, { "<=", -1, 0 }, { ">", 1, 1 }, { "<", -1, -1 }, { "=", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      guint64 than;
      int sign;

      if (!g_str_has_prefix (word, signs[i].sign))
        continue;
      if (!g_ascii_string_to_unsigned (word + strlen (signs[i].sign), 10, 0, 9999, &than, NULL))
        return FALSE;
      sign = (status > than) - (status < than);
      *result = sign >= signs[i].least && sign <= signs[i].most;
      return TRUE;
    }
  return FALSE;
}

/* A status matches from its beginning: "5" means 5xx, which may be said as well. */
static gboolean
is_status (const char *word, guint status)
{
  gsize length = strlen (word);
  gboolean result;
  char digits[16];

  if (status == 0)
    return FALSE;
  if (is_compared (word, status, &result))
    return result;
  while (length > 1 && word[length - 1] == 'x')
    length--;
  g_snprintf (digits, sizeof digits, "%u", status);
  return strncmp (digits, word, length) == 0;
}

/* While it is typed, the beginning of a word will do. */
static gboolean
is_state (const char *word, const TapExchangeFacts *facts)
{
  const struct
  {
    const char *name;
    gboolean holds;
  } states[] = {
    { "failed", facts->worst >= TAP_SEVERITY_ERROR || facts->status >= 400 },
    { "running", facts->state != TAP_EXCHANGE_ENDED },
    { "retry", facts->attempt.number > 1 },
    { "fallback", facts->attempt.number > 1 && facts->attempt.kind == TAP_ATTEMPT_FALLBACK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (states[i].holds && g_str_has_prefix (states[i].name, word))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_rule (const TapExchangeFacts *facts, const Word *word)
{
  for (guint i = 0; facts->rules != NULL && facts->rules[i] != NULL; i++)
    {
      if (contains (facts->rules[i], word))
        return TRUE;
    }
  return FALSE;
}

static gboolean
word_matches (const Word *word, const TapExchangeFacts *facts, const char *verdict,
              const char *comment)
{
  const struct
  {
    guint where;
    const char *text;
  } places[] = {
    { IN_METHOD, facts->method },   { IN_PATH, facts->target },
    { IN_MODEL, facts->model },     { IN_CLIENT, facts->client },
    { IN_COMMENT, comment },        { IN_SESSION, facts->session },
    { IN_FINDING, verdict },        { IN_CLIENT, facts->client_name },
    { IN_SESSION, facts->agent_type },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if ((word->where & places[i].where) != 0 && contains (places[i].text, word))
        return TRUE;
    }
  return ((word->where & IN_STATUS) != 0 && is_status (word->text, facts->status))
         || ((word->where & IN_FINDING) != 0 && has_rule (facts, word))
         || (word->where == IN_CLASS
             && g_str_has_prefix (class_names[facts->ask_class], word->text))
         || (word->where == IN_STATE && is_state (word->text, facts));
}

const char *
tap_filter_class_name (TapAskClass ask_class)
{
  return class_names[ask_class];
}

gboolean
tap_filter_passes (const TapFilter *filter, const TapFilterWords *words,
                   const TapExchangeFacts *facts, const char *verdict, gboolean pinned,
                   const char *comment)
{
  if (facts->worst < filter->severity || (filter->pinned && !pinned)
      || (filter->open && facts->state == TAP_EXCHANGE_ENDED))
    return FALSE;
  for (guint i = 0; words != NULL && i < words->words->len; i++)
    {
      if (!word_matches (&g_array_index (words->words, Word, i), facts, verdict, comment))
        return FALSE;
    }
  return TRUE;
}

gint64
tap_sort_measure (TapSort sort, const TapExchangeFacts *facts)
{
  switch (sort)
    {
    case TAP_SORT_DURATION:
      /* What is open may become the longest. */
      return facts->ended >= 0 ? facts->ended - facts->began : G_MAXINT64;

    case TAP_SORT_EVENTS:
      return facts->events;

    case TAP_SORT_GAP:
      return facts->longest_gap;

    case TAP_SORT_FINDINGS:
      return ((gint64) facts->counts[TAP_SEVERITY_ERROR] << 40)
             + ((gint64) facts->counts[TAP_SEVERITY_WARNING] << 20)
             + facts->counts[TAP_SEVERITY_NOTE];

    case TAP_SORT_BEGAN:
    default:
      return 0;
    }
}

static int
compare_keys (const void *a, const void *b)
{
  const TapSortKey *first = a;
  const TapSortKey *second = b;

  if (first->measure != second->measure)
    return first->measure > second->measure ? -1 : 1;
  return (first->index > second->index) - (first->index < second->index);
}

void
tap_sort_keys (TapSortKey *keys, guint n_keys)
{
  qsort (keys, n_keys, sizeof *keys, compare_keys);
}

const char *
tap_group_key (const TapExchangeFacts *facts)
{
  if (facts->session != NULL)
    return facts->session;
  return facts->client_name != NULL ? facts->client_name : "";
}

char *
tap_group_title (const TapExchangeFacts *facts)
{
  const char *client = facts->client_name != NULL ? facts->client_name : _ ("Unknown client");
  g_autofree char *key = NULL;

  if (facts->session == NULL)
    return g_strdup (client);
  if (g_utf8_strlen (facts->session, -1) <= SESSION_LETTERS)
    return g_strdup_printf (_ ("%s · session %s"), client, facts->session);
  key = g_utf8_substring (facts->session, 0, SESSION_LETTERS);
  return g_strdup_printf (_ ("%s · session %s…"), client, key);
}
