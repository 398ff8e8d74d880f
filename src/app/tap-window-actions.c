/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-window-actions.h"

#include <glib/gi18n-lib.h>

#include "tap-close-dialog.h"
#include "tap-window-private.h"

#define ZOOM_STEP 1.5

static TapExchangeItem *
get_chosen (TapWindow *self)
{
  return tap_selection_get_item (tap_session_view_get_selection (self->view));
}

static void
zoom (TapWindow *self, double factor)
{
  TapAxis *axis = tap_session_view_get_axis (self->view);

  tap_axis_zoom (axis, factor, tap_axis_get_width (axis) / 2);
}

static void
zoom_in (GtkWidget *widget, const char *action, GVariant *parameter)
{
  zoom (TAP_WINDOW (widget), ZOOM_STEP);
}

static void
zoom_out (GtkWidget *widget, const char *action, GVariant *parameter)
{
  zoom (TAP_WINDOW (widget), 1 / ZOOM_STEP);
}

static void
zoom_fit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tap_axis_fit (tap_session_view_get_axis (TAP_WINDOW (widget)->view));
}

static void
zoom_exchange (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);
  TapExchangeItem *item = get_chosen (self);
  TapAxis *axis = tap_session_view_get_axis (self->view);
  const TapExchangeFacts *facts;

  if (item == NULL)
    return;
  facts = tap_exchange_item_get_facts (item);
  tap_axis_show (axis, facts->began, facts->ended >= 0 ? facts->ended : tap_axis_get_to (axis));
}

static void
find (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  gtk_search_bar_set_search_mode (self->search, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (tap_filter_bar_get_entry (self->filter_bar)));
}

static void
leave_search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_search_bar_set_search_mode (TAP_WINDOW (widget)->search, FALSE);
}

/* What is not seen does not filter, and the focus does not go with it. */
void
tap_window_search_changed (TapWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (gtk_search_bar_get_search_mode (self->search))
    return;
  tap_filter_bar_clear (self->filter_bar);
  if (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->search)))
    tap_session_view_focus_list (self->view);
}

void
tap_window_filter (TapWindow *self)
{
  TapFilter filter;

  tap_filter_bar_get_filter (self->filter_bar, &filter);
  tap_session_view_set_filter (self->view, &filter);
}

static void
next_row (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tap_session_view_step_row (TAP_WINDOW (widget)->view, 1);
}

static void
previous_row (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tap_session_view_step_row (TAP_WINDOW (widget)->view, -1);
}

static void
step_finding (TapWindow *self, int by)
{
  if (!tap_session_view_step_finding (self->view, by))
    tap_window_say (self, by > 0 ? _ ("There are no more findings")
                                 : _ ("There are no findings before this one"));
}

static void
next_finding (GtkWidget *widget, const char *action, GVariant *parameter)
{
  step_finding (TAP_WINDOW (widget), 1);
}

static void
previous_finding (GtkWidget *widget, const char *action, GVariant *parameter)
{
  step_finding (TAP_WINDOW (widget), -1);
}

static void
show_detail_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tap_session_view_show_page (TAP_WINDOW (widget)->view, g_variant_get_string (parameter, NULL));
}

static void
back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tap_session_view_show_list (TAP_WINDOW (widget)->view);
}

static void
copy_curl (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tap_session_view_copy_curl (TAP_WINDOW (widget)->view);
}

static void
pin (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);
  TapExchangeItem *item = get_chosen (self);

  if (item != NULL)
    tap_session_mark (tap_session_view_get_session (self->view), item,
                      !tap_exchange_item_get_pinned (item),
                      tap_exchange_item_get_comment (item));
}

typedef struct
{
  TapSession *session;
  TapExchangeItem *item;
  GtkEditable *entry;
} Comment;

static void
comment_free (gpointer data, GClosure *closure)
{
  Comment *comment = data;

  g_object_unref (comment->session);
  g_object_unref (comment->item);
  g_free (comment);
}

