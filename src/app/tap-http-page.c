/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-http-page.h"

#include <glib/gi18n-lib.h>

#include "tap-body-text.h"
#include "tap-body-view.h"
#include "tap-head-box.h"
#include "tap-utf8.h"

#define MAX_SHOWN (8 * 1024 * 1024) /* bytes of a body */

struct _TapHttpPage
{
  GtkWidget parent_instance;

  TapContentPart part;
  TapSession *session;     /* (nullable) */
  TapExchangeItem *item;   /* (nullable) */
  TapContent *content;     /* (nullable) borrowed */
  gulong item_changed;
  GCancellable *formatting; /* (nullable) */
  guint64 shown;           /* bytes of the body that are in the view, or on their way */

  GtkWidget *box;
  TapHeadBox *head;
  GtkLabel *note;
  TapBodyView *body;
  GtkWidget *search_entry;
  GtkWidget *as_sent;
  GtkWidget *spinner;
};

G_DEFINE_FINAL_TYPE (TapHttpPage, tap_http_page, GTK_TYPE_WIDGET)

typedef struct
{
  GBytes *body;
  gboolean as_sent;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_bytes_unref (work->body);
  g_free (work);
}

static void
format_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  gsize length;
  const char *bytes = g_bytes_get_data (work->body, &length);

  g_task_return_pointer (task,
                         tap_body_text_new (bytes != NULL ? bytes : "", length, work->as_sent),
                         (GDestroyNotify) tap_body_text_unref);
}

static void
formatted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TapHttpPage *self = TAP_HTTP_PAGE (source);
  g_autoptr (TapBodyText) text = g_task_propagate_pointer (G_TASK (result), NULL);

  if (text == NULL)
    return; /* cancelled: something else is shown */
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  tap_body_view_set_text (self->body, text);
}

static void
format (TapHttpPage *self)
{
  g_autoptr (GTask) task = NULL;
  Work *work = g_new0 (Work, 1);
  guint64 size = tap_content_get_size (self->content, self->part);

  if (self->formatting != NULL)
    g_cancellable_cancel (self->formatting);
  g_clear_object (&self->formatting);
  self->formatting = g_cancellable_new ();
  self->shown = size;
  work->body = tap_content_dup_bytes (self->content, self->part, 0, MAX_SHOWN);
  work->as_sent = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->as_sent));
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  task = g_task_new (self, self->formatting, formatted_cb, NULL);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, format_thread);
}

static void
show_note (TapHttpPage *self)
{
  g_autofree char *fault = tap_content_dup_fault (self->content, self->part);
  g_autofree char *size = g_format_size (tap_content_get_size (self->content, self->part));
  g_autofree char *text = NULL;

  if (fault != NULL)
    text = g_strdup_printf (_ ("%s · not decoded from some point on: %s"), size, fault);
  else if (self->shown > MAX_SHOWN)
    text = g_strdup_printf (_ ("%s · the first 8 MB are shown"), size);
  else
    text = g_strdup (self->shown > 0 ? size : _ ("no body"));
  gtk_label_set_text (self->note, text);
}

static void
show_head (TapHttpPage *self)
{
  TapTrace *trace = tap_session_lock (self->session);
  TapExchange *exchange
      = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  g_autoptr (GString) text = g_string_new (NULL);
  GBytes *head = NULL;

  if (exchange != NULL)
    head = self->part == TAP_CONTENT_REQUEST ? tap_exchange_get_request_head (exchange)
                                             : tap_exchange_get_response_head (exchange);
  if (head != NULL)
    {
      gsize length;
      const char *bytes = g_bytes_get_data (head, &length);

      tap_utf8_append_repaired (text, bytes != NULL ? bytes : "", length);
    }
  tap_session_unlock (self->session);

  /* A NUL would end it for the label; the CR of each line is not to be seen. */
  for (gsize i = text->len; i > 0; i--)
    {
      if (text->str[i - 1] == '\r')
        g_string_erase (text, (gssize) i - 1, 1);
      else if (text->str[i - 1] == '\0')
        text->str[i - 1] = ' ';
    }
  while (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);
  tap_head_box_set_text (self->head, text->len > 0 ? text->str : _ ("None came."));
}

void
tap_http_page_content_changed (TapHttpPage *self)
{
  guint64 size;

  g_return_if_fail (TAP_IS_HTTP_PAGE (self));

  if (self->content == NULL || self->item == NULL)
    return;
  /* While it grows, it is looked at again each time that it is a quarter longer. */
  size = tap_content_get_size (self->content, self->part);
  if (size != self->shown
      && (self->shown == 0 || tap_content_is_complete (self->content)
          || (size > self->shown + self->shown / 4 && self->shown < MAX_SHOWN)))
    format (self);
  show_note (self);
}

static void
as_sent_cb (TapHttpPage *self)
{
  if (self->content != NULL && self->item != NULL)
    format (self);
}

