/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-body-paint.h"

#include <string.h>

typedef enum
{
  KEY,
  STRING,
  NUMBER,
  WORD,
  MATCH, /* above the others */
  N_COLOURS
} Colour;

/* The styles of a scheme, in the order in which they are looked for. */
static const char *const styles[N_COLOURS][3] = {
  [KEY] = { "def:identifier", "def:keyword", NULL },
  [STRING] = { "def:string", "def:constant", NULL },
  [NUMBER] = { "def:decimal", "def:number", "def:constant" },
  [WORD] = { "def:boolean", "def:special-constant", "def:constant" },
  [MATCH] = { "search-match", NULL, NULL },
};

struct _TapBodyPaint
{
  GtkTextView *view;
  GtkTextBuffer *buffer;
  TapBodyFiller *filler;
  gunichar *wanted; /* (nullable) */
  GtkTextTag *tags[N_COLOURS];
  guint source;
  guint first; /* lines that are painted */
  guint last;  /* behind them */
};

static void
follow_scheme (TapBodyPaint *self)
{
  GtkSourceStyleScheme *scheme
      = gtk_source_buffer_get_style_scheme (GTK_SOURCE_BUFFER (self->buffer));

  for (guint i = 0; i < N_COLOURS; i++)
    {
      GtkSourceStyle *style = NULL;

      for (guint n = 0; n < G_N_ELEMENTS (styles[i]) && style == NULL; n++)
        if (scheme != NULL && styles[i][n] != NULL)
          style = gtk_source_style_scheme_get_style (scheme, styles[i][n]);
      gtk_source_style_apply (style, self->tags[i]);
    }
}

static void
paint (TapBodyPaint *self, Colour colour, gsize begin, gsize end)
{
  GtkTextIter from;
  GtkTextIter to;

  if (tap_body_filler_get_iter (self->filler, begin, &from)
      && tap_body_filler_get_iter (self->filler, end, &to))
    gtk_text_buffer_apply_tag (self->buffer, self->tags[colour], &from, &to);
}

/* Where the string ends that goes on at @at. */
static gsize
skip_string (const char *text, gsize at, gsize end)
{
  while (at < end && text[at] != '"')
    at += text[at] == '\\' ? 2 : 1;
  return MIN (at + 1, end);
}

static void
paint_json (TapBodyPaint *self, const char *text, gsize at, gsize end, gboolean in_string)
{
  while (at < end)
    {
      gsize begin = at;
      Colour colour = STRING;

      if (in_string || text[at] == '"')
        {
          at = skip_string (text, in_string ? at : at + 1, end);
          in_string = FALSE;
          if (at < end && text[at] == ':')
            colour = KEY;
        }
      else if (g_ascii_isalnum (text[at]) || text[at] == '-')
        {
          colour = g_ascii_isalpha (text[at]) ? WORD : NUMBER;
          while (at < end && (g_ascii_isalnum (text[at]) || strchr ("+-.", text[at]) != NULL))
            at++;
        }
      else
        {
          at++;
          continue;
        }
      paint (self, colour, begin, at);
    }
}

static void
paint_lines (TapBodyPaint *self, TapBodyText *text)
{
  gsize from = tap_body_text_get_start (text, self->first);
  gsize to = tap_body_text_get_start (text, self->last);
  const char *bytes = tap_body_text_get (text, NULL);

  for (guint i = self->first; i < self->last && tap_body_text_is_json (text); i++)
    paint_json (self, bytes, tap_body_text_get_start (text, i),
                tap_body_text_get_start (text, i + 1), tap_body_text_begins_in_string (text, i));
  while (self->wanted != NULL && from < to)
    {
      gsize begin;
      gsize end;

      if (!tap_body_text_next (text, self->wanted, from, to, &begin, &end))
        break;
      paint (self, MATCH, begin, end);
      from = end;
    }
}

void
tap_body_paint_forget (TapBodyPaint *self)
{
  GtkTextIter from;
  GtkTextIter to;

  if (self->first < self->last)
    {
      gtk_text_buffer_get_iter_at_line (self->buffer, &from, (int) self->first);
      gtk_text_buffer_get_iter_at_line (self->buffer, &to, (int) self->last);
      /* A match may go on in the lines behind. */
      gtk_text_iter_forward_lines (&to, 2);
      for (guint i = 0; i < N_COLOURS; i++)
        gtk_text_buffer_remove_tag (self->buffer, self->tags[i], &from, &to);
    }
  self->first = self->last = 0;
}

static gboolean
paint_cb (gpointer user_data)
{
  TapBodyPaint *self = user_data;
  TapBodyText *text = tap_body_filler_get_text (self->filler);
  guint filled = tap_body_filler_get_filled (self->filler);
  GdkRectangle seen;
  GtkTextIter top;
  GtkTextIter bottom;
  guint first;
  guint last;
  guint more;

  self->source = 0;
  if (text == NULL || filled == 0)
    return G_SOURCE_REMOVE;
  gtk_text_view_get_visible_rect (self->view, &seen);
  gtk_text_view_get_line_at_y (self->view, &top, seen.y, NULL);
  gtk_text_view_get_line_at_y (self->view, &bottom, seen.y + seen.height, NULL);
  first = (guint) gtk_text_iter_get_line (&top);
  last = MIN ((guint) gtk_text_iter_get_line (&bottom) + 1, filled);
  if (first >= self->first && last <= self->last)
    return G_SOURCE_REMOVE;
  tap_body_paint_forget (self);
  more = (last - MIN (first, last)) / 4;
  self->first = first - MIN (first, more);
  self->last = MIN (last + more, filled);
  paint_lines (self, text);
  return G_SOURCE_REMOVE;
}

void
tap_body_paint_queue (TapBodyPaint *self)
{
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, paint_cb, self, NULL);
}

void
tap_body_paint_set_wanted (TapBodyPaint *self, gunichar *wanted)
{
  g_free (self->wanted);
  self->wanted = wanted;
  tap_body_paint_forget (self);
  tap_body_paint_queue (self);
}

TapBodyPaint *
tap_body_paint_new (GtkTextView *view, TapBodyFiller *filler)
{
  TapBodyPaint *self = g_new0 (TapBodyPaint, 1);

  self->view = view;
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  self->filler = filler;
  for (guint i = 0; i < N_COLOURS; i++)
    self->tags[i] = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);
  g_signal_connect_swapped (self->buffer, "notify::style-scheme", G_CALLBACK (follow_scheme),
                            self);
  follow_scheme (self);
  return self;
}

void
tap_body_paint_free (TapBodyPaint *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->buffer, self);
  g_object_unref (self->buffer);
  g_free (self->wanted);
  g_free (self);
}