static void
comment_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Comment *comment = user_data;
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (comment->entry)));

  if (g_str_equal (response, "save"))
    tap_session_mark (comment->session, comment->item,
                      tap_exchange_item_get_pinned (comment->item), *text != '\0' ? text : NULL);
}

static void
comment (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);
  TapExchangeItem *item = get_chosen (self);
  const char *old;
  GtkWidget *dialog;
  GtkWidget *entry;
  Comment *data;

  if (item == NULL)
    return;
  old = tap_exchange_item_get_comment (item);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Comment on the Exchange"),
                                   _ ("It is kept beside the log, and can be searched for."));
  entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (entry), old != NULL ? old : "");
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Comment"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "save",
                                    _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");

  data = g_new0 (Comment, 1);
  data->session = g_object_ref (tap_session_view_get_session (self->view));
  data->item = g_object_ref (item);
  data->entry = GTK_EDITABLE (entry);
  g_signal_connect_data (dialog, "response", G_CALLBACK (comment_cb), data, comment_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
record (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  /* What is not seen is not switched: first it is shown. */
  if (tap_engine_process_get_state (self->engine) != TAP_ENGINE_RUNNING)
    tap_engine_process_start (self->engine);
  else if (self->shows != TAP_SHOWS_LIVE)
    tap_window_show_live (self);
  else
    tap_engine_process_set_recording (self->engine,
                                      !tap_engine_process_get_recording (self->engine));
  tap_window_show_record (self);
}

/* The button tells what is, not what was asked for. */
void
tap_window_show_record (TapWindow *self)
{
  gboolean runs = tap_engine_process_get_state (self->engine) == TAP_ENGINE_RUNNING;
  gboolean records = runs && tap_engine_process_get_recording (self->engine);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->record), records);
  gtk_label_set_text (GTK_LABEL (self->record_label), records ? _ ("Recording") : _ ("Record"));
}

static void
opened_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL)
    tap_window_open_file (user_data, file);
  g_object_unref (chooser);
}

static void
open_trace (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkFileChooserNative *chooser
      = gtk_file_chooser_native_new (_ ("Open Trace"), GTK_WINDOW (widget),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  g_autoptr (GtkFileFilter) traces = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (traces, _ ("Tapline Traces"));
  gtk_file_filter_add_suffix (traces, "jsonl");
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), traces);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (opened_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
open_session (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  tap_window_open_file (TAP_WINDOW (widget), file);
}

static void
show_demo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tap_window_show_demo (TAP_WINDOW (widget));
}

static void
show_welcome (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  self->welcome_wanted = !self->welcome_wanted;
  tap_window_show_page (self);
}

static void
show_sessions (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tap_window_list_sessions (TAP_WINDOW (widget));
}

static void
show_live (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tap_window_show_live (TAP_WINDOW (widget));
}

static void
answered_cb (TapCloseAnswer answer, gpointer user_data)
{
  TapWindow *self = user_data;

  if (answer == TAP_CLOSE_STOP)
    tap_engine_process_stop (self->engine);
  if (answer != TAP_CLOSE_CANCEL)
    {
      self->closing = TRUE;
      gtk_window_close (GTK_WINDOW (self));
    }
  g_object_unref (self);
}

/* Agents still point to the engine, so that the user says what becomes of it. */
gboolean
tap_window_close_request (GtkWindow *window)
{
  TapWindow *self = TAP_WINDOW (window);

  /* Who goes wants no other after the one that is just being stopped. */
  if (tap_engine_process_get_state (self->engine) == TAP_ENGINE_STOPPING)
    tap_engine_process_stop (self->engine);
  if (self->closing || tap_engine_process_get_state (self->engine) != TAP_ENGINE_RUNNING)
    return FALSE;
  tap_close_dialog_ask (window, tap_engine_process_get_url (self->engine),
                        tap_engine_process_get_agents (self->engine),
                        tap_engine_process_is_stuck (self->engine), answered_cb,
                        g_object_ref (self));
  return TRUE;
}

