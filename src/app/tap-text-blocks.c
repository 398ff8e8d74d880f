/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-text-blocks.h"

#include <string.h>

/* Each ends with a line break of its own, but for the tail; so no two marks of different blocks are
 * at the same place. */
struct _TapTextBlock
{
  TapTextBlock *next; /* (nullable) */
  GtkTextMark *start; /* stays before what comes there */
  GtkTextMark *end;   /* before the line break; stays behind what comes there */
};

struct _TapTextBlocks
{
  GtkTextBuffer *buffer;
  GtkTextTag *soft;   /* of line breaks that are not the text's */
  TapTextBlock *head;
  TapTextBlock *tail;
};

/* A cursor where something is inserted would move with it, and the view would follow. */
typedef struct
{
  int at;
  gboolean insert;
  gboolean bound;
} Cursor;

static Cursor
keep_cursor (TapTextBlocks *self, const GtkTextIter *at)
{
  GtkTextIter insert;
  GtkTextIter bound;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &insert,
                                    gtk_text_buffer_get_insert (self->buffer));
  gtk_text_buffer_get_iter_at_mark (self->buffer, &bound,
                                    gtk_text_buffer_get_selection_bound (self->buffer));
  return (Cursor){
    .at = gtk_text_iter_get_offset (at),
    .insert = gtk_text_iter_equal (at, &insert),
    .bound = gtk_text_iter_equal (at, &bound),
  };
}

static void
put_cursor (TapTextBlocks *self, const Cursor *cursor)
{
  GtkTextIter insert;
  GtkTextIter bound;

  if (!cursor->insert && !cursor->bound)
    return;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &insert,
                                    gtk_text_buffer_get_insert (self->buffer));
  gtk_text_buffer_get_iter_at_mark (self->buffer, &bound,
                                    gtk_text_buffer_get_selection_bound (self->buffer));
  if (cursor->insert)
    gtk_text_iter_set_offset (&insert, cursor->at);
  if (cursor->bound)
    gtk_text_iter_set_offset (&bound, cursor->at);
  gtk_text_buffer_select_range (self->buffer, &insert, &bound);
}

static TapTextBlock *
new_block (TapTextBlocks *self, const GtkTextIter *at)
{
  TapTextBlock *block = g_new0 (TapTextBlock, 1);

  block->start = gtk_text_buffer_create_mark (self->buffer, NULL, at, TRUE);
  block->end = gtk_text_buffer_create_mark (self->buffer, NULL, at, FALSE);
  return block;
}

static void
begin (TapTextBlocks *self)
{
  GtkTextIter at;

  gtk_text_buffer_set_text (self->buffer, "\n", -1);
  gtk_text_buffer_get_start_iter (self->buffer, &at);
  gtk_text_buffer_place_cursor (self->buffer, &at);
  self->head = new_block (self, &at);
  gtk_text_buffer_get_end_iter (self->buffer, &at);
  self->head->next = self->tail = new_block (self, &at);
}

static void
free_block (TapTextBlocks *self, TapTextBlock *block)
{
  gtk_text_buffer_delete_mark (self->buffer, block->start);
  gtk_text_buffer_delete_mark (self->buffer, block->end);
  g_free (block);
}

static void
forget (TapTextBlocks *self)
{
  while (self->head != NULL)
    {
      TapTextBlock *block = self->head;

      self->head = block->next;
      free_block (self, block);
    }
}

TapTextBlocks *
tap_text_blocks_new (GtkTextBuffer *buffer)
{
  TapTextBlocks *self = g_new0 (TapTextBlocks, 1);

  self->buffer = g_object_ref (buffer);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  self->soft = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  begin (self);
  return self;
}

void
tap_text_blocks_free (TapTextBlocks *self)
{
  forget (self);
  g_object_unref (self->buffer);
  g_free (self);
}

void
tap_text_blocks_clear (TapTextBlocks *self)
{
  forget (self);
  begin (self);
}

TapTextBlock *
tap_text_blocks_get_head (TapTextBlocks *self)
{
  return self->head;
}

TapTextBlock *
tap_text_blocks_get_tail (TapTextBlocks *self)
{
  return self->tail;
}

