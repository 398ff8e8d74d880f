/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-mask.h"

#include <string.h>

/* A caller as the journal is one: holds back what is pending, masks what has proved. */
typedef struct
{
  TapMaskStream *stream;
  GByteArray *out;
  gsize held;
} Caller;

static void
caller_push (Caller *self, const char *bytes, gsize length)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, length);
  gsize pending, proved = tap_mask_stream_push (self->stream, copy, length, &pending);

  g_assert_cmpuint (proved, <=, self->held);
  if (proved > 0)
    memset (self->out->data + self->out->len - proved, TAP_MASK_CHAR, proved);
  g_byte_array_append (self->out, copy, length);
  g_assert_cmpuint (pending, <=, self->held + length);
  self->held = pending;
}

static void
caller_flush (Caller *self)
{
  gsize masked = tap_mask_stream_flush (self->stream);

  g_assert_cmpuint (masked, <=, self->held);
  if (masked > 0)
    memset (self->out->data + self->out->len - masked, TAP_MASK_CHAR, masked);
  self->held = 0;
}

static TapMask *
new_mask (void)
{
  g_autofree char *head = g_strdup ("GET / HTTP/1.1\r\n"
                                    "x-api-key: planted-key-of-some-length\r\n"
                                    "Cookie: a=planted-key-of; b=ength and more\r\n\r\n");
  TapMask *mask = tap_mask_new ();

  tap_mask_head (mask, head, strlen (head));
  return mask;
}

typedef struct
{
  const char *text;
  const char *masked;
} Case;

static const Case cases[] = {
  { "data: {\"a\":\"planted-key-of-some-length\"}\n\n", "data: {\"a\":\"**************************\"}\n\n" },
  { "planted-key-of-some-length", "**************************" },
  { "planted-key-of-some-lengt!", "**************-some-lengt!" },
  { "planted-key-o", "planted-key-o" },
  { "planted-key-of", "**************" },
  { "planted-planted-key-of", "planted-**************" },
  /* Two that overlap. */
  { "planted-key-of-some-length and more", "***********************************" },
  { "sk-ant-api03-AbC_d-9\"", "********************\"" },
  { "sk-ant-api03-AbC_d-9", "********************" },
  { "sk-ant-1234567", "sk-ant-1234567" },
  { "sk-ant-12345678", "***************" },
  { "x\\nsk-or-v1-0123456789abcdef\\n", "x\\n*************************\\n" },
  { "sk-or-sk-or-12345678.", "********************." },
  { "key sk-0123456789abcdefghij.", "key ***********************." },
  { "a \\nsk-0123456789abcdefghij.", "a \\n***********************." },
  { "task-0123456789abcdefghij.", "task-0123456789abcdefghij." },
  { "sk-and-not-a-key-at-all-but-words", "sk-and-not-a-key-at-all-but-words" },
  { "(AIzaSyD0123456789abcdefghijklmnopqrstu)", "(**************************************)" },
  { "xAIzaSyD0123456789abcdefghijklmnopqrstu", "xAIzaSyD0123456789abcdefghijklmnopqrstu" },
  { "AKIA0123456789ABCDEF.", "********************." },
  { "AKIA0123456789ABCDEFG.", "AKIA0123456789ABCDEFG." },
  { "ghp_0123456789abcdefghij", "************************" },
  { "github_pat_0123456789abcdefghij", "*******************************" },
  { "Authorization: Bearer a.b/c+d~e0f==,", "Authorization: Bearer *************," },
  { "Bearer authentication-is-required", "Bearer authentication-is-required" },
  { "Bearer sk-ant-12345678.tail", "Bearer ********************" },
  { "ssssssk-prsk-proj-12345678 s", "ssssssk-pr**************** s" },
  { "caf\xc3\xa9 sk-proj-12345678\xc3\xa9", "caf\xc3\xa9 ****************\xc3\xa9" },
};

