/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-sse.h"
#include "tap-utf8.h"

#include "sse-dump.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *input;
  const char *expected; /* see sse-dump.h */
} cases[] = {
  { "one", "data: x\n\n", "#1 0+9 - \"x\"\n" },
  { "no-space", "data:x\n\n", "#1 0+8 - \"x\"\n" },
  { "one-space-only", "data:  x\n\n", "#1 0+10 - \" x\"\n" },
  { "named", "event: ping\ndata: {}\n\n", "#1 0+22 ping \"{}\"\n" },
  { "name-after-data", "data: {}\nevent: ping\n\n", "#1 0+22 ping \"{}\"\n" },
  { "last-name-counts", "event: a\nevent: b\ndata: 1\n\n", "#1 0+27 b \"1\"\n" },
  { "name-is-not-kept", "event: a\ndata: 1\n\ndata: 2\n\n",
    "#1 0+18 a \"1\"\n#2 18+9 - \"2\"\n" },
  { "empty-name", "event\ndata: 1\n\n", "#1 0+15 <> \"1\"\n" },
  { "joined", "data: a\ndata: b\ndata:\ndata: c\n\n", "#1 0+31 - \"a|b||c\"\n" },
  { "joined-over-a-name", "data: aaaa\nevent: foo\ndata: bbbbbbbbbbbbbbbbb\n\n",
    "#1 0+47 foo \"aaaa|bbbbbbbbbbbbbbbbb\"\n" },
  { "no-colon", "data\n\n", "#1 0+6 - \"\"\n" },
  { "no-colon-twice", "data\ndata\n\n", "#1 0+11 - \"|\"\n" },
  { "empty-data", "data:\n\n", "#1 0+7 - \"\"\n" },
  { "no-data", "event: ping\n\n", "#0 0+13 ping -\n" },
  { "no-data-is-not-counted", "event: a\n\ndata: 1\n\n", "#0 0+10 a -\n#1 10+9 - \"1\"\n" },
  { "comment", ": hello\n\n", "#0 0+9 - - comment\n" },
  { "comment-inside", ":\ndata: 1\n\n", "#1 0+11 - \"1\" comment\n" },
  { "fields", "id: 7\nretry: 30\nfoo: x\ndata: 1\n\n", "#1 0+32 - \"1\" id retry\n" },
  { "bad-retry", "retry: 3s\n\nretry:\n\n", "#0 0+11 - -\n#0 11+8 - -\n" },
  { "case-matters", "Data: 1\nDATA: 2\n\n", "#0 0+17 - -\n" },
  { "longer-names", "datax: 1\nevents: 2\nda: 3\n data: 4\n\n", "#0 0+35 - -\n" },
  { "colon-in-value", "data: a:b\n\n", "#1 0+11 - \"a:b\"\n" },
  { "blank-lines-belong-to-none", "\n\ndata: 1\n\n\n\ndata: 2\n\n\n",
    "#1 2+9 - \"1\"\n#2 13+9 - \"2\"\n" },
  { "crlf", "event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n",
    "#1 0+21 a \"1\"\n#2 21+11 - \"2\"\n" },
  { "cr", "event: a\rdata: 1\r\rdata: 2\r\r",
    "#1 0+18 a \"1\" lone-cr\n#2 18+9 - \"2\" lone-cr\n" },
  { "mixed", "data: 1\r\n\ndata: 2\n\r\ndata: 3\r\n\r",
    "#1 0+10 - \"1\"\n#2 10+10 - \"2\"\n#3 20+10 - \"3\" lone-cr\n" },
  { "mixed-lone-cr", "data: a\rdata: b\n\n", "#1 0+17 - \"a|b\" lone-cr\n" },
  { "bom", "\xEF\xBB\xBF" "data: 1\n\n", "#1 3+9 - \"1\" bom\n" },
  { "bom-before-a-blank-line", "\xEF\xBB\xBF\ndata: 1\n\ndata: 2\n\n",
    "#1 4+9 - \"1\" bom\n#2 13+9 - \"2\"\n" },
  { "later-bom-is-data", "data: 1\n\n\xEF\xBB\xBF" "data: 2\n\n",
    "#1 0+9 - \"1\"\n#0 9+12 - -\n" },
  { "half-a-bom", "\xEF\xBB", "#0 0+2 - - rest\n" },
  { "two-boms", "\xEF\xBB\xBF\xEF\xBB\xBF" "data: 1\n\n", "#0 3+12 - - bom\n" },
  { "rest-of-a-line", "data: 1\n\ndata: 2", "#1 0+9 - \"1\"\n#0 9+7 - \"2\" rest\n" },
  { "rest-of-a-block", "data: 1\n", "#0 0+8 - \"1\" rest\n" },
  { "rest-with-cr", "data: 1\r", "#0 0+8 - \"1\" lone-cr rest\n" },
  { "rest-half-a-field", "event: x\nda", "#0 0+11 x - rest\n" },
  { "empty", "", "" },
  { "only-blank", "\n\r\n\r", "" },
  { "utf8", "data: \xE2\x82\xAC\n\n", "#1 0+11 - \"\xE2\x82\xAC\"\n" },
  { "not-utf8", "data: a\xE2\x82\n\ndata: b\n\n",
    "#1 0+11 - \"a\xEF\xBF\xBD\" bad-utf8\n#2 11+9 - \"b\"\n" },
  { "name-not-utf8", "event: \xFF\ndata: b\n\n", "#1 0+18 \xEF\xBF\xBD \"b\" bad-utf8\n" },
  { "html", "<html>\n<body>no</body>\n", "#0 0+23 - - rest\n" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].input);

      /* One byte at a time, in twos, ... and all at once. */
      for (gsize step = 1; step <= length + 1; step++)
        {
          g_autofree char *got = sse_dump (cases[i].input, length, step, 0);

          if (strcmp (got, cases[i].expected) != 0)
            g_error ("%s in steps of %" G_GSIZE_FORMAT ": got\n%sexpected\n%s", cases[i].name,
                     step, got, cases[i].expected);
        }
    }
}

