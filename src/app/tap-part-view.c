/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-part-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-json-text.h"

#define PIECE 4096 /* bytes: what is laid out anew when the text grows */

struct _TapPartView
{
  GtkWidget parent_instance;

  char *formatted;     /* (nullable) the text for the eye, once it is complete */
  gsize shown;         /* bytes of the text that are in labels */
  gsize start;         /* of the last piece */
  gboolean cut;        /* it says that there is more */
  gboolean was_complete;

  GtkLabel *title;
  GtkLabel *piece;     /* (nullable) the last one, while it is not full */
  GtkBox *pieces;
};

G_DEFINE_FINAL_TYPE (TapPartView, tap_part_view, GTK_TYPE_WIDGET)

static const struct
{
  const char *title;
  const char *style; /* of the part */
  gboolean code;
} kinds[] = {
  [TAP_PART_TEXT] = { N_ ("Text"), "part-text", FALSE },
  [TAP_PART_THINKING] = { N_ ("Thinking"), "part-thinking", FALSE },
  [TAP_PART_TOOL_CALL] = { N_ ("Tool Call"), "part-tool", TRUE },
  [TAP_PART_TOOL_RESULT] = { N_ ("Tool Result"), "part-tool", TRUE },
  [TAP_PART_ERROR] = { N_ ("Error"), "part-error", FALSE },
  [TAP_PART_OTHER] = { N_ ("Event"), "part-other", TRUE },
};

static char *
dup_title (const TapPart *part, gboolean ended)
{
  /* A body that is no stream has no events. */
  const char *kind = part->kind == TAP_PART_OTHER && part->first_event == 0
                         ? _ ("Body")
                         : _ (kinds[part->kind].title);
  GString *title = g_string_new (kind);

  if (part->name != NULL)
    g_string_append_printf (title, " · %s", part->name);
  if (part->first_event > 0 && part->first_event != part->last_event)
    g_string_append_printf (title, _ (" · events %u–%u"), part->first_event, part->last_event);
  else if (part->first_event > 0)
    g_string_append_printf (title, _ (" · event %u"), part->first_event);
  if (ended && !part->complete)
    g_string_append (title, _ (" · not complete"));
  return g_string_free (title, FALSE);
}

static GtkLabel *
new_label (const char *style)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (label, TRUE);
  gtk_label_set_xalign (label, 0);
  if (style != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), style);
  return label;
}

static void
show_title (TapPartView *self, const TapPart *part, gboolean ended)
{
  g_autofree char *title = dup_title (part, ended);

  if (g_strcmp0 (gtk_label_get_text (self->title), title) != 0)
    gtk_label_set_text (self->title, title);
}

/* Where a full piece ends: behind its last line, if that leaves enough, else between letters. */
static gsize
find_cut (const char *text)
{
  const char *line = memrchr (text + PIECE / 2, '\n', PIECE / 2);
  gsize length = PIECE;

  if (line != NULL)
    return (gsize) (line - text) + 1;
  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  return length;
}

static void
show_piece (TapPartView *self, const TapPart *part, const char *text, gsize length)
{
  g_autofree char *copy = NULL;

  if (self->piece == NULL)
    {
      self->piece = new_label (kinds[part->kind].code ? "monospace" : NULL);
      gtk_box_append (self->pieces, GTK_WIDGET (self->piece));
    }
  copy = g_strndup (text, length);
  /* A NUL would end the label's text. */
  for (gsize i = strnlen (text, length); i < length; i++)
    copy[i] = text[i] != '\0' ? text[i] : ' ';
  gtk_label_set_text (self->piece, copy);
}

static void
forget_pieces (TapPartView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->pieces))) != NULL)
    gtk_box_remove (self->pieces, child);
  self->piece = NULL;
  self->start = self->shown = 0;
  self->cut = FALSE;
}

/* Once it is complete, it can be formatted. */
static void
format (TapPartView *self, const TapPart *part)
{
  if (!kinds[part->kind].code || part->text->len > TAP_PART_VIEW_MAX)
    return;
  self->formatted = tap_json_text_format (part->text->str, part->text->len);
  if (self->formatted != NULL)
    forget_pieces (self);
}

static gboolean
show_text (TapPartView *self, const TapPart *part, gsize *budget)
{
  const char *text = self->formatted != NULL ? self->formatted : part->text->str;
  gsize length = self->formatted != NULL ? strlen (self->formatted) : part->text->len;
  gsize limit = MIN (length, TAP_PART_VIEW_MAX);

  /* The limit, too, lies between letters. */
  while (limit < length && limit > 0 && ((guchar) text[limit] & 0xc0) == 0x80)
    limit--;
  while (self->shown < limit && *budget > 0)
    {
      const char *begin = text + self->start;
      gboolean full = limit - self->start > PIECE;
      gsize bytes = full ? find_cut (begin) : limit - self->start;

      show_piece (self, part, begin, full && begin[bytes - 1] == '\n' ? bytes - 1 : bytes);
      self->shown = self->start + bytes;
      *budget -= MIN (*budget, bytes);
      if (!full)
        break;
      self->start = self->shown;
      self->piece = NULL;
    }
  if (self->shown < limit)
    return FALSE;
  if (limit < length && !self->cut)
    {
      GtkLabel *more = new_label ("dim-label");

      self->cut = TRUE;
      gtk_label_set_text (more, _ ("This is only its beginning; the page Response has all of it."));
      gtk_box_append (self->pieces, GTK_WIDGET (more));
    }
  return TRUE;
}

gboolean
tap_part_view_update (TapPartView *self, const TapPart *part, gboolean ended, gsize *budget)
{
  g_return_val_if_fail (TAP_IS_PART_VIEW (self), TRUE);

  if (!gtk_widget_has_css_class (GTK_WIDGET (self), kinds[part->kind].style))
    gtk_widget_add_css_class (GTK_WIDGET (self), kinds[part->kind].style);
  show_title (self, part, ended);
  if (part->complete && !self->was_complete)
    format (self, part);
  self->was_complete = part->complete;
  return show_text (self, part, budget);
}

static void
tap_part_view_dispose (GObject *object)
{
  TapPartView *self = TAP_PART_VIEW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_part_view_parent_class)->dispose (object);
}

static void
tap_part_view_finalize (GObject *object)
{
  g_free (TAP_PART_VIEW (object)->formatted);
  G_OBJECT_CLASS (tap_part_view_parent_class)->finalize (object);
}

static void
tap_part_view_class_init (TapPartViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_part_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_part_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "part");
}

static void
tap_part_view_init (TapPartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (widget);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_widget_add_css_class (widget, "part");
  self->title = new_label ("part-title");
  gtk_widget_set_parent (GTK_WIDGET (self->title), widget);
  self->pieces = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_set_parent (GTK_WIDGET (self->pieces), widget);
}

TapPartView *
tap_part_view_new (void)
{
  return g_object_new (TAP_TYPE_PART_VIEW, NULL);
}
