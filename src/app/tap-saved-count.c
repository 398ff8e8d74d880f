/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-saved-sessions.h"

#include "tap-log-count.h"

typedef struct
{
  char *path;
  guint64 size;
  guint n;
  gboolean more;
} Count;

static void
count_free (gpointer data)
{
  Count *count = data;

  g_free (count->path);
  g_free (count);
}

/* Of paths; the main thread's alone. */
static GHashTable *
get_known (void)
{
  static GHashTable *known;

  if (known == NULL)
    known = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, count_free);
  return known;
}

static void
count_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Count *count = data;
  gboolean counted = tap_log_count_file (count->path, cancellable, &count->n, &count->more);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (counted)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", count->path);
}

void
tap_saved_sessions_count_async (const char *path, guint64 size, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const Count *known = g_hash_table_lookup (get_known (), path);
  Count *count = g_new0 (Count, 1);

  count->path = g_strdup (path);
  count->size = size;
  g_task_set_task_data (task, count, count_free);
  if (known == NULL || known->size != size)
    {
      g_task_run_in_thread (task, count_thread);
      return;
    }
  count->n = known->n;
  count->more = known->more;
  g_task_return_boolean (task, TRUE);
}

int
tap_saved_sessions_count_finish (GAsyncResult *result, gboolean *more)
{
  const Count *count = g_task_get_task_data (G_TASK (result));
  Count *known;

  *more = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return -1;
  known = g_new (Count, 1);
  *known = *count;
  known->path = g_strdup (count->path);
  g_hash_table_replace (get_known (), known->path, known);
  *more = count->more;
  return (int) MIN (count->n, G_MAXINT);
}