static void
test_every_split (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].input);

      for (gsize split = 0; split <= length; split++)
        {
          g_autofree char *got = sse_dump_split (cases[i].input, length, split);

          g_assert_cmpstr (got, ==, cases[i].expected);
        }
    }
}

/* Whatever the lines end with, and with a byte order mark or without, clients get the same. */
static void
test_line_ends (void)
{
  static const char *const ends[] = { "\n", "\r", "\r\n" };
  static const char text[]
    = ": hello\n\nevent: a\nid: 1\ndata: {\"x\":1}\n\ndata: one\ndata: two\n\n\nevent: none\n\n"
      "data: \xE2\x82\xAC\n\ndata: rest\n";
  g_autofree char *expected = sse_dump_values (text, strlen (text));

  g_assert_cmpstr (expected, ==,
                   "0 - \n1 a {\"x\":1}\n2 - one\ntwo\n0 none \n3 - \xE2\x82\xAC\n0 - rest\n");

  for (guint i = 0; i < 2 * G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (GString) other = g_string_new (text);
      g_autofree char *got = NULL;

      if (i % 3 != 0)
        g_string_replace (other, "\n", ends[i % 3], 0);
      if (i >= G_N_ELEMENTS (ends))
        g_string_prepend (other, "\xEF\xBB\xBF");
      got = sse_dump_values (other->str, other->len);
      g_assert_cmpstr (got, ==, expected);
    }
}

static void
test_nul (void)
{
  static const char input[] = "data: a\0b\n\n";
  g_auto (TapSse) sse = { 0 };
  TapSseBlock block;

  tap_sse_push (&sse, (const guint8 *) input, sizeof input - 1, 0);
  g_assert_true (tap_sse_pull (&sse, &block));
  g_assert_cmpmem (block.data, block.data_length, "a\0b", 3);
  g_assert_cmpint (block.data[3], ==, '\0');
}

