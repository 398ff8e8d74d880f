/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-error.h"
#include "tap-record-private.h"

#include <string.h>

#include "json-random.h"

static TapRecord *
parse (const char *line, gsize length, GError **error)
{
  g_autofree char *copy = g_memdup2 (line, length);

  return tap_record_parse_line (copy, length, error);
}

static GString *
write_raw (guint64 seq, TapRecordKind kind, const void *bytes, gsize length, const char *fields)
{
  GString *out = g_string_new ("before");

  tap_record_append_line_raw (out, seq, 3, -5, kind, bytes, length, TRUE, fields);
  g_assert_true (g_str_has_prefix (out->str, "before"));
  g_string_erase (out, 0, 6);
  return out;
}

static const struct
{
  const char *bytes;
  gsize length;
  const char *line; /* behind the kind */
} written[] = {
  { "", 0, "\"text\":\"\"" },
  { "event: ping\ndata: {}\r\n\n", 23, "\"text\":\"event: ping\\ndata: {}\\r\\n\\n\"" },
  { "\"\\/\b\f\t\x01\x1f\x7f", 9, "\"text\":\"\\\"\\\\/\\b\\f\\t\\u0001\\u001f\x7f\"" },
  { "caf\xc3\xa9 \xf0\x9f\x98\x80", 10, "\"text\":\"caf\xc3\xa9 \xf0\x9f\x98\x80\"" },
  { "\0", 1, "\"base64\":\"AA==\"" },
  { "caf\xc3", 4, "\"base64\":\"Y2Fmww==\"" },
  { "\xff\xfe\xfd", 3, "\"base64\":\"//79\"" },
  { "\xed\xa0\x80", 3, "\"base64\":\"7aCA\"" },
  { "\xc0\x80", 2, "\"base64\":\"wIA=\"" },
};

static void
test_written (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autofree guint8 *copy = g_memdup2 (written[i].bytes, written[i].length);
      g_autoptr (GString) line = write_raw (7, TAP_RECORD_IN, copy, written[i].length, NULL);
      g_autofree char *expected
          = g_strconcat ("{\"seq\":7,\"exchange\":3,\"at\":-5,\"kind\":\"in\",", written[i].line, "}\n", NULL);
      g_autoptr (TapRecord) record = parse (line->str, line->len, NULL);
      gsize length;
      gconstpointer bytes;

      g_assert_cmpstr (line->str, ==, expected);
      g_assert_nonnull (record);
      bytes = g_bytes_get_data (tap_record_get_bytes (record), &length);
      g_assert_cmpmem (bytes, length, written[i].bytes, written[i].length);
    }
}

static void
test_kinds (void)
{
  for (guint i = 0; i < TAP_N_RECORD_KINDS; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      g_autoptr (TapRecord) record = NULL;
      g_autoptr (GError) error = NULL;
      TapRecordKind kind = TAP_N_RECORD_KINDS;

      g_assert_true (tap_record_kind_from_name (tap_record_kind_name (i), -1, &kind));
      g_assert_cmpint (kind, ==, i);
      tap_record_append_line_raw (line, G_MAXINT64, G_MAXUINT32, G_MAXINT64, i, NULL, 0, FALSE, NULL);
      record = parse (line->str, line->len, &error);
      g_assert_no_error (error);
      g_assert_cmpint (tap_record_get_kind (record), ==, i);
      g_assert_cmpuint (tap_record_get_seq (record), ==, G_MAXINT64);
      g_assert_cmpuint (tap_record_get_exchange (record), ==, G_MAXUINT32);
      g_assert_cmpint (tap_record_get_at (record), ==, G_MAXINT64);
      g_assert_false (tap_record_has_bytes (record));
      g_assert_cmpuint (g_bytes_get_size (tap_record_get_bytes (record)), ==, 0);
      g_assert_null (tap_record_get_fields (record));
    }
  g_assert_false (tap_record_kind_from_name ("ins", 3, &(TapRecordKind) { 0 }));
  g_assert_true (tap_record_kind_from_name ("ins", 2, &(TapRecordKind) { 0 }));
  g_assert_false (tap_record_kind_from_name ("", -1, &(TapRecordKind) { 0 }));
}

