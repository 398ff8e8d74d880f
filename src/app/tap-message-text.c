/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-message-text.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* px */
#define MARGIN 12
#define BAR 3
#define PADDING 8
#define INDENT (MARGIN + BAR + 12)
#define GAP 10
#define RISE 5 /* so that a title stands in the middle of the button beside it */
#define RISE_BESIDE 3
#define ABOVE_CARD (PADDING + GAP + PADDING)

typedef struct
{
  TapTextBlock *first;
  TapTextBlock *last;
  TapPartKind kind;
} Card;

struct _TapMessageText
{
  GtkTextView parent_instance;

  TapTextBlocks *blocks;
  GtkTextTag *tags[TAP_N_STYLES];
  GArray *cards;
  GdkRGBA colour;      /* of the text, for which the tags are made */
  gboolean contrast;
};

G_DEFINE_FINAL_TYPE (TapMessageText, tap_message_text, GTK_TYPE_TEXT_VIEW)

static const struct
{
  float strength; /* of its colour; 0: all of it */
  int above;      /* px */
  gboolean outside;
} styles[TAP_N_STYLES] = {
  [TAP_STYLE_THINKING] = { .strength = 0.75f },
  [TAP_STYLE_TITLE] = { .strength = 0.7f, .above = ABOVE_CARD },
  [TAP_STYLE_SAID] = { .above = ABOVE_CARD },
  [TAP_STYLE_FAINT] = { .strength = 0.55f, .above = PADDING + GAP, .outside = TRUE },
};

/* Names of libadwaita's palette; NULL: the text's own colour. */
static const struct
{
  const char *bar;
  const char *ground;
} colours[] = {
  [TAP_PART_TEXT] = { "green_4", NULL },
  [TAP_PART_THINKING] = { "purple_3", NULL },
  [TAP_PART_TOOL_CALL] = { "orange_3", NULL },
  [TAP_PART_TOOL_RESULT] = { "orange_3", NULL },
  [TAP_PART_ERROR] = { "red_3", "error_bg_color" },
  [TAP_PART_OTHER] = { NULL, NULL },
};

static GdkRGBA
get_colour (TapMessageText *self, const char *name, float strength, float strength_of_own)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour;

  if (name == NULL || !gtk_style_context_lookup_color (context, name, &colour))
    {
      gtk_style_context_get_color (context, &colour);
      strength = strength_of_own;
    }
  colour.alpha *= strength;
  return colour;
}

static gboolean
is_high_contrast (void)
{
  return adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
}

static void
draw_card (TapMessageText *self, GtkSnapshot *snapshot, const Card *card, const GdkRectangle *seen)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  gboolean contrast = is_high_contrast ();
  GdkRGBA bar = get_colour (self, colours[card->kind].bar, 1, contrast ? 0.6f : 0.2f);
  GdkRGBA ground = get_colour (self, colours[card->kind].ground, contrast ? 0.2f : 0.1f,
                               contrast ? 0.1f : 0.03f);
  graphene_rect_t bounds;
  GskRoundedRect rounded;
  GtkTextIter start;
  GtkTextIter end;
  GtkTextIter unused;
  int top;
  int bottom;
  int height;

  tap_text_blocks_get_bounds (self->blocks, card->first, &start, &unused);
  tap_text_blocks_get_bounds (self->blocks, card->last, &unused, &end);
  gtk_text_view_get_line_yrange (view, &start, &top, NULL);
  gtk_text_view_get_line_yrange (view, &end, &bottom, &height);
  top += ABOVE_CARD - PADDING;
  bottom += height + PADDING;
  if (bottom < seen->y || top > seen->y + seen->height)
    return;
  graphene_rect_init (&bounds, MARGIN, (float) top, (float) MAX (seen->width - 2 * MARGIN, 1),
                      (float) (bottom - top));
  gsk_rounded_rect_init_from_rect (&rounded, &bounds, PADDING);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &ground, &bounds);
  bounds.size.width = BAR;
  gtk_snapshot_append_color (snapshot, &bar, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
tap_message_text_snapshot_layer (GtkTextView *view, GtkTextViewLayer layer, GtkSnapshot *snapshot)
{
  TapMessageText *self = TAP_MESSAGE_TEXT (view);
  GdkRectangle seen;

  if (layer != GTK_TEXT_VIEW_LAYER_BELOW_TEXT)
    return;
  gtk_text_view_get_visible_rect (view, &seen);
  for (guint i = 0; i < self->cards->len; i++)
    draw_card (self, snapshot, &g_array_index (self->cards, Card, i), &seen);
}

/* A tag that is changed has all of the text laid out anew, so it is not for nothing. */
static void
follow_style (TapMessageText *self)
{
  gboolean contrast = is_high_contrast ();
  GdkRGBA colour = get_colour (self, NULL, 0, 1);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (gdk_rgba_equal (&colour, &self->colour) && contrast == self->contrast)
    return;
  self->colour = colour;
  self->contrast = contrast;
  for (guint i = 0; i < TAP_N_STYLES; i++)
    {
      GdkRGBA faint = get_colour (self, NULL, 0, contrast ? 1 : styles[i].strength);

      if (styles[i].strength > 0)
        g_object_set (self->tags[i], "foreground-rgba", &faint, NULL);
    }
}

static void
tap_message_text_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tap_message_text_parent_class)->css_changed (widget, change);
  follow_style (TAP_MESSAGE_TEXT (widget));
}

