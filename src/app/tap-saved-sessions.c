/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-saved-sessions.h"

#include <stdio.h>
#include <string.h>

#include "tap-log-count.h"

#define SUFFIX ".tapline.jsonl"
#define AT_ONCE 64
#define COUNTED (256 * 1024) /* bytes: larger ones are counted later */
#define ATTRIBUTES                                                                                  \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE \
                                 "," G_FILE_ATTRIBUTE_TIME_MODIFIED

void
tap_saved_session_free (TapSavedSession *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_clear_pointer (&self->started, g_date_time_unref);
  g_free (self);
}

static void
free_session (gpointer data)
{
  tap_saved_session_free (data);
}

char *
tap_saved_sessions_folder (GSettings *settings)
{
  g_autofree char *folder = g_settings_get_string (settings, "data-folder");

  if (*folder != '\0')
    return g_steal_pointer (&folder);
  return g_build_filename (g_get_user_data_dir (), "tapline", "sessions", NULL);
}

GDateTime *
tap_saved_sessions_parse_name (const char *name)
{
  int year, month, day, hour, minute, second, length = 0;

  if (sscanf (name, "%4d-%2d-%2dT%2d-%2d-%2d%n", &year, &month, &day, &hour, &minute, &second,
              &length) != 6
      || length != 19)
    return NULL;
  return g_date_time_new_local (year, month, day, hour, minute, second);
}

static void
take (GPtrArray *sessions, GFile *folder, GFileInfo *info)
{
  const char *name = g_file_info_get_name (info);
  TapSavedSession *session;

  if (!g_str_has_suffix (name, SUFFIX) || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return;
  session = g_new0 (TapSavedSession, 1);
  session->path = g_build_filename (g_file_peek_path (folder), name, NULL);
  session->size = g_file_info_get_size (info);
  session->started = tap_saved_sessions_parse_name (name);
  if (session->started == NULL)
    {
      g_autoptr (GDateTime) modified = g_file_info_get_modification_date_time (info);

      session->started = modified != NULL ? g_date_time_to_local (modified)
                                          : g_date_time_new_from_unix_local (0);
    }
  g_ptr_array_add (sessions, session);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const TapSavedSession *first = *(TapSavedSession *const *) a;
  const TapSavedSession *second = *(TapSavedSession *const *) b;
  int order = g_date_time_compare (second->started, first->started);

  /* Those of one second are numbered: a longer name is a later one. */
  if (order == 0)
    order = (int) strlen (second->path) - (int) strlen (first->path);
  return order != 0 ? order : g_strcmp0 (second->path, first->path);
}

/* The listing, once all is known but how many exchanges there are. */
typedef struct
{
  GPtrArray *sessions;
  guint next; /* to be counted */
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_ptr_array_unref (listing->sessions);
  g_free (listing);
}

static void count_next (GTask *task);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Listing *listing = g_task_get_task_data (task);
  TapSavedSession *session = g_ptr_array_index (listing->sessions, listing->next);
  g_autofree char *contents = NULL;
  gsize length;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (g_file_load_contents_finish (G_FILE (source), result, &contents, &length, NULL, NULL))
    session->exchanges = (int) tap_log_count (contents, length);
  listing->next++;
  count_next (task);
}

static void
count_next (GTask *task)
{
  Listing *listing = g_task_get_task_data (task);

  for (; listing->next < listing->sessions->len; listing->next++)
    {
      TapSavedSession *session = g_ptr_array_index (listing->sessions, listing->next);
      g_autoptr (GFile) file = NULL;

      session->exchanges = -1;
      if (session->size > COUNTED)
        continue;
      file = g_file_new_for_path (session->path);
      g_file_load_contents_async (file, g_task_get_cancellable (task), loaded_cb,
                                  g_object_ref (task));
      return;
    }
  g_task_return_pointer (task, g_ptr_array_ref (listing->sessions),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
some_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GFileEnumerator *enumerator = G_FILE_ENUMERATOR (source);
  Listing *listing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autolist (GFileInfo) infos = g_file_enumerator_next_files_finish (enumerator, result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (infos == NULL)
    {
      g_ptr_array_sort (listing->sessions, compare);
      count_next (task);
      return;
    }
  for (GList *l = infos; l != NULL; l = l->next)
    take (listing->sessions, g_file_enumerator_get_container (enumerator), l->data);
  g_file_enumerator_next_files_async (enumerator, AT_ONCE, G_PRIORITY_DEFAULT,
                                      g_task_get_cancellable (task), some_cb,
                                      g_object_ref (task));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) enumerator
    = g_file_enumerate_children_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    count_next (task);
  else if (enumerator == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_file_enumerator_next_files_async (enumerator, AT_ONCE, G_PRIORITY_DEFAULT,
                                        g_task_get_cancellable (task), some_cb,
                                        g_object_ref (task));
}

void
tap_saved_sessions_list_async (const char *folder, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Listing *listing = g_new0 (Listing, 1);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  listing->sessions = g_ptr_array_new_with_free_func (free_session);
  g_task_set_task_data (task, listing, listing_free);
  g_file_enumerate_children_async (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT,
                                   cancellable, opened_cb, task);
}

GPtrArray *
tap_saved_sessions_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
