/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-spool.h"

#include "tap-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK (64 * 1024)

struct _TapSpool
{
  int fd;
  int write_errno;
  guint64 written;
  gsize pending;
  guint8 block[BLOCK];
};

static int
open_unlinked (const char *folder)
{
  g_autofree char *path = NULL;
  int fd;

#ifdef O_TMPFILE
  fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    return fd;
#endif
  path = g_build_filename (folder, "spool-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_unlink (path);
  return fd;
}

TapSpool *
tap_spool_new (GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "tapline", NULL);
  TapSpool *self;
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = open_unlinked (folder);
  if (fd < 0)
    {
      g_autofree char *name = g_filename_display_name (folder);

      g_set_error (error, TAP_ERROR, TAP_ERROR_IO, _ ("%s takes no file (%s)"), name,
                   g_strerror (errno));
      return NULL;
    }
  self = g_new (TapSpool, 1);
  self->fd = fd;
  self->write_errno = 0;
  self->written = 0;
  self->pending = 0;
  return self;
}

void
tap_spool_free (TapSpool *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_free (self);
}

static void
write_out (TapSpool *self, const guint8 *bytes, gsize length)
{
  while (length > 0 && self->write_errno == 0)
    {
      gssize n = write (self->fd, bytes, length);

      if (n > 0)
        {
          bytes += n;
          length -= (gsize) n;
          self->written += (guint64) n;
        }
      else if (n == 0 || errno != EINTR)
        {
          self->write_errno = n == 0 ? EIO : errno;
        }
    }
}

guint64
tap_spool_flush (TapSpool *self)
{
  write_out (self, self->block, self->pending);
  self->pending = 0;
  return self->written;
}

void
tap_spool_append (TapSpool *self, const guint8 *bytes, gsize length)
{
  if (length > BLOCK - self->pending)
    tap_spool_flush (self);
  if (length > BLOCK)
    {
      write_out (self, bytes, length);
      return;
    }
  memcpy (self->block + self->pending, bytes, length);
  self->pending += length;
}

int
tap_spool_get_errno (const TapSpool *self)
{
  return self->write_errno;
}

gsize
tap_spool_read (TapSpool *self, guint64 offset, guint8 *buffer, gsize length)
{
  gsize have = 0;

  while (have < length)
    {
      gssize n = pread (self->fd, buffer + have, length - have, (off_t) (offset + have));

      if (n > 0)
        have += (gsize) n;
      else if (n == 0 || errno != EINTR)
        break;
    }
  return have;
}
