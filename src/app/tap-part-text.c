/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-part-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-copy.h"
#include "tap-json-text.h"
#include "tap-soft-break.h"
#include "tap-summary.h"

#define MAX_FORMATTED (1024 * 1024) /* bytes, which takes some 10 ms */

struct _TapPartText
{
  TapMessageText *view;
  const TapPart *part;
  void (*wanted) (gpointer user_data);
  gpointer user_data;

  TapTextBlock *title;
  TapTextBlock *text;  /* (nullable) until there is some */
  TapTextBlock *more;  /* (nullable) it says that there is more */
  GtkWidget *button;   /* (nullable) in it */
  char *said;          /* (nullable) the title */
  char *formatted;     /* (nullable) the text for the eye, once it is complete */
  gsize shown;         /* bytes of the text */
  gsize limit;         /* that are to be shown */
  TapSoftBreak breaks;
  gboolean was_complete;
};

static const struct
{
  const char *title;
  TapTextStyle style;
} kinds[] = {
  [TAP_PART_TEXT] = { N_ ("Text"), TAP_STYLE_TEXT },
  [TAP_PART_THINKING] = { N_ ("Thinking"), TAP_STYLE_THINKING },
  [TAP_PART_TOOL_CALL] = { N_ ("Tool Call"), TAP_STYLE_CODE },
  [TAP_PART_TOOL_RESULT] = { N_ ("Tool Result"), TAP_STYLE_CODE },
  [TAP_PART_ERROR] = { N_ ("Error"), TAP_STYLE_TEXT },
  [TAP_PART_OTHER] = { N_ ("Event"), TAP_STYLE_CODE },
};

static char *
dup_title (const TapPart *part, gboolean ended)
{
  /* A body that is no stream has no events. */
  const char *kind = part->kind == TAP_PART_OTHER && part->first_event == 0
                         ? _ ("Body")
                         : _ (kinds[part->kind].title);
  GString *title = g_string_new (kind);
  g_autofree char *name = tap_summary_clean (part->name);

  if (name != NULL)
    g_string_append_printf (title, " · %s", name);
  if (part->first_event > 0 && part->first_event != part->last_event)
    g_string_append_printf (title, _ (" · events %u–%u"), part->first_event, part->last_event);
  else if (part->first_event > 0)
    g_string_append_printf (title, _ (" · event %u"), part->first_event);
  if (ended && !part->complete)
    g_string_append (title, _ (" · not complete"));
  g_string_append_c (title, ' ');
  return g_string_free (title, FALSE);
}

static void
show_title (TapPartText *self, gboolean ended)
{
  g_autofree char *title = dup_title (self->part, ended);

  if (g_strcmp0 (self->said, title) == 0)
    return;
  tap_text_blocks_set (tap_message_text_get_blocks (self->view), self->title, title,
                       tap_message_text_get_tag (self->view, TAP_STYLE_TITLE));
  g_free (self->said);
  self->said = g_steal_pointer (&title);
}

/* Where a letter ends that would be cut at @at. */
static gsize
find_edge (const char *text, gsize length, gsize at)
{
  while (at < length && ((guchar) text[at] & 0xc0) == 0x80)
    at++;
  return MIN (at, length);
}

static gsize
get_text (TapPartText *self, const char **text)
{
  *text = self->formatted != NULL ? self->formatted : self->part->text->str;
  return self->formatted != NULL ? strlen (self->formatted) : self->part->text->len;
}

/* A NUL can be neither in a buffer nor on the clipboard. */
static char *
dup_visible (const char *text, gsize length)
{
  GString *out = g_string_sized_new (length + 1);

  for (gsize i = 0; i < length; i++)
    {
      gsize n = strnlen (text + i, length - i);

      g_string_append_len (out, text + i, (gssize) n);
      i += n;
      if (i < length)
        g_string_append (out, "␀");
    }
  return g_string_free (out, FALSE);
}

static void
append (TapPartText *self, const char *text, gsize length)
{
  TapTextBlocks *blocks = tap_message_text_get_blocks (self->view);
  GtkTextTag *tag = tap_message_text_get_tag (self->view, kinds[self->part->kind].style);

  while (length > 0)
    {
      gboolean is_broken;
      gsize n = tap_soft_break_next (&self->breaks, text, length, &is_broken);

      if (n > 0)
        tap_text_blocks_append (blocks, self->text, text, n, tag);
      if (is_broken)
        tap_text_blocks_append_break (blocks, self->text, tag);
      text += n;
      length -= n;
    }
}

