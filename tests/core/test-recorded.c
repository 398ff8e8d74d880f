/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "check-trace.h"
#include "sse-dump.h"

#include <string.h>

/* Streams that other projects recorded, from the folder that is the first argument. */
static const char *folder;

#define STEPS 64

/* Where a stream holds an error, by the end of its file's name; no other does. */
static const struct
{
  const char *name;
  const char *findings;
} broken[] = {
  { "__duplicate-message-start.sse", "duplicate-message-start@2" },
  { "__spliced-message-start.sse", "spliced-message-start@8" },
  { "__test_openrouter_stream_error.1.sse", "chat-multiple-finish@3 chat-error-in-stream@4" },
  { "__openai-error.1.sse", "responses-error-event@3 responses-failed@4" },
  { "__openai-reasoning-encrypted-content.1.sse",
    "responses-created-again@57 responses-created-again@76 responses-created-again@95" },
  { "__parallel-tool-call-wrapper.1.sse",
    "data-not-json@1 data-not-json@6 responses-sequence-missing@end" },
  /* No errors, but told exactly. */
  { "__test_openrouter_advisor_tool_stream.1.sse", "chat-multiple-finish@25" },
  { "__mistral-incremental-tool-call.sse", "chat-missing-role@1" },
  { "__azure-model-router.1.sse", "" },
  { "__alibaba-tool-call.sse", "" },
  { "__google-tool-call-gemini3.sse", "" },
  { "__github-copilot-id-rotation.1.sse",
    "responses-item-id-changed@4 responses-item-id-changed@10" },
  { "starting_after_vcr.1.sse", "" },
  { "starting_after_vcr.2.sse", "responses-missing-created@1:warning" },
};

/* How many there are of each. */
static const struct
{
  const char *grammar;
  guint at_least;
} dialects[] = {
  { "anthropic-messages", 25 },
  { "openai-responses", 16 },
  { "openai-chat", 11 },
  { "google-gemini", 4 },
};

#define PYTHON "anthropics+anthropic-sdk-python/"

/* Recorded without the last blank line, and one of a gateway that counts calls from 1. */
static const struct
{
  const char *name;
  const char *findings;
} unfinished[] = {
  { PYTHON "basic_response.txt", "incomplete-final-event@end missing-message-stop@end" },
  { PYTHON "tool_use_response.txt", "incomplete-final-event@end missing-message-stop@end" },
  { PYTHON "incomplete_partial_json_response.txt",
    "open-block-at-message-delta@15:warning incomplete-final-event@end missing-message-stop@end" },
  { "vercel+ai/openai-compatible__anthropic-fallback-tool-call.sse",
    "chat-tool-index-gap@4 chat-missing-done@end" },
};

typedef void (*FileFunc) (const char *name, const char *bytes, gsize length, gpointer user_data);

static guint
for_each_stream (FileFunc func, gpointer user_data)
{
  g_autofree char *path = g_build_filename (folder, "extracted-sse", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (!g_str_has_suffix (name, ".sse"))
        continue;
      g_assert_true (g_file_get_contents (file, &bytes, &length, NULL));
      func (name, bytes, length, user_data);
      n++;
    }

  return n;
}

static gboolean
is_of (const char *grammar, const char *bytes, gsize length)
{
  g_autoptr (TapChecker) checker = tap_checker_new (NULL, NULL, NULL, NULL);

  tap_checker_push (checker, (const guint8 *) bytes, length, 0);

  return tap_checker_grammar (checker) == tap_grammar_by_name (grammar);
}

static guint
count_errors (const char *bytes, gsize length)
{
  g_autoptr (TapChecker) checker = tap_checker_new (NULL, NULL, NULL, NULL);

  tap_checker_push (checker, (const guint8 *) bytes, length, 0);
  tap_checker_finish (checker, TAP_BODY_COMPLETE, 0);

  return tap_findings_count_severity (tap_checker_findings (checker), TAP_SEVERITY_ERROR);
}

static void
check_stream (const char *name, const char *bytes, gsize length, gpointer user_data)
{
  guint *counts = user_data;
  g_autofree char *got = check_trace (bytes, length, G_MAXSIZE, NULL, NULL);

  g_test_message ("%s: %s", name, got);
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    counts[i] += is_of (dialects[i].grammar, bytes, length);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      if (g_str_has_suffix (name, broken[i].name))
        {
          g_assert_cmpstr (got, ==, broken[i].findings);
          return;
        }
    }

  if (count_errors (bytes, length) > 0)
    g_error ("%s: %s", name, got);
}

static void
test_findings (void)
{
  guint counts[G_N_ELEMENTS (dialects)] = { 0 };

  g_assert_cmpuint (for_each_stream (check_stream, counts), >=, 50);
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    g_assert_cmpuint (counts[i], >=, dialects[i].at_least);
}

static void
test_unfinished (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unfinished); i++)
    {
      g_autofree char *file = g_build_filename (folder, unfinished[i].name, NULL);
      g_autofree char *bytes = NULL;
      g_autofree char *got = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (file, &bytes, &length, NULL));
      got = check_trace (bytes, length, G_MAXSIZE, NULL, NULL);
      g_assert_cmpstr (got, ==, unfinished[i].findings);
    }
}

/* In steps of 64 bytes with each first step, each byte is once where a read ends. */
static void
check_splits (const char *name, const char *bytes, gsize length, gpointer user_data)
{
  g_autofree char *blocks = sse_dump (bytes, length, G_MAXSIZE, 0);
  g_autofree char *findings = check_trace (bytes, length, G_MAXSIZE, NULL, NULL);

  for (gsize first = 0; first < STEPS; first++)
    {
      g_autofree char *got = sse_dump_from (bytes, length, first, STEPS);

      g_assert_cmpstr (got, ==, blocks);
    }

  for (gsize step = 1; step < STEPS; step += step / 4 + 1)
    {
      g_autofree char *got = check_trace (bytes, length, step, NULL, NULL);

      g_assert_cmpstr (got, ==, findings);
    }
}

static void
test_splits (void)
{
  for_each_stream (check_splits, NULL);
}

static void
check_line_ends (const char *name, const char *bytes, gsize length, gpointer user_data)
{
  static const char *const ends[] = { "\n", "\r", "\r\n" };
  g_autofree char *expected = sse_dump_values (bytes, length);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (GString) text = g_string_new_len (bytes, length);
      g_autofree char *got = NULL;

      g_string_replace (text, "\r\n", "\n", 0);
      if (i % 3 != 0)
        g_string_replace (text, "\n", ends[i % 3], 0);
      if (i >= G_N_ELEMENTS (ends))
        g_string_prepend (text, "\xEF\xBB\xBF");

      got = sse_dump_values (text->str, text->len);
      g_assert_cmpstr (got, ==, expected);
    }
}

static void
test_line_ends (void)
{
  for_each_stream (check_line_ends, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_assert_cmpint (argc, ==, 2);
  folder = argv[1];

  g_test_add_func ("/recorded/findings", test_findings);
  g_test_add_func ("/recorded/unfinished", test_unfinished);
  g_test_add_func ("/recorded/splits", test_splits);
  g_test_add_func ("/recorded/line-ends", test_line_ends);

  return g_test_run ();
}