static void
test_fields (void)
{
  static const char line[] = " {\"kind\" : \"end\", \"by\":\"agent\", \"b\\u0079\":\"user\", \"at\":2e3, \"n\":-4,"
                             "\"yes\":true,\"no\":false,\"nil\":null,\"half\":0.5,"
                             "\"big\":[1e30,-2.5E-30,\"1e+5.0\\\\\\\"e+5.0\"],\"list\":[1,{\"a\":\"\\n\"}],"
                             "\"seq\":1.0}\r\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (TapRecord) record = parse (line, strlen (line), &error);
  g_autoptr (TapRecord) again = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (JsonNode) first = json_node_alloc ();
  g_autoptr (JsonNode) second = json_node_alloc ();

  g_assert_no_error (error);
  g_assert_cmpint (tap_record_get_kind (record), ==, TAP_RECORD_END);
  g_assert_cmpuint (tap_record_get_seq (record), ==, 1);
  g_assert_cmpuint (tap_record_get_exchange (record), ==, 0);
  g_assert_cmpint (tap_record_get_at (record), ==, 2000);
  g_assert_cmpstr (tap_record_get_string (record, "by"), ==, "user"); /* the last counts */
  g_assert_cmpint (tap_record_get_int (record, "n"), ==, -4);
  g_assert_true (tap_record_get_boolean (record, "yes"));
  g_assert_false (tap_record_get_boolean (record, "no"));
  g_assert_false (tap_record_get_boolean (record, "n"));
  g_assert_null (tap_record_get_string (record, "n"));
  g_assert_null (tap_record_get_string (record, "nil"));
  g_assert_null (tap_record_get_string (record, "list"));
  g_assert_null (tap_record_get_string (record, "absent"));
  g_assert_cmpint (tap_record_get_int (record, "by"), ==, 0);
  g_assert_null (tap_record_get_string (record, "kind"));

  tap_record_append_line (record, out);
  again = parse (out->str, out->len, &error);
  g_assert_no_error (error);
  json_node_init_object (first, tap_record_get_fields (record));
  json_node_init_object (second, tap_record_get_fields (again));
  g_assert_true (json_node_equal (first, second));
}

static const struct
{
  const char *line;
  int code;
  const char *words;
} broken[] = {
  { "", TAP_ERROR_FORMAT, "no JSON" },
  { "\n", TAP_ERROR_FORMAT, "no JSON" },
  { "nothing", TAP_ERROR_FORMAT, "no JSON" },
  { "{\"seq\":1", TAP_ERROR_FORMAT, "no JSON" },
  { "[]", TAP_ERROR_FORMAT, "no JSON object" },
  { "{}", TAP_ERROR_FORMAT, "missing" },
  { "{\"seq\":1,\"at\":1}", TAP_ERROR_FORMAT, "missing" },
  { "{\"seq\":1,\"kind\":\"in\"}", TAP_ERROR_FORMAT, "missing" },
  { "{\"at\":1,\"kind\":\"in\"}", TAP_ERROR_FORMAT, "missing" },
  { "{\"seq\":\"1\",\"at\":1,\"kind\":\"in\"}", TAP_ERROR_FORMAT, "seq" },
  { "{\"seq\":1.5,\"at\":1,\"kind\":\"in\"}", TAP_ERROR_FORMAT, "seq" },
  { "{\"seq\":1,\"at\":null,\"kind\":\"in\"}", TAP_ERROR_FORMAT, "“at”" },
  { "{\"seq\":1,\"at\":1,\"kind\":7}", TAP_ERROR_FORMAT, "kind" },
  { "{\"seq\":1,\"at\":1,\"kind\":\"in\",\"text\":7}", TAP_ERROR_FORMAT, "text" },
  { "{\"seq\":1,\"at\":1,\"kind\":\"in\",\"base64\":[]}", TAP_ERROR_FORMAT, "base64" },
  { "{\"seq\":1,\"at\":1,\"kind\":\"inn\"}", TAP_ERROR_NEWER, "kind" },
  { "{\"seq\":1,\"at\":1,\"kind\":\"\"}", TAP_ERROR_NEWER, "kind" },
};

