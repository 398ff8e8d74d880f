/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-window.h"

#include <glib/gi18n-lib.h>

#include "tap-adaptive.h"
#include "tap-filter-bar.h"
#include "tap-session-list.h"
#include "tap-session-view.h"
#include "tap-window-actions.h"
#include "tap-window-private.h"

#define DEMO_GAP (G_USEC_PER_SEC * 3 / 2)

G_DEFINE_FINAL_TYPE (TapWindow, tap_window, ADW_TYPE_APPLICATION_WINDOW)

/* What the window is about, in its title: the session's beginning, how many exchanges it has and
 * how many of them show something. */
static void
show_title (TapWindow *self)
{
  TapSession *session = tap_session_view_get_session (self->view);
  GListModel *items = session != NULL ? tap_session_get_items (session) : NULL;
  guint n_items = items != NULL ? g_list_model_get_n_items (items) : 0;
  gint64 started = session != NULL ? tap_session_get_started (session) : 0;
  g_autoptr (GString) text = g_string_new (NULL);
  guint broken = session != NULL ? tap_session_count_broken (session) : 0;

  if (started > 0)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (started / G_USEC_PER_SEC);
      g_autofree char *clock = g_date_time_format (time, self->shown_file != NULL ? "%x %H:%M"
                                                                                  : "%H:%M");

      g_string_append (text, clock);
      g_string_append (text, " · ");
    }
  g_string_append_printf (
      text, g_dngettext (GETTEXT_PACKAGE, "%u exchange", "%u exchanges", n_items), n_items);
  if (broken > 0)
    g_string_append_printf (
        text, g_dngettext (GETTEXT_PACKAGE, " · %u with findings", " · %u with findings", broken),
        broken);
  adw_window_title_set_subtitle (self->title, n_items > 0 ? text->str : "");
  if (self->shown_file != NULL)
    {
      g_autofree char *name = g_file_get_basename (self->shown_file);
      g_autofree char *shown = g_filename_display_name (name);

      adw_window_title_set_title (self->title, shown);
    }
  else
    {
      adw_window_title_set_title (self->title, self->shows == TAP_SHOWS_DEMO ? _ ("Demo")
                                                                             : _ ("Tapline"));
    }
}

void
tap_window_show_page (TapWindow *self)
{
  TapSession *session = tap_session_view_get_session (self->view);
  gboolean filled = session != NULL
                    && g_list_model_get_n_items (tap_session_get_items (session)) > 0;
  const char *page = "welcome";

  if (session != NULL && !self->welcome_wanted && (filled || self->shown_file != NULL))
    page = filled || tap_session_get_progress (session) < 1 ? "session" : "empty";
  gtk_stack_set_visible_child_name (self->pages, page);
}

static void
session_changed_cb (TapSession *session, gpointer user_data)
{
  TapWindow *self = user_data;

  show_title (self);
  tap_window_show_page (self);
  tap_window_show_notices (self);
}

static void
show_session (TapWindow *self, TapSession *session)
{
  TapSession *old = tap_session_view_get_session (self->view);

  if (old != NULL)
    g_clear_signal_handler (&self->shown_handler, old);
  tap_session_view_set_session (self->view, session);
  tap_filter_bar_set_session (self->filter_bar, session);
  if (session != NULL)
    self->shown_handler = g_signal_connect_object (session, "changed",
                                                   G_CALLBACK (session_changed_cb), self, 0);
  self->welcome_wanted = FALSE;
  tap_window_filter (self);
  show_title (self);
  tap_window_show_page (self);
  tap_window_show_notices (self);
}

static void
sessions_closed_cb (GtkPopover *popover, gpointer user_data)
{
  gtk_widget_unparent (GTK_WIDGET (popover));
}

/* It belongs to the box that the button is in: a menu button does not let another popover than its
 * own grow. */
static void
point_to (GtkPopover *popover, GtkWidget *button)
{
  GtkWidget *box = gtk_widget_get_parent (button);
  graphene_rect_t at;

  gtk_widget_set_parent (GTK_WIDGET (popover), box);
  if (gtk_widget_compute_bounds (button, box, &at))
    gtk_popover_set_pointing_to (popover, &(GdkRectangle){ at.origin.x, at.origin.y,
                                                           at.size.width, at.size.height });
}

