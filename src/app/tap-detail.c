/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-detail.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-curl.h"
#include "tap-connection-page.h"
#include "tap-copy.h"
#include "tap-events-page.h"
#include "tap-findings-bar.h"
#include "tap-http-page.h"
#include "tap-message-page.h"
#include "tap-raw-page.h"

#define KEY_HINT_S 5   /* longer than what only tells that it is done */
#define NARROW 700     /* px */
#define TAB_MARGIN 24  /* px: of the tab beside it something is to be seen */

typedef enum
{
  PAGE_EVENTS,
  PAGE_MESSAGE,
  PAGE_REQUEST,
  PAGE_RESPONSE,
  PAGE_RAW,
  PAGE_CONNECTION,
  N_PAGES,
} Page;

static const struct
{
  const char *name;
  const char *title;
} pages[N_PAGES] = {
  [PAGE_EVENTS] = { "events", N_ ("Events") },
  [PAGE_MESSAGE] = { "message", N_ ("Message") },
  [PAGE_REQUEST] = { "request", N_ ("Request") },
  [PAGE_RESPONSE] = { "response", N_ ("Response") },
  [PAGE_RAW] = { "raw", N_ ("Raw Bytes") },
  [PAGE_CONNECTION] = { "connection", N_ ("Connection") },
};

struct _TapDetail
{
  GtkWidget parent_instance;

  TapSelection *selection;
  TapSession *session;      /* (nullable) */
  TapExchangeItem *item;    /* (nullable) what is shown */
  TapContent *content;      /* (nullable) its bytes */
  gboolean stale[N_PAGES];  /* to be filled when it is looked at */
  gboolean narrow;
  guint rearrange;          /* source */
  guint scroll;             /* source */

  GtkWidget *box;
  GtkStack *outer;          /* "nothing" or "exchange" */
  gulong session_changed;
  TapFindingsBar *findings;
  GtkWidget *tabs[N_PAGES];
  GtkAdjustment *tabs_place;
  GtkWidget *open_all;
  GtkStack *stack;
  GtkWidget *widgets[N_PAGES];
};

G_DEFINE_FINAL_TYPE (TapDetail, tap_detail, GTK_TYPE_WIDGET)

static Page
get_page (TapDetail *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  for (guint i = 0; i < N_PAGES; i++)
    {
      if (g_strcmp0 (name, pages[i].name) == 0)
        return i;
    }
  return PAGE_EVENTS;
}

/* Fills the page that is looked at; the others wait until they are. */
static void
fill (TapDetail *self)
{
  Page page = get_page (self);

  if (!self->stale[page])
    return;
  self->stale[page] = FALSE;
  switch (page)
    {
    case PAGE_EVENTS:
      tap_events_page_show (TAP_EVENTS_PAGE (self->widgets[page]), self->session, self->item,
                            self->content);
      break;

    case PAGE_MESSAGE:
      tap_message_page_show (TAP_MESSAGE_PAGE (self->widgets[page]), self->session, self->item,
                             self->content);
      break;

    case PAGE_REQUEST:
    case PAGE_RESPONSE:
      tap_http_page_show (TAP_HTTP_PAGE (self->widgets[page]), self->session, self->item,
                          self->content);
      break;

    case PAGE_RAW:
      tap_raw_page_show (TAP_RAW_PAGE (self->widgets[page]), self->item, self->content);
      break;

    case PAGE_CONNECTION:
      tap_connection_page_show (TAP_CONNECTION_PAGE (self->widgets[page]), self->session,
                                self->item, self->content);
      break;

    case N_PAGES:
    default:
      break;
    }
}

