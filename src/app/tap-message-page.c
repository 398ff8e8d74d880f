/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-message-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-message.h"
#include "tap-part-text.h"
#include "tap-splitter.h"
#include "tap-summary.h"

/* The work of one idle moment, so that it takes some ms at most: bytes of the body, and bytes of
 * text that are shown, as which each part counts for some more. */
#define CHUNK (64 * 1024)
#define SHOWN (16 * 1024)
#define SHOWN_PART 512
#define MAX_BODY (16 * 1024 * 1024)
#define MAX_PARTS 500

struct _TapMessagePage
{
  GtkWidget parent_instance;

  TapSession *session;     /* (nullable) */
  TapExchangeItem *item;   /* (nullable) */
  TapContent *content;     /* (nullable) borrowed */
  const TapGrammar *grammar; /* (nullable) */
  TapMessage *message;     /* (nullable) */
  TapSplitter splitter;
  gboolean is_stream;
  guint64 read;            /* bytes of the answer that were taken in */
  gboolean taken;          /* all of a body that is no stream */
  guint idle;

  GtkWidget *scroller;
  TapMessageText *text;
  GPtrArray *parts;        /* of TapPartText, in the order of the parts */
  guint settled;           /* so many of them show all of parts that do not change any more */
  TapTextBlock *broken;    /* (nullable) it says that the answer broke off */
  char *head;              /* what stands above the parts */
  char *tail;              /* and below */
};

G_DEFINE_FINAL_TYPE (TapMessagePage, tap_message_page, GTK_TYPE_WIDGET)

/* Outside of the parts; @said: what was said there before. */
static void
say (TapMessagePage *self, TapTextBlock *block, char **said, const char *text)
{
  if (g_strcmp0 (*said, text) == 0)
    return;
  g_free (*said);
  *said = g_strdup (text);
  tap_text_blocks_set (tap_message_text_get_blocks (self->text), block, text,
                       tap_message_text_get_tag (self->text, TAP_STYLE_FAINT));
}

static void
say_tail (TapMessagePage *self, const char *text)
{
  say (self, tap_text_blocks_get_tail (tap_message_text_get_blocks (self->text)), &self->tail,
       text);
}

static void
append_count (GString *out, const char *what, gint64 count)
{
  if (count < 0)
    return;
  if (out->len > 0)
    g_string_append (out, " · ");
  g_string_append_printf (out, "%s %" G_GINT64_FORMAT, what, count);
}

static char *
dup_summary (const TapMessage *message)
{
  g_autofree char *model = tap_summary_clean (tap_message_get_model (message));
  g_autofree char *reason = tap_summary_clean (tap_message_get_stop_reason (message));
  GString *out = g_string_new (model);

  if (reason != NULL)
    g_string_append_printf (out, _ ("%sstop reason %s"), out->len > 0 ? " · " : "", reason);
  append_count (out, _ ("input tokens"), tap_message_get_input_tokens (message));
  append_count (out, _ ("from the cache"), tap_message_get_cached_tokens (message));
  append_count (out, _ ("output tokens"), tap_message_get_output_tokens (message));
  return g_string_free (out, FALSE);
}

static gboolean
has_ended (TapMessagePage *self)
{
  return tap_exchange_item_get_facts (self->item)->state == TAP_EXCHANGE_ENDED;
}

static void read_more (gpointer user_data);

/* What the next part stands behind. */
static TapTextBlock *
get_last (TapMessagePage *self)
{
  if (self->parts->len == 0)
    return tap_text_blocks_get_head (tap_message_text_get_blocks (self->text));
  return tap_part_text_get_last (g_ptr_array_index (self->parts, self->parts->len - 1));
}

