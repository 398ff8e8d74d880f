/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-detail.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tap-connection-page.h"
#include "tap-copy-curl.h"
#include "tap-copy.h"
#include "tap-events-page.h"
#include "tap-http-page.h"
#include "tap-message-page.h"
#include "tap-raw-page.h"
#include "tap-tab-strip.h"
#include "tap-verdict-bar.h"
#include "tap-verdict-panel.h"

#define WITH_SIDE 960  /* px, from which on the verdict has a column beside the pages… */
#define SIDE_WIDTH 360 /* … of so many */

typedef enum
{
  PAGE_VERDICT, /* where it has no column of its own */
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
  [PAGE_VERDICT] = { "verdict", N_ ("Verdict") },
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
  TapRoom room;             /* for the pages */
  gboolean with_side;       /* the verdict is beside the pages */
  guint rearrange;          /* source */

  GtkWidget *box;
  GtkStack *outer;          /* "nothing" or "exchange" */
  gulong session_changed;
  GtkPaned *sides;          /* the pages, the verdict if there is room */
  TapVerdictPanel *verdict;
  TapVerdictBar *bar;       /* the verdict in short, if there is no room */
  GtkWidget *tabs[N_PAGES];
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

    case PAGE_VERDICT: /* it may be beside the others, and is always up to date */
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
  tap_verdict_panel_show (self->verdict, self->session, item);
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

  if (self->with_side && g_strcmp0 (name, pages[PAGE_VERDICT].name) == 0)
    {
      gtk_widget_child_focus (GTK_WIDGET (self->verdict), GTK_DIR_TAB_FORWARD);
      return;
    }
  for (guint i = 0; i < N_PAGES; i++)
    {
      if (g_strcmp0 (name, pages[i].name) == 0)
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tabs[i]), TRUE);
    }
}

/* The first lines of what is not in sight. */
static void
show_bar (TapDetail *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->bar),
                          !self->with_side && get_page (self) != PAGE_VERDICT);
}

static void
verdict_changed_cb (TapDetail *self)
{
  tap_verdict_bar_show (self->bar, tap_verdict_panel_get_verdict (self->verdict));
}

static void
bar_clicked_cb (TapDetail *self)
{
  tap_detail_show_page (self, pages[PAGE_VERDICT].name);
}

/* Who follows evidence wants to see it. */
static void
jumped_cb (TapDetail *self)
{
  tap_detail_show_page (self, pages[PAGE_EVENTS].name);
}

gboolean
tap_detail_step_finding (TapDetail *self, int by)
{
  g_return_val_if_fail (TAP_IS_DETAIL (self), FALSE);

  if (!tap_verdict_panel_step (self->verdict, by))
    return FALSE;
  jumped_cb (self);
  return TRUE;
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
  show_bar (self);
  fill (self);
}

static void
copy_curl (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapDetail *self = TAP_DETAIL (widget);

  if (self->item != NULL && self->content != NULL)
    tap_copy_curl (widget, self->session, self->item, self->content);
}

/* The verdict goes to where there is room for it. */
static void
place_verdict (TapDetail *self)
{
  g_autoptr (GtkWidget) verdict = g_object_ref (GTK_WIDGET (self->verdict));
  AdwBin *page = ADW_BIN (self->widgets[PAGE_VERDICT]);
  gboolean beside = gtk_paned_get_end_child (self->sides) != NULL;

  if (beside == self->with_side)
    return;
  if (self->with_side)
    {
      if (get_page (self) == PAGE_VERDICT)
        jumped_cb (self);
      adw_bin_set_child (page, NULL);
      gtk_paned_set_end_child (self->sides, verdict);
    }
  else
    {
      gtk_paned_set_end_child (self->sides, NULL);
      adw_bin_set_child (page, verdict);
    }
  gtk_widget_set_size_request (verdict, self->with_side ? SIDE_WIDTH : -1, -1);
  gtk_widget_set_visible (self->tabs[PAGE_VERDICT], !self->with_side);
  show_bar (self);
}

static gboolean
rearrange_cb (gpointer user_data)
{
  TapDetail *self = user_data;

  self->rearrange = 0;
  place_verdict (self);
  tap_events_page_set_room (TAP_EVENTS_PAGE (self->widgets[PAGE_EVENTS]), self->room);
  return G_SOURCE_REMOVE;
}

