/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-session-list.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tap-marks.h"
#include "tap-saved-sessions.h"

struct _TapSessionList
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkLabel *message;
  GtkListBox *list;

  GSettings *settings;
  GCancellable *listing;
  GPtrArray *sessions; /* (nullable) of TapSavedSession, listed and not */
  guint next;          /* of those, to be counted */
  GHashTable *doomed; /* paths: not shown, and in the trash as soon as their toasts have gone */
  char *shown;
  char *live;
  guint count;
};

G_DEFINE_FINAL_TYPE (TapSessionList, tap_session_list, GTK_TYPE_WIDGET)

/* The path of a row that may be deleted, and the list, for as long as a toast offers to undo it. */
typedef struct
{
  TapSessionList *self;
  char *path;
  gboolean undone;
} Doom;

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) app = user_data;

  /* Marks may not be there; a capture that stays is listed again. */
  g_file_delete_finish (G_FILE (source), result, NULL);
  if (app != NULL)
    g_application_release (app);
}

/* Some places have no trash, and who wanted it gone has had the time to take it back. */
static void
trashed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) app = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_trash_finish (G_FILE (source), result, &error)
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    g_file_delete_async (G_FILE (source), G_PRIORITY_DEFAULT, NULL, deleted_cb,
                         g_steal_pointer (&app));
  else if (app != NULL)
    g_application_release (app);
}

/* Also when the last window is just being closed. */
static void
trash (const char *path)
{
  GApplication *app = g_application_get_default ();
  g_autofree char *marks = tap_marks_path (path);
  const char *const files[] = { path, marks };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (files[i]);

      if (app != NULL)
        g_application_hold (app);
      g_file_trash_async (file, G_PRIORITY_DEFAULT, NULL, trashed_cb,
                          app != NULL ? g_object_ref (app) : NULL);
    }
}

static void
show_stack (TapSessionList *self, const char *message)
{
  if (message != NULL)
    gtk_label_set_label (self->message, message);
  gtk_stack_set_visible_child_name (self->stack, message != NULL ? "empty" : "list");
}

static void
undo_cb (AdwToast *toast, Doom *doom)
{
  doom->undone = TRUE;
}

static void
dismissed_cb (AdwToast *toast, Doom *doom)
{
  /* Whoever closed the window in the meantime has had it thrown away already. */
  if (g_hash_table_remove (doom->self->doomed, doom->path) && !doom->undone)
    trash (doom->path);
  tap_session_list_refresh (doom->self);
}

static void
doom_free (gpointer data, GClosure *closure)
{
  Doom *doom = data;

  g_object_unref (doom->self);
  g_free (doom->path);
  g_free (doom);
}

static void
delete_cb (GtkButton *button, TapSessionList *self)
{
  const char *path = g_object_get_data (G_OBJECT (button), "tap-path");
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast;
  Doom *doom;

  if (overlay == NULL)
    {
      trash (path);
      tap_session_list_refresh (self);
      return;
    }
  doom = g_new0 (Doom, 1);
  doom->self = g_object_ref (self);
  doom->path = g_strdup (path);
  g_hash_table_add (self->doomed, g_strdup (path));
  toast = adw_toast_new (_ ("Capture deleted"));
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (undo_cb), doom);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (dismissed_cb), doom, doom_free, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  tap_session_list_refresh (self);
}

static void
row_cb (GtkListBox *list, GtkListBoxRow *row, TapSessionList *self)
{
  const char *path = g_object_get_data (G_OBJECT (row), "tap-path");
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-session", "s", path);
  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static char *
dup_subtitle (TapSessionList *self, const TapSavedSession *session)
{
  g_autofree char *size = g_format_size (session->size);
  g_autofree char *extent = NULL;

  if (session->exchanges < 0)
    extent = g_strdup (size);
  else if (session->more)
    extent = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "more than %d exchange, %s",
                                           "more than %d exchanges, %s", session->exchanges),
                              session->exchanges, size);
  else
    extent = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d exchange, %s", "%d exchanges, %s",
                                           session->exchanges),
                              session->exchanges, size);
  if (g_strcmp0 (session->path, self->live) == 0)
    return g_strdup_printf (_ ("%s, recording now"), extent);
  if (g_strcmp0 (session->path, self->shown) == 0)
    return g_strdup_printf (_ ("%s, shown now"), extent);
  return g_steal_pointer (&extent);
}

static void
add_row (TapSessionList *self, const TapSavedSession *session)
{
  /* Translators: a date and a time of day, as g_date_time_format() takes them. */
  g_autofree char *title = g_date_time_format (session->started, _ ("%e %B %Y, %H:%M"));
  g_autofree char *name = g_path_get_basename (session->path);
  g_autofree char *subtitle = dup_subtitle (self, session);
  gboolean live = g_strcmp0 (session->path, self->live) == 0;
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), g_strstrip (title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (row, name);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "tap-path", g_strdup (session->path), g_free);
  if (!live)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
      g_autofree char *label = g_strdup_printf (_ ("Delete Capture of %s"), title);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, _ ("Delete Capture"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                      -1);
      g_object_set_data_full (G_OBJECT (button), "tap-path", g_strdup (session->path), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (delete_cb), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  gtk_list_box_append (self->list, row);
  self->count++;
}

/* Recording that was started and stopped with nothing in between leaves a log that nobody looks
 * for. */