/* The parts, as many as one moment has room for; FALSE: there is more to show. */
static gboolean
show_parts (TapMessagePage *self, gboolean over)
{
  guint count = MIN (tap_message_count (self->message), MAX_PARTS);
  gsize budget = SHOWN;

  for (guint i = self->settled; i < count; i++)
    {
      const TapPart *part = tap_message_get (self->message, i);

      if (i == self->parts->len)
        {
          if (budget < SHOWN_PART)
            return FALSE;
          budget -= SHOWN_PART;
          g_ptr_array_add (self->parts,
                           tap_part_text_new (self->text, get_last (self), part, read_more, self));
        }
      if (!tap_part_text_update (g_ptr_array_index (self->parts, i), over, &budget))
        return FALSE;
      if (i == self->settled && part->complete)
        self->settled++;
    }
  return TRUE;
}

static void
show_broken (TapMessagePage *self)
{
  TapTextBlocks *blocks = tap_message_text_get_blocks (self->text);
  const char *text = _ ("It broke off here: the event that ends a message did not come.");
  GtkTextTag *tag = tap_message_text_get_tag (self->text, TAP_STYLE_BESIDE);

  if (self->broken != NULL)
    return;
  self->broken = tap_text_blocks_add (blocks, get_last (self));
  tap_message_text_append_child (self->text, self->broken,
                                 gtk_image_new_from_icon_name ("dialog-warning-symbolic"),
                                 TAP_STYLE_SAID);
  tap_text_blocks_append (blocks, self->broken, "  ", 2, tag);
  tap_text_blocks_append (blocks, self->broken, text, strlen (text), tag);
  tap_message_text_set_card (self->text, self->broken, self->broken, TAP_PART_ERROR);
}

/* What stands below the parts. @over: all of the answer was taken in, and no more will come. */
static void
show_rest (TapMessagePage *self, gboolean over)
{
  guint count = tap_message_count (self->message);
  gboolean capped = self->read >= MAX_BODY;

  if (over && self->read > 0 && self->is_stream && self->grammar != NULL
      && !tap_message_is_complete (self->message))
    show_broken (self);
  if (count > MAX_PARTS)
    {
      g_autofree char *text = g_strdup_printf (_ ("%u more parts are not shown here."),
                                               count - MAX_PARTS);

      say_tail (self, text);
    }
  else if (capped)
    say_tail (self, _ ("Of so long an answer only the first 16 MB are shown here."));
  else if (!has_ended (self))
    say_tail (self, tap_exchange_item_get_facts (self->item)->unrecorded
                      ? _ ("… not recorded from here")
                      : _ ("… still coming"));
  else if (over && self->read == 0)
    say_tail (self, _ ("There was no answer."));
  else
    say_tail (self, "");
}

static void
take_stream (TapMessagePage *self, const guint8 *bytes, gsize length)
{
  TapSseBlock block;

  tap_splitter_push (&self->splitter, bytes, length, 0);
  while (tap_splitter_pull (&self->splitter, &block))
    {
      if (block.number > 0)
        tap_message_feed (self->message, block.number, block.data, block.data_length);
    }
}

/* Takes in what came, as much as one moment has room for; FALSE: there is more. */
static gboolean
read_stream (TapMessagePage *self)
{
  guint64 size = MIN (tap_content_get_size (self->content, TAP_CONTENT_ANSWER), MAX_BODY);
  g_autoptr (GBytes) bytes
      = tap_content_dup_bytes (self->content, TAP_CONTENT_ANSWER, self->read,
                               (gsize) MIN (CHUNK, size - self->read));
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length > 0)
    take_stream (self, data, length);
  self->read += length;
  return length == 0 || self->read >= size;
}

static void
read_body (TapMessagePage *self)
{
  g_autoptr (GBytes) bytes = tap_content_dup_bytes (self->content, TAP_CONTENT_ANSWER, 0, MAX_BODY);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  self->read = length;
  self->taken = TRUE;
  if (length > 0)
    tap_message_feed_body (self->message, data, length);
}

