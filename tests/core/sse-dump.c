/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sse-dump.h"

static const struct
{
  guint flag;
  const char *name;
} flags[] = {
  { TAP_SSE_COMMENT, "comment" },     { TAP_SSE_ID, "id" },           { TAP_SSE_RETRY, "retry" },
  { TAP_SSE_BOM, "bom" },             { TAP_SSE_LONE_CR, "lone-cr" }, { TAP_SSE_REST, "rest" },
  { TAP_SSE_TRUNCATED, "truncated" }, { TAP_SSE_BAD_UTF8, "bad-utf8" },
};

static void
append_block (GString *out, const TapSseBlock *block, gsize longest)
{
  g_assert_cmpint (block->event != NULL, ==, (block->flags & TAP_SSE_NAMED) != 0);
  g_assert_cmpint (block->data != NULL, ==, (block->flags & TAP_SSE_DATA) != 0);
  g_assert_cmpint (block->number != 0, ==, (block->flags & TAP_SSE_EVENT) != 0);

  g_string_append_printf (out, "#%u %" G_GUINT64_FORMAT "+%" G_GUINT64_FORMAT " %s ",
                          block->number, block->offset, block->length,
                          block->event == NULL ? "-" : *block->event == '\0' ? "<>" : block->event);

  if (block->data == NULL)
    g_string_append_c (out, '-');
  else
    {
      gsize length = longest > 0 ? MIN (longest, block->data_length) : block->data_length;

      g_assert_cmpint (block->data[block->data_length], ==, '\0');
      g_string_append_c (out, '"');
      for (gsize i = 0; i < length; i++)
        g_string_append_c (out, block->data[i] == '\n' ? '|' : block->data[i]);
      g_string_append_c (out, '"');
      if (length < block->data_length)
        g_string_append_printf (out, "(%" G_GSIZE_FORMAT ")", block->data_length);
    }

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      if (block->flags & flags[i].flag)
        g_string_append_printf (out, " %s", flags[i].name);
    }

  g_string_append_c (out, '\n');
}

static void
pull_all (TapSse *sse, GString *out, gsize longest)
{
  TapSseBlock block;

  while (tap_sse_pull (sse, &block))
    append_block (out, &block, longest);
}

char *
sse_dump (const char *input, gsize length, gsize step, gsize longest)
{
  g_auto (TapSse) sse = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);

  for (gsize pos = 0; pos < length; pos += MIN (step, length - pos))
    {
      gsize count = MIN (step, length - pos);
      g_autofree guint8 *bytes = g_memdup2 (input + pos, count);

      tap_sse_push (&sse, bytes, count, 0);
      pull_all (&sse, out, longest);
    }

  tap_sse_end (&sse);
  pull_all (&sse, out, longest);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
sse_dump_split (const char *input, gsize length, gsize split)
{
  g_auto (TapSse) sse = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree guint8 *first = g_memdup2 (input, split);
  g_autofree guint8 *second = g_memdup2 (input + split, length - split);

  tap_sse_push (&sse, first, split, 0);
  pull_all (&sse, out, 0);
  tap_sse_push (&sse, second, length - split, 1);
  tap_sse_end (&sse);
  pull_all (&sse, out, 0);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
sse_dump_from (const char *input, gsize length, gsize first, gsize step)
{
  g_auto (TapSse) sse = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);

  first = MIN (first, length);
  tap_sse_push (&sse, (const guint8 *) input, first, 0);
  pull_all (&sse, out, 0);

  for (gsize pos = first; pos < length; pos += MIN (step, length - pos))
    {
      tap_sse_push (&sse, (const guint8 *) input + pos, MIN (step, length - pos), 0);
      pull_all (&sse, out, 0);
    }

  tap_sse_end (&sse);
  pull_all (&sse, out, 0);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
sse_dump_values (const char *input, gsize length)
{
  g_auto (TapSse) sse = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);
  TapSseBlock block;

  tap_sse_push (&sse, (const guint8 *) input, length, 0);
  tap_sse_end (&sse);
  while (tap_sse_pull (&sse, &block))
    {
      g_string_append_printf (out, "%u %s ", block.number, block.event != NULL ? block.event : "-");
      g_string_append_len (out, block.data != NULL ? block.data : "", block.data_length);
      g_string_append_c (out, '\n');
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}
