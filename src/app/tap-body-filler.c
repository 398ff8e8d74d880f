/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-body-filler.h"

#define PIECE (32 * 1024) /* bytes; laying them out takes some 10 ms */

struct _TapBodyFiller
{
  GtkTextBuffer *buffer;
  void (*changed) (gpointer user_data);
  gpointer user_data;
  TapBodyText *text; /* (nullable) */
  guint filled;      /* lines of it that are in the buffer */
  guint source;
};

/* What is appended must not move a cursor at the end, because the view would follow it. */
static void
append (TapBodyFiller *self, const char *text, gsize length)
{
  GtkTextBuffer *buffer = self->buffer;
  GtkTextIter insert;
  GtkTextIter bound;
  GtkTextIter end;
  gboolean moves;
  int insert_offset;
  int bound_offset;

  gtk_text_buffer_get_iter_at_mark (buffer, &insert, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_get_iter_at_mark (buffer, &bound, gtk_text_buffer_get_selection_bound (buffer));
  moves = gtk_text_iter_is_end (&insert) || gtk_text_iter_is_end (&bound);
  insert_offset = gtk_text_iter_get_offset (&insert);
  bound_offset = gtk_text_iter_get_offset (&bound);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, text, (int) length);
  if (!moves)
    return;
  gtk_text_buffer_get_iter_at_offset (buffer, &insert, insert_offset);
  gtk_text_buffer_get_iter_at_offset (buffer, &bound, bound_offset);
  gtk_text_buffer_select_range (buffer, &insert, &bound);
}

static void
add_piece (TapBodyFiller *self)
{
  guint n_lines = tap_body_text_count_lines (self->text);
  gsize start = tap_body_text_get_start (self->text, self->filled);
  const char *text = tap_body_text_get (self->text, NULL);
  g_autoptr (GString) piece = g_string_sized_new (PIECE + PIECE / 8);

  while (self->filled < n_lines && piece->len < PIECE)
    {
      gsize end = tap_body_text_get_start (self->text, self->filled + 1);

      g_string_append_len (piece, text + start, (gssize) (end - start));
      self->filled++;
      if (tap_body_text_is_continued (self->text, self->filled))
        g_string_append_c (piece, '\n');
      start = end;
    }
  append (self, piece->str, piece->len);
}

static gboolean
fill_cb (gpointer user_data)
{
  TapBodyFiller *self = user_data;
  gboolean more;

  add_piece (self);
  more = self->filled < tap_body_text_count_lines (self->text);
  if (!more)
    self->source = 0;
  self->changed (self->user_data);
  return more;
}

TapBodyFiller *
tap_body_filler_new (GtkTextBuffer *buffer, void (*filled) (gpointer user_data),
                     gpointer user_data)
{
  TapBodyFiller *self = g_new0 (TapBodyFiller, 1);

  self->buffer = g_object_ref (buffer);
  self->changed = filled;
  self->user_data = user_data;
  return self;
}

void
tap_body_filler_free (TapBodyFiller *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->text, tap_body_text_unref);
  g_object_unref (self->buffer);
  g_free (self);
}

/* Keeps that many lines of the buffer. */
static void
cut (TapBodyFiller *self, guint lines)
{
  GtkTextIter begin;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_line (self->buffer, &begin, (int) lines);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_delete (self->buffer, &begin, &end);
  self->filled = lines;
}

void
tap_body_filler_set_text (TapBodyFiller *self, TapBodyText *text)
{
  guint same = 0;

  if (text != NULL && self->text != NULL)
    same = tap_body_text_count_same (self->text, text);
  g_clear_handle_id (&self->source, g_source_remove);
  if (text != NULL)
    tap_body_text_ref (text);
  g_clear_pointer (&self->text, tap_body_text_unref);
  self->text = text;
  cut (self, MIN (same, self->filled));
  /* The first lines at once, so that there is something to see. */
  if (text != NULL && fill_cb (self) == G_SOURCE_CONTINUE)
    self->source = g_idle_add_full (G_PRIORITY_LOW, fill_cb, self, NULL);
}

TapBodyText *
tap_body_filler_get_text (TapBodyFiller *self)
{
  return self->text;
}

guint
tap_body_filler_get_filled (TapBodyFiller *self)
{
  return self->filled;
}

gboolean
tap_body_filler_get_iter (TapBodyFiller *self, gsize offset, GtkTextIter *iter)
{
  guint line;

  if (self->text == NULL)
    return FALSE;
  line = tap_body_text_find_line (self->text, offset);
  if (line >= self->filled)
    return FALSE;
  gtk_text_buffer_get_iter_at_line (self->buffer, iter, (int) line);
  gtk_text_iter_set_line_index (iter, (int) (offset - tap_body_text_get_start (self->text, line)));
  return TRUE;
}

gsize
tap_body_filler_get_offset (TapBodyFiller *self, const GtkTextIter *iter)
{
  guint line = (guint) gtk_text_iter_get_line (iter);
  gsize index = (gsize) gtk_text_iter_get_line_index (iter);

  if (self->text == NULL)
    return 0;
  /* Behind the last letter of a line that is continued lies the line break. */
  return MIN (tap_body_text_get_start (self->text, line) + index,
              tap_body_text_get_start (self->text, line + 1));
}