static const struct
{
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "win.back", NULL, back },
  { "win.comment", NULL, comment },
  { "win.copy-curl", NULL, copy_curl },
  { "win.demo", NULL, show_demo },
  { "win.find", NULL, find },
  { "win.leave-search", NULL, leave_search },
  { "win.live", NULL, show_live },
  { "win.next-exchange", NULL, next_row },
  { "win.next-finding", NULL, next_finding },
  { "win.open", NULL, open_trace },
  { "win.open-session", "s", open_session },
  { "win.page", "s", show_detail_page },
  { "win.pin", NULL, pin },
  { "win.previous-exchange", NULL, previous_row },
  { "win.previous-finding", NULL, previous_finding },
  { "win.record", NULL, record },
  { "win.sessions", NULL, show_sessions },
  { "win.welcome", NULL, show_welcome },
  { "win.zoom-exchange", NULL, zoom_exchange },
  { "win.zoom-fit", NULL, zoom_fit },
  { "win.zoom-in", NULL, zoom_in },
  { "win.zoom-out", NULL, zoom_out },
};

/* Keys that a focused entry or list may want come last, as what they leave over. */
static const struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action;
  const char *parameter; /* (nullable) of type string */
} keys[] = {
  { GDK_KEY_f, GDK_CONTROL_MASK, "win.find", NULL },
  { GDK_KEY_o, GDK_CONTROL_MASK, "win.open", NULL },
  { GDK_KEY_O, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.sessions", NULL },
  { GDK_KEY_r, GDK_CONTROL_MASK, "win.record", NULL },
  { GDK_KEY_d, GDK_CONTROL_MASK, "win.pin", NULL },
  { GDK_KEY_m, GDK_CONTROL_MASK, "win.comment", NULL },
  { GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.copy-curl", NULL },
  { GDK_KEY_plus, GDK_CONTROL_MASK, "win.zoom-in", NULL },
  { GDK_KEY_equal, GDK_CONTROL_MASK, "win.zoom-in", NULL },
  { GDK_KEY_KP_Add, GDK_CONTROL_MASK, "win.zoom-in", NULL },
  { GDK_KEY_minus, GDK_CONTROL_MASK, "win.zoom-out", NULL },
  { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "win.zoom-out", NULL },
  { GDK_KEY_0, GDK_CONTROL_MASK, "win.zoom-fit", NULL },
  { GDK_KEY_9, GDK_CONTROL_MASK, "win.zoom-exchange", NULL },
  { GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL },
  { GDK_KEY_1, GDK_ALT_MASK, "win.page", "events" },
  { GDK_KEY_2, GDK_ALT_MASK, "win.page", "message" },
  { GDK_KEY_3, GDK_ALT_MASK, "win.page", "request" },
  { GDK_KEY_4, GDK_ALT_MASK, "win.page", "response" },
  { GDK_KEY_5, GDK_ALT_MASK, "win.page", "raw" },
  { GDK_KEY_6, GDK_ALT_MASK, "win.page", "connection" },
  { GDK_KEY_7, GDK_ALT_MASK, "win.page", "verdict" },
};

/* Those that a pane would take for itself come first. */
static const struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action;
} first_keys[] = {
  { GDK_KEY_F8, 0, "win.next-finding" },
  { GDK_KEY_F8, GDK_SHIFT_MASK, "win.previous-finding" },
};

void
tap_window_add_first_keys (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (first_keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_keyval_trigger_new (first_keys[i].key, first_keys[i].modifiers),
                          gtk_named_action_new (first_keys[i].action)));
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (window, controller);
}

void
tap_window_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, keys[i].parameter != NULL ? "s" : NULL,
                                         keys[i].parameter);
}
