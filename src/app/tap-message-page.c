/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-message-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tap-json-text.h"
#include "tap-message.h"
#include "tap-sse.h"

#define CHUNK (64 * 1024) /* bytes of the body for one idle moment */
#define MAX_BODY (16 * 1024 * 1024)
#define MAX_SHOWN (200 * 1024) /* bytes of a part */

struct _TapMessagePage
{
  GtkWidget parent_instance;

  TapSession *session;     /* (nullable) */
  TapExchangeItem *item;   /* (nullable) */
  TapContent *content;     /* (nullable) borrowed */
  TapMessage *message;     /* (nullable) */
  TapSse sse;
  gboolean is_stream;
  guint64 read;            /* bytes of the answer that were taken in */
  gboolean finished;
  guint idle;

  GtkWidget *scroller;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (TapMessagePage, tap_message_page, GTK_TYPE_WIDGET)

static GtkWidget *
new_text (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  if (strlen (text) > MAX_SHOWN)
    {
      const char *end = g_utf8_find_prev_char (text, text + MAX_SHOWN);
      g_autofree char *cut = g_strndup (text, (gsize) (end - text));
      g_autofree char *shown = g_strdup_printf (_ ("%s… (the rest is in Response)"), cut);

      gtk_label_set_text (GTK_LABEL (label), shown);
    }
  else
    {
      gtk_label_set_text (GTK_LABEL (label), text);
    }
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

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
dup_title (const TapPart *part)
{
  GString *title = g_string_new (_ (kinds[part->kind].title));

  if (part->name != NULL)
    g_string_append_printf (title, " · %s", part->name);
  if (part->first_event > 0 && part->first_event != part->last_event)
    g_string_append_printf (title, _ (" · events %u–%u"), part->first_event, part->last_event);
  else if (part->first_event > 0)
    g_string_append_printf (title, _ (" · event %u"), part->first_event);
  return g_string_free (title, FALSE);
}

static GtkWidget *
new_part (const TapPart *part)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *title = dup_title (part);
  g_autofree char *formatted
      = kinds[part->kind].code ? tap_json_text_format (part->text->str, part->text->len) : NULL;

  gtk_widget_add_css_class (box, "part");
  gtk_widget_add_css_class (box, kinds[part->kind].style);
  gtk_box_append (GTK_BOX (box), new_text (title, "part-title"));
  if (part->text->len > 0)
    gtk_box_append (GTK_BOX (box), new_text (formatted != NULL ? formatted : part->text->str,
                                             kinds[part->kind].code ? "monospace" : NULL));
  return box;
}

static GtkWidget *
new_broken_off (const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (box, "part");
  gtk_widget_add_css_class (box, "part-broken");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), new_text (text, NULL));
  return box;
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
  const char *model = tap_message_get_model (message);
  const char *reason = tap_message_get_stop_reason (message);
  GString *out = g_string_new (model);

  if (reason != NULL)
    g_string_append_printf (out, _ ("%sstop reason %s"), out->len > 0 ? " · " : "", reason);
  append_count (out, _ ("input tokens"), tap_message_get_input_tokens (message));
  append_count (out, _ ("from the cache"), tap_message_get_cached_tokens (message));
  append_count (out, _ ("output tokens"), tap_message_get_output_tokens (message));
  return g_string_free (out, FALSE);
}

static void
empty_list (TapMessagePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
}