void
tap_window_list_sessions (TapWindow *self)
{
  GtkWidget *list = tap_session_list_new (self->settings);
  GtkWidget *popover = gtk_popover_new ();
  const char *live = tap_engine_process_get_output (self->engine);
  TapSession *shown = tap_session_view_get_session (self->view);

  tap_session_list_set_current (TAP_SESSION_LIST (list),
                                shown != NULL ? tap_session_get_path (shown) : NULL, live);
  gtk_popover_set_child (GTK_POPOVER (popover), list);
  point_to (GTK_POPOVER (popover), gtk_widget_get_visible (self->sessions_button)
                                     ? self->sessions_button
                                     : self->menu_button);
  g_signal_connect (popover, "closed", G_CALLBACK (sessions_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

/* The demo's silences are short, so that nobody has to wait for them. */
static gint64
get_gap (TapWindow *self, gboolean demo)
{
  guint seconds = self->settings != NULL ? g_settings_get_uint (self->settings, "gap-threshold")
                                         : TAP_TRACE_GAP / G_USEC_PER_SEC;

  return demo ? DEMO_GAP : (gint64) seconds * G_USEC_PER_SEC;
}

void
tap_window_open_file (TapWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (TapSession) session = NULL;

  g_return_if_fail (TAP_IS_WINDOW (self));

  if (path == NULL)
    {
      tap_window_say (self, _ ("Only files of this computer can be opened"));
      return;
    }
  if (g_strcmp0 (path, tap_engine_process_get_output (self->engine)) == 0)
    {
      tap_window_show_live (self);
      return;
    }
  session = tap_session_new (path, FALSE, get_gap (self, FALSE), &error);
  if (session == NULL)
    {
      tap_window_say (self, error->message);
      return;
    }
  g_set_object (&self->shown_file, file);
  self->shows = TAP_SHOWS_FILE;
  show_session (self, session);
}

/* The session of what a process writes, made anew when it writes another log. */
static void
update_session (TapWindow *self, TapEngineProcess *process, TapSession **session)
{
  const char *output = tap_engine_process_get_output (process);
  gboolean runs = tap_engine_process_get_state (process) == TAP_ENGINE_RUNNING;
  g_autoptr (GError) error = NULL;

  if (output == NULL)
    return;
  if (*session == NULL || g_strcmp0 (tap_session_get_path (*session), output) != 0)
    {
      if (!runs)
        return;
      g_clear_object (session);
      *session = tap_session_new (output, TRUE, get_gap (self, process == self->demo), &error);
      if (*session == NULL)
        tap_window_say (self, error->message);
    }
  else if (!runs && tap_engine_process_get_state (process) != TAP_ENGINE_STOPPING)
    {
      tap_session_finish (*session, tap_engine_process_get_alive (process));
    }
  if (*session != NULL && runs)
    tap_session_set_held (*session, tap_engine_process_get_held (process),
                          tap_engine_process_get_written (process));
}

/* Silences are listed while a log is read: for another threshold it is read again, and what was
 * selected is selected again. */
static void
read_again (TapWindow *self, TapSession **session)
{
  g_autoptr (TapSession) old = g_steal_pointer (session);
  g_autoptr (GError) error = NULL;

  *session = tap_session_read_again (old, get_gap (self, FALSE), &error);
  if (*session != NULL)
    return;
  tap_window_say (self, error->message);
  *session = g_steal_pointer (&old);
}

static void
gap_changed_cb (TapWindow *self)
{
  TapSelection *selection = tap_session_view_get_selection (self->view);
  TapExchangeItem *item = tap_selection_get_item (selection);
  guint64 exchange = item != NULL ? tap_exchange_item_get_facts (item)->id : 0;
  guint event = tap_selection_get_event (selection);

  if (self->live != NULL)
    read_again (self, &self->live);
  tap_window_watch_gateway (self);
  if (self->shows == TAP_SHOWS_DEMO)
    return;
  if (self->shows == TAP_SHOWS_LIVE)
    {
      show_session (self, self->live);
    }
  else
    {
      g_autoptr (TapSession) shown = g_object_ref (tap_session_view_get_session (self->view));

      read_again (self, &shown);
      show_session (self, shown);
    }
  tap_session_view_select (self->view, exchange, event);
}

void
tap_window_show_live (TapWindow *self)
{
  g_clear_object (&self->shown_file);
  self->shows = TAP_SHOWS_LIVE;
  show_session (self, self->live);
}

static void
engine_changed_cb (TapWindow *self)
{
  TapSession *before = self->live;

  update_session (self, self->engine, &self->live);
  tap_window_watch_gateway (self);
  if (self->live != before && self->shows == TAP_SHOWS_LIVE)
    show_session (self, self->live);
  tap_window_show_record (self);
  tap_window_show_route (self);
  tap_window_show_notices (self);
}

static void
demo_changed_cb (TapWindow *self)
{
  TapSession *before = self->demo_session;

  update_session (self, self->demo, &self->demo_session);
  if (self->demo_session != before)
    {
      self->shows = TAP_SHOWS_DEMO;
      show_session (self, self->demo_session);
    }
  tap_window_show_route (self);
  tap_window_show_notices (self);
}

void
tap_window_show_demo (TapWindow *self)
{
  g_clear_object (&self->shown_file);
  g_clear_object (&self->demo_session);
  if (self->demo != NULL)
    g_signal_handlers_disconnect_by_data (self->demo, self);
  g_clear_object (&self->demo);
  self->demo = tap_engine_process_new (self->settings);
  g_signal_connect_object (self->demo, "notify", G_CALLBACK (demo_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->shows = TAP_SHOWS_DEMO;
  tap_engine_process_start_demo (self->demo);
  demo_changed_cb (self);
}

static void
move_route (TapWindow *self, gboolean narrow)
{
  GtkWidget *route = GTK_WIDGET (self->route);
  GtkBox *place = narrow ? self->route_below : self->route_above;

  if (gtk_widget_get_parent (route) == GTK_WIDGET (place))
    return;
  g_object_ref (route);
  if (gtk_widget_get_parent (route) != NULL)
    gtk_box_remove (GTK_BOX (gtk_widget_get_parent (route)), route);
  gtk_box_append (place, route);
  gtk_widget_set_hexpand (route, narrow);
  tap_route_bar_set_narrow (self->route, narrow);
  g_object_unref (route);
}

/* A wide window has the route in its header, a narrow one below it. */
static void
arrange (TapWindow *self)
{
  gboolean narrow = tap_adaptive_get_narrow (self->adaptive);
  gboolean detail;

  tap_session_view_set_narrow (self->view, narrow);
  detail = tap_session_view_get_detail_alone (self->view);
  gtk_widget_set_visible (self->back, detail);
  gtk_widget_set_visible (self->record, !detail);
  gtk_widget_set_visible (self->record_label, !narrow);
  gtk_widget_set_visible (self->sessions_button, !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->route_below), narrow && !detail);
  tap_notice_set_narrow (self->notice, narrow);
  move_route (self, narrow);
}

static void
tap_window_dispose (GObject *object)
{
  TapWindow *self = TAP_WINDOW (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->demo);
  g_clear_object (&self->settings);
  g_clear_object (&self->demo_session);
  g_clear_object (&self->live);
  g_clear_object (&self->watched);
  g_clear_object (&self->shown_file);
  G_OBJECT_CLASS (tap_window_parent_class)->dispose (object);
}

static void
tap_window_class_init (TapWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tap_window_close_request;

  g_type_ensure (TAP_TYPE_ADAPTIVE);
  g_type_ensure (TAP_TYPE_FILTER_BAR);
  g_type_ensure (TAP_TYPE_SESSION_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tapline/Tapline/tap-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapWindow, adaptive);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, back);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, notices);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, record);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, record_label);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, route_above);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, route_below);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, search);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, sessions_button);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, view);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, welcome_slot);
  gtk_widget_class_bind_template_callback (widget_class, arrange);
  gtk_widget_class_bind_template_callback_full (widget_class, "filter",
                                                G_CALLBACK (tap_window_filter));
  gtk_widget_class_bind_template_callback_full (widget_class, "search_changed",
                                                G_CALLBACK (tap_window_search_changed));
  tap_window_install_actions (widget_class);
}

