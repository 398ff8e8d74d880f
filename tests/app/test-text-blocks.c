/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-text-blocks.h"

#include <string.h>

typedef struct
{
  GtkTextBuffer *buffer;
  GtkTextTag *tag;
  TapTextBlocks *blocks;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->buffer = gtk_text_buffer_new (NULL);
  self->tag = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);
  self->blocks = tap_text_blocks_new (self->buffer);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tap_text_blocks_free (self->blocks);
  g_object_unref (self->buffer);
}

static void
append (Fixture *self, TapTextBlock *block, const char *text)
{
  tap_text_blocks_append (self->blocks, block, text, strlen (text), self->tag);
}

static void
set (Fixture *self, TapTextBlock *block, const char *text)
{
  tap_text_blocks_set (self->blocks, block, text, self->tag);
}

/* An anchor is a "@". */
static void
check (Fixture *self, const char *wanted)
{
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *visible = NULL;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_slice (self->buffer, &start, &end, TRUE);
  parts = g_strsplit (text, "\ufffc", -1);
  visible = g_strjoinv ("@", parts);
  g_assert_cmpstr (visible, ==, wanted);
}

static void
test_blocks (Fixture *self, gconstpointer data)
{
  TapTextBlock *head = tap_text_blocks_get_head (self->blocks);
  TapTextBlock *tail = tap_text_blocks_get_tail (self->blocks);
  TapTextBlock *one;
  TapTextBlock *two;
  TapTextBlock *three;

  check (self, "\n");
  one = tap_text_blocks_add (self->blocks, head);
  three = tap_text_blocks_add (self->blocks, one);
  set (self, tail, "tail");
  check (self, "\n\n\ntail");
  two = tap_text_blocks_add (self->blocks, one);
  append (self, three, "3");
  append (self, one, "1");
  append (self, two, "2");
  append (self, one, "1");
  set (self, head, "head");
  check (self, "head\n11\n2\n3\ntail");
  set (self, one, "");
  set (self, tail, "");
  set (self, head, "h");
  check (self, "h\n\n2\n3\n");
  append (self, one, "one");
  append (self, two, "\n22");
  set (self, tail, "t");
  check (self, "h\none\n2\n22\n3\nt");
  tap_text_blocks_remove (self->blocks, two);
  check (self, "h\none\n3\nt");
  tap_text_blocks_remove (self->blocks, three);
  two = tap_text_blocks_add (self->blocks, one);
  append (self, two, "2");
  append (self, one, "!");
  check (self, "h\none!\n2\nt");
  tap_text_blocks_clear (self->blocks);
  check (self, "\n");
  append (self, tap_text_blocks_get_head (self->blocks), "new");
  check (self, "new\n");
}

static void
test_anchor (Fixture *self, gconstpointer data)
{
  TapTextBlock *one
      = tap_text_blocks_add (self->blocks, tap_text_blocks_get_head (self->blocks));
  GtkTextChildAnchor *anchor = tap_text_blocks_append_anchor (self->blocks, one, self->tag);

  set (self, one, "long title");
  check (self, "\nlong title@\n");
  set (self, one, "title");
  check (self, "\ntitle@\n");
  g_assert_false (gtk_text_child_anchor_get_deleted (anchor));
  g_object_ref (anchor);
  tap_text_blocks_clear (self->blocks);
  g_assert_true (gtk_text_child_anchor_get_deleted (anchor));
  g_object_unref (anchor);
}

/* Neither follows what comes at its place. */
static void
test_cursor (Fixture *self, gconstpointer data)
{
  TapTextBlock *head = tap_text_blocks_get_head (self->blocks);
  TapTextBlock *one = tap_text_blocks_add (self->blocks, head);
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  set (self, head, "head");
  append (self, one, "some text");
  tap_text_blocks_get_bounds (self->blocks, one, &start, &end);
  g_assert_false (gtk_text_buffer_get_selection_bounds (self->buffer, &start, NULL));
  g_assert_true (gtk_text_iter_is_start (&start));

  tap_text_blocks_get_bounds (self->blocks, one, &start, &end);
  gtk_text_iter_forward_chars (&start, 5);
  gtk_text_buffer_select_range (self->buffer, &end, &start);
  append (self, one, " and more");
  set (self, head, "another head");
  g_assert_true (gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end));
  text = tap_text_blocks_dup_text (self->blocks, &start, &end);
  g_assert_cmpstr (text, ==, "text");
  gtk_text_buffer_get_iter_at_mark (self->buffer, &start,
                                    gtk_text_buffer_get_insert (self->buffer));
  g_assert_true (gtk_text_iter_equal (&start, &end));
}

static void
test_copying (Fixture *self, gconstpointer data)
{
  TapTextBlock *one
      = tap_text_blocks_add (self->blocks, tap_text_blocks_get_head (self->blocks));
  g_autofree char *text = NULL;
  g_autofree char *part = NULL;
  GtkTextIter start;
  GtkTextIter end;

  append (self, one, "ab\nc");
  tap_text_blocks_append_break (self->blocks, one, self->tag);
  append (self, one, "de");
  tap_text_blocks_append_break (self->blocks, one, self->tag);
  append (self, one, "\nf");
  tap_text_blocks_append_anchor (self->blocks, one, self->tag);
  check (self, "\nab\nc\nde\n\nf@\n");
  tap_text_blocks_get_bounds (self->blocks, one, &start, &end);
  text = tap_text_blocks_dup_text (self->blocks, &start, &end);
  g_assert_cmpstr (text, ==, "ab\ncde\nf");
  gtk_text_iter_forward_chars (&start, 4);
  gtk_text_iter_backward_chars (&end, 4);
  part = tap_text_blocks_dup_text (self->blocks, &start, &end);
  g_assert_cmpstr (part, ==, "de");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/text-blocks/blocks", test_blocks },
    { "/text-blocks/anchor", test_anchor },
    { "/text-blocks/cursor", test_cursor },
    { "/text-blocks/copying", test_copying },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