static void
content_changed_cb (gpointer user_data)
{
  TapDetail *self = user_data;

  tap_events_page_content_changed (TAP_EVENTS_PAGE (self->widgets[PAGE_EVENTS]));
  tap_message_page_content_changed (TAP_MESSAGE_PAGE (self->widgets[PAGE_MESSAGE]));
  tap_http_page_content_changed (TAP_HTTP_PAGE (self->widgets[PAGE_REQUEST]));
  tap_http_page_content_changed (TAP_HTTP_PAGE (self->widgets[PAGE_RESPONSE]));
  tap_raw_page_content_changed (TAP_RAW_PAGE (self->widgets[PAGE_RAW]));
  tap_connection_page_content_changed (TAP_CONNECTION_PAGE (self->widgets[PAGE_CONNECTION]));
}

/* Pages let go of the content before it goes. */
static void
empty_pages (TapDetail *self)
{
  tap_events_page_show (TAP_EVENTS_PAGE (self->widgets[PAGE_EVENTS]), NULL, NULL, NULL);
  tap_message_page_show (TAP_MESSAGE_PAGE (self->widgets[PAGE_MESSAGE]), NULL, NULL, NULL);
  tap_http_page_show (TAP_HTTP_PAGE (self->widgets[PAGE_REQUEST]), NULL, NULL, NULL);
  tap_http_page_show (TAP_HTTP_PAGE (self->widgets[PAGE_RESPONSE]), NULL, NULL, NULL);
  tap_raw_page_show (TAP_RAW_PAGE (self->widgets[PAGE_RAW]), NULL, NULL);
  tap_connection_page_show (TAP_CONNECTION_PAGE (self->widgets[PAGE_CONNECTION]), NULL, NULL,
                            NULL);
}

static void
show_item (TapDetail *self, TapExchangeItem *item)
{
  g_autoptr (GError) error = NULL;

  if (self->item == item)
    return;
  empty_pages (self);
  g_clear_pointer (&self->content, tap_content_free);
  g_set_object (&self->item, item);
  if (item != NULL && self->session != NULL)
    {
      self->content = tap_session_open_content (self->session,
                                                tap_exchange_item_get_facts (item)->id,
                                                content_changed_cb, self, &error);
      if (self->content == NULL)
        tap_copy_say (GTK_WIDGET (self), error->message);
    }
  tap_findings_bar_show (self->findings, self->session, item);
  gtk_stack_set_visible_child_name (self->outer, item != NULL ? "exchange" : "nothing");
  for (guint i = 0; i < N_PAGES; i++)
    self->stale[i] = item != NULL;
  fill (self);
}

/* The engine ended: what has no end will get none. */
static void
session_changed_cb (TapDetail *self, TapSession *session)
{
  if (self->content != NULL && session == self->session && !tap_session_get_live (session))
    tap_content_finish (self->content);
}

static void
selection_cb (TapDetail *self)
{
  show_item (self, tap_selection_get_item (self->selection));
}

void
tap_detail_set_session (TapDetail *self, TapSession *session)
{
  g_return_if_fail (TAP_IS_DETAIL (self));

  show_item (self, NULL);
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_clear_signal_handler (&self->session_changed, self->session);
  g_set_object (&self->session, session);
  if (session != NULL)
    self->session_changed = g_signal_connect_object (session, "changed",
                                                     G_CALLBACK (session_changed_cb), self,
                                                     G_CONNECT_SWAPPED);
}

void
tap_detail_show_page (TapDetail *self, const char *name)
{
  g_return_if_fail (TAP_IS_DETAIL (self));

  for (guint i = 0; i < N_PAGES; i++)
    {
      if (g_strcmp0 (name, pages[i].name) == 0)
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tabs[i]), TRUE);
    }
}

/* The tab of the page that is shown, where there is no room for all of them. */
static void
scroll_to_tab (TapDetail *self)
{
  GtkWidget *tab = self->tabs[get_page (self)];
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (tab, gtk_widget_get_parent (tab), &bounds))
    gtk_adjustment_clamp_page (self->tabs_place, bounds.origin.x - TAB_MARGIN,
                               bounds.origin.x + bounds.size.width + TAB_MARGIN);
}