/* What follows the text in the same stream makes the end certain. */
static void
finish (Caller *caller, const Case *c, const char *what)
{
  caller_push (caller, "\n", 1);
  g_byte_array_set_size (caller->out, caller->out->len - 1);
  if (caller->out->len != strlen (c->masked)
      || memcmp (caller->out->data, c->masked, caller->out->len) != 0)
    g_error ("%s, %s: %.*s, not %s", c->text, what, (int) caller->out->len, caller->out->data,
             c->masked);
}

static void
test_splits (void)
{
  g_autoptr (TapMask) mask = new_mask ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].text);
      g_autofree char *alone = tap_mask_text (mask, cases[i].text);

      g_assert_cmpstr (alone, ==, cases[i].masked);
      for (gsize a = 0; a <= length; a++)
        for (gsize b = a; b <= length; b++)
          {
            g_autoptr (GByteArray) out = g_byte_array_new ();
            g_autoptr (TapMaskStream) stream = tap_mask_stream_new (mask);
            Caller caller = { stream, out, 0 };

            caller_push (&caller, cases[i].text, a);
            caller_push (&caller, cases[i].text + a, b - a);
            caller_push (&caller, cases[i].text + b, length - b);
            finish (&caller, &cases[i], "split");
          }
    }
}

static void
test_bytes (void)
{
  g_autoptr (TapMask) mask = new_mask ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) out = g_byte_array_new ();
      g_autoptr (TapMaskStream) stream = tap_mask_stream_new (mask);
      Caller caller = { stream, out, 0 };

      for (const char *p = cases[i].text; *p != '\0'; p++)
        caller_push (&caller, p, 1);
      finish (&caller, &cases[i], "byte by byte");
    }
}

/* With a flush at each place, at most the few bytes that tell nothing may be seen. */
static void
test_flush (void)
{
  g_autoptr (TapMask) mask = new_mask ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize at = 0, length = strlen (cases[i].text); at <= length; at++)
      {
        g_autoptr (GByteArray) out = g_byte_array_new ();
        g_autoptr (TapMaskStream) stream = tap_mask_stream_new (mask);
        Caller caller = { stream, out, 0 };
        gsize seen = 0;

        caller_push (&caller, cases[i].text, at);
        caller_flush (&caller);
        caller_push (&caller, cases[i].text + at, length - at);
        caller_push (&caller, "\n", 1);
        for (gsize j = 0; j < length; j++)
          if (cases[i].masked[j] == TAP_MASK_CHAR && out->data[j] != TAP_MASK_CHAR)
            {
              g_assert_cmpuint (j, <, at);
              seen++;
            }
        g_assert_cmpuint (seen, <, TAP_MASK_MIN_VALUE);
      }
}

/* After a flush nothing is owed twice, and idle flushes mask nothing. */
static void
test_flush_twice (void)
{
  g_autoptr (TapMask) mask = new_mask ();
  g_autoptr (TapMaskStream) stream = tap_mask_stream_new (mask);
  char first[] = "x planted-ke", second[] = "y-of-some-length z";
  gsize pending;

  g_assert_cmpuint (tap_mask_stream_flush (stream), ==, 0);
  g_assert_cmpuint (tap_mask_stream_push (stream, (guint8 *) first, strlen (first), &pending), ==, 0);
  g_assert_cmpuint (pending, ==, 10);
  g_assert_cmpuint (tap_mask_stream_flush (stream), ==, 10);
  g_assert_cmpuint (tap_mask_stream_flush (stream), ==, 0);
  g_assert_cmpuint (tap_mask_stream_push (stream, (guint8 *) second, strlen (second), &pending), ==, 0);
  g_assert_cmpstr (second, ==, "**************** z");
  g_assert_cmpuint (pending, ==, 0);

  /* One that tells nothing stays as it is. */
  g_assert_cmpuint (tap_mask_stream_push (stream, (guint8 *) memcpy (first, "AK", 3), 2, &pending), ==,
                    0);
  g_assert_cmpuint (pending, ==, 0); /* a letter stands before it */
  g_assert_cmpuint (tap_mask_stream_push (stream, (guint8 *) memcpy (first, "\nAK", 4), 3, &pending),
                    ==, 0);
  g_assert_cmpuint (pending, ==, 2);
  g_assert_cmpuint (tap_mask_stream_flush (stream), ==, 0);
}