void
tap_http_page_show (TapHttpPage *self, TapSession *session, TapExchangeItem *item,
                    TapContent *content)
{
  g_return_if_fail (TAP_IS_HTTP_PAGE (self));

  if (self->item != NULL)
    g_clear_signal_handler (&self->item_changed, self->item);
  if (self->formatting != NULL)
    g_cancellable_cancel (self->formatting);
  g_clear_object (&self->formatting);
  g_set_object (&self->session, session);
  g_set_object (&self->item, item);
  self->content = content;
  self->shown = 0;
  tap_body_view_set_text (self->body, NULL);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  if (item == NULL || content == NULL)
    return;
  if (self->part == TAP_CONTENT_ANSWER)
    self->item_changed
        = g_signal_connect_swapped (item, "changed", G_CALLBACK (show_head), self);
  show_head (self);
  tap_http_page_content_changed (self);
}

static void
search_changed_cb (TapHttpPage *self)
{
  tap_body_view_search (self->body, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
find_next_cb (TapHttpPage *self)
{
  tap_body_view_find_next (self->body);
}

static void
find_previous_cb (TapHttpPage *self)
{
  tap_body_view_find_previous (self->body);
}

static void
find (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapHttpPage *self = TAP_HTTP_PAGE (widget);

  gtk_widget_grab_focus (self->search_entry);
}

static void
repair_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (TapBodyText) text = NULL;
  gsize length;
  const char *bytes = g_bytes_get_data (data, &length);

  text = tap_body_text_new (bytes != NULL ? bytes : "", length, TRUE);
  g_task_return_pointer (task, g_strdup (tap_body_text_get (text, NULL)), g_free);
}

static void
repaired_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), NULL);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (source)), text);
}

/* All of it and as it was sent, whatever the view shows. */
static void
copy_cb (TapHttpPage *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->content == NULL)
    return;
  task = g_task_new (self, NULL, repaired_cb, NULL);
  g_task_set_task_data (task, tap_content_dup_bytes (self->content, self->part, 0, G_MAXSIZE),
                        (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, repair_thread);
}

static void
tap_http_page_dispose (GObject *object)
{
  TapHttpPage *self = TAP_HTTP_PAGE (object);

  if (self->box != NULL)
    tap_http_page_show (self, NULL, NULL, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_http_page_parent_class)->dispose (object);
}

static void
tap_http_page_class_init (TapHttpPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_http_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "body.find", NULL, find);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_f, GDK_CONTROL_MASK,
                                       "body.find", NULL);
}

static GtkWidget *
new_button (GtkBox *box, const char *icon, const char *name, GCallback clicked, TapHttpPage *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (box, button);
  return button;
}

static GtkWidget *
make_tools (TapHttpPage *self)
{
  GtkBox *tools = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));

  gtk_widget_add_css_class (GTK_WIDGET (tools), "page-tools");
  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->note, 0);
  gtk_label_set_ellipsize (self->note, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->note), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "caption");
  gtk_box_append (tools, GTK_WIDGET (self->note));
  self->spinner = gtk_spinner_new ();
  gtk_box_append (tools, self->spinner);

  self->search_entry = gtk_search_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->search_entry), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->search_entry), 24);
  gtk_widget_add_css_class (self->search_entry, "small");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search the Body"), -1);
  g_object_set (self->search_entry, "placeholder-text", _ ("Search the body"), NULL);
  g_signal_connect_swapped (self->search_entry, "search-changed", G_CALLBACK (search_changed_cb),
                            self);
  g_signal_connect_swapped (self->search_entry, "activate", G_CALLBACK (find_next_cb), self);
  g_signal_connect_swapped (self->search_entry, "next-match", G_CALLBACK (find_next_cb), self);
  g_signal_connect_swapped (self->search_entry, "previous-match", G_CALLBACK (find_previous_cb),
                            self);
  gtk_box_append (tools, self->search_entry);
  new_button (tools, "go-up-symbolic", _ ("Previous Match"), G_CALLBACK (find_previous_cb), self);
  new_button (tools, "go-down-symbolic", _ ("Next Match"), G_CALLBACK (find_next_cb), self);
  new_button (tools, "edit-copy-symbolic", _ ("Copy Body"), G_CALLBACK (copy_cb), self);

  self->as_sent = gtk_toggle_button_new_with_label (_ ("As Sent"));
  gtk_widget_add_css_class (self->as_sent, "flat");
  gtk_widget_add_css_class (self->as_sent, "small");
  gtk_widget_set_tooltip_text (self->as_sent, _ ("Do not format the body"));
  g_signal_connect_swapped (self->as_sent, "toggled", G_CALLBACK (as_sent_cb), self);
  gtk_box_append (tools, self->as_sent);
  return GTK_WIDGET (tools);
}

static void
tap_http_page_init (TapHttpPage *self)
{
}

GtkWidget *
tap_http_page_new (TapContentPart part)
{
  TapHttpPage *self = g_object_new (TAP_TYPE_HTTP_PAGE, NULL);

  self->part = part;
  self->head = TAP_HEAD_BOX (tap_head_box_new ());
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->head));
  gtk_box_append (GTK_BOX (self->box), make_tools (self));
  self->body = TAP_BODY_VIEW (tap_body_view_new (
      part == TAP_CONTENT_REQUEST ? _ ("Body of the request") : _ ("Body of the answer")));
  gtk_widget_set_vexpand (GTK_WIDGET (self->body), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->body));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