static void
tap_window_init (TapWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tap_window_add_first_keys (GTK_WIDGET (self));
  self->notice = TAP_NOTICE (tap_notice_new ());
  g_signal_connect_object (self->notice, "activated", G_CALLBACK (tap_window_notice_activated),
                           self, G_CONNECT_SWAPPED);
  gtk_box_append (self->notices, GTK_WIDGET (self->notice));
  self->welcome = TAP_WELCOME (tap_welcome_new ());
  adw_bin_set_child (self->welcome_slot, GTK_WIDGET (self->welcome));
  gtk_search_bar_connect_entry (self->search, tap_filter_bar_get_entry (self->filter_bar));
}

TapWindow *
tap_window_new (AdwApplication *app, TapEngineProcess *engine, GSettings *settings)
{
  TapWindow *self = g_object_new (TAP_TYPE_WINDOW, "application", app, NULL);

  self->engine = g_object_ref (engine);
  self->route = tap_route_bar_new (settings);
  g_signal_connect_object (self->route, "gateway-chosen", G_CALLBACK (tap_window_choose_gateway),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->route, "checked", G_CALLBACK (tap_window_gateway_checked), self,
                           G_CONNECT_SWAPPED);
  if (settings != NULL)
    {
      self->settings = g_object_ref (settings);
      g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (settings, "window-height", self, "default-height",
                       G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
      g_signal_connect_object (settings, "changed::gap-threshold", G_CALLBACK (gap_changed_cb),
                               self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (engine, "notify", G_CALLBACK (engine_changed_cb), self,
                           G_CONNECT_SWAPPED);
  arrange (self);
  engine_changed_cb (self);
  show_session (self, self->live);
  return self;
}