static void
test_broken (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (broken[i].line, strlen (broken[i].line), &error));
      g_assert_error (error, TAP_ERROR, broken[i].code);
      if (strstr (error->message, broken[i].words) == NULL)
        g_error ("%s: %s", broken[i].line, error->message);
    }
}

/* Bytes of every kind, in pieces so long that all paths through them are taken. */
static GBytes *
random_bytes (GRand *rand)
{
  static const char *const pieces[]
      = { "data: {\"type\":\"ping\"}\n\n", "\xc3\xa9", "\xe6\x97\xa5\xe6\x9c\xac", "\xf0\x9f\x98\x80", "\\", "\"",
          "\x01", "\x7f", "plain and long enough to fill some words", "\r\n", "/", "\t" };
  static const char odd[] = "\0\xff\xc3\x80\xed";
  GString *text = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 0, 12); n > 0; n--)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  if (g_rand_int_range (rand, 0, 3) == 0)
    g_string_insert_c (text, g_rand_int_range (rand, 0, text->len + 1),
                       odd[g_rand_int_range (rand, 0, 5)]);
  return g_string_free_to_bytes (text);
}

/* Our line as json-glib reads it, and json-glib's line as we read it. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  guint texts = 0, codes = 0;

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GBytes) bytes = random_bytes (rand);
      gsize length;
      const guint8 *data = g_bytes_get_data (bytes, &length);
      g_autoptr (GString) line
          = write_raw (i, TAP_RECORD_OUT, data, length, i % 2 ? "\"how\":\"fin\",\"n\":5" : NULL);
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (TapRecord) record = NULL;
      g_autofree char *theirs = NULL;
      JsonObject *object;
      gsize n;

      g_assert_nonnull (strchr (line->str, '\n'));
      g_assert_true (strchr (line->str, '\n') == line->str + line->len - 1);
      json_parser_load_from_data (parser, line->str, line->len, &error);
      g_assert_no_error (error);
      object = json_node_get_object (json_parser_get_root (parser));
      g_assert_cmpint (json_object_get_int_member (object, "seq"), ==, i);
      g_assert_cmpint (json_object_get_int_member (object, "at"), ==, -5);
      if (json_object_has_member (object, "text"))
        {
          const char *text = json_object_get_string_member (object, "text");

          g_assert_cmpmem (text, strlen (text), data, length);
          texts++;
        }
      else
        {
          g_autofree guchar *code
              = g_base64_decode (json_object_get_string_member (object, "base64"), &n);

          g_assert_cmpmem (code, n, data, length);
          codes++;
        }

      theirs = json_to_string (json_parser_get_root (parser), i % 3 == 0);
      record = parse (theirs, strlen (theirs), &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (tap_record_get_bytes (record), bytes));
      g_assert_cmpuint (tap_record_get_seq (record), ==, i);
      g_assert_cmpint (tap_record_get_int (record, "n"), ==, i % 2 ? 5 : 0);
      g_assert_cmpstr (tap_record_get_string (record, "how"), ==, i % 2 ? "fin" : NULL);
    }
  g_assert_cmpuint (texts, >, 1000);
  g_assert_cmpuint (codes, >, 500);
}

/* Any JSON as a field, changed at random: a record or an error, and what is a record stays one. */
static void
test_mutated (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  guint taken = 0;

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) line = g_string_new ("{\"seq\":1,\"at\":2,\"kind\":\"in\",\"text\":\"a\\nb\",\"field\":");
      g_autoptr (TapRecord) record = NULL;
      g_autoptr (GError) error = NULL;

      json_random_append (rand, line);
      g_string_append (line, ",\"base64\":\"AAEC/w==\"}");
      if (i % 4 != 0)
        json_random_mutate (rand, line);
      record = parse (line->str, line->len, &error);
      g_assert_cmpint (record == NULL, ==, error != NULL);
      if (record != NULL)
        {
          g_autoptr (GString) out = g_string_new (NULL);
          g_autoptr (TapRecord) again = NULL;

          tap_record_append_line (record, out);
          again = parse (out->str, out->len, &error);
          g_assert_no_error (error);
          g_assert_true (g_bytes_equal (tap_record_get_bytes (record), tap_record_get_bytes (again)));
          taken++;
        }
    }
  g_assert_cmpuint (taken, >, 1250);
}