static gboolean
scroll_cb (gpointer user_data)
{
  TapDetail *self = user_data;

  self->scroll = 0;
  scroll_to_tab (self);
  return G_SOURCE_REMOVE;
}

/* While sizes are given out, nothing can be scrolled. */
static void
tabs_changed_cb (TapDetail *self)
{
  if (self->scroll == 0)
    self->scroll = g_idle_add_full (G_PRIORITY_HIGH_IDLE, scroll_cb, self, NULL);
}

static void
tab_cb (GtkToggleButton *tab, gpointer user_data)
{
  TapDetail *self = user_data;

  for (guint i = 0; i < N_PAGES; i++)
    {
      if (self->tabs[i] == GTK_WIDGET (tab) && gtk_toggle_button_get_active (tab))
        gtk_stack_set_visible_child_name (self->stack, pages[i].name);
    }
  gtk_widget_set_visible (self->open_all, get_page (self) == PAGE_EVENTS);
  scroll_to_tab (self);
  fill (self);
}

/* A command without it would be another request. */
static gboolean
is_body_read (TapDetail *self)
{
  return tap_exchange_item_get_facts (self->item)->bytes_up == 0
         || tap_content_get_size (self->content, TAP_CONTENT_REQUEST) > 0
         || tap_content_is_complete (self->content);
}

static void
copy_curl (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapDetail *self = TAP_DETAIL (widget);
  g_autoptr (GBytes) head = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *command = NULL;
  const TapExchangeFacts *facts;
  TapTrace *trace;
  TapExchange *exchange;

  if (self->item == NULL || self->content == NULL)
    return;
  facts = tap_exchange_item_get_facts (self->item);
  trace = tap_session_lock (self->session);
  exchange = tap_trace_find (trace, facts->id);
  if (exchange != NULL && tap_exchange_get_request_head (exchange) != NULL)
    head = g_bytes_ref (tap_exchange_get_request_head (exchange));
  tap_session_unlock (self->session);
  if (head == NULL || !is_body_read (self))
    {
      tap_copy_say (widget, head == NULL ? _ ("The request is not in the log")
                                         : _ ("The request’s body is still being read"));
      return;
    }
  body = tap_content_dup_bytes (self->content, TAP_CONTENT_REQUEST, 0, TAP_CURL_MAX_BODY + 1);
  command = tap_curl_from_request (facts->upstream, g_bytes_get_data (head, NULL),
                                   g_bytes_get_size (head), g_bytes_get_data (body, NULL),
                                   g_bytes_get_size (body));
  if (command != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (command, -1);

      if (strstr (valid, "$API_KEY") != NULL)
        tap_copy_text_saying (widget, valid,
                              _ ("Copied; put your API key in place of $API_KEY"), KEY_HINT_S);
      else
        tap_copy_text (widget, valid);
    }
  else
    {
      tap_copy_say (widget, _ ("The request’s head is broken"));
    }
}

static gboolean
rearrange_cb (gpointer user_data)
{
  TapDetail *self = user_data;

  self->rearrange = 0;
  tap_events_page_set_narrow (TAP_EVENTS_PAGE (self->widgets[PAGE_EVENTS]), self->narrow);
  return G_SOURCE_REMOVE;
}

static void
tap_detail_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TapDetail *self = TAP_DETAIL (widget);

  if ((width < NARROW) != self->narrow)
    {
      self->narrow = width < NARROW;
      if (self->rearrange == 0)
        self->rearrange = g_idle_add_full (G_PRIORITY_HIGH_IDLE, rearrange_cb, self, NULL);
    }
  gtk_widget_allocate (self->box, width, height, baseline, NULL);
}