/* A credential without end is masked without holding anything back. */
static void
test_long_run (void)
{
  g_autoptr (TapMask) mask = tap_mask_new ();
  g_autoptr (TapMaskStream) stream = tap_mask_stream_new (mask);
  gsize pending;

  for (guint i = 0; i < 2000; i++)
    {
      char bytes[] = "sk-ant-0123456789-sk-ant-";

      tap_mask_stream_push (stream, (guint8 *) bytes, strlen (bytes), &pending);
      g_assert_cmpuint (pending, <, 64);
      for (gsize j = 0; j < strlen (bytes); j++)
        g_assert_cmpint (bytes[j], ==, TAP_MASK_CHAR);
    }
}

/* Random texts out of pieces of credentials: any split gives what the whole gives. */
static void
test_random (void)
{
  static const char *const pieces[]
      = { "s", "sk-", "sk-ant-", "ant-", "planted", "-key", "-of", "-some-length", " ", "\n", "\\n",
          "0123456789", "AIza", "SyDabcdefghijklmn", "Bearer ", "abcdefgh", ".", "ghp_", "planted-key-of" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (TapMask) mask = new_mask ();
  guint masked = 0;

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GByteArray) out = g_byte_array_new ();
      g_autoptr (TapMaskStream) stream = tap_mask_stream_new (mask);
      g_autofree char *expected = NULL;
      Caller caller = { stream, out, 0 };
      Case c;

      for (int n = g_rand_int_range (rand, 1, 12); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      expected = tap_mask_text (mask, text->str);
      masked += strchr (expected, TAP_MASK_CHAR) != NULL;
      for (gsize at = 0; at < text->len;)
        {
          gsize n = g_rand_int_range (rand, 0, 12);

          n = MIN (n, text->len - at);
          caller_push (&caller, text->str + at, n);
          at += n;
        }
      c = (Case) { text->str, expected };
      finish (&caller, &c, "random");
    }
  g_assert_cmpuint (masked, >, 1000);
}

/* Used again, a stream knows nothing of what it saw before: neither a beginning that was pending,
 * nor the characters with which a credential went on. */
static void
test_stream_reset (void)
{
  static const char *const before[] = { "text sk-an", "sk-ant-abcdefghijklmnop" };
  g_autoptr (TapMask) mask = tap_mask_new ();
  g_autoptr (TapMaskStream) stream = tap_mask_stream_new (mask);
  g_autofree char *large = g_strnfill (100000, 's');
  gsize pending;

  for (guint i = 0; i <= G_N_ELEMENTS (before); i++)
    {
      g_autofree char *first = g_strdup (i < G_N_ELEMENTS (before) ? before[i] : large);
      g_autofree char *second = g_strdup ("t-abcdefghijklmnop is a word");

      tap_mask_stream_push (stream, (guint8 *) first, 4, &pending);
      tap_mask_stream_push (stream, (guint8 *) first + 4, strlen (first) - 4, &pending);
      tap_mask_stream_reset (stream);
      g_assert_cmpuint (tap_mask_stream_push (stream, (guint8 *) second, strlen (second),
                                              &pending), ==, 0);
      g_assert_cmpuint (pending, ==, 0);
      g_assert_cmpstr (second, ==, "t-abcdefghijklmnop is a word");
      tap_mask_stream_reset (stream);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mask-stream/splits", test_splits);
  g_test_add_func ("/mask-stream/bytes", test_bytes);
  g_test_add_func ("/mask-stream/flush", test_flush);
  g_test_add_func ("/mask-stream/flush-twice", test_flush_twice);
  g_test_add_func ("/mask-stream/long-run", test_long_run);
  g_test_add_func ("/mask-stream/random", test_random);
  g_test_add_func ("/mask-stream/reset", test_stream_reset);
  return g_test_run ();
}