static void
assert_same_fields (TapRecord *a, TapRecord *b)
{
  g_autoptr (JsonNode) first = json_node_alloc ();
  g_autoptr (JsonNode) second = json_node_alloc ();

  g_assert_true ((tap_record_get_fields (a) == NULL) == (tap_record_get_fields (b) == NULL));
  if (tap_record_get_fields (a) == NULL)
    return;
  json_node_init_object (first, tap_record_get_fields (a));
  json_node_init_object (second, tap_record_get_fields (b));
  g_assert_true (json_node_equal (first, second));
}

/* Whether the line was read as one of our own. If so, the scanner, which a line that begins with a
 * space is left to, reads the same. */
static gboolean
is_own_line (const char *line, gsize length)
{
  g_autofree char *copy = g_memdup2 (line, length);
  g_autofree char *spaced = g_malloc (length + 1);
  g_autoptr (TapRecord) own = tap_record_read_own_line (copy, length);
  g_autoptr (TapRecord) scanned = NULL;
  g_autoptr (GError) error = NULL;
  const guint8 *bytes;
  gsize n;

  if (own == NULL)
    return FALSE;
  spaced[0] = ' ';
  memcpy (spaced + 1, line, length);
  scanned = tap_record_parse_line (spaced, length + 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tap_record_get_seq (own), ==, tap_record_get_seq (scanned));
  g_assert_cmpuint (tap_record_get_exchange (own), ==, tap_record_get_exchange (scanned));
  g_assert_cmpint (tap_record_get_at (own), ==, tap_record_get_at (scanned));
  g_assert_cmpint (tap_record_get_kind (own), ==, tap_record_get_kind (scanned));
  g_assert_cmpint (tap_record_has_bytes (own), ==, tap_record_has_bytes (scanned));
  bytes = tap_record_peek_bytes (own, &n);
  g_assert_nonnull (bytes);
  g_assert_cmpmem (bytes, n, g_bytes_get_data (tap_record_get_bytes (own), NULL),
                   g_bytes_get_size (tap_record_get_bytes (own)));
  g_assert_true (g_bytes_equal (tap_record_get_bytes (own), tap_record_get_bytes (scanned)));
  assert_same_fields (own, scanned);
  return TRUE;
}

#define BEGIN "{\"seq\":1,\"exchange\":2,\"at\":3,\"kind\":\"in\""

