/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-log-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_SAME_SECOND 100

/* @folder: NULL for the usual one. */
static char *
name_after (const char *folder, gint64 wall, int attempt)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (wall / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *stamp = g_date_time_format (local, "%Y-%m-%dT%H-%M-%S");
  g_autofree char *name = attempt == 0
                              ? g_strdup_printf ("%s.tapline.jsonl", stamp)
                              : g_strdup_printf ("%s-%d.tapline.jsonl", stamp, attempt + 1);

  if (folder != NULL)
    return g_build_filename (folder, name, NULL);
  return g_build_filename (g_get_user_data_dir (), "tapline", "sessions", name, NULL);
}

/* Whether the file that is already there is being written just now. */
static gboolean
is_locked (const char *path)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gboolean locked = FALSE;

  if (fd >= 0)
    {
      locked = flock (fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
      close (fd);
    }
  return locked;
}

static int
create (const char *path, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);

  if (fd >= 0)
    {
      /* Nobody else can have it: it is new. The lock tells others that it is in use. */
      flock (fd, LOCK_EX | LOCK_NB);
      return fd;
    }
  if (errno == EEXIST && is_locked (path))
    g_set_error (error, TAP_ERROR, TAP_ERROR_BUSY,
                 _ ("%s is being written by another engine: stop that one, or choose another file "
                    "with --output"), path);
  else if (errno == EEXIST)
    g_set_error (error, TAP_ERROR, TAP_ERROR_IO,
                 _ ("%s exists already and is not overwritten: choose another file with --output"),
                 path);
  else
    g_set_error (error, TAP_ERROR, TAP_ERROR_IO,
                 _ ("%s cannot be written (%s): choose another place with --output"), path,
                 g_strerror (errno));
  return -1;
}

int
tap_log_file_create (const char *path, gint64 wall, char **used, GError **error)
{
  gboolean named = path != NULL && !g_str_has_suffix (path, G_DIR_SEPARATOR_S);

  for (int attempt = 0;; attempt++)
    {
      g_autofree char *name = named ? g_strdup (path) : name_after (path, wall, attempt);
      g_autofree char *folder = g_path_get_dirname (name);
      g_autoptr (GError) local_error = NULL;
      int fd;

      if (!named)
        g_mkdir_with_parents (folder, 0700);
      fd = create (name, &local_error);
      if (fd >= 0)
        {
          *used = g_steal_pointer (&name);
          return fd;
        }
      if (!named && attempt < MAX_SAME_SECOND && g_file_test (name, G_FILE_TEST_EXISTS))
        continue;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return -1;
    }
}
