/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-mask-private.h"

#include <string.h>

/* A longer value is looked for in pieces, so that little has to be held back. */
#define PIECE 1024

typedef struct
{
  GBytes *value;
  guint64 seen; /* when it was last learnt, by the mask's own count */
} Value;

struct _TapMask
{
  TapNeedles *needles;
  GHashTable *values; /* of Value, by its bytes */
  GArray *ranges;     /* used again */
  guint64 count;
};

/* Some give a word of the protocol for a key where none is asked for. It is masked in its place,
 * but masking it everywhere would make the log unreadable and hide nothing. */
static const char *const no_secrets[] = {
  "anthropic", "anything", "application/json", "assistant", "authorization", "chat.completion",
  "chat.completion.chunk", "claude-code", "completion", "content_block_delta",
  "content_block_start", "content_block_stop", "dummy-key", "dummy_key", "end_turn", "function",
  "input_json_delta", "input_tokens", "keep-alive", "localhost", "max_tokens", "message_delta",
  "message_start", "message_stop", "messages", "no-key-required", "not-needed", "output_tokens",
  "partial_json", "placeholder", "signature", "stop_reason", "streaming", "text_delta",
  "text/event-stream", "thinking", "thinking_delta", "tool_calls", "tool_use", "undefined",
};

static void
free_value (gpointer data)
{
  Value *value = data;

  g_bytes_unref (value->value);
  g_free (value);
}

TapMask *
tap_mask_new (void)
{
  TapMask *self = g_new0 (TapMask, 1);

  self->needles = tap_needles_new ();
  self->ranges = g_array_new (FALSE, FALSE, sizeof (TapNeedleRange));
  self->values = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, NULL, free_value);
  return self;
}

void
tap_mask_free (TapMask *self)
{
  tap_needles_free (self->needles);
  g_hash_table_unref (self->values);
  g_array_unref (self->ranges);
  g_free (self);
}

TapNeedles *
tap_mask_get_needles (TapMask *self)
{
  return self->needles;
}

void
tap_mask_bytes (char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) bytes[i] > ' ' && bytes[i] != 0x7f)
      bytes[i] = TAP_MASK_CHAR;
}

static void
add_needle (TapMask *self, const char *bytes, gsize length)
{
  for (gsize at = 0; at < length; at += PIECE)
    {
      gsize piece = MIN (PIECE, length - at);
      gsize back = piece < TAP_MASK_MIN_VALUE && at > 0 ? TAP_MASK_MIN_VALUE - piece : 0;

      if (piece + back >= TAP_MASK_MIN_VALUE)
        tap_needles_add (self->needles, (const guint8 *) bytes + at - back, piece + back);
    }
}

/* The value as it stands inside a JSON string. @slash: with "\/". @ascii: in ASCII alone. */
static GString *
escape_json (const char *value, gsize length, gboolean slash, gboolean ascii)
{
  static const char short_from[] = "\b\f\n\r\t", short_to[] = "bfnrt";
  GString *out = g_string_sized_new (length + 8);

  for (const char *at = value, *end = value + length; at < end;)
    {
      const char *found = memchr (short_from, *at, sizeof short_from - 1);
      gunichar c = g_utf8_get_char_validated (at, end - at);

      if (*at == '"' || *at == '\\' || (*at == '/' && slash))
        g_string_append_printf (out, "\\%c", *at++);
      else if (found != NULL)
        g_string_append_printf (out, "\\%c", short_to[found - short_from]), at++;
      else if ((guchar) *at < ' ')
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) *at++);
      else if (c >= 0x80 && c < 0x110000 && ascii)
        {
          if (c >= 0x10000)
            g_string_append_printf (out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                                    0xdc00 + ((c - 0x10000) & 0x3ff));
          else
            g_string_append_printf (out, "\\u%04x", c);
          at = g_utf8_next_char (at);
        }
      else
        g_string_append_c (out, *at++);
    }
  return out;
}

static GString *
escape_url (const char *value, gsize length, gboolean upper)
{
  GString *out = g_string_sized_new (length * 3);

  for (gsize i = 0; i < length; i++)
    if (g_ascii_isalnum (value[i]) || strchr ("-._~", value[i]) != NULL)
      g_string_append_c (out, value[i]);
    else
      g_string_append_printf (out, upper ? "%%%02X" : "%%%02x", (guint) (guchar) value[i]);
  return out;
}