static void
tap_detail_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (TAP_DETAIL (widget)->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
tap_detail_dispose (GObject *object)
{
  TapDetail *self = TAP_DETAIL (object);

  g_clear_handle_id (&self->rearrange, g_source_remove);
  if (self->box != NULL)
    show_item (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_handle_id (&self->scroll, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (tap_detail_parent_class)->dispose (object);
}

static void
tap_detail_class_init (TapDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_detail_dispose;
  widget_class->measure = tap_detail_measure;
  widget_class->size_allocate = tap_detail_size_allocate;
  gtk_widget_class_install_action (widget_class, "detail.copy-curl", NULL, copy_curl);
  gtk_widget_class_set_css_name (widget_class, "detail");
}

static GtkWidget *
make_tabs (TapDetail *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  for (guint i = 0; i < N_PAGES; i++)
    {
      self->tabs[i] = gtk_toggle_button_new_with_label (_ (pages[i].title));
      gtk_widget_add_css_class (self->tabs[i], "flat");
      gtk_widget_add_css_class (self->tabs[i], "small");
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->tabs[i]),
                                     GTK_TOGGLE_BUTTON (self->tabs[0]));
      gtk_box_append (GTK_BOX (box), self->tabs[i]);
    }
  gtk_widget_add_css_class (box, "tabs");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_widget_set_hexpand (scroller, TRUE);
  self->tabs_place = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_signal_connect_object (self->tabs_place, "changed", G_CALLBACK (tabs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (row), scroller);
  self->open_all = tap_events_page_get_switch (TAP_EVENTS_PAGE (self->widgets[PAGE_EVENTS]));
  gtk_widget_set_valign (self->open_all, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (self->open_all, 8);
  gtk_box_append (GTK_BOX (row), self->open_all);
  return row;
}

static void
make_pages (TapDetail *self)
{
  self->widgets[PAGE_MESSAGE] = tap_message_page_new ();
  self->widgets[PAGE_REQUEST] = tap_http_page_new (TAP_CONTENT_REQUEST);
  self->widgets[PAGE_RESPONSE] = tap_http_page_new (TAP_CONTENT_ANSWER);
  self->widgets[PAGE_RAW] = tap_raw_page_new ();
  self->widgets[PAGE_CONNECTION] = tap_connection_page_new ();
  for (guint i = 0; i < N_PAGES; i++)
    {
      gtk_stack_add_named (self->stack, self->widgets[i], pages[i].name);
      g_signal_connect (self->tabs[i], "toggled", G_CALLBACK (tab_cb), self);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tabs[PAGE_EVENTS]), TRUE);
}

static void
tap_detail_init (TapDetail *self)
{
}

TapDetail *
tap_detail_new (TapSelection *selection)
{
  TapDetail *self = g_object_new (TAP_TYPE_DETAIL, NULL);
  GtkWidget *exchange = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *nothing = adw_status_page_new ();

  self->selection = g_object_ref (selection);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->outer = GTK_STACK (gtk_stack_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  self->findings = TAP_FINDINGS_BAR (tap_findings_bar_new (selection));
  gtk_widget_set_vexpand (GTK_WIDGET (self->outer), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);

  adw_status_page_set_title (ADW_STATUS_PAGE (nothing), _ ("No Exchange Selected"));
  adw_status_page_set_description (ADW_STATUS_PAGE (nothing),
                                   _ ("Select one above to see its events."));
  gtk_widget_add_css_class (nothing, "compact");
  gtk_stack_add_named (self->outer, nothing, "nothing");
  gtk_box_append (GTK_BOX (exchange), GTK_WIDGET (self->findings));
  self->widgets[PAGE_EVENTS] = tap_events_page_new (selection);
  gtk_box_append (GTK_BOX (exchange), make_tabs (self));
  gtk_box_append (GTK_BOX (exchange), GTK_WIDGET (self->stack));
  gtk_stack_add_named (self->outer, exchange, "exchange");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->outer));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  make_pages (self);
  g_signal_connect_object (selection, "notify::item", G_CALLBACK (selection_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