/* px of the pages. */
static const int least_widths[] = {
  [TAP_ROOM_WIDE] = 1060,
  [TAP_ROOM_MEDIUM] = 820,
  [TAP_ROOM_SMALL] = 560,
};

static void
tap_detail_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TapDetail *self = TAP_DETAIL (widget);

  gboolean with_side = width >= WITH_SIDE;
  int least;
  int pages_width = width - (with_side ? SIDE_WIDTH : 0);
  TapRoom room = TAP_ROOM_WIDE;

  while (room < TAP_ROOM_NARROW && pages_width < least_widths[room])
    room++;
  if (room != self->room || with_side != self->with_side)
    {
      self->room = room;
      self->with_side = with_side;
      if (self->rearrange == 0)
        self->rearrange = g_idle_add_full (G_PRIORITY_HIGH_IDLE, rearrange_cb, self, NULL);
    }
  gtk_widget_measure (self->box, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_allocate (self->box, MAX (width, least), height, baseline, NULL);
}

/* The verdict beside the pages gives way where there is no room for both, so that it asks for none. */
static void
tap_detail_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  TapDetail *self = TAP_DETAIL (widget);

  gtk_widget_measure (self->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL
      && gtk_paned_get_end_child (self->sides) != NULL)
    *minimum = MAX (*minimum - SIDE_WIDTH, 0);
}

static void
tap_detail_dispose (GObject *object)
{
  TapDetail *self = TAP_DETAIL (object);

  g_clear_handle_id (&self->rearrange, g_source_remove);
  if (self->box != NULL)
    show_item (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
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
  GtkWidget *strip = tap_tab_strip_new ();

  for (guint i = 0; i < N_PAGES; i++)
    self->tabs[i] = tap_tab_strip_add (TAP_TAB_STRIP (strip), _ (pages[i].title));
  gtk_widget_set_hexpand (strip, TRUE);
  gtk_box_append (GTK_BOX (row), strip);
  self->open_all = tap_events_page_get_switch (TAP_EVENTS_PAGE (self->widgets[PAGE_EVENTS]));
  gtk_widget_set_valign (self->open_all, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (self->open_all, 8);
  gtk_box_append (GTK_BOX (row), self->open_all);
  return row;
}

static void
make_pages (TapDetail *self)
{
  self->widgets[PAGE_VERDICT] = adw_bin_new ();
  adw_bin_set_child (ADW_BIN (self->widgets[PAGE_VERDICT]), GTK_WIDGET (self->verdict));
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
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
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
  self->verdict = TAP_VERDICT_PANEL (tap_verdict_panel_new (selection));
  self->bar = TAP_VERDICT_BAR (tap_verdict_bar_new ());
  self->sides = GTK_PANED (gtk_paned_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_widget_set_vexpand (GTK_WIDGET (self->outer), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);

  adw_status_page_set_title (ADW_STATUS_PAGE (nothing), _ ("No Exchange Selected"));
  adw_status_page_set_description (ADW_STATUS_PAGE (nothing),
                                   _ ("Select one above to see its events."));
  gtk_widget_add_css_class (nothing, "compact");
  gtk_stack_add_named (self->outer, nothing, "nothing");
  gtk_box_append (GTK_BOX (exchange), GTK_WIDGET (self->bar));
  self->widgets[PAGE_EVENTS] = tap_events_page_new (selection);
  gtk_box_append (GTK_BOX (exchange), make_tabs (self));
  gtk_box_append (GTK_BOX (exchange), GTK_WIDGET (self->stack));
  gtk_paned_set_start_child (self->sides, exchange);
  gtk_paned_set_resize_end_child (self->sides, FALSE);
  gtk_paned_set_shrink_start_child (self->sides, FALSE);
  gtk_paned_set_shrink_end_child (self->sides, FALSE);
  gtk_stack_add_named (self->outer, GTK_WIDGET (self->sides), "exchange");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->outer));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  make_pages (self);
  g_signal_connect_swapped (self->verdict, "changed", G_CALLBACK (verdict_changed_cb), self);
  g_signal_connect_swapped (self->verdict, "jumped", G_CALLBACK (jumped_cb), self);
  g_signal_connect_swapped (self->bar, "clicked", G_CALLBACK (bar_clicked_cb), self);
  g_signal_connect_object (selection, "notify::item", G_CALLBACK (selection_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