/* All ways to write the value that differ from one another. */
static void
add_needles (TapMask *self, const char *value, gsize length)
{
  g_autoptr (GPtrArray) forms = g_ptr_array_new ();
  GString *once = escape_json (value, length, FALSE, FALSE);

  g_ptr_array_add (forms, g_string_new_len (value, length));
  g_ptr_array_add (forms, once);
  g_ptr_array_add (forms, escape_json (value, length, TRUE, FALSE));
  g_ptr_array_add (forms, escape_json (value, length, FALSE, TRUE));
  /* A tool's input is JSON inside of JSON. */
  g_ptr_array_add (forms, escape_json (once->str, once->len, FALSE, FALSE));
  g_ptr_array_add (forms, escape_url (value, length, TRUE));
  g_ptr_array_add (forms, escape_url (value, length, FALSE));

  for (guint i = 0; i < forms->len; i++)
    {
      GString *form = g_ptr_array_index (forms, i);
      gboolean known = FALSE;

      for (guint j = 0; j < i && !known; j++)
        known = g_string_equal (form, g_ptr_array_index (forms, j));
      if (!known)
        add_needle (self, form->str, form->len);
    }
  for (guint i = 0; i < forms->len; i++)
    g_string_free (g_ptr_array_index (forms, i), TRUE);
}

static int
compare_seen (gconstpointer a, gconstpointer b)
{
  const Value *first = *(Value *const *) a, *second = *(Value *const *) b;

  return first->seen < second->seen ? -1 : first->seen > second->seen;
}

/* A session of days sees new cookies without end. */
static void
forget_oldest (TapMask *self)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer each;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, NULL, &each))
    g_ptr_array_add (values, each);
  g_ptr_array_sort (values, compare_seen);
  tap_needles_reset (self->needles);
  for (guint i = 0; i < values->len; i++)
    {
      Value *value = g_ptr_array_index (values, i);
      gsize length;
      const char *bytes = g_bytes_get_data (value->value, &length);

      if (i < values->len / 4)
        g_hash_table_remove (self->values, value->value);
      else
        add_needles (self, bytes, length);
    }
}

void
tap_mask_learn (TapMask *self, const char *bytes, gsize length)
{
  g_autoptr (GBytes) key = NULL;
  Value *value;

  while (length > 0 && g_ascii_isspace (bytes[0]))
    bytes++, length--;
  while (length > 0 && g_ascii_isspace (bytes[length - 1]))
    length--;
  if (length < TAP_MASK_MIN_VALUE)
    return;

  key = g_bytes_new_static (bytes, length);
  value = g_hash_table_lookup (self->values, key);
  if (value == NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (no_secrets); i++)
        if (strlen (no_secrets[i]) == length && memcmp (no_secrets[i], bytes, length) == 0)
          return;
      if (g_hash_table_size (self->values) >= TAP_MASK_MAX_VALUES)
        forget_oldest (self);
      value = g_new0 (Value, 1);
      value->value = g_bytes_new (bytes, length);
      g_hash_table_insert (self->values, value->value, value);
      add_needles (self, bytes, length);
    }
  value->seen = ++self->count;
}

void
tap_mask_known (TapMask *self, char *text, gsize length)
{
  static const guint8 before[2] = { 0, 0 };
  GArray *ranges = self->ranges;
  TapNeedleHits hits = { ranges, 0, 0 };

  g_array_set_size (ranges, 0);
  tap_needles_scan (self->needles, before, (const guint8 *) text, length, TRUE, &hits);
  for (guint i = 0; i < ranges->len; i++)
    {
      const TapNeedleRange *range = &g_array_index (ranges, TapNeedleRange, i);

      memset (text + range->start, TAP_MASK_CHAR, range->end - range->start);
    }
}

void
tap_mask_text_in_place (TapMask *self, char *text, gsize length)
{
  tap_mask_url (self, text, length, FALSE);
  tap_mask_known (self, text, length);
}

char *
tap_mask_text (TapMask *self, const char *text)
{
  char *copy = g_strdup (text);

  tap_mask_text_in_place (self, copy, strlen (copy));
  return copy;
}