TapTextBlock *
tap_text_blocks_add (TapTextBlocks *self, TapTextBlock *block)
{
  TapTextBlock *added;
  TapTextBlock *next = block->next;
  GtkTextIter at;
  Cursor cursor;

  g_return_val_if_fail (next != NULL, NULL);

  gtk_text_buffer_get_iter_at_mark (self->buffer, &at, next->start);
  cursor = keep_cursor (self, &at);
  gtk_text_buffer_insert (self->buffer, &at, "\n", 1);
  gtk_text_buffer_move_mark (self->buffer, next->start, &at);
  gtk_text_iter_set_offset (&at, cursor.at);
  added = new_block (self, &at);
  added->next = next;
  block->next = added;
  put_cursor (self, &cursor);
  return added;
}

void
tap_text_blocks_remove (TapTextBlocks *self, TapTextBlock *block)
{
  TapTextBlock *before = self->head;
  GtkTextIter start;
  GtkTextIter end;

  g_return_if_fail (block != self->head && block != self->tail);

  while (before->next != block)
    before = before->next;
  before->next = block->next;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &start, block->start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &end, block->next->start);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  free_block (self, block);
}

static void
insert (TapTextBlocks *self, GtkTextMark *mark, const char *text, gsize length, GtkTextTag *tag,
        GtkTextTag *other)
{
  GtkTextIter at;
  Cursor cursor;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &at, mark);
  cursor = keep_cursor (self, &at);
  gtk_text_buffer_insert_with_tags (self->buffer, &at, text, (int) length, tag, other, NULL);
  put_cursor (self, &cursor);
}

void
tap_text_blocks_append (TapTextBlocks *self, TapTextBlock *block, const char *text, gsize length,
                        GtkTextTag *tag)
{
  insert (self, block->end, text, length, tag, NULL);
}

void
tap_text_blocks_append_break (TapTextBlocks *self, TapTextBlock *block, GtkTextTag *tag)
{
  insert (self, block->end, "\n", 1, self->soft, tag);
}

GtkTextChildAnchor *
tap_text_blocks_append_anchor (TapTextBlocks *self, TapTextBlock *block, GtkTextTag *tag)
{
  GtkTextChildAnchor *anchor;
  GtkTextIter at;
  GtkTextIter behind;
  Cursor cursor;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &at, block->end);
  cursor = keep_cursor (self, &at);
  anchor = gtk_text_buffer_create_child_anchor (self->buffer, &at);
  gtk_text_buffer_get_iter_at_child_anchor (self->buffer, &at, anchor);
  behind = at;
  gtk_text_iter_forward_char (&behind);
  gtk_text_buffer_apply_tag (self->buffer, tag, &at, &behind);
  put_cursor (self, &cursor);
  return anchor;
}

void
tap_text_blocks_set (TapTextBlocks *self, TapTextBlock *block, const char *text, GtkTextTag *tag)
{
  GtkTextIter start;
  GtkTextIter end;
  GtkTextIter last;

  tap_text_blocks_get_bounds (self, block, &start, &end);
  last = end;
  if (!gtk_text_iter_equal (&start, &end) && gtk_text_iter_backward_char (&last)
      && gtk_text_iter_get_child_anchor (&last) != NULL)
    end = last;
  gtk_text_buffer_delete (self->buffer, &start, &end);
  insert (self, block->start, text, strlen (text), tag, NULL);
}

void
tap_text_blocks_get_bounds (TapTextBlocks *self, TapTextBlock *block, GtkTextIter *start,
                            GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (self->buffer, start, block->start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, end, block->end);
}

char *
tap_text_blocks_dup_text (TapTextBlocks *self, const GtkTextIter *start, const GtkTextIter *end)
{
  GString *text = g_string_new (NULL);
  GtkTextIter from = *start;

  while (gtk_text_iter_compare (&from, end) < 0)
    {
      GtkTextIter to = from;

      gtk_text_iter_forward_to_tag_toggle (&to, self->soft);
      if (gtk_text_iter_compare (&to, end) > 0)
        to = *end;
      if (!gtk_text_iter_has_tag (&from, self->soft))
        {
          g_autofree char *piece = gtk_text_buffer_get_text (self->buffer, &from, &to, FALSE);

          g_string_append (text, piece);
        }
      from = to;
    }
  return g_string_free (text, FALSE);
}