static const struct
{
  const char *line;
  gboolean own;
} lines[] = {
  { BEGIN "}", TRUE },
  { BEGIN "}\n", TRUE },
  { BEGIN ",\"how\":\"fin\",\"n\":-5,\"is\":true,\"no\":false,\"zero\":0,\"\":\"\"}", TRUE },
  { BEGIN ",\"how\":\"fin\",\"how\":\"rst\",\"text\":\"a long enough \\\"text\\\"\\r\\n\"}", TRUE },
  { BEGIN ",\"text\":\"\\u0001\\u001f\\u001F\\/\\\\ \xc3\xa9\"}", TRUE },
  { BEGIN ",\"base64\":\"AAEC/w==\"}\n", TRUE },
  { BEGIN ",\"base64\":\"A\"}\n", TRUE },
  { BEGIN ",\"base64\":\"not base64\"}\n", TRUE },
  /* Records, but not as Tapline writes them. */
  { BEGIN "}\r\n", FALSE },
  { BEGIN "} ", FALSE },
  { BEGIN ",\"how\":null}", FALSE },
  { BEGIN ",\"how\":[]}", FALSE },
  { BEGIN ",\"n\":1.5}", FALSE },
  { BEGIN ",\"n\":1234567890123456789}", FALSE },
  { BEGIN ",\"h\\u006fw\":\"fin\"}", FALSE },
  { BEGIN ",\"how\":\"caf\xc3\xa9\"}", FALSE },
  { BEGIN ",\"seq\":4}", FALSE },
  { BEGIN ",\"text\":\"a\",\"n\":1}", FALSE },
  { BEGIN ",\"text\":\"a\",\"text\":\"b\"}", FALSE },
  { BEGIN ",\"text\":\"\\u0041\"}", FALSE },
  { BEGIN ",\"text\":\"\\u0000\"}", FALSE },
  { BEGIN ",\"text\":\"caf\xc3\"}", FALSE },
  { "{\"exchange\":2,\"seq\":1,\"at\":3,\"kind\":\"in\"}", FALSE },
  /* None. */
  { "", FALSE },
  { "{\"seq\":1", FALSE },
  { "{\"seq\":01,\"exchange\":2,\"at\":3,\"kind\":\"in\"}", FALSE },
  { "{\"seq\":1,\"exchange\":2,\"at\":-0,\"kind\":\"in\"}", FALSE },
  { "{\"seq\":1,\"exchange\":2,\"at\":-,\"kind\":\"in\"}", FALSE },
  { "{\"seq\":1,\"exchange\":2,\"at\":3,\"kind\":\"inn\"}", FALSE },
  { BEGIN, FALSE },
  { BEGIN ",", FALSE },
  { BEGIN ",\"", FALSE },
  { BEGIN ",}", FALSE },
  { BEGIN ",\"n\":}", FALSE },
  { BEGIN ",\"n\":\"}", FALSE },
  { BEGIN ",\"n\":truth}", FALSE },
  { BEGIN ",\"text\":7}", FALSE },
  { BEGIN ",\"text\":\"a", FALSE },
  { BEGIN ",\"text\":\"a\\", FALSE },
  { BEGIN ",\"text\":\"a\\\"}", FALSE },
  { BEGIN ",\"text\":\"a\tb\"}", FALSE },
  { BEGIN ",\"text\":\"a\\x\"}", FALSE },
  { BEGIN ",\"text\":\"a\\u00\"}", FALSE },
  { BEGIN ",\"text\":\"a\"}}", FALSE },
};

static void
test_own (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);
  guint whole = 0, changed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (is_own_line (lines[i].line, strlen (lines[i].line)) != lines[i].own)
      g_error ("%s", lines[i].line);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GBytes) bytes = random_bytes (rand);
      gsize length;
      const guint8 *data = g_bytes_get_data (bytes, &length);
      g_autoptr (GString) line
          = write_raw (i, i % TAP_N_RECORD_KINDS, data, length,
                       i % 3 ? "\"how\":\"fin\",\"n\":5,\"is\":true" : NULL);

      if (i % 2)
        json_random_mutate (rand, line);
      if (is_own_line (line->str, line->len))
        *(i % 2 ? &changed : &whole) += 1;
      else
        g_assert_cmpuint (i % 2, ==, 1);
    }
  g_assert_cmpuint (whole, ==, 10000);
  g_assert_cmpuint (changed, >, 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/written", test_written);
  g_test_add_func ("/record/kinds", test_kinds);
  g_test_add_func ("/record/fields", test_fields);
  g_test_add_func ("/record/broken", test_broken);
  g_test_add_func ("/record/random", test_random);
  g_test_add_func ("/record/mutated", test_mutated);
  g_test_add_func ("/record/own", test_own);
  return g_test_run ();
}