static void
append_visible (TapPartText *self, const char *text, gsize length)
{
  g_autofree char *visible = NULL;

  if (self->text == NULL)
    {
      self->text = tap_text_blocks_add (tap_message_text_get_blocks (self->view), self->title);
      tap_message_text_set_card (self->view, self->title, tap_part_text_get_last (self),
                                 self->part->kind);
    }
  if (memchr (text, '\0', length) == NULL)
    {
      append (self, text, length);
      return;
    }
  visible = dup_visible (text, length);
  append (self, visible, strlen (visible));
}

static void
forget_text (TapPartText *self)
{
  if (self->text != NULL)
    tap_text_blocks_set (tap_message_text_get_blocks (self->view), self->text, "",
                         tap_message_text_get_tag (self->view, TAP_STYLE_TEXT));
  self->breaks = (TapSoftBreak){ 0 };
  self->shown = 0;
}

/* Once it is complete, it can be formatted. */
static void
format (TapPartText *self)
{
  const TapPart *part = self->part;

  if (kinds[part->kind].style != TAP_STYLE_CODE || part->text->len > MAX_FORMATTED)
    return;
  self->formatted = tap_json_text_format (part->text->str, part->text->len);
  if (self->formatted != NULL)
    forget_text (self);
}

static void
more_cb (TapPartText *self)
{
  TapTextBlock *more = g_steal_pointer (&self->more);

  self->limit = G_MAXSIZE;
  self->button = NULL;
  tap_message_text_set_card (self->view, self->title, self->text, self->part->kind);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  tap_text_blocks_remove (tap_message_text_get_blocks (self->view), more);
  self->wanted (self->user_data);
}

static void
show_more (TapPartText *self, gsize length)
{
  g_autofree char *size = g_format_size (length);
  g_autofree char *label = g_strdup_printf (_ ("Show All (%s)"), size);

  if (self->more == NULL)
    {
      self->more = tap_text_blocks_add (tap_message_text_get_blocks (self->view), self->text);
      self->button = gtk_button_new_with_label (label);
      gtk_widget_add_css_class (self->button, "small");
      g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (more_cb), self);
      tap_message_text_append_child (self->view, self->more, self->button, TAP_STYLE_TEXT);
      tap_message_text_set_card (self->view, self->title, self->more, self->part->kind);
    }
  else if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->button)), label) != 0)
    {
      gtk_button_set_label (GTK_BUTTON (self->button), label);
    }
}

static gboolean
show_text (TapPartText *self, gsize *budget)
{
  const char *text;
  gsize length = get_text (self, &text);
  gsize limit = find_edge (text, length, MIN (length, self->limit));
  gsize end = find_edge (text, limit, self->shown + MIN (limit - self->shown, *budget));

  if (end > self->shown)
    append_visible (self, text + self->shown, end - self->shown);
  *budget -= MIN (*budget, end - self->shown);
  self->shown = end;
  if (end < limit)
    return FALSE;
  if (limit < length)
    show_more (self, length);
  return TRUE;
}

gboolean
tap_part_text_update (TapPartText *self, gboolean ended, gsize *budget)
{
  show_title (self, ended);
  if (self->part->complete && !self->was_complete)
    format (self);
  self->was_complete = self->part->complete;
  return show_text (self, budget);
}

TapTextBlock *
tap_part_text_get_last (TapPartText *self)
{
  return self->more != NULL ? self->more : self->text != NULL ? self->text : self->title;
}

static void
copy_cb (TapPartText *self)
{
  g_autofree char *text = dup_visible (self->part->text->str, self->part->text->len);

  tap_copy_text (GTK_WIDGET (self->view), text);
}

static void
add_copy_button (TapPartText *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  const char *name = _ ("Copy This Part");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (copy_cb), self);
  tap_message_text_append_child (self->view, self->title, button, TAP_STYLE_TEXT);
}

TapPartText *
tap_part_text_new (TapMessageText *view, TapTextBlock *behind, const TapPart *part,
                   void (*wanted) (gpointer user_data), gpointer user_data)
{
  TapPartText *self = g_new0 (TapPartText, 1);

  self->view = view;
  self->part = part;
  self->wanted = wanted;
  self->user_data = user_data;
  self->limit = TAP_PART_TEXT_MAX;
  self->title = tap_text_blocks_add (tap_message_text_get_blocks (view), behind);
  add_copy_button (self);
  tap_message_text_set_card (view, self->title, self->title, part->kind);
  return self;
}

void
tap_part_text_free (TapPartText *self)
{
  g_free (self->said);
  g_free (self->formatted);
  g_free (self);
}