/* A block keeps the time of the read with its first byte and of the read that completed it. */
static void
test_times (void)
{
  static const struct
  {
    gint64 at;
    const char *bytes;
  } reads[] = {
    { 10, "data: 1\n\nda" }, { 20, "ta" }, { 30, ": 2" }, { 40, "\n\n\n" },
    { 50, "data: 3\n\ndata: 4\n\n" }, { 60, "data: 5\r\n\r" }, { 70, "\n" }, { 80, ": c" },
    { 90, "\n" }, { 90, "\ndata: 6" },
  };
  static const gint64 expected[][2] = {
    { 10, 10 }, { 10, 40 }, { 50, 50 }, { 50, 50 }, { 60, 60 }, { 80, 90 }, { 90, 90 },
  };

  /* Pulled after each read, and only at the end. */
  for (guint late = 0; late < 2; late++)
    {
      g_auto (TapSse) sse = { 0 };
      TapSseBlock block;
      guint n = 0;

      for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
        {
          tap_sse_push (&sse, (const guint8 *) reads[i].bytes, strlen (reads[i].bytes),
                        reads[i].at);
          if (i + 1 == G_N_ELEMENTS (reads))
            tap_sse_end (&sse);
          while ((!late || i + 1 == G_N_ELEMENTS (reads)) && tap_sse_pull (&sse, &block))
            {
              g_assert_cmpuint (n, <, G_N_ELEMENTS (expected));
              g_assert_cmpint (block.first_at, ==, expected[n][0]);
              g_assert_cmpint (block.last_at, ==, expected[n][1]);
              n++;
            }
        }
      g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
    }
}

/* A block that can be seen to be complete is there at once. */
static void
test_no_delay (void)
{
  static const char *const complete[] = { "data: 1\n\n", "data: 1\r\n\r\n", "data: 1\r\r\n" };
  static const char *const waiting[] = { "data: 1\n", "data: 1\r\n", "data: 1\r\r", "" };

  for (guint i = 0; i < G_N_ELEMENTS (complete) + G_N_ELEMENTS (waiting); i++)
    {
      gboolean expected = i < G_N_ELEMENTS (complete);
      const char *input = expected ? complete[i] : waiting[i - G_N_ELEMENTS (complete)];
      g_auto (TapSse) sse = { 0 };
      TapSseBlock block;

      tap_sse_push (&sse, (const guint8 *) input, strlen (input), 0);
      g_assert_cmpint (tap_sse_pull (&sse, &block), ==, expected);
    }
}

static char *
dump_large (gsize data_length, gsize step)
{
  g_autoptr (GString) input = g_string_new ("event: big\ndata: ");

  while (input->len < 17 + data_length)
    g_string_append_c (input, 'x');
  g_string_append (input, "\nevent: lost\ndata: lost\n\ndata: next\n\n");

  return sse_dump (input->str, input->len, step, 40);
}

/* Past the largest block the rest is counted, not kept, wherever the reads were cut. */
static void
test_oversize (void)
{
  static const gsize steps[] = { 65536, 65537, 1 << 20, 3 * 1000 * 1000 + 7, G_MAXINT };
  static const struct
  {
    gsize data;
    const char *expected;
  } sizes[] = {
    { TAP_SSE_MAX_BLOCK + 12345, "truncated" },
    { TAP_SSE_MAX_BLOCK - 17, "truncated" },
    { 5 * TAP_SSE_MAX_BLOCK / 2, "truncated" },
    { TAP_SSE_MAX_BLOCK - 17 - 30, "lost" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *first = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (steps); j++)
        {
          g_autofree char *got = dump_large (sizes[i].data, steps[j]);
          g_autofree char *next = g_strdup_printf ("#2 %" G_GSIZE_FORMAT "+12 - \"next\"\n",
                                                   17 + sizes[i].data + 25);

          g_assert_nonnull (strstr (got, sizes[i].expected));
          g_assert_true (g_str_has_suffix (got, next));
          if (first == NULL)
            first = g_steal_pointer (&got);
          else
            g_assert_cmpstr (got, ==, first);
        }
    }
}

/* 64 MiB without a border pass in bounded memory, in reads as the network gives them. */
static void
test_no_border (void)
{
  g_auto (TapSse) sse = { 0 };
  g_autofree guint8 *read = g_malloc (65536);
  TapSseBlock block;

  memset (read, 'x', 65536);
  memcpy (read, "data: ", 6);
  for (guint i = 0; i < 1024; i++)
    {
      tap_sse_push (&sse, read, 65536, i);
      g_assert_false (tap_sse_pull (&sse, &block));
      memset (read, i % 2 ? '\r' : 'x', 1);
    }
  tap_sse_end (&sse);

  g_assert_true (tap_sse_pull (&sse, &block));
  g_assert_cmpuint (block.length, ==, 64 * 1024 * 1024);
  g_assert_cmpuint (block.flags & (TAP_SSE_REST | TAP_SSE_TRUNCATED), ==,
                    TAP_SSE_REST | TAP_SSE_TRUNCATED);
  g_assert_cmpuint (block.data_length, <, TAP_SSE_MAX_BLOCK);
  g_assert_cmpint (block.first_at, ==, 0);
  g_assert_cmpint (block.last_at, ==, 1023);
  g_assert_false (tap_sse_pull (&sse, &block));
}

