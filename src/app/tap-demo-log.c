/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-demo-log.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "tap-error.h"
#include "tap-record.h"

#define PREFIX "demo-"
#define SUFFIX ".tapline.jsonl"

static void
remove_older (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, PREFIX) && g_str_has_suffix (name, SUFFIX))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
}

/* In a thread: the home folder may be on a slow disk. */
static void
make (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "tapline", NULL);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (PREFIX, id, SUFFIX, NULL);

  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      g_task_return_new_error (task, TAP_ERROR, TAP_ERROR_IO,
                               _ ("The folder “%s” for the demo's capture cannot be made (%s). Make "
                                  "room, then try again."),
                               folder, g_strerror (errno));
      return;
    }
  remove_older (folder);
  g_task_return_pointer (task, g_build_filename (folder, name, NULL), g_free);
}

void
tap_demo_log_make_async (GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_run_in_thread (task, make);
}

char *
tap_demo_log_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source),
                                                                result, NULL, &error);
  TapRecord *record = NULL;

  if (line != NULL)
    record = tap_record_parse_line (line, strlen (line), &error);
  if (record != NULL)
    g_task_return_pointer (task, record, (GDestroyNotify) tap_record_unref);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, TAP_ERROR, TAP_ERROR_FORMAT, _ ("The capture is empty."));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);
  g_autoptr (GDataInputStream) lines = NULL;

  if (stream == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  lines = g_data_input_stream_new (G_INPUT_STREAM (stream));
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, line_cb,
                                       g_object_ref (task));
}

void
tap_demo_log_find_async (const char *path, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_file_read_async (file, G_PRIORITY_DEFAULT, NULL, read_cb,
                     g_task_new (NULL, NULL, callback, user_data));
}

gboolean
tap_demo_log_find_finish (GAsyncResult *result, char **url, char **upstream, GError **error)
{
  g_autoptr (TapRecord) record = g_task_propagate_pointer (G_TASK (result), error);
  JsonObject *fields = record != NULL ? tap_record_get_fields (record) : NULL;
  JsonNode *listeners = fields != NULL ? json_object_get_member (fields, "listeners") : NULL;
  JsonArray *array = listeners != NULL && JSON_NODE_HOLDS_ARRAY (listeners)
                       ? json_node_get_array (listeners)
                       : NULL;
  JsonNode *first = array != NULL && json_array_get_length (array) > 0
                      ? json_array_get_element (array, 0)
                      : NULL;

  if (first == NULL || !JSON_NODE_HOLDS_OBJECT (first))
    return FALSE;
  *url = g_strdup (json_object_get_string_member_with_default (json_node_get_object (first), "url",
                                                               NULL));
  *upstream = g_strdup (json_object_get_string_member_with_default (json_node_get_object (first),
                                                                    "upstream", NULL));
  return TRUE;
}