static void
tap_message_text_copy_clipboard (GtkTextView *view)
{
  TapMessageText *self = TAP_MESSAGE_TEXT (view);
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  if (!gtk_text_buffer_get_selection_bounds (gtk_text_view_get_buffer (view), &start, &end))
    return;
  text = tap_text_blocks_dup_text (self->blocks, &start, &end);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
tap_message_text_finalize (GObject *object)
{
  TapMessageText *self = TAP_MESSAGE_TEXT (object);

  tap_text_blocks_free (self->blocks);
  g_array_unref (self->cards);
  G_OBJECT_CLASS (tap_message_text_parent_class)->finalize (object);
}

static void
tap_message_text_class_init (TapMessageTextClass *klass)
{
  GtkTextViewClass *view_class = GTK_TEXT_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tap_message_text_finalize;
  GTK_WIDGET_CLASS (klass)->css_changed = tap_message_text_css_changed;
  view_class->snapshot_layer = tap_message_text_snapshot_layer;
  view_class->copy_clipboard = tap_message_text_copy_clipboard;
}

static void
make_tags (TapMessageText *self, GtkTextBuffer *buffer)
{
  for (guint i = 0; i < TAP_N_STYLES; i++)
    {
      self->tags[i] = gtk_text_buffer_create_tag (buffer, NULL, NULL);
      if (styles[i].above > 0)
        g_object_set (self->tags[i], "pixels-above-lines", styles[i].above, NULL);
      if (styles[i].outside)
        g_object_set (self->tags[i], "left-margin", MARGIN, NULL);
    }
  g_object_set (self->tags[TAP_STYLE_CODE], "family", "Monospace", NULL);
  g_object_set (self->tags[TAP_STYLE_BESIDE], "rise", RISE_BESIDE * PANGO_SCALE, NULL);
  g_object_set (self->tags[TAP_STYLE_TITLE], "weight", PANGO_WEIGHT_BOLD, "scale", 0.85,
                "pixels-below-lines", 4, "rise", RISE * PANGO_SCALE, NULL);
}

static void
tap_message_text_init (TapMessageText *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  self->cards = g_array_new (FALSE, FALSE, sizeof (Card));
  make_tags (self, buffer);
  self->blocks = tap_text_blocks_new (buffer);
  gtk_text_view_set_editable (view, FALSE);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (view, INDENT);
  gtk_text_view_set_right_margin (view, 2 * MARGIN);
  gtk_text_view_set_bottom_margin (view, MARGIN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "message");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Message"), -1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (follow_style), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tap_message_text_new (void)
{
  return g_object_new (TAP_TYPE_MESSAGE_TEXT, NULL);
}

TapTextBlocks *
tap_message_text_get_blocks (TapMessageText *self)
{
  return self->blocks;
}

GtkTextTag *
tap_message_text_get_tag (TapMessageText *self, TapTextStyle style)
{
  return self->tags[style];
}

void
tap_message_text_remove_card (TapMessageText *self, TapTextBlock *first)
{
  for (guint i = self->cards->len; i > 0; i--)
    {
      if (g_array_index (self->cards, Card, i - 1).first == first)
        g_array_remove_index (self->cards, i - 1);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tap_message_text_set_card (TapMessageText *self, TapTextBlock *first, TapTextBlock *last,
                           TapPartKind kind)
{
  Card card = { first, last, kind };

  tap_message_text_remove_card (self, first);
  g_array_append_val (self->cards, card);
}

void
tap_message_text_append_child (TapMessageText *self, TapTextBlock *block, GtkWidget *child,
                               TapTextStyle style)
{
  GtkTextChildAnchor *anchor
      = tap_text_blocks_append_anchor (self->blocks, block, self->tags[style]);

  gtk_text_view_add_child_at_anchor (GTK_TEXT_VIEW (self), child, anchor);
}

void
tap_message_text_clear (TapMessageText *self)
{
  g_array_set_size (self->cards, 0);
  tap_text_blocks_clear (self->blocks);
}