/* Each length of data, so that the buffer's growth and its shrinking are met in all places. */
static void
test_sizes (void)
{
  g_auto (TapSse) sse = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);
  TapSseBlock block;

  for (gsize size = 0; size < 70000; size = size < 1100 ? size + 1 : size * 5 / 4)
    {
      g_string_assign (text, "data: ");
      while (text->len < 6 + size)
        g_string_append_c (text, 'a' + text->len % 26);
      g_string_append (text, "\n\ndata: half");

      tap_sse_push (&sse, (const guint8 *) text->str, text->len, 0);
      g_assert_true (tap_sse_pull (&sse, &block));
      g_assert_cmpmem (block.data, block.data_length, text->str + 6, size);
      g_assert_false (tap_sse_pull (&sse, &block));
      tap_sse_push (&sse, (const guint8 *) "\n\n", 2, 0);
      g_assert_true (tap_sse_pull (&sse, &block));
      g_assert_cmpstr (block.data, ==, "half");
      g_assert_false (tap_sse_pull (&sse, &block));
    }
}

static void
test_utf8 (void)
{
  static const struct
  {
    const char *input;
    gsize valid;
    const char *repaired;
  } texts[] = {
    { "plain", 5, "plain" },
    { "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", 9, "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80" },
    { "\xC0\x80", 0, "\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "\xED\xA0\x80", 0, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "\xF4\x90\x80\x80", 0, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "\xF0\x9F\x98z", 0, "\xEF\xBF\xBDz" },
    { "long enough for a word \xE2\x82", 23, "long enough for a word \xEF\xBF\xBD" },
    { "\x80", 0, "\xEF\xBF\xBD" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize length = strlen (texts[i].input);
      g_autofree char *bytes = g_memdup2 (texts[i].input, length);
      g_autoptr (GString) out = g_string_new (NULL);

      g_assert_cmpuint (tap_utf8_valid_length (bytes, length), ==, texts[i].valid);
      tap_utf8_append_repaired (out, bytes, length);
      g_assert_cmpstr (out->str, ==, texts[i].repaired);
      g_assert_true (g_utf8_validate (out->str, -1, NULL));
      g_assert_cmpint (texts[i].valid == length, ==, g_utf8_validate (texts[i].input, -1, NULL));
    }
}

static void
test_quote (void)
{
  static const struct
  {
    const char *text;
    const char *quoted;
  } texts[] = {
    { NULL, "" },
    { "", "" },
    { "event", "event" },
    { "a\x1B[31m\nb\xC2\x9B", "a?[31m?b?" },
    { "a\xF0", "a\xEF\xBF\xBD" },
    { "a\u202Eb\u2066c\u200Fd\u2028e", "a?b?c?d?e" }, /* they turn or break the line */
    { "\u0645\u06CC\u200C\u062E \U0001F469\u200D\U0001F4BB", "\u0645\u06CC\u200C\u062E \U0001F469\u200D\U0001F4BB" },
  };
  g_autofree char *x = g_strnfill (1000, 'x');
  g_autofree char *quoted = tap_utf8_quote (x);

  g_assert_true (g_str_has_suffix (quoted, "xx…"));
  g_assert_cmpuint (strlen (quoted), <, 200);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *got = tap_utf8_quote (texts[i].text);

      g_assert_cmpstr (got, ==, texts[i].quoted);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sse/cases", test_cases);
  g_test_add_func ("/sse/every-split", test_every_split);
  g_test_add_func ("/sse/line-ends", test_line_ends);
  g_test_add_func ("/sse/nul", test_nul);
  g_test_add_func ("/sse/times", test_times);
  g_test_add_func ("/sse/no-delay", test_no_delay);
  g_test_add_func ("/sse/oversize", test_oversize);
  g_test_add_func ("/sse/no-border", test_no_border);
  g_test_add_func ("/sse/sizes", test_sizes);
  g_test_add_func ("/sse/utf8", test_utf8);
  g_test_add_func ("/sse/quote", test_quote);

  return g_test_run ();
}