static gboolean
is_worth_a_row (TapSessionList *self, const TapSavedSession *session)
{
  if (g_hash_table_contains (self->doomed, session->path))
    return FALSE;
  return session->exchanges != 0 || g_strcmp0 (session->path, self->live) == 0
         || g_strcmp0 (session->path, self->shown) == 0;
}

static GtkWidget *
find_row (TapSessionList *self, const char *path)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  while (row != NULL && g_strcmp0 (g_object_get_data (G_OBJECT (row), "tap-path"), path) != 0)
    row = gtk_widget_get_next_sibling (row);
  return row;
}

static void count_next (TapSessionList *self);

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TapSessionList) self = user_data;
  TapSavedSession *session;
  GtkWidget *row;
  gboolean more;
  int exchanges = tap_saved_sessions_count_finish (result, &more);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  session = g_ptr_array_index (self->sessions, self->next++);
  session->exchanges = exchanges;
  session->more = more;
  row = find_row (self, session->path);
  if (row != NULL)
    {
      g_autofree char *subtitle = dup_subtitle (self, session);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
    }
  count_next (self);
}

/* One at a time, as long as somebody looks. */
static void
count_next (TapSessionList *self)
{
  for (; self->listing != NULL && self->next < self->sessions->len; self->next++)
    {
      const TapSavedSession *session = g_ptr_array_index (self->sessions, self->next);

      if (session->exchanges >= 0 || g_hash_table_contains (self->doomed, session->path))
        continue;
      tap_saved_sessions_count_async (session->path, session->size, self->listing, counted_cb,
                                      g_object_ref (self));
      return;
    }
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TapSessionList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = tap_saved_sessions_list_finish (result, &error);
  GtkWidget *row;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  self->count = 0;
  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    {
      const TapSavedSession *session = g_ptr_array_index (sessions, i);

      if (is_worth_a_row (self, session))
        add_row (self, session);
    }
  if (error != NULL)
    {
      g_autofree char *message = g_strdup_printf (_ ("The folder of the captures cannot be read: %s. "
                                                     "Choose another in Preferences."),
                                                  error->message);

      show_stack (self, message);
    }
  else
    show_stack (self, self->count == 0 ? _ ("No captures yet. They are saved here by themselves.")
                                       : NULL);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  self->sessions = g_steal_pointer (&sessions);
  self->next = 0;
  if (self->sessions != NULL)
    count_next (self);
}

static void
give_up (TapSessionList *self)
{
  if (self->listing != NULL)
    g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
}

void
tap_session_list_refresh (TapSessionList *self)
{
  g_autofree char *folder = NULL;

  g_return_if_fail (TAP_IS_SESSION_LIST (self));

  if (self->settings == NULL)
    return;
  give_up (self);
  self->listing = g_cancellable_new ();
  folder = tap_saved_sessions_folder (self->settings);
  tap_saved_sessions_list_async (folder, self->listing, listed_cb, g_object_ref (self));
}

static void
tap_session_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tap_session_list_parent_class)->map (widget);
  tap_session_list_refresh (TAP_SESSION_LIST (widget));
}

static void
tap_session_list_unmap (GtkWidget *widget)
{
  give_up (TAP_SESSION_LIST (widget));
  GTK_WIDGET_CLASS (tap_session_list_parent_class)->unmap (widget);
}

static void
tap_session_list_dispose (GObject *object)
{
  TapSessionList *self = TAP_SESSION_LIST (object);
  GHashTableIter iter;
  gpointer path;

  give_up (self);
  g_hash_table_iter_init (&iter, self->doomed);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      trash (path);
      g_hash_table_iter_remove (&iter);
    }
  g_clear_pointer ((GtkWidget **) &self->stack, gtk_widget_unparent);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tap_session_list_parent_class)->dispose (object);
}

static void
tap_session_list_finalize (GObject *object)
{
  TapSessionList *self = TAP_SESSION_LIST (object);

  g_hash_table_unref (self->doomed);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_free (self->shown);
  g_free (self->live);
  G_OBJECT_CLASS (tap_session_list_parent_class)->finalize (object);
}

static void
tap_session_list_class_init (TapSessionListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_session_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_session_list_finalize;
  widget_class->map = tap_session_list_map;
  widget_class->unmap = tap_session_list_unmap;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tapline/Tapline/tap-session-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TapSessionList, stack);
  gtk_widget_class_bind_template_child (widget_class, TapSessionList, message);
  gtk_widget_class_bind_template_child (widget_class, TapSessionList, list);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tap_session_list_init (TapSessionList *self)
{
  self->doomed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_session_list_new (GSettings *settings)
{
  TapSessionList *self = g_object_new (TAP_TYPE_SESSION_LIST, NULL);

  self->settings = g_object_ref (settings);
  return GTK_WIDGET (self);
}

void
tap_session_list_set_current (TapSessionList *self, const char *shown, const char *live)
{
  g_return_if_fail (TAP_IS_SESSION_LIST (self));

  if (g_strcmp0 (self->shown, shown) == 0 && g_strcmp0 (self->live, live) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (shown);
  g_free (self->live);
  self->live = g_strdup (live);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tap_session_list_refresh (self);
}

guint
tap_session_list_count (TapSessionList *self)
{
  g_return_val_if_fail (TAP_IS_SESSION_LIST (self), 0);

  return self->count;
}