static void
show_message (TapMessagePage *self)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self->item);
  g_autofree char *summary = dup_summary (self->message);
  guint count = tap_message_count (self->message);

  empty_list (self);
  if (*summary != '\0')
    gtk_box_append (GTK_BOX (self->list), new_text (summary, "dim-label"));
  for (guint i = 0; i < count; i++)
    gtk_box_append (GTK_BOX (self->list), new_part (tap_message_get (self->message, i)));
  if (self->read == 0 && facts->state == TAP_EXCHANGE_ENDED)
    gtk_box_append (GTK_BOX (self->list), new_text (_ ("There was no answer."), "dim-label"));
  else if (facts->state != TAP_EXCHANGE_ENDED)
    gtk_box_append (GTK_BOX (self->list), new_text (_ ("… still coming"), "dim-label"));
  else if (self->is_stream && !tap_message_is_complete (self->message) && self->read > 0)
    gtk_box_append (GTK_BOX (self->list),
                    new_broken_off (_ ("It broke off here: the event that ends a message did "
                                       "not come.")));
}

static void
take_stream (TapMessagePage *self, const guint8 *bytes, gsize length)
{
  TapSseBlock block;

  tap_sse_push (&self->sse, bytes, length, 0);
  while (tap_sse_pull (&self->sse, &block))
    {
      if (block.number > 0)
        tap_message_feed (self->message, block.number, block.data, block.data_length);
    }
}

static gboolean
read_cb (gpointer user_data)
{
  TapMessagePage *self = user_data;
  guint64 size = MIN (tap_content_get_size (self->content, TAP_CONTENT_ANSWER), MAX_BODY);
  gboolean complete = tap_content_is_complete (self->content);

  if (self->is_stream && self->read < size)
    {
      g_autoptr (GBytes) bytes
          = tap_content_dup_bytes (self->content, TAP_CONTENT_ANSWER, self->read,
                                   (gsize) MIN (CHUNK, size - self->read));
      gsize length;
      const guint8 *data = g_bytes_get_data (bytes, &length);

      take_stream (self, data, length);
      self->read += length;
      if (self->read < size)
        return G_SOURCE_CONTINUE;
    }
  else if (!self->is_stream && complete && !self->finished)
    {
      g_autoptr (GBytes) bytes
          = tap_content_dup_bytes (self->content, TAP_CONTENT_ANSWER, 0, MAX_BODY);
      gsize length;
      const char *data = g_bytes_get_data (bytes, &length);

      self->read = length;
      self->finished = TRUE;
      if (length > 0)
        tap_message_feed_body (self->message, data, length);
    }
  self->idle = 0;
  show_message (self);
  return G_SOURCE_REMOVE;
}

void
tap_message_page_content_changed (TapMessagePage *self)
{
  g_return_if_fail (TAP_IS_MESSAGE_PAGE (self));

  if (self->message != NULL && self->content != NULL && self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, read_cb, self, NULL);
}

static void
begin (TapMessagePage *self)
{
  TapTrace *trace = tap_session_lock (self->session);
  TapExchange *exchange
      = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  const TapGrammar *grammar = exchange != NULL ? tap_exchange_get_grammar (exchange) : NULL;

  self->is_stream = exchange != NULL && tap_exchange_count_blocks (exchange) > 0;
  tap_session_unlock (self->session);
  self->message = tap_message_new (grammar);
}

void
tap_message_page_show (TapMessagePage *self, TapSession *session, TapExchangeItem *item,
                       TapContent *content)
{
  g_return_if_fail (TAP_IS_MESSAGE_PAGE (self));

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->message, tap_message_free);
  tap_sse_clear (&self->sse);
  empty_list (self);
  g_set_object (&self->session, session);
  g_set_object (&self->item, item);
  self->content = content;
  self->read = 0;
  self->finished = FALSE;
  if (item == NULL || content == NULL)
    return;
  begin (self);
  tap_message_page_content_changed (self);
}

static void
tap_message_page_dispose (GObject *object)
{
  TapMessagePage *self = TAP_MESSAGE_PAGE (object);

  if (self->scroller != NULL)
    tap_message_page_show (self, NULL, NULL, NULL);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_message_page_parent_class)->dispose (object);
}

static void
tap_message_page_class_init (TapMessagePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_message_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tap_message_page_init (TapMessagePage *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_add_css_class (self->list, "message");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 900);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->list);
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