static gboolean
read_cb (gpointer user_data)
{
  TapMessagePage *self = user_data;
  gboolean complete = tap_content_is_complete (self->content);
  gboolean over;
  g_autofree char *summary = NULL;

  if (self->is_stream && !read_stream (self))
    return G_SOURCE_CONTINUE;
  if (!self->is_stream && complete && !self->taken)
    read_body (self);
  summary = dup_summary (self->message);
  say (self, tap_text_blocks_get_head (tap_message_text_get_blocks (self->text)), &self->head,
       summary);
  over = complete && has_ended (self) && self->read < MAX_BODY;
  if (!show_parts (self, over))
    return G_SOURCE_CONTINUE;
  show_rest (self, over);
  self->idle = 0;
  return G_SOURCE_REMOVE;
}

/* What is shown is let go of before the message is. */
static void
forget (TapMessagePage *self)
{
  g_clear_handle_id (&self->idle, g_source_remove);
  tap_message_text_clear (self->text);
  g_ptr_array_set_size (self->parts, 0);
  g_clear_pointer (&self->message, tap_message_free);
  tap_splitter_clear (&self->splitter);
  g_clear_pointer (&self->head, g_free);
  g_clear_pointer (&self->tail, g_free);
  self->broken = NULL;
  self->settled = 0;
  self->read = 0;
  self->taken = FALSE;
}

/* What kind of answer it is may be known only when its first event came: then all begins anew. */
static void
begin (TapMessagePage *self)
{
  TapTrace *trace = tap_session_lock (self->session);
  TapExchange *exchange
      = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  const TapGrammar *grammar = exchange != NULL ? tap_exchange_get_grammar (exchange) : NULL;
  gboolean is_stream = exchange != NULL && tap_exchange_count_blocks (exchange) > 0;

  tap_session_unlock (self->session);
  if (self->message != NULL && grammar == self->grammar && is_stream == self->is_stream)
    return;
  forget (self);
  self->grammar = grammar;
  self->is_stream = is_stream;
  self->message = tap_message_new (grammar);
}

static void
read_more (gpointer user_data)
{
  TapMessagePage *self = user_data;

  self->settled = 0;
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, read_cb, self, NULL);
}

/* Nothing is done while nobody looks. */
void
tap_message_page_content_changed (TapMessagePage *self)
{
  g_return_if_fail (TAP_IS_MESSAGE_PAGE (self));

  if (self->item == NULL || self->content == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  begin (self);
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, read_cb, self, NULL);
}

void
tap_message_page_show (TapMessagePage *self, TapSession *session, TapExchangeItem *item,
                       TapContent *content)
{
  g_return_if_fail (TAP_IS_MESSAGE_PAGE (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  forget (self);
  g_set_object (&self->session, session);
  g_set_object (&self->item, item);
  self->content = content;
  if (item == NULL || content == NULL)
    return;
  /* Its end is told by the session, perhaps behind the last of its bytes. */
  g_signal_connect_swapped (item, "changed", G_CALLBACK (tap_message_page_content_changed), self);
  tap_message_page_content_changed (self);
}

static void
tap_message_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tap_message_page_parent_class)->map (widget);
  tap_message_page_content_changed (TAP_MESSAGE_PAGE (widget));
}

static void
tap_message_page_dispose (GObject *object)
{
  TapMessagePage *self = TAP_MESSAGE_PAGE (object);

  if (self->scroller != NULL)
    tap_message_page_show (self, NULL, NULL, NULL);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  G_OBJECT_CLASS (tap_message_page_parent_class)->dispose (object);
}

static void
tap_message_page_class_init (TapMessagePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_message_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = tap_message_page_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tap_message_page_init (TapMessagePage *self)
{
  GtkWidget *clamp = adw_clamp_scrollable_new ();

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_part_text_free);
  self->text = TAP_MESSAGE_TEXT (tap_message_text_new ());
  adw_clamp_scrollable_set_maximum_size (ADW_CLAMP_SCROLLABLE (clamp), 900);
  adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (clamp), GTK_WIDGET (self->text));
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
tap_message_page_new (void)
{
  return g_object_new (TAP_TYPE_MESSAGE_PAGE, NULL);
}
